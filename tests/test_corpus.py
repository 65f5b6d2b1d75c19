"""The starter library is whole and sourced, and the starter suite asks what stands in it."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from eval.suite import Question, is_date, read_suite

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
SUITE = ROOT / "eval" / "suites" / "starter.jsonl"
# The facts that the briefs were written from are not part of the repository.
FACTS = Path(os.environ.get("PINCITE_FACTS", ROOT.parent / "shared/facts/trade_secret_facts.jsonl"))

BRIEFS = sorted(CORPUS.glob("*.md"))
KINDS = {"statute", "treaty", "case", "guidance", "event", "comparison"}
REQUIRED_KEYS = {"title", "issuer", "date", "jurisdiction", "kind", "sources"}
REQUIRED_BRIEFS = {
    "apec-best-practices",
    "china-anti-unfair-competition-law",
    "defend-trade-secrets-act",
    "economic-espionage-act",
    "eu-directive-2016-943",
    "industry-letter-2017",
    "jcct-2015",
    "special-301",
    "trips-article-39",
    "whistleblower-immunity",
}

# Sources that have no public address; their front matter says so in a note.
SOURCES_WITHOUT_ADDRESS = {
    "Letter of ten associations to USTR, 6 November 2017 (starting document)",
    "The Hill, US, China claim meaningful progress on trade secret thefts, November 2015 (starting document)",
}

# Numbers and references that no fact states, each with the reason why a brief may.
REVIEWED: Mapping[str, str] = {
    "2026": "the brief on Special 301 says that the report of 2026 is not covered",
    "39.2(c)": "F074 gives Article 39.2(a)-(c) for its three conditions, in this order",
    "5(d)": "F096 gives Article 5(c)-(d) for its two situations, in this order",
    "1708(a)": "F180 gives 50 U.S.C. 1708 as instrument and subsection (a) as place",
    "1708(b)": "F179 gives 50 U.S.C. 1708 as instrument and subsection (b) as place",
    "1833(b)(3)(B)": "F034 gives 1833(b)(3)(A)-(B) for the notice and the cross-reference, in this order",
}

_FRONT = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)]+)\)")
_NUMBER = re.compile(r"\d[\d,.]*\d")
_REFERENCE = re.compile(
    r"(?:§§?|\b(?:articles?|arts?\.|sections?|regulations?|footnote)) "
    r"(\d[\w.]*(?:-\d+)*(?:\([0-9A-Za-z]+\))*)"
    r"(?:(?:, | and | to | or )(\d[\w.]*(?:-\d+)*(?:\([0-9A-Za-z]+\))*))?(?:,? and (\d[\w.]*(?:\(\w+\))*))?",
    re.IGNORECASE,
)
_NAMES = [path.stem for path in BRIEFS]

each_brief = pytest.mark.parametrize("path", BRIEFS, ids=_NAMES)


def front_matter(path: Path) -> dict[str, Any]:
    match = _FRONT.match(path.read_text(encoding="utf-8"))
    assert match, f"{path.name} has no front matter"
    # BaseLoader leaves dates the strings that were written
    fields = yaml.load(match[1], Loader=yaml.BaseLoader)
    assert isinstance(fields, dict)
    return fields


def body(path: Path) -> str:
    return _FRONT.sub("", path.read_text(encoding="utf-8"), count=1)


def folded(text: str) -> str:
    """One space between words: "a\\n  b" -> "a b"."""
    return " ".join(text.split())


def references(text: str) -> set[str]:
    """What a section sign or word introduces: "§ 1836(b) and Articles 9, 17 and 21" -> 1836(b), 9, 17, 21."""
    return {part.rstrip(".,;") for match in _REFERENCE.finditer(text) for part in match.groups() if part}


def long_numbers(text: str) -> set[str]:
    """Numbers with three digits or more: "2016, 764.6 and 15" -> 2016, 764.6."""
    found = {match[0].rstrip(".,") for match in _NUMBER.finditer(text)}
    return {number for number in found if sum(map(str.isdigit, number)) >= 3}


def stands_in(claim: str, text: str) -> bool:
    """Whether the text holds the number or reference as such: "39" is not in "1839" nor in "39.2"."""
    return re.search(rf"(?<![\d.]){re.escape(claim)}(?!\d|\.\d)", text) is not None


def is_referred_to(reference: str, text: str) -> bool:
    """Whether the text names it as a place in a law: "9" is in "Arts 9, 17", and not in "9 June 2018"."""
    if re.match(r"\d{3}", reference):
        return stands_in(reference, text)  # hardly anything else than a section is numbered so high
    words = r"(?:§|\bart|section|\bs\.|\breg|footnote|U\.S\.C\.|Code|NAFTA|TRIPS)[^\n]{0,40}?"
    place = rf"(?<![\d.]){re.escape(reference)}(?!\d|\.\d)"
    return re.search(words + place, text, re.IGNORECASE) is not None


@pytest.fixture(scope="module")
def facts() -> str:
    if not FACTS.is_file():
        pytest.skip(f"the facts behind the briefs are not here: {FACTS} (set PINCITE_FACTS)")
    lines = [json.loads(line) for line in FACTS.read_text(encoding="utf-8").splitlines()]
    fields = ("date", "instrument", "locator", "fact", "source_title")
    return "\n".join(str(fact[field]) for fact in lines for field in fields)


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    return read_suite(SUITE)


def test_the_briefs_that_were_asked_for_are_there() -> None:
    assert len(BRIEFS) >= 15
    assert set(_NAMES) >= REQUIRED_BRIEFS


@each_brief
def test_front_matter_says_what_the_brief_is(path: Path) -> None:
    fields = front_matter(path)
    assert fields.keys() >= REQUIRED_KEYS
    assert all(str(fields[key]).strip() for key in REQUIRED_KEYS)
    assert fields["kind"] in KINDS
    assert is_date(fields["date"])
    assert is_date(fields.get("in_force_from", fields["date"]))


@each_brief
def test_every_source_has_an_address_and_a_date(path: Path) -> None:
    sources = front_matter(path)["sources"]
    assert sources
    for source in sources:
        assert source["title"].strip()
        assert is_date(source["consulted"])
        if source["title"] in SOURCES_WITHOUT_ADDRESS:
            assert "url" not in source
            assert source["note"].strip()
        else:
            assert re.fullmatch(r"https?://[^\s/]+\S*", source["url"]), source


@each_brief
def test_a_brief_is_a_title_and_sections_of_readable_length(path: Path) -> None:
    text = body(path)
    headings = re.findall(r"^(#+) (.+)$", text, re.MULTILINE)
    assert headings[0] == ("#", front_matter(path)["title"])
    assert [marks for marks, _ in headings].count("#") == 1
    assert [marks for marks, _ in headings].count("##") >= 3
    assert 350 <= len(text.split()) <= 900


@each_brief
def test_links_lead_to_other_briefs(path: Path) -> None:
    for target in _LINK.findall(body(path)):
        assert (CORPUS / target).is_file(), target


@each_brief
def test_nothing_is_dressed_up_as_a_quotation(path: Path) -> None:
    assert not re.search(r"[\"“”]", body(path))  # the facts are paraphrases


@each_brief
def test_every_number_and_reference_stands_in_the_facts(path: Path, facts: str) -> None:
    numbers = long_numbers(body(path)) - REVIEWED.keys()
    places = references(body(path)) - REVIEWED.keys()
    assert {number for number in numbers if not stands_in(number, facts)} == set()
    assert {place for place in places if not is_referred_to(place, facts)} == set()


def test_reviewed_exceptions_are_still_needed(facts: str) -> None:
    stated = {claim for path in BRIEFS for claim in long_numbers(body(path)) | references(body(path))}
    assert stated >= REVIEWED.keys()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("18 U.S.C. § 1836(b)(2)(A)(i), a court", {"1836(b)(2)(A)(i)"}, id="section-sign"),
        pytest.param("Articles 9, 17 and 21 of", {"9", "17", "21"}, id="three-articles"),
        pytest.param("(Articles 9-8 and 18(3)).", {"9-8", "18(3)"}, id="hyphenated-articles"),
        pytest.param("under TRIPS Article 39.2.", {"39.2"}, id="end-of-sentence"),
        pytest.param("Article 10bis of the Paris Convention", {"10bis"}, id="bis"),
    ],
)
def test_references_are_found(text: str, found: set[str]) -> None:
    assert references(text) == found


def test_a_made_up_reference_or_year_would_be_noticed() -> None:
    facts = "18 U.S.C. 1836(b)(3)(B) of 2016\n41310\n39.2\n9 June 2018"
    made_up = ("1836(b)(3)(E)", "1837", "2015", "310", "39", "2")
    assert [claim for claim in made_up if stands_in(claim, facts)] == []
    assert is_referred_to("1836(b)(3)", facts)
    assert not is_referred_to("9", facts)


def test_the_suite_asks_enough_of_every_sort(questions: tuple[Question, ...]) -> None:
    ids = [question.id for question in questions]
    assert ids == [f"st-{number:03d}" for number in range(1, len(ids) + 1)]
    assert len(questions) >= 60
    assert sum(not question.answerable for question in questions) >= 15
    assert sum(bool(question.asked.history) for question in questions) >= 6
    kinds = Counter(question.kind for question in questions)
    assert kinds.keys() >= {"factoid", "date", "who", "list", "compare", "follow-up"}
    assert kinds.keys() >= {"near-miss", "other-law", "off-topic", "advice"}


def test_every_quotation_of_the_suite_stands_in_its_brief(questions: tuple[Question, ...]) -> None:
    for question in questions:
        for evidence in question.evidence:
            quote = folded(evidence.quote or "")
            assert folded(body(CORPUS / evidence.doc)).count(quote) == 1, (question.id, quote)


def test_every_brief_is_asked_about(questions: tuple[Question, ...]) -> None:
    asked = {evidence.doc for question in questions for evidence in question.evidence}
    assert asked == {path.name for path in BRIEFS}


def test_gold_quotations_would_score_as_right_answers(questions: tuple[Question, ...]) -> None:
    for question in questions:
        if not question.answerable:
            assert (question.evidence, question.answers, question.must_include) == ((), (), ()), question.id
            continue
        assert question.evidence, question.id
        assert question.answers, question.id
        assert question.must_include, question.id
        quoted = folded(" ".join(evidence.quote or "" for evidence in question.evidence)).casefold()
        for group in question.must_include:
            assert any(folded(words).casefold() in quoted for words in group), (question.id, group)
