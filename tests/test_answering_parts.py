"""Questions in parts: how they are split, answered part by part, and joined into one answer."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from docx import Document as Docx
from hypothesis import given
from hypothesis import strategies as st

from answering.answer import answer_question
from answering.printed import as_row, as_text
from answering.protocols import Draft, Library
from answering.questions.parts import parts_of
from core.settings import Settings
from core.types import Answer, Document, Filters, Found, Passage, Source, Status
from memo.body import PARTLY_ANSWERED
from memo.finish import finish
from memo.writers.docx import write_docx
from memo.writers.markdown import write_markdown
from records.stored import from_json, to_json
from tests.answering_examples import document, passage
from tests.memo_examples import MADE, Finding, draft_of

SPLIT = {
    "What did the DTSA change, and when did it take effect?": (
        "What did the DTSA change?",
        "When did it take effect? (DTSA change)",
    ),
    "Who signed the DTSA, and how long is a claim open?": (
        "Who signed the DTSA?",
        "How long is a claim open?",
    ),
    "Who signed the DTSA and when was it signed?": ("Who signed the DTSA?", "When was the DTSA signed?"),
    "When was the Economic Espionage Act signed? And who signed it?": (
        "When was the Economic Espionage Act signed?",
        "Who signed the Economic Espionage Act?",
    ),
    "When was the Economic Espionage Act signed; also who signed it?": (
        "When was the Economic Espionage Act signed?",
        "Who signed the Economic Espionage Act?",
    ),
    "What is a trade secret and how is it protected in Japan?": (
        "What is a trade secret?",
        "How is it protected in Japan? (trade secret)",
    ),
    "What is misappropriation under the UTSA? Is it a crime?": (
        "What is misappropriation under the UTSA?",
        "Is it a crime? (misappropriation UTSA)",
    ),
    "Which courts hear DTSA claims, and can they order a seizure?": (
        "Which courts hear DTSA claims?",
        "Can they order a seizure? (courts hear DTSA claims)",
    ),
    "Who may sue in Korea, when does the claim lapse, and what are the penalties?": (
        "Who may sue in Korea?",
        "When does the claim lapse? (sue Korea)",
        "What are the penalties? (claim lapse sue Korea)",
    ),
    "Is theft of trade secrets a crime in India, and what is the penalty?": (
        "Is theft of trade secrets a crime in India?",
        "What is the penalty? (theft trade secrets crime India)",
    ),
    "Does China allow punitive damages, and how are they calculated?": (
        "Does China allow punitive damages?",
        "How are they calculated? (China allow punitive damages)",
    ),
    "Explain what a trade secret is and how it is protected.": (
        "Explain what a trade secret is.",
        "How it is protected? (trade secret)",
    ),
    "Describe the seizure remedy. Who may ask for it?": (
        "Describe the seizure remedy.",
        "Who may ask for it? (seizure remedy)",
    ),
    "How long is the limitation period in the EU directive and how long is it in the DTSA?": (
        "How long is the limitation period in the EU directive?",
        "How long is it in the DTSA? (limitation period EU directive)",
    ),
    "What did the court decide in Waymo v. Uber, and why did Uber settle?": (
        "What did the court decide in Waymo v. Uber?",
        "Why did Uber settle?",
    ),
    "What is the DTSA and is it in force?": ("What is the DTSA?", "Is the DTSA in force?"),
    "How is damage measured in Germany? How is it measured in France?": (
        "How is damage measured in Germany?",
        "How is it measured in France? (damage Germany)",
    ),
    "What are the penalties for individuals, and what are the penalties for companies?": (
        "What are the penalties for individuals?",
        "What are the penalties for companies? (individuals)",
    ),
    "To whom does the immunity apply, and under what conditions does it apply?": (
        "To whom does the immunity apply?",
        "Under what conditions does it apply? (immunity)",
    ),
    "Tell me when the USMCA took effect and what it says about trade secrets.": (
        "Tell me when the USMCA took effect.",
        "What it says about trade secrets? (USMCA took effect)",
    ),
    "I want to know who may sue and how long I have.": (
        "I want to know who may sue.",
        "How long I have? (want know sue)",
    ),
    "Compare the DTSA and the EU directive on limitation.": (
        "Limitation in the DTSA",
        "Limitation in the EU directive",
    ),
    "Compare the DTSA with the UTSA with regard to seizure": ("Seizure in the DTSA", "Seizure in the UTSA"),
    "Compare limitation periods in Germany and in France.": (
        "Limitation periods in Germany",
        "Limitation periods in France",
    ),
    "Compare the DTSA and the UTSA.": ("The DTSA", "The UTSA"),
    "Compare trade secret protection under TRIPS and under USMCA": (
        "Trade secret protection under TRIPS",
        "Trade secret protection under USMCA",
    ),
    "How does the DTSA differ from the UTSA in remedies?": ("Remedies in the DTSA", "Remedies in the UTSA"),
    "How does the DTSA differ from the UTSA?": ("The DTSA", "The UTSA"),
    "How do Japan and Korea differ on criminal penalties?": (
        "Criminal penalties in Japan",
        "Criminal penalties in Korea",
    ),
    "How do Japan and Korea differ?": ("Japan", "Korea"),
    "How is copyright different from a trade secret?": ("Copyright", "A trade secret"),
    "What is the difference between the DTSA and the EEA?": ("The DTSA", "The EEA"),
    "What is the difference between Japan and Korea in criminal penalties?": (
        "Criminal penalties in Japan",
        "Criminal penalties in Korea",
    ),
    "What are the differences in remedies between the DTSA and the EU directive?": (
        "Remedies in the DTSA",
        "Remedies in the EU directive",
    ),
    "difference between section 1831 and section 1832": ("Section 1831", "Section 1832"),
    "What distinguishes a patent from a trade secret?": ("A patent", "A trade secret"),
    "Is the limitation period longer in the EU or in the US?": (
        "Is the limitation period longer in the EU?",
        "Is the limitation period longer in the US?",
    ),
    "Are penalties higher under section 1831 or under section 1832?": (
        "Are penalties higher under section 1831?",
        "Are penalties higher under section 1832?",
    ),
    "Is the definition the same in the DTSA as in the UTSA?": (
        "The definition in the DTSA",
        "The definition in the UTSA",
    ),
    "Is the definition of misappropriation the same under the DTSA and under the UTSA?": (
        "The definition of misappropriation under the DTSA",
        "The definition of misappropriation under the UTSA",
    ),
    "Did the DTSA or the USMCA get more votes in the House?": (
        "Did the DTSA get more votes in the House?",
        "Did the USMCA get more votes in the House?",
    ),
    "Is the DTSA or the EU directive stricter on whistleblowers?": (
        "Is the DTSA stricter on whistleblowers?",
        "Is the EU directive stricter on whistleblowers?",
    ),
    "limitation: DTSA vs UTSA": ("Limitation: DTSA", "Limitation: UTSA"),
    "DTSA vs UTSA: limitation": ("DTSA: limitation", "UTSA: limitation"),
    "Is reverse engineering allowed both in the US and in the EU?": (
        "Is reverse engineering allowed in the US?",
        "Is reverse engineering allowed in the EU?",
    ),
    "What are the limitation periods in the DTSA and the EU directive respectively?": (
        "What are the limitation periods in the DTSA?",
        "What are the limitation periods in the EU directive?",
    ),
    "Is reverse engineering lawful in both Japan and Korea?": (
        "Is reverse engineering lawful in Japan?",
        "Is reverse engineering lawful in Korea?",
    ),
    "What do the U.S. and China say about theft and what they promised?": (
        "What do the U.S. and China say about theft?",
        "What the U and China promised?",
    ),
    "What does the statute say about who owns a secret and how it is kept?": (
        "What does the statute say about who owns a secret?",
        "How it is kept? (statute owns secret)",
    ),
    "What does Section 337 cover and who enforces it?": (
        "What does Section 337 cover?",
        "Who enforces Section 337?",
    ),
    "When did the EU directive enter into force, and by when did members have to transpose it?": (
        "When did the EU directive enter into force?",
        "By when did members have to transpose the EU directive?",
    ),
    "Is reverse engineering lawful in Japan? Is it lawful in Korea?": (
        "Is reverse engineering lawful in Japan?",
        "Is it lawful in Korea? (reverse engineering Japan)",
    ),
    "How many states adopted the UTSA, and which did not adopt it?": (
        "How many states adopted the UTSA?",
        "Which did not adopt the UTSA?",
    ),
    "What was taken in the Sinovel case and what was the sentence?": (
        "What was taken in the Sinovel case?",
        "What was the sentence? (taken Sinovel case)",
    ),
    "Can a whistleblower be sued, and does the immunity cover contractors?": (
        "Can a whistleblower be sued?",
        "Does the immunity cover contractors?",
    ),
    "Where was the Phase One agreement signed, and what did it say about burden of proof?": (
        "Where was the Phase One agreement signed?",
        "What did the Phase One agreement say about burden of proof?",
    ),
    "What are reasonable measures? How do courts judge them?": (
        "What are reasonable measures?",
        "How do courts judge them? (reasonable measures)",
    ),
    "Please explain what inevitable disclosure is, and which states reject it.": (
        "Please explain what inevitable disclosure is.",
        "Which states reject it? (inevitable disclosure)",
    ),
    "By whom was Kolon charged, and for how long was the conspiracy running?": (
        "By whom was Kolon charged?",
        "For how long was the conspiracy running?",
    ),
    "Does the USMCA protect test data, and if so, for how long is it protected?": (
        "Does the USMCA protect test data?",
        "For how long is it protected? (USMCA protect test data)",
    ),
    "What is the maximum fine; and what is the longest prison term?": (
        "What is the maximum fine?",
        "What is the longest prison term?",
    ),
    "List the remedies under the DTSA. Which of them need notice?": (
        "List the remedies under the DTSA.",
        "Which of them need notice? (remedies DTSA)",
    ),
    "Contrast Mexico and Canada as to criminal penalties": (
        "Criminal penalties in Mexico",
        "Criminal penalties in Canada",
    ),
    "How did the 2017 text and the 2019 text differ on punitive damages?": (
        "Punitive damages in the 2017 text",
        "Punitive damages in the 2019 text",
    ),
    "How is the UTSA different from the DTSA in terms of seizure?": (
        "Seizure in the UTSA",
        "Seizure in the DTSA",
    ),
    "What's the difference between misappropriation and infringement?": ("Misappropriation", "Infringement"),
    "Explain the main differences between Germany and Austria regarding customs searches.": (
        "Customs searches in Germany",
        "Customs searches in Austria",
    ),
    "How do limitation periods differ between Korea and Taiwan?": (
        "Limitation periods in Korea",
        "Limitation periods in Taiwan",
    ),
    "Are damages easier to get in Texas or in California?": (
        "Are damages easier to get in Texas?",
        "Are damages easier to get in California?",
    ),
    "Is the burden of proof heavier under Japanese law or under Chinese law?": (
        "Is the burden of proof heavier under Japanese law?",
        "Is the burden of proof heavier under Chinese law?",
    ),
    "UK vs EU: customs seizures": ("UK: customs seizures", "EU: customs seizures"),
    "prison terms: section 1831 versus section 1832": (
        "Prison terms: section 1831",
        "Prison terms: section 1832",
    ),
    "What are the maximum fines under the EEA and the UTSA, respectively?": (
        "What are the maximum fines under the EEA?",
        "What are the maximum fines under the UTSA?",
    ),
    "How long does protection last and is there a limit": (
        "How long does protection last?",
        "Is there a limit? (long protection last)",
    ),
}

WHOLE = (
    "Has Mexico changed its law, and if so, when did it do so?",
    "criminal penalties in Japan vs Korea",
    "What are the rights and duties of licensees?",
    "What is protected in research and development?",
    "Which acts are the Defend Trade Secrets Act and Economic Espionage Act?",
    "What happened in Waymo vs. Uber?",
    "Waymo vs. Uber settlement",
    "What are the remedies for a firm that was robbed and which lost profits?",
    "Who is a person who takes and who uses a secret?",
    "What happens when an employee leaves and when he joins a rival?",
    "Can a court order an injunction or damages?",
    "When and how was the DTSA signed?",
    "Who signed the DTSA and when?",
    "Is it a crime, or is it only a civil wrong?",
    "When imports injure an industry, what may the ITC do?",
    "If the owner consents, is it a theft?",
    "In India and Brazil, is there a statute?",
    "What is the law in the US, and in the EU?",
    "Does Korea punish attempts, and if so how severely?",
    "Which country has no statute and is the subject of a report?",
    "What did the Supreme Court say about patents and trade secrets in Kewanee Oil v. Bicron?",
    "What are the penalties for individuals and companies?",
    "How do members and observers take part in the Standing Dialogue?",
    "How is the difference between theft and copying explained?",
    "Does the law apply to a firm that is listed and has the right to sue?",
    "What must the employer do and the employee know?",
    "How and why do firms keep secrets?",
    "Has anyone been convicted, fined or jailed under section 391?",
    "Name the parties and the court in TianRui.",
    "Is there more protection for software in Europe or the US?",
    "Compare notes and minutes of the meeting, the letters and the report.",
    "What more is there to know about theft in or out of court?",
    "Why did China wait until 2025 and the US not?",
    "What do the DTSA and the EU directive say about whistleblowers?",
    "Is an employee's skill and experience protected?",
    "Which countries are on the priority watch list and the watch list?",
    "Does the Act cover copying, sketching and photographing?",
    "Is the DTSA in force, and since when?",
    "What is the punishment for theft, fraud and espionage?",
    "Who is liable when an employee and a rival act together?",
    "How is theft by insiders, and by hackers, punished?",
)


@pytest.mark.parametrize(("question", "parts"), SPLIT.items())
def test_a_question_that_asks_several_things_is_split(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of(question) == parts


@pytest.mark.parametrize("question", WHOLE)
def test_a_question_that_asks_one_thing_stays_whole(question: str) -> None:
    assert parts_of(question) == ()


SIGNED = "President Obama signed the Defend Trade Secrets Act on 11 May 2016."
LAPSES = "An owner “shall not” wait: the claim lapses 3 years after discovery — not later."
ABOUT_SIGNING = passage(SIGNED, (SIGNED,), (0.9,))
ABOUT_TIME = passage(LAPSES, (LAPSES,), (0.9,))
ABOUT_BREAD = passage("an injunction;", ("an injunction;",), (0.05,))
QUESTION = "Who signed the Defend Trade Secrets Act, and how long is a claim open?"
HALF = "Who signed the Defend Trade Secrets Act, and how is sourdough bread baked?"


@dataclass
class Topics:
    """A library and a search that finds the passage of the first topic that a question names."""

    found: dict[str, Passage]
    asked: list[str] = field(default_factory=list)

    def document(self, identifier: str) -> Document:
        return document()

    def jurisdictions(self, filters: Filters) -> tuple[str, ...]:
        return ()

    def dated_sources(self) -> tuple[Source, ...]:
        return ()

    def __call__(self, question: str, *, limit: int, filters: Filters) -> Found:
        self.asked.append(question)
        passages = [passage for topic, passage in self.found.items() if topic in question]
        return Found(tuple(passages[:1]), 1, question)


TOPICS = {"signed": ABOUT_SIGNING, "claim": ABOUT_TIME, "bread": ABOUT_BREAD}


def ask(question: str, found: dict[str, Passage] = TOPICS, **options: object) -> Answer:
    topics = Topics(found)
    settings = replace(Settings(), **options)  # type: ignore[arg-type]
    return answer_question(question, search=topics, library=topics, settings=settings)


def test_each_part_is_searched_for_and_answered_under_its_own_wording() -> None:
    topics = Topics(TOPICS)
    answer = answer_question(QUESTION, search=topics, library=topics, settings=Settings())
    assert topics.asked == ["Who signed the Defend Trade Secrets Act?", "How long is a claim open?"]
    assert [part.question for part in answer.parts] == topics.asked
    assert answer.status is Status.ANSWERED
    assert [(said.part, said.text) for said in answer.statements] == [(0, SIGNED), (1, LAPSES)]
    for said in answer.statements:
        (cited,) = (answer.citations[number] for number in said.citations)
        assert cited.quote == document().text[cited.start : cited.end] == said.text
    assert answer.passages == (ABOUT_SIGNING, ABOUT_TIME)
    assert answer.by_part == tuple(
        (part, (said,)) for part, said in zip(answer.parts, answer.statements, strict=True)
    )


def test_where_one_part_has_no_answer_the_other_is_shown_and_it_is_said() -> None:
    answer = ask(HALF)
    assert answer.status is Status.PARTIAL
    assert [(said.part, said.text) for said in answer.statements] == [(0, SIGNED)]
    assert answer.reason == "It does not answer “How is sourdough bread baked?”"
    assert [part.note for part in answer.parts] == ["", "The library does not answer this part."]
    assert answer.confidence == ask("How is sourdough bread baked?").confidence  # of the least sure part
    printed = as_text(answer)
    assert "How is sourdough bread baked?\nThe library does not answer this part." in printed
    row = as_row(answer)
    assert row["status"] == "partial"
    assert row["parts"][1] == {  # type: ignore[index]
        "question": "How is sourdough bread baked?",
        "note": "The library does not answer this part.",
    }


def test_where_no_part_has_an_answer_the_question_is_refused() -> None:
    answer = ask("How is sourdough bread baked, and how long does sourdough bread keep?")
    assert answer.status is Status.REFUSED
    assert answer.reason == "None of the 1 documents searched comes near enough to this question."
    assert (answer.statements, answer.citations) == ((), ())
    assert answer.passages == (ABOUT_BREAD,)


def test_a_sentence_that_answers_two_parts_stands_once() -> None:
    answer = ask("When was the Act signed, and who signed the Act?")
    assert [(said.part, said.text) for said in answer.statements] == [(0, SIGNED)]
    assert len(answer.citations) == 1
    assert [part.note for part in answer.parts] == ["", "The sentences above answer this part too."]
    assert answer.status is Status.ANSWERED


def test_the_parts_share_the_sentences_of_an_answer() -> None:
    counted: list[int] = []

    class Counting:
        name = "counting"

        def __call__(
            self,
            question: str,
            passages: Sequence[Passage],
            *,
            library: Library,
            most: int,
            absent: Sequence[str] = (),
        ) -> Draft:
            counted.append(most)
            return Draft((), 0.0)

    topics = Topics(TOPICS)
    for question in (QUESTION, "Who signed the Act?"):
        answer_question(question, search=topics, library=topics, settings=Settings(), answerer=Counting())
    assert counted == [3, 3, 5]


def test_an_answer_in_parts_is_kept_and_one_kept_before_there_were_parts_is_read() -> None:
    answer = ask(HALF)
    assert from_json(Answer, to_json(answer)) == answer
    whole = ask("Who signed the Defend Trade Secrets Act?")
    kept = json.loads(to_json(whole))
    del kept["parts"]
    for said in kept["statements"]:
        del said["part"]
    assert from_json(Answer, json.dumps(kept)) == whole


def test_a_memo_shows_which_part_a_statement_answers() -> None:
    memo = finish(draft_of(ask(HALF)), Finding(Topics(TOPICS).document), made=MADE)
    written = write_markdown(memo)
    assert "#### How is sourdough bread baked?\n\nThe library does not answer this part." in written
    assert f"{PARTLY_ANSWERED}\n\nIt does not answer “How is sourdough bread baked?”" in written
    file = Docx(io.BytesIO(write_docx(memo)))
    headings = [line.text for line in file.paragraphs if line.style and line.style.name == "Heading 3"]
    assert headings[:2] == [
        "Who signed the Defend Trade Secrets Act?",
        "How is sourdough bread baked?",
    ]


@given(st.text(max_size=700))
def test_whatever_is_asked_the_parts_are_few_and_hold_words(question: str) -> None:
    parts = parts_of(question)
    assert len(parts) != 1
    assert len(parts) <= 4
    assert all(part.strip() for part in parts)
