"""What a comparison of two runs comes to, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.compare import Comparison, Difference
from eval.facts import RunFacts
from eval.model_use import in_words as model_in_words
from eval.summary import Summary
from eval.wording import figure, number_of

USUAL = ("recall@5", "precision@5", "hit@5", "selective_accuracy@0.8")  # of those with several k or q
TOLD_APART = frozenset({"latency_p50", "latency_p95"})  # by costs: a busy machine makes any run slow


def in_words(comparison: Comparison, a: RunFacts, b: RunFacts) -> list[str]:
    """Who answered, what differs beyond chance, how many questions changed."""
    better = sum(change.better for change in comparison.changes)
    changed = len(comparison.changes)
    told = [
        f"a was answered by {_who(a)}, b by {_who(b)}, "
        f"on {number_of(comparison.shared, 'question')} that both asked.",
        *_verdicts(comparison.differences),
        f"{number_of(changed, 'question')} changed: "
        f"{better:,} came out better in b, {changed - better:,} did not.",
    ]
    if a.corpus.fingerprint != b.corpus.fingerprint:
        told.append("They searched other documents: what differs may come from those.")
    if a.suite.fingerprint != b.suite.fingerprint:
        told.append("They were scored with other suites: gold answers may differ.")
    others = {"settings": _other_settings(a, b), "versions": _differing(a.versions, b.versions)}
    for what, names in others.items():
        if names:
            told.append(f"They were run with other {what}: {', '.join(names)}.")
    return told


def costs(name: str, run: RunFacts, summary: Summary) -> list[str]:
    """What the answers of a run took: time for each, and what a language model took."""
    seconds = summary.overall.get("latency_p50")
    time = (
        f"{figure('latency_p50', seconds.value)} for the median of its {number_of(seconds.n, 'question')}"
        if seconds
        else "no time known"
    )
    if run.model is None:
        return [f"{name}: {time}, no language model asked."]
    return [f"{name}: {time}.", *(f"{name}: {sentence}" for sentence in model_in_words(run.model))]


def _who(run: RunFacts) -> str:
    return run.answerer or "nobody, it only searched"


def _verdicts(differences: Sequence[Difference]) -> list[str]:
    """What is better, worse and unclear; of recall@1, recall@3 and so on one, unless they point apart."""
    families: dict[str, list[Difference]] = {}
    for one in differences:
        if one.name not in TOLD_APART:
            families.setdefault(one.name.partition("@")[0], []).append(one)
    sentences = []
    for verdict, words in (("better", "b is better in"), ("worse", "b is worse in")):
        found = [_farthest(members, verdict) for members in families.values()]
        if told := [_difference(one) for one in found if one is not None]:
            sentences.append(f"{words} {', '.join(told)}.")
    if unclear := [name for members in families.values() if (name := _unclear(members))]:
        sentences.append(f"No difference can be told in {', '.join(unclear)}.")
    return sentences


def _farthest(members: Sequence[Difference], verdict: str) -> Difference | None:
    """Of one measure at several depths, that which moved the most with this verdict."""
    found = [one for one in members if one.verdict == verdict]
    return max(found, key=lambda one: abs(one.difference), default=None)


def _unclear(members: Sequence[Difference]) -> str | None:
    """The measure, at its usual depth, where nothing is clear at any."""
    if any(one.verdict in ("better", "worse", "more", "less") for one in members):
        return None
    unclear = [one.name for one in members if one.verdict == "unclear"]
    return next((name for name in unclear if name in USUAL), unclear[0] if unclear else None)


def _difference(one: Difference) -> str:
    return f"{one.name} ({figure(one.name, one.a)} in a, {figure(one.name, one.b)} in b)"


def _other_settings(a: RunFacts, b: RunFacts) -> list[str]:
    """Settings that differ, but for those that say which language model is asked."""
    return [name for name in _differing(a.settings, b.settings) if not name.startswith("model")]


def _differing(a: Mapping[str, object], b: Mapping[str, object]) -> list[str]:
    return [name for name in dict.fromkeys((*a, *b)) if a.get(name) != b.get(name)]
