"""What the reader reads of a question and a passage, as word pieces: the same in training and in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from core.types import Span

WINDOW = 256  # word pieces in all
QUESTION = 64  # the most of them for the question
PLACE = 40  # the most of them for title and headings
START, END = 101, 102  # "[CLS]" and "[SEP]" in the vocabulary of BERT


@dataclass(frozen=True)
class Pieces:
    """`[CLS] question [SEP] title · headings [SEP] passage [SEP]`, as ids of word pieces."""

    ids: tuple[int, ...]
    question: int  # so many of them, the marks around it included, are the question
    sentences: tuple[Span | None, ...]  # the pieces of each sentence; None where it was cut off


def pieces(
    tokenizer: Tokenizer, question: str, place: Sequence[str], text: str, sentences: Sequence[Span]
) -> Pieces:
    """The pieces of a question and a passage; `sentences` are spans of its `text`.

    The tokenizer neither pads nor cuts. What of the passage is beyond the window is cut.
    """
    asked = tokenizer.encode(question, add_special_tokens=False).ids[:QUESTION]
    where = tokenizer.encode(" · ".join(place), add_special_tokens=False).ids[:PLACE]
    head = [START, *asked, END, *where, END]
    words = tokenizer.encode(text, add_special_tokens=False)
    room = WINDOW - len(head) - 1
    offsets = words.offsets[:room]
    return Pieces(
        ids=(*head, *words.ids[:room], END),
        question=len(asked) + 2,
        sentences=tuple(_within(sentence, offsets, len(head)) for sentence in sentences),
    )


def _within(sentence: Span, offsets: Sequence[tuple[int, int]], before: int) -> Span | None:
    held = [i for i, (start, end) in enumerate(offsets) if sentence.start <= start < end <= sentence.end]
    return Span(before + held[0], before + held[-1] + 1) if held else None
