"""The second half of a run: what its rows are worth. Scoring saved rows anew goes the same way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from answering.protocols import Model
from eval.index import Watch
from eval.judge import Opinion, ask_judge, judge_facts
from eval.reports.report import write_report
from eval.rows import Place, Row
from eval.saved import SavedRun, read_opinions, write_opinions, write_results
from eval.score import Score, TextOf, far_score, score_question
from eval.suite import Question
from eval.summary import Summary, summarise


def judge_rows(
    out: Path, questions: Sequence[Question], rows: Sequence[Row], judge: Model | None, watch: Watch
) -> list[Opinion]:
    """The judge's opinions of the answers, written to judge.jsonl; those that are there are not asked for.

    Without a judge, those that are there of just these answers.
    """
    known = read_opinions(out)
    answers = sum(row.answered for row in rows)

    def watched(opinions: Iterator[Opinion]) -> Iterator[Opinion]:
        for done, opinion in enumerate(opinions, start=1):
            yield opinion
            watch("answers judged", done, answers)

    asked = ask_judge(questions, rows, judge, {opinion.id: opinion for opinion in known})
    return write_opinions(out, watched(asked), known)


def score_rows(
    questions: Sequence[Question],
    gold: Mapping[str, Sequence[Place]],
    rows: Sequence[Row],
    far: Sequence[Row],
    opinions: Sequence[Opinion],
    *,
    text_of: TextOf,
    answered: bool,
    seed: int,
) -> tuple[tuple[Score, ...], Summary]:
    """The score of each row, and the measures that they make."""
    of_judge = {opinion.id: opinion for opinion in opinions}
    scores = tuple(
        score_question(
            question,
            gold[question.id],
            row,
            text_of=text_of,
            answered=answered,
            opinion=of_judge.get(question.id),
        )
        for question, row in zip(questions, rows, strict=True)
    )
    return scores, summarise(scores, seed, [far_score(row) for row in far])


def save(run: SavedRun) -> SavedRun:
    """Writes scores, measures, facts and reports of a run whose rows are written; returns it."""
    run = replace(run, facts=replace(run.facts, judge=judge_facts(run.opinions)))
    write_results(run.folder, run.scores, run.summary, run.facts)
    write_report(run)
    return run
