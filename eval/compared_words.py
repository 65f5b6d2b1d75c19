"""What a comparison of two runs comes to, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from eval.compare import Comparison, Difference
from eval.facts import RunFacts
from eval.model_use import in_words as model_in_words
from eval.summary import Summary
from eval.wording import figure, number_of

ONE_OF_A_KIND = ("recall@5", "precision@5", "hit@5", "selective_accuracy@0.8")  # of those with a k or q


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
    if a.settings != b.settings and (names := _other_settings(a, b)):
        told.append(f"They were run with other settings: {', '.join(names)}.")
    return told


def costs(name: str, run: RunFacts, summary: Summary) -> list[str]:
    """What the answers of a run took: time for each, and what a language model took."""
    seconds = summary.overall.get("latency_p50")
    time = f"{figure('latency_p50', seconds.value)} for the median question" if seconds else "no time known"
    if run.model is None:
        return [f"{name}: {time}, no language model asked."]
    return [f"{name}: {time}.", *(f"{name}: {sentence}" for sentence in model_in_words(run.model))]


def _who(run: RunFacts) -> str:
    return run.answerer or "nobody, it only searched"


def _verdicts(differences: Sequence[Difference]) -> list[str]:
    told = [one for one in differences if "@" not in one.name or one.name in ONE_OF_A_KIND]
    sentences = []
    for verdict, words in (("better", "b is better in"), ("worse", "b is worse in")):
        if found := [_difference(one) for one in told if one.verdict == verdict]:
            sentences.append(f"{words} {', '.join(found)}.")
    if unclear := [one.name for one in told if one.verdict == "unclear"]:
        sentences.append(f"No difference can be told in {', '.join(unclear)}.")
    return sentences


def _difference(one: Difference) -> str:
    return f"{one.name} ({figure(one.name, one.a)} in a, {figure(one.name, one.b)} in b)"


def _other_settings(a: RunFacts, b: RunFacts) -> list[str]:
    """Settings that differ, but for those that say which language model is asked."""
    names = dict.fromkeys((*a.settings, *b.settings))
    return [n for n in names if not n.startswith("model") and a.settings.get(n) != b.settings.get(n)]
