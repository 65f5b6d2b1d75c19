"""The memo as JSON: everything comes back, and what was altered shows."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.memos import Decision, MemoHeading, SignOff
from core.types import Citation, Metadata, Source, Verdict
from memo.content import BlockKind, CitedStatement, ContentBlock, Memo, Note, NoteMark, Role, Run
from memo.writers.json_file import (
    NewerMemoFile,
    NotAMemoFile,
    UnwritableMemo,
    fingerprint,
    intact,
    read_json,
    write_json,
)

MADE = datetime.datetime(2026, 3, 2, 9, 30, tzinfo=datetime.UTC)
QUOTE = "only in extraordinary circumstances"


def small_memo() -> Memo:
    """One statement with one footnote."""
    source = Source(
        "d1",
        "v1",
        "dtsa.pdf",
        Metadata("Defend Trade Secrets Act", inferred=frozenset({"kind", "date", "issuer", "title"})),
    )
    citation = Citation(source, 10, 10 + len(QUOTE), QUOTE, Verdict.EXACT, page=3)
    note = Note(
        1,
        (Run("DTSA, ", role=Role.REFERENCE), Run(QUOTE, role=Role.QUOTATION)),
        citation,
        1,
        "a" * 64,
        "b" * 64,
        datetime.date(2026, 1, 5),
        Verdict.EXACT,
    )
    statement = CitedStatement(1, QUOTE, (1,), verbatim=True, made_by="quoting")
    block = ContentBlock(BlockKind.STATEMENT, (Run(f"“{QUOTE}”"), NoteMark(1)), statement=1)
    memo = Memo(
        "",
        MemoHeading("Seizure § 1836 – “ex parte”"),
        "",
        "policy-memo",
        "plain",
        MADE,
        "library",
        (block,),
        (note,),
        (statement,),
    )
    return replace(memo, id=fingerprint(memo))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.from_type(Memo))
def test_every_memo_comes_back_as_it_was(memo: Memo) -> None:
    text = write_json(memo)
    again = read_json(text)
    assert again == memo
    assert write_json(again) == text
    assert fingerprint(again) == fingerprint(memo)


def test_the_text_is_the_same_each_time_and_readable() -> None:
    text = write_json(small_memo())
    assert "Seizure § 1836 – “ex parte”" in text  # not \\u-escaped
    assert list(json.loads(text)) == ["format", "version", "memo"]
    inferred = json.loads(text)["memo"]["notes"][0]["citation"]["source"]["metadata"]["inferred"]
    assert inferred == ["date", "issuer", "kind", "title"]


def test_the_id_holds_all_that_the_memo_cites_and_says_but_the_notice_that_names_it() -> None:
    memo = small_memo()
    assert intact(memo)
    assert len(memo.id) == 16
    notice = ContentBlock(BlockKind.NOTICE, (Run(f"Memo ID {memo.id}."),))
    assert intact(replace(memo, blocks=(*memo.blocks, notice)))
    note, statement = memo.notes[0], memo.statements[0]
    altered = (
        replace(memo, id="0" * 16),
        replace(memo, heading=replace(memo.heading, to="the board")),
        replace(memo, library="another"),
        replace(memo, blocks=()),
        replace(memo, made=MADE + datetime.timedelta(seconds=1)),
        replace(memo, template="legal-memo"),
        replace(memo, style="bluebook"),
        replace(memo, notes=(replace(note, file_hash="c" * 64),)),
        replace(memo, notes=(replace(note, citation=replace(note.citation, start=9)),)),
        replace(memo, statements=(replace(statement, text="always"),)),
        replace(memo, statements=(replace(statement, edited=True),)),
    )
    assert [intact(each) for each in altered] == [False] * len(altered)


def test_an_earlier_memo_keeps_its_id() -> None:
    """The id of a memo of format version 1: a change here makes every memo that was kept look altered."""
    assert small_memo().id == "47412ebb65764a7a"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("\x00\x01", id="bytes"),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param("[]", id="a list"),
        pytest.param('{"format": "other", "version": 1}', id="another program's"),
        pytest.param('{"format": "pincite-memo", "version": 1}', id="no memo"),
        pytest.param('{"format": "pincite-memo", "version": 1, "memo": {"id": 3}}', id="half a memo"),
        pytest.param('{"format": "pincite-memo", "version": "one", "memo": null}', id="no version"),
    ],
)
def test_what_is_no_memo_file_is_told(text: str) -> None:
    with pytest.raises(NotAMemoFile, match=r"not a memo file of Pincite: .{5,200} Export the memo again"):
        read_json(text)


def test_a_cut_or_bent_file_is_told() -> None:
    text = write_json(small_memo())
    with pytest.raises(NotAMemoFile):
        read_json(text[: len(text) // 2])
    with pytest.raises(NotAMemoFile, match=r"memo\.notes\.0\.version_hash"):
        read_json(text.replace(f'"version_hash": "{"a" * 64}"', '"version_hash": 1'))
    with pytest.raises(NotAMemoFile):
        read_json(b"\xff\xfe" + text.encode())


def test_a_later_pincites_file_is_told() -> None:
    with pytest.raises(NewerMemoFile, match="format version 2"):
        read_json(write_json(small_memo()).replace('"version": 1', '"version": 2', 1))


def test_half_a_character_is_told_before_anything_is_written() -> None:
    memo = replace(small_memo(), heading=MemoHeading("half \ud800"))
    with pytest.raises(UnwritableMemo, match="half"):
        write_json(memo)
    assert not intact(memo)


def test_of_a_memo_whose_conflicts_were_signed_off_only_statements_are_counted() -> None:
    """An earlier Pincite wrote the statement's sign-off beside the sides of a conflict, too."""
    memo = small_memo()
    signed = replace(memo.statements[0], sign_off=SignOff(Decision.ACCEPTED, "L. Awyer", MADE))
    side = replace(signed, number=2)
    blocks = (*memo.blocks, ContentBlock(BlockKind.SIDE, (Run(QUOTE),), statement=2))
    memo = replace(memo, blocks=blocks, statements=(signed, side))
    memo = replace(memo, id=fingerprint(memo))
    back = read_json(write_json(memo))
    assert intact(back)
    assert back.statements == (signed, side)
    assert back.own_statements == (signed,)
