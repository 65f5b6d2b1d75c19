"""The report: what it says, and that it can be opened without anything being fetched."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from eval_examples import facts, row

from eval.calibration import reliability
from eval.reports.charts import Frame, curves, histogram, reliability_diagram, whisker
from eval.reports.report import faults_counted, inert, text_report, worst, write_report
from eval.rows import Row
from eval.saved import SavedRun
from eval.score import Fault, Score, Share
from eval.summary import Measured, summarise
from eval.wording import FAULTS, MEANINGS, meaning

NASTY = '<script>alert(1)</script> ![x](https://example.org/x.png) | "a" & [b](http://example.org)'


def score(identifier: str, *faults: Fault, confidence: float = 0.5, answerable: bool = True) -> Score:
    shares = {
        "quote_exactness": Share(1),
        "recall@1": Share(0.5),
        "hit@1": Share(1),
        "precision@1": Share(0.2),
    }
    shares |= {"answer_accuracy": Share(1)} if answerable else {"refusal_recall": Share(1)}
    return Score(identifier, NASTY, "<b>kind</b>", answerable, "answered", confidence, 0.01, shares, faults)


@pytest.fixture
def run(tmp_path: Path) -> SavedRun:
    scores = (
        score("fine"),
        score("late", Fault(7, "the evidence comes only at rank 12")),
        score("sure", Fault(2, "answered <i>wrongly</i>"), confidence=0.9, answerable=False),
        score("less-sure", Fault(2, "answered"), Fault(4, "no citation"), confidence=0.4, answerable=False),
        score("inexact", Fault(0, "a quotation is not the archived text")),
    )
    rows = tuple(Row(**{**vars(row(text=NASTY)), "id": one.id, "question": NASTY}) for one in scores)
    return SavedRun(tmp_path, facts(), rows, scores, summarise(scores, seed=0))


def test_the_worst_come_first_and_among_equals_the_surest(run: SavedRun) -> None:
    assert [one.id for one in worst(run.scores)] == ["inexact", "sure", "less-sure", "late"]
    assert faults_counted(run.scores) == {FAULTS[0]: 1, FAULTS[2]: 2, FAULTS[4]: 1, FAULTS[7]: 1}


class Opened(HTMLParser):
    """Collects tags, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_fetches_nothing_and_runs_nothing(run: SavedRun) -> None:
    write_report(run)
    page = (run.folder / "report.html").read_text(encoding="utf-8")
    opened = Opened(page)
    assert not {"script", "img", "link", "iframe", "a", "object"} & set(opened.tags)
    assert not {"src", "href", "srcset", "onload", "onclick"} & {name for name, _ in opened.attributes}
    assert not re.search(r"url\(|@import", page)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in opened.attributes
    assert NASTY in opened.text
    assert "prefers-color-scheme: dark" in page


def test_the_page_tells_what_the_run_measured(run: SavedRun) -> None:
    write_report(run)
    text = Opened((run.folder / "report.html").read_text(encoding="utf-8")).text
    for told in (
        "quote_exactness",
        "recall@k",
        "All questions",
        "By kind of question",
        "<b>kind</b>",
        "refused below",
    ):
        assert told in text
    assert "a quotation is not exact: 1" in text
    table = text[text.index("The worst questions") :]
    assert table.index("inexact") < table.index("less-sure") < table.index("late")
    assert "c" * 64 in text


def test_every_picture_is_well_formed(run: SavedRun) -> None:
    write_report(run)
    page = (run.folder / "report.html").read_text(encoding="utf-8")
    pictures = re.findall(r"<svg.*?</svg>", page, re.S)
    assert len(pictures) > 5
    for picture in pictures:
        ElementTree.fromstring(picture)


def test_markdown_shows_questions_as_they_are(run: SavedRun) -> None:
    text = text_report(run)
    assert r"\<script\>alert(1)" in text
    assert not re.search(r"(?<!\\)\[", text)
    assert "| `quote_exactness` | 1.000 |" in text
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {6}


