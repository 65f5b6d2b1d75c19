"""report.html: one file, no script, nothing fetched; it follows the reader's light or dark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from eval import judge, model_use
from eval.calibration import answerable_bins, right_bins, thresholds
from eval.measures import DEPTHS
from eval.reports.charts import curves, histogram, reliability_diagram, whisker
from eval.saved import SavedRun
from eval.score import Score
from eval.summary import Measured, selective_curve
from eval.wording import MAIN, THRESHOLD_SHARES, absent, figure, is_share, meaning, number_of

TILES = (
    *("quote_exactness", "answer_accuracy", "citation_recall", "refusal_f1", "recall@5", "ndcg@10"),
    *("mrr@10", "confidence_auroc", "latency_p50"),
)
MOST_TILES = 6
STEPS = tuple(step / 50 for step in range(51))
BY_DEPTH = ("recall", "precision", "hit")
STYLE = """
:root { color-scheme: light dark; --page: #fbfaf7; --card: #ffffff; --ink: #1d2430; --soft: #5d6675;
  --line: #dfe2e8; --one: #1f5fa8; --two: #b4571b; --three: #3f7d4e; --four: #7a4fa3; --bad: #a32626; }
@media (prefers-color-scheme: dark) { :root { --page: #14181f; --card: #1c222c; --ink: #e6e9ef;
  --soft: #9aa4b4; --line: #333c4a; --one: #6fb0f2; --two: #e69a63; --three: #7cc48d; --four: #c3a0ee;
  --bad: #f08a8a; } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 68rem; padding: 2.5rem 1.5rem 5rem; background: var(--page);
  color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", sans-serif; }
h1 { font: 600 1.9rem/1.2 Georgia, "Times New Roman", serif; margin: 0 0 .4rem }
h2 { font: 600 1.25rem/1.3 Georgia, "Times New Roman", serif; margin: 2.8rem 0 .8rem }
p { margin: 0 0 .6rem } .soft { color: var(--soft) } .small { font-size: .82rem } code { font-size: .92em }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .8rem;
  margin-top: 1.4rem }
.tile, figure { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin: 0;
  padding: .8rem 1rem }
.tile b { display: block; font-size: 1.55rem; font-weight: 600; font-variant-numeric: tabular-nums }
.tile.bad b { color: var(--bad) }
.tile span { display: block; color: var(--soft); font-size: .82rem }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: .8rem }
figcaption { font-weight: 600; margin-bottom: .3rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; background: var(--card); border: 1px solid var(--line) }
th, td { text-align: left; padding: .38rem .7rem; border-bottom: 1px solid var(--line);
  vertical-align: top } th { color: var(--soft); font-weight: 500; font-size: .82rem }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
td.name { white-space: nowrap; font-weight: 500 } td.wide { min-width: 18rem }
svg { display: block; width: 100%; height: auto } svg.whisker { width: 176px; margin-top: .25rem }
svg text { fill: var(--soft); font-size: 12px } .grid { stroke: var(--line) }
.interval { stroke: var(--one); stroke-width: 4; stroke-opacity: .45 } .dot { fill: var(--one) }
.line { fill: none; stroke-width: 2 } .line.series2 { stroke-dasharray: 5 4 }
.rule { stroke: var(--ink); stroke-dasharray: 4 3 } .reach { stroke-opacity: .5; stroke-dasharray: none }
.series0 { fill: var(--one); background: var(--one) } .series1 { fill: var(--two); background: var(--two) }
.series2 { fill: var(--three); background: var(--three) } .line.series0 { stroke: var(--one); fill: none }
.line.series1 { stroke: var(--two); fill: none } .line.series2 { stroke: var(--three); fill: none }
.series3 { fill: var(--four); background: var(--four) } .line.series3 { stroke: var(--four); fill: none }
.legend { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0 0 .3rem; font-size: .82rem;
  color: var(--soft) }
.legend i { display: inline-block; width: .7rem; height: .7rem; border-radius: 2px; margin-right: .35rem }
.why { color: var(--bad) } .said { color: var(--soft); font-family: Georgia, serif }
"""


def web_report(run: SavedRun, worst: Sequence[Score], faults: Mapping[str, int]) -> str:
    """The whole page. All text of suites and documents is escaped: it is data."""
    title = f"Evaluation: {short(run.facts.suite.path)}"
    parts = (*_heading(run, title), *_charts(run), *_overall(run), *_model(run), *_judged(run))
    rest = (*_by_depth(run), *_by_kind(run), *_worst(run, worst, faults), *_made(run))
    return page(title, (*parts, *rest))


def page(title: str, parts: Iterable[str]) -> str:
    """A page of its own with the style of the reports, around parts that are HTML."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def short(path: str) -> str:
    """The file and its folder, which tell suites apart: "squad2/suite.jsonl"."""
    return "/".join(Path(path).parts[-2:])


def _heading(run: SavedRun, title: str) -> Iterator[str]:
    facts = run.facts
    mode = f"answered by {facts.answerer}" if facts.answerer else "retrieval only"
    started = facts.started[:16].replace("T", " ")
    yield f"<h1>{escape(title)}</h1>"
    yield (
        f'<p class="soft">{number_of(facts.suite.asked, "question")} on '
        f"{number_of(facts.corpus.documents, 'document')} "
        f"({number_of(facts.corpus.passages, 'passage')}), {escape(mode)}, {escape(started)} UTC. "
        f"Index {facts.seconds['ingest']:.1f} s, questions {facts.seconds['questions']:.1f} s, "
        f"peak memory {facts.peak_memory_mb:.0f} MiB.</p>"
    )
    shown = [name for name in TILES if name in run.summary.overall][:MOST_TILES]
    if "latency_p50" in run.summary.overall and "latency_p50" not in shown:
        shown[-1] = "latency_p50"
    yield f'<div class="tiles">{"".join(_tile(name, run.summary.overall[name]) for name in shown)}</div>'


def _tile(name: str, measured: Measured) -> str:
    bad = " bad" if name == "quote_exactness" and measured.value < 1 else ""
    return (
        f'<div class="tile{bad}"><span>{escape(name)}</span><b>{figure(name, measured.value)}</b>'
        f"<span>{figure(name, measured.low)} to {figure(name, measured.high)}</span></div>"
    )


def _charts(run: SavedRun) -> Iterator[str]:
    overall, scores = run.summary.overall, run.scores
    figures: list[tuple[str, str]] = []
    lines = {
        name: [(k, overall[f"{name}@{k}"].value) for k in DEPTHS if f"{name}@{k}" in overall]
        for name in BY_DEPTH
    }
    if lines["recall"]:
        figures.append(
            (
                "What the first k passages hold",
                curves("Recall, precision and hits by k", lines, "k passages", ticks=DEPTHS),
            )
        )
    confidence = {
        "answerable": [s.confidence for s in scores if s.answerable and s.confidence is not None],
        "unanswerable": [s.confidence for s in scores if not s.answerable and s.confidence is not None],
        "from other fields": [row.confidence for row in run.far if row.confidence is not None],
    }
    known = {name: values for name, values in confidence.items() if values}
    if known:
        threshold = run.facts.settings.get("refuse_below")
        rules = {"refused below": float(threshold)} if threshold is not None else {}
        drawn = histogram("Questions by confidence", known, "confidence", upto=1.0, rules=rules)
        figures.append(("Confidence", drawn))
    calibrated = {"library answers it": answerable_bins(scores), "answered rightly": right_bins(scores)}
    if calibrated["library answers it"]:
        drawn = reliability_diagram(
            "Share of questions by confidence",
            {name: bins for name, bins in calibrated.items() if bins},
            "confidence; above: questions in each tenth",
        )
        figures.append(("Whether confidence is right", drawn))
        figures.append(("What each threshold would do", _tradeoff(run)))
    curve = selective_curve(scores)
    if curve:
        drawn = curves(
            "Accuracy by share answered", {"answer accuracy": curve}, "share of questions, the surest first"
        )
        figures.append(("Accuracy where it is surest", drawn))
    seconds = [score.seconds for score in scores if score.seconds is not None]
    if seconds:
        marks = {"p50": overall["latency_p50"].value, "p95": overall["latency_p95"].value}
        figures.append(
            ("Latency", histogram("Questions by seconds", {"questions": seconds}, "seconds", rules=marks))
        )
    if figures:
        yield "<h2>At a glance</h2>"
        cards = (f"<figure><figcaption>{title}</figcaption>{drawn}</figure>" for title, drawn in figures)
        yield f'<div class="charts">{"".join(cards)}</div>'


def _tradeoff(run: SavedRun) -> str:
    found = thresholds(
        run.scores, STEPS, asked_at=run.facts.threshold, far=[row.confidence for row in run.far]
    )
    lines = {
        told: [(at.value, share) for at in found if (share := getattr(at, name)) is not None]
        for name, told in THRESHOLD_SHARES.items()
        if name != "answered"
    }
    drawn = {told: line for told, line in lines.items() if line}
    return curves(
        "Shares by threshold",
        drawn,
        "threshold",
        rules={f"set: {run.facts.threshold:g}": run.facts.threshold},
    )


def _overall(run: SavedRun) -> Iterator[str]:
    shown = {name: found for name, found in run.summary.overall.items() if not _in_depths(name)}
    if not shown:
        return
    yield "<h2>All questions</h2>"
    yield from _table(shown)


def _model(run: SavedRun) -> Iterator[str]:
    if run.facts.model is not None:
        yield "<h2>The language model</h2>"
        yield "".join(f"<p>{escape(sentence)}</p>" for sentence in model_use.in_words(run.facts.model))


def _judged(run: SavedRun) -> Iterator[str]:
    if run.facts.judge is not None:
        yield "<h2>What a judge model thinks</h2>"
        yield f"<p>{escape(judge.in_words(run.facts.judge))}</p>"
        yield from _table(run.summary.judged)


def _table(shown: Mapping[str, Measured]) -> Iterator[str]:
    yield '<div class="scroll"><table><tr><th>measure</th><th class="number">value</th><th>0 to 1</th>'
    yield '<th class="number">95% interval</th><th class="number">questions</th><th>what it is</th></tr>'
    for name, measured in shown.items():
        picture = whisker(measured) if is_share(name) else ""
        yield (
            f'<tr><td class="name">{escape(name)}</td>'
            f'<td class="number">{figure(name, measured.value)}</td><td>{picture}</td>'
            f'<td class="number">{figure(name, measured.low)} to {figure(name, measured.high)}</td>'
            f'<td class="number">{measured.n}</td><td class="soft wide">{escape(meaning(name))}</td></tr>'
        )
    yield "</table></div>"


def _in_depths(name: str) -> bool:
    return name.partition("@")[0] in BY_DEPTH


def _by_depth(run: SavedRun) -> Iterator[str]:
    overall = run.summary.overall
    if f"recall@{DEPTHS[0]}" not in overall:
        return
    heads = "".join(f'<th class="number">k = {k}</th>' for k in DEPTHS)
    yield f'<h2>Retrieval by depth</h2><div class="scroll"><table><tr><th>measure</th>{heads}'
    yield "<th>what it is</th></tr>"
    for name in BY_DEPTH:
        cells = "".join(_cell(f"{name}@{k}", overall.get(f"{name}@{k}"), shown=True) for k in DEPTHS)
        yield f'<tr><td class="name">{name}@k</td>{cells}<td class="soft wide">{meaning(name)}</td></tr>'
    yield "</table></div>"


def _by_kind(run: SavedRun) -> Iterator[str]:
    kinds = run.summary.by_kind
    if not kinds:
        return
    names = [name for name in MAIN if any(name in measures for measures in kinds.values())]
    heads = "".join(f'<th class="number">{escape(name)}</th>' for name in names)
    yield f'<h2>By kind of question</h2><div class="scroll"><table><tr><th>kind</th>{heads}</tr>'
    for kind, measures in kinds.items():
        cells = (_cell(name, measures.get(name)) for name in names)
        yield f'<tr><td class="name">{escape(kind)}</td>{"".join(cells)}</tr>'
    yield "</table></div>"


def _cell(name: str, measured: Measured | None, *, shown: bool = False) -> str:
    """A value with its interval, which is shown below it or on hovering."""
    if measured is None:
        return '<td class="number soft">–</td>'
    interval = f"{figure(name, measured.low)} to {figure(name, measured.high)}"
    below = f'<br><span class="soft small">{interval}</span>' if shown else ""
    hint = f"{interval}, {measured.n} questions"
    return f'<td class="number" title="{hint}">{figure(name, measured.value)}{below}</td>'


def _worst(run: SavedRun, worst: Sequence[Score], faults: Mapping[str, int]) -> Iterator[str]:
    if not worst:
        return
    counted = "".join(f"<li>{escape(reason)}: {count}</li>" for reason, count in faults.items())
    yield f"<h2>What went wrong</h2><ul>{counted}</ul>"
    yield "<h2>The worst questions, and why</h2>"
    yield '<div class="scroll"><table><tr><th>question</th><th>why</th><th>what was said</th></tr>'
    rows = {row.id: row for row in run.rows}
    for score in worst:
        why = "<br>".join(escape(fault.reason) for fault in score.faults)
        kind = f" · {escape(score.kind)}" if score.kind else ""
        said = rows[score.id].text
        yield (
            f'<tr><td class="wide">{escape(score.question)}<br>'
            f'<span class="soft"><code>{escape(score.id)}</code>{kind}</span></td>'
            f'<td class="why">{why}</td>'
            f'<td class="said wide">{escape(said[:300])}{"…" if len(said) > 300 else ""}</td></tr>'
        )
    yield "</table></div>"


def _made(run: SavedRun) -> Iterator[str]:
    facts = run.facts
    told: dict[str, object] = {
        "corpus": facts.corpus.path,
        "corpus SHA-256": facts.corpus.fingerprint,
        "suite": facts.suite.path,
        "suite SHA-256": facts.suite.fingerprint,
        **{f"from other fields: {short(far.path)}": far.fingerprint for far in facts.far},
        "seed": facts.seed,
        "depth": facts.depth,
        "half": facts.half or "all",
        **({"scored anew": facts.scored} if facts.scored else {}),
        **{
            f"prompt {name}": text
            for asked in (facts.model, facts.judge)
            for name, text in (asked.prompts.items() if asked else ())
        },
        **facts.models,
        **facts.settings,
        **facts.versions,
        **facts.machine,
        **({"relevant, but not in the corpus": absent(facts.absent)} if facts.absent else {}),
        **{f"not read: {name}": reason or "" for name, reason in facts.corpus.failed.items()},
    }
    rows = "".join(
        f'<tr><td class="name">{escape(name)}</td><td><code>{escape(str(value))}</code></td></tr>'
        for name, value in told.items()
    )
    yield f'<h2>How it was made</h2><div class="scroll"><table>{rows}</table></div>'
