"""Asks a language model once about numbered passages, and reads what it writes while it is checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from answering.protocols import Listener
from answering.writers.exchange import Exchange
from answering.writers.fences import code_for_passages, fenced_passages, on_one_line
from answering.writers.reply import Reply
from answering.writers.vetting import NOTHING, Vetted, Vetting
from answering.writers.window import tokens_of
from core.errors import ModelFault
from core.types import Ending, Message, Passage
from prompts.load import load_prompt

ECHOED = 2000  # characters of an unreadable reply that the model is shown again


@dataclass(frozen=True)
class Ended:
    """How a reply ended, and what of it passed the check."""

    vetted: Vetted
    text: str  # as it came
    ending: Ending = Ending.WHOLE
    answered: bool = True  # False: the model says that the passages do not answer
    fault: str | None = None  # what went wrong, for the reader
    kind: str | None = None  # of the fault, as ModelFault names it
    to_mend: str | None = None  # what was wrong with it, for the model, where asking again may help


def messages_about(
    question: str, passages: Sequence[Passage], *, most: int, exchange: Exchange
) -> tuple[Message, ...]:
    """The rules, and the question with the numbered passages."""
    code = code_for_passages(question, passages)
    asked = exchange.prompt(
        "answer-question",
        passages=fenced_passages(passages, code),
        question=on_one_line(question),
        code=code,
    )
    return Message("system", exchange.prompt("answer", most=most)), Message("user", asked)


@dataclass
class Asking:
    """One question to a model; its listener hears of each statement as soon as it has passed."""

    question: str
    exchange: Exchange
    vetting: Vetting
    listener: Listener
    room: int  # tokens that the messages may have
    told: Vetted = NOTHING

    def ask(self, messages: tuple[Message, ...]) -> Ended:
        """What came of it; a reply that cannot be read is asked for once more."""
        self._stage("stage-asking")
        ended = self._read(messages)
        if ended.to_mend is None or self.listener.stopped():
            return ended
        self._stage("stage-repair")
        return self._read(self._repairing(messages, ended.text, ended.to_mend))

    def _read(self, messages: tuple[Message, ...]) -> Ended:
        """Reads one reply as it comes. What came before the model began anew counts no more."""
        reply, text, fault = Reply(), "", None
        self._tell(NOTHING)
        try:
            for piece in self.exchange.pieces(messages, stopped=self.listener.stopped):
                if piece.restart:
                    reply, text = Reply(), ""
                    self._stage("stage-again")
                text += piece.text
                reply.feed(piece.text)
                self._tell(self.vetting(reply.statements))
        except ModelFault as raised:
            fault = raised
        so_far = Ended(self.told, text)
        if reply.complete:  # what went wrong after its end does no harm
            return replace(so_far, answered=bool(reply.answered))
        if fault:
            return self._broken(so_far, fault)
        if self.listener.stopped():
            return replace(so_far, ending=Ending.STOPPED)
        return self._unreadable(so_far, reply)

    def _broken(self, so_far: Ended, fault: ModelFault) -> Ended:
        """A reply that the model or the way to it broke off; what was checked of it stays."""
        kept = bool(so_far.vetted.statements)
        to_mend = "there was nothing in it" if fault.kind == "empty" else None
        ending = Ending.CUT if kept else Ending.FAILED
        to_mend = None if kept else to_mend
        return replace(so_far, ending=ending, fault=str(fault), kind=fault.kind, to_mend=to_mend)

    def _unreadable(self, so_far: Ended, reply: Reply) -> Ended:
        """A reply that came to its end, but not to the end of its object."""
        try:
            reply.end()
        except ModelFault as wrong:
            fault = load_prompt(f"fault-{wrong.kind}").fill(name=self.exchange.model.name)
            if wrong.kind == "cut" and so_far.vetted.statements:
                return replace(so_far, ending=Ending.CUT, fault=fault, kind=wrong.kind)
            failed = replace(so_far, ending=Ending.FAILED, fault=fault, kind=wrong.kind)
            return replace(failed, to_mend=str(wrong))
        return replace(so_far, answered=bool(reply.answered))

    def _repairing(self, messages: tuple[Message, ...], text: str, wrong: str) -> tuple[Message, ...]:
        """The messages with the reply, as far as it fits, and with what was wrong with it."""
        follow_up = Message("user", self.exchange.prompt("repair", fault=wrong))
        echo = text.strip()[:ECHOED]
        while echo and tokens_of((*messages, Message("assistant", echo), follow_up)) > self.room:
            echo = echo[: len(echo) // 2]
        longer = (*messages, Message("assistant", echo or "{}"), follow_up)
        return longer if tokens_of(longer) <= self.room else messages

    def _tell(self, vetted: Vetted) -> None:
        if vetted.checked != self.told.checked:
            self.listener.checked(self.question, vetted.checked)
        self.told = vetted

    def _stage(self, name: str) -> None:
        self.listener.stage(load_prompt(name).fill(name=self.exchange.model.name))
