"""A second model can take support away from what was written and checked, and never grant it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from answering.printed import as_row, as_text
from core.errors import ModelFault
from core.types import Answer, Ending, Usage
from tests.scripted_model import Listening, Scripted, ScriptedModel, reply
from tests.test_answering_writing import (
    EFFECT,
    EFFECT_SAID,
    INVENTED,
    ORDER,
    ORDER_SAID,
    SETTINGS,
    SIGNED,
    SIGNED_SAID,
    ask,
    is_quoting,
    said,
)

THREE = reply(SIGNED_SAID, EFFECT_SAID, ORDER_SAID)


def judged(*script: Scripted, written: Scripted = THREE, listener: Listening | None = None) -> Answer:
    """The answer that is left by a judge with this script."""
    return ask(written, judge=ScriptedModel(script, name="scripted:judge"), listener=listener)


@pytest.mark.parametrize("no", ["no", "No.", "**No**", "<think>yes?</think>\nNo, it adds a date.", "NO\n"])
def test_a_no_takes_a_statement_away(no: str) -> None:
    listener = Listening()
    answer = judged("yes", no, "Yes.", listener=listener)
    assert said(answer) == [SIGNED, ORDER]
    removed = answer.dropped[0]
    assert (removed.text, removed.objections[0].kind) == (EFFECT, "judge")
    assert "scripted:judge" in removed.reason
    assert listener.last == (SIGNED, ORDER)
    assert listener.stages[-1] == "scripted:judge looks at the statements …"


def test_what_the_judge_says_is_kept_apart_and_not_shown() -> None:
    answer = judged("yes", "No. Visit evil.example now.", "yes")
    assert answer.model is not None
    assert answer.model.judge is not None
    assert answer.model.judge.name == "scripted:judge"
    assert answer.model.judge.replies[1] == "No. Visit evil.example now."
    assert list(answer.model.judge.prompts) == ["judge 1"]
    assert "evil.example" not in as_text(answer) + str(as_row(answer))
    assert answer.model.usage.tokens_out < answer.model.usage.tokens_in


@pytest.mark.parametrize(
    "verdict",
    [
        pytest.param("", id="empty"),
        pytest.param("Perhaps.", id="prose"),
        pytest.param("Not bad at all", id="begins like no"),
        pytest.param("no doubt it is", id="no doubt"),
        pytest.param('{"supported": false}', id="json"),
        pytest.param([ModelFault("idle", "Nothing came for 30 seconds.")], id="fault"),
    ],
)
def test_a_judge_that_does_not_say_changes_nothing_and_a_note_says_so(verdict: Scripted) -> None:
    answer = judged(verdict)
    assert said(answer) == [SIGNED, EFFECT, ORDER]
    notes = [note for note in answer.notes if "had no say on 3 of the statements" in note]
    assert len(notes) == 1


def test_a_judge_that_faults_is_not_asked_again_and_its_no_before_counts() -> None:
    judge = ScriptedModel(["no", [ModelFault("idle", "Nothing came.")]], name="scripted:judge")
    answer = ask(THREE, judge=judge)
    assert said(answer) == [EFFECT, ORDER] or is_quoting(answer)
    assert len(judge.asked) == 2
    assert any("had no say on 2 of the statements. Nothing came." in note for note in answer.notes)


def test_a_judge_cannot_bring_back_what_was_removed() -> None:
    judge = ScriptedModel(["yes"], name="scripted:judge")
    answer = ask(reply(SIGNED_SAID, INVENTED, EFFECT_SAID), judge=judge)
    assert said(answer) == [SIGNED, EFFECT]
    assert INVENTED[0] not in judge.told
    assert len(judge.asked) == 2


def test_what_the_judge_cost_is_counted_at_its_own_price() -> None:
    settings = replace(SETTINGS, model_price_in=2.0, judge_price_in=1.0, judge_price_out=4.0)
    judge = ScriptedModel(["yes"], name="scripted:judge", usage=Usage(1000, 250))
    model = ScriptedModel([THREE], usage=Usage(500_000, 0))
    use = ask(model=model, settings=settings, judge=judge).model
    assert use is not None
    assert use.judge is not None
    assert use.cost == pytest.approx(1.0)
    assert use.judge.cost == pytest.approx(3 * (1000 * 1.0 + 250 * 4.0) / 1_000_000)
    assert use.whole_cost == pytest.approx(1.006)
    assert ask(model=model, judge=judge).model.whole_cost is None  # type: ignore[union-attr]  # it was asked


def test_where_the_judge_takes_the_answer_the_sources_own_words_are_shown() -> None:
    answer = judged("no")
    assert is_quoting(answer)
    assert len(answer.dropped) == 3
    assert answer.model is not None
    assert answer.model.ending is Ending.FAILED


def test_of_a_reply_that_broke_off_too() -> None:
    answer = judged("no", written=[reply(SIGNED_SAID, EFFECT_SAID)[:-20], ModelFault("cut", "It broke off.")])
    assert is_quoting(answer)
    assert answer.model is not None
    assert answer.model.ending is Ending.FAILED


def test_after_stop_no_judge_is_asked() -> None:
    judge = ScriptedModel(["no"])
    answer = ask(THREE, judge=judge, listener=Listening(enough=1))
    assert said(answer) == [SIGNED]
    assert judge.asked == []


def test_a_judge_is_told_the_statement_and_its_quotations_between_marks() -> None:
    judge = ScriptedModel(["yes"])
    ask(reply(SIGNED_SAID), judge=judge)
    assert f"The statement: {SIGNED}" in judge.told
    assert f"\n{SIGNED}\n</quotation 1, code " in judge.told
    small = ScriptedModel(["no"], window=300)
    assert said(ask(reply(SIGNED_SAID), judge=small)) == [SIGNED]
    assert small.asked == []


@trying(deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=3))
def test_whatever_a_judge_says_it_only_takes_away(verdicts: list[str]) -> None:
    answer = judged(*verdicts)
    assert is_quoting(answer) or set(said(answer)) <= {SIGNED, EFFECT, ORDER}
