"""A model's reply is read as it comes: the same statements however it is cut into pieces."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from answering.writers.reply import Quoted, Reply, Written
from core.errors import ModelFault

FIRST = Written("The court may order three things.", (Quoted(2, "The court may order three things:"),))
SECOND = Written('He said "no" to [1] {x}.', (Quoted(1, "no } ] , “twice”"), Quoted(3, "…")))
WHOLE = json.dumps(
    {
        "answered": True,
        "statements": [
            {
                "text": one.text,
                "quotations": [{"passage": q.passage, "quote": q.quote} for q in one.quotations],
            }
            for one in (FIRST, SECOND)
        ],
    },
    ensure_ascii=False,
)
ONE = '{"text": "A.", "quotations": [{"passage": 1, "quote": "a b c d"}]}'
REFUSAL = '{"answered": false, "statements": []}'


def read(text: str, cuts: list[int] | None = None) -> Reply:
    """The reply, given in pieces that begin at the cuts."""
    places = [0, *sorted({cut % (len(text) + 1) for cut in cuts or []}), len(text)]
    taken = Reply()
    for start, end in pairwise(places):
        taken.feed(text[start:end])
    return taken


def ended(text: str, cuts: list[int] | None = None) -> tuple[bool | None, list[Written], str | None]:
    """What was read in the end: whether it answers, the statements, and the kind of fault."""
    taken = read(text, cuts)
    try:
        taken.end()
    except ModelFault as fault:
        return taken.answered, taken.statements, fault.kind
    return taken.answered, taken.statements, None


FORMS = [
    pytest.param(WHOLE, [FIRST, SECOND], id="bare"),
    pytest.param(f"```json\n{WHOLE}\n```", [FIRST, SECOND], id="code fence"),
    pytest.param(f"Here is my answer:\n\n{WHOLE}\nI hope {{this}} helps.", [FIRST, SECOND], id="text around"),
    pytest.param(f'<think>{REFUSAL} or {{"answered": tr</think>\n{WHOLE}', [FIRST, SECOND], id="thinking"),
    pytest.param(f"<thinking>\n{WHOLE} no </thinking>{REFUSAL}", [], id="thought better"),
    pytest.param(f"{REFUSAL} wait</think>{WHOLE}", [FIRST, SECOND], id="thinking not opened"),
    pytest.param('{"answered": tr, wait</think>' + WHOLE, [FIRST, SECOND], id="broken thinking not opened"),
    pytest.param(
        "{“answered”: true, “statements”: [{“text”: “A “b” c: d.”, “quotations”: [{“passage”: 1, "
        "“quote”: “e f”}]}]}",
        [Written("A “b” c: d.", (Quoted(1, "e f"),))],
        id="typographic quotes",
    ),
    pytest.param(
        '{"statements": [' + ONE + '], "confidence": -0.95e2, "answered" : true}',
        [Written("A.", (Quoted(1, "a b c d"),))],
        id="other order and a number",
    ),
    pytest.param(
        '{"answered": true, "statements": [{"text": "A\nb", "quotations": '
        '[{"passage": "12", "quote": "c"}]}]}',
        [Written("A\nb", (Quoted(12, "c"),))],
        id="raw line end and a number as text",
    ),
    pytest.param(
        f'{{"answered": true, "statements": [{ONE},],}}',
        [Written("A.", (Quoted(1, "a b c d"),))],
        id="commas too many",
    ),
    pytest.param(
        '{"answered": true, "statements": [{"text": "\\ud83d\\ude00 \\ud800", "quotations": []}]}',
        [Written("\N{GRINNING FACE} \N{REPLACEMENT CHARACTER}", ())],
        id="half a character",
    ),
]


@pytest.mark.parametrize(("text", "statements"), FORMS)
@trying(deadline=None)
@given(cuts=st.lists(st.integers(0, 10_000), max_size=40))
def test_the_same_statements_come_however_it_is_cut(
    text: str, statements: list[Written], cuts: list[int]
) -> None:
    answered, read_statements, fault = ended(text, cuts)
    assert (read_statements, fault) == (statements, None)
    assert answered is bool(statements)


@pytest.mark.parametrize(("text", "statements"), FORMS)
def test_letter_by_letter_too(text: str, statements: list[Written]) -> None:
    assert ended(text, list(range(len(text))))[1:] == (statements, None)


def test_a_statement_is_there_as_soon_as_it_is_complete() -> None:
    first_ends = WHOLE.index("}]}") + len("}]}")
    taken = Reply()
    taken.feed(WHOLE[: first_ends - 1])
    assert taken.statements == []
    taken.feed(WHOLE[first_ends - 1 : first_ends])
    assert taken.statements == [FIRST]
    assert not taken.complete
    taken.feed(WHOLE[first_ends:])
    assert (taken.statements, taken.complete) == ([FIRST, SECOND], True)


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        pytest.param("", "empty", "nothing in it", id="empty"),
        pytest.param(" \n", "empty", "nothing in it", id="blank"),
        pytest.param("<think>hm", "malformed", "no JSON object", id="only thinking"),
        pytest.param("<think>hm</think> ", "empty", "nothing in it", id="thinking, then nothing"),
        pytest.param("I do not know.", "malformed", "no JSON object", id="prose"),
        pytest.param('{"answered": true, "statements": []}', "empty", "no statements", id="no statements"),
        pytest.param("{}", "malformed", "“answered”", id="empty object"),
        pytest.param('{"answered": true}', "malformed", "lacks “statements”", id="no list"),
        pytest.param(f'{{"statements": [{ONE}]}}', "malformed", "lacks “answered”", id="not said"),
        pytest.param('{"answered": "yes", "statements": []}', "malformed", "true or false", id="yes"),
        pytest.param('{"answered": true, "statements": ["A."]}', "malformed", "must stand", id="bare text"),
        pytest.param(
            '{"answered": true, "statements": [{"quotations": []}]}', "malformed", "“text”", id="no text"
        ),
        pytest.param(
            '{"answered": true, "statements": [{"text": " ", "quotations": []}]}',
            "malformed",
            "is empty",
            id="blank text",
        ),
        pytest.param(
            '{"answered": true, "statements": [{"text": "A.", "quotations": "b"}]}',
            "malformed",
            "“quotations”",
            id="quotations no list",
        ),
        pytest.param(
            '{"answered": true, "statements": [{"text": "A.", "quotations": '
            '[{"passage": true, "quote": "b"}]}]}',
            "malformed",
            "“passage”",
            id="passage no number",
        ),
        pytest.param(
            '{"answered": true, "statements": [{"text": "A.", "quotations": [{"passage": 1}]}]}',
            "malformed",
            "“quote”",
            id="no quote",
        ),
        pytest.param(
            '{"answered": true, "statements": [{"text": "He said "no""}]}', "malformed", "JSON", id="quotes"
        ),
        pytest.param('{"answered": true, "answered": true}', "malformed", "twice", id="twice"),
        pytest.param('{"a": ' + "[" * 50_000 + "]", "malformed", "form asked for", id="deep"),
        pytest.param('{"a": ' + "9" * 5000 + "}", "malformed", "form asked for", id="long number"),
        pytest.param(WHOLE[:-2], "cut", "before its end", id="no end"),
        pytest.param('{"answered": tru', "cut", "before its end", id="half a word"),
        pytest.param('{"answered": true, "statements": [{"text": "A \\', "cut", "its end", id="half a sign"),
    ],
)
def test_what_has_another_shape_is_named(text: str, kind: str, says: str) -> None:
    with pytest.raises(ModelFault, match=says) as fault:
        read(text).end()
    assert fault.value.kind == kind
    assert ended(text, list(range(0, min(len(text), 3000), 3)))[2] == kind


@trying(deadline=None)
@given(end=st.integers(2, len(WHOLE) - 1))
def test_of_a_reply_that_breaks_off_the_complete_statements_are_kept(end: int) -> None:
    _, statements, fault = ended(WHOLE[:end])
    assert statements == [FIRST, SECOND][: len(statements)]
    assert fault == "cut"


@trying(deadline=None)
@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=5))
def test_whatever_comes_it_is_read_or_faulted(text: str, cuts: list[int]) -> None:
    assert ended(text, cuts)[2] in ("empty", "malformed", "cut")
    assert ended(WHOLE[:60] + text, cuts)[2] in ("malformed", "cut", None)
