"""The suite of mutations: what it makes and counts, and that neither a blind nor a mute checker passes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from documents import pdf_of_lines
from typer.testing import CliRunner, Result

from answering.check import Checked, check
from answering.protocols import Library
from core.settings import load
from core.types import Citation, DraftStatement, Dropped, Objection, Passage, Statement, Verdict
from eval.__main__ import app
from eval.mutating.mutants import MAKERS, Family, Mutant
from eval.mutating.mutation_report import PAGE, REFUSED, SLIPPED, TEXT, write_mutation_report
from eval.mutating.mutation_summary import PINNED, summarise_mutations
from eval.mutating.right_statements import HELD_OUT, TUNE, BadParaphrases, NoParaphrases, paraphrases
from eval.mutating.shelf import NothingOnTheShelf, plain, read_shelf
from eval.mutations import Check, MutateOptions, MutationRun, attack, mutate

ACT = """# The Defend Trade Secrets Act

President Obama signed the Defend Trade Secrets Act on 11 May 2016, and it took effect on the same day.

Under 18 U.S.C. § 1836(d) the owner must bring a civil claim within 3 years of the discovery of the theft.

The court may not order a seizure unless the owner of the secret shows an immediate and irreparable injury.

An organisation may be fined up to 5 million dollars for theft, as the Supreme Court told Kolon in 2014.

Some states have kept their own laws, and all of them allow at least 2 years for a claim.

The 2022 amendment of the Economic Espionage Act was read in eight states, and in Canada before Mexico.

Motorola sued Hytera in Chicago, and the jury gave Motorola what it asked for if the secrets were its own.

## More

The court keeps what was seized in a safe place, and the parties may look at it when the court allows it.

The officer who serves the order must not let the applicant take part, and the order says for how long.
"""
LAW = """# The Foreign Trade Law

The Standing Committee of China amended the Foreign Trade Law on 23 April 2019, before Japan did so.

President Xi must name a body that hears the complaints of Toyota within 30 days of their receipt.

Most of the courts in China usually ask the European Commission for 12% of the costs if a claim fails.

It is not enough under Article 9(2) that the owner of the secret told only one of his employees of it.
"""
SIGNED = (
    "President Obama signed the Defend Trade Secrets Act on 11 May 2016, and it took effect on the same day."
)
SEIZURE = "The court may not order a seizure unless the owner of the secret shows an immediate"
WRITTEN = {
    "tune-x.jsonl": {
        "doc": "act.md",
        "quotes": [SIGNED],
        "statement": "The DTSA was signed by President Obama on May 11, 2016.",
        "false": [
            {"kind": "date", "statement": "The DTSA was signed by President Obama on May 12, 2016."},
            {"kind": "cause", "statement": "President Obama signed the DTSA because China had asked for it."},
        ],
    },
    "held-x.jsonl": {
        "doc": "act.md",
        "quotes": [SEIZURE],
        "statement": "Without proof of immediate and irreparable injury there is no seizure.",
        "false": [{"kind": "negation", "statement": "Seizure needs no proof of irreparable injury."}],
    },
}


def blind(draft: Sequence[DraftStatement], library: Library, *, passages: Sequence[Passage] = ()) -> Checked:
    """Shows whatever it is handed, with the quotations as they are."""
    citations = [
        Citation(quotation.source, 0, len(quotation.text), quotation.text, Verdict.EXACT)
        for quotation in draft[0].quotations
    ]
    shown = Statement(draft[0].text, tuple(range(len(citations))), own_words=True)
    return Checked((shown,), tuple(citations), ())


def mute(draft: Sequence[DraftStatement], library: Library, *, passages: Sequence[Passage] = ()) -> Checked:
    """Refuses whatever it is handed."""
    objection = Objection("number", "5", "no number is good enough")
    return Checked((), (), (Dropped(draft[0].text, "nothing is good enough", (objection,)),))


def parrot(draft: Sequence[DraftStatement], library: Library, *, passages: Sequence[Passage] = ()) -> Checked:
    """Shows what says just the words of its quotation, where they stand in the document; refuses the rest."""
    drafted = draft[0]
    if len(drafted.quotations) == 1:
        quotation = drafted.quotations[0]
        document = library.document(quotation.source.version)
        start = document.text.find(quotation.text)
        if start >= 0 and plain(quotation.text) == plain(drafted.text):
            cited = Citation(
                quotation.source, start, start + len(quotation.text), quotation.text, Verdict.EXACT
            )
            return Checked((Statement(drafted.text, (0,), own_words=True),), (cited,), ())
    return mute(draft, library)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents, a right statement of each half, a false one beside it."""
    corpus, written = tmp_path / "corpus", tmp_path / "paraphrases"
    corpus.mkdir()
    written.mkdir()
    (corpus / "act.md").write_text(ACT, encoding="utf-8")
    (corpus / "law.md").write_text(LAW, encoding="utf-8")
    for name, line in WRITTEN.items():
        (written / name).write_text(json.dumps(line) + "\n", encoding="utf-8")
    return tmp_path


