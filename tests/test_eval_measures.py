"""The measures, each against an example worked by hand; rankings against ir-measures."""

from __future__ import annotations

import random
from dataclasses import replace

import ir_measures
import pytest
from eval_examples import DTSA, question, row
from ir_measures import RR, P, Qrel, R, ScoredDoc, nDCG

from eval import measures
from eval.measures import DEPTHS
from eval.rows import Place, Row, ShownCitation, ShownStatement
from eval.score import Score, Share, score_question

GOLD = [Place("d", 0, 10), Place("e", 100, 110)]


def test_recall_and_precision_count_characters_once() -> None:
    passages = [Place("d", 5, 25), Place("d", 0, 8), Place("e", 0, 50), Place("e", 90, 120)]
    assert measures.recall_at(1, GOLD, passages) == 5 / 20
    assert measures.recall_at(3, GOLD, passages) == 10 / 20
    assert measures.recall_at(5, GOLD, passages) == 1
    assert measures.precision_at(1, GOLD, passages) == 5 / 20
    assert measures.precision_at(3, GOLD, passages) == 10 / 75
    assert measures.precision_at(5, GOLD, passages) == 20 / 105
    assert measures.recall_at(5, GOLD, []) == 0
    assert measures.precision_at(5, GOLD, []) == 0


def test_evidence_that_overlaps_itself_counts_once() -> None:
    gold = [Place("d", 0, 10), Place("d", 5, 15), Place("d", 15, 20)]
    assert measures.merged(gold) == {"d": [(0, 20)]}
    assert measures.recall_at(1, gold, [Place("d", 0, 5)]) == 5 / 20


def test_the_same_offsets_of_another_document_are_not_gold() -> None:
    assert measures.recall_at(1, GOLD, [Place("f", 0, 10)]) == 0
    assert measures.first_hit(GOLD, [Place("f", 0, 10)]) is None


@pytest.mark.parametrize(
    ("passage", "hits"),
    [
        pytest.param(Place("d", 5, 25), True, id="half"),
        pytest.param(Place("d", 6, 25), False, id="less-than-half"),
        pytest.param(Place("d", 0, 99), True, id="all"),
        pytest.param(Place("d", 10, 99), False, id="beside"),
    ],
)
def test_a_passage_hits_with_half_of_one_span(passage: Place, hits: bool) -> None:
    assert (measures.first_hit(GOLD, [Place("x", 0, 9), passage]) == 2) is hits


def test_passages_of_documents_without_evidence_are_counted() -> None:
    gold = [Place("d", 0, 10), Place("g", 0, 5)]
    passages = [Place("e", 0, 10), Place("d", 90, 99), Place("f", 0, 1), Place("g", 0, 5), Place("e", 20, 30)]
    assert [measures.wrong_document_at(k, gold, passages) for k in (1, 2, 3, 5)] == [1, 1 / 2, 2 / 3, 3 / 5]
    assert measures.wrong_document_at(5, gold, passages[:2]) == 1 / 2
    assert measures.wrong_document_at(5, gold, []) == 0


def test_reciprocal_rank_ends_at_ten() -> None:
    assert [measures.reciprocal_rank(rank) for rank in (1, 4, 10, 11, None)] == [1, 0.25, 0.1, 0, 0]


def test_rankings_agree_with_ir_measures() -> None:
    """100 random judgements and rankings; several passages of a document count as its best."""
    chance = random.Random(7)
    for _ in range(100):
        names = [f"d{number}" for number in range(40)]
        relevant = {name: chance.choice([0, 1, 1, 2, 3]) for name in chance.sample(names, 12)}
        relevant["d0"] = 1
        passages = [Place(chance.choice(names), 0, 5) for _ in range(chance.randint(0, 50))]
        documents = measures.documents_in_order(passages)
        qrels = [Qrel("q", name, grade) for name, grade in relevant.items()]
        run = [ScoredDoc("q", name, 100.0 - rank) for rank, name in enumerate(documents)]
        wanted = [nDCG @ 10, RR @ 10, *(R @ k for k in DEPTHS), *(P @ k for k in DEPTHS)]
        oracle = {
            str(measure): value for measure, value in ir_measures.calc_aggregate(wanted, qrels, run).items()
        }
        assert measures.ndcg_at(10, relevant, documents) == pytest.approx(oracle["nDCG@10"])
        first = measures.first_relevant(relevant, documents)
        assert measures.reciprocal_rank(first) == pytest.approx(oracle["RR@10"])
        for k in DEPTHS:
            assert measures.document_recall_at(k, relevant, documents) == pytest.approx(oracle[f"R@{k}"])
            assert measures.document_precision_at(k, relevant, documents) == pytest.approx(oracle[f"P@{k}"])


