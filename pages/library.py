"""The documents: add, look through, describe, read, remove."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial

import streamlit as st

from core.errors import PinciteError
from core.types import Metadata
from ingest.report import Outcome, Report
from pages.parts import session
from pages.parts.affected import show_affected, told_of_changes, told_of_citing
from pages.parts.components import document_text
from pages.parts.inert import cell, label, shortened, words
from pages.parts.naming import counted
from pages.parts.opening import begin_page
from pages.parts.passages import MOST, all_blocks
from pages.parts.source import show_facts
from pages.parts.work import Task
from records.library import Listed

EDITABLE = {
    "title": "Title",
    "issuer": "Issuer",
    "date": "Date (2016-05-11, 2016-05 or 2016)",
    "jurisdiction": "Jurisdiction",
    "kind": "Kind (statute, treaty, case, guidance …)",
    "url": "Address of the official text",
    "in_force_from": "In force from",
    "in_force_to": "In force to",
    "label": "Confidentiality label",
}
DATES = ("date", "in_force_from", "in_force_to")
DATE = r"^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$"
WIDTHS = {"Title": 330, "Issuer": 150, "Date": 140}  # pixels
SIGNS = {
    Outcome.ADDED: "Added",
    Outcome.UPDATED: "Updated",
    Outcome.UNCHANGED: "Unchanged",
    Outcome.RENAMED: "Renamed",
    Outcome.REMOVED: "Removed",
    Outcome.SKIPPED: "Skipped",
    Outcome.FAILED: "Failed",
}


def show_page() -> None:
    """The whole page."""
    begin_page()
    st.header("Library", anchor=False)
    work = session.store().work
    documents = session.listed_documents()
    _add(empty=not documents)
    if work.running:
        _progress()
    elif work.error:
        st.error(label(work.error))
    elif work.report:
        _outcomes(work.report)
    if not work.running:
        show_affected()
    if documents:
        _documents(documents)


def _add(*, empty: bool) -> None:
    if empty:
        st.markdown(
            "The library is empty. Add your own documents, or begin with the starter library: "
            "short sourced briefs on trade-secret law and policy, written for this project."
        )
    store = session.store()
    busy = store.work.running
    with st.container(border=True):
        uploads = st.file_uploader(
            "Add documents: PDF, Word, HTML, e-mail, Markdown, text",
            accept_multiple_files=True,
            key=f"upload-{st.session_state.get('uploads', 0)}",
            disabled=busy,
        )
        with st.container(horizontal=True):
            if st.button("Add to the library", type="primary", disabled=busy or not uploads, key="add"):
                files = [(file.name, file.getvalue()) for file in uploads]
                _begin(partial(store.shelves.add_uploads, files))
            starter = empty and session.STARTER_LIBRARY.is_dir()
            if starter and st.button("Add the starter library", disabled=busy, key="add-starter"):
                _begin(partial(store.shelves.add_paths, [session.STARTER_LIBRARY]))


def _begin(task: Task) -> None:
    """Starts adding in the background and shows the page anew, with an empty uploader."""
    session.store().work.begin(task)
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    st.rerun()


@st.fragment(run_every=0.5)
def _progress() -> None:
    """How far the adding is; when it is done, the whole page is shown anew."""
    work = session.store().work
    if not work.running:
        st.rerun()
    state = work.progress
    if state is None:
        st.progress(0.0, "Reading …")
        return
    read = state.files_done / max(1, state.files)
    indexed = state.passages_done / max(1, state.passages_found)
    done = f"{state.files_done} of {counted(state.files, 'file')} read"
    said = f"{done}, {state.passages_done:,} of {counted(state.passages_found, 'passage')} indexed"
    st.progress(min(1.0, (read + indexed) / 2), label(f"{said}: {state.name}"))


def _outcomes(report: Report) -> None:
    counts = [(outcome, report.count(outcome)) for outcome in Outcome]
    said = ", ".join(f"{count} {outcome.value}" for outcome, count in counts if count) or "nothing to do"
    summary = label(f"{said}: {counted(report.passages, 'passage')} in {report.seconds:.1f} s.")
    failed = report.failed > 0
    with st.container(horizontal=True, vertical_alignment="center"):
        (st.warning if failed else st.success)(summary, width="stretch")
        st.button("Dismiss", key="dismiss", on_click=session.store().work.forget, type="tertiary")
    if affected := told_of_changes(report):
        st.info(label(affected), icon=":material/history:")
    told = [file for file in report.files if file.reason or file.outcome is Outcome.FAILED]
    with st.expander("What became of each file", expanded=bool(told)):
        shown = [*told, *(file for file in report.files if file not in told)]
        st.dataframe(
            {
                "File": [cell(file.name) for file in shown],
                "Outcome": [SIGNS[file.outcome] for file in shown],
                "Passages": [file.passages for file in shown],
                "Why": [cell(file.reason or "") for file in shown],
            },
            hide_index=True,
            key="outcomes",
            alt="What became of each file that was added",
        )


def _documents(documents: Sequence[Listed]) -> None:
    wanted = st.text_input(
        "Find a document",
        key="find",
        type="search",
        live=True,
        placeholder="Find by title, issuer, jurisdiction, kind, date or file name",
        label_visibility="collapsed",
    )
    found = [item for item in documents if matches(item, wanted or "")]
    if not found:
        st.info("No document matches these words.")
        return
    held = counted(len(documents), "document")
    st.caption(f"{len(found)} of {held}" if wanted else held)
    picked = st.dataframe(
        _table(found),
        hide_index=True,
        key="documents",
        on_select="rerun",
        selection_mode="single-row",
        height=min(420, 38 * (len(found) + 1)),
        column_config={name: st.column_config.TextColumn(width=width) for name, width in WIDTHS.items()},
        alt="The documents of the library. Choose one below to open, edit or remove it.",
    )
    rows = picked["selection"]["rows"]
    _one_document(found, rows[0] if rows and rows[0] < len(found) else None)


def matches(item: Listed, wanted: str) -> bool:
    """Whether every word that is wanted stands in what lists show of the document."""
    metadata = item.source.metadata
    fields = (metadata.title, metadata.issuer, metadata.jurisdiction, metadata.kind, metadata.date)
    known = " ".join([item.source.name, *(field for field in fields if field)]).casefold()
    return all(word in known for word in wanted.casefold().split())


def _table(documents: Sequence[Listed]) -> dict[str, list[object]]:
    def column(field: str) -> list[object]:
        return [_value(item, field) for item in documents]

    return {
        "Title": column("title"),
        "Issuer": column("issuer"),
        "Date": column("date"),
        "Jurisdiction": column("jurisdiction"),
        "Kind": column("kind"),
        "Passages": [item.passages for item in documents],
        "Added": [item.added.date() for item in documents],
        "Origin": [cell(item.origin) for item in documents],
    }


def _value(item: Listed, field: str) -> str:
    value = getattr(item.source.metadata, field)
    if not value:
        return ""
    return f"{cell(value)} (inferred)" if field in item.source.metadata.inferred else cell(value)


def _one_document(found: Sequence[Listed], row: int | None) -> None:
    """What can be done with one document: picked in the table, or in the list below it."""
    titles = {item.source.document: item for item in found}
    if row is not None and st.session_state.get("picked-row") != found[row].source.document:
        st.session_state["document"] = found[row].source.document
    st.session_state["picked-row"] = None if row is None else found[row].source.document
    if st.session_state.get("document") not in titles:
        st.session_state["document"] = None
    chosen = st.selectbox(
        "Document",
        list(titles),
        key="document",
        format_func=lambda key: words(titles[key].source.metadata.title),
        placeholder="Choose a row above, or a document here, to read, edit or remove it",
    )
    if chosen is None:
        return
    item = titles[chosen]
    read, edit, remove = st.tabs(["Read", "Edit what is known of it", "Remove"])
    with read:
        _read(item)
    with edit:
        _edit(item)
    with remove:
        _remove(item)


def _read(item: Listed) -> None:
    document = session.store().library.document(item.source.version)
    show_facts(document)
    blocks = all_blocks(document, None)
    if len(blocks) > MOST:
        st.caption(f"This document is long: its first {MOST} paragraphs are shown.")
    document_text(blocks[:MOST], name=item.source.metadata.title, key=item.source.version)


def _edit(item: Listed) -> None:
    metadata = item.source.metadata
    with st.form(f"edit-{item.source.document}", border=False):
        values = {field: _field(metadata, field, name, item) for field, name in EDITABLE.items()}
        if st.form_submit_button("Save", type="primary"):
            _save(item, metadata, values)


def _field(metadata: Metadata, field: str, name: str, item: Listed) -> str:
    inferred = field in metadata.inferred and getattr(metadata, field)
    said = st.text_input(
        f"{name} — inferred, please check" if inferred else name,
        value=words(getattr(metadata, field) or ""),
        key=f"{field}-{item.source.document}",
        validate=(DATE, "A date is 2016-05-11, 2016-05 or 2016") if field in DATES else None,
    )
    return (said or "").strip()


def _save(item: Listed, metadata: Metadata, values: dict[str, str]) -> None:
    if not values["title"]:
        st.error("A document needs a title.")
        return
    for field in DATES:
        if not _is_date(values[field]):
            st.error(label(f"{EDITABLE[field].split(' (')[0]}: write it as 2016-05-11, 2016-05 or 2016."))
            return
    changes = {
        field: value or None
        for field, value in values.items()
        # what was inferred and is saved as it stands has been looked at: now somebody states it
        if (value or None) != getattr(metadata, field) or (value and field in metadata.inferred)
    }
    if not changes:
        st.info("Nothing was changed.")
        return
    try:
        session.store().library.edit(item.source.document, changes)
    except PinciteError as error:
        st.error(label(str(error)))
        return
    st.toast(label(f"Saved: {shortened(values['title'], 60)}"))
    st.rerun()


def _is_date(value: str) -> bool:
    """Whether the value is an ISO date, whole or as much of it as is known, or nothing."""
    for form in ("%Y-%m-%d", "%Y-%m", "%Y"):
        try:
            return datetime.datetime.strptime(value, form).strftime(form) == value
        except ValueError:
            continue
    return not value


def _remove(item: Listed) -> None:
    st.text("It leaves the library, with its attachments. Answers and memos keep what they quote of it.")
    if citing := told_of_citing(item.source.document):
        st.markdown(f":orange[:material/format_quote:] {label(citing)}")
    sure = st.checkbox(
        label(f"Remove “{shortened(item.source.metadata.title, 80)}”"), key=f"sure-{item.source.document}"
    )
    if st.button("Remove", disabled=not sure, key=f"remove-{item.source.document}"):
        try:
            session.store().shelves.remove([item.source.document])
        except PinciteError as error:
            st.error(label(str(error)))
            return
        session.store().work.forget()
        st.rerun()


show_page()
