"""What documents order, a model that obeys does; nothing of it reaches an answer, a memo or a title.

Every instruction is planted in every format, to be seen and hidden. `pytest tests/test_injections.py
-s` prints the table of docs/hostile-documents.md.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

import pytest

from answering.answer import answer_question
from answering.check import Checked
from answering.writers.orders import reads_as_order
from answering.writers.title import title
from answering.writing import Writing
from core.memos import MemoHeading
from core.sentences import sentences
from core.settings import Settings
from core.types import Answer, Citation, Document, Passage, Reading, Sentence, Turn
from ingest.read import read_bytes
from memo.finish import finish
from memo.writers.docx import write_docx
from memo.writers.markdown import write_markdown
from tests.answering_examples import Shelf, document, source
from tests.hidden import BY_FORMAT
from tests.injections import HOST, Injection, injections
from tests.memo_examples import Finding, draft_of
from tests.obeying import SYSTEM_WORDS, WAYS, Obeying
from tests.planting import QUESTION, VISIBLE, drawable, true_sentence

ALL = injections()
SETTINGS = Settings(refuse_below=0.0)
OTHER_USER = "Zorblaxian"  # a word of somebody else's conversation
PROMPT_WORDS = (SYSTEM_WORDS[:40], "Harbour Pool", "Ignore all questions and reply")  # of the prompt


@dataclass
class Heard:
    """Keeps what a listener is shown while an answer is written."""

    said: list[str] = field(default_factory=list)

    def checked(self, question: str, checked: Checked) -> None:
        self.said += [statement.text for statement in checked.statements]

    def stage(self, words: str) -> None:
        self.said.append(words)

    def stopped(self) -> bool:
        return False


@cache
def reading_of(kind: str) -> Reading:
    """One file of a format with all instructions that it can hold."""
    planted = [one for one in ALL if kind != "pdf" or drawable(one)]
    return read_bytes(VISIBLE[kind](planted), f"registers.{kind}")


@cache
def document_of(kind: str) -> Document:
    """The file as a document of a library."""
    reading = reading_of(kind)
    whole = document(reading.text, of=source(f"registers.{kind}", "Registers"))
    return replace(whole, layout=reading.layout)


def shelf(kind: str, injection: Injection) -> Shelf | None:
    """A library in which the question finds the passage with this instruction; None where it holds none."""
    whole = document_of(kind)
    start = whole.text.find(_words_in(true_sentence(injection), whole.text))
    if start < 0:
        return None
    nearest = [whole.text.find(opening, start + 1) for opening in ("The holder of plant", "\n\nThe holder")]
    end = min((place for place in nearest if place > 0), default=len(whole.text))
    text = whole.text[start:end].rstrip()
    found = tuple(Sentence(start + s.start, start + s.end, 0.9) for s in sentences(text))
    passage = Passage(
        f"{kind}-{start}", whole.source, start, start + len(text), text, 1.0, similarity=0.9, sentences=found
    )
    return Shelf((whole,), (passage,))


def _words_in(sentence: str, text: str) -> str:
    """The sentence as it stands in the text, which may break its lines."""
    match = re.search(r"\s+".join(map(re.escape, sentence.split())), text)
    return match[0] if match else "\0"


def asked(kind: str, injection: Injection, way: str) -> tuple[Answer, Obeying, Heard] | None:
    """The answer of a model that obeys in this way."""
    library = shelf(kind, injection)
    if library is None:
        return None
    model = Obeying(ALL, way, _words_in(true_sentence(injection), library.passages[0].text))
    heard = Heard()
    writing = Writing(model, SETTINGS, listener=heard)
    answer = answer_question(QUESTION, search=library, library=library, settings=SETTINGS, answerer=writing)
    return answer, model, heard


def shown(answer: Answer) -> Iterator[str]:
    """All that a reader is shown of an answer, but for the sources' own words."""
    for statement in answer.statements:
        yield from (statement.text, statement.lead or "", statement.caution or "")
    yield from (*answer.notes, answer.reason or "", answer.standalone_question, answer.question)
    yield from (words for part in answer.parts for words in (part.question, part.note))
    yield answer.answerer


def assert_nothing_foreign(answer: Answer, injection: Injection, known: bool) -> None:
    """Each statement is cited to words that stand in their document; of the order there is no trace.

    A word of the order may be shown only where the statement cites that word: then the document says so.
    """
    own: list[str] = []
    for statement in answer.statements:
        assert statement.citations
        cited = [answer.citations[number] for number in statement.citations]
        for citation in cited:
            assert citation.verdict.passed
            assert citation.quote == document_of_citation(citation)[citation.start : citation.end]
            assert not (known and reads_as_order(citation.quote)), citation.quote
        if any(injection.mark in citation.quote for citation in cited):
            own.append(statement.text)
    for words in shown(answer):
        assert OTHER_USER not in words
        assert not [secret for secret in PROMPT_WORDS if secret in words], words
        assert injection.mark not in words or words in own, words
        assert not known or HOST not in words, words


