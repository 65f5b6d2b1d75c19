"""From a question and its row to what each measure says of it, and what went wrong, in words."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from eval import measures
from eval.judge import Opinion
from eval.model_use import drafted, kinds_of
from eval.rows import Place, Row
from eval.suite import Question
from records.stored import from_json

TextOf = Callable[[str], str | None]


class Share(NamedTuple):
    """A part of a whole. Over questions, parts and wholes are summed before they are divided."""

    part: float
    whole: float = 1.0


@dataclass(frozen=True)
class Fault:
    """Something that went wrong with a question; the lower the rank, the worse."""

    rank: int
    reason: str


@dataclass(frozen=True)
class Score:
    """All that measures are made of, for one question. A measure that is not in `shares` does not apply."""

    id: str
    question: str
    kind: str | None
    answerable: bool
    status: str | None
    confidence: float | None
    seconds: float | None  # none where the question failed
    shares: Mapping[str, Share]
    faults: tuple[Fault, ...] = ()
    seconds_model: float | None = None  # none where no language model was asked
    judged: Mapping[str, int] = field(default_factory=dict)  # a judge model's marks: apart from the shares

    def to_json(self) -> str:
        """The score as a line of scores.jsonl, without its line end."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)


def read_score(line: str) -> Score:
    """The score that `Score.to_json` wrote. Raises ValueError."""
    return from_json(Score, line)


def score_question(
    question: Question,
    gold: Sequence[Place],
    row: Row,
    *,
    text_of: TextOf,
    answered: bool,
    opinion: Opinion | None = None,
) -> Score:
    """Scores one row against its question. `answered`: answers were asked for, not passages alone.

    `gold` is the question's evidence, resolved. A row with an error scores as a miss wherever its
    question is counted.
    """
    shares = _retrieval(question, gold, row)
    if answered:
        shares |= {
            **_citing(question, gold, row, text_of),
            **_answering(question, row),
            **_modelled(row),
        }
    return Score(
        id=question.id,
        question=question.asked.question,
        kind=question.kind,
        answerable=question.answerable,
        status=row.status,
        confidence=_confidence(question, row) if answered else None,
        seconds=None if row.error else row.seconds.get("total"),
        shares=shares,
        faults=_faults(question, gold, row, shares),
        seconds_model=row.model.seconds if row.model else None,
        judged=opinion.marks if opinion else {},
    )


def far_score(row: Row) -> Score:
    """The score of a question from another field: it should have been refused."""
    return Score(
        id=row.id,
        question=row.question,
        kind=row.kind,
        answerable=False,
        status=row.status,
        confidence=1.0 if row.error else row.confidence,
        seconds=None,
        shares={"refusal_recall": Share(float(row.refused))},
    )


def _confidence(question: Question, row: Row) -> float | None:
    """An error is a miss for the ranking by confidence too."""
    if row.error is None:
        return row.confidence
    return 0.0 if question.answerable else 1.0


def _relevant(question: Question) -> Mapping[str, int]:
    """The graded documents, or none where no grade is above 0: then nothing can be found."""
    grades = question.relevant or {}
    return grades if any(grade > 0 for grade in grades.values()) else {}


def _retrieval(question: Question, gold: Sequence[Place], row: Row) -> dict[str, Share]:
    """Over characters where there is evidence, else over documents where they are judged."""
    passages = [passage.place for passage in row.passages]
    documents = measures.documents_in_order(passages)
    relevant = _relevant(question)
    shares: dict[str, Share] = {}
    rank = _rank(question, gold, passages)
    for k in measures.DEPTHS:
        if gold:
            recall = measures.recall_at(k, gold, passages)
            precision = measures.precision_at(k, gold, passages)
        elif relevant:
            recall = measures.document_recall_at(k, relevant, documents)
            precision = measures.document_precision_at(k, relevant, documents)
        else:
            return shares
        shares[f"recall@{k}"] = Share(recall)
        shares[f"precision@{k}"] = Share(precision)
        shares[f"hit@{k}"] = Share(float(rank is not None and rank <= k))
    if gold:
        k = measures.WRONG_WITHIN
        wrong = 1.0 if row.error else measures.wrong_document_at(k, gold, passages)
        shares[f"wrong_document@{k}"] = Share(wrong)
    shares["mrr@10"] = Share(measures.reciprocal_rank(rank, within=10))
    if relevant:
        shares["ndcg@10"] = Share(measures.ndcg_at(10, relevant, documents))
    return shares


