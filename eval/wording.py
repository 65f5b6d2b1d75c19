"""What reports say of the measures and the faults, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MOST_NAMED = 10  # so many documents are named of those that are missing

MEANINGS: Mapping[str, str] = {
    "recall": "of the gold characters or documents, the share in the first k passages",
    "precision": "of what the first k passages hold, the share that is gold",
    "hit": "questions with half of an evidence span in one of the first k passages",
    "wrong_document": "of the first k passages, the share from documents without evidence; less is better",
    "mrr@10": "1 / rank of the first passage that hits, 0 beyond ten",
    "ndcg@10": "ranking of the judged documents, against the best order",
    "quote_exactness": "citations that are the archived text to the character; under 1 is a defect",
    "citation_recall": "answerable questions with a citation of the evidence",
    "citation_precision": "citations that overlap the evidence of their question",
    "support": "statements with a citation that passed checking",
    "answer_accuracy": "answerable questions answered, with all that the answer must include",
    "token_f1": "words shared with the best gold answer (SQuAD)",
    "refusal_precision": "of refusals, the share that was right",
    "refusal_recall": "of unanswerable questions, the share refused",
    "refusal_f1": "refusal precision and recall in one",
    "false_refusal": "answerable questions refused; less is better",
    "conflict_cards": "answered questions with a card that sets two sources against each other",
    "confidence_auroc": "how well confidence tells answerable from unanswerable; 0.5 is chance",
    "confidence_ece": "how far confidence and share of answerable questions are apart; less is better",
    "confidence_brier": "mean squared error of confidence as the chance of an answer; less is better",
    "far_refusal_recall": "of questions from other fields, the share refused",
    "far_auroc": "how well confidence tells answerable questions from those of other fields",
    "selective_accuracy": "answer accuracy on that share of questions with the highest confidence",
    "latency_p50": "seconds for the median question",
    "latency_p95": "seconds that 95 of 100 questions stay under",
    "seconds_model_p50": "seconds that the language model took for the median question",
    "seconds_model_p95": "seconds that the language model stays under for 95 of 100 questions",
    "fallback": "questions that fell back to quoting; less is better",
    "tokens_in": "tokens that went to the language model, per question",
    "tokens_out": "tokens that came back, per question",
    "cost": "money per question, by the prices that are set",
    "statements_removed": "of the language model's statements, the share that checking removed",
    "judge_completeness": "a judge model's mark from 1 to 5: does the answer say all that was asked for",
    "judge_clarity": "a judge model's mark from 1 to 5: is the answer understood at once",
}

# What a threshold does, by the fields of calibration.Threshold.
THRESHOLD_SHARES: Mapping[str, str] = {
    "false_refusal": "answerable, refused",
    "refusal_recall": "unanswerable, refused",
    "far_refusal_recall": "from other fields, refused",
    "accuracy": "right, of those answered",
    "answered": "answered, of all",
}

# By the rank of a fault, the worst first.
FAULTS = (
    "a quotation is not exact",
    "the program failed",
    "answered what the library does not say",
    "the answer lacks what it must include",
    "no citation is of the evidence",
    "refused what the library says",
    "the evidence was not found",
    "the evidence was ranked below ten",
)

# Of each kind of question, reports show these.
MAIN = (
    *("quote_exactness", "answer_accuracy", "citation_recall", "citation_precision", "false_refusal"),
    *("refusal_recall", "recall@5", "precision@5", "hit@5", "mrr@10", "ndcg@10", "latency_p50"),
)


# Measures that are no shares, by the beginning of their names: how they are printed.
FORMS: Mapping[str, str] = {
    "latency": "{:.3f} s",
    "seconds": "{:.3f} s",
    "tokens": "{:,.0f}",
    "cost": "{:.6f}",
    "judge": "{:.2f}",
}


def meaning(name: str) -> str:
    """What a measure means, "" for a name that is not known: recall@5 is explained under recall."""
    base, _, of = name.partition("@")
    if base == "statements_removed" and of:
        return f"the share that was removed for this objection: {of}"
    return MEANINGS.get(name) or MEANINGS.get(base, "")


def number_of(count: int, noun: str) -> str:
    """ "1 question", "1,834 questions"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def absent(names: Sequence[str]) -> str:
    """What to say of documents that a suite calls relevant and the corpus lacks: "1 document: a.txt"."""
    some = ", ".join(names[:MOST_NAMED]) + (", ..." if len(names) > MOST_NAMED else "")
    return f"{number_of(len(names), 'document')}, which count as not found: {some}"


def is_share(name: str) -> bool:
    """Whether the measure lies between 0 and 1."""
    return name.partition("_")[0] not in FORMS


def figure(name: str, value: float, sign: str = "") -> str:
    """The value as reports print it: 0.832, 0.041 s for a latency, 1,834 for tokens."""
    form = FORMS.get(name.partition("_")[0], "{:.3f}")
    return form.replace("{:", f"{{:{sign}").format(value)
