"""The check of a finished memo catches every planted change, and minds nothing that harms no citation."""

from __future__ import annotations

import datetime
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import typer
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import html as lxml_html
from memo_checked import (
    DIRECTIVE,
    DTSA,
    GUIDE,
    MADE,
    SAID,
    Archive,
    archive,
    kept_of,
    memo,
    pinned,
)
from memo_content import hostile
from memo_planting import (
    ALTERED,
    BY_HAND,
    CAUGHT,
    HARMLESS,
    STRAIGHT,
    Change,
    Element,
    Inapplicable,
    Opened,
    planted,
    put,
    texts,
    with_note,
)
from typer.testing import CliRunner

from core.memos import MemoDraft, Quotations
from core.types import Answer, Metadata, Statement, Status, Verdict
from memo.checks.check_report import told
from memo.checks.checking import NamelessMemo, check_content
from memo.checks.checking_command import add_check
from memo.checks.findings import Finding, Group, Kind, Report
from memo.checks.finished_file import UnreadableFile
from memo.composing import add_answer
from memo.content import BlockKind, ContentBlock, Memo, Note, Run, Table
from memo.finish import finish
from memo.writers.docx import write_docx
from memo.writers.html import write_html
from memo.writers.json_file import fingerprint, read_json, write_json
from memo.writers.markdown import write_markdown
from memo.writers.pdf import write_pdf

MEMO = memo()
SHORT = memo(short=True)
DOCX = write_docx(MEMO)
KEPT = kept_of(MEMO, SHORT)
STEP = 3  # each change is planted at every third footnote, at others for the next one; 1: at all of them


def json_bytes(one: Memo) -> bytes:
    return write_json(one).encode()


def html_bytes(one: Memo) -> bytes:
    return write_html(one).encode()


def markdown_bytes(one: Memo) -> bytes:
    return write_markdown(one).encode()


def checked(content: bytes, *, documents: Archive | None = None, memo: str | None = None) -> Report:
    return check_content(
        content, "memo", kept=KEPT.__getitem__, find=(documents or archive()).find, memo=memo
    )


def faults(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.kind.is_fault]


def each(changes: Iterator[tuple[str, Callable[[], bytes], frozenset[Kind]]]) -> dict[str, list[str]]:
    """Of each change: what was missed, and how often it was planted."""
    missed: dict[str, list[str]] = {}
    for name, change, kinds in changes:
        try:
            content = change()
        except Inapplicable:
            continue
        found = {finding.kind for finding in checked(content).findings}
        missed.setdefault(name, []).append("" if found & kinds else f"{name}: {sorted(found)}")
    return missed


def docx_changes() -> Iterator[tuple[str, Callable[[], bytes], frozenset[Kind]]]:
    for place, change in enumerate((*CAUGHT, *BY_HAND)):
        for note in MEMO.notes[place % STEP :: STEP]:
            yield change.name, lambda c=change, n=note: planted(DOCX, MEMO, n, c.change), change.kinds


def altered_memos(
    write: Callable[[Memo], bytes], step: int
) -> Iterator[tuple[str, Callable[[], bytes], frozenset[Kind]]]:
    for place, change in enumerate(ALTERED):
        for note in MEMO.notes[place % step :: step]:
            yield change.name, lambda c=change, n=note: write(c.change(MEMO, n)), change.kinds


def reported(what: str, missed: dict[str, list[str]]) -> None:
    """Prints the catch rate; every change must have been planted, and none may be missed."""
    total = sum(map(len, missed.values()))
    lost = [line for lines in missed.values() for line in lines if line]
    print(f"{what}: {total - len(lost)} of {total} planted changes caught")  # noqa: T201
    assert not lost
    assert total >= 40


def test_every_change_planted_in_a_docx_is_caught() -> None:
    missed = each(docx_changes())
    assert set(missed) == {change.name for change in (*CAUGHT, *BY_HAND)}
    reported("DOCX", missed)


def test_every_change_planted_in_a_pdf_is_caught() -> None:
    missed = each(altered_memos(write_pdf, 3 * STEP))
    assert len(missed) >= 20
    reported("PDF", missed)


@pytest.mark.parametrize("write", [json_bytes, html_bytes, markdown_bytes], ids=["JSON", "HTML", "Markdown"])
def test_every_change_planted_in_other_files_is_caught(write: Callable[[Memo], bytes]) -> None:
    missed = each(altered_memos(write, 2))
    assert set(missed) == {change.name for change in ALTERED}
    reported(write.__name__, missed)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_harms_no_citation_raises_no_alarm(name: str) -> None:
    alarms, count = [], 0
    for note in MEMO.notes[::STEP]:
        try:
            report = checked(planted(DOCX, MEMO, note, HARMLESS[name]))
        except Inapplicable:
            continue
        count += 1
        alarms += [(note.number, finding) for finding in faults(report)]
    assert count >= 4
    assert not alarms


@pytest.mark.parametrize("which", [MEMO, SHORT], ids=["full", "short-forms"])
@pytest.mark.parametrize(
    "write",
    [write_docx, write_pdf, json_bytes, html_bytes, markdown_bytes],
    ids=["docx", "pdf", "json", "html", "markdown"],
)
def test_an_untouched_file_is_intact_in_every_footnote(write: Callable[[Memo], bytes], which: Memo) -> None:
    report = checked(write(which))
    assert report.is_intact
    assert report.memo == which.id
    assert report.counts == {Kind.INTACT: len(which.notes)}


