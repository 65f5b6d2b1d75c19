"""Statements that are right, with the quotations that support them: paraphrases, and sentences themselves."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import PinciteError
from core.sentences import sentences
from core.types import DraftStatement, Passage, Quotation, Span
from eval.mutating.rewording import VARIANTS
from eval.mutating.shelf import Held, Shelf

TUNE = "paraphrases, tune"  # the half that guards are made on: reported, not gated
HELD_OUT = "paraphrases, held out"
FEWEST_WORDS, MOST_WORDS = 7, 50  # of a sentence that is drawn
SENTENCE = re.compile(r"(?!See )[A-Z“\"].*[.]", re.DOTALL)
UNFIT = re.compile(r"\n|__|\[\*|(?:\b[A-Z]{2,}\W+){4}")  # line ends, blanks to fill in, capitals
STRANGERS = 2  # passages of other documents that lie beside those that are quoted


class BadParaphrases(PinciteError):
    """A line of paraphrases cannot be used."""

    def __init__(self, path: Path, line: int, cause: str) -> None:
        super().__init__(
            f"{path}, line {line}: {cause}. Write one JSON object a line: "
            '{"doc", "quotes": [...], "statement", "false": [{"kind", "statement"}]}'
        )


class NoParaphrases(PinciteError):
    """The folder of paraphrases is not there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"There is no folder {folder}. Give --paraphrases a folder of *.jsonl files.")


@dataclass(frozen=True)
class Twin:
    """A false statement that somebody wrote beside a right one."""

    kind: str
    text: str


@dataclass(frozen=True)
class Right:
    """A statement that its quotations support, as a language model would draft it."""

    id: str
    origin: str  # TUNE, HELD_OUT, or "sentences, FOLDER"
    held: Held
    text: str
    quotations: tuple[Quotation, ...]
    passages: tuple[Passage, ...]  # what the model was given
    variant: str = ""  # how it was reworded, for sentences
    twins: tuple[Twin, ...] = ()

    @property
    def draft(self) -> DraftStatement:
        """It, before checking."""
        return DraftStatement(self.text, self.quotations, own_words=True)

    @property
    def quoted(self) -> str:
        """The words of all its quotations."""
        return "\n".join(quotation.text for quotation in self.quotations)


def paraphrases(folder: Path, shelf: Shelf, seed: int) -> tuple[list[Right], int]:
    """What the folder's `*.jsonl` say of documents on the shelf, and how many lines speak of others.

    `tune-*` is the half that guards were made on. Raises NoParaphrases, and BadParaphrases where a
    line is no paraphrase or its quotations do not stand in the document.
    """
    if not folder.is_dir():
        raise NoParaphrases(folder)
    by_name = {held.name: held for held in shelf.held}
    found, others = [], 0
    for path in sorted(folder.glob("*.jsonl")):
        origin = TUNE if path.name.startswith("tune") else HELD_OUT
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            written = _read_line(path, number, line)
            held = by_name.get(written["doc"])
            if held is None:
                others += 1
                continue
            text = held.document.text
            for quote in written["quotes"]:
                if quote not in text:
                    raise BadParaphrases(path, number, f"these words do not stand in {held.name}: “{quote}”")
            places = [(quote, text.index(quote)) for quote in written["quotes"]]
            id_ = f"{path.name}:{number}"
            quotations, passages = _given(held, places, shelf, random.Random(f"{seed} {id_}"))
            twins = tuple(Twin(twin["kind"], twin["statement"]) for twin in written["false"])
            found.append(Right(id_, origin, held, written["statement"], quotations, passages, twins=twins))
    return found, others


def drawn_sentences(shelf: Shelf, most: int, seed: int) -> list[Right]:
    """From each folder at most so many sentences of its documents, drawn by the seed, as statements.

    Most are reworded by one of the VARIANTS that leave their sense as it is, the rest repeat the quotation.
    """
    by_folder: dict[str, list[Held]] = {}
    for held in shelf.held:
        by_folder.setdefault(held.folder, []).append(held)
    return [
        right
        for folder, documents in by_folder.items()
        for right in _of_folder(folder, documents, shelf, most, seed)
    ]


def _of_folder(folder: str, documents: Sequence[Held], shelf: Shelf, most: int, seed: int) -> Iterator[Right]:
    chance = random.Random(f"{seed} {folder}")
    places = [(held, start, end) for held in documents for start, end in _sentences(held)]
    chance.shuffle(places)
    for held, start, end in places[:most]:
        quote = held.document.text[start:end]
        variant, text, quoted = _reworded(quote, chance)
        quotations, passages = _given(held, [(quoted, start)], shelf, chance)
        yield Right(
            f"{folder}/{held.name}:{start}", f"sentences, {folder}", held, text, quotations, passages, variant
        )


def _sentences(held: Held) -> Iterator[tuple[int, int]]:
    text = held.document.text
    for paragraph in held.document.layout.paragraphs:
        for span in sentences(text[paragraph.start : paragraph.end]):
            start, end = paragraph.start + span.start, paragraph.start + span.end
            sentence = text[start:end]
            if (
                SENTENCE.fullmatch(sentence)
                and not UNFIT.search(sentence)
                and FEWEST_WORDS <= len(sentence.split()) <= MOST_WORDS
            ):
                yield start, end


def _reworded(quote: str, chance: random.Random) -> tuple[str, str, str]:
    """The name of a variant that fits, the statement, and the quotation."""
    names = list(VARIANTS)
    chance.shuffle(names)
    for name in names:
        if changed := VARIANTS[name](quote):
            text, quoted = changed
            return name, " ".join(text.split()), quoted
    return "repeated", " ".join(quote.split()), quote


def _given(
    held: Held, quotes: Sequence[tuple[str, int]], shelf: Shelf, chance: random.Random
) -> tuple[tuple[Quotation, ...], tuple[Passage, ...]]:
    """Quotations with the passages in which the draft says they stand, and all passages given to it."""
    homes = [held.passage_at(start) for _, start in quotes]
    strangers = [chance.choice(chance.choice(shelf.held).passages) for _ in range(STRANGERS)]
    own = chance.choice(held.passages)
    quotations = tuple(
        Quotation(held.document.source, quote, within=Span(home.start, home.end))
        for (quote, _), home in zip(quotes, homes, strict=True)
    )
    return quotations, tuple({passage.id: passage for passage in (*homes, own, *strangers)}.values())


def _read_line(path: Path, number: int, line: str) -> Mapping[str, Any]:
    try:
        written = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadParaphrases(path, number, f"it is not JSON ({error.msg})") from error
    if not isinstance(written, dict):
        raise BadParaphrases(path, number, "it is no object")
    for name in ("doc", "statement"):
        if not isinstance(written.get(name), str) or not written[name].strip():
            raise BadParaphrases(path, number, f"{name} is missing")
    quotes, false = written.get("quotes"), written.get("false", [])
    if not isinstance(quotes, list) or not quotes or not all(isinstance(quote, str) for quote in quotes):
        raise BadParaphrases(path, number, "quotes is no list of texts")
    if not isinstance(false, list) or not all(
        isinstance(twin, dict)
        and isinstance(twin.get("kind"), str)
        and isinstance(twin.get("statement"), str)
        for twin in false
    ):
        raise BadParaphrases(path, number, "false is no list of kinds and statements")
    return {**written, "false": false}
