"""Small changes of wording that leave the sense of a sentence as it is: what checking must let pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_SMALL = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
SMALL = _SMALL.split("|")
Reworded = tuple[str, str]  # statement, quotation
Variant = Callable[[str], Reworded | None]  # None: it does not fit this sentence


def _of_statement(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Variant:
    """The statement changed where the pattern stands, the quotation as it is."""

    def variant(sentence: str) -> Reworded | None:
        changed = re.sub(pattern, replacement, sentence)
        return (changed, sentence) if changed != sentence else None

    return variant


def _of_quotation(pattern: str, replacement: str) -> Variant:
    """The quotation changed in its typography, the statement as it is."""

    def variant(sentence: str) -> Reworded | None:
        changed = re.sub(pattern, replacement, sentence)
        return (sentence, changed) if changed != sentence else None

    return variant


def _in_digits(match: re.Match[str]) -> str:
    return f"{SMALL.index(match[1].lower()) + 2} {match[2]}"


def _in_words(match: re.Match[str]) -> str:
    return f"{SMALL[int(match[1]) - 2]} {match[2]}"


VARIANTS: Mapping[str, Variant] = {
    "straight quotes": _of_quotation("[“”]", '"'),
    "straight apostrophes": _of_quotation("’", "'"),
    "curly apostrophes": _of_quotation("(?<=\\w)'(?=\\w)", "’"),
    "plain dashes": _of_quotation("[–—]", "-"),
    "hard spaces": _of_quotation(r"(?<=\d) (?=\w)|(?<=§) ", "\u00a0"),
    "line ends": _of_quotation(r"(?<=,) ", "\n"),
    "soft hyphen": _of_quotation(r"\b(inform)(?=ation\b)", "\\1\u00ad"),
    "section in words": _of_statement(r"(?<!§)§\s?(?=\d)", "section "),
    "section as a sign": _of_statement(r"\b[Ss]ection (?=\d)", "§ "),
    "digits": _of_statement(rf"\b({_SMALL})(?: \(\d+\))? (years?|months?|days?)\b", _in_digits),
    "number in words": _of_statement(r"(?<![\w.,(-])([2-9]|1[0-2]) (years?|months?|days?)\b", _in_words),
    "month first": _of_statement(rf"\b(\d{{1,2}}) ({MONTH}) (\d{{4}})\b(?! and)", r"\2 \1, \3"),
    "day first": _of_statement(rf"\b({MONTH}) (\d{{1,2}}), (\d{{4}})\b,?", r"\2 \1 \3"),
    "dollar sign": _of_statement(r"(?<![\w.,])(\d[\d,.]*(?: million| billion)?) dollars\b", r"$\1"),
    "per cent": _of_statement(r"(?<=\d)%| percent\b", " per cent"),
    "connective left out": _of_statement(
        r"^(?:However|Moreover|Furthermore|Therefore|Thus|In addition|For example), ([a-z])",
        lambda match: match[1].upper(),
    ),
    "cannot": _of_statement(r"\bcannot\b", "can not"),
    "contracted": _of_statement(r"\b(does|do|did|is|are|was|were) not\b", r"\1n't"),
    "must for shall": _of_statement(r"\bshall\b(?! not)", "must"),
    "must not for shall not": _of_statement(r"\bshall not\b", "must not"),
    "over": _of_statement(r"\bmore than (?=\d|\$)", "over "),
    "no less than": _of_statement(r"\bat least (?=\d|two|three|four|five|six)", "no less than "),
    "United States": _of_statement(r"\bU\.S\.(?= [a-z])", "United States"),
}
