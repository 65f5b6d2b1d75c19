"""Reads a language model's reply as it comes: each statement as soon as its JSON object is complete.

The reply is to be one object, `{"answered": true, "statements": [{"text": "...", "quotations":
[{"passage": 2, "quote": "..."}]}]}`. Around it thinking, code fences and text are passed over; within it
nothing is guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import ModelFault

OPENING = re.compile(r"<think(?:ing)?>|\{(?=\s*[\"“”„}])", re.I)
THOUGHT = re.compile(r"</think(?:ing)?>", re.I)
OPENS_TYPOGRAPHICALLY = re.compile(r"\{\s*[“”„]")
TYPOGRAPHIC = re.compile(r"(?P<opens>[{\[,:]\s*)[“”„]|[“”](?=\s*[,:}\]])")
GROWS = re.compile(r"[\d.eE+-]{1,2}")  # the end of a number or a literal, and what may belong to it
ENDS = re.compile(r"[\"“”}\]]")
LITERALS = ("true", "false", "null", "-")
LONGEST_MARK = len("</thinking>")

More = Generator[None, None, None]  # stops at each place where more of the reply is needed


@dataclass(frozen=True)
class Quoted:
    """Words that a reply says stand in the passage with this number."""

    passage: int
    quote: str


@dataclass(frozen=True)
class Written:
    """A statement of a reply."""

    text: str
    quotations: tuple[Quoted, ...]


class Reply:
    """What has come of a reply, and what of it can be read: `statements`, `answered`."""

    def __init__(self) -> None:
        self.statements: list[Written] = []
        self.answered: bool | None = None  # None: it has not been said yet
        self.complete = False
        self._text = ""
        self._at = 0  # how far it is read
        self._typographic_from: int | None = None  # where JSON begins that has “ and ” for "
        self._ended = False
        self._fault: ModelFault | None = ModelFault("empty", "there was nothing in it")
        self._reading = self._read()
        next(self._reading)

    def feed(self, text: str) -> None:
        """Reads on; what `statements` holds afterwards is complete."""
        known = len(self._text.rstrip()) - 1  # the last mark waits for what follows it
        self._text += text
        if self._typographic_from is not None:
            self._put_plain_quotes(max(self._typographic_from, known))
        next(self._reading, None)

    def end(self) -> None:
        """No more will come. Raises ModelFault: "empty", "malformed", or "cut" where it lacks its end."""
        self._ended = True
        for _ in self._reading:
            pass
        if self._fault:
            raise self._fault

    def _read(self) -> More:
        """Reads the object; what is followed by the end of thinking was thought, and it is read anew."""
        while True:
            yield from self._object_or_fault()
            while not (end_of_thought := THOUGHT.search(self._text, self._at)):
                if self._ended:
                    return
                yield
            self._at = end_of_thought.end()
            self._typographic_from = None
            self.statements, self.answered, self.complete = [], None, False

    def _object_or_fault(self) -> More:
        try:
            yield from self._to_the_object()
            yield from self._object()
        except ModelFault as fault:
            self._fault = fault
        else:
            self._fault, self.complete = None, True

    def _to_the_object(self) -> More:
        """Passes over what stands before the object, thinking above all."""
        while (opening := (yield from self._found(OPENING))).group() != "{":
            self._at = opening.end()
            self._at = (yield from self._found(THOUGHT)).end()
        self._at = opening.start()
        if OPENS_TYPOGRAPHICALLY.match(self._text, self._at):
            self._typographic_from = self._at
            self._put_plain_quotes(self._at)

    def _found(self, mark: re.Pattern[str]) -> Generator[None, None, re.Match[str]]:
        """The next place where the mark stands."""
        searched = self._at
        while not (match := mark.search(self._text, searched)):
            if self._ended and self._text[self._at :].strip():
                raise ModelFault("malformed", "there was no JSON object in it")
            if self._ended:
                raise ModelFault("empty", "there was nothing in it")
            searched = max(self._at, len(self._text.rstrip()) - LONGEST_MARK)
            yield
        return match

    def _object(self) -> More:
        keys: set[str] = set()
        self._at += 1
        while (yield from self._mark('"}')) == '"':
            key = yield from self._value()
            if key in keys:
                raise ModelFault("malformed", f"it has “{key}” twice")
            keys.add(key)
            yield from self._mark(":")
            self._at += 1
            if key == "statements":
                yield from self._statements()
            elif key == "answered":
                self.answered = _of_type(bool, (yield from self._value()), "“answered” must be true or false")
            else:
                yield from self._value()
            if (yield from self._mark(",}")) == "}":
                break
            self._at += 1
        if missing := {"answered", "statements"} - keys:
            raise ModelFault("malformed", f"it lacks “{min(missing)}”")
        if self.answered and not self.statements:
            raise ModelFault("empty", "“answered” is true, but there are no statements")

    def _statements(self) -> More:
        yield from self._mark("[")
        self._at += 1
        while (yield from self._mark("{]")) == "{":
            self.statements.append(_statement((yield from self._value())))
            if (yield from self._mark(",]")) == "]":
                break
            self._at += 1
        self._at += 1

    def _mark(self, wanted: str) -> Generator[None, None, str]:
        """The next mark, which must be one of those wanted; it is not yet passed over."""
        while True:
            rest = self._text[self._at :].lstrip()
            if rest:
                break
            self._wait()
            yield
        self._at = len(self._text) - len(rest)
        if rest[0] not in wanted:
            raise ModelFault("malformed", f"“{rest[:20]}” stands where {' or '.join(wanted)} must stand")
        return rest[0]

    def _value(self) -> Generator[None, None, Any]:
        """The next JSON value, once it is complete."""
        while True:
            while not self._text[self._at :].lstrip():
                self._wait()
                yield
            self._at = len(self._text) - len(self._text[self._at :].lstrip())
            try:
                value, end = json.JSONDecoder(strict=False).raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not _lacks_its_end(error):
                    raise ModelFault("malformed", f"it is not JSON: {error.msg}") from error
            except (RecursionError, ValueError) as error:  # nested too deep, or a number too long
                raise ModelFault("malformed", "it is not JSON of the form asked for") from error
            else:
                if self._ended or not GROWS.fullmatch(self._text, end - 1, end + 1):
                    self._at = end
                    return value
            known = len(self._text)
            self._wait()
            yield
            if self._text[self._at] in '{["':  # it is not tried at each letter of a long text
                while not ENDS.search(self._text, known):
                    self._wait()
                    known = len(self._text)
                    yield

    def _put_plain_quotes(self, start: int) -> None:
        """Puts " where “ and ” stand around the strings of the JSON; within strings they stay."""
        plain = TYPOGRAPHIC.sub(lambda match: (match["opens"] or "") + '"', self._text[start:])
        self._text = self._text[:start] + plain

    def _wait(self) -> None:
        if self._ended:
            raise ModelFault("cut", "it broke off before its end")


