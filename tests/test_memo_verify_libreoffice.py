"""Finished memos that went through LibreOffice: no false alarm, and every planted change is still caught."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from memo_checked import DTSA, MADE, Archive, archive, kept_of, memo, pinned
from memo_planting import BY_HAND, CAUGHT, HARMLESS, Change, Inapplicable, Opened, in_order, planted
from test_memo_verify_pdf import ARABIC, HEBREW, LEFTWARD_SAID

from core.memos import MemoDraft
from core.types import Answer, Statement, Status
from memo.checks.checking import check_content
from memo.checks.findings import Group, Kind, Report
from memo.composing import add_answer
from memo.content import Note
from memo.finish import finish
from memo.writers.docx import write_docx

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

MEMO, SHORT = memo(), memo(short=True)
DOCX = write_docx(MEMO)
KEPT = kept_of(MEMO, SHORT)
WORD = "docx:MS Word 2007 XML"


class Expected(NamedTuple):
    """A file, and the findings of which one is to be told; none: nothing is wrong with it."""

    content: bytes
    kinds: frozenset[Kind]


def converted(folder: Path, form: str, files: dict[str, bytes]) -> dict[str, bytes]:
    """The files after LibreOffice has opened them and saved them in another form; one call for all."""
    before, after = folder / "before", folder / "after"
    for one in (before, after):
        one.mkdir(parents=True)
    for name, content in files.items():
        (before / name).write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(after)]
    subprocess.run([*command, *(str(before / name) for name in files)], check=True, capture_output=True)
    return {one.stem: one.read_bytes() for one in after.iterdir()}


def checked(content: bytes) -> Report:
    return check_content(content, "memo", kept=KEPT.__getitem__, find=archive().find)


@cache
def files() -> dict[str, Expected]:
    """Untouched memos, those with a harmless change, and those with each change at one footnote."""
    made = {"full": Expected(DOCX, frozenset()), "short": Expected(write_docx(SHORT), frozenset())}
    notes = itertools.cycle(MEMO.notes)
    for number, (_, change) in enumerate(HARMLESS.items()):
        made |= first(f"harmless-{number}", change, frozenset(), notes)
    for number, one in enumerate((*CAUGHT, *BY_HAND)):
        made |= first(f"planted-{number}", one.change, one.kinds, notes)
    return made


def first(name: str, change: Change, kinds: frozenset[Kind], notes: Iterator[Note]) -> dict[str, Expected]:
    """The change at the next footnote at which it can be made."""
    for note in itertools.islice(notes, len(MEMO.notes)):
        try:
            return {name: Expected(in_order(planted(DOCX, MEMO, note, change), MEMO), kinds)}
        except Inapplicable:
            continue
    raise AssertionError(name)


def judged(what: str, expected: dict[str, Expected], saved: dict[str, bytes]) -> None:
    """Prints the rates; every change is caught, and nothing else is called a fault."""
    assert set(saved) == set(expected)
    missed, alarms = [], []
    for name, one in expected.items():
        report = checked(saved[name])
        found = {finding.kind for finding in report.findings}
        if one.kinds and not one.kinds & found:
            missed.append((name, found))
        if not one.kinds and not report.is_intact:
            alarms.append((name, report.findings[0]))
    planted_ones = sum(bool(one.kinds) for one in expected.values())
    print(  # noqa: T201
        f"{what}: {planted_ones - len(missed)} of {planted_ones} caught, "
        f"{len(alarms)} false alarms in {len(expected) - planted_ones} files"
    )
    assert not missed
    assert not alarms


@pytest.fixture(scope="module")
def saved_again(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All `files`, opened and saved by LibreOffice once for the whole module."""
    folder = tmp_path_factory.mktemp("saved")
    return converted(folder, WORD, {f"{name}.docx": one.content for name, one in files().items()})


def test_word_files_saved_again_by_libreoffice(saved_again: dict[str, bytes]) -> None:
    judged("DOCX -> DOCX", files(), saved_again)