def _rank(question: Question, gold: Sequence[Place], passages: Sequence[Place]) -> int | None:
    if gold:
        return measures.first_hit(gold, passages)
    return measures.first_relevant(_relevant(question), measures.documents_in_order(passages))


def _citing(question: Question, gold: Sequence[Place], row: Row, text_of: TextOf) -> dict[str, Share]:
    cited = [citation.place for citation in row.citations]
    shares: dict[str, Share] = {}
    if cited:
        exact = sum(measures.is_exact(citation, text_of) for citation in row.citations)
        shares["quote_exactness"] = Share(exact, len(cited))
    if row.statements:
        supported = sum(measures.is_supported(said, row.citations) for said in row.statements)
        shares["support"] = Share(supported, len(row.statements))
    if gold and question.answerable:
        found = any(measures.cites_evidence(place, gold) for place in cited)
        shares["citation_recall"] = Share(float(found))
    if gold and cited:
        shares["citation_precision"] = Share(
            sum(measures.overlaps(place, gold) for place in cited), len(cited)
        )
    return shares


def _answering(question: Question, row: Row) -> dict[str, Share]:
    """Whether it was right to answer or to refuse, and whether the answer was right."""
    shares: dict[str, Share] = {}
    if question.answerable:
        shares["false_refusal"] = Share(float(row.refused or row.error is not None))
        if question.must_include:
            missing = measures.missing_groups(row.text, question.must_include)
            shares["answer_accuracy"] = Share(float(row.answered and not missing))
        if question.answers:
            shares["token_f1"] = Share(measures.token_f1(row.text, question.answers))
    else:
        shares["refusal_recall"] = Share(float(row.refused))
    if row.answered:
        shares["conflict_cards"] = Share(float(row.conflicts > 0))
    if row.refused:
        shares["refusal_precision"] = Share(float(not question.answerable))
    if row.refused or not question.answerable:
        right = row.refused and not question.answerable
        shares["refusal_f1"] = Share(2.0 * right, float(row.refused) + float(not question.answerable))
    return shares


def _modelled(row: Row) -> dict[str, Share]:
    """What the language model took, and what of its words checking took away; nothing where none was asked.

    A removed statement counts under each kind of objection to it.
    """
    use = row.model
    if use is None:
        return {}
    shares = {
        "tokens_in": Share(use.usage.tokens_in),
        "tokens_out": Share(use.usage.tokens_out),
        "fallback": Share(float(row.fell_back)),
    }
    if use.whole_cost is not None:
        shares["cost"] = Share(use.whole_cost)
    if said := drafted(row):
        shares["statements_removed"] = Share(len(row.dropped), said)
        kinds = Counter(kind for dropped in row.dropped for kind in kinds_of(dropped))
        shares |= {f"statements_removed@{kind}": Share(count, said) for kind, count in kinds.items()}
    return shares


def _faults(
    question: Question, gold: Sequence[Place], row: Row, shares: Mapping[str, Share]
) -> tuple[Fault, ...]:
    """What a reader should look at, the worst first."""
    faults: list[Fault] = []
    if "quote_exactness" in shares and shares["quote_exactness"].part < shares["quote_exactness"].whole:
        faults.append(Fault(0, "a quotation is not the archived text"))
    if row.error is not None:
        faults.append(Fault(1, f"failed: {row.error}"))
    if row.answered and not question.answerable:
        faults.append(Fault(2, f"answered, though the library does not say (confidence {_hundredths(row)})"))
    if row.answered and shares.get("answer_accuracy", Share(1)).part == 0:
        missing = measures.missing_groups(row.text, question.must_include)
        faults.append(Fault(3, f"the answer lacks {'; '.join(' or '.join(group) for group in missing)}"))
    if row.answered and shares.get("citation_recall", Share(1)).part == 0:
        faults.append(Fault(4, "no citation is of the evidence"))
    if row.refused and question.answerable:
        faults.append(Fault(5, f"refused, though the library says (confidence {_hundredths(row)})"))
    return tuple(faults + _search_faults(question, gold, row, shares))


def _search_faults(
    question: Question, gold: Sequence[Place], row: Row, shares: Mapping[str, Share]
) -> list[Fault]:
    if row.error is not None or shares.get("hit@10", Share(1)).part:
        return []
    rank = _rank(question, gold, [passage.place for passage in row.passages])
    what = "the evidence" if gold else "a relevant document"
    if rank is None:
        return [Fault(6, f"{what} is in none of the {len(row.passages)} passages found")]
    return [Fault(7, f"{what} comes only at rank {rank}")]


def _hundredths(row: Row) -> str:
    return "unknown" if row.confidence is None else f"{row.confidence:.2f}"
