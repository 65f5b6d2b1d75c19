"""Check a memo: a finished file against the memo as it was exported, and that against the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from core.errors import PinciteError
from memo.checks.checking import NamelessMemo, check_content
from memo.checks.findings import Finding, Group, Kind, Report
from memo.checks.leftward import CHECK_ANOTHER
from memo.describe import note_ranges
from memo.difference import difference
from memo.writers.json_file import read_json
from pages.parts import session
from pages.parts.components import word_difference
from pages.parts.inert import label, words
from pages.parts.naming import counted
from pages.parts.opening import begin_page
from records.finished import FinishedMemos

SHOWN = 60  # findings at once
ENDINGS = ["docx", "pdf", "html", "htm", "md", "markdown", "json"]
GROUPS = {  # the name and the colour of each, and what it means
    Group.CITED: ("Citations altered", "red", ""),
    Group.ADDED: (
        "Added by hand, not verified",
        "orange",
        "Pincite did not write this. Nobody has compared it with a source.",
    ),
    Group.OTHER: (
        "Other words altered",
        "orange",
        "They cite nothing, but the memo no longer reads as it did.",
    ),
    Group.SOURCES: ("Sources changed", "red", "The archived versions still hold what was cited."),
    Group.UNSURE: ("Not to be verified in a PDF", "orange", "Check the Word or the JSON file instead."),
    Group.TOLD: ("Good to know", "gray", ""),
}


def show_page() -> None:
    """The whole page."""
    begin_page()
    st.header("Check a memo", anchor=False)
    st.text(
        "A memo that was exported, signed, edited or sent around: is every footnote still what its source "
        "says, and has anybody added or altered words? The file is read on this machine, compared, and not "
        "kept."
    )
    file = st.file_uploader(
        "A finished memo: Word, PDF, HTML, Markdown or JSON", type=ENDINGS, key="to-check"
    )
    if file is None:
        return
    try:
        report = _checked(file.getvalue(), file.name, _named())
    except NamelessMemo as error:
        st.error(label(str(error)), icon=":material/help:")
        _ask_for_id()
    except PinciteError as error:
        st.error(label(str(error)), icon=":material/block:")
    else:
        _show(report)


def _named() -> str | None:
    """The id that the reader gave, where the file does not name its memo."""
    return str(st.session_state.get("checked-memo") or "").strip() or None


def _ask_for_id() -> None:
    st.text_input(
        "Memo ID",
        key="checked-memo",
        persist_state="page",
        placeholder="From the closing words of another copy",
        help="Every exported memo ends with the words “Memo ID …”. The Memos page shows it too.",
    )


def _checked(content: bytes, name: str, memo: str | None) -> Report:
    library = session.store().library
    return _report(str(library.engine.url), library.index_state().generation, content, name, memo)


@st.cache_data(show_spinner="Comparing every footnote with its source …", max_entries=8)
def _report(url: str, generation: int, content: bytes, name: str, memo: str | None) -> Report:
    library = session.store().library
    kept = FinishedMemos(library.engine).content
    dated = library.dated_sources()
    return check_content(content, name, kept=kept, find=library.document, dated=dated, memo=memo)


def _show(report: Report) -> None:
    _outcome(report)
    _which(report)
    for notice in report.notices:
        st.info(label(notice))
    for group, (name, colour, meaning) in GROUPS.items():
        _findings(name, report.of(group), colour=colour, meaning=meaning)
    intact = sorted({one.number for one in report.findings if one.kind is Kind.INTACT and one.number})
    if intact and not report.is_intact:
        st.text(f"Intact: {note_ranges(intact)}")


def _outcome(report: Report) -> None:
    """The answer in one line, before all detail."""
    notes = {_note(one) for one in report.findings} - {None}
    if report.is_intact:
        said = f"All {counted(len(notes), 'footnote')} intact" if notes else "Intact: it cites nothing"
        st.success(f"**{said}.** The file says just what was exported.", icon=":material/verified:")
        return
    if report.is_unsure:
        unsure = counted(len(report.of(Group.UNSURE)), "place")
        st.warning(f"**{unsure} not to be verified in a PDF.** {CHECK_ANOTHER}", icon=":material/help:")
        return
    said = "; ".join(_parts(report, len({one.kept for one in report.findings if one.kept})))
    st.error(f"**{said}.** {_whose_fault(report)}", icon=":material/gpp_bad:")


def _parts(report: Report, notes: int) -> Iterator[str]:
    """What is wrong, each group by itself: "1 of 17 footnotes altered", "2 passages added by hand"."""
    cited = report.of(Group.CITED)
    altered = {_note(one) for one in cited} - {None}
    elsewhere = sum(_note(one) is None for one in cited)
    if altered:
        yield f"{len(altered)} of {counted(notes, 'footnote')} altered"
    elif not report.of(Group.SOURCES) and notes:
        yield "The citations are intact"
    if elsewhere:
        yield f"{counted(elsewhere, 'change')} to what proves them"
    if added := report.of(Group.ADDED):
        yield f"{counted(len(added), 'passage')} added by hand"
    if other := report.of(Group.OTHER):
        yield f"{counted(len(other), 'change')} to other words"
    if sources := {_note(one) for one in report.of(Group.SOURCES)}:
        yield f"{counted(len(sources), 'footnote')} on changed sources"


def _whose_fault(report: Report) -> str:
    """Whether it is the file that changed, or what it rests on."""
    faults = {one.kind.group for one in report.findings if one.kind.is_fault}
    said = ["The file differs from what was exported."] if faults - {Group.SOURCES} else []
    said += ["A source no longer says what is cited."] if Group.SOURCES in faults else []
    return " ".join(said)


def _note(finding: Finding) -> tuple[int | None, int | None] | None:
    """Which footnote a finding is of."""
    if finding.number is None and finding.kept is None:
        return None
    return (finding.number, finding.kept)


def _which(report: Report) -> None:
    """Which memo it is, of what day."""
    said = [f"{report.file} ({report.format.value})", f"Memo ID {report.memo}"]
    try:
        kept = read_json(FinishedMemos(session.store().library.engine).content(report.memo))
    except PinciteError:
        st.caption(label(" · ".join(said)))
        return
    subject = words(kept.heading.subject) or "Untitled"
    st.caption(label(" · ".join([f"“{subject}”", f"exported {kept.made:%-d %B %Y}", *said])))


def _findings(name: str, findings: Sequence[Finding], *, colour: str, meaning: str) -> None:
    if not findings:
        return
    st.subheader(f"{name} ({len(findings)})", anchor=False)
    if meaning:
        st.caption(meaning)
    many = len(findings) if st.session_state.get("all-findings") else SHOWN
    for number, finding in enumerate(findings[:many]):
        key = f"{finding.kind.group}-{number}".replace(" ", "-")
        _finding(finding, colour=colour, key=key)
    if len(findings) > many:
        st.button(f"Show all {len(findings)}", key=f"all-{name}", on_click=_show_all, type="tertiary")


def _show_all() -> None:
    st.session_state["all-findings"] = True


def _finding(finding: Finding, *, colour: str, key: str) -> None:
    where = f"{finding.where[:1].upper()}{finding.where[1:]}"
    with st.container(border=True, gap="xsmall", key=f"checked-{key}"):
        st.markdown(f"**{label(where)}** :{colour}-badge[{label(finding.kind.value)}]")
        if finding.told:
            st.markdown(label(finding.told))
        if finding.expected and finding.found:
            word_difference(difference(finding.expected, finding.found), key=key)
        elif finding.expected:
            st.markdown(f":small[:gray[When it was made:]]\n\n> {label(finding.expected)}")
        elif finding.found:
            st.markdown(f":small[:gray[In the file:]]\n\n> {label(finding.found)}")


show_page()
