"""The answerer with a language model: it writes statements, each with words that it quotes, from the same
passages that the quoting answerer quotes from. What it writes is checked as it comes.

The quoting draft is made first. It says how sure it is that the passages answer the question at all: below
the threshold no model is asked. And it stands in for the model's answer where that cannot be used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from answering.check import check
from answering.protocols import Draft, Library, Listener, Model, Nobody
from answering.questions.condense import Condensed, condense
from answering.questions.followup import stands_alone
from answering.quoting import Quoting
from answering.writers.asking import Asking, Ended, messages_about
from answering.writers.exchange import Exchange
from answering.writers.judge import Judged, judged
from answering.writers.vetting import NOTHING, Vetting, still_answers
from answering.writers.window import fitting, room
from core.settings import Settings
from core.types import Ending, ModelUse, Passage, Turn
from prompts.load import load_prompt

OF_ONE_REQUEST = ("empty", "malformed", "too long")  # faults that another request need not have


class Writing:
    """An Answerer that asks a language model; one for each question."""

    def __init__(
        self,
        model: Model,
        settings: Settings,
        *,
        history: Sequence[Turn] = (),
        judge: Model | None = None,
        listener: Listener | None = None,
    ) -> None:
        self.name = model.name
        self.model = model
        self.settings = settings
        self.history = tuple(history)
        self.judge = judge
        self.listener = listener or Nobody()
        self._away: Ended | None = None  # a request to which nothing came: other parts do not ask again

    def condensed(self, question: str, history: Sequence[Turn] = ()) -> Condensed:
        """A follow-up, reworded so that it stands alone."""
        turns = history or self.history
        if stands_alone(question, turns):
            return Condensed(question)
        self.listener.stage(self._said("stage-condense"))
        return condense(question, turns, self.model, self.settings, stopped=self.listener.stopped)

    def __call__(
        self,
        question: str,
        passages: Sequence[Passage],
        *,
        library: Library,
        most: int,
        absent: Sequence[str] = (),
    ) -> Draft:
        """What the model wrote and what of it passed the check; else the quoting draft, with a note why."""
        quoted = Quoting()(question, passages, library=library, most=most, absent=absent)
        quoted = replace(quoted, answerer=Quoting.name)
        if not passages or quoted.confidence < self.settings.refuse_below:
            return quoted
        if self.listener.stopped():
            return replace(quoted, notes=(self._said("note-stopped-early"),))
        draft = self._written(question, tuple(passages), library, most)
        if draft.reason:
            self.listener.checked(question, NOTHING.checked)
            return replace(draft, confidence=quoted.confidence * self.settings.refuse_below)
        if draft.statements:
            return replace(draft, confidence=quoted.confidence)
        self.listener.checked(question, check(quoted.statements, library, passages=passages))
        return replace(quoted, dropped=draft.dropped, model=draft.model, notes=draft.notes)

    def _written(self, question: str, passages: tuple[Passage, ...], library: Library, most: int) -> Draft:
        """What the model wrote and what of it passed; no statements where that is no answer."""
        if self._away:
            return self._unasked(self._away)
        prices = (self.settings.model_price_in, self.settings.model_price_out)
        exchange = Exchange(self.model, prices)
        told = partial(messages_about, question, most=most, exchange=exchange)
        space = room(self.model.window, self.settings.model_reply_tokens)
        kept = fitting(passages, told, space)
        if not kept:
            fault = self._said("fault-window")
            return self._unasked(Ended(NOTHING, "", Ending.FAILED, fault=fault, kind="too long"))
        vetting = Vetting(kept, library, most)
        ended = Asking(question, exchange, vetting, self.listener, space).ask(told(kept))
        notes: tuple[str, ...] = ()
        if left := len(passages) - len(kept):
            notes = (self._said("note-window", kept=len(kept), left=left),)
        verdicts = self._verdicts(question, ended, library, kept)
        if verdicts:
            ended, notes = replace(ended, vetted=verdicts.vetted), (*notes, *verdicts.notes)
        ended = self._unless_it_lost_the_answer(question, ended)
        use = exchange.use(ended.ending, ended.fault, ended.kind)
        if ended.ending is Ending.FAILED and not exchange.replies and ended.kind not in OF_ONE_REQUEST:
            self._away = ended
        use = replace(use, judge=verdicts.model if verdicts else None)
        return self._draft(ended, use, notes)

    def _verdicts(
        self, question: str, ended: Ended, library: Library, passages: Sequence[Passage]
    ) -> Judged | None:
        """What the judge says, where there is one and the reader waits for it."""
        usable = ended.answered and ended.ending in (Ending.WHOLE, Ending.CUT)
        if self.judge is None or not usable or not ended.vetted.statements:
            return None
        self.listener.stage(load_prompt("stage-judge").fill(name=self.judge.name))
        verdicts = judged(
            ended.vetted,
            self.judge,
            library=library,
            passages=passages,
            stopped=self.listener.stopped,
            prices=(self.settings.judge_price_in, self.settings.judge_price_out),
        )
        self.listener.checked(question, verdicts.vetted.checked)
        return verdicts

    def _unless_it_lost_the_answer(self, question: str, ended: Ended) -> Ended:
        """Failed, where what is left of a reply is no answer; of one that was cut, anything left will do."""
        kept = [statement.text for statement in ended.vetted.statements]
        removed = [dropped.text for dropped in ended.vetted.dropped]
        if not ended.answered or ended.ending in (Ending.STOPPED, Ending.FAILED):
            return ended
        if still_answers(question, kept, removed) or (kept and ended.ending is Ending.CUT):
            return ended
        fault = self._said("fault-unsupported", dropped=len(removed))
        return replace(ended, ending=Ending.FAILED, fault=fault, kind="unsupported")

    def _unasked(self, ended: Ended) -> Draft:
        """The draft where the model was not asked."""
        return self._draft(ended, Exchange(self.model).use(ended.ending, ended.fault, ended.kind))

    def _draft(self, ended: Ended, use: ModelUse, notes: Sequence[str] = ()) -> Draft:
        statements, dropped = ended.vetted.statements, ended.vetted.dropped
        if not ended.answered:
            return Draft((), 0.0, model=use, notes=tuple(notes), reason=self._said("refused-model"))
        if ended.ending is Ending.FAILED or not statements:
            early = ended.ending is Ending.STOPPED
            note = self._said("note-stopped-early") if early else self._said("note-failed", fault=ended.fault)
            return Draft((), 0.0, dropped, use, (*notes, note))
        if ended.ending is Ending.STOPPED:
            notes = (*notes, load_prompt("note-stopped").fill())
        if ended.ending is Ending.CUT:
            notes = (*notes, self._said("note-cut", fault=ended.fault))
        return Draft(statements, 0.0, dropped, use, tuple(notes))

    def _said(self, prompt: str, **blanks: object) -> str:
        return load_prompt(prompt).fill(name=self.name, **blanks)
