"""More or less, raised or lowered, the same or not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from answering.evidence import Evidence
from answering.language.figures import FigureKind, figures
from answering.language.wording import any_of
from answering.objections import objection
from core.types import Objection

_DENIED = re.compile(
    r"(?:\b(?:not|no|never|neither|nor|without|hardly)|n['’]t)\s(?:\w+\s){0,2}$", re.IGNORECASE
)
_AMOUNT = r"(?=\s(?:[\d$€£¥]|(?:a|one|two|three|five|ten|half)\b))(?!\s\d+ (?:U\.?S\.?C|C\.?F\.?R)\b)"
_ENDS = r"(?=[,;.)]|$)"
# What says more or less in form only; bounds, "no more than", are read with "at most".
_FORMS = any_of(
    r"(?:no|not|never|nothing) (?:more|less|fewer|later|earlier|longer|sooner|higher|lower|greater) than"
    r"|no longer|more or less|(?:lower|higher) courts?|(?:rather|other) than"
    r"|(?:under|over|above|below) (?:§|section|article|rule|title)"
)
# "Higher than the other", of two things that both sides may name first; not "higher than 5 percent".
_THAN = re.compile(
    r"\b(?:more|less|fewer|\w{3,}er)\b(?: \w+){0,2} than\b(?! (?:[\d$€£¥]|half|one|once))", re.IGNORECASE
)
_OPPOSED = (
    (
        rf"more than|over{_AMOUNT}|exceed\w*|above|greater|higher|larger|longer|bigger|broader|wider"
        rf"|heavier|stricter|harsher|is (?:the )?more{_ENDS}|more (?:severe|heav|strict)\w*",
        rf"less than|under{_AMOUNT}|fewer|below|smaller|lower|lesser|shorter|narrower"
        rf"|lighter|laxer|milder|is (?:the )?less{_ENDS}|less (?:severe|heav|strict)\w*|falls? short",
    ),
    (
        r"rais(?:e[sd]?|ing)|rise[sn]?|rose|rising|increas\w+|lift(?:s|ed|ing)?|lengthen\w*|extend(?:s|ed|ing)"
        r"|widen\w*|broaden\w*|expan\w+|grow\w*|grew|strengthen\w*|more and more|upgraded",
        r"lower(?:s|ed|ing)|reduc\w+|cut(?:s|ting)?|decreas\w+|fell (?:from|to|by)|shorten\w*|shr[aiu]nk\w*"
        r"|narrow(?:s|ed|ing)|weaken\w*|curtail\w*|dwindl\w+|less and less|declining|moved down|downgraded",
    ),
    (
        r"eas(?:e[sd]?|ier|ing)|lighten\w*|relax\w*|simpl(?:er|if\w+)|lighter",
        r"harder|heavier|tighten\w*|stiffen\w*|aggravat\w*|more (?:difficult|onerous)|heighten\w*|stricter",
    ),
    (r"the same|alike|identical\w*", r"differ|differs|differed|different\w*|unlike|diverge\w*|contrasts?"),
    (r"broad(?:ly)?|wide(?:ly)?", r"narrow(?:ly)?"),
    (r"the most(?! of\b)", r"the least"),
    (r"including|included|inclusive of|counting", r"excluding|excluded|exclusive of|not counting"),
    (r"raised", r"capped"),
    (r"resembl\w*|agree|like", r"differs?|differed|unlike|diverge\w*"),
    (r"earlier", r"later"),
    (r"first|earliest", r"last|latest|final"),
)
_BOUNDS = (
    r"maximum|top|highest|largest|longest|greatest|ceiling|cap(?:s|ped)?|upper limit|up to|at (?:the )?most"
    r"|(?:not?|nothing|never) (?:more|longer|higher|greater) than|as (?:much|many|high|long) as"
    r"|not exceed\w*|the most that",
    r"the least that|minimum|lowest|smallest|shortest|floor|lower limit|at (?:the )?least|or more|upwards"
    r"|(?:not?|nothing|never) (?:less|fewer) than|(?:starts?|begins?) at",
)
_PAIRS = tuple((any_of(one), any_of(other)) for one, other in _OPPOSED)
_MOST_LEAST = ((any_of(_BOUNDS[0]), any_of(_BOUNDS[1])),)


def keeps_comparisons(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "more" where the quotations say "less", and to "raised" where they say "cut"."""
    said = _opposed(_PAIRS, _plain(statement), _plain(evidence.words))
    if words := said or _opposed(_MOST_LEAST, statement, evidence.words):
        yield objection("comparison", words)


