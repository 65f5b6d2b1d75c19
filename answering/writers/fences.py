"""How a language model is shown what others wrote: as data, between marks that they cannot forge."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence

from core.types import Passage
from core.unseen import without_unseen

LEFT_OUT = "[…]"
CODE_LENGTH = 8
# Marks that a model may take for those of its conversation, or of Pincite's own fences.
FOREIGN_MARK = re.compile(
    r"<[|｜][^<>]{0,60}?[|｜]>"
    r"|</?(?:s|bos|eos|think(?:ing)?|(?:start|end)_of_turn)>"
    r"|\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS)\]|<</?SYS>>"
    r"|<\s*/?\s*(?:passage|quotation)\b[^<>\n]{0,60}>?",
    re.I,
)
INVISIBLE = frozenset(("Cc", "Cf", "Cn", "Co", "Cs"))


def shown(text: str) -> str:
    """The text as a model is shown it: without invisible characters, and without marks of a conversation."""
    visible = "".join(
        character
        for character in without_unseen(text)
        if character in "\n\t" or unicodedata.category(character) not in INVISIBLE
    )
    while (inert := FOREIGN_MARK.sub(LEFT_OUT, visible)) != visible:
        visible = inert  # taking a mark out may leave another: <|a<|b|>|>
    return visible


def on_one_line(text: str) -> str:
    """As `shown`, on one line: it cannot begin a line that looks like another speaker's."""
    return " ".join(shown(text).split())


def code_for(texts: Sequence[str]) -> str:
    """A code that stands in none of the texts; the same for the same texts.

    It hangs on all the texts together: who writes one of them cannot know it beforehand.
    """
    code = hashlib.sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest()
    while any(code[:CODE_LENGTH] in text for text in texts):
        code = hashlib.sha256(code.encode()).hexdigest()
    return code[:CODE_LENGTH]


def code_for_passages(question: str, passages: Sequence[Passage]) -> str:
    """The code of the marks around these passages."""
    titles = (text for passage in passages for text in (passage.text, *_labels(passage).values()))
    return code_for([question, *titles])


def fenced(what: str, number: int, text: str, code: str) -> str:
    """A text between marks: `<passage 1, code 1f3870be>` and `</passage 1, code 1f3870be>`."""
    return f"<{what} {number}, code {code}>\n{text}\n</{what} {number}, code {code}>"


def fenced_passages(passages: Sequence[Passage], code: str) -> str:
    """The passages, numbered from 1, each with what is known of it, without its barred sentences."""
    return "\n".join(
        fenced("passage", number, "\n".join((*_described(passage), "Text:", evidence_of(passage))), code)
        for number, passage in enumerate(passages, start=1)
    )


def evidence_of(passage: Passage) -> str:
    """The words of a passage that may be quoted; where sentences were barred, a sign."""
    pieces: list[str] = []
    at = passage.start
    for sentence in sorted(passage.sentences, key=lambda one: one.start):
        if sentence.start in passage.barred:
            pieces += [passage.text[at - passage.start : sentence.start - passage.start], LEFT_OUT]
            at = max(at, sentence.end)
    pieces.append(passage.text[at - passage.start :])
    return shown("".join(pieces)).strip()


def _described(passage: Passage) -> Iterable[str]:
    return (f"{label}: {on_one_line(value)}" for label, value in _labels(passage).items() if value)


def _labels(passage: Passage) -> dict[str, str]:
    known = passage.source.metadata
    return {
        "Title": known.title,
        "Issuer": known.issuer or "",
        "Date": known.date or "",
        "Section": " › ".join(passage.section),
        "Page": str(passage.page or ""),
    }