def attacked(folder: Path, checker: Check = check, **changes: Any) -> MutationRun:  # noqa: ANN401
    options = MutateOptions((folder / "corpus",), folder / "paraphrases", **changes)
    return mutate(options, load(), lambda stage, done, total: None, checker)


def mutants(run: MutationRun, kind: str) -> list[Mutant]:
    return [one.mutant for one in run.attacked if one.mutant.kind == kind]


def test_every_kind_is_made(folder: Path) -> None:
    run = attacked(folder, mute)
    made = {one.mutant.kind for one in run.attacked}
    assert made == {*MAKERS, "written: date", "written: cause", "written: negation"}
    assert len(MAKERS) >= 12
    assert {one.mutant.family for one in run.attacked} == set(Family)


def test_mutants_are_wrong_indeed(folder: Path) -> None:
    run = attacked(folder, mute)
    texts = plain(ACT) + plain(LAW)
    for one in run.attacked:
        mutant, right = one.mutant, one.mutant.right
        assert mutant.draft.own_words
        assert mutant.draft != right.draft
        if mutant.family is Family.QUOTATION:
            altered = [q for q in mutant.draft.quotations if q not in right.quotations]
            assert len(altered) == 1
            assert plain(altered[0].text) not in texts, altered[0].text
            assert mutant.draft.text == right.text
        elif mutant.family in (Family.CLAIM, Family.BEYOND):
            assert mutant.draft.quotations == right.quotations
            if not mutant.kind.startswith("true quotation"):
                assert plain(mutant.draft.text) not in texts, mutant.draft.text


def test_a_misplaced_quotation_stands_elsewhere_and_only_there(folder: Path) -> None:
    run = attacked(folder, mute)
    for mutant in mutants(run, "wrong document") + mutants(run, "wrong passage"):
        own = mutant.right.held.document
        for quotation in mutant.draft.quotations:
            assert quotation.within is not None
            assert any(
                (p.start, p.end) == (quotation.within.start, quotation.within.end) for p in mutant.passages
            )
            if mutant.kind == "wrong document":
                assert quotation.source != own.source
            else:
                assert quotation.text not in own.text[quotation.within.start : quotation.within.end]
            assert plain(quotation.text) in plain(own.text)


def test_a_quotation_that_stands_twice_is_not_misplaced(folder: Path) -> None:
    (folder / "corpus" / "copy.md").write_text(ACT, encoding="utf-8")
    run = attacked(folder, mute)
    assert all(m.right.held.name == "law.md" for m in mutants(run, "wrong document"))


def test_the_checker_passes_on_quotations_and_places(folder: Path) -> None:
    summary = summarise_mutations(attacked(folder))
    for family in (Family.QUOTATION, Family.PLACEMENT):
        assert summary.caught[family].value == 1.0
    assert summary.misplaced == 0
    assert any(PINNED in tally.objections for tally in summary.kinds if tally.family is Family.PLACEMENT)


def test_a_blind_checker_fails(folder: Path) -> None:
    summary = summarise_mutations(attacked(folder, blind))
    for family in Family:
        assert summary.caught[family].value == 0.0
    assert summary.refused is not None
    assert summary.refused.value == 0.0
    assert [reason.partition(":")[0] for reason in summary.fallen] == [
        *list(Family)[:-1],
        "right statements",  # pinned to the beginning of the document, whatever they quote
    ]


def test_a_mute_checker_fails(folder: Path) -> None:
    summary = summarise_mutations(attacked(folder, mute))
    assert all(found.value == 1.0 for found in summary.caught.values())
    assert summary.refused is not None
    assert summary.refused.value == 1.0
    assert summary.fallen == ("right statements: 100.0% refused, above 3%",)
    assert all(tally.objections == {"number": tally.caught.n} for tally in summary.kinds)


