"""The measures of single questions: small pure functions, each with a worked example."""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from core.types import Verdict
from eval.rows import Place, ShownCitation, ShownStatement

Spans = Mapping[str, Sequence[tuple[int, int]]]

DEPTHS = (1, 3, 5, 10, 20)  # the k of recall@k, precision@k and hit@k
WRONG_WITHIN = 5  # the k of wrong_document@k
PASSED = frozenset(verdict.value for verdict in Verdict if verdict.passed)


def merged(places: Sequence[Place]) -> Spans:
    """The characters of the places, none twice: d 0-5, d 3-8 and d 9-10 give {d: [(0, 8), (9, 10)]}."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for document, start, end in sorted(places):
        known = spans.setdefault(document, [])
        if known and start <= known[-1][1]:
            known[-1] = (known[-1][0], max(end, known[-1][1]))
        else:
            known.append((start, end))
    return spans


def length(spans: Spans) -> int:
    """How many characters the spans hold: {d: [(0, 8), (9, 10)]} holds 9."""
    return sum(end - start for within in spans.values() for start, end in within)


def common(one: Spans, other: Spans) -> int:
    """How many characters both hold: {d: [(0, 8)]} and {d: [(6, 9)], e: [(0, 8)]} share 2."""
    return sum(
        max(0, min(end, other_end) - max(start, other_start))
        for document in one.keys() & other.keys()
        for start, end in one[document]
        for other_start, other_end in other[document]
    )


def recall_at(k: int, gold: Sequence[Place], passages: Sequence[Place]) -> float:
    """The share of the gold characters that the first k passages cover.

    Gold d 0-10, passages d 5-25 and d 0-5: recall@1 is 0.5, recall@3 is 1. After LegalBench-RAG
    (Pipitone and Houir Alami 2024); a character that two passages hold counts once.
    """
    wanted = merged(gold)
    return common(wanted, merged(passages[:k])) / length(wanted)


def precision_at(k: int, gold: Sequence[Place], passages: Sequence[Place]) -> float:
    """The share of the characters of the first k passages that is gold; 0 where there are none.

    Gold d 0-10, passages d 5-25 and d 0-5: precision@1 is 5/20, precision@3 is 10/25.
    """
    read = merged(passages[:k])
    return common(merged(gold), read) / length(read) if read else 0.0


def covers_half(place: Place, evidence: Place) -> bool:
    """Whether a passage or citation holds at least half of an evidence span: d 5-25 does of d 0-10."""
    if place.document != evidence.document:
        return False
    shared = min(place.end, evidence.end) - max(place.start, evidence.start)
    return 2 * shared >= evidence.end - evidence.start


def wrong_document_at(k: int, gold: Sequence[Place], passages: Sequence[Place]) -> float:
    """The share of the first k passages that stand in none of the evidence's documents.

    Gold in d, passages in e, d, f: wrong_document@2 is 1/2, wrong_document@5 is 2/3.
    Nothing found is nothing wrong: 0.
    """
    documents = {place.document for place in gold}
    first = passages[:k]
    return sum(place.document not in documents for place in first) / len(first) if first else 0.0


def first_hit(gold: Sequence[Place], passages: Sequence[Place]) -> int | None:
    """The rank, from 1, of the first passage that covers half of one evidence span."""
    for rank, passage in enumerate(passages, start=1):
        if any(covers_half(passage, evidence) for evidence in gold):
            return rank
    return None


def reciprocal_rank(rank: int | None, within: int = 10) -> float:
    """1 for rank 1, 0.5 for rank 2, 0 beyond `within`: its mean over questions is mrr@10."""
    return 1 / rank if rank is not None and rank <= within else 0.0


def documents_in_order(passages: Sequence[Place]) -> list[str]:
    """The documents, each at the place of its best passage: of [a, b, a, c] they are [a, b, c]."""
    return list(dict.fromkeys(passage.document for passage in passages))


def document_recall_at(k: int, relevant: Mapping[str, int], documents: Sequence[str]) -> float:
    """The share of the relevant documents in the first k: {a, b}, [b, x, a], k=1 gives 0.5."""
    wanted = {document for document, grade in relevant.items() if grade > 0}
    return len(wanted & set(documents[:k])) / len(wanted)


def document_precision_at(k: int, relevant: Mapping[str, int], documents: Sequence[str]) -> float:
    """Relevant documents in the first k, over k: {a, b}, [b, x, a], k=3 gives 2/3.

    Over k also where fewer were found, as trec_eval has it.
    """
    return sum(relevant.get(document, 0) > 0 for document in documents[:k]) / k


def first_relevant(relevant: Mapping[str, int], documents: Sequence[str]) -> int | None:
    """The rank, from 1, of the first relevant document."""
    ranks = (rank for rank, document in enumerate(documents, start=1) if relevant.get(document, 0) > 0)
    return next(ranks, None)


def ndcg_at(k: int, relevant: Mapping[str, int], documents: Sequence[str]) -> float:
    """Discounted gain over that of the best order: {a: 1}, [x, a] gives 1 / log2(3) = 0.631.

    Järvelin and Kekäläinen 2002, gain = grade, as trec_eval computes it.
    """
    best = _discounted(sorted((grade for grade in relevant.values() if grade > 0), reverse=True)[:k])
    return _discounted([max(0, relevant.get(document, 0)) for document in documents[:k]]) / best


def _discounted(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def cites_evidence(citation: Place, gold: Sequence[Place]) -> bool:
    """Whether the citation covers half of an evidence span, or lies within one."""
    return any(covers_half(citation, evidence) or _within(citation, evidence) for evidence in gold)


def _within(place: Place, other: Place) -> bool:
    return (
        place.document == other.document
        and other.start <= place.start
        and place.start < place.end
        and place.end <= other.end
    )


def overlaps(citation: Place, gold: Sequence[Place]) -> bool:
    """Whether the citation shares a character with an evidence span: d 9-20 does with d 0-10."""
    return any(
        citation.document == evidence.document
        and min(citation.end, evidence.end) > max(citation.start, evidence.start)
        for evidence in gold
    )


def is_exact(citation: ShownCitation, text_of: Callable[[str], str | None]) -> bool:
    """Whether the quote is `text[start:end]` of the archived document, to the character, and not empty.

    The archive decides, not the verdict that came with the citation; `text_of` gives a document's
    text by its name, None where there is no such document.
    """
    text = text_of(citation.document)
    if text is None or not 0 <= citation.start < citation.end <= len(text):
        return False
    return text[citation.start : citation.end] == citation.quote


def is_supported(statement: ShownStatement, citations: Sequence[ShownCitation]) -> bool:
    """Whether at least one citation of the statement exists and passed checking."""
    return any(
        0 <= index < len(citations) and citations[index].verdict in PASSED for index in statement.citations
    )


def folded(text: str) -> str:
    """Without case and extra white space: " 11  May\\n2016" gives "11 may 2016"."""
    return " ".join(text.casefold().split())


def missing_groups(text: str, groups: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The groups of which `text` holds no alternative, case and white space folded.

    "Signed on May 11, 2016." of [["11 May 2016", "May 11, 2016"], ["Obama"]] lacks [["Obama"]].
    """
    said = folded(text)
    return [group for group in groups if not any(folded(words) in said for words in group)]


def token_f1(text: str, answers: Sequence[str]) -> float:
    """SQuAD's F1 of words against the best gold answer (Rajpurkar et al. 2016).

    "The law of 2016" against ["in 2016", "2016 law"]: words law, of, 2016; best 2·2/(3+2) = 0.8.
    """
    return max(_word_overlap(_squad_words(text), _squad_words(answer)) for answer in answers)


def _word_overlap(said: Sequence[str], gold: Sequence[str]) -> float:
    if not said or not gold:
        return float(said == gold)
    shared = sum((Counter(said) & Counter(gold)).values())
    return 2 * shared / (len(said) + len(gold))


def _squad_words(text: str) -> list[str]:
    """SQuAD's normalisation: lower case, no ASCII punctuation, no articles."""
    bare = "".join(letter for letter in text.lower() if letter not in set(string.punctuation))
    return re.sub(r"\b(a|an|the)\b", " ", bare).split()