def _opposed(pairs: Iterable[tuple[re.Pattern[str], re.Pattern[str]]], said: str, quoted: str) -> str | None:
    """The words of one side that are said where only the other side is quoted."""
    for one, other in pairs:
        for mine, theirs in ((one, other), (other, one)):
            words = _affirmed(mine, said)
            if words and theirs.search(quoted) and not mine.search(quoted) and not theirs.search(said):
                return words[0]
    return None


def _plain(text: str) -> str:
    """The text without words that compare in form only, and without what `keeps_order` compares."""
    return _THAN.sub("", _FORMS.sub("", text))


def _affirmed(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first place of the pattern that is not denied."""
    return next((m for m in pattern.finditer(text) if not _DENIED.search(text, 0, m.start())), None)


_COMPARES = any_of(
    r"than|more|most|less|least|fewer|greater|higher|larger|longer|wider|broader|heavier|stricter|further"
    r"|lower|smaller|shorter|narrower|earlier|later|newer|older|before|after|follow\w*|until|since|instead"
    r"|greatest|highest|largest|longest|strictest|latest|lowest|smallest|shortest|earliest|former\w*"
    r"|exceed\w*|beyond|compared?|rais\w+|r[io]se|risen|increas\w+|reduc\w+|lower\w*|widen\w*"
    r"|broaden\w*|extend\w*|eased?"
)


def invents_no_comparison(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "stricter than" where the quotations compare nothing and hold no two like figures."""
    said = _affirmed(_THAN, _FORMS.sub("", statement))
    if said and not _COMPARES.search(evidence.words) and not _comparable(evidence.words):
        yield objection("comparison", said[0])


def _comparable(text: str) -> bool:
    """Whether the text has two figures of one kind, sections aside."""
    kinds = Counter(
        (figure.kind, figure.unit) for figure in figures(text) if figure.kind is not FigureKind.SECTION
    )
    return any(times > 1 for times in kinds.values())


_SUPERLATIVE = any_of(
    r"(?:larg|bigg|high|great|strict|harsh|heavi|sever|long|broad|wid|low|small|short|light|weak|strong)est"
    r"|ever|record (?:fine|award|verdict|sum|damages|penalty|amount|loss)\w*|unprecedented"
    r"|(?:best|worst)(?! (?:practi|know|effort))"
)
_IN_FORM = re.compile(r"\b(?:at|as|for|if|hardly|not?) (?:the )?$|\bwhether\b", re.IGNORECASE)
_LIMITS = any_of(r"up to|maximum|minimum|top|at (?:most|least)|limit\w*|cap\w*|ceiling|floor")
_EXACT = any_of(r"exactly|precisely|to the (?:cent|day)")
_INEXACT = any_of(
    r"above|over|more than|less than|below|under|at (?:least|most)|up to|about|around|some|nearly|almost"
    r"|roughly|approximately"
)


def invents_no_superlative(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "the largest", "ever" and "exactly" where the quotations compare or measure nothing so."""
    words = evidence.words
    for match in _SUPERLATIVE.finditer(statement):
        said = _IN_FORM.search(statement, 0, match.start()) or any_of(match[0]).search(words)
        if not said and not any(known.search(words) for known in (_COMPARES, _SUPERLATIVE, _LIMITS)):
            yield objection("comparison", match[0])
    if (exact := _EXACT.search(statement)) and _INEXACT.search(words) and not _EXACT.search(words):
        yield objection("comparison", exact[0])