@pytest.mark.parametrize(
    ("citation", "cites", "overlaps"),
    [
        pytest.param(Place("d", 2, 4), True, True, id="within"),
        pytest.param(Place("d", 5, 90), True, True, id="covers-half"),
        pytest.param(Place("d", 7, 90), False, True, id="touches"),
        pytest.param(Place("d", 10, 90), False, False, id="beside"),
        pytest.param(Place("e", 2, 4), False, False, id="other-document"),
        pytest.param(Place("d", 4, 4), False, False, id="of-nothing"),
    ],
)
def test_citations_of_the_evidence(citation: Place, cites: bool, overlaps: bool) -> None:
    assert measures.cites_evidence(citation, GOLD) is cites
    assert measures.overlaps(citation, GOLD) is overlaps


def cited(
    start: int, end: int, quote: str, document: str = "dtsa.txt", verdict: str = "exact"
) -> ShownCitation:
    return ShownCitation(document, start, end, quote, None, (), verdict)


@pytest.mark.parametrize(
    ("citation", "exact"),
    [
        pytest.param(cited(23, 35, "May 11, 2016"), True, id="exact"),
        pytest.param(cited(23, 35, "May 12, 2016"), False, id="other-day"),
        pytest.param(cited(24, 36, "May 11, 2016"), False, id="one-off"),
        pytest.param(cited(23, 35, "may 11, 2016"), False, id="case"),
        pytest.param(cited(23, 35, "May 11,\u00a02016"), False, id="other-space"),
        pytest.param(cited(0, 0, ""), False, id="empty"),
        pytest.param(cited(-len(DTSA), 3, "The"), False, id="counted-from-the-end"),
        pytest.param(cited(60, 9999, DTSA[60:]), False, id="beyond-the-end"),
        pytest.param(cited(0, 3, "The", "gone.txt"), False, id="no-such-document"),
    ],
)
def test_quotes_are_held_against_the_archive_whatever_their_verdict_says(
    citation: ShownCitation, exact: bool
) -> None:
    assert measures.is_exact(citation, {"dtsa.txt": DTSA}.get) is exact


def test_support_needs_one_citation_that_exists_and_passed() -> None:
    citations = [
        cited(0, 3, "The"),
        cited(0, 3, "xyz", verdict="missing"),
        cited(0, 3, "T", verdict="typographic"),
    ]
    supported = [
        measures.is_supported(ShownStatement("s", indexes), citations)
        for indexes in ((0,), (1,), (1, 2), (), (3,), (-1,))
    ]
    assert supported == [True, False, True, False, False, False]


def test_groups_are_met_by_any_alternative_case_and_white_space_folded() -> None:
    groups = [["11 May 2016", "May 11, 2016"], ["Obama"]]
    assert measures.missing_groups("signed by OBAMA on may  11,\n2016", groups) == []
    assert measures.missing_groups("Signed on May 11, 2016.", groups) == [["Obama"]]
    assert measures.missing_groups("", groups) == groups


@pytest.mark.parametrize(
    ("text", "answers", "value"),
    [
        pytest.param("The law of 2016", ["in 2016", "2016 law"], 0.8, id="best-of-two"),
        pytest.param("the, Obama!", ["obama"], 1.0, id="articles-and-marks"),
        pytest.param("a b b", ["b b b"], 2 * 2 / (2 + 3), id="repeats"),
        pytest.param("", ["obama"], 0.0, id="nothing-said"),
        pytest.param("The", ["a"], 1.0, id="both-empty"),
    ],
)
def test_token_f1_is_squads(text: str, answers: list[str], value: float) -> None:
    assert measures.token_f1(text, answers) == pytest.approx(value)


EVIDENCE = Place("dtsa.txt", 0, 36)


def scored(of: Row, answered: bool = True, gold: tuple[Place, ...] = (EVIDENCE,), **known: object) -> Score:
    return score_question(question(**known), gold, of, text_of={"dtsa.txt": DTSA}.get, answered=answered)


def test_a_right_answer_scores_on_every_measure() -> None:
    said = row(cited=[EVIDENCE], found=[EVIDENCE], text=DTSA[:36])
    score = scored(said, answers=("May 11, 2016",), must_include=(("2016",),))
    assert score.faults == ()
    assert {name for name, share in score.shares.items() if share.part != share.whole} == {
        "token_f1",
        "false_refusal",
        "wrong_document@5",
        "conflict_cards",
    }
    assert score.shares["false_refusal"] == score.shares["wrong_document@5"] == (0, 1)
    assert set(score.shares) == {
        *(f"{name}@{k}" for name in ("recall", "precision", "hit") for k in DEPTHS),
        *("mrr@10", "wrong_document@5", "quote_exactness", "support"),
        *("citation_recall", "citation_precision"),
        *("false_refusal", "answer_accuracy", "token_f1", "conflict_cards"),
    }


