"""Suites: what may stand in them, and what is told of those that cannot be used."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from eval_examples import DTSA, UTSA, Shelf, question, source

from core.types import Filters, Turn
from eval.evidence import Archive, find_words, resolve
from eval.rows import Place
from eval.suite import MOST_PROBLEMS, BadSuite, Evidence, of_half, read_suite

FULL = {
    "id": "q1",
    "question": "And who signed it?",
    "kind": "follow-up",
    "history": [{"role": "user", "content": "When did it take effect?"}],
    "as_of": "2024-05-31",
    "filters": {"jurisdiction": ["US"], "document": ["dtsa.txt"], "date_from": "2016"},
    "answerable": True,
    "answers": ["Obama"],
    "must_include": [["Obama", "President"], ["2016"]],
    "evidence": [{"doc": "dtsa.txt", "start": 37, "end": 70, "quote": "It was"}, {"doc": "a", "quote": "b"}],
    "relevant": {"4983": 1, "77": 0},
    "half": "tune",
    "difficulty": "a field of somebody else's",
}


def test_every_field_is_read(tmp_path: Path) -> None:
    path = tmp_path / "suite.jsonl"
    path.write_text(
        json.dumps(FULL) + '\r\n\n{"id": 7, "question": "Why?", "kind": null}\n', encoding="utf-8"
    )
    first, second = read_suite(path)
    assert first.asked.question == "And who signed it?"
    assert first.asked.history == (Turn("user", "When did it take effect?"),)
    wanted = Filters(("US",), document=("dtsa.txt",), date_from="2016", as_of="2024-05-31")
    assert first.asked.filters == wanted
    assert (first.kind, first.answerable, first.answers) == ("follow-up", True, ("Obama",))
    assert (first.half, second.half) == ("tune", None)
    assert first.must_include == (("Obama", "President"), ("2016",))
    assert first.evidence == (Evidence("dtsa.txt", 37, 70, "It was"), Evidence("a", quote="b"))
    assert first.relevant == {"4983": 1, "77": 0}
    assert (second.id, second.line, second.answerable, second.kind) == ("7", 3, True, None)


def test_a_half_is_asked_alone(tmp_path: Path) -> None:
    path = tmp_path / "suite.jsonl"
    halves = ("tune", "test", 2, "tune")  # 2: somebody else's field of the same name
    lines = [
        json.dumps({"id": number, "question": "Why?", "half": half}) for number, half in enumerate(halves)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    questions = read_suite(path)
    assert [question.id for question in of_half(questions, "tune", path)] == ["0", "3"]
    assert of_half(questions, None, path) == questions
    with pytest.raises(BadSuite, match=r"no question has the half 'best'\. Its halves are: test, tune"):
        of_half(questions, "best", path)
    with pytest.raises(BadSuite, match='field "half"'):
        of_half(questions[2:3], "tune", path)


def bad(field: str, value: object) -> str:
    return json.dumps({"id": "q1", "question": "Why?", field: value})


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param("{", "is not JSON", id="not-json"),
        pytest.param("[1]", "is not a JSON object", id="not-an-object"),
        pytest.param('{"question": "Why?"}', "`id`: is missing", id="no-id"),
        pytest.param('{"id": "q1"}', "`question`: is missing", id="no-question"),
        pytest.param(bad("id", " "), "`id`: is blank", id="blank-id"),
        pytest.param(bad("id", True), "`id`: input should be a valid string", id="id-true"),
        pytest.param(bad("question", ""), "`question`: is blank", id="blank-question"),
        pytest.param(bad("question", "\ud800"), "`question`", id="half-a-character"),
        pytest.param(bad("kind", 3), "`kind`: input should be a valid string", id="kind"),
        pytest.param(bad("history", "earlier"), "`history`: input should be a valid list", id="history"),
        pytest.param(
            bad("history", [{"role": "system", "content": "x"}]),
            "`history[0].role`: input should be 'user' or 'assistant'",
            id="role",
        ),
        pytest.param(bad("history", [{"role": "user"}]), "`history[0].content`: is missing", id="content"),
        pytest.param(bad("as_of", "May 2024"), "`as_of` must be a date like", id="date"),
        pytest.param(bad("as_of", "2023-02-29"), "`as_of` must be a date like", id="no-such-day"),
        pytest.param(
            bad("filters", {"colour": ["x"]}), "`filters.colour`: is no filter; there are", id="filter"
        ),
        pytest.param(
            bad("filters", {"kind": "x"}), "`filters.kind`: input should be a valid list", id="filter-list"
        ),
        pytest.param(
            bad("answerable", "no"), "`answerable`: input should be a valid boolean", id="answerable"
        ),
        pytest.param(bad("answers", "x"), "`answers`: input should be a valid list", id="answers"),
        pytest.param(
            bad("must_include", ["x"]), "`must_include[0]`: input should be a valid list", id="groups"
        ),
        pytest.param(
            bad("must_include", [[]]), "`must_include[0]`: list should have at least 1", id="no-words"
        ),
        pytest.param(bad("must_include", [["x", ""]]), "`must_include[0][1]`: is blank", id="blank-words"),
        pytest.param(bad("evidence", [{"quote": "x"}]), "`evidence[0].doc`: is missing", id="no-doc"),
        pytest.param(
            bad("evidence", [{"doc": "d"}]), "`evidence[0]`: give `start` and `end`, or", id="nowhere"
        ),
        pytest.param(bad("evidence", [{"doc": "d", "start": 1}]), "`start` and `end` together", id="no-end"),
        pytest.param(
            bad("evidence", [{"doc": "d", "start": 5, "end": 5}]), "`start` must be smaller", id="empty-span"
        ),
        pytest.param(
            bad("evidence", [{"doc": "d", "start": -1, "end": 5}]),
            "`evidence[0].start`: input",
            id="negative",
        ),
        pytest.param(
            bad("evidence", [{"doc": "d", "start": 1.5, "end": 5}]),
            "`evidence[0].start`: input",
            id="fraction",
        ),
        pytest.param(
            bad("relevant", {"d": "1"}), "`relevant.d`: input should be a valid integer", id="grade"
        ),
        pytest.param(bad("relevant", ["d"]), "`relevant`: input should be a valid dict", id="relevant-list"),
        pytest.param('{"id": "fine", "question": "Why?"}', "stands in line 1 already", id="id-twice"),
        pytest.param("[" * 100_000, "is nested too deeply", id="deep"),
        pytest.param('{"a": ' * 100_000, "is nested too deeply", id="deep-object"),
        pytest.param(bad("relevant", {"d": 10**400}), "`relevant.d`: input should be less", id="huge-grade"),
        pytest.param(
            bad("history", [{"role": "user", "content": "\ud800"}]),
            "`history[0].content`: input should be a valid string",
            id="half-a-character",
        ),
        pytest.param(
            bad("filters", {"date_from": "yesterday"}),
            "`filters.date_from`: must be a date like 2024-05-31, 2024-05 or 2024",
            id="filter-date",
        ),
        pytest.param(bad("filters", {"date_to": "2024-13"}), "`filters.date_to`: must", id="filter-month"),
    ],
)
def test_a_bad_line_is_named_with_what_to_mend(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "suite.jsonl"
    path.write_text('{"id": "fine", "question": "Why?"}\n\n' + line + "\n", encoding="utf-8")
    with pytest.raises(BadSuite) as caught:
        read_suite(path)
    assert str(caught.value).startswith(f"{path}, line 3: ")
    assert told in str(caught.value)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "suite.jsonl"
    path.write_text('{"id": ""}\nx\n' + "{}\n" * 30, encoding="utf-8")
    with pytest.raises(BadSuite) as caught:
        read_suite(path)
    told = str(caught.value).splitlines()
    assert told[0].startswith(f"{path}, line 1: `id`")
    assert told[1].startswith(f"{path}, line 1: `question`")
    assert told[2].startswith(f"{path}, line 2: is not JSON")
    assert len(told) == MOST_PROBLEMS + 1
    assert told[-1] == "... and 43 more of the kind"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(None, "cannot be read: No such file", id="missing"),
        pytest.param(b"\n \n", "line 1: the suite is empty", id="empty"),
        pytest.param(b'{"id": "a", "question": "b"}\n\xff', "line 2: is not UTF-8", id="encoding"),
    ],
)
def test_a_file_that_is_no_suite(tmp_path: Path, content: bytes | None, told: str) -> None:
    path = tmp_path / "suite.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadSuite, match=told):
        read_suite(path)


SUITE = Path("suite.jsonl")


def place_of(evidence: Evidence, media_type: str = "text/plain") -> Place:
    asked = question(evidence=(evidence,))
    return resolve([asked], Archive(Shelf(media_type)), SUITE).gold["q1"][0]


def test_offsets_count_in_the_archived_text() -> None:
    assert place_of(Evidence("dtsa.txt", 23, 35)) == ("dtsa.txt", 23, 35)
    assert DTSA[23:35] == "May 11, 2016"


def test_a_quote_is_found_with_white_space_folded() -> None:
    place = place_of(Evidence("states/utsa.txt", quote="Forty-eight  states enacted\tit."))
    assert UTSA[place.start : place.end] == "Forty-eight states\n  enacted it."


def test_words_are_found_as_words_not_as_a_pattern() -> None:
    assert find_words("a.c (1)", "abc (1) a.c\n(1)") == (8, 15)
    assert find_words("absent", "a text") is None


def test_where_offsets_count_in_another_extraction_the_quote_decides() -> None:
    quote = "May 11, 2016"
    assert place_of(Evidence("dtsa.txt", 5, 17, quote), "application/pdf") == ("dtsa.txt", 23, 35)


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        pytest.param(
            Evidence("dtsa.pdf", quote="x"),
            "'dtsa.pdf' is not in the corpus. Did you mean 'dtsa.txt'",
            id="absent",
        ),
        pytest.param(
            Evidence("dtsa.txt", quote="in 1985"), "'in 1985' does not stand in 'dtsa.txt'", id="quote"
        ),
        pytest.param(Evidence("dtsa.txt", 5, 9999), "has 71 characters", id="beyond-the-end"),
        pytest.param(
            Evidence("dtsa.txt", 0, 7, "May 11"), "has 'The Act' at 0:7, not the quote", id="contradiction"
        ),
        pytest.param(Evidence("scan.pdf", quote="x"), "'scan.pdf' could not be read: no text", id="unread"),
    ],
)
def test_evidence_that_does_not_fit_the_corpus_is_bad_input(evidence: Evidence, told: str) -> None:
    asked = question(evidence=(evidence,))
    with pytest.raises(BadSuite) as caught:
        resolve([asked], Archive(Shelf()), SUITE, {"scan.pdf": "no text"})
    assert str(caught.value).startswith("suite.jsonl, line 1: ")
    assert told in str(caught.value)


def test_judgements_may_name_documents_that_the_corpus_lacks_but_not_only_such() -> None:
    """A corpus may be a part of what was judged; one that shares nothing with it is the wrong one."""
    judged = [
        question("a", relevant={"dtsa.txt": 1, "gone.txt": 2, "never.txt": 0}),
        question("b", relevant={"far.txt": 1}),
    ]
    assert resolve(judged, Archive(Shelf()), SUITE).absent == ("far.txt", "gone.txt")
    with pytest.raises(BadSuite, match=r"line 1: the document 'far.txt' is not in the corpus"):
        resolve(judged[1:], Archive(Shelf()), SUITE)


def test_documents_in_filters_become_ids() -> None:
    asked = question()
    wanted = Filters(kind=("statute",), document=("dtsa.txt",))
    asked = replace(asked, asked=replace(asked.asked, filters=wanted))
    filters = resolve([asked], Archive(Shelf()), SUITE).filters["q1"]
    assert filters == Filters(kind=("statute",), document=(source("dtsa.txt").document,))
    unknown = replace(asked, asked=replace(asked.asked, filters=Filters(document=("nowhere.txt",))))
    with pytest.raises(BadSuite, match="line 1: the document 'nowhere"):
        resolve([unknown], Archive(Shelf()), SUITE)
