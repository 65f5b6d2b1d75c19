"""The report of a check in words, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from memo.checks.findings import Finding, Group, Kind, Report
from memo.describe import counted, folded
from memo.plain import plain

SHOWN = 300  # characters of old or new words that are shown in words; JSON has all of them


def told(report: Report) -> Iterator[str]:
    """The report, line by line: the worst first, with what stood there and what stands there now.

    What a file or a document says can steer no terminal.
    """
    return map(plain, _lines(report))


_HEADS = {
    Group.CITED: "Citations and statements that were altered:",
    Group.ADDED: "Added by hand; it is not from Pincite, and nobody has verified it:",
    Group.OTHER: "Other words of the memo that were altered, moved or taken out:",
    Group.SOURCES: "Sources that no longer say what is cited:",
    Group.UNSURE: "Not to be verified in a PDF:",
    Group.TOLD: "No fault, but to be known:",
}


def _lines(report: Report) -> Iterator[str]:
    footnotes = counted(len({finding.kept for finding in report.findings if finding.kept}), "footnote")
    yield f"{report.file}: {report.format} of memo {report.memo}, {footnotes} when it was made."
    yield from report.notices
    yield _summary(report)
    for group, head in _HEADS.items():
        if findings := report.of(group):
            yield from ("", head)
            for finding in findings:
                yield from _finding(finding)


def as_json(report: Report) -> dict[str, object]:
    """The whole report: `intact` is what the exit code says."""
    return {
        "file": report.file,
        "format": report.format.value,
        "memo": report.memo,
        "intact": report.is_intact,
        "unsure": report.is_unsure,
        "counts": {kind.value: count for kind, count in report.counts.items()},
        "notices": list(report.notices),
        "findings": [
            {
                "kind": finding.kind.value,
                "group": finding.kind.group.value,
                "fault": finding.kind.is_fault,
                "where": finding.where,
                "footnote": finding.number,
                "footnote_when_made": finding.kept,
                "statement": finding.statement,
                "expected": finding.expected,
                "found": finding.found,
                "told": finding.told,
            }
            for finding in report.findings
        ],
    }


def _summary(report: Report) -> str:
    intact = counted(report.counts.get(Kind.INTACT, 0), "footnote")
    standing = len(report.only_told)
    newer = f"; {standing} more, of which only the source has changed or was superseded" if standing else ""
    if report.is_intact:
        return f"Intact: {intact} as when the memo was made{newer}, nothing else altered."
    groups = [
        f"{group.value}: {len(report.of(group))}"
        for group in _HEADS
        if group is not Group.TOLD and report.of(group)
    ]
    start = "Not wholly verified" if report.is_unsure else "Not intact"
    return f"{start}. {'; '.join(groups)}. Intact: {intact}{newer}."


def _finding(finding: Finding) -> Iterator[str]:
    yield f"{finding.kind.value[0].upper()}{finding.kind.value[1:]}: {finding.where}"
    if finding.told:
        yield f"  {folded(finding.told)}"
    if finding.expected:
        yield f"  was: {_short(finding.expected)}"
    if finding.found:
        yield f"  is:  {_short(finding.found)}"


def _short(words: str) -> str:
    words = folded(words)
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
