"""Words with blanks, as citation styles write them: `*{title}*[, {issuer}][, {date}]`.

`{name}` is a blank. What stands in square brackets is left out, with its punctuation, where a blank
directly in it has no value; `[ ({issuer}, {date})| ({issuer})| ({date})]` gives alternatives, of which
the first whose blanks all have values counts. What stands between asterisks is italic. A backslash
before one of the marks `{ } [ ] | * \\` makes it an ordinary character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from memo.content import Role, Run

_PIECES = re.compile(
    r"\\(?P<literal>[][{}|*\\])|\{(?P<blank>[a-z_]*)\}|(?P<mark>[][{}|*\\])|(?P<words>[^][{}|*\\]+)"
)
_ITSELF = "For the character itself write \\"
_DEEPEST = 8  # square brackets in square brackets: more is a slip of the pen


class BadForm(ValueError):
    """Words with blanks that cannot be read; says why, and what to do."""


@dataclass(frozen=True)
class Words:
    """What stands there always."""

    text: str
    italic: bool


@dataclass(frozen=True)
class Blank:
    """What is to be filled in."""

    name: str
    italic: bool


@dataclass(frozen=True)
class Choice:
    """Alternatives, of which the first with a value for each of its blanks is written, or none."""

    alternatives: tuple[Form, ...]


Form = tuple[Words | Blank | Choice, ...]
Values = Mapping[str, tuple[Run, ...]]


def read_form(text: str, always: frozenset[str], sometimes: frozenset[str] = frozenset()) -> Form:
    """The form that a style writes so.

    `always` are the blanks that have a value whatever is known of a source; those of `sometimes` may
    lack one, and have to stand in square brackets. Raises BadForm.
    """
    form = _Reader(text).read()
    for blank in all_blanks(form):
        if blank not in always | sometimes:
            known = ", ".join(f"{{{name}}}" for name in sorted(always | sometimes))
            raise BadForm(f"there is no blank {{{blank}}} here. There are: {known}")
    for part in form:
        if isinstance(part, Blank) and part.name not in always:
            raise BadForm(
                f"{{{part.name}}} may lack a value: put it into square brackets with the punctuation "
                f"that goes with it, such as [, {{{part.name}}}]"
            )
    return form


def all_blanks(form: Form) -> Iterator[str]:
    """The names of the blanks of a form, in order, also of those in square brackets."""
    for part in form:
        if isinstance(part, Blank):
            yield part.name
        elif isinstance(part, Choice):
            for alternative in part.alternatives:
                yield from all_blanks(alternative)


def fill(form: Form, values: Values, role: Role = Role.TEXT) -> tuple[Run, ...]:
    """The form with its blanks filled, in as few runs as can be; its own words have this role.

    Words that stand in square brackets beside a pinpoint only join it to the rest: they are TEXT.
    """
    return merged(_filled(form, values, role))


def merged(runs: Iterator[Run] | tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs, those that differ in nothing but their words made one; of two spaces one is left out."""
    joined: list[Run] = []
    for run in runs:
        text = run.text
        if joined and joined[-1].text.endswith(" ") and run.role is not Role.QUOTATION:
            text = text.lstrip(" ")
        if not text:
            continue
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + text)
        else:
            joined.append(replace(run, text=text))
    return tuple(joined)


def _filled(form: Form, values: Values, role: Role) -> Iterator[Run]:
    for part in form:
        if isinstance(part, Words):
            yield Run(part.text, italic=part.italic, role=role)
        elif isinstance(part, Blank):
            for run in values.get(part.name, ()):
                yield replace(run, italic=run.italic or part.italic)
        else:
            chosen = next((form for form in part.alternatives if _has_values(form, values)), ())
            beside_pinpoint = any(isinstance(one, Blank) and one.name == "pinpoint" for one in chosen)
            yield from _filled(chosen, values, Role.TEXT if beside_pinpoint else role)


def _has_values(form: Form, values: Values) -> bool:
    return all(values.get(part.name) for part in form if isinstance(part, Blank))


class _Reader:
    """Reads a form from left to right."""

    def __init__(self, text: str) -> None:
        self._pieces = [*_PIECES.finditer(text)]
        self._next = 0
        self._italic = False

    def read(self) -> Form:
        form = self._form(0)
        if self._next < len(self._pieces):
            mark = self._pieces[self._next]["mark"]
            raise BadForm(
                f"{mark!r} stands outside square brackets. For the character itself write '\\{mark}'"
            )
        if self._italic:
            raise BadForm("an asterisk begins italic words that no second one ends")
        return form

    def _form(self, depth: int) -> Form:
        parts: list[Words | Blank | Choice] = []
        while self._next < len(self._pieces):
            piece = self._pieces[self._next]
            if piece["mark"] in ("]", "|"):
                break
            self._next += 1
            if piece["blank"] is not None:
                parts.append(Blank(piece["blank"], self._italic))
            elif piece["mark"] == "[":
                parts.append(self._choice(depth + 1))
            elif piece["mark"] == "*":
                self._italic = not self._italic
            elif piece["mark"]:
                raise BadForm(
                    f"{piece['mark']!r} stands alone. For the character itself write '\\{piece['mark']}'"
                )
            else:
                parts.append(Words(piece["literal"] or piece["words"], self._italic))
        return tuple(parts)

    def _choice(self, depth: int) -> Choice:
        if depth > _DEEPEST:
            raise BadForm("there are too many square brackets in each other")
        alternatives = []
        italic = self._italic
        while True:
            form = self._form(depth)
            if not any(isinstance(part, Blank) for part in form):
                raise BadForm("a pair of square brackets, or an alternative in it, has no blank of its own")
            if self._italic is not italic:
                raise BadForm("an asterisk in square brackets has no second one there")
            alternatives.append(form)
            if self._next == len(self._pieces):
                raise BadForm("a square bracket is opened and not closed")
            self._next += 1
            if self._pieces[self._next - 1]["mark"] == "]":
                return Choice(tuple(alternatives))
