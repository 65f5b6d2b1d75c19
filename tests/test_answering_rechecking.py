"""A statement in an author's words: what it no longer says of its source is told."""

from __future__ import annotations

import pytest
from memo_examples import OWNER, SEIZURE, SOURCES, TEXTS, Shelf, pinned

from answering.rechecking import recheck
from core.types import Citation, Filters, Source, Verdict


class Shelved(Shelf):
    """The examples' texts, as checking wants a library."""

    def jurisdictions(self, filters: Filters) -> tuple[str, ...]:
        return ("US",)

    def dated_sources(self) -> tuple[Source, ...]:
        return tuple(SOURCES.values())


LIBRARY = Shelved(TEXTS)


@pytest.mark.parametrize(
    "words",
    [
        SEIZURE,
        "A court may order seizure only in extraordinary circumstances.",
        "A court may not order seizure unless the circumstances are extraordinary.",
    ],
)
def test_words_that_the_source_carries_are_not_objected_to(words: str) -> None:
    assert recheck(words, [pinned(SEIZURE)], LIBRARY) == ()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("A court may not issue an order for seizure in extraordinary circumstances.", "negation"),
        ("Courts never order seizure.", "scope"),
        ("No court may issue an order for seizure.", "scope"),
        ("Three courts may issue an order for seizure in extraordinary circumstances.", "number"),
        ("A court must issue an order for seizure in extraordinary circumstances.", "modality"),
    ],
)
def test_words_that_say_something_else_are_objected_to(words: str, kind: str) -> None:
    objections = recheck(words, [pinned(SEIZURE), pinned(OWNER)], LIBRARY)
    assert objections
    assert kind in {objection.kind for objection in objections}, objections
    assert all(objection.reason for objection in objections)


def test_words_without_a_citation_are_objected_to() -> None:
    (objection,) = recheck("A court may seize.", [], LIBRARY)
    assert objection.kind == "unsupported"


def test_what_is_said_to_be_without_may_be_denied() -> None:
    text = "In extraordinary circumstances only, a court may order seizure without notice to the other side."
    pin = Citation(SOURCES["v-dtsa"], 0, len(text), text, Verdict.EXACT)
    library = Shelved({"v-dtsa": text})
    assert (
        recheck("The other side gets no notice of the seizure that a court may order.", [pin], library) == ()
    )
    (objection,) = recheck("A court may never order seizure.", [pin], library)
    assert objection.kind == "negation"


def test_what_is_denied_in_one_case_may_not_be_denied_in_all() -> None:
    text = "Where an injunction would be adequate, civil seizure is unavailable."
    pin = Citation(SOURCES["v-dtsa"], 0, len(text), text, Verdict.EXACT)
    library = Shelved({"v-dtsa": text})
    assert (
        recheck("Civil seizure is not available where an injunction would be adequate.", [pin], library) == ()
    )
    (objection,) = recheck("Courts never order seizure.", [pin], library)
    assert objection.kind == "negation"