def test_a_parrot_fails_by_refusing_paraphrases_alone(folder: Path) -> None:
    summary = summarise_mutations(attacked(folder, parrot))
    origins = {origin.origin: origin for origin in summary.origins}
    assert origins[HELD_OUT].refused is not None
    assert origins[HELD_OUT].refused.hits == origins[HELD_OUT].refused.n == 1
    assert all(found.value == 1.0 for found in summary.caught.values())


def test_what_guards_were_made_on_is_told_apart(folder: Path) -> None:
    run = attacked(folder, mute)
    summary = summarise_mutations(run)
    gated = {origin.origin: origin.gated for origin in summary.origins}
    assert [origin for origin, held in gated.items() if not held] == [TUNE]
    assert summary.refused is not None
    assert summary.refused.n == len(run.untouched) - 1
    counted = sum(found.n for found in summary.caught.values())
    assert counted == sum(one.mutant.right.origin != TUNE for one in run.attacked) < len(run.attacked)


def test_an_altered_quotation_left_out_is_caught_a_changed_claim_is_not(folder: Path) -> None:
    """Two quotations, one altered: shown by the true one alone, nothing false is on the page."""
    line = WRITTEN["held-x.jsonl"] | {"quotes": [SEIZURE, SIGNED]}
    (folder / "paraphrases" / "held-x.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (folder / "paraphrases" / "tune-x.jsonl").unlink()
    shelf = read_shelf([folder / "corpus"], load())
    (right,), _ = paraphrases(folder / "paraphrases", shelf, 0)
    altered = replace(right.quotations[1], text=SIGNED.replace("2016", "2017"))
    two = DraftStatement(right.text, (right.quotations[0], altered), own_words=True)

    def shows(words: str) -> Check:
        def checker(
            draft: Sequence[DraftStatement], library: Library, *, passages: Sequence[Passage] = ()
        ) -> Checked:
            start = ACT.index(words)
            text = library.document(right.held.document.source.version).text
            start = text.index(words)
            cited = Citation(right.quotations[0].source, start, start + len(words), words, Verdict.EXACT)
            return Checked((Statement(draft[0].text, (0,), own_words=True),), (cited,), ())

        return checker

    quotation = Mutant("", Family.QUOTATION, right, two, right.passages)
    assert next(attack([quotation], shelf, shows(SEIZURE))).caught
    assert not next(attack([quotation], shelf, shows(SIGNED))).caught  # mended: no fuzzy match passes
    claim = Mutant("", Family.CLAIM, right, replace(right.draft, text="It needs no proof."), right.passages)
    assert not next(attack([claim], shelf, shows(SEIZURE))).caught


def test_a_pin_on_the_wrong_page_is_not_right(folder: Path) -> None:
    """On the pages of a PDF: checking finds them, a checker that names none is found out."""
    for name in ("act.md", "law.md"):
        (folder / "corpus" / name).unlink()
    pages = [
        ["President Obama signed the Act on 11 May 2016 at noon."],
        ["Kolon owed a fine of 85 million dollars by then."],
        ["No court has to wait for an injury to happen."],
        ["Toyota asked in Japan for the same order in vain."],
    ]
    (folder / "corpus" / "act.pdf").write_bytes(pdf_of_lines(*pages))
    real = [one for one in attacked(folder).untouched if one.finding.shown]
    assert {citation.page for one in real for citation in one.finding.citations} == {1, 2, 3, 4}
    assert not any(one.misplaced for one in real)

    def pageless(
        draft: Sequence[DraftStatement], library: Library, *, passages: Sequence[Passage] = ()
    ) -> Checked:
        checked = check(draft, library, passages=passages)
        return replace(checked, citations=tuple(replace(c, page=None) for c in checked.citations))

    assert all(one.misplaced for one in attacked(folder, pageless).untouched if one.finding.shown)


def test_the_same_seed_gives_the_same_run(folder: Path) -> None:
    def told(**changes: Any) -> list[tuple[str, str, tuple[str, ...]]]:  # noqa: ANN401
        run = attacked(folder, parrot, **changes)
        return [
            (one.mutant.kind, one.mutant.draft.text, tuple(q.text for q in one.mutant.draft.quotations))
            for one in run.attacked
        ]

    assert told() == told()
    assert told(seed=1) != told()
    assert len(told(per_kind=1)) == len({kind for kind, _, _ in told()})


def test_the_report_tells_what_slipped_through(folder: Path) -> None:
    run = attacked(folder, blind)
    write_mutation_report(run, summarise_mutations(run), folder / "out")
    slipped = [json.loads(line) for line in (folder / "out" / SLIPPED).read_text("utf-8").splitlines()]
    assert len(slipped) == len(run.attacked)
    assert {"kind", "family", "statement", "right", "quotations", "document"} <= slipped[0].keys()
    assert "Below the floors" in (folder / "out" / TEXT).read_text("utf-8")
    page = (folder / "out" / PAGE).read_text("utf-8")
    assert "altered quotations" in page
    assert "<script" not in page


def test_text_of_documents_is_inert_in_the_reports(folder: Path) -> None:
    evil = "The owner must load ![x](http://evil.example/x.png) and <img src=http://evil> in 3 years."
    (folder / "corpus" / "act.txt").write_text(evil, encoding="utf-8")
    run = attacked(folder, blind)
    write_mutation_report(run, summarise_mutations(run), folder / "out")
    assert "<img" not in (folder / "out" / PAGE).read_text("utf-8")
    text = (folder / "out" / TEXT).read_text("utf-8")
    assert "![x]" not in text
    assert "<img" not in text


def test_the_refused_are_listed_with_the_reason(folder: Path) -> None:
    run = attacked(folder, mute)
    write_mutation_report(run, summarise_mutations(run), folder / "out")
    refused = [json.loads(line) for line in (folder / "out" / REFUSED).read_text("utf-8").splitlines()]
    assert len(refused) == len(run.untouched)
    assert refused[0]["reason"] == "nothing is good enough"


def command(folder: Path, *options: str) -> Result:
    arguments = ["--corpus", str(folder / "corpus"), "--paraphrases", str(folder / "paraphrases")]
    return CliRunner().invoke(app, ["mutate", *arguments, "--out", str(folder / "out"), *options])


@pytest.mark.parametrize(("checker", "code"), [(blind, 1), (mute, 1)])
def test_the_command_fails_with_the_gate(
    folder: Path, monkeypatch: pytest.MonkeyPatch, checker: Check, code: int
) -> None:
    monkeypatch.setattr(mutate, "__defaults__", (checker,))
    result = command(folder, "--json", "--per-kind", "2")
    assert result.exit_code == code, result.output
    told = json.loads(result.stdout)
    assert told["fallen"]
    assert told["mutants"] > 20
    assert (folder / "out" / PAGE).exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "it is not JSON"),
        ("[]", "it is no object"),
        ('{"doc": "act.md"}', "statement is missing"),
        ('{"doc": "act.md", "statement": "It.", "quotes": []}', "quotes is no list of texts"),
        ('{"doc": "act.md", "statement": "It.", "quotes": ["Nowhere."]}', "do not stand in act.md"),
        (
            '{"doc": "act.md", "statement": "It.", "quotes": ["President Obama"], "false": [1]}',
            "false is no list",
        ),
    ],
)
def test_a_bad_line_is_named(folder: Path, line: str, said: str) -> None:
    (folder / "paraphrases" / "held-x.jsonl").write_text("\n" + line + "\n", encoding="utf-8")
    result = command(folder)
    assert result.exit_code == 2
    assert "held-x.jsonl, line 2" in result.output
    assert said in result.output


def test_an_out_that_cannot_be_written_is_told_before_anything_is_attacked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutate, "__defaults__", (None,))  # a checker that nobody may ask
    (folder / "out").write_text("a file")
    result = command(folder)
    assert (result.exit_code, "out cannot be written: File exists" in result.stderr) == (2, True)


def test_bad_input_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingOnTheShelf, match="--corpus"):
        read_shelf([tmp_path / "empty"], load())
    with pytest.raises(NoParaphrases, match="--paraphrases"):
        paraphrases(tmp_path / "nowhere", read_shelf([folder / "corpus"], load()), 0)
    assert issubclass(BadParaphrases, Exception)


def test_paraphrases_of_other_folders_are_counted_and_left_out(folder: Path) -> None:
    line = WRITTEN["held-x.jsonl"] | {"doc": "elsewhere.md"}
    (folder / "paraphrases" / "held-y.jsonl").write_text(json.dumps(line), encoding="utf-8")
    run = attacked(folder, mute)
    assert run.elsewhere == 1
    assert sum(one.right.origin == HELD_OUT for one in run.untouched) == 1