@pytest.mark.parametrize("template", ["policy-memo", "legal-memo", "briefing-note", "one-page-summary"])
@pytest.mark.parametrize("style", ["plain", "bluebook", "oscola"])
def test_a_memo_of_each_template_and_style_is_intact_in_every_format(template: str, style: str) -> None:
    citations = tuple(pinned(*cited) for one in SAID for cited in one.cites)
    statements = tuple(
        Statement(one.text or one.cites[0][1], tuple(citations.index(pinned(*cited)) for cited in one.cites))
        for one in SAID
    )
    answer = Answer("Who may sue?", "", Status.ANSWERED, statements, citations, (), 0.9, "quoting")
    draft = replace(add_answer(MemoDraft(MEMO.heading), answer), template=template, style=style)
    for quotations in Quotations:
        finished = finish(replace(draft, quotations=quotations), archive(), made=MADE)
        for write in (write_docx, write_pdf, json_bytes, html_bytes, markdown_bytes):
            kept = kept_of(finished)
            report = check_content(write(finished), "memo", kept=kept.__getitem__, find=archive().find)
            assert report.counts == {Kind.INTACT: len(finished.notes)}, write


def test_a_memo_that_cites_nothing_is_intact_in_every_format() -> None:
    empty = finish(MemoDraft(MEMO.heading), archive(), made=MADE)
    for write in (write_docx, write_pdf, json_bytes, html_bytes, markdown_bytes):
        kept = kept_of(empty)
        report = check_content(write(empty), "memo", kept=kept.__getitem__, find=archive().find)
        assert (report.is_intact, report.findings) == (True, ()), write


def test_a_markdown_file_without_its_footnotes_lacks_them() -> None:
    text = markdown_bytes(MEMO)
    report = check_content(text[: text.index(b"[^1]: ")], "memo", kept=KEPT.__getitem__, find=archive().find)
    faults = {finding.kept for finding in report.findings if finding.kind.is_fault}
    assert faults >= {note.number for note in MEMO.notes}


@pytest.fixture
def command() -> typer.Typer:
    commands = typer.Typer()
    commands.callback()(lambda: None)
    add_check(commands, lambda store: (KEPT.__getitem__, archive().find, ()))
    return commands


def test_the_command_tells_the_worst_first_and_exits_with_1(tmp_path: Path, command: typer.Typer) -> None:
    file = tmp_path / "memo.docx"
    opened = Opened(DOCX, MEMO)
    put(opened.note(7), "3 years", "4 years")
    put(opened.note(8), "Article 8", "Article 9")
    file.write_bytes(opened.content)
    result = CliRunner().invoke(command, ["check", str(file)])
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[1] == "Not intact. citations: 2. Intact: 15 footnotes."
    assert lines[3:7] == [
        "Citations and statements that were altered:",
        "Quotation altered: footnote 7",
        "  was: … be commenced later than 3 years after the date …",
        "  is:  … be commenced later than 4 years after the date …",
    ]
    result = CliRunner().invoke(command, ["check", str(file), "--json"])
    told = json.loads(result.stdout)
    assert (result.exit_code, told["intact"], told["memo"]) == (1, False, MEMO.id)
    assert {row["footnote"] for row in told["findings"] if row["fault"]} == {7, 8}


def test_what_a_file_says_steers_no_terminal(tmp_path: Path, command: typer.Typer) -> None:
    file = tmp_path / "memo.html"
    assert MEMO.notes[6].citation.quote in html_bytes(MEMO).decode()
    file.write_bytes(html_bytes(MEMO).replace(b"3 years", "\x1b]0;x\x07 \u202e\x9b2J years".encode()))
    told = CliRunner().invoke(command, ["check", str(file)])
    assert told.exit_code == 1
    assert "Quotation altered" in told.stdout
    assert not set("\x1b\x07\u202e\x9b") & set(told.stdout)


def test_the_command_exits_with_0_where_all_is_intact(tmp_path: Path, command: typer.Typer) -> None:
    file = tmp_path / "memo.pdf"
    file.write_bytes(write_pdf(MEMO))
    result = CliRunner().invoke(command, ["check", str(file)])
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1] == (
        "Intact: 17 footnotes as when the memo was made, nothing else altered."
    )


