"""What evaluation runs measured, read from their folders; runs themselves are started in a terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from core.errors import PinciteError
from core.settings import load
from eval.model_use import in_words
from eval.saved import read_facts
from eval.summary import is_of_model
from pages.parts.inert import cell, label, words
from pages.parts.opening import begin_page
from pages.parts.tradeoff import show_tradeoff

OUT = Path("out")
MEASURES = "measures.json"
FIRST = (
    "quote_exactness",
    "support",
    "answer_accuracy",
    "citation_precision",
    "citation_recall",
    "refusal_f1",
    "false_refusal",
    "recall@5",
    "mrr@10",
    "latency_p50",
)
NO_VALUE = "–"  # a measure that this run has no question for
COMMAND = "python -m eval run --corpus FOLDER --suite SUITE.jsonl --out out/my-run"
Measures = Mapping[str, Mapping[str, Any]]


class UnreadableRun(PinciteError):
    """A folder holds something that no evaluation run has written."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(f"{path} cannot be read: {cause}. Run the evaluation again.")


def show_page() -> None:
    """The whole page."""
    begin_page()
    st.header("Evaluation", anchor=False)
    folder = Path(st.text_input("Folder with runs", value=str(OUT), key="runs") or OUT)
    runs = find_runs(folder)
    if not runs:
        st.info(label(f"There is no run in the folder {folder} yet: nothing in it holds a {MEASURES}."))
        _how_to_run()
        return
    names = list(runs)
    chosen = st.selectbox("Run", names, key="run", format_func=words)
    _run(runs[chosen])
    _how_to_run()


def find_runs(folder: Path) -> dict[str, Path]:
    """Name -> folder of every run in `folder`, or of `folder` itself; the latest first."""
    candidates = [folder, *folder.glob("*"), *folder.glob("*/*")] if folder.is_dir() else []
    runs = [path for path in candidates if (path / MEASURES).is_file()]
    runs.sort(key=lambda path: (path / MEASURES).stat().st_mtime, reverse=True)
    return {str(path.relative_to(folder)) if path != folder else folder.name: path for path in runs}


def read_measures(path: Path) -> tuple[Measures, Mapping[str, Measures], Measures]:
    """The measures over all questions, those by kind of question, and a judge model's opinion.

    Raises UnreadableRun.
    """
    try:
        measures = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableRun(path, str(error)) from error
    if not isinstance(measures, dict) or not isinstance(measures.get("overall"), dict):
        raise UnreadableRun(path, 'it has no "overall" measures')
    by_kind, judged = measures.get("by_kind", {}), measures.get("judged", {})
    if not all(_are_measures(group) for group in (measures["overall"], *by_kind.values(), judged)):
        raise UnreadableRun(path, "it holds something that is no measure")
    return measures["overall"], by_kind, judged


def _are_measures(group: object) -> bool:
    return isinstance(group, dict) and all(isinstance(measure, dict) for measure in group.values())


def _run(folder: Path) -> None:
    try:
        overall, by_kind, judged = read_measures(folder / MEASURES)
    except PinciteError as error:
        st.error(label(str(error)))
        return
    _made_by(folder)
    st.subheader("All questions", anchor=False)
    st.caption("What each measure is: docs/evaluation.md. The right columns say how sure its value is.")
    answers = {name: measure for name, measure in overall.items() if not is_of_model(name)}
    _table(answers, "overall", "%.3f", "Every measure over all questions, with its 95% interval")
    if taken := {name: measure for name, measure in overall.items() if is_of_model(name)}:
        st.subheader("The language model", anchor=False)
        _told_of_model(folder)
        _table(taken, "model", "%.6g", "What the language model took, for a question, with its 95% interval")
    if judged:
        st.subheader("What a judge model thinks", anchor=False)
        st.caption("From 1 to 5. A model's opinion: no measure is made of it.")
        _table(judged, "judged", "%.2f", "The judge model's marks, with their 95% intervals")
    show_tradeoff(folder, load().refuse_below)
    if by_kind:
        _by_kind(by_kind)


def _table(measures: Measures, key: str, form: str, alt: str) -> None:
    st.dataframe(
        {
            "Measure": list(measures),
            "Value": [measure.get("value") for measure in measures.values()],
            "95% from": [measure.get("low") for measure in measures.values()],
            "95% to": [measure.get("high") for measure in measures.values()],
            "Questions": [measure.get("n") for measure in measures.values()],
        },
        hide_index=True,
        key=key,
        column_config={
            name: st.column_config.NumberColumn(format=form) for name in ("Value", "95% from", "95% to")
        },
        placeholder=NO_VALUE,
        alt=alt,
    )


def _told_of_model(folder: Path) -> None:
    """The report's sentences on the model, where the run says them."""
    try:
        facts = read_facts(folder)
    except PinciteError as error:
        st.error(label(str(error)))
        return
    for sentence in in_words(facts.model) if facts.model else ():
        st.text(words(sentence))


def _by_kind(by_kind: Mapping[str, Measures]) -> None:
    st.subheader("By kind of question", anchor=False)
    known = {name for measures in by_kind.values() for name in measures}
    names = [name for name in FIRST if name in known] or sorted(known)[:10]
    table: dict[str, list[Any]] = {"Kind": [cell(kind) for kind in by_kind]}
    for name in names:
        table[name] = [measures.get(name, {}).get("value") for measures in by_kind.values()]
    st.dataframe(
        table,
        hide_index=True,
        key="by-kind",
        column_config={name: st.column_config.NumberColumn(format="%.3f") for name in names},
        placeholder=NO_VALUE,
        alt="The main measures for each kind of question",
    )


def _made_by(folder: Path) -> None:
    """What the run says of itself, if it does."""
    path = folder / "run.json"
    if not path.is_file():
        return
    with st.expander("How this run was made"):
        st.code(words(path.read_text(encoding="utf-8")), language="json", wrap_lines=True, height=320)


def _how_to_run() -> None:
    st.subheader("Run one", anchor=False)
    st.markdown(
        "In a terminal, in the folder of this project. It builds an index of its own and never touches "
        "your library. A suite holds one question a line: `id`, `question`, and what a right answer must "
        "include; see `docs/evaluation.md` and the suites in `eval/suites/`."
    )
    st.code(COMMAND, language="bash", wrap_lines=True)


show_page()
