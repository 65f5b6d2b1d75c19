"""Which list a paragraph stands in, what leads into it, and what belongs to it after its items."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from core.types import Document, Span

BULLET = re.compile(r"(?:[-•*–]|o(?=\s{2}))\s+")
MARK = re.compile(r"(\(?)(\d{1,3}|[A-Za-z]|[ivx]{1,5})([.)])\s")
LISTED = re.compile(r"[-•*–(]")
FOLIO = re.compile(r"(?:page\s*)?[-–\s]*\d{1,4}[-–\s]*(?:of\s+\d+)?", re.I)
ROMAN = re.compile(r"[ivx]+")
AFTER_H_U_W = {"i": "h", "v": "u", "x": "w"}  # letters that are Roman numerals elsewhere
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
LEADS = re.compile(r"[:—]-?$")
OPEN = re.compile(r"(?:;|[;,]\s*(?:and|or|and/or))$")
BREAKS_OFF = re.compile(r"[\w,\"”’)\]]$")
# They lead into a whole contract or letter: "NOW, THEREFORE, the parties agree as follows:"
OPENS_THE_BODY = re.compile(
    r"\b(?:agrees?|covenants?)(?: and agrees?)?(?: to)?(?: the following| as follows)?\W*$|"
    r"\bthe following terms and conditions\W*$|^Dear\b",
    re.I,
)
A_SENTENCE = 6  # words
FURNITURE = 3  # times that a short paragraph stands in a document which is printed on each page
LONGEST_FURNITURE = 200


@dataclass(frozen=True)
class Outline:
    """The paragraphs of a document as a reader takes them, without what is printed between pages."""

    document: Document

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs but for page numbers and what is printed on every page."""
        spans = self.document.layout.paragraphs or (Span(0, len(self.document.text)),)
        words = [self.document.text[span.start : span.end].strip() for span in spans]
        printed = {
            line
            for line, times in Counter(words).items()
            if times >= FURNITURE and len(line) <= LONGEST_FURNITURE and not LISTED.match(line)
        }
        kept = tuple(
            span
            for span, line in zip(spans, words, strict=True)
            if not (len(line) <= 20 and FOLIO.fullmatch(line))
            and not (line in printed and (span.start not in self.headings or line.isupper()))
        )
        return kept or spans

    @cached_property
    def headings(self) -> frozenset[int]:
        """Where the headings begin."""
        return frozenset(heading.start for heading in self.document.layout.headings)

    def words(self, number: int) -> str:
        """The text of a paragraph."""
        span = self.paragraphs[number]
        return self.document.text[span.start : span.end].strip()

    def is_heading(self, number: int) -> bool:
        """Whether the paragraph is a heading."""
        return self.paragraphs[number].start in self.headings

    def leads(self, number: int) -> bool:
        """Whether the paragraph leads into what follows: "The court may order:"."""
        words = self.words(number)
        return not self.is_heading(number) and bool(LEADS.search(words)) and not OPENS_THE_BODY.search(words)

    def goes_on(self, number: int) -> bool:
        """Whether the paragraph's last sentence ends in the next paragraph: a page ends between them."""
        if number + 1 >= len(self.paragraphs) or self.is_heading(number + 1):
            return False
        if self.is_heading(number) and len(self.words(number).split()) < A_SENTENCE:
            return False  # a longer one was a numbered sentence, taken for a heading
        following = self.words(number + 1)
        return (
            bool(BREAKS_OFF.search(self.words(number)))
            and not OPEN.search(self.words(number))
            and following[:1].islower()
            and self.mark(number + 1) is None
        )

    def mark(self, number: int) -> str | None:
        """The mark that a paragraph opens with: "-", "(b)", "2."; None without one."""
        words = self.words(number)
        if BULLET.match(words):
            return "-"
        match = MARK.match(words)
        return match[0].strip() if match and not self.is_heading(number) else None

    def style(self, number: int) -> str | None:
        """How the items of the paragraph's list are marked, "" where they are not; None for no item.

        "(b)" and "(h)" -> "(a)", "(ii)" -> "(i)", "3." -> "1."; an item without a mark is known by what
        stands before it: a lead-in, or an item that ends in "; or".
        """
        mark = self.mark(number)
        if mark == "-":
            return mark
        if mark is not None:
            inner = mark.strip("().")
            return mark.replace(inner, self._sign(inner, number))
        if number == 0 or self.is_heading(number) or self.is_heading(number - 1):
            return None
        before = self.words(number - 1)
        if self.leads(number - 1) or before.endswith(";") or OPEN.search(before):
            return ""
        lower = self.words(number)[:1].islower()
        return "" if lower and before.endswith(",") and self.style(number - 1) is not None else None

    def _sign(self, inner: str, number: int) -> str:
        if inner.isdigit():
            return "1"
        if not ROMAN.fullmatch(inner):
            return "A" if inner.isupper() else "a"
        before = AFTER_H_U_W.get(inner)
        earlier = range(max(0, number - 12), number)
        return "a" if before and any(self.mark(n) == f"({before})" for n in earlier) else "i"

    def ordinal(self, number: int) -> int | None:
        """Which item of its list the mark makes it: "(c)", "(iii)", "3." -> 3; None for bullets."""
        inner = (self.mark(number) or "-").strip("().")
        style = self.style(number) or ""
        if inner == "-" or not style:
            return None
        if inner.isdigit():
            return int(inner)
        if "i" in style:
            values = [ROMAN_VALUES[letter] for letter in inner]
            following = [*values[1:], 0]
            return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
        return ord(inner.lower()) - ord("a") + 1

    def first_item(self, number: int) -> int:
        """The first paragraph of the list that the item `number` stands in, on its own level."""
        style, first = self.style(number), number
        for earlier in range(number - 1, -1, -1):
            if self.ordinal(first) == 1 or self.style(earlier) is None:
                break
            before = self.ordinal(first)
            if before is not None:
                if self.style(earlier) == style and self.ordinal(earlier) == before - 1:
                    first = earlier
            elif earlier == first - 1 and self.leads(earlier):
                break
            elif self.style(earlier) == style:
                first = earlier
        return first

    def lead_ins(self, number: int) -> list[int]:
        """The paragraphs that lead into the item, outermost first; none where it has no lead-in."""
        found: list[int] = []
        while self.style(number) is not None:
            before = self.first_item(number) - 1
            if before < 0 or not self.leads(before):
                break
            found.insert(0, before)
            number = before
        return found

    def last_item(self, lead_in: int) -> int:
        """The last paragraph of what `lead_in` leads into, with the words that end its sentence."""
        own, place = self.style(lead_in), self.ordinal(lead_in)
        last = lead_in
        while last + 1 < len(self.paragraphs) and self.style(last + 1) is not None:
            if place and self.style(last + 1) == own and self.ordinal(last + 1) == place + 1:
                break  # the next item on the level of the lead-in
            last += 1
        return last + 1 if self.has_tail(last) else last

    def has_tail(self, last: int) -> bool:
        """Whether words after the last item end its list's sentence: "... shall be fined"."""
        following = last + 1
        return (
            following < len(self.paragraphs)
            and self.mark(last) is not None
            and not self.is_heading(following)
            and self.mark(following) is None
            and self.words(following)[:1].islower()
        )