def _lacks_its_end(error: json.JSONDecodeError) -> bool:
    """Whether what could not be decoded may yet become JSON when more of it comes."""
    rest = error.doc[error.pos :].strip()
    return (
        not rest
        or error.msg.startswith("Unterminated string")
        or (error.msg.startswith("Invalid \\") and len(rest) < len("\\u1234"))
        or any(literal.startswith(rest) for literal in LITERALS)
    )


def _statement(value: Mapping[str, Any]) -> Written:
    """The statement in a JSON object. Raises ModelFault where it has another shape."""
    text = _of_type(str, value.get("text"), "each statement must have a “text”")
    if not text.strip():
        raise ModelFault("malformed", "the “text” of a statement is empty")
    quotations = _of_type(list, value.get("quotations"), "each statement must have a list “quotations”")
    return Written(_whole(text), tuple(_quoted(quotation) for quotation in quotations))


def _quoted(value: object) -> Quoted:
    known: dict[str, Any] = _of_type(dict, value, "each quotation must be an object")
    passage = known.get("passage")
    if isinstance(passage, str) and passage.isdecimal():
        passage = int(passage[:9])
    number = _of_type(int, passage, "“passage” must be the number of a passage")
    return Quoted(number, _whole(_of_type(str, known.get("quote"), "each quotation must have a “quote”")))


def _of_type(kind: type[Any], value: object, otherwise: str) -> Any:  # noqa: ANN401 (it is of `kind`)
    if type(value) is not kind:  # a bool is no number here
        raise ModelFault("malformed", otherwise)
    return value


def _whole(text: str) -> str:
    """The text with halves of characters put together, and with U+FFFD for a half that stands alone."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
