"""A finished memo: each statement with its footnotes, refusals as they are, nothing unsupported."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from memo_examples import (
    DIRECTIVE,
    DTSA,
    HEADING,
    MADE,
    MODEL,
    OWNER,
    SECRET,
    SEIZURE,
    SOURCES,
    TEXTS,
    Shelf,
    answered,
    disputed,
    disputed_pair,
    draft_of,
    noted,
    pinned,
    refused,
    two_answers,
    written,
)

from core.errors import PinciteError
from core.memos import Decision, MemoDraft, MemoPart, SignOff, TakenAnswer
from core.types import (
    Answer,
    Citation,
    Document,
    Dropped,
    Ending,
    Filters,
    Metadata,
    Objection,
    Part,
    Statement,
    Status,
    Verdict,
)
from memo.body import NOT_ANSWERED, PARTLY_ANSWERED, UnsupportedStatement
from memo.composing import add_answer, add_paragraph, head, move_statement, move_to, reword, sign, split
from memo.content import BlockKind, ContentBlock, Memo, NoteMark, Role, Run, Table
from memo.finish import MisplacedQuotation, MissingSource, finish
from memo.standing import cited_in
from memo.template import load_template
from memo.writers.json_file import fingerprint, read_json, write_json

FIRST, SECOND = two_answers()


def made(*answers: Answer, shelf: Shelf | None = None) -> Memo:
    return finish(draft_of(*answers), shelf or Shelf(), made=MADE)


def finished(draft: MemoDraft) -> Memo:
    return finish(draft, Shelf(), made=MADE)


def words(block: ContentBlock) -> str:
    """The block as it is read, marks of notes as [n]."""
    return "".join(one.text if isinstance(one, Run) else f"[{one.number}]" for one in block.inlines)


def said(memo: Memo, *kinds: BlockKind) -> list[str]:
    """The blocks of these kinds, as they are read."""
    return [words(block) for block in memo.blocks if isinstance(block, ContentBlock) and block.kind in kinds]


def part(memo: Memo, name: str) -> list[str]:
    """The blocks under a heading of the first level."""
    blocks = [block for block in memo.blocks if isinstance(block, ContentBlock)]
    heads = [n for n, block in enumerate(blocks) if block.level == 1 or block.kind is BlockKind.NOTICE]
    (begin,) = (n for n in heads if words(blocks[n]) == name)
    return [words(block) for block in blocks[begin + 1 : next(n for n in heads if n > begin)]]


def first_block(draft: MemoDraft) -> TakenAnswer:
    block = draft.blocks[0]
    assert isinstance(block, TakenAnswer)
    return block


def test_footnotes_are_numbered_in_order_of_appearance_over_all_answers() -> None:
    memo = made(FIRST, SECOND)
    assert [note.number for note in memo.notes] == [1, 2, 3, 4]
    assert [note.citation.quote for note in memo.notes] == [SEIZURE, OWNER, SEIZURE, SECRET]
    assert [statement.notes for statement in memo.statements] == [(1,), (2, 3), (4,)]
    assert [note.statement for note in memo.notes] == [1, 2, 2, 3]
    marks = [
        one.number
        for b in memo.blocks
        if isinstance(b, ContentBlock)
        for one in b.inlines
        if isinstance(one, NoteMark)
    ]
    assert marks == [1, 2, 3, 4]


def test_every_quotation_is_what_the_source_holds_at_the_cited_place() -> None:
    for note in made(FIRST, SECOND).notes:
        pin = note.citation
        text = TEXTS[pin.source.version]
        assert text[pin.start : pin.end] == pin.quote
        assert note.version_hash == hashlib.sha256(text.encode()).hexdigest()
        assert [run.text for run in note.runs if run.role is Role.QUOTATION] == [pin.quote]


def test_a_quotation_that_does_not_stand_there_makes_no_memo() -> None:
    moved = Shelf({**TEXTS, "v-dtsa": "x" + DTSA})
    with pytest.raises(MisplacedQuotation, match=r"Footnote 1: .* does not stand at the cited place"):
        made(FIRST, shelf=moved)


def test_a_sources_own_words_are_told_from_a_summary() -> None:
    memo = made(FIRST, SECOND)
    assert [statement.verbatim for statement in memo.statements] == [True, False, False]
    assert said(memo, BlockKind.STATEMENT) == [
        f"“{SEIZURE}”[1]",
        "Who may ask. Only the owner may ask for it.[2][3]",
        "Information which is secret and valuable.[4]",
    ]


def test_two_stretches_of_a_list_are_one_quotation_without_its_dashes() -> None:
    text = "Terms are:\n\n- Damage, in law, is loss.\n- 5 is a number.\n"
    quotes = ("Terms are:", "- Damage, in law, is loss.", "- 5 is a number.")
    pins = tuple(
        Citation(SOURCES["v-dtsa"], text.index(quote), text.index(quote) + len(quote), quote, Verdict.EXACT)
        for quote in quotes
    )
    joined = Statement("Terms are: … - Damage, in law, is loss.", (0, 1))
    turned = Statement("- Damage, in law, is loss. … Terms are:", (0, 1))
    given = answered("Q?", joined, turned, Statement("- 5 is a number.", (2,)), citations=pins)
    memo = made(given, shelf=Shelf({"v-dtsa": text}))
    assert said(memo, BlockKind.STATEMENT) == [
        "“Terms are: … Damage, in law, is loss.”[1][2]",
        "- Damage, in law, is loss. … Terms are:[3][4]",
        "“- 5 is a number.”[5]",
    ]
    assert [note.citation.quote for note in memo.notes][:2] == list(quotes[:2])


def test_a_question_that_was_read_as_another_says_so() -> None:
    asked = replace(noted(), standalone_question="May a trade secret be seized?")
    assert part(made(asked), "Discussion")[1] == "Searched for: May a trade secret be seized?"


def test_the_parts_stand_in_the_order_of_the_template() -> None:
    draft = add_answer(draft_of(FIRST), SECOND, part=MemoPart.SHORT_ANSWER)
    draft = add_paragraph(draft, "We should wait.\n\nThen\nact.", part=MemoPart.CONCLUSION)
    memo = finished(draft)
    headings = [words(block) for block in memo.blocks if isinstance(block, ContentBlock) and block.level == 1]
    assert headings == list(load_template("policy-memo").names.values())
    assert part(memo, "Short answer") == ["Information which is secret and valuable.[1]"]
    assert part(memo, "Discussion")[0] == FIRST.question
    assert part(memo, "Conclusion") == [
        "We should wait. [author’s own words]",
        "Then act. [author’s own words]",
    ]
    briefing = finished(replace(draft, template="briefing-note"))
    assert said(briefing, BlockKind.TITLE) == ["Briefing note"]
    assert said(briefing, BlockKind.HEADING)[0] == "Key points"


def test_the_question_presented_is_the_authors_else_those_asked() -> None:
    assert part(made(FIRST, SECOND), "Question presented") == [FIRST.question, SECOND.question]
    own = replace(HEADING, question="May we seize?")
    assert part(finished(draft_of(FIRST, heading=own)), "Question presented") == ["May we seize?"]


def test_empty_heading_fields_are_left_out() -> None:
    memo = finished(MemoDraft(replace(HEADING, to="", date="  ")))
    assert said(memo, BlockKind.FIELD) == ["FromPolicy unit", "SubjectSeizure orders"]
    assert not memo.notes
    assert part(memo, "Verification log")[0] == "This memo quotes nothing. Made 29 November 2026, 18:05 UTC."


def test_confidentiality_labels_of_what_is_cited_travel_unless_the_author_sets_one() -> None:
    labelled = replace(SOURCES["v-directive"], metadata=Metadata("Handbook", label="internal"))
    citation = replace(pinned(SECRET, "v-directive"), source=labelled)
    answer = answered("Q?", Statement(SECRET, (0,)), citations=(citation,))
    assert made(answer, FIRST).label == "internal"
    assert finished(draft_of(answer, heading=replace(HEADING, label="Secret"))).label == "Secret"
    assert made(FIRST).label == ""


def test_a_refused_answer_says_so_with_what_was_searched_and_cites_nothing() -> None:
    memo = made(refused())
    assert part(memo, "Discussion")[1] == NOT_ANSWERED
    assert said(memo, BlockKind.REMARK)[:3] == [
        "No passage speaks of this.",
        "Searched: 25 documents, the whole library.",
        "Nearest passages, which do not answer it:",
    ]
    assert said(memo, BlockKind.BULLET) == [
        "Defend Trade Secrets Act, U.S. Congress, 11 May 2016, p. 7, Remedies"
    ]
    assert not memo.statements
    assert not memo.notes


def test_a_refused_answer_names_the_filters_it_was_asked_under() -> None:
    filters = Filters(("EU", "US"), (), (), ("a", "b"), "2016", "2020", as_of="2018-06-09")
    assert said(made(replace(refused(), filters=filters)), BlockKind.REMARK)[1] == (
        "Searched: 25 documents, limited to jurisdiction EU or US; 2 chosen documents; "
        "dated from 2016; dated to 2020; what was in force on 9 June 2018."
    )


def test_a_partial_answer_and_dropped_statements_are_told_once() -> None:
    answer = replace(
        FIRST,
        status=Status.PARTIAL,
        reason="Nothing was found on fees.",
        dropped=(Dropped("Fees are low.", "no source"),),
    )
    draft = draft_of(answer)
    remarks = said(finished(split(draft, first_block(draft).id, 1)), BlockKind.REMARK)
    assert remarks[:3] == [
        PARTLY_ANSWERED,
        "Nothing was found on fees.",
        "Left out for want of a source: 1 drafted statement.",
    ]
    assert remarks.count(PARTLY_ANSWERED) == 1


def test_parts_of_a_question_head_their_statements_and_say_what_is_unanswered() -> None:
    answer = replace(
        FIRST,
        parts=(Part("When?"), Part("Who?"), Part("Why?", "No passage says why.")),
        statements=tuple(replace(one, part=n) for n, one in enumerate(FIRST.statements)),
    )
    discussion = part(made(answer), "Discussion")
    assert [line for line in discussion if line in ("When?", "Who?", "Why?", "No passage says why.")] == [
        "When?",
        "Who?",
        "Why?",
        "No passage says why.",
    ]
    one = add_answer(MemoDraft(HEADING), answer, statements=[1])
    assert "No passage says why." not in part(finished(one), "Discussion")


def test_a_models_words_are_footnoted_named_as_its_own_and_never_shown_as_a_quotation() -> None:
    memo = made(written())
    (statement,) = memo.statements
    assert (statement.text, statement.verbatim, statement.made_by) == (
        "Seizure is reserved for extraordinary circumstances.",
        False,
        "openai:gpt-*5*",
    )
    assert [(note.number, note.citation.quote) for note in memo.notes] == [(1, SEIZURE)]
    assert part(memo, "Discussion")[1] == (
        "Written by openai:gpt-*5* and checked against the words of the sources, which the footnotes quote."
    )
    log = part(memo, "Verification log")
    assert "Language model: openai:gpt-*5*. Each of its statements was checked against what it cites." in log


def test_an_answer_that_is_partly_a_models_says_so() -> None:
    memo = made(written(Statement(SEIZURE, (0,))))
    assert [statement.verbatim for statement in memo.statements] == [False, True]
    assert part(memo, "Discussion")[1].startswith("Written in part by openai:gpt-*5* and checked ")


def test_what_the_author_reworded_is_called_neither_the_sources_words_nor_a_models() -> None:
    for answer, wrote in [
        (
            FIRST,
            "No language model: the statements are the sources’ own words, but for what the author reworded.",
        ),
        (
            written(),
            "Language model: openai:gpt-*5*. Each of its statements was checked against what it cites.",
        ),
    ]:
        draft = draft_of(answer)
        memo = finished(reword(draft, first_block(draft).id, 0, "Only extraordinary cases allow seizure."))
        assert said(memo, BlockKind.STATEMENT)[0].endswith("[1] [reworded by the author]")
        assert not any(line.startswith("Written") for line in part(memo, "Discussion"))
        assert wrote in part(memo, "Verification log")


def test_a_models_words_that_the_author_put_back_into_the_sources_are_a_quotation() -> None:
    draft = draft_of(written())
    memo = finished(reword(draft, first_block(draft).id, 0, SEIZURE))
    assert (memo.statements[0].verbatim, memo.statements[0].edited) == (True, True)
    assert said(memo, BlockKind.STATEMENT) == [f"“{SEIZURE}”[1]"]


def test_a_model_that_judged_is_named_with_its_prompt() -> None:
    judge = replace(MODEL, name="ollama:judge", prompts={"judge 2": "cd" * 32})
    log = part(made(replace(written(), model=replace(MODEL, judge=judge))), "Verification log")
    assert (
        "Second language model, which could only take statements away: "
        "ollama:judge (prompt judge 2, cdcdcdcdcdcdcdcd)."
    ) in log


def test_prompts_are_named_with_their_hashes() -> None:
    model = replace(MODEL, prompts={"answer 3": "ab" * 32})
    log = part(made(replace(written(), model=model)), "Verification log")
    assert any("openai:gpt-*5* (prompt answer 3, abababababababab)" in line for line in log)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(FIRST, id="no model was asked"),
        pytest.param(
            replace(FIRST, model=replace(MODEL, ending=Ending.FAILED)),
            id="the model failed and the sources' own words stand in its place",
        ),
    ],
)
def test_the_sources_own_words_are_not_called_a_models(answer: Answer) -> None:
    memo = made(answer)
    assert not any("Written" in line for line in part(memo, "Discussion"))
    assert any(line.startswith("No language model:") for line in part(memo, "Verification log"))


@pytest.mark.parametrize(
    ("statement", "citations"),
    [
        pytest.param(Statement("Courts are kind.", ()), (), id="no-citation"),
        pytest.param(Statement("Courts are kind.", (1,)), (pinned(SEIZURE),), id="citation-not-there"),
        pytest.param(Statement("Courts are kind.", (-1,)), (pinned(SEIZURE),), id="negative-index"),
        pytest.param(
            Statement("Courts are kind.", (0,)),
            (pinned(SEIZURE, verdict=Verdict.MISSING),),
            id="quotation-not-in-source",
        ),
    ],
)
def test_an_unsupported_statement_makes_no_memo(
    statement: Statement, citations: tuple[Citation, ...]
) -> None:
    with pytest.raises(UnsupportedStatement, match="Courts are kind"):
        made(answered("Are courts kind?", statement, citations=citations))


def test_an_authors_words_that_checking_objects_to_make_no_memo_until_they_are_mended() -> None:
    draft = draft_of(FIRST)
    block = first_block(draft).id
    objection = Objection("number", "three", "The source does not say three.")
    bad = reword(draft, block, 0, "Three courts may seize.", [objection])
    with pytest.raises(UnsupportedStatement, match=r"Three courts may seize.*does not say three"):
        finished(bad)
    rejected = sign(bad, block, 0, SignOff(Decision.REJECTED, "A. Author", MADE))
    memo = finished(rejected)
    assert [statement.number for statement in memo.statements] == [1]
    assert "Three courts" not in "".join(part(memo, "Discussion"))
    mended = finished(reword(bad, block, 0, "A court may seize."))
    assert (mended.statements[0].text, mended.statements[0].edited) == ("A court may seize.", True)


def test_sign_offs_are_carried_into_the_memo() -> None:
    draft = draft_of(FIRST, SECOND)
    first, second = (block.id for block in draft.blocks)
    draft = sign(draft, first, 0, SignOff(Decision.ACCEPTED, "A. Author", MADE))
    draft = sign(draft, first, 1, SignOff(Decision.REJECTED, "A. Author", MADE))
    draft = sign(draft, second, 0, SignOff(Decision.TO_CHECK, "B. Author", MADE))
    memo = finished(draft)
    assert said(memo, BlockKind.STATEMENT)[1].endswith("valuable.[2] [to check]")
    assert part(memo, "Verification log")[-1] == (
        "Statements: 1 of 2 statements accepted by A. Author; 1 to check; 1 rejected and left out."
    )
    (table,) = (block for block in memo.blocks if isinstance(block, Table))
    assert [row[-1] for row in table.rows] == [
        "accepted, A. Author, 29 November 2026",
        "to check, B. Author, 29 November 2026",
    ]


def test_the_log_has_a_row_for_each_footnote() -> None:
    memo = made(FIRST, SECOND)
    (table,) = (block for block in memo.blocks if isinstance(block, Table))
    assert [row[0] for row in table.rows] == ["1", "2", "3", "4"]
    start = DTSA.index(SEIZURE)
    digest = hashlib.sha256(DTSA.encode()).hexdigest()[:16]
    assert table.rows[0] == (
        "1",
        "Defend Trade Secrets Act",
        f"v-dtsa (text {digest})",
        f"{start}–{start + len(SEIZURE)}",
        "exact",
        "–",
    )


def test_excerpts_show_each_cited_place_once_in_its_context() -> None:
    memo = made(FIRST, SECOND)
    blocks = [block for block in memo.blocks if isinstance(block, ContentBlock)]
    excerpts = [block for block in blocks if block.kind is BlockKind.EXCERPT]
    assert [
        "".join(run.text for run in block.inlines if isinstance(run, Run) and run.bold) for block in excerpts
    ] == [
        SEIZURE,
        OWNER,
        SECRET,
    ]
    assert part(memo, "Appendix: excerpts in context")[0].startswith("Notes 1, 3. Defend Trade Secrets Act")


def test_a_long_context_is_cut_between_words() -> None:
    text = "Word " * 300 + "The secret is kept." + " other" * 300
    quote = "The secret is kept."
    start = text.index(quote)
    pin = Citation(SOURCES["v-dtsa"], start, start + len(quote), quote, Verdict.EXACT)
    memo = made(answered("Q?", Statement(quote, (0,)), citations=(pin,)), shelf=Shelf({"v-dtsa": text}))
    (excerpt,) = said(memo, BlockKind.EXCERPT)
    assert excerpt.startswith("… Word Word")
    assert excerpt.endswith(" other …")
    assert 700 < len(excerpt) < 830
    assert "Word The secret is kept. other" in excerpt


def test_a_caution_and_a_note_on_the_day_stand_with_the_statement() -> None:
    memo = made(noted())
    assert part(memo, "Discussion")[1] == "Asked as of 1 March 2018."
    assert said(memo, BlockKind.STATEMENT) == [f"“{SEIZURE}”[1] (No longer in force: until 22 April 2019.)"]


def test_both_sides_of_a_conflict_have_footnotes_before_the_statement() -> None:
    memo = made(disputed())
    discussion = part(memo, "Discussion")
    assert discussion[1] == "Two sources differ. Nothing says *which*."
    assert [statement.notes for statement in memo.statements] == [(1,), (2,), (3,)]
    assert [note.citation.quote for note in memo.notes] == [SEIZURE, SECRET, SEIZURE]
    assert len(said(memo, BlockKind.SIDE)) == 2


def signed(draft: MemoDraft, *decisions: Decision | None) -> MemoDraft:
    """The draft with the first statements of its first block signed off so, in their order."""
    block = first_block(draft)
    for taken, decision in zip(block.statements, decisions, strict=False):
        if decision:
            draft = sign(draft, block.id, taken.index, SignOff(decision, "L. Awyer", MADE))
    return draft


def test_the_side_of_a_conflict_has_no_sign_off_and_counts_as_no_statement() -> None:
    memo = finished(signed(draft_of(disputed_pair()), Decision.ACCEPTED, Decision.REJECTED))
    assert [note.citation.quote for note in memo.notes] == [SEIZURE, SECRET, SEIZURE, OWNER]
    (table,) = (block for block in memo.blocks if isinstance(block, Table))
    assert [row[-1] for row in table.rows] == ["–", "–", "accepted, L. Awyer, 29 November 2026", "–"]
    assert part(memo, "Verification log")[-2:] == [
        "Statements: 1 of 2 statements accepted by L. Awyer; 1 not signed off; 1 rejected and left out.",
        "Notes 1–2 quote where sources differ, as a warning: these are no statements, and nobody signs "
        "them off.",
    ]
    assert [one.text for one in memo.own_statements] == [SEIZURE, OWNER]


def test_a_memo_without_conflicts_says_nothing_of_sides() -> None:
    assert not any("sources differ" in line for line in part(made(FIRST), "Verification log"))


@pytest.mark.parametrize(
    ("decisions", "warned"),
    [
        pytest.param((), True, id="both-stand"),
        pytest.param((Decision.REJECTED,), True, id="second-stands"),
        pytest.param((None, Decision.REJECTED), True, id="first-stands"),
        pytest.param((Decision.REJECTED, Decision.REJECTED), False, id="neither-stands"),
    ],
)
def test_a_conflict_is_told_once_for_as_long_as_a_statement_of_it_stands(
    decisions: tuple[Decision | None, ...], warned: bool
) -> None:
    draft = signed(draft_of(disputed_pair()), *decisions)
    memo = finished(draft)
    lines = part(memo, "Discussion")[1:]
    assert [line.startswith("Two sources differ.") for line in lines] == [warned] + [False] * (len(lines) - 1)
    assert len(said(memo, BlockKind.SIDE)) == 2 * warned
    assert {note.citation for note in memo.notes} == {citation for _, citation in cited_in(draft)}


def test_a_conflict_is_told_where_its_second_statement_is_taken_alone_or_first() -> None:
    for chosen in ([1], [1, 0]):
        draft = add_answer(MemoDraft(HEADING), disputed_pair(), statements=chosen)
        memo = finished(draft)
        assert part(memo, "Discussion")[1] == "Two sources differ. Nothing says *which*."
        assert len(said(memo, BlockKind.SIDE)) == 2
        assert {note.citation for note in memo.notes} == {citation for _, citation in cited_in(draft)}
    assert not said(finished(add_answer(MemoDraft(HEADING), disputed_pair(), statements=[2])), BlockKind.SIDE)


def test_a_statement_on_a_part_of_a_sides_words_is_warned_of_too() -> None:
    words = "secret and has commercial value"
    answer = disputed_pair()
    part_of_it = pinned(words, "v-directive")
    statements = (answer.statements[0], Statement(words, (1,)))
    cut = replace(answer, statements=statements, citations=(answer.citations[0], part_of_it))
    assert said(finished(add_answer(MemoDraft(HEADING), cut, statements=[1])), BlockKind.SIDE)


def test_a_conflict_is_told_anew_under_another_heading_and_not_behind_words_between() -> None:
    draft = draft_of(disputed_pair())
    between = split(draft, first_block(draft).id, 1)
    assert len(said(finished(between), BlockKind.SIDE)) == 2
    headed = head(between, between.blocks[1].id, "In the EU")
    assert len(said(finished(headed), BlockKind.SIDE)) == 4
    apart = move_to(between, between.blocks[1].id, MemoPart.CONCLUSION)
    assert len(said(finished(apart), BlockKind.SIDE)) == 4


def test_a_day_in_the_explanation_of_a_kept_conflict_is_written_as_elsewhere() -> None:
    answer = disputed()
    (conflict,) = answer.conflicts
    source = conflict.sides[0].citation.source
    metadata = replace(source.metadata, title="Notice 2024-12-31", in_force_to="2024-12-31")
    ended = replace(conflict.sides[0].citation, source=replace(source, metadata=metadata))
    kept = replace(
        conflict,
        explanation="“Notice 2024-12-31” was in force until 2024-12-31 and no longer is.",
        sides=(replace(conflict.sides[0], citation=ended), conflict.sides[1]),
    )
    discussion = part(made(replace(answer, conflicts=(kept,))), "Discussion")
    assert discussion[1].endswith("“Notice 2024-12-31” was in force until 31 December 2024 and no longer is.")


def test_a_side_that_did_not_pass_checking_goes_into_no_memo() -> None:
    answer = disputed()
    (conflict,) = answer.conflicts
    broken = replace(conflict.sides[1], citation=replace(conflict.sides[1].citation, verdict=Verdict.MISSING))
    spoiled = replace(answer, conflicts=(replace(conflict, sides=(conflict.sides[0], broken)),))
    with pytest.raises(UnsupportedStatement):
        made(spoiled)


def test_headings_and_order_are_the_authors() -> None:
    draft = draft_of(FIRST)
    block = first_block(draft).id
    draft = move_statement(head(draft, block, "Seizure"), block, 1, -1)
    discussion = part(finished(draft), "Discussion")
    assert discussion[0] == "Seizure"
    assert discussion[1].startswith("Who may ask.")
    assert part(finished(head(draft, block, "")), "Discussion")[0].startswith("Who may ask.")


def test_the_same_draft_library_and_time_make_the_same_memo() -> None:
    draft = draft_of(FIRST, SECOND)
    memo = finished(draft)
    assert memo == finished(draft)
    assert memo.id == fingerprint(memo)
    assert words(next(b for b in reversed(memo.blocks) if isinstance(b, ContentBlock))).endswith(
        f"It is not legal advice. Memo ID {memo.id}."
    )
    assert finish(draft, Shelf(), made=MADE.replace(hour=19)).id != memo.id


def test_a_house_template_and_style_are_used(tmp_path: Path) -> None:
    ours = (Path(load_template.__code__.co_filename).parent / "templates/policy-memo.toml").read_text()
    (tmp_path / "house.toml").write_text(ours.replace('title = "Memorandum"', 'title = "Vermerk"'))
    memo = finish(replace(draft_of(FIRST), template="house"), Shelf(), house=tmp_path, made=MADE)
    assert said(memo, BlockKind.TITLE) == ["Vermerk"]


def test_the_examples_stand_in_their_texts() -> None:
    assert DIRECTIVE.startswith("Article 2")


def test_of_an_answer_whose_statements_are_all_rejected_nothing_stays() -> None:
    draft = draft_of(replace(FIRST, notes=("Asked as of today.",)), SECOND)
    block = first_block(draft).id
    for index in range(2):
        draft = sign(draft, block, index, SignOff(Decision.REJECTED, "A. Author", MADE))
    memo = finished(draft)
    assert said(memo, BlockKind.HEADING).count(SECOND.question) == 1
    assert not [words for words in said(memo, *BlockKind) if FIRST.question in words or "as of" in words]
    assert "2 rejected and left out" in " ".join(said(memo, BlockKind.REMARK))


def test_a_heading_stays_over_what_is_left_behind_the_rejected_statements() -> None:
    draft = draft_of(FIRST)
    block = first_block(draft).id
    draft = sign(split(draft, block, 1), block, 0, SignOff(Decision.REJECTED, "A. Author", MADE))
    assert part(finished(draft), "Discussion") == [
        FIRST.question,
        "Who may ask. Only the owner may ask for it.[1][2]",
    ]


def test_half_a_character_beside_the_cited_words_stops_no_memo() -> None:
    memo = made(FIRST, shelf=Shelf({**TEXTS, "v-dtsa": f"{DTSA}\n\n\ud800"}))
    assert read_json(write_json(memo)) == memo


def test_a_version_that_the_records_do_not_have_is_named_with_its_footnote() -> None:
    class Emptied(Shelf):
        def document(self, identifier: str) -> Document:
            if identifier == "v-directive":
                raise PinciteError("No such document.")
            return super().document(identifier)

    with pytest.raises(MissingSource, match=r"Footnote 4 cites Directive 2016/943, .* a backup"):
        made(FIRST, SECOND, shelf=Emptied())


def test_nothing_is_said_to_be_searched_for_where_no_other_question_was() -> None:
    assert not any("Searched for" in line for line in part(made(FIRST), "Discussion"))
    unknown = replace(FIRST, standalone_question="")
    assert not any("Searched for" in line for line in part(made(unknown), "Discussion"))
