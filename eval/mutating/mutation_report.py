"""The files of a run of mutations: figures, a report as text and as a page, and the statements meant."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from eval.mutating.mutants import Family
from eval.mutating.mutation_summary import (
    FLOORS,
    MOST_REFUSED,
    KindTally,
    MutationSummary,
    OriginTally,
    Share,
)
from eval.mutations import MutationRun
from eval.reports.charts import whisker
from eval.reports.report import inert
from eval.reports.web_report import page
from eval.saved import writing
from eval.summary import Measured

FIGURES = "mutations.json"
SLIPPED = "slipped.jsonl"
REFUSED = "refused.jsonl"
TEXT = "mutations.md"
PAGE = "mutations.html"
FIRST = 3  # kinds of objection that tables name
IN_REPORT = 40  # statements that lists show


def write_mutation_report(run: MutationRun, summary: MutationSummary, out: Path) -> None:
    """Writes all files of the run into `out`. Raises BadOut."""
    files = {
        FIGURES: json.dumps(dataclasses.asdict(summary), ensure_ascii=False, indent=1) + "\n",
        SLIPPED: _lines(_slipped(run)),
        REFUSED: _lines(_refused(run)),
        TEXT: mutation_text(run, summary),
        PAGE: mutation_page(run, summary),
    }
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (out / name).write_text(text, encoding="utf-8", newline="\n")


def mutation_text(run: MutationRun, summary: MutationSummary) -> str:
    """The report as Markdown."""
    return "\n".join(_text(run, summary)) + "\n"


def mutation_page(run: MutationRun, summary: MutationSummary) -> str:
    """The report as a page. All text of documents is escaped: it is data."""
    return page("Mutations", _parts(run, summary))


def headline(run: MutationRun, summary: MutationSummary) -> str:
    """What was checked, in a sentence."""
    return (
        f"{summary.mutants} corrupted statements and {len(run.untouched)} right ones over {run.documents} "
        f"documents, seed {run.options.seed}, checked in {run.seconds:.0f} s."
    )


def verdict(summary: MutationSummary) -> str:
    """Whether the floors hold, in a sentence."""
    return f"Below the floors: {'; '.join(summary.fallen)}." if summary.fallen else "All floors hold."


def percent(share: Share) -> str:
    """The share as reports print it: 97.5%."""
    return f"{share.value:.1%}"


def interval(share: Share) -> str:
    """Its interval: 95.1 to 98.8%."""
    return f"{100 * share.low:.1f} to {share.high:.1%}"


def fairly(share: Share | None) -> str:
    """The share of mutants whose right statement passes: "97.5% of 80"."""
    return f"{percent(share)} of {share.n}" if share else "–"


def named(objections: Mapping[str, int]) -> str:
    """The most frequent kinds of objection: "number 40, date 3"."""
    return ", ".join(f"{kind} {count}" for kind, count in [*objections.items()][:FIRST])


def _text(run: MutationRun, summary: MutationSummary) -> Iterator[str]:
    yield "# Mutations\n"
    yield f"{headline(run, summary)} {inert(verdict(summary))}\n"
    yield "## What the floors hold\n"
    yield "| what | of | share | 95% interval | floor | where the right one passes |"
    yield "| --- | ---: | ---: | --- | --- | ---: |"
    for what, share, floor, fair in _held(summary):
        yield f"| {what} | {share.n} | {percent(share)} | {interval(share)} | {floor} | {fair} |"
    yield "\n## By kind\n"
    yield "| kind | attacks | made | caught | share | 95% interval | where the right one passes | caught by |"
    yield "| --- | --- | ---: | ---: | ---: | --- | ---: | --- |"
    for tally in summary.kinds:
        caught = tally.caught
        yield (
            f"| {inert(tally.kind)} | {tally.family} | {caught.n} | {caught.hits} | {percent(caught)} "
            f"| {interval(caught)} | {fairly(tally.fairly)} | {inert(named(tally.objections))} |"
        )
    yield "\n## By origin\n"
    yield f"| origin | right ones | refused | 95% interval | refused by | {' | '.join(Family)} |"
    yield f"| --- | ---: | ---: | --- | --- |{' ---: |' * len(Family)}"
    for origin in summary.origins:
        yield f"| {' | '.join(_origin_cells(origin))} |"
    yield ""
    for title, rows in (("Slipped through", _slipped(run)), ("Right, and refused", _refused(run))):
        listed = [*rows]
        yield f"## {title} ({min(len(listed), IN_REPORT)} of {len(listed)})\n"
        for row in listed[:IN_REPORT]:
            yield f"- {inert(row['statement'])} ({', '.join(map(inert, _told(row)))})"
        yield ""
    for line in _notes(run):
        yield f"- {inert(line)}"


def _origin_cells(tally: OriginTally) -> list[str]:
    refused = tally.refused
    return [
        inert(tally.origin) + ("" if tally.gated else " (not gated)"),
        *(
            [str(refused.n), percent(refused), interval(refused), inert(named(tally.objections))]
            if refused
            else [""] * 4
        ),
        *(percent(tally.caught[family]) if family in tally.caught else "" for family in Family),
    ]


def _held(summary: MutationSummary) -> Iterator[tuple[str, Share, str, str]]:
    for family, share in summary.caught.items():
        floor = FLOORS.get(family)
        yield (
            f"{family}, caught",
            share,
            f"at least {floor:.0%}" if floor else "none",
            fairly(summary.fairly.get(family)),
        )
    if summary.refused:
        yield "right statements, refused", summary.refused, f"at most {MOST_REFUSED:.0%}", ""


def _parts(run: MutationRun, summary: MutationSummary) -> Iterator[str]:
    yield f'<h1>Mutations</h1><p class="soft">{escape(headline(run, summary))}</p>'
    colour = ' class="why"' if summary.fallen else ""
    yield f"<p{colour}>{escape(verdict(summary))}</p>"
    yield f'<div class="tiles">{"".join(_tile(*held) for held in _held(summary))}</div>'
    yield "<h2>By kind</h2>"
    yield (
        '<div class="scroll"><table><tr><th>kind</th><th class="number">made</th>'
        '<th class="number">caught</th><th>0 to 1</th>'
        '<th class="number">where the right one passes</th><th>caught by</th></tr>'
    )
    family = None
    for tally in summary.kinds:
        if tally.family != family:
            family = tally.family
            yield f'<tr><th colspan="6">{escape(family)}</th></tr>'
        yield _kind_row(tally)
    yield "</table></div>"
    yield "<h2>By origin</h2>"
    heads = "".join(f'<th class="number">{escape(family)}</th>' for family in Family)
    yield (
        '<div class="scroll"><table><tr><th>origin</th><th class="number">right ones</th>'
        f'<th class="number">refused</th><th>95% interval</th><th>refused by</th>{heads}</tr>'
    )
    for origin in summary.origins:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in _origin_cells(origin))
        yield f"<tr>{cells}</tr>"
    yield "</table></div>"
    yield from _list("Slipped through", _slipped(run))
    yield from _list("Right, and refused", _refused(run))
    yield f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in _notes(run))}</ul>"


def _tile(what: str, share: Share, floor: str, fair: str) -> str:
    return (
        f'<div class="tile"><span>{escape(what)}</span><b>{percent(share)}</b>'
        f"<span>{interval(share)}; {floor}</span>"
        f"<span>{f'{fair} whose right statement passes' if fair else ''}</span></div>"
    )


def _kind_row(tally: KindTally) -> str:
    caught = tally.caught
    picture = whisker(Measured(caught.value, caught.n, caught.low, caught.high))
    return (
        f'<tr><td class="name">{escape(tally.kind)}</td><td class="number">{caught.n}</td>'
        f'<td class="number">{percent(caught)}<br><span class="soft small">{interval(caught)}</span></td>'
        f'<td>{picture}</td><td class="number">{fairly(tally.fairly)}</td>'
        f'<td class="soft">{escape(named(tally.objections))}</td></tr>'
    )


def _list(title: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    listed = [*rows]
    if not listed:
        return
    yield f"<h2>{title} ({min(len(listed), IN_REPORT)} of {len(listed)})</h2>"
    yield '<div class="scroll"><table><tr><th>statement</th><th>what it is</th><th>it quotes</th></tr>'
    for row in listed[:IN_REPORT]:
        quoted = "<br>".join(escape(quote) for quote in row["quotations"])
        told = "<br>".join(escape(line) for line in _told(row))
        yield (
            f'<tr><td class="wide">{escape(row["statement"])}</td><td class="why">{told}</td>'
            f'<td class="said wide">{quoted}</td></tr>'
        )
    yield "</table></div>"


def _told(row: Mapping[str, Any]) -> list[str]:
    return [str(row[name]) for name in ("kind", "origin", "reason") if row.get(name)]


def _notes(run: MutationRun) -> Iterator[str]:
    yield f"folders: {', '.join(map(str, run.options.corpora))}; paraphrases: {run.options.paraphrases}"
    yield f"seed {run.options.seed}, at most {run.options.per_kind} of each kind"
    if run.elsewhere:
        yield f"{run.elsewhere} paraphrases speak of documents that are in none of the folders"
    yield from (f"not read: {line}" for line in run.unread)


def _slipped(run: MutationRun) -> Iterator[dict[str, Any]]:
    for one in run.attacked:
        if not one.caught:
            mutant = one.mutant
            yield {
                "kind": mutant.kind,
                "family": mutant.family,
                "origin": mutant.right.origin,
                "id": mutant.right.id,
                "document": mutant.right.held.name,
                "statement": mutant.draft.text,
                "right": mutant.right.text,
                "quotations": [quotation.text for quotation in mutant.draft.quotations],
            }


def _refused(run: MutationRun) -> Iterator[dict[str, Any]]:
    for one in run.untouched:
        if one.refused or one.misplaced:
            yield {
                "origin": one.right.origin,
                "id": one.right.id,
                "document": one.right.held.name,
                "variant": one.right.variant,
                "statement": one.right.text,
                "quotations": [quotation.text for quotation in one.right.quotations],
                "reason": one.finding.reason or "shown with a pin that is not its quotation",
                "objections": [dataclasses.asdict(objection) for objection in one.finding.objections],
            }


def _lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