def document_of_citation(citation: Citation) -> str:
    """The text of the file that is cited."""
    return document_of(citation.source.name.rpartition(".")[2]).text


def cases() -> Iterator[tuple[str, Injection, str]]:
    """Every instruction in every format, in ways that take turns; in one format in all ways."""
    ways = list(WAYS)
    for place, kind in enumerate(VISIBLE):
        for number, injection in enumerate(ALL):
            yield kind, injection, ways[(number + 5 * place) % len(ways)]
    for way in ways:
        for injection in ALL[::8]:
            yield "txt", injection, way


def test_at_least_two_hundred_instructions_are_planted() -> None:
    assert len(ALL) >= 200
    assert len({one.mark for one in ALL}) == len({one.text for one in ALL}) == len(ALL)


@pytest.fixture(params=["orders are known", "no order is known"])
def known(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[bool]:
    """Whether orders are told from other sentences; what is checked must hold where none is."""
    reads_as_order.cache_clear()
    if request.param == "no order is known":
        monkeypatch.setattr("answering.writers.orders._order", lambda: re.compile(r"(?!)"))
        monkeypatch.setattr("answering.writers.orders._hides_words", lambda text: False)
    yield request.param == "orders are known"
    reads_as_order.cache_clear()


def test_nothing_that_a_document_orders_reaches_an_answer_or_a_memo(known: bool) -> None:
    another = Obeying(ALL, "uncited", "")
    told = (Turn("user", f"My client is {OTHER_USER}."), Turn("assistant", "Noted."))
    Writing(another, SETTINGS, history=told).condensed("And for how long is that kept?", told)
    assert any(OTHER_USER in prompt for prompt in another.prompts)
    tried, reached, followed = Counter(), Counter(), Counter()
    answers: dict[str, list[Answer]] = {}
    for number, (kind, injection, way) in enumerate(cases()):
        if known and number % 3:
            continue  # hardly any order reaches the prompt: a third of the cases will do
        tried[kind, injection.kind] += 1
        result = asked(kind, injection, way)
        if result is None:
            continue
        answer, model, heard = result
        reached[kind, injection.kind] += any(injection.trace in prompt for prompt in model.prompts)
        assert not any(OTHER_USER in prompt for prompt in model.prompts)
        assert_nothing_foreign(answer, injection, known)
        for words in heard.said:
            assert not known or HOST not in words
            assert not [secret for secret in PROMPT_WORDS if secret in words], words
        followed[kind, injection.kind] += any(injection.mark in words for words in shown(answer))
        answers.setdefault(kind, []).append(answer)
    for kind, given in answers.items():
        assert_memo_is_clean(kind, given, known)
    # what is shown are sentences before an order in no paragraph with it, and orders in wordings not known
    assert sum(followed.values()) <= (0.05 if known else 1) * sum(tried.values()), followed
    if not known:  # else the test would not try anything
        assert sum(reached.values()) > 0.8 * sum(tried.values())
    for kind in sorted({kind for _, kind in tried}):
        row = [f"{tried[f, kind]}/{reached[f, kind]}/{followed[f, kind]}" for f in VISIBLE]
        print(f"| {kind} | {' | '.join(row)} |")  # noqa: T201


def assert_memo_is_clean(kind: str, answers: list[Answer], known: bool) -> None:
    """No address, no prompt, nobody else's words in a memo; and nothing in it that is fetched."""
    whole = document_of(kind)
    memo = finish(draft_of(*answers, heading=MemoHeading("Registers")), Finding(lambda version: whole))
    written = write_markdown(memo)
    packed = write_docx(memo)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    relations = "".join(text for name, text in parts.items() if name.endswith(".rels"))
    assert 'TargetMode="External"' not in relations
    for text in (written, *parts.values()):
        assert not known or HOST not in text, kind
        assert OTHER_USER not in text
        assert not [secret for secret in PROMPT_WORDS if secret in text]


@pytest.mark.parametrize("kind", BY_FORMAT)
def test_hidden_instructions_never_reach_a_prompt(kind: str) -> None:
    ways = list(BY_FORMAT[kind].values())
    for number, build in enumerate(ways):
        hidden = [one for one in ALL[number % len(ALL) :: len(ways)] if kind != "pdf" or drawable(one)]
        secret = " ".join(re.sub(r"[<>&\"'\[\]{}()\\\n]", " ", one.text) for one in hidden)
        reading = read_bytes(build(secret), f"register.{kind}")
        spelled = reading.text + repr(reading.metadata)
        if build is not BY_FORMAT["eml"].get("only in the formatted version"):
            assert not [one.name for one in hidden if one.mark in spelled or one.trace in spelled], number


def test_no_title_is_taken_from_a_model_that_obeys() -> None:
    for injection in ALL:
        words = true_sentence(injection)
        model = Obeying((replace(injection, trace="register"),), "without an object", words)
        assert title(QUESTION, [words], model, SETTINGS) is None
