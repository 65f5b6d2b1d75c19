"""The Library page after documents have changed: which memos and answers rest on them, and how."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.memos import Decision, Holder, MemoDraft, MemoHeading, SignOff
from core.types import Conflict, ConflictKind, ConflictSide, Metadata, Span, Statement
from ingest.report import FileOutcome, Outcome, Report
from memo.composing import add_answer, sign
from memo.content import CitedStatement, Memo, Note
from memo.standing import cited_in
from memo.writers.json_file import write_json
from pages.parts.inert import label
from pages.parts.session import Store
from records.citing import Cites, Citing
from records.finished import FinishedMemos
from tests.pages_store import (
    DAMAGES,
    DTSA,
    SIGNED,
    add,
    add_dtsa,
    answered,
    component_data,
    make_store,
    open_app,
    seen,
)
from tests.test_pages_inert import HOSTILE

PAGE = "pages/library.py"
QUESTION = "When was the act signed?"
TREBLE = DTSA.replace("two times", "three times")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)[0]


def change(store: Store, text: str, **known: str) -> str:
    """A new version of the act."""
    return add(store.library, text, Metadata("The Defend Trade Secrets Act", **known), "dtsa.txt")


def keep_answer(store: Store, *quotes: str, document: str | None = None, question: str = QUESTION) -> str:
    """Saves an answer that quotes the act, or another document; returns its id."""
    cited = document or store.library.documents()[0].source.document
    answer = replace(answered(store.library, cited, *quotes), question=question, standalone_question=question)
    return store.conversations.add(store.conversations.start(question), answer).id


def keep_memo(store: Store, answer: str, subject: str = "The signature", by: str = "A. Author") -> str:
    """Begins a memo with an answer in it; returns its id."""
    draft = add_answer(MemoDraft(MemoHeading(subject)), store.conversations.answer(answer).answer)
    return store.memos.start(draft, by=by)


def lines(app: AppTest) -> list[str]:
    """The entries of the section: what their expanders are called, as a reader sees it."""
    names = [one.label.replace("\\", "").replace("*", "").replace("\u2060", "") for one in app.expander]
    return [name for name in names if name.startswith(("Memo ", "Answer ", "Finished memo "))]


def test_nothing_is_shown_where_nothing_is_affected(store: Store) -> None:
    add_dtsa(store.library)
    keep_memo(store, keep_answer(store, SIGNED))
    app = open_app(store, PAGE)
    assert "Affected by changes" not in seen(app)
    assert lines(app) == []


def test_memos_come_before_answers_and_the_worst_before_the_others(store: Store) -> None:
    act = add_dtsa(store.library)
    note = add(store.library, "Notes must be kept. It is so.", Metadata("Note"), "note.txt")
    moved = keep_answer(store, SIGNED, document=act, question="Signed?")
    altered = keep_answer(store, SIGNED, DAMAGES, document=act, question="Damages?")
    gone = keep_answer(store, "Notes must be kept.", document=note, question="Notes?")
    keep_memo(store, moved, "On the signature")
    keep_memo(store, altered, "On damages")
    change(store, f"A preface.\n\n{TREBLE}")
    store.shelves.remove([note])
    app = open_app(store, PAGE)
    assert lines(app) == [
        "Memo · On damages · 1 citation altered, 1 moved",
        "Memo · On the signature · 1 citation moved",
        "Answer · Notes? · 1 citation gone",
        "Answer · Damages? · 1 citation altered, 1 moved",
        "Answer · Signed? · 1 citation moved",
    ]
    assert "2 memos and 3 answers cite documents that changed since" in seen(app)
    assert "Each citation counts once, also where a memo has several footnotes to it." in seen(app)
    store.conversations.delete(store.conversations.answer(gone).conversation)
    assert "Answer · Notes? · 1 citation gone" not in lines(app.run())


def test_an_entry_shows_old_and_new_words_and_what_differs(store: Store) -> None:
    add_dtsa(store.library)
    memo = keep_memo(store, keep_answer(store, DAMAGES), by="C. Counsel")
    change(store, TREBLE)
    app = open_app(store, PAGE)
    assert component_data(app, "pincite_difference") == []  # it is looked for once the entry is opened
    opened(app, f"affected-{memo}")
    said = seen(app)
    assert f"> “{DAMAGES}”" in said
    assert "The document changed, and no longer has these words." in said
    assert "Cited at Remedies · para. 5. In its place now:" in said
    assert f"Last changed on {datetime.date.today():%-d %B %Y} by C. Counsel" in said
    (data,) = component_data(app, "pincite_difference")
    assert [[kind, words.strip()] for kind, words in data["stretches"]] == [
        ["kept", "Damages of up to"],
        ["taken out", "two"],
        ["put in", "three"],
        ["kept", "times the loss may be awarded."],
    ]
    app.button(f"open-{memo}").click()
    assert "memo" not in app.session_state
    app.run()
    assert app.session_state["memo"] == memo


def opened(app: AppTest, key: str) -> None:
    """Opens an entry, as a click on it does."""
    app.session_state[key] = True
    app.run()
    assert not app.exception, app.exception


def test_moved_words_are_told_with_their_new_place(store: Store) -> None:
    add_dtsa(store.library)
    answer = keep_answer(store, DAMAGES)
    change(store, DTSA.replace("Remedies\n\n", "Civil remedies\n\nFirst. It is so.\n\n"))
    app = open_app(store, PAGE)
    opened(app, f"affected-{answer}")
    assert "Cited at Remedies · para. 5. Now at Civil remedies · para. 6." in seen(app)
    assert component_data(app, "pincite_difference") == []


def test_a_superseded_source_is_told_by_what_and_when(store: Store) -> None:
    add_dtsa(store.library)
    answer = keep_answer(store, SIGNED)
    known = Metadata("The New Act", in_force_from="2020-05-01", supersedes="dtsa.txt")
    add(store.library, "It is new.", known, "new.txt")
    app = open_app(store, PAGE)
    assert lines(app) == [f"Answer · {QUESTION} · 1 citation superseded"]
    opened(app, f"affected-{answer}")
    assert "Superseded by “The New Act” from 1 May 2020." in seen(app)


def test_only_what_a_memo_takes_counts(store: Store) -> None:
    add_dtsa(store.library)
    answer = store.conversations.answer(keep_answer(store, SIGNED, DAMAGES)).answer
    draft = add_answer(MemoDraft(MemoHeading("Signed only")), answer)
    refusal = SignOff(Decision.REJECTED, "A", datetime.datetime(2026, 1, 1))
    store.memos.start(sign(draft, draft.blocks[0].id, 1, refusal))
    change(store, TREBLE)
    assert lines(open_app(store, PAGE))[0] == "Memo · Signed only · 1 citation moved"


def test_a_finished_memo_whose_draft_moved_on_is_told_of(store: Store) -> None:
    add_dtsa(store.library)
    answer = keep_answer(store, DAMAGES)
    memo = keep_memo(store, answer)
    finished = finished_memo(store, answer)
    FinishedMemos(store.library.engine).keep(finished.id, memo, write_json(finished))
    change(store, TREBLE)
    app = open_app(store, PAGE)
    assert [line for line in lines(app) if "emo" in line] == ["Memo · The signature · 1 citation altered"]
    store.memos.change(memo, lambda draft: replace(draft, blocks=()))
    assert lines(app.run())[0] == "Finished memo · Signed by its author · 1 citation altered"


def finished_memo(store: Store, answer: str) -> Memo:
    """A finished memo of one statement."""
    saved = store.conversations.answer(answer).answer
    cited = saved.citations[0]
    note = Note(1, (), cited, 1, "0" * 64, "1" * 64, datetime.date(2026, 1, 1), cited.verdict)
    said = CitedStatement(1, cited.quote, (1,), True, "quoting", answer=answer)
    heading = MemoHeading("Signed by its author", sender="B. Boss")
    made = datetime.datetime(2026, 2, 1)
    return Memo("f" * 16, heading, "", "policy-memo", "plain", made, "0" * 16, (), (note,), (said,))


def test_who_cites_what_is_read_from_the_records(store: Store) -> None:
    act = add_dtsa(store.library)
    other = add(store.library, "It is so. It is not.", Metadata("Note"), "note.txt")
    answer = answered(store.library, act, SIGNED)
    sides = tuple(
        ConflictSide(one.citations[0], Span(one.citations[0].start, one.citations[0].end))
        for one in (answer, answered(store.library, other, "It is so."))
    )
    disputed = replace(answer, conflicts=(Conflict(ConflictKind.UNRESOLVED, "Two", "Both.", 0, sides),))
    saved = store.conversations.add(store.conversations.start("Q"), disputed)
    memo = store.memos.start(add_answer(MemoDraft(MemoHeading("M")), disputed))
    citing = Citing(store.library.engine)
    version = {one.source.document: one.source.version for one in store.library.documents()}
    assert set(citing.everything()) == {
        Cites(holder, identifier, document, version[document])
        for holder, identifier in ((Holder.ANSWER, saved.id), (Holder.MEMO, memo))
        for document in (act, other)
    }
    both = replace(
        disputed,
        statements=(*answer.statements, Statement("It is so.", (1,)), Statement("Else.", (2,))),
        citations=(
            sides[0].citation,
            sides[1].citation,
            answered(store.library, other, "It is not.").citations[0],
        ),
    )
    for taken, cited in ((1, {act, other}), (2, {other})):  # either side's statement brings both sides
        draft = add_answer(MemoDraft(MemoHeading("M")), both, statements=[taken])
        store.memos.change(memo, lambda _, revised=draft: revised)
        held = {one.document for one in citing.everything() if one.holder is Holder.MEMO}
        assert held == {citation.source.document for _, citation in cited_in(draft)} == cited
    before = citing.stamp()
    store.memos.change(memo, lambda draft: replace(draft, blocks=()))
    assert citing.stamp() != before
    assert {one.holder for one in citing.everything()} == {Holder.ANSWER}


def test_before_removing_it_is_told_who_cites_the_document(store: Store) -> None:
    act = add_dtsa(store.library)
    keep_memo(store, keep_answer(store, SIGNED))
    keep_answer(store, DAMAGES)
    app = open_app(store, PAGE)
    app.selectbox("document").set_value(act).run()
    assert "1 memo and 2 answers cite it." in seen(app)


def test_an_ingest_says_what_it_has_affected(store: Store) -> None:
    act = add_dtsa(store.library)
    keep_answer(store, DAMAGES)
    kept = add(store.library, "It is so. It is not.", Metadata("Note"), "note.txt")
    change(store, TREBLE)
    newer = add(store.library, "It is new.", Metadata("The New Act", supersedes="dtsa.txt"), "new.txt")
    for document, become, said in (
        (act, Outcome.UPDATED, True),
        (kept, Outcome.UPDATED, False),
        (newer, Outcome.ADDED, True),
    ):
        outcome = FileOutcome("dtsa.txt", become, document=document, passages=1)
        assert store.work.begin(lambda _, one=outcome: Report((one,), 1, 0.1))
        store.work.wait()
        told = "1 answer cites what has changed. See “Affected by changes” below."
        assert (told in seen(open_app(store, PAGE))) is said


def test_only_the_first_entries_are_shown_until_all_are_wanted(store: Store) -> None:
    add_dtsa(store.library)
    for number in range(7):
        keep_answer(store, DAMAGES, question=f"Question {number}?")
    change(store, TREBLE)
    app = open_app(store, PAGE)
    assert len(lines(app)) == 5
    app.button("show-all-affected").click().run()
    assert len(lines(app)) == 7


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_was_cited_is_shown_inertly(store: Store, payload: str) -> None:
    text = f"{payload} is so here."
    document = add(store.library, text, Metadata(payload), "h.txt")
    answer = keep_answer(store, text, document=document, question=payload)
    add(store.library, f"{payload} is not so here.", Metadata(payload), "h.txt")
    app = open_app(store, PAGE)
    opened(app, f"affected-{answer}")
    markdown = [str(element.value) for kind in ("markdown", "caption") for element in app.get(kind)]
    markdown += [expander.label for expander in app.expander]
    assert f"> “{label(text)}”" in markdown
    assert not any(payload in shown.replace(label(payload), "") for shown in markdown)
    (data,) = component_data(app, "pincite_difference")
    assert "".join(words for _, words in data["stretches"]).split() == f"{payload} is not so here.".split()
