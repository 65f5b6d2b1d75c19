"""Small charts as inline SVG. Colours are classes of the page's style, so that they suit light and dark."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from eval.calibration import Bin
from eval.summary import Measured

BINS = 20


@dataclass(frozen=True)
class Frame:
    """A plot's place on its canvas, and the numbers at the ends of its axes, which begin at 0."""

    right: float
    top: float
    width: int = 520
    height: int = 230

    def x(self, value: float) -> float:
        """Where `value` stands, in units of the canvas."""
        return 44 + value / self.right * (self.width - 60)

    def y(self, value: float) -> float:
        """How far from the canvas's top `value` stands."""
        return self.height - 36 - value / self.top * (self.height - 52)

    def drawn(self, title: str, marks: Sequence[str], x_label: str) -> str:
        """The whole picture: axes, grid and marks."""
        grid = [_grid_line(self, self.top * step / 4) for step in range(5)]
        label = _text(self.width / 2, self.height - 4, x_label)
        return (
            f'<svg viewBox="0 0 {self.width} {self.height}" role="img"><title>{escape(title)}</title>'
            f"{''.join(grid)}{''.join(marks)}{label}</svg>"
        )


def whisker(measured: Measured) -> str:
    """A measure between 0 and 1 as a dot with its interval, for a table's cell."""

    def x(value: float) -> float:
        return 4 + max(0.0, min(1.0, value)) * 152

    return (
        '<svg class="whisker" viewBox="0 0 160 16" aria-hidden="true">'
        '<line class="grid" x1="4" x2="156" y1="8" y2="8"/>'
        f'<line class="interval" x1="{x(measured.low):.1f}" x2="{x(measured.high):.1f}" y1="8" y2="8"/>'
        f'<circle class="dot" cx="{x(measured.value):.1f}" cy="8" r="3.5"/></svg>'
    )


def curves(
    title: str,
    lines: Mapping[str, Sequence[tuple[float, float]]],
    x_label: str,
    *,
    ticks: Sequence[float] = (),
    rules: Mapping[str, float] | None = None,
) -> str:
    """Lines from 0 on over shared axes, each named in the legend; values between 0 and 1."""
    frame = Frame(right=max(x for line in lines.values() for x, _ in line), top=1.0)
    marks = [_ticks(frame, ticks or [frame.right * part / 5 for part in range(6)])]
    for number, (name, line) in enumerate(lines.items()):
        path = " ".join(f"{frame.x(x):.1f},{frame.y(y):.1f}" for x, y in line)
        marks.append(f'<polyline class="line series{number}" points="{path}"/>')
        if len(line) <= BINS:
            marks += [
                f'<circle class="series{number}" cx="{frame.x(x):.1f}" cy="{frame.y(y):.1f}" r="3">'
                f"<title>{escape(name)}: {y:.3f}</title></circle>"
                for x, y in line
            ]
    marks += _rules(frame, rules or {})
    return (legend(lines) if len(lines) > 1 else "") + frame.drawn(title, marks, x_label)


def reliability_diagram(title: str, groups: Mapping[str, Sequence[Bin]], x_label: str) -> str:
    """Each bin's share over its mean confidence, with its interval; on the diagonal confidence is right.

    The last line of numbers says how many questions stand in each tenth, of the first group.
    """
    frame = Frame(right=1.0, top=1.0, height=290)
    ends = f'x1="{frame.x(0):.1f}" y1="{frame.y(0):.1f}" x2="{frame.x(1):.1f}" y2="{frame.y(1):.1f}"'
    marks = [_ticks(frame, [part / 5 for part in range(6)]), f'<line class="rule" {ends}/>']
    for number, (name, bins) in enumerate(groups.items()):
        for found in bins:
            x = frame.x(found.confidence) + 4 * number  # so that intervals of two groups stand side by side
            low, high = frame.y(found.low), frame.y(found.high)
            told = f"{name}: {found.share:.2f} ({found.low:.2f} to {found.high:.2f}) of {found.n} questions"
            marks.append(
                f'<line class="line reach series{number}" x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" '
                f'y2="{high:.1f}"/><circle class="series{number}" cx="{x:.1f}" '
                f'cy="{frame.y(found.share):.1f}" r="4"><title>{escape(told)}</title></circle>'
            )
    counted = next(iter(groups.values()), ())
    marks += [_text(frame.x(found.confidence), 10, f"{found.n}") for found in counted]
    return (legend(groups) if len(groups) > 1 else "") + frame.drawn(title, marks, x_label)


def histogram(
    title: str,
    groups: Mapping[str, Sequence[float]],
    x_label: str,
    *,
    upto: float | None = None,
    rules: Mapping[str, float] | None = None,
) -> str:
    """How often values fall into each of twenty bins from 0, groups side by side; `rules` are marked."""
    right = upto or _rounded_up(max(value for values in groups.values() for value in values))
    counts = {
        name: np.histogram(np.clip(values, 0.0, right), bins=BINS, range=(0.0, right))[0]
        for name, values in groups.items()
    }
    frame = Frame(right=right, top=4 * _rounded_up(max(int(c.max()) for c in counts.values()) / 4))
    step, marks = right / BINS, [_ticks(frame, [right * part / 5 for part in range(6)])]
    for number, (name, bars) in enumerate(counts.items()):
        for place, count in enumerate(bars):
            if count:
                start = (place + 0.08 + number * 0.84 / len(counts)) * step
                marks.append(
                    _bar(frame, start, 0.84 * step / len(counts), int(count), f"series{number}", name)
                )
    marks += _rules(frame, rules or {})
    return (legend(groups) if len(groups) > 1 else "") + frame.drawn(title, marks, x_label)


def legend(names: Mapping[str, object]) -> str:
    """The names beside their colours."""
    items = (
        f'<span><i class="series{number}"></i>{escape(name)}</span>' for number, name in enumerate(names)
    )
    return f'<p class="legend">{"".join(items)}</p>'


def _rules(frame: Frame, rules: Mapping[str, float]) -> Iterator[str]:
    for number, (name, value) in enumerate(rules.items()):
        # to its right where there is no room, or where another rule is near
        x, side = frame.x(value), "start" if number or value < frame.right / 4 else "end"
        yield (
            f'<line class="rule" x1="{x:.1f}" x2="{x:.1f}" y1="{frame.y(frame.top):.1f}" '
            f'y2="{frame.y(0):.1f}"/>{_text(x, 10, name, side)}'
        )


def _bar(frame: Frame, start: float, width: float, count: int, series: str, name: str) -> str:
    x, y = frame.x(start), frame.y(count)
    return (
        f'<rect class="{series}" x="{x:.1f}" y="{y:.1f}" width="{frame.x(start + width) - x:.1f}" '
        f'height="{frame.y(0) - y:.1f}"><title>{escape(name)}: {count}</title></rect>'
    )


def _grid_line(frame: Frame, value: float) -> str:
    y = frame.y(value)
    return (
        f'<line class="grid" x1="{frame.x(0):.1f}" x2="{frame.x(frame.right):.1f}" '
        f'y1="{y:.1f}" y2="{y:.1f}"/>{_text(36, y + 4, f"{value:g}", anchor="end")}'
    )


def _ticks(frame: Frame, values: Sequence[float]) -> str:
    return "".join(_text(frame.x(value), frame.height - 20, f"{value:.3g}") for value in values)


def _text(x: float, y: float, words: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _rounded_up(value: float) -> float:
    """The next round number, so that a quarter of an axis is one: 0.037 gives 0.04, 127 gives 150."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)
    return next(step * power for step in steps if value <= step * power * (1 + 1e-9))