def test_inert_text_stays_on_its_line() -> None:
    assert inert("a|b\n# c") == r"a\|b # c"


def test_a_run_of_nothing_but_searches_has_a_report(tmp_path: Path) -> None:
    shares = {"recall@1": Share(1), "hit@1": Share(1), "precision@1": Share(1), "mrr@10": Share(1)}
    scores = (Score("a", "?", None, True, None, None, 0.01, shares),)
    write_report(
        SavedRun(tmp_path, facts(answerer=None), (row(status=None),), scores, summarise(scores, seed=0))
    )
    assert "retrieval only" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_run_in_which_everything_failed_has_a_report(tmp_path: Path) -> None:
    scores = (Score("q1", "?", None, True, None, 0.0, None, {}, (Fault(1, "failed: it broke"),)),)
    rows = (row(status=None, error="it broke"),)
    write_report(SavedRun(tmp_path, facts(), rows, scores, summarise(scores, seed=0)))
    assert "failed: it broke" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_charts_put_values_where_their_axes_say() -> None:
    frame = Frame(right=2.0, top=10.0)
    assert frame.x(1.0) == pytest.approx((frame.x(0) + frame.x(2.0)) / 2)
    assert frame.y(10) < frame.y(5) < frame.y(0)
    picture = curves("c", {"one": [(0.0, 0.0), (2.0, 1.0)]}, "x")
    assert f'points="{frame.x(0):.1f},{frame.y(0):.1f} {frame.x(2):.1f},' in picture


def test_histograms_count_every_value_once() -> None:
    values = [0.0, 0.01, 0.5, 0.99, 1.0, 7.0]  # what lies beyond the edge falls into the last bin
    picture = histogram("h", {"a": values}, "x", upto=1.0)
    assert sum(map(int, re.findall(r"<title>a: (\d+)</title>", picture))) == len(values)


def test_a_reliability_diagram_has_a_dot_with_its_interval_for_each_bin() -> None:
    bins = reliability([0.05, 0.55, 0.55], [False, True, False])
    picture = reliability_diagram("r", {"one": bins, "two": bins[:1]}, "confidence")
    assert picture.count("<circle") == 3
    assert "one: 0.50 (0.09 to 0.91) of 2 questions" in picture
    frame = Frame(right=1.0, top=1.0, height=290)
    assert f'cx="{frame.x(0.55):.1f}" cy="{frame.y(0.5):.1f}"' in picture
    ElementTree.fromstring(picture[picture.index("<svg") :])


def test_the_report_shows_what_each_threshold_would_do(run: SavedRun) -> None:
    write_report(run)
    text = Opened((run.folder / "report.html").read_text(encoding="utf-8")).text
    assert "What each threshold would do" in text
    assert "set: 0.3" in text
    lines = text_report(run).splitlines()
    at = {line.split(" | ")[0]: line for line in lines[lines.index("## What each threshold would do") :]}
    assert at["| 0.5"] == "| 0.5 | 0.000 | 0.500 |  | 0.750 | 0.800 |"
    assert at["| 0.2"] == "| 0.2 | 0.000 | 0.000 |  |  | 1.000 |"
    assert "| 0.5 to 0.6 | 3 | 1.00 | 0.44 to 1.00 | 1.00 | 0.44 to 1.00 |" in lines


def test_whiskers_stay_in_their_cell() -> None:
    inside = [float(x) for x in re.findall(r'(?:x1|x2|cx)="([\d.]+)"', whisker(Measured(1.2, 3, -0.5, 9)))]
    assert 0 <= min(inside) <= max(inside) <= 160


def test_every_measure_is_explained() -> None:
    assert meaning("recall@5") == MEANINGS["recall"]
    assert meaning("mrr@10") == MEANINGS["mrr@10"]
    assert meaning("selective_accuracy@0.5") == MEANINGS["selective_accuracy"]
    assert meaning("unheard of") == ""
