"""The report of a run for a reader: report.md here, report.html in web_report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from eval import judge, model_use
from eval.calibration import Bin, answerable_bins, right_bins, thresholds
from eval.reports.web_report import web_report
from eval.saved import REPORT_PAGE, REPORT_TEXT, SavedRun, write_text
from eval.score import Score
from eval.summary import Measured
from eval.wording import FAULTS, MAIN, THRESHOLD_SHARES, absent, figure, meaning, number_of

WORST_IN_TEXT = 20
WORST_ON_PAGE = 50
IN_TABLE = tuple(step / 10 for step in range(10))  # thresholds
EXCERPT = 300  # characters of an answer that the list of worst questions shows
MARKDOWN = re.compile(r"([\\`*_{}\[\]|<>~$&])")


def write_report(run: SavedRun) -> None:
    """Writes report.md and report.html into the run's folder."""
    page = web_report(run, worst(run.scores)[:WORST_ON_PAGE], faults_counted(run.scores))
    write_text(run.folder / REPORT_PAGE, page)
    write_text(run.folder / REPORT_TEXT, text_report(run))


def worst(scores: Sequence[Score]) -> list[Score]:
    """The questions that went wrong: the gravest fault first, then the surest of themselves."""
    faulty = [score for score in scores if score.faults]
    return sorted(faulty, key=lambda score: (score.faults[0].rank, -(score.confidence or 0.0)))


def faults_counted(scores: Sequence[Score]) -> dict[str, int]:
    """Each fault that occurs -> how many questions have it, the gravest first."""
    counts = Counter(fault.rank for score in scores for fault in score.faults)
    return {FAULTS[rank]: counts[rank] for rank in sorted(counts)}


def text_report(run: SavedRun) -> str:
    """The report as Markdown."""
    return (
        "\n".join(
            [
                *(*_heading(run), *_overall(run), *_model(run), *_judged(run)),
                *(*_calibration(run), *_by_kind(run), *_faults(run), *_made(run)),
            ]
        )
        + "\n"
    )


def inert(text: str) -> str:
    """Text of a suite or a document so that Markdown shows it as it is, on one line."""
    return MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def excerpt(text: str) -> str:
    """The beginning of a text."""
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


def _heading(run: SavedRun) -> Iterator[str]:
    facts = run.facts
    mode = f"answerer: {facts.answerer}" if facts.answerer else "retrieval only"
    yield f"# Evaluation: {inert(facts.suite.path)}\n"
    yield (
        f"{number_of(facts.suite.asked, 'question')} on {number_of(facts.corpus.documents, 'document')} "
        f"({number_of(facts.corpus.passages, 'passage')}), {inert(mode)}, {facts.started}. "
        f"Index {facts.seconds['ingest']:.1f} s, questions {facts.seconds['questions']:.1f} s, "
        f"peak memory {facts.peak_memory_mb:.0f} MiB.\n"
    )


def _overall(run: SavedRun) -> Iterator[str]:
    yield "## Measures\n"
    yield from _table(run.summary.overall)


def _model(run: SavedRun) -> Iterator[str]:
    if run.facts.model is None:
        return
    yield "## The language model\n"
    for sentence in model_use.in_words(run.facts.model):
        yield f"- {inert(sentence)}"
    yield ""


def _judged(run: SavedRun) -> Iterator[str]:
    if run.facts.judge is None:
        return
    yield "## What a judge model thinks\n"
    yield f"{inert(judge.in_words(run.facts.judge))}\n"
    yield from _table(run.summary.judged)


def _table(measures: Mapping[str, Measured]) -> Iterator[str]:
    yield "| measure | value | 95% interval | questions | what it is |"
    yield "| --- | ---: | --- | ---: | --- |"
    for name, measured in measures.items():
        interval = f"{figure(name, measured.low)} to {figure(name, measured.high)}"
        value = figure(name, measured.value)
        yield f"| `{name}` | {value} | {interval} | {measured.n} | {inert(meaning(name))} |"
    yield ""


