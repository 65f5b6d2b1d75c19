"""The starter library is whole and sourced: every statement of a brief says what its facts say, no more."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

import pytest
from briefs import CORPUS, Brief, Fact, claims, read_brief, read_facts, readability, sources

from eval.suite import is_date
from ingest.read.dates import iso_date

BRIEFS = {path.stem: read_brief(path) for path in sorted(CORPUS.glob("*.md"))}
FACTS = read_facts()
KINDS = {"statute", "treaty", "case", "guidance", "event", "comparison"}
REQUIRED_KEYS = {"title", "issuer", "date", "jurisdiction", "kind", "sources"}
SHORTEST, LONGEST = 400, 1200  # words of a brief
HARDEST = 56.0  # LIX; the treaties' and statutes' own words lie above 60
MOST_OWN = 0.25  # the share of a brief's statements that may rest on no fact

# What the author of a brief calls an instrument, where that is not the name that the facts give it.
NAMES: Mapping[str, tuple[str, ...]] = {
    "DTSA 2016": ("Defend Trade Secrets Act", "DTSA"),
    "EEA 1996": ("Economic Espionage Act", "EEA"),
    "Defend Trade Secrets Act reporting": ("34 U.S.C. § 41310", "Defend Trade Secrets Act"),
    "Economic and Trade Agreement, 15 January 2020": ("Economic and Trade Agreement", "Phase One"),
    "Trade Secrets (Enforcement, etc.) Regulations 2018 (SI 2018/597)": ("SI 2018/597", "2018 Regulations"),
    "Trade Act of 1974, section 182": ("section 182", "19 U.S.C. § 2242"),
    "Trade Act of 1974, section 301": ("section 301",),
    "Section 301 report": ("section 301", "Section 301"),
    "tariffs": ("section 301", "Section 301"),
    "Administration Strategy": ("Administration Strategy", "2013 strategy", "strategy of 2013"),
    "Administration Strategy on Mitigating the Theft of U.S. Trade Secrets": ("Administration Strategy",),
    "Criminal Law, Amendment XI": ("Amendment XI", "Criminal Law"),
    "Best Practices": ("Best Practices", "best practices"),
    "Best Practices in Trade Secret Protection and Enforcement Against Misappropriation": (
        "Best Practices",
        "best practices",
    ),
    "APEC study": ("Trade Secrets Protection in APEC Economies", "APEC study"),
    "CBRC rules": ("CBRC", "bank technology"),
    "CBRC Notice 317": ("Notice 317", "bank technology"),
    "Obama-Xi understanding": ("25 September 2015", "Obama-Xi", "cyber understanding", "cyber commitment"),
    "Xi state visit": ("IF10291", "25 September 2015", "state visit"),
    "26th JCCT": ("26th", "JCCT"),
    "25th JCCT": ("25th", "JCCT"),
    "associations’ letter to USTR": ("6 November 2017", "letter"),
    "Trade Secrets Standing Dialogue": ("Standing Dialogue",),
    "RICO, 18 U.S.C. 1961": ("RICO", "18 U.S.C. § 1961"),
    "18 U.S.C. 1832 prosecution": ("18 U.S.C. § 1832", "exosome"),
    "common law": ("common law", "breach of confidence"),
    "TRIPS notifications": ("Article 63.2", "notified"),
    "TRIPS Agreement": ("TRIPS",),
    "Protected Disclosures Act 2014 as amended": ("Protected Disclosures Act 2014",),
    "SPC judicial interpretation": ("Fa Shi", "Supreme People’s Court", "Supreme People's Court"),
    "Criminal Code, Division 92A": ("Division 92A",),
    "industrial property law": ("industrial property law", "Law on the Protection of Industrial Property"),
    "FTC Non-Compete Clause Rule": ("Non-Compete Clause Rule",),
    "non-competes": ("Non-Compete", "non-compete"),
    "I-Admin v Hong Ying Ting [2020] SGCA 32": ("I-Admin",),
    "trade secret law": ("breach of confidence", "common law"),
    "Trans-Pacific Partnership": ("TPP", "Trans-Pacific Partnership"),
    "China-Korea FTA": ("China-Korea",),
    "reasonable steps": ("CREATe.org", "Baker McKenzie", "reasonable steps"),
    "ICC paper": ("ICC",),
    "WIPO Guide to Trade Secrets and Innovation": ("WIPO",),
    "50 U.S.C. 1708": ("50 U.S.C. § 1708",),
    "Protecting American Intellectual Property Act of 2022": (
        "Protecting American Intellectual Property Act",
        "50 U.S.C. § 1709",
    ),
    "Act on Prevention of Divulgence and Protection of Industrial Technology": ("Industrial Technology",),
    "Unfair Competition Prevention and Trade Secret Protection Act": (
        "Unfair Competition Prevention and Trade Secret Protection Act",
    ),
    "California Code of Civil Procedure": ("Code of Civil Procedure",),
    "Whyte v. Schlage Lock Co.": ("Whyte",),
    "PepsiCo v. Redmond": ("PepsiCo",),
    "E.J. Brooks Co. v. Cambridge Security Seals": ("E.J. Brooks",),
    "inevitable disclosure doctrine": ("inevitable disclosure",),
    "Friends of Trade Secrets": ("Friends of Trade Secrets",),
    "United States v. Levandowski": ("Levandowski",),
    "United States v. Sinovel": ("Sinovel",),
    "United States v. UMC": ("UMC",),
    "United States v. Fujian Jinhua": ("Fujian Jinhua",),
    "Micron v. Fujian Jinhua": ("Micron",),
    "Waymo v. Uber": ("Waymo",),
    "Motorola Solutions v. Hytera": ("Motorola",),
    "DuPont v. Kolon": ("Kolon",),
    "Epic v. Tata": ("Epic",),
    "Appian v. Pegasystems": ("Appian",),
    "TianRui Group v. ITC": ("TianRui",),
    "Ruckelshaus v. Monsanto": ("Monsanto",),
    "Kewanee Oil v. Bicron": ("Kewanee",),
    "Ryan LLC v. FTC": ("Ryan",),
    "Foreign Interference and Security of Information Act": ("Security of Information Act",),
    "Law Commission of India, Report No. 289": ("Report No. 289", "Law Commission"),
    "Law No. 9,279": ("Law No. 9,279",),
    "USMCA Implementation Act": ("USMCA",),
}

# Dates and numbers that none of a statement's facts states: (brief, claim) -> why the brief may.
REVIEWED: Mapping[tuple[str, str], str] = {
    ("defend-trade-secrets-act", "2016-05-16"): "the facts' notes: one source dates the signature so",
    ("mexico", "2020-07-01"): "the facts' notes: one guide says so of the entry into force",
}

# Facts that are given as settled and are not, each with the reason.
DOUBTED: Mapping[str, str] = {"F145": "a press report of April 2022, before the Act was passed in May 2022"}

# What a statement says where its facts are unverified, doubted or not of high confidence.
_HEDGED = re.compile(
    r"\bunconfirmed\b|\bnot (?:yet )?(?:been )?(?:confirmed|checked|seen|found)\b|\bsources differ\b"
    r"|\b(?:press|news) report\b|\bfrom a report\b|\b(?:is|are) (?:said|reported)\b|\breported(?:ly)?\b"
    r"|\bneither\b.*\bconfirmed\b",
    re.IGNORECASE,
)
# Opens a sentence that cannot be quoted by itself.
_BARE = re.compile(
    r"(?:It|Its|They|Their|This|These|Those|That|He|She|Such|Both|Neither|Here|There|However|Moreover|Also)\b"
)

each_brief = pytest.mark.parametrize("brief", BRIEFS.values(), ids=list(BRIEFS))


def unsupported(brief: Brief) -> set[tuple[str, str]]:
    """Claims that no fact of their statement states: (claim, statement)."""
    return {
        (claim, statement.text)
        for statement in brief.statements
        for claim in claims(statement.text)
        if (brief.name, claim) not in REVIEWED
        and not any(claim in FACTS[fact].claims for fact in statement.facts)
    }


def is_named(fact: Fact, text: str) -> bool:
    """Whether the text names the instrument of a fact, or the article or section where it stands."""
    names = (*NAMES.get(fact.instrument, ()), fact.instrument)
    return any(name in text for name in names) or bool(claims(text) & fact.places)


def test_the_library_covers_its_field() -> None:
    assert len(BRIEFS) >= 40
    untold = FACTS.keys() - {fact for brief in BRIEFS.values() for fact in brief.facts}
    assert untold == set()


@each_brief
def test_front_matter_says_what_the_brief_is(brief: Brief) -> None:
    assert brief.fields.keys() >= REQUIRED_KEYS
    assert all(str(brief.fields[key]).strip() for key in REQUIRED_KEYS)
    assert brief.fields["kind"] in KINDS
    assert is_date(brief.fields["date"])
    for key in ("in_force_from", "in_force_to"):
        assert key not in brief.fields or iso_date(brief.fields[key]) == brief.fields[key]


@each_brief
def test_front_matter_lists_the_sources_of_its_facts(brief: Brief) -> None:
    listed = brief.fields["sources"]
    assert listed == sources(brief, FACTS), "write them anew: python -m tests.briefs"
    assert all(is_date(source["consulted"]) for source in listed)


@each_brief
def test_a_brief_is_a_title_and_sections_of_readable_length(brief: Brief) -> None:
    levels = [level for level, _ in brief.headings]
    assert brief.headings[0] == (1, brief.fields["title"])
    assert levels.count(1) == 1
    assert levels.count(2) >= 3
    assert SHORTEST <= len(brief.body.split()) <= LONGEST
    prose = " ".join(statement.text for statement in brief.statements)
    assert readability(prose) <= HARDEST


@each_brief
def test_every_statement_names_its_facts(brief: Brief) -> None:
    for paragraph in brief.paragraphs:
        if not paragraph.links or paragraph.statements:
            assert paragraph.unmarked == "", "a statement without its facts"
        for statement in paragraph.statements:
            assert statement.text, "a mark without a statement"
            assert statement.editor or statement.facts, statement.text
            assert set(statement.facts) <= FACTS.keys(), statement.text
    own = [statement for statement in brief.statements if statement.editor]
    assert len(own) <= MOST_OWN * len(brief.statements)


@each_brief
def test_every_number_date_and_section_stands_in_the_facts_of_its_statement(brief: Brief) -> None:
    assert unsupported(brief) == set()


@each_brief
def test_every_paragraph_names_its_official_source(brief: Brief) -> None:
    for paragraph in brief.paragraphs:
        text = f"{paragraph.lead_in} {paragraph.text}"
        unnamed = {fact for fact in paragraph.facts if not is_named(FACTS[fact], text)}
        assert unnamed == set(), paragraph.text


@each_brief
def test_what_is_not_settled_is_not_stated_as_settled(brief: Brief) -> None:
    for paragraph in brief.paragraphs:
        for statement in paragraph.statements:
            unsettled = {fact for fact in statement.facts if not FACTS[fact].settled or fact in DOUBTED}
            told = f"{paragraph.lead_in} {statement.text}"  # an item is never quoted without its lead-in
            assert not unsettled or _HEDGED.search(told), (unsettled, statement.text)


@each_brief
def test_every_statement_can_be_quoted_alone(brief: Brief) -> None:
    assert [statement.text for statement in brief.statements if _BARE.match(statement.text)] == []


@each_brief
def test_links_lead_to_other_briefs(brief: Brief) -> None:
    for paragraph in brief.paragraphs:
        for target in paragraph.links:
            assert target.removesuffix(".md") in BRIEFS, target
            assert target != brief.path.name


@each_brief
def test_nothing_is_dressed_up_as_a_quotation(brief: Brief) -> None:
    assert not re.search(r"[\"“”]", brief.body)  # the facts are paraphrases


@each_brief
def test_a_version_follows_on_the_one_it_supersedes(brief: Brief) -> None:
    if "supersedes" in brief.fields:
        older = BRIEFS[brief.fields["supersedes"].removesuffix(".md")]
        over = datetime.date.fromisoformat(older.fields["in_force_to"])
        assert over + datetime.timedelta(days=1) == datetime.date.fromisoformat(brief.fields["in_force_from"])
        assert older.fields["jurisdiction"] == brief.fields["jurisdiction"]


@each_brief
def test_a_brief_no_longer_in_force_says_what_followed(brief: Brief) -> None:
    if "in_force_to" in brief.fields:
        followers = [
            name for name, other in BRIEFS.items() if other.fields.get("supersedes") == brief.path.name
        ]
        links = {target for paragraph in brief.paragraphs for target in paragraph.links}
        assert followers
        assert {f"{name}.md" for name in followers} <= links


def test_reviewed_exceptions_are_still_needed() -> None:
    stated = {
        (name, claim)
        for name, brief in BRIEFS.items()
        for statement in brief.statements
        for claim in claims(statement.text)
    }
    assert stated >= REVIEWED.keys()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("18 U.S.C. § 1836(b)(2)(A)(i), a court", {"18", "1836(b)(2)(A)(i)"}, id="section-sign"),
        pytest.param("Articles 9-8 and 18(3).", {"9-8", "18(3)"}, id="hyphenated-articles"),
        pytest.param("under TRIPS Article 39.2.", {"39.2"}, id="end-of-sentence"),
        pytest.param("Article 10bis of the Paris Convention", {"10bis"}, id="bis"),
        pytest.param("on 21 to 23 November 2015", {"2015-11-21", "2015-11-23"}, id="days"),
        pytest.param("in May 2022, on 2 May", {"2022-05", "--05-02"}, id="month-and-day"),
        pytest.param("1.5 billion won, 1,000 pages, three years", {"1.5 billion", "1000", "3"}, id="numbers"),
        pytest.param("2018-02-09 and 2015-11-21/23", {"2018-02-09", "2015-11-21", "2015-11-23"}, id="iso"),
    ],
)
def test_claims_are_found(text: str, found: set[str]) -> None:
    assert claims(text) == found


def test_a_made_up_claim_would_be_noticed() -> None:
    """On a copy of a real brief, each kind of slip is caught where it stands."""
    brief = BRIEFS["defend-trade-secrets-act"]
    assert unsupported(brief) == set()
    for said, slip in (
        ("11 May 2016", "12 May 2016"),
        ("1836(b)(1)", "1836(b)(4)"),
        ("1838", "1839"),
        ("Public Law 114-153", "Public Law 114-135"),
    ):
        assert said in brief.source
        altered = Brief(brief.path, brief.fields, brief.source.replace(said, slip, 1))
        assert unsupported(altered), slip