def test_word_files_that_were_an_odt_in_between(tmp_path: Path) -> None:
    expected = files()
    odt = converted(tmp_path / "odt", "odt", {f"{name}.docx": one.content for name, one in expected.items()})
    saved = converted(tmp_path / "docx", WORD, {f"{name}.odt": content for name, content in odt.items()})
    judged("DOCX -> ODT -> DOCX", expected, saved)


ON_PAPER = {  # where paragraphs are not known, and what was deleted or hidden is printed or is not there
    "tracked and the same": frozenset(),
    "words before the statement": frozenset({Kind.ADDED_WORDS}),
    "words between statement and mark": frozenset({Kind.ADDED_WORDS}),
    "mark moved to another statement": frozenset({Kind.REMOVED}),
    "tracked deletion in a quotation": None,
    "word of a quotation struck out": None,
    "word of a quotation in signs": None,
    "own sentence with a typed mark": frozenset({Kind.ADDED_WORDS}),
    "hidden words put into a quotation": None,
}


def test_word_files_printed_to_pdf_by_libreoffice(tmp_path: Path) -> None:
    expected = {}
    for name, one in files().items():
        kind, _, number = name.partition("-")
        change = {"planted": [one.name for one in (*CAUGHT, *BY_HAND)], "harmless": list(HARMLESS)}.get(kind)
        kinds = ON_PAPER.get(change[int(number)], one.kinds) if change else one.kinds
        if kinds is not None:
            expected[name] = Expected(one.content, kinds)
    saved = converted(tmp_path, "pdf", {f"{name}.docx": one.content for name, one in expected.items()})
    judged("DOCX -> PDF", expected, saved)


def test_changes_planted_in_a_file_that_libreoffice_saved(saved_again: dict[str, bytes]) -> None:
    base = saved_again["full"]
    count, missed = 0, []
    for place, one in enumerate((*CAUGHT, *BY_HAND)):
        for note in MEMO.notes[place % 6 :: 6]:
            try:
                content = planted(base, MEMO, note, one.change)
            except Inapplicable:
                continue
            count += 1
            found = {finding.kind for finding in checked(content).findings}
            if not found & one.kinds:
                missed.append((one.name, note.number, found))
    print(f"changed after LibreOffice: {count - len(missed)} of {count} caught")  # noqa: T201
    assert not missed
    assert count >= 60


def test_harmless_changes_in_a_file_that_libreoffice_saved(saved_again: dict[str, bytes]) -> None:
    base = saved_again["full"]
    alarms = []
    for name, change in HARMLESS.items():
        for note in MEMO.notes[::6]:
            try:
                report = checked(planted(base, MEMO, note, change))
            except Inapplicable:
                continue
            alarms += [(name, finding) for finding in report.findings if finding.kind.is_fault]
    assert not alarms


def test_titles_from_right_to_left_printed_to_pdf_are_not_called_altered(tmp_path: Path) -> None:
    """Their lines in the appendices begin in English, and are printed from right to left all the same."""
    find = Archive(ARABIC, HEBREW, DTSA).find
    citations = tuple(pinned(*cited) for one in LEFTWARD_SAID for cited in one.cites)
    statements = tuple(Statement(cited.quote, (place,)) for place, cited in enumerate(citations))
    answer = Answer("Who may sue?", "", Status.ANSWERED, statements, citations, (), 0.9, "quoting")
    draft = replace(add_answer(MemoDraft(MEMO.heading), answer), style="plain")
    made = finish(draft, Archive(ARABIC, HEBREW, DTSA), made=MADE)
    opened = Opened(write_docx(made), made)
    appendix = next(one for one in opened.document.paragraphs if one.text.startswith("Appendix"))
    appendix.insert_paragraph_before("It is all false.")
    printed = converted(tmp_path, "pdf", {"same.docx": write_docx(made), "more.docx": opened.content})
    same, more = (
        check_content(printed[name], "memo", kept=kept_of(made).__getitem__, find=find)
        for name in ("same", "more")
    )
    assert [one for one in same.findings if one.kind.is_fault] == []
    assert same.exit_code == 2
    assert more.exit_code == 2  # beside such lines it is not known to be no part of them, and is shown
    assert any("It is all false." in one.found for one in more.of(Group.UNSURE))
