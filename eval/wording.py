"""What reports say of the measures and the faults, in words."""

from __future__ import annotations

from collections.abc import Mapping

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


def meaning(name: str) -> str:
    """What a measure means, "" for a name that is not known: recall@5 is explained under recall."""
    return MEANINGS.get(name) or MEANINGS.get(name.partition("@")[0], "")


def figure(name: str, value: float) -> str:
    """The value as reports print it: 0.832, or 0.041 s for a latency."""
    return f"{value:.3f} s" if name.startswith("latency") else f"{value:.3f}"