HOSTILE = {
    "no spaces": "機密情報は営業秘密として保護される。" * 6,
    "markup": "</w:t><b>*not*</b> [^1] [a](b) | c \\| `d` &amp; {=1}",
    "no break": "https://example.org/" + "a-b/" * 60,
    "signs": "The court ﬁnds – “yes” ‘no’ … Straße m² note¹ \u00ad-y",
    "control": "a\x00b\x07c\u202e000,1\u202c\r\nd",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_raise_no_alarm(text: str) -> None:
    strange = hostile(text)
    strange = replace(strange, id=fingerprint(strange))
    for write in (write_docx, write_pdf, json_bytes, html_bytes, markdown_bytes):
        report = check_content(
            write(strange), "memo", kept=kept_of(strange).__getitem__, find=archive().find, memo=strange.id
        )
        kinds = {finding.kind for finding in faults(report)}
        assert kinds == {Kind.DAMAGED}, write  # this archive knows none of its documents


def test_a_finding_shows_what_was_expected_and_what_stands_there() -> None:
    opened = Opened(DOCX, MEMO)
    put(opened.note(7), "3 years", "4 years")
    (found,) = faults(checked(opened.content))
    assert (found.kind, found.number, found.statement) == (Kind.QUOTATION, 7, 5)
    assert "be commenced later than 3 years after" in found.expected
    assert "later than 4 years after" in found.found


def test_statement_and_footnote_taken_out_together_are_told_apart_from_altered_citations() -> None:
    change = next(one.change for one in BY_HAND if one.name.startswith("statement taken out"))
    report = checked(planted(DOCX, MEMO, MEMO.notes[1], change))
    assert not report.is_intact
    assert not report.of(Group.CITED)
    told = [finding for finding in report.findings if finding.kind is Kind.TAKEN_OUT]
    assert [finding.kept for finding in told] == [2, 3]


def test_words_added_by_hand_are_shown_with_the_place_where_they_stand() -> None:
    report = checked(planted(DOCX, MEMO, MEMO.notes[0], own_paragraph("None of the following is true:")))
    (found,) = faults(report)
    assert (found.kind, found.found) == (Kind.ADDED_WORDS, "None of the following is true:")
    assert found.where == "after statement 1, before statement 2"
    assert report.exit_code == 1
    assert not report.of(Group.CITED)


def test_a_moved_statement_is_told_with_both_places() -> None:
    opened = Opened(DOCX, MEMO)
    last = next(one for one in opened.document.paragraphs if one.text == "Discussion")
    last._p.addprevious(opened.paragraph(7))
    (found,) = faults(checked(opened.content))
    assert (found.kind, found.statement) == (Kind.REORDERED, 5)
    assert found.told.startswith(
        "It stood after “In our view point 4 needs …”, and now stands after “When may"
    )


def test_ibid_after_another_source_is_a_fault() -> None:
    content = write_docx(SHORT)
    again = next(note for note in SHORT.notes if note.text.startswith("ibid."))
    opened = Opened(content, SHORT)
    opened.document.element.body.append(opened.paragraph(again.number))
    kinds = {finding.kind for finding in faults(checked(opened.content))}
    assert kinds == {Kind.SHORT_FORM, Kind.REORDERED}


def test_a_short_form_is_a_fault_until_its_number_is_brought_up_to_date() -> None:
    """A paragraph with footnotes is put first: "(n 1)" now means these."""
    opened = Opened(write_docx(SHORT), SHORT)
    body = opened.document.element.body
    last = next(note for note in SHORT.notes if "(n " not in note.text and "Handling guide" in note.text)
    body.insert(0, opened.paragraph(last.number))
    report = checked(opened.content)
    stale = [f for f in faults(report) if f.kind is Kind.SHORT_FORM and "(n " in f.found]
    for finding in stale:
        note = opened.note(finding.number or 0)
        meant = next(n for n in SHORT.notes if n.number == finding.kept)
        first = next(n for n in SHORT.notes if n.citation.source == meant.citation.source)
        now = next(f.number for f in report.findings if f.kept == first.number and f.number)
        put(note, f"(n {first.number})", f"(n {now})")
    assert stale
    assert not [f for f in faults(checked(opened.content)) if "(n " in f.found]


def test_a_source_that_changed_shows_old_and_new_words() -> None:
    documents = archive()
    documents.change(
        DIRECTIVE, DIRECTIVE.text.replace("shall not exceed 6 years", "shall not exceed 9 years")
    )
    report = checked(DOCX, documents=documents)
    (found,) = faults(report)
    assert found.kind is Kind.CHANGED
    assert "not exceed 6 years" in found.expected
    assert "not exceed 9 years" in found.found
    assert report.counts[Kind.MOVED] >= 3


def test_a_source_that_is_gone_is_told_for_each_of_its_footnotes() -> None:
    documents = archive()
    documents.remove(GUIDE)
    found = faults(checked(DOCX, documents=documents))
    assert {finding.kind for finding in found} == {Kind.GONE}
    assert [f.number for f in found] == [n.number for n in MEMO.notes if n.citation.source == GUIDE.source]


def test_records_that_do_not_hold_the_quotation_are_called_damaged_first() -> None:
    documents = archive()
    documents.versions[DTSA.source.version] = replace(DTSA, text=DTSA.text.replace("7 days", "9 days"))
    report = checked(DOCX, documents=documents)
    assert report.findings[0].kind is Kind.DAMAGED
    assert "restore them from a backup" in report.findings[0].told


def test_a_version_that_the_records_lost_is_damage_and_no_crash() -> None:
    documents = Archive(DIRECTIVE, GUIDE)
    kinds = {finding.kind for finding in faults(checked(DOCX, documents=documents))}
    assert kinds == {Kind.DAMAGED}


def test_a_pinpoint_that_the_archived_layout_does_not_have_is_wrong() -> None:
    note = MEMO.notes[0]
    wrong = with_note(MEMO, replace(note, citation=replace(note.citation, page=40)))
    kept = {MEMO.id: write_json(wrong)}
    report = check_content(DOCX, "memo", kept=kept.__getitem__, find=archive().find)
    assert {Kind.PINPOINT, Kind.DAMAGED} <= set(report.counts)  # and its id is no longer its fingerprint


def test_data_of_a_json_file_that_was_altered_is_a_fault() -> None:
    note = MEMO.notes[3]
    forged = with_note(MEMO, replace(note, citation=replace(note.citation, verdict=Verdict.TYPOGRAPHIC)))
    (found,) = faults(checked(write_json(forged).encode()))
    assert found.kind is Kind.DATA


def test_the_memo_is_known_by_its_closing_words_too() -> None:
    opened = Opened(DOCX, MEMO)
    content = without_part(opened.content, "docProps/custom.xml")
    assert checked(content).is_intact


def test_a_file_that_names_no_memo_asks_for_its_id() -> None:
    opened = Opened(DOCX, MEMO)
    last = next(one for one in opened.document.paragraphs if "Memo ID" in one.text)
    put(last._p, MEMO.id, "")
    content = without_part(opened.content, "docProps/custom.xml")
    with pytest.raises(NamelessMemo, match="--memo ID"):
        checked(content)
    (found,) = faults(checked(content, memo=MEMO.id))
    assert (found.kind, found.told) == (Kind.CHANGED_WORDS, "A closing notice was altered.")


def without_part(content: bytes, name: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
    return written.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    written = io.BytesIO(without_part(content, name))
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as new:
        new.writestr(name, part)
    return written.getvalue()


BOMB = b"<?xml version='1.0'?><a>" + b" " * (30 * 2**20) + b"</a>"
ENTITY = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'secret'>]><a>&x;</a>"
BAD = {
    "empty": b"",
    "text": b"Memorandum",
    "half a DOCX": DOCX[: len(DOCX) // 2],
    "no document": without_part(DOCX, "word/document.xml"),
    "broken XML": with_part(DOCX, "word/footnotes.xml", b"<w:footnotes"),
    "zip bomb": with_part(DOCX, "word/document.xml", BOMB),
    "entities": with_part(DOCX, "word/styles.xml", ENTITY),
    "half a PDF": write_pdf(MEMO)[:900],
    "no memo in JSON": b'{"a": 1}',
    "broken JSON": b'{"format": "pincite-memo", ',
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_what_cannot_be_read_is_said_in_a_sentence(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="cannot be checked"):
        checked(content)


def test_the_report_counts_every_footnote() -> None:
    report = checked(planted(DOCX, MEMO, MEMO.notes[4], CAUGHT[1].change))
    numbers = {finding.kept for finding in report.findings}
    assert numbers == {note.number for note in MEMO.notes}
    assert list(report.counts) == [Kind.QUOTATION, Kind.INTACT]


def test_straight_quotation_marks_are_those_that_folding_knows() -> None:
    assert set(STRAIGHT.values()) == {'"', "'"}
    assert read_json(KEPT[MEMO.id]) == MEMO
    assert json.loads(KEPT[MEMO.id])["memo"]["id"] == MEMO.id


def test_a_source_that_was_superseded_since_the_memo_was_made_is_told_and_no_fault() -> None:
    source = MEMO.notes[0].citation.source
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    later = replace(
        source,
        document="later",
        metadata=Metadata("The Act of today", in_force_from=today, supersedes=source.metadata.title),
    )
    report = check_content(DOCX, "memo", kept=KEPT.__getitem__, find=archive().find, dated=(later,))
    assert report.is_intact
    told = {finding.kept for finding in report.findings if finding.kind is Kind.SUPERSEDED}
    assert told == {note.number for note in MEMO.notes if note.citation.source.document == source.document}


def in_words(element: Element) -> Element:
    """The first run of words in it."""
    return next(one for one in element.iter(qn("w:r")) if any(text.text for text in one.iter(qn("w:t"))))


def around(before: str, after: str) -> Change:
    """Puts elements before and behind the first words of a statement."""

    def change(opened: Opened, note: Note) -> None:
        run = in_words(opened.paragraph(note.number))
        for xml in ELEMENT.findall(before):
            run.addprevious(element_of(xml))
        for xml in reversed(ELEMENT.findall(after)):
            run.addnext(element_of(xml))

    return change


def inside(xml: str, *path: str) -> Change:
    """Puts the first words of a statement into an element."""

    def change(opened: Opened, note: Note) -> None:
        run = in_words(opened.paragraph(note.number))
        holder = element_of(xml)
        run.addprevious(holder)
        for name in path:
            holder = holder.find(qn(name))
        holder.append(run)

    return change


def laid_out(xml: str) -> Change:
    """Gives a statement's paragraph other properties."""
    return lambda opened, note: opened.paragraph(note.number).get_or_add_pPr().append(element_of(xml))


def labelled(opened: Opened, note: Note) -> None:
    lists = opened.document.part.numbering_part.element
    kind = '<w:abstractNum w:abstractNumId="77"><w:lvl w:ilvl="0"><w:lvlText w:val="Not so: "/></w:lvl>'
    lists.append(element_of(f"{kind}</w:abstractNum>"))
    lists.append(element_of('<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    laid_out('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')(opened, note)


def mark_moved_inside(opened: Opened, note: Note) -> None:
    run = in_words(opened.paragraph(note.number))
    rest = deepcopy(run)
    words = next(text.text for text in run.iter(qn("w:t"))).split(" ")
    for one, held in ((run, words[:4]), (rest, words[4:])):
        text = next(one.iter(qn("w:t")))
        text.text = " ".join(held) + (" " if one is run else "")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.addnext(rest)
    run.addnext(opened.mark(note.number).getparent())


def letters_with(xml: str) -> Change:
    """Gives the first words of a statement another format."""
    return lambda opened, note: (
        in_words(opened.paragraph(note.number)).get_or_add_rPr().append(element_of(xml))
    )


def in_table(of_table: str, of_row: str) -> Change:
    """Puts a statement into a table of one cell."""

    def change(opened: Opened, note: Note) -> None:
        paragraph = opened.paragraph(note.number)
        table = element_of(f"<w:tbl>{of_table}<w:tr>{of_row}<w:tc></w:tc></w:tr></w:tbl>")
        paragraph.addprevious(table)
        next(table.iter(qn("w:tc"))).append(paragraph)

    return change


def own_paragraph(words: str) -> Change:
    def change(opened: Opened, note: Note) -> None:
        opened.paragraph(note.number).addnext(element_of(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"))

    return change


def body_words(old: str, new: str) -> Change:
    def change(opened: Opened, note: Note) -> None:
        paragraphs = opened.document.element.body.iter(qn("w:p"))
        put(next(one for one in paragraphs if old in "".join(one.itertext())), old, new)

    return change


def element_of(xml: str) -> Element:
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {nsdecls('w')}", xml))


ELEMENT = re.compile(r"<w:r>.*?</w:r>")
BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r>'
SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
BOUND = '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{0}"/></w:sdtPr><w:sdtContent/></w:sdt>'
SHOWN_OTHERWISE: dict[str, tuple[Change, Kind]] = {
    "a field that will show other words": (
        around(BEGIN.format('QUOTE "no"') + SEPARATE, END),
        Kind.STATEMENT,
    ),
    "a field that draws words": (around(BEGIN.format(r"EQ \o(not)") + END, ""), Kind.STATEMENT),
    "a property in place of words": (inside('<w:fldSimple w:instr=" DOCPROPERTY x "/>'), Kind.STATEMENT),
    "words bound to other data": (inside(BOUND, "w:sdtContent"), Kind.STATEMENT),
    "words turned around": (inside('<w:bdo w:val="rtl"/>'), Kind.STATEMENT),
    "a list's label that denies": (labelled, Kind.STATEMENT),
    "lines too low to be seen": (laid_out('<w:spacing w:line="1" w:lineRule="exact"/>'), Kind.HIDDEN),
    "a frame off the page": (laid_out('<w:framePr w:x="-9000" w:y="-9000"/>'), Kind.HIDDEN),
    "another document inside": (
        lambda opened, note: opened.paragraph(note.number).addnext(element_of("<w:altChunk/>")),
        Kind.HIDDEN,
    ),
    "footnotes counted from 5": (
        lambda opened, note: opened.document.element.body.sectPr.append(
            element_of('<w:footnotePr><w:numStart w:val="5"/></w:footnotePr>')
        ),
        Kind.NUMBER,
    ),
    "a mark in the midst of its statement": (mark_moved_inside, Kind.MISPLACED),
    "a small raised number": (own_paragraph("This is settled law.¹"), Kind.MISPLACED),
    "a number in brackets": (own_paragraph("This is settled law.[2]"), Kind.MISPLACED),
    "footnotes counted in Roman numbers": (
        lambda opened, note: opened.document.element.body.sectPr.append(
            element_of('<w:footnotePr><w:numFmt w:val="lowerRoman"/></w:footnotePr>')
        ),
        Kind.NUMBER,
    ),
    "letters in the settings": (
        lambda opened, note: opened.document.settings.element.append(
            element_of('<w:footnotePr><w:numFmt w:val="upperLetter"/></w:footnotePr>')
        ),
        Kind.NUMBER,
    ),
    "a frame elsewhere on the page": (laid_out('<w:framePr w:x="900" w:y="5000"/>'), Kind.LOOKS),
    "an indent off the page": (laid_out('<w:ind w:left="30000"/>'), Kind.LOOKS),
    "an indent off the page, in inches": (laid_out('<w:ind w:start="30in"/>'), Kind.LOOKS),
    "an indent off the page, in letters": (laid_out('<w:ind w:leftChars="20000"/>'), Kind.LOOKS),
    "an indent before the page": (laid_out('<w:ind w:right="-100" w:left="-9000"/>'), Kind.LOOKS),
    "an indent off the page in a style": (
        lambda opened, note: (
            opened.document.styles["Memo Statement"]
            .element.get_or_add_pPr()
            .append(element_of('<w:ind w:left="30000"/>'))
        ),
        Kind.LOOKS,
    ),
    "an indent off the page in a footnote": (
        lambda opened, note: (
            next(opened.note(note.number).iter(qn("w:p")))
            .get_or_add_pPr()
            .append(element_of('<w:ind w:firstLine="30000"/>'))
        ),
        Kind.LOOKS,
    ),
    "letters raised off the page": (letters_with('<w:position w:val="3000"/>'), Kind.LOOKS),
    "letters lowered off the page": (letters_with('<w:position w:val="-3000"/>'), Kind.LOOKS),
    "letters fitted into a point": (letters_with('<w:fitText w:val="20"/>'), Kind.LOOKS),
    "a row too low to be read": (
        in_table("", '<w:trPr><w:trHeight w:val="20" w:hRule="exact"/></w:trPr>'),
        Kind.LOOKS,
    ),
    "a table that floats": (in_table('<w:tblPr><w:tblpPr w:tblpX="30000"/></w:tblPr>', ""), Kind.LOOKS),
    "a table off the page": (
        in_table('<w:tblPr><w:tblInd w:w="30000" w:type="dxa"/></w:tblPr>', ""),
        Kind.LOOKS,
    ),
    "the name of another memo": (body_words(MEMO.id, "0" * 16), Kind.DATA),
}
HARMLESS_TOO: dict[str, Change] = {
    "an indent": laid_out('<w:ind w:left="1440" w:right="720" w:hanging="360"/>'),
    "letters a little raised": letters_with('<w:position w:val="6"/>'),
    "a large first letter": laid_out('<w:framePr w:dropCap="drop" w:lines="2" w:wrap="around"/>'),
    "a table around a statement": in_table("<w:tblPr/>", '<w:trPr><w:trHeight w:val="900"/></w:trPr>'),
    "footnotes counted in digits": lambda opened, note: opened.document.settings.element.append(
        element_of('<w:footnotePr><w:numFmt w:val="decimal"/></w:footnotePr>')
    ),
    "endnotes, of which there are none, counted in Roman numbers": (
        lambda opened, note: opened.document.settings.element.append(
            element_of('<w:endnotePr><w:numFmt w:val="lowerRoman"/></w:endnotePr>')
        )
    ),
    "a link as a field": around(BEGIN.format("HYPERLINK x") + SEPARATE, END),
    "an entry for a table of authorities": around(BEGIN.format(r"TA \l x") + END, ""),
    "a control that is not bound": inside("<w:sdt><w:sdtContent/></w:sdt>", "w:sdtContent"),
}


@pytest.mark.parametrize("name", SHOWN_OTHERWISE)
def test_what_word_shows_otherwise_than_it_is_written_is_a_fault(name: str) -> None:
    change, kind = SHOWN_OTHERWISE[name]
    for note in MEMO.notes[:8:6]:
        assert kind in {one.kind for one in faults(checked(planted(DOCX, MEMO, note, change)))}


@pytest.mark.parametrize("name", HARMLESS_TOO)
def test_fields_and_numbers_that_show_no_other_words_raise_no_alarm(name: str) -> None:
    assert checked(planted(DOCX, MEMO, MEMO.notes[0], HARMLESS_TOO[name])).is_intact


def test_french_quotation_marks_have_a_space_inside() -> None:
    def french(opened: Opened, note: Note) -> None:
        for text in (*texts(opened.document.element.body), *texts(opened.note(note.number))):
            text.text = text.text.replace("“", "«\u00a0").replace("”", "\u00a0»")

    assert checked(planted(DOCX, MEMO, MEMO.notes[0], french)).is_intact


BOX = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>It is all false.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
    "</w:r></w:p>"
)
ART = (
    '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="VOID"/></v:shape></w:pict>'
)
TRACKED = '<w:{0} w:id="9" w:author="X"><w:r><w:{1}>never </w:{1}></w:r></w:{0}>'


def into(xml: str) -> Change:
    """Puts an element at the end of a statement's paragraph."""
    return lambda opened, note: opened.paragraph(note.number).append(element_of(xml))


def row_added(opened: Opened, note: Note) -> None:
    row = opened.document.tables[0]._tbl.tr_lst[1]
    added = deepcopy(row)
    for cell in texts(added):
        cell.text = "A row that is not the log’s"
    row.addnext(added)


def commented(opened: Opened, note: Note) -> None:
    paragraph = next(one for one in opened.document.paragraphs if one._p is opened.paragraph(note.number))
    opened.document.add_comment(paragraph.runs, "Read: may never be commenced.", author="X")


PUT_IN: dict[str, tuple[Change, str]] = {
    "an uncited sentence": (own_paragraph("The law is settled."), "The law is settled."),
    "a paragraph with a power": (own_paragraph("We have 300 m² of land."), "We have 300 m² of land."),
    "a text box": (
        lambda opened, note: opened.paragraph(note.number).addnext(element_of(BOX)),
        "It is all false.",
    ),
    "a picture": (into("<w:r><w:drawing/></w:r>"), ""),
    "word art": (into(f"<w:r>{ART}</w:r>"), "VOID"),
    "a field in a paragraph": (
        own_paragraph("</w:t></w:r>" + BEGIN.format('QUOTE "no"') + SEPARATE + END + "<w:r><w:t>it is"),
        "[QUOTE field]it is",
    ),
    "a tracked insertion": (into(TRACKED.format("ins", "t")), "never"),
    "a tracked deletion": (into(TRACKED.format("del", "delText")), "never"),
    "a comment": (commented, "Read: may never be commenced."),
    "a row of the log": (row_added, "A row that is not the log's"),
}


@pytest.mark.parametrize("name", PUT_IN)
def test_what_was_put_in_by_hand_is_a_finding_with_its_words(name: str) -> None:
    change, words = PUT_IN[name]
    for note in MEMO.notes[:9:4]:
        report = checked(planted(DOCX, MEMO, note, change))
        assert words in [finding.found for finding in report.of(Group.ADDED)]
        assert report.exit_code == 1


def contents(entry: str, switches: str = "") -> Change:
    """A table of contents at the beginning, as Word makes it."""
    result = f"<w:r><w:t>{entry}</w:t></w:r><w:r><w:tab/><w:t>3</w:t></w:r>"
    xml = f"<w:p>{BEGIN.format('TOC ' + switches)}{SEPARATE}{result}{END}</w:p>"
    return lambda opened, note: opened.document.element.body.insert(0, element_of(xml))


def test_a_table_of_contents_may_show_headings_and_nothing_else() -> None:
    note = MEMO.notes[0]
    assert checked(planted(DOCX, MEMO, note, contents("Discussion", r"\\o 1-3"))).is_intact
    for change in (contents("It is all false", r"\\o 1-3"), contents("Discussion", r"\\f")):
        assert {one.kind for one in faults(checked(planted(DOCX, MEMO, note, change)))} == {Kind.ADDED_WORDS}


def test_the_label_over_the_memo_must_stand_and_other_words_there_are_told() -> None:
    opened = Opened(DOCX, MEMO)
    header = opened.document.sections[0].header
    header.add_paragraph("Smith & Partners")
    report = checked(opened.content)
    assert report.is_intact
    assert [one.found for one in report.findings if one.kind is Kind.MARGIN] == ["Smith & Partners"]
    put(header.paragraphs[0]._p, "internal", "public")
    assert {one.kind for one in faults(checked(opened.content))} == {Kind.CHANGED_WORDS}
    for content in (html_bytes(MEMO), markdown_bytes(MEMO)):
        found = faults(checked(content.replace(b"internal", b"public")))
        assert {one.kind for one in found} - {Kind.LOOKS} == {Kind.CHANGED_WORDS, Kind.ADDED_WORDS}


def test_a_line_of_the_log_that_was_altered_is_a_fault() -> None:
    table = next(place for place, one in enumerate(MEMO.blocks) if isinstance(one, Table))
    said = ContentBlock(BlockKind.REMARK, (Run("Statements: 4 of 8 accepted by Jane Doe."),))
    logged = replace(MEMO, id="", blocks=(*MEMO.blocks[:table], said, *MEMO.blocks[table:]))
    logged = replace(logged, id=fingerprint(logged))
    more = html_bytes(logged).replace(b"4 of 8", b"8 of 8")
    report = check_content(
        more, "memo", kept=kept_of(logged).__getitem__, find=archive().find, memo=logged.id
    )
    assert Kind.LOG in {one.kind for one in faults(report)}


@pytest.mark.parametrize(
    ("added", "kinds"),
    [
        ("<script>alert(1)</script>", {Kind.LOOKS}),
        ("<style>p::before { content: 'It is false that ' }</style>", {Kind.LOOKS}),
        ("<iframe srcdoc='other words'></iframe>", {Kind.LOOKS}),
        ("<input value='not'>", {Kind.LOOKS}),
        ("<style>p { display : none }</style>", {Kind.LOOKS}),
        ("<style>p { color: blue }</style>", {Kind.LOOKS}),
        ("<link rel=stylesheet href=x>", {Kind.LOOKS}),
        ("<!-- It is all false -->", {Kind.LOOKS}),
        ("<meta http-equiv=refresh content='0; url=x'>", {Kind.LOOKS}),
        ("<p hidden>not</p>", {Kind.HIDDEN, Kind.LOOKS}),
        ("<img src=x alt='All false'>", {Kind.ADDED_WORDS}),
        ("<span>It is all false</span>", {Kind.ADDED_WORDS}),
        ("<section>It is all false</section>", {Kind.ADDED_WORDS}),
        ("It is all false", {Kind.ADDED_WORDS}),
    ],
)
def test_what_puts_words_on_a_page_of_html_is_a_fault(added: str, kinds: set[Kind]) -> None:
    content = html_bytes(MEMO).replace(b"</body>", added.encode() + b"</body>")
    assert {one.kind for one in faults(checked(content))} == kinds


@pytest.mark.parametrize(
    "behind",
    [
        "<p>All of it was repealed.</p>",
        "<style>p { display: none }</style>",
        '<div style="position: fixed; inset: 0; background: white"></div>',
        "It is all false",
        "<!-- x -->",
    ],
)
@pytest.mark.parametrize("end", ["</html>", "</main>"])
def test_what_stands_behind_the_end_of_html_is_a_fault(behind: str, end: str) -> None:
    content = html_bytes(MEMO).decode().replace(end, f"</html>{behind}{end}")
    assert Kind.LOOKS in {one.kind for one in faults(checked(content.encode()))}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('href="#note-1"', 'href="#x"'),
        ('href="#note-1"', 'href="#mark-2"'),
        ('<li value="2">', '<li value="2" reversed>'),
        ('<div id="note-2"', '<div id="note-x"'),
        ('<p class="statement" dir="auto">', '<p class="statement" dir="auto" id="note-2">'),
    ],
)
def test_marks_and_numbers_of_html_lead_where_they_did(old: str, new: str) -> None:
    content = html_bytes(MEMO).decode()
    assert old in content
    assert Kind.LOOKS in {one.kind for one in faults(checked(content.replace(old, new, 1).encode()))}


def test_a_list_item_of_html_with_a_number_that_pincite_does_not_write_is_a_fault() -> None:
    bullets = replace(MEMO, id="", blocks=(ContentBlock(BlockKind.BULLET, (Run("One"),)), *MEMO.blocks))
    bullets = replace(bullets, id=fingerprint(bullets))
    content = html_bytes(bullets).replace(b"<li class", b'<li value="5" class')
    assert content != html_bytes(bullets)
    report = check_content(
        content, "memo", kept=kept_of(bullets).__getitem__, find=archive().find, memo=bullets.id
    )
    assert Kind.LOOKS in {one.kind for one in faults(report)}


STATED = '<p class="statement" dir="auto">'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</style>", ".label { display: none; }</style>"),
        ("</style>", ".statement:nth-of-type(2) { clip-path: inset(100%); }</style>"),
        ("</style>", ".statement:nth-of-type(2) { color: transparent; }</style>"),
        ("</style>", ".statement:nth-of-type(2) { display/**/: none; }</style>"),
        ("</style>", ".statement:nth-of-type(2) { displ\\61y: none; }</style>"),
        ("</style>", ".statement:nth-of-type(2) { text-decoration: line-through; }</style>"),
        ("</style>", ".statement::before { content: attr(title); }</style>"),
        ("</style>", 'ul { list-style-type: "False. "; }</style>'),
        ("</style>", '@page { @bottom-center { color: red; content: "False"; } }</style>'),
        ("</head>", '<style>[role="doc-backlink"] { display: none; }</style></head>'),
        (STATED, '<p class="statement label" dir="auto">'),
        (STATED, '<p class="label" dir="auto">'),
        (STATED, '<p class="statement" dir="rtl">'),
        (STATED, '<p class="statement" dir="auto" title="False, all of it">'),
        (STATED, '<p class="statement" dir="auto" aria-label="False, all of it">'),
        (STATED, '<p class="statement" dir="auto" style="background: url(data:image/png;base64,AAAA)">'),
        (STATED, f'{STATED}<span role="doc-backlink">It</span>'),
        (STATED, f"<details></details>{STATED}"),
        (STATED, f"<template>x</template>{STATED}"),
        (STATED, f"<textarea>False, all of it</textarea>{STATED}"),
        (STATED, f'<meter title="x"></meter>{STATED}'),
        ('Back to the text">', 'Back to the text">False '),
        ('href="#mark-1"', 'href="https://example.org/#mark-1"'),
        ("<title>", "<title>False: "),
    ],
)
def test_looks_of_html_that_are_not_those_of_pincite_are_a_fault(old: str, new: str) -> None:
    content = html_bytes(MEMO).decode()
    assert old in content
    assert Kind.LOOKS in {one.kind for one in faults(checked(content.replace(old, new, 1).encode()))}


def test_html_that_a_browser_or_an_editor_saved_again_is_intact() -> None:
    content = html_bytes(MEMO).decode()
    root = lxml_html.document_fromstring(content)
    saved = (
        content.replace("\n", "\r\n"),
        content.replace("><", ">\n  <").replace("; ", ";\n    "),
        lxml_html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>"),
        content.replace(
            "<head>",
            '<!-- saved from url=(0014)about:internet -->\n<head>\n<meta name="generator" content="x">',
        ),
        content.replace(
            '<meta charset="utf-8">', '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">'
        ),
    )
    for one in saved:
        assert checked(one.encode()).is_intact


@pytest.mark.parametrize("change", ["<s>{}</s>", "<bdo dir=rtl>{}</bdo>", "<noscript>not</noscript> {}"])
def test_words_of_html_that_are_struck_turned_or_put_in_are_a_fault(change: str) -> None:
    content = html_bytes(MEMO).decode().replace("inadequate", change.format("inadequate"))
    assert Kind.STATEMENT in {one.kind for one in faults(checked(content.encode()))}


def test_a_paragraph_inside_a_footnote_of_html_is_part_of_it() -> None:
    content = html_bytes(MEMO).replace(b'<a href="#mark-2"', b'<p>This is settled law.</p><a href="#mark-2"')
    assert [one.number for one in faults(checked(content))] == [2]


def test_a_mark_of_html_that_leads_to_another_footnote_than_it_shows_is_a_fault() -> None:
    content = html_bytes(MEMO).replace(b'href="#note-1"', b'href="#note-2"')
    assert Kind.STATEMENT in {one.kind for one in faults(checked(content))}


def twice(opened: Opened, note: Note) -> None:
    stored = opened.note(note.number)
    copied = deepcopy(stored)
    next(iter(texts(copied))).text = "Other words."
    stored.addprevious(copied)


def test_a_docx_with_two_footnotes_of_one_id_is_not_read() -> None:
    with pytest.raises(UnreadableFile, match="same id"):
        checked(planted(DOCX, MEMO, MEMO.notes[3], twice))


@pytest.mark.parametrize(
    ("before", "behind"), [("    ", ""), ("\t", ""), ("~~~\n\n", "\n\n~~~"), ("```\n\n", "\n\n```")]
)
def test_a_statement_that_markdown_shows_as_code_has_no_mark(before: str, behind: str) -> None:
    text = markdown_bytes(MEMO).decode()
    line = next(one for one in text.split("\n") if "[^1]" in one)
    kinds = {one.kind for one in faults(checked(text.replace(line, before + line + behind).encode()))}
    assert kinds >= {Kind.STATEMENT, Kind.REMOVED}


def test_a_statement_in_a_comment_of_markdown_is_hidden() -> None:
    text = markdown_bytes(MEMO).decode()
    line = next(one for one in text.split("\n") if "[^1]" in one)
    content = text.replace(line, f"<!--\n\n{line}\n\n-->").encode()
    assert {one.kind for one in faults(checked(content))} >= {Kind.HIDDEN, Kind.REMOVED}


def test_a_closing_line_that_an_editor_wrapped_names_the_memo() -> None:
    text = markdown_bytes(MEMO).decode()
    for old in ("Memo ID ", " ID "):
        assert text.count(old) == 1
        assert checked(text.replace(old, f"{old.rstrip()}\n").encode()).is_intact


def test_names_that_were_added_to_json_are_a_fault_and_shown() -> None:
    text = json_bytes(MEMO).decode()
    for at, added in (
        ("{", '"withdrawn": true'),
        ('"memo": {', '"false": [1]'),
        ('"source": {', '"x": "y"'),
    ):
        assert at in text
        (found,) = faults(checked(text.replace(at, f"{at}{added},", 1).encode()))
        assert (found.kind, found.found) == (Kind.ADDED_WORDS, added)


def test_the_direction_of_letters_that_was_altered_is_said() -> None:
    note = MEMO.notes[6]
    turned = html_bytes(MEMO).decode().replace("3 years", "\u202e3 years\u202c").encode()
    told = {one.kind: one.told for one in faults(checked(turned))}
    assert "direction" in told[Kind.QUOTATION]
    assert note.citation.quote in html_bytes(MEMO).decode()


def test_footnotes_of_which_only_the_source_is_newer_are_counted(
    tmp_path: Path, command: typer.Typer
) -> None:
    documents = archive()
    documents.change(
        DIRECTIVE, DIRECTIVE.text.replace("shall not exceed 6 years", "shall not exceed 9 years")
    )
    report = checked(DOCX, documents=documents)
    summary = next(line for line in told(report) if line.startswith("Not intact"))
    parts = [int(number) for number in re.findall(r"\d+", summary)]
    assert sum(parts) == len(MEMO.notes)
    assert summary.endswith(
        f"{len(report.only_told)} more, of which only the source has changed or was superseded."
    )


def test_a_second_footnote_of_one_number_in_markdown_is_hidden() -> None:
    for content in (
        b"[^1]: Another.\n\n" + markdown_bytes(MEMO),
        markdown_bytes(MEMO) + b"\n\n[^1]: Another.",
    ):
        assert Kind.HIDDEN in {one.kind for one in faults(checked(content, memo=MEMO.id))}


def test_underscores_of_markdown_are_no_words() -> None:
    assert checked(markdown_bytes(MEMO).replace(b" commerce", b" _commerce_", 1)).is_intact


def test_json_may_begin_with_a_mark_of_its_encoding_and_says_each_name_once() -> None:
    assert checked(b"\xef\xbb\xbf" + json_bytes(MEMO)).is_intact
    with pytest.raises(UnreadableFile, match="twice"):
        checked(json_bytes(MEMO).replace(b'"notes":', b'"notes": [], "notes":', 1))


def test_a_page_of_a_pdf_may_be_turned() -> None:
    turned = pypdfium2.PdfDocument(write_pdf(MEMO))
    turned[0].set_rotation(90)
    file = io.BytesIO()
    turned.save(file)
    assert checked(file.getvalue()).is_intact
