"""Which memos and answers rest on documents that changed: worst first, each told once."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import replace

from core.memos import Holder
from core.succession import Succession
from core.types import Answer, Citation, Document, Layout, Metadata, Source, Statement, Status, Verdict
from memo.affected import Affected, Holding, affected, of_answer, together
from memo.standing import Standing

DAY = datetime.datetime(2026, 3, 1)
TODAY = datetime.date(2026, 11, 1)


def version(name: str, text: str, of: str = "1", **known: str) -> Document:
    source = Source(name, f"{name}-{of}", f"{name}.txt", Metadata(name.title(), **known))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(source, text, Layout(), "text/plain", f"{name}.txt", digest, DAY)


ACT, NOTE, LAW = version("act", "Act on it. Pay twice."), version("note", "Keep it."), version("law", "So.")
NEW_ACT = version("act", "Pay thrice. Act on it.", "2")
SUCCESSOR = version("successor", "Not so.", supersedes="law.txt")
NOW = {one.source.document: one.source.version for one in (NEW_ACT, LAW, SUCCESSOR)}  # the note is gone
SUCCESSION = Succession((LAW.source, SUCCESSOR.source))


def pin(document: Document, quote: str) -> Citation:
    start = document.text.index(quote)
    return Citation(document.source, start, start + len(quote), quote, Verdict.EXACT)


MOVED, ALTERED, GONE, OVER = (
    pin(ACT, "Act on it."),
    pin(ACT, "Pay twice."),
    pin(NOTE, "Keep it."),
    pin(LAW, "So."),
)


def holding(holder: Holder, name: str, *cited: Citation, when: datetime.datetime = DAY) -> Holding:
    return Holding(holder, name, name, when, when, "", tuple((None, one) for one in cited))


def found(*holdings: Holding) -> tuple[Affected, ...]:
    def find(version: str) -> Document:
        return {NEW_ACT.source.version: NEW_ACT}[version]  # only what changed is read

    return affected(holdings, current=NOW, law=SUCCESSION, find=find, today=TODAY)


def test_memos_come_first_then_what_is_worst_then_what_is_newest() -> None:
    later = DAY + datetime.timedelta(days=1)
    order = found(
        holding(Holder.ANSWER, "answer", GONE, GONE),
        holding(Holder.MEMO, "moved", MOVED),
        holding(Holder.MEMO, "moved later", MOVED, when=later),
        holding(Holder.FINISHED, "superseded", OVER),
        holding(Holder.MEMO, "altered", MOVED, ALTERED),
        holding(Holder.MEMO, "nothing", pin(NEW_ACT, "Pay thrice."), pin(SUCCESSOR, "Not so.")),
    )
    assert [(one.name, one.counts) for one in order] == [
        ("altered", ((Standing.ALTERED, 1), (Standing.MOVED, 1))),
        ("superseded", ((Standing.SUPERSEDED, 1),)),
        ("moved later", ((Standing.MOVED, 1),)),
        ("moved", ((Standing.MOVED, 1),)),
        ("answer", ((Standing.GONE, 1),)),
    ]


def test_a_finished_memo_is_told_of_only_where_no_draft_tells_as_much() -> None:
    draft = holding(Holder.MEMO, "draft", ALTERED, MOVED)
    assert [one.name for one in found(draft, holding(Holder.FINISHED, "file", ALTERED))] == ["draft"]
    both = found(draft, holding(Holder.FINISHED, "file", ALTERED, GONE))
    assert [one.name for one in both] == ["file", "draft"]
    answer = holding(Holder.ANSWER, "answer", ALTERED)
    assert [one.name for one in found(answer, holding(Holder.FINISHED, "file", ALTERED))] == [
        "file",
        "answer",
    ]


def test_what_an_answer_told_itself_is_no_news() -> None:
    told = Statement("So.", (0,), caution="An older law.")
    answer = Answer("So?", "So?", Status.ANSWERED, (told,), (OVER,), (), 0.9, "quoting")
    assert found(of_answer("told", answer, DAY)) == ()
    silent = replace(answer, statements=(replace(told, caution=""),))
    (one,) = found(of_answer("silent", silent, DAY))
    assert (one.name, one.counts) == ("So?", ((Standing.SUPERSEDED, 1),))


def test_citations_of_one_document_with_one_fate_stand_together_the_worst_first() -> None:
    (one,) = found(holding(Holder.MEMO, "memo", MOVED, OVER, ALTERED, GONE, pin(ACT, "Act")))
    groups = [[pin.citation for pin in pins] for pins in together(one.pins)]
    assert groups == [[GONE], [ALTERED], [OVER], [MOVED, pin(ACT, "Act")]]


def test_what_is_not_what_it_was_comes_from_the_documents_that_changed() -> None:
    (one,) = found(holding(Holder.MEMO, "memo", MOVED, OVER))
    moved, over = one.pins
    assert moved.comes_from({"act"}, ())
    assert not moved.comes_from({"note"}, {"act"})
    assert over.comes_from((), {"successor"})
    assert over.comes_from({"law"}, ())
    assert not over.comes_from({"act"}, {"note"})
