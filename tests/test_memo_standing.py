"""What became of cited words: every edit of a text, and what a reader is shown of it."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.folding import fold
from core.succession import Succession, Superseded
from core.types import (
    Citation,
    Document,
    Filters,
    Heading,
    Layout,
    Metadata,
    Source,
    Span,
    Statement,
    Verdict,
)
from memo.difference import Change, difference
from memo.nearest import nearest
from memo.standing import Anchored, Standing, anchored, superseded_since, worst, worst_first
from tests.memo_examples import CAUTION, SEIZURE, answered, noted, pinned

WORDS = ("the", "of", "a", "court", "may", "order", "seizure", "secret", "holder", "must", "days", "fine")
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=4, max_size=12)


@st.composite
def texts(draw: st.DrawFn) -> list[str]:
    """Sentences that differ from each other, each by a number of its own."""
    bodies = draw(st.lists(SENTENCES, min_size=2, max_size=8))
    numbered = enumerate(bodies, start=11)
    return [f"Rule {n} says {' '.join(body)} for item{n} on list{n}." for n, body in numbered]


def version(text: str, layout: Layout | None = None, of: str = "v2", **known: str) -> Document:
    """A version of the one document of these tests."""
    source = Source("d", of, "d.txt", Metadata("The Rules", **known))
    return Document(
        source, text, layout or Layout(), "text/plain", "d.txt", "0", datetime.datetime(2026, 1, 1)
    )


def pin(text: str, quote: str, section: tuple[str, ...] = ()) -> Citation:
    """A citation of words of the first version, where they stand first."""
    start = text.index(quote)
    source = version(text, of="v1").source
    return Citation(source, start, start + len(quote), quote, Verdict.EXACT, section=section)


def became(
    before: str, quote: str, after: str, *, layout: Layout | None = None, section: str = ""
) -> Anchored:
    """What became of a quotation from one text in another."""
    kept = {"v1": version(before, of="v1"), "v2": version(after, layout)}
    cited = pin(before, quote, (section,) if section else ())
    found = anchored(cited, "v2", lambda identifier: kept[identifier])
    if found.span:
        assert found.words == after[found.span.start : found.span.end]
    return found


@given(texts(), st.data())
def test_words_are_found_after_whatever_is_put_before_them(sentences: list[str], data: st.DataObject) -> None:
    quote = data.draw(st.sampled_from(sentences))
    text, put = " ".join(sentences), data.draw(st.sampled_from(["A preface. ", "1. ", "\n\n", "Rule 2. "]))
    found = became(text, quote, put + text)
    start = text.index(quote) + len(put)
    assert (found.standing, found.span) == (Standing.MOVED, Span(start, start + len(quote)))


@given(texts(), st.data())
def test_a_sentence_that_is_taken_out_is_told_and_the_others_are_not(
    sentences: list[str], data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(sentences))
    after = " ".join(sentence for sentence in sentences if sentence != gone)
    for quote in sentences:
        found = became(" ".join(sentences), quote, after)
        assert found.standing is (Standing.ALTERED if quote == gone else Standing.MOVED)
        assert quote == gone or found.words == quote


@given(texts(), st.data())
def test_a_changed_word_is_told_and_shown(sentences: list[str], data: st.DataObject) -> None:
    quote = data.draw(st.sampled_from(sentences))
    words = quote.split()
    place = data.draw(st.integers(3, len(words) - 2))
    changed = " ".join([*words[:place], "zebra", *words[place + 1 :]])
    found = became(" ".join(sentences), quote, " ".join(sentences).replace(quote, changed))
    assert (found.standing, found.words) == (Standing.ALTERED, changed)
    assert [(s.change, s.text.strip()) for s in found.difference if s.change is not Change.KEPT] == [
        (Change.OUT, words[place]),
        (Change.IN, "zebra"),
    ]


def test_what_is_shown_is_not_cut_off_where_a_region_ends() -> None:
    sentences = [
        "Rule 11 says the the the the for item11 on list11.",
        "Rule 12 says a a court secret secret secret must must for item12 on list12.",
        "Rule 13 says a court court must days for item13 on list13.",
        "Rule 14 says the must must days for item14 on list14.",
        "Rule 15 says the the the the for item15 on list15.",
    ]
    quote, changed = sentences[3], sentences[3].replace("the", "zebra")
    found = became(" ".join(sentences), quote, " ".join(sentences).replace(quote, changed))
    assert found.words == changed


@given(texts(), st.data())
def test_words_stand_just_where_folding_finds_them(sentences: list[str], data: st.DataObject) -> None:
    """The oracle: whatever is cut out and put in, the words stand where the folded text has them whole."""
    text = " ".join(sentences)
    quote = data.draw(st.sampled_from(sentences))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 30)))
    put = data.draw(st.sampled_from(["", "not ", "“", "\n", "\u00ad", " – ", "must "]))
    after = f"{text[:start]}{put}{text[end:]}"
    found = became(text, quote, after)
    held = f" {fold(quote).text} " in f" {fold(after).text.strip()} ".replace("“", " ")
    if found.standing is Standing.MOVED:
        assert fold(found.words).text == fold(quote).text
    else:
        assert not held
        assert fold(found.words).text != fold(quote).text


@pytest.mark.parametrize(
    ("old", "new", "standing"),
    [
        pytest.param(
            "the owner's “secret” - kept", 'the owner’s "secret" — kept', Standing.MOVED, id="signs"
        ),
        pytest.param("a trade secret", "a trade\nse\u00adcret", Standing.MOVED, id="line-and-soft-hyphen"),
        pytest.param("within 3 years", "within 3.5 years", Standing.ALTERED, id="number"),
        pytest.param("a fine of 10", "a fine of 10,000", Standing.ALTERED, id="longer-number"),
        pytest.param("it may seize", "it may not seize", Standing.ALTERED, id="negation"),
        pytest.param("It may seize", "it may seize", Standing.ALTERED, id="case"),
        pytest.param("seize", "seizes", Standing.ALTERED, id="inside-a-word"),
        pytest.param("处五年以下有期徒刑", "处三年以下有期徒刑", Standing.ALTERED, id="chinese"),
    ],
)
def test_only_typography_is_forgiven(old: str, new: str, standing: Standing) -> None:
    assert became(f"So: {old}.", old, f"Now, as amended: {new}.").standing is standing


SAME = "The court may order it."
TWICE = f"Seizure\n\n{SAME}\n\nDamages\n\n{SAME}\n\nCosts\n\n{SAME}"
LAYOUT = Layout(
    headings=tuple(Heading(TWICE.index(name), (name,)) for name in ("Seizure", "Damages", "Costs")),
    paragraphs=tuple(
        Span(m, m + 1) for m in [0, *(n + 2 for n in range(len(TWICE)) if TWICE.startswith("\n\n", n))]
    ),
)


@pytest.mark.parametrize(
    ("section", "ahead", "under", "paragraph"),
    [
        pytest.param("Damages", 0, "Damages", 4, id="same-heading"),
        pytest.param("Costs", 0, "Costs", 6, id="same-heading-though-far"),
        pytest.param("Gone", 0, "Seizure", 2, id="nearest-to-the-beginning"),
        pytest.param("Gone", 100, "Costs", 6, id="nearest-to-the-end"),
    ],
)
def test_of_several_places_the_one_at_home_is_chosen(
    section: str, ahead: int, under: str, paragraph: int
) -> None:
    found = became("x " * ahead + SAME, SAME, TWICE, layout=LAYOUT, section=section)
    assert (found.standing, found.section, found.paragraph) == (Standing.MOVED, (under,), paragraph)


@pytest.mark.parametrize(
    ("quote", "text", "shown"),
    [
        pytest.param(
            "The term is five years from discovery.",
            "Terms\n\nThe term is three years. It runs from discovery.",
            "The term is three years. It runs from discovery.",
            id="two-sentences-for-one",
        ),
        pytest.param(
            "must notify the holder within five days",
            "Whoever finds it must at once notify the lawful holder within two days, in writing.",
            "must at once notify the lawful holder within two days",
            id="a-part-of-a-sentence",
        ),
        pytest.param(
            "‘Trade secret’ means information.",
            "Article 2. “Trade secret” means any information. Article 3. It is so.",
            "“Trade secret” means any information.",
            id="its-own-marks",
        ),
        pytest.param(
            "处五年以下有期徒刑。", "第三条　处三年以下有期徒刑。", "处三年以下有期徒刑。", id="chinese"
        ),
        pytest.param(
            "The seizure of ships is barred.", "The sale of bread is free.", None, id="nothing-like-it"
        ),
        pytest.param("The term is five years.", "", None, id="an-empty-text"),
    ],
)
def test_what_stands_in_place_of_altered_words(quote: str, text: str, shown: str | None) -> None:
    found = nearest(quote, text)
    assert (text[found.start : found.end] if found else None) == shown


def test_words_are_looked_for_in_a_long_text_in_no_time() -> None:
    chance = random.Random(7)
    many = [f"{word}{chance.randrange(400)}" for word in WORDS for _ in range(40)]
    sentences = [
        " ".join(chance.choices([*many, *WORDS * 60], k=14)).capitalize() + "." for _ in range(13_000)
    ]
    text = " ".join(sentences)
    assert len(text) > 10**6
    wanted = sentences[9_000].split()
    quote = " ".join([*wanted[:6], "zebra", *wanted[7:]])
    nearest("a b", text[:1000])  # the sentence finder is loaded
    began = process_time()
    found = nearest(quote, text)
    assert process_time() - began < 2  # 0.05 s, on a machine at rest
    assert found is not None
    assert text[found.start : found.end] == sentences[9_000]


@given(st.lists(st.sampled_from(WORDS), max_size=20), st.lists(st.sampled_from(WORDS), max_size=20))
def test_a_difference_holds_both_texts_whole(old: list[str], new: list[str]) -> None:
    pieces = difference(" ".join(old), "\n ".join(new))
    for words, other in ((old, Change.IN), (new, Change.OUT)):
        assert "".join(piece.text for piece in pieces if piece.change is not other).split() == words
    assert all(one.change is not after.change for one, after in pairwise(pieces))


def test_a_text_without_spaces_differs_by_its_characters() -> None:
    pieces = difference("处五年以下", "处三年以下")
    assert [piece.text.strip() for piece in pieces] == ["处", "五", "三", "年以下"]


TODAY = datetime.date(2026, 11, 29)
GIVEN = datetime.date(2020, 1, 1)
OLD = Source("d-dtsa", "v-dtsa", "old.txt", Metadata("The Old Act"))
NEW = Source(
    "d-new", "v-new", "new.txt", Metadata("The New Act", in_force_from="2025-03", supersedes="old.txt")
)
LAW = Succession((OLD, NEW))
TAKEN = Superseded(NEW, None, "2025-03")


def test_a_source_whose_words_stand_is_superseded_by_another() -> None:
    answer = answered("May it?", Statement(SEIZURE, (0,)), citations=(pinned(SEIZURE),))
    assert superseded_since(answer, answer.citations[0], LAW, given=GIVEN, today=TODAY) == TAKEN
    assert (
        superseded_since(answer, answer.citations[0], LAW, given=GIVEN, today=datetime.date(2025, 2, 28))
        is None
    )
    ended = Succession((replace(OLD, metadata=Metadata("The Old Act", in_force_to="2024")),))
    assert superseded_since(answer, answer.citations[0], ended, given=GIVEN, today=TODAY) == Superseded(
        None, "2024"
    )
    cited = answer.citations[0]
    assert anchored(cited, "v-dtsa", _unread, TAKEN).standing is Standing.SUPERSEDED
    assert anchored(cited, None, _unread, TAKEN).standing is Standing.GONE
    changed = version("Nothing of it.")
    assert anchored(cited, "v2", lambda _: changed, TAKEN).standing is Standing.ALTERED
    moved = version(f"Preface. {SEIZURE}")
    found = anchored(cited, "v2", lambda _: moved, TAKEN)
    assert (found.standing, found.words) == (Standing.SUPERSEDED, SEIZURE)


def _unread(identifier: str) -> Document:
    raise AssertionError(f"{identifier} need not be read")


def test_what_an_answer_told_already_is_no_news() -> None:
    assert noted().statements[0].caution == CAUTION
    assert superseded_since(noted(), noted().citations[0], LAW, given=GIVEN, today=TODAY) is None
    answer = answered("May it?", Statement(SEIZURE, (0,)), citations=(pinned(SEIZURE),))
    then = replace(answer, filters=Filters(as_of="2019-01-01"))
    assert superseded_since(then, then.citations[0], LAW, given=GIVEN, today=TODAY) is None
    over = replace(OLD, metadata=Metadata("The Old Act", in_force_to="2018"))
    known = replace(answer, citations=(replace(answer.citations[0], source=over),))
    assert superseded_since(known, known.citations[0], LAW, given=GIVEN, today=TODAY) is None


@pytest.mark.parametrize("order", [lambda kinds: kinds, reversed])
def test_the_worst_comes_first(order: Callable[[list[Standing]], list[Standing]]) -> None:
    kinds = list(order([Standing.MOVED, Standing.GONE, Standing.ALTERED, Standing.MOVED]))
    assert worst(kinds) is Standing.GONE
    assert worst_first(kinds) == ((Standing.GONE, 1), (Standing.ALTERED, 1), (Standing.MOVED, 2))
    assert worst([]) is Standing.INTACT
