"""Scores a saved run anew, from its rows: no answer is asked for again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from answering.protocols import Model
from core.errors import PinciteError
from core.settings import Settings
from core.types import Verdict
from eval import facts
from eval.evidence import Archive, resolve
from eval.index import Watch, check_folder, indexed
from eval.measures import is_exact
from eval.model_use import model_facts
from eval.recheck import recheck
from eval.results import judge_rows, save, score_rows
from eval.rows import Row
from eval.saved import ANSWERS, BadRun, SavedRun, copy_rows, read_facts, read_far, read_rows
from eval.score import TextOf
from eval.suite import Question, of_half, read_suite


class OtherRun(PinciteError):
    """A saved run does not go with the corpus or the suite that it is to be scored with."""


class NoPlaceToRecheck(PinciteError):
    """Checking anew would take the place of what it is to be compared with."""

    def __init__(self) -> None:
        super().__init__("--recheck makes other answers. Say with --into FOLDER where they are to go.")


@dataclass(frozen=True)
class Rescoring:
    """Which run is to be scored anew, and how."""

    out: Path
    corpus: Path
    suite: Path
    into: Path | None = None  # where the new scores go; None: to the run itself
    recheck: bool = False  # read and check the language model's saved replies as it is done today


def rescore(options: Rescoring, settings: Settings, watch: Watch, *, judge: Model | None = None) -> SavedRun:
    """Computes scores, measures and reports anew; the language model is not asked.

    Every quotation is looked up in the archived text again. The suite may have other gold answers by
    now, but must ask the same; the documents must be the same. Raises BadRun, OtherRun, BadSuite.
    """
    if options.recheck and options.into in (None, options.out):
        raise NoPlaceToRecheck
    ran, rows, far = read_facts(options.out), read_rows(options.out), read_far(options.out)
    questions = read_suite(options.suite)
    asked = of_half(questions, ran.half, options.suite)[: ran.limit]
    check_folder(options.corpus)
    _must_be_same(options, ran, asked, rows)
    with indexed(options.corpus, settings_of(ran, settings), watch) as index:
        archive = Archive(index.library)
        resolved = resolve(asked, archive, options.suite, index.unread)
        counted = facts.counts(rows)
        if options.recheck:
            rows, counted = recheck(asked, resolved.filters, rows, index, ran, watch)
        folder = copy_rows(options.out, options.into, rows)
        opinions = judge_rows(folder, asked, rows, judge, watch)
        scores, summary = score_rows(
            asked,
            resolved.gold,
            [looked_up(row, archive.text) for row in rows],
            far,
            opinions,
            text_of=archive.text,
            answered=ran.answerer is not None,
            seed=ran.seed,
        )
    told = replace(
        ran,
        suite=facts.suite_facts(options.suite, len(questions), len(asked)),
        versions=facts.versions() if options.recheck else ran.versions,
        counts=counted,
        model=model_facts((*rows, *far)),
        absent=resolved.absent,
        scored=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    )
    return save(SavedRun(folder, told, rows, scores, summary, far, tuple(opinions)))


def looked_up(row: Row, text_of: TextOf) -> Row:
    """The row with the verdict "missing" on each citation whose quotation is not the archived text."""
    citations = tuple(
        citation if is_exact(citation, text_of) else replace(citation, verdict=Verdict.MISSING.value)
        for citation in row.citations
    )
    return replace(row, citations=citations)


def settings_of(ran: facts.RunFacts, settings: Settings) -> Settings:
    """The settings that the run was made with; where things lie on this machine is as it is today."""
    known = {setting.name for setting in fields(Settings)} - set(facts.LEFT_OUT)
    return replace(settings, **{name: value for name, value in ran.settings.items() if name in known})  # type: ignore[arg-type]


def _must_be_same(
    options: Rescoring, ran: facts.RunFacts, asked: Sequence[Question], rows: Sequence[Row]
) -> None:
    if facts.corpus_fingerprint(options.corpus) != ran.corpus.fingerprint:
        raise OtherRun(
            f"The documents in {options.corpus} are not those that the run in {options.out} searched. "
            "Give --corpus the folder as it was, or make the run again."
        )
    if len(rows) != (asked_then := ran.counts.get("questions", len(rows))):
        raise BadRun(options.out / ANSWERS, f"has {len(rows)} answers, not the {asked_then} of its run")
    asks = [(question.id, question.asked.question) for question in asked]
    answers = [(row.id, row.question) for row in rows]
    if asks != answers:
        differing = set(asks) ^ set(answers)
        which = min(differing)[0] if differing else "their order"
        raise OtherRun(
            f"{options.suite} does not ask what the run in {options.out} asked; the first difference: "
            f"{which}. A suite may be given other gold answers, but not other questions."
        )