def test_an_error_is_a_miss_wherever_its_question_counts() -> None:
    failed = row(status=None, confidence=None, error="it broke")
    answerable = scored(failed, answers=("2016",), must_include=(("2016",),))
    for name in ("recall@20", "hit@20", "mrr@10", "citation_recall", "answer_accuracy", "token_f1"):
        assert answerable.shares[name] == (0, 1), name
    assert answerable.shares["false_refusal"] == answerable.shares["wrong_document@5"] == (1, 1)
    assert (answerable.confidence, answerable.seconds) == (0.0, None)
    unanswerable = scored(failed, gold=(), answerable=False)
    assert unanswerable.shares == {"refusal_recall": Share(0, 1), "refusal_f1": Share(0, 1)}
    assert unanswerable.confidence == 1.0
    assert "it broke" in answerable.faults[0].reason


@pytest.mark.parametrize(
    ("answerable", "status", "precision", "recall", "f1", "false_refusal"),
    [
        pytest.param(False, "refused", (1, 1), (1, 1), (2, 2), None, id="rightly-refused"),
        pytest.param(False, "answered", None, (0, 1), (0, 1), None, id="wrongly-answered"),
        pytest.param(True, "refused", (0, 1), None, (0, 1), (1, 1), id="wrongly-refused"),
        pytest.param(True, "partial", None, None, None, (0, 1), id="answered-in-part"),
    ],
)
def test_refusals(
    answerable: bool, status: str, precision: Share, recall: Share, f1: Share, false_refusal: Share
) -> None:
    shares = scored(row(status=status), gold=(), answerable=answerable).shares
    names = ("refusal_precision", "refusal_recall", "refusal_f1", "false_refusal")
    assert tuple(shares.get(name) for name in names) == (precision, recall, f1, false_refusal)


@pytest.mark.parametrize(
    ("status", "cards", "share"),
    [
        pytest.param("answered", 0, (0, 1), id="none"),
        pytest.param("partial", 3, (1, 1), id="three-count-once"),
        pytest.param("refused", 0, None, id="refusals-do-not-count"),
    ],
)
def test_answers_with_conflict_cards(status: str, cards: int, share: Share | None) -> None:
    shares = scored(replace(row(status=status), conflicts=cards), gold=()).shares
    assert shares.get("conflict_cards") == share


def test_judged_documents_are_measured_by_their_best_passage() -> None:
    found = [Place("b", 0, 5), Place("b", 9, 12), Place("a", 0, 5)]
    shares = scored(row(found=found), answered=False, gold=(), relevant={"a": 1, "c": 1, "b": 0}).shares
    assert shares["recall@1"] == (0, 1)
    assert shares["recall@3"] == (0.5, 1)
    assert shares["precision@3"] == (pytest.approx(1 / 3), 1)
    assert shares["mrr@10"] == (0.5, 1)
    assert shares["ndcg@10"].part == pytest.approx((1 / 1.58496) / (1 + 1 / 1.58496), abs=1e-4)


def test_what_is_not_known_is_not_measured() -> None:
    assert scored(row(), answered=False, gold=()).shares == {}
    assert scored(row(), answered=False, gold=(), relevant={"a": 0}).shares == {}
    assert set(scored(row(), gold=()).shares) == {"false_refusal", "conflict_cards"}


def test_faults_come_worst_first_and_say_why() -> None:
    wrong = row(cited=[Place("dtsa.txt", 40, 50)], found=[Place("x", 0, 1)] * 3, text="In 1979.")
    broken = ShownCitation("dtsa.txt", 40, 50, "made up", None, (), "exact")
    score = scored(
        Row(**{**vars(wrong), "citations": (broken,)}), must_include=(("2016", "MMXVI"), ("Obama",))
    )
    assert [fault.reason for fault in score.faults] == [
        "a quotation is not the archived text",
        "the answer lacks 2016 or MMXVI; Obama",
        "no citation is of the evidence",
        "the evidence is in none of the 3 passages found",
    ]
    late = scored(row(status="refused", found=[Place("x", 0, 1)] * 11 + [EVIDENCE]))
    assert [fault.reason for fault in late.faults] == [
        "refused, though the library says (confidence 0.80)",
        "the evidence comes only at rank 12",
    ]