def _calibration(run: SavedRun) -> Iterator[str]:
    known = answerable_bins(run.scores)
    if not known:
        return
    right = {found.start: found for found in right_bins(run.scores)}
    yield "## Whether confidence is right\n"
    yield "| confidence | questions | library answers it | 95% interval | answered rightly | 95% interval |"
    yield "| ---: | ---: | ---: | --- | ---: | --- |"
    for found in known:
        answered = right.get(found.start)
        cells = (*_bin(found), *(_bin(answered) if answered else ("", "")))
        yield f"| {found.start:.1f} to {found.start + 0.1:.1f} | {found.n} | {' | '.join(cells)} |"
    yield "\n## What each threshold would do\n"
    yield f"This run refused below {run.facts.threshold:g} (`PINCITE_REFUSE_BELOW`).\n"
    yield f"| threshold | {' | '.join(THRESHOLD_SHARES.values())} |"
    yield f"| ---: |{' ---: |' * len(THRESHOLD_SHARES)}"
    far = [row.confidence for row in run.far]
    for at in thresholds(run.scores, IN_TABLE, asked_at=run.facts.threshold, far=far):
        shares = [getattr(at, name) for name in THRESHOLD_SHARES]
        yield f"| {at.value:g} | {' | '.join('' if share is None else f'{share:.3f}' for share in shares)} |"
    yield ""


def _bin(found: Bin) -> tuple[str, str]:
    return f"{found.share:.2f}", f"{found.low:.2f} to {found.high:.2f}"


def _by_kind(run: SavedRun) -> Iterator[str]:
    kinds = run.summary.by_kind
    if not kinds:
        return
    names = [name for name in MAIN if any(name in measures for measures in kinds.values())]
    yield "## By kind\n"
    yield f"| kind | {' | '.join(f'`{name}`' for name in names)} |"
    yield f"| --- |{' ---: |' * len(names)}"
    for kind, measures in kinds.items():
        cells = (figure(name, measures[name].value) if name in measures else "" for name in names)
        yield f"| {inert(kind)} | {' | '.join(cells)} |"
    yield ""


def _faults(run: SavedRun) -> Iterator[str]:
    found = worst(run.scores)
    if not found:
        return
    yield "## What went wrong\n"
    for reason, count in faults_counted(run.scores).items():
        yield f"- {reason}: {count}"
    yield f"\n## The worst questions ({min(len(found), WORST_IN_TEXT)} of {len(found)})\n"
    rows = {row.id: row for row in run.rows}
    for score in found[:WORST_IN_TEXT]:
        reasons = "; ".join(inert(fault.reason) for fault in score.faults)
        yield f"- **{inert(score.question)}** ({inert(score.id)}): {reasons}"
        if said := rows[score.id].text:
            yield f"  - said: {inert(excerpt(said))}"
    yield ""


def _made(run: SavedRun) -> Iterator[str]:
    facts = run.facts
    yield "## How it was made\n"
    yield f"- corpus: {inert(facts.corpus.path)}, SHA-256 `{facts.corpus.fingerprint}`"
    yield f"- suite: {inert(facts.suite.path)}, SHA-256 `{facts.suite.fingerprint}`"
    for name, reason in facts.corpus.failed.items():
        yield f"- not read: {inert(name)}: {inert(reason or '')}"
    if facts.absent:
        yield f"- relevant, but not in the corpus: {inert(absent(facts.absent))}"
    for far in facts.far:
        yield f"- from other fields: {inert(far.path)}, {far.asked} questions, SHA-256 `{far.fingerprint}`"
    half = f", half {inert(facts.half)}" if facts.half else ""
    yield f"- seed {facts.seed}, depth {facts.depth}{half}"
    if facts.scored:
        yield f"- scored anew from its saved answers, {facts.scored}"
    for asked in (facts.model, facts.judge):
        for prompt, text in asked.prompts.items() if asked else ():
            yield f"- prompt {inert(prompt)}: hash `{text}`"
    for values in (facts.settings, facts.models, facts.versions, facts.machine):
        yield f"- {', '.join(f'{name} {inert(str(value))}' for name, value in values.items())}"
