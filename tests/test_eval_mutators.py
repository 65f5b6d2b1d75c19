"""Mutators: each makes of a sentence what it is to make, and never gives back what it was given."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.settings import load
from eval.mutating import changed_names, changed_quotations, changed_values, changed_wording
from eval.mutating.changed_names import Names, names_of, sort_of
from eval.mutating.rewording import VARIANTS
from eval.mutating.shelf import Held, plain, read_shelf

ACT = """# The Act

It was for President Obama to sign it.

President Obama signed the Act on 11 May 2016, and the owner must act within 3 years of discovery.

The court may not order a seizure unless the owner shows an immediate need, said the Supreme Court.

An organisation may be fined up to 5 million dollars, and a person may be sent to prison for 10 years.
"""
LAW = """# The Law

In 2019 the law of China was amended by the Standing Committee, and President Xi signed the Foreign Trade Law.

Most courts in Japan follow Toyota, which asked the European Commission for its view.
"""


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Held]:
    folder = tmp_path_factory.mktemp("documents")
    for name, text in {"act.md": ACT, "law.md": LAW}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return {held.name: held for held in read_shelf([folder], load()).held}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    folder: Path = tmp_path_factory.mktemp("named")
    (folder / "act.md").write_text(ACT, encoding="utf-8")
    (folder / "law.md").write_text(LAW, encoding="utf-8")
    return names_of(read_shelf([folder], load()))


def every(change: Callable[[random.Random], Iterator[str]]) -> set[str]:
    """All that the change makes, by many seeds."""
    return {text for seed in range(60) for text in change(random.Random(seed))}


def swapped(kind: str, text: str) -> set[str]:
    return every(lambda chance: changed_wording.swapped(kind, text, "", chance))


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("negation dropped", "It does not apply.", {"It does apply."}),
        ("negation dropped", "It doesn't apply.", {"It does apply."}),
        ("negation dropped", "A court cannot wait.", {"A court can wait."}),
        ("negation dropped", "Goods without a label.", {"Goods with a label."}),
        ("negation dropped", "Neither fraud nor theft counts.", {"Both fraud and theft counts."}),
        ("negation dropped", "It is not only unfair.", set()),
        ("modality", "The owner must wait.", {"The owner may wait.", "The owner can wait."}),
        ("modality", "A court may seize it.", {"A court must seize it.", "A court shall seize it."}),
        ("modality", "He must not wait.", {"He need not wait."}),
        ("modality", "It was in May 2016.", set()),
        ("modality", "Nothing may be lost.", set()),  # nothing shall, nothing may: the same
        ("quantifier", "All courts agree.", set()),  # only in the middle: "all" with a small letter
        ("quantifier", "It binds all courts.", {"It binds few of courts.", "It binds none of courts."}),
        ("quantifier", "Some courts agree.", {"All courts agree."}),
        ("quantifier", "It is usually enough.", {"It is always enough.", "It is never enough."}),
        ("comparison", "It takes at least 3 years.", {"It takes at most 3 years."}),
        ("comparison", "no later than May", {"no less than May"}),
        ("comparison", "It takes more than 3 years.", {"It takes less than 3 years."}),
        ("comparison", "Before 2016 none did.", {"After 2016 none did."}),
        ("comparison", "up to 10 years", {"at least 10 years"}),
        ("tense", "The Act was amended.", {"The Act will be amended."}),
        ("tense", "It took effect in 2016.", {"It will take effect in 2016."}),
    ],
)
def test_one_small_word_is_another(kind: str, text: str, expected: set[str]) -> None:
    assert swapped(kind, text) == expected


@pytest.mark.parametrize(
    ("change", "text", "expected"),
    [
        (
            changed_wording.negation_added,
            "The Act covers what is secret.",
            {"The Act covers what is not secret."},
        ),
        (changed_wording.negation_added, "It may be lost.", {"It may not be lost."}),
        (changed_wording.negation_added, "It can be lost.", {"It cannot be lost."}),
        (changed_wording.negation_added, "It is never lost.", set()),
        (changed_wording.negation_added, "They ask whether it is lost.", set()),
        (
            changed_wording.scope_widened,
            "It binds only owners of secrets.",
            {
                "It binds owners of secrets.",
                *(f"It binds only owners of secrets, {words}." for words in changed_wording.EVERYWHERE),
            },
        ),
        (changed_wording.scope_widened, "It was not only owners who came.", set()),
        (
            changed_wording.condition_dropped,
            "The owner may sue in court, if the secret was taken.",
            {"The owner may sue in court."},
        ),
        (changed_wording.condition_dropped, "The owner may sue in court.", set()),
    ],
)
def test_words_are_put_in_and_left_out(
    change: Callable[[str, str, random.Random], Iterator[str]], text: str, expected: set[str]
) -> None:
    assert every(lambda chance: change(text, "", chance)) == expected - {text}


VALUES = [
    ("section number", "as § 1836(b) says", r"as § (?!1836\(b\))\d+\([a-z]\) says"),
    ("section number", "under Article 39.2 of TRIPS", r"under Article (?!39\.2)\d+\.2 of TRIPS"),
    ("section number", "18 U.S.C. says so", r"(?!18)\d+ U\.S\.C\. says so"),
    ("version", "the 2019 amendment of the Law", r"the (?!2019)\d{4} amendment of the Law"),
    ("version", "the Act of 2016 applies", r"the Act of (?!2016)\d{4} applies"),
    ("amount", "a fine of $5 million", r"a fine of \$(?!5 million)\d+ (million|billion|thousand|trillion)"),
    ("amount", "1,500 yuan are due", r"(?!1,500)\d+,500 yuan are due"),
    ("percentage", "some 12% of them", r"some (?!12%)\d+% of them"),
    ("period", "within three years of it", r"within (?!three years)\w+ (year|month|week|day|hour)s of it"),
    ("date", "signed on 11 May 2016", r"signed on (?!11 May 2016)\d{1,2} [A-Z][a-z]+ \d{4}"),
    ("date", "signed on May 11, 2016", r"signed on (?!May 11, 2016)[A-Z][a-z]+ \d{1,2}, \d{4}"),
    ("date", "it dates from 1996", r"it dates from (?!1996)\d{4}"),
    ("number", "eight of 69 courts", r"(?!eight of 69)(\w+) of \d+ courts"),
    ("number", "the second circuit", r"the (?!second)[a-z]+ circuit"),
]


@pytest.mark.parametrize(("kind", "text", "pattern"), VALUES)
def test_a_value_is_another_of_its_kind(kind: str, text: str, pattern: str) -> None:
    made = every(lambda chance: changed_values.other_value(kind, text, "", chance))
    assert len(made) >= 3
    for changed in made:
        assert re.fullmatch(pattern, changed), changed


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param("date", "the Act of 2016 applies", id="a-version-is-no-date"),
        pytest.param("date", "sections 1831 and 1832 say so", id="a-section-is-no-date"),
        pytest.param("number", "signed on 11 May 2016", id="a-date-is-no-number"),
        pytest.param("number", "a fine of $5 million", id="an-amount-is-no-number"),
        pytest.param("number", "the form F-1A and item 3b", id="nor-is-part-of-a-word"),
        pytest.param("number", "no third party", id="nor-a-fixed-phrase"),
        pytest.param("amount", "five courts", id="a-number-is-no-amount"),
    ],
)
def test_a_value_of_another_kind_is_left_alone(kind: str, text: str) -> None:
    assert not every(lambda chance: changed_values.other_value(kind, text, "", chance))


def test_no_number_is_put_in_that_the_source_has_nearby() -> None:
    known = plain("9 10 11 12 13 14 15 16 17 18 years")
    made = every(lambda chance: changed_values.other_value("number", "69 of 8 courts", known, chance))
    assert "69 of 6 courts" in made
    assert not {"69 of 9 courts", "69 of 10 courts", "69 of 18 courts"} & made


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("Supreme Court", "body"),
        ("Court", None),
        ("Foreign Trade Law", "law"),
        ("Japan", "place"),
        ("Japanese", None),
        ("President Obama", "party"),
        ("May", None),
        ("CONFIDENTIALITY", None),
    ],
)
def test_names_are_sorted(name: str, sort: str | None) -> None:
    assert sort_of(name) == sort


@pytest.mark.parametrize(
    ("sort", "text", "expected"),
    [
        ("party", "It was signed by President Obama.", "It was signed by Toyota."),
        ("body", "So said the Supreme Court.", "So said the European Commission."),
        ("place", "It is law in China.", None),  # nowhere else but in this document
    ],
)
def test_a_name_is_that_of_another_document(
    sort: str, text: str, expected: str | None, names: Names, documents: Mapping[str, Held]
) -> None:
    known = plain(text)
    held = documents["act.md" if expected else "law.md"]
    made = every(lambda chance: changed_names.other_name(sort, names, text, known, held.words, chance))
    assert made == set() if expected is None else expected in made
    assert text not in made


def test_two_names_change_places_unless_they_stand_side_by_side() -> None:
    found = Names({"body": (), "law": (), "place": (), "party": ("Epic", "Tata")})
    made = every(lambda chance: changed_names.names_exchanged(found, "In 2014 Epic sued Tata.", "", chance))
    assert made == {"In 2014 Tata sued Epic."}
    assert not every(lambda c: changed_names.names_exchanged(found, "In 2014 Epic and Tata met.", "", c))


QUOTE = "President Obama signed the Act on 11 May 2016, and the owner must act within 3 years of discovery."


@pytest.mark.parametrize(
    ("change", "pattern"),
    [
        (changed_quotations.word_left_out, None),
        (changed_quotations.word_put_in, None),
        (changed_quotations.word_altered, r"President Obama \w+ the Act on 11 May 2016, and the \w+ must .*"),
        (changed_quotations.value_altered, r"President Obama signed the Act on \d+ \w+ \d+, and .*"),
        (changed_quotations.small_word_altered, r"President Obama signed the Act on 11 May 2016, and .*"),
        (changed_quotations.stitched, r"President Obama signed the Act on 11 May 2016,( |…|\.\.\.)+\w.*"),
        (changed_quotations.too_short, r"[a-z]+( [a-z]+){1,2}"),
    ],
)
def test_an_altered_quotation_stands_nowhere(
    change: Callable[[str, Held, random.Random], Iterator[str]],
    pattern: str | None,
    documents: Mapping[str, Held],
) -> None:
    made = every(lambda chance: change(QUOTE, documents["act.md"], chance))
    assert made
    for words in made:
        assert documents["act.md"].says(words) == (change is changed_quotations.too_short), words
        assert pattern is None or re.fullmatch(pattern, words), words


LENGTHS = {changed_quotations.word_left_out: -1, changed_quotations.word_put_in: 1}


@pytest.mark.parametrize("change", LENGTHS)
def test_a_word_more_or_less(
    change: Callable[[str, Held, random.Random], Iterator[str]], documents: Mapping[str, Held]
) -> None:
    made = every(lambda chance: change(QUOTE, documents["act.md"], chance))
    wanted = len(QUOTE.split()) + LENGTHS[change]
    assert all(wanted <= len(words.split()) <= wanted + 1 for words in made)  # "in writing" is two


SOUP = (
    "the Act of 2016 must may not all some at least 3 years $5 million before § 1836(b) Supreme Court Japan "
    "President Obama only if no is was can 12% second every , ."
)


@given(text=st.lists(st.sampled_from(SOUP.split()), max_size=14).map(" ".join), seed=st.integers(0, 99))
def test_no_mutator_gives_back_what_it_was_given(text: str, seed: int) -> None:
    chance = random.Random(seed)
    changes = [
        *(changed_wording.swapped(kind, text, "", chance) for kind in changed_wording.SWAPS),
        *(changed_values.other_value(kind, text, "", chance) for kind in changed_values.PATTERNS),
        changed_wording.negation_added(text, "", chance),
        changed_wording.scope_widened(text, "", chance),
        changed_wording.condition_dropped(text, "", chance),
    ]
    for change in changes:
        assert all(changed != text for changed in change)


@pytest.mark.parametrize(
    ("name", "sentence", "statement", "quotation"),
    [
        ("straight quotes", "It is “secret”.", "It is “secret”.", 'It is "secret".'),
        ("hard spaces", "See § 5 of it.", "See § 5 of it.", "See §\u00a05\u00a0of it."),
        ("soft hyphen", "All information.", "All information.", "All inform\u00adation."),
        ("section in words", "See § 5(b).", "See section 5(b).", "See § 5(b)."),
        ("section as a sign", "See Section 5(b).", "See § 5(b).", "See Section 5(b)."),
        ("digits", "within three (3) years", "within 3 years", "within three (3) years"),
        ("number in words", "within 3 years", "within three years", "within 3 years"),
        ("month first", "on 11 May 2016.", "on May 11, 2016.", "on 11 May 2016."),
        ("day first", "on May 11, 2016.", "on 11 May 2016.", "on May 11, 2016."),
        ("dollar sign", "5 million dollars", "$5 million", "5 million dollars"),
        ("connective left out", "However, it may.", "It may.", "However, it may."),
        ("contracted", "It does not.", "It doesn't.", "It does not."),
        ("no less than", "at least 3 years", "no less than 3 years", "at least 3 years"),
    ],
)
def test_a_variant_changes_the_wording_alone(
    name: str, sentence: str, statement: str, quotation: str
) -> None:
    assert VARIANTS[name](sentence) == (statement, quotation)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_that_does_not_fit_says_so(name: str) -> None:
    assert VARIANTS[name]("Nothing here fits") is None
