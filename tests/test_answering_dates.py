"""Which day, which change and which places a question asks about; what a sentence says of later days."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.language.dates import periods, speaks_of_later
from answering.questions.asked import asked_change, asked_day, named_version
from core.places import places_in, related

TODAY = datetime.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("As of 1 March 2018, what counts as a trade secret in China?", "2018-03-01"),
        ("What is a trade secret in China (as of March 1st, 2018)?", "2018-03-01"),
        ("as at 2018-03-01 who bears the burden of proof?", "2018-03-01"),
        ("as of March 2018 who has the burden of proof?", "2018-03-31"),
        ("As of the end of 2017, who could be liable?", "2017-12-31"),
        ("As of early 2018, which articles applied?", "2018-01-01"),
        ("As of 1 March 2018, which remedies does the DTSA of 2016 give?", "2018-03-01"),
        ("What did Chinese law require in 2018?", "2018-12-31"),
        ("in 2018, was wiping secret files punishable in Korea?", "2018-12-31"),
        ("Was electronic intrusion covered in June 2018?", "2018-06-30"),
        ("Could damages be tripled in mid-2018?", "2018-07-02"),
        ("What was the maximum fine at the end of 2017?", "2017-12-31"),
        ("What was the law in China before November 2019?", "2019-10-31"),
        ("Who could be punished until 23 April 2019?", "2019-04-22"),
        ("Which rules were in force on 11 May 2016?", "2016-05-11"),
        ("Did Mexico's law as it stood in 2015 require writing?", "2015-12-31"),
        ("What was the position in early 2018?", "2018-01-01"),
        ("Under the law of 2018, who bears the burden of proof?", "2018-12-31"),
        ("Who could be fined under the Korean rules of 1 March 2018?", "2018-03-01"),
        ("What is the maximum fine in 2026?", "2026-11-25"),
        ("What is the maximum fine today?", "2026-11-25"),
        ("What is currently the penalty for theft in Korea?", "2026-11-25"),
        ("As things stand, who must prove what?", "2026-11-25"),
        ("What is the current law on the burden of proof?", "2026-11-25"),
    ],
)
def test_the_day_that_a_question_asks_about(question: str, day: str) -> None:
    asked = asked_day(question, TODAY)
    assert asked is not None
    assert asked.day.isoformat() == day


@pytest.mark.parametrize(
    "question",
    [
        "What did the DTSA of 2016 introduce?",
        "What does the federal law of 1996 punish?",
        "Who signed the law of 2016?",
        "Does the Defend Trade Secrets Act of 2016 define improper means?",
        "Which 2012 case made Congress amend the Economic Espionage Act?",
        "When was the DTSA enacted in 2016?",
        "In which year was the 2016 directive adopted?",
        "What happened in 2015?",
        "Who signed the agreement in January 2020?",
        "What did USTR accuse Beijing of in March 2018?",
        "Which court in 2012 limited the reach of the law?",
        "What did the jury award in 2018?",
        "number of MEPs who voted against the trade secrets directive in April 2016",
        "Does 18 U.S.C. 1839 define a trade secret?",
        "Are freelancers covered by the 1833(b) safe harbour?",
        "Does Directive (EU) 2016/943 protect journalists?",
        "Must the plaintiff identify the secret under section 2019.210?",
        "Korean treble damages went up to how much in 2024?",
        "Why did the offences apply in July 2023?",
        "How many DTSA complaints will be filed in 2027?",
        "Was it punishable in 2018 and in 2020?",
        "Now that the CPTPP has frozen the article, does anything replace it?",
        "What is a trade secret?",
        "Is the fine due on 31 February 2018?",
    ],
)
def test_a_date_of_something_else_is_not_the_day_asked_about(question: str) -> None:
    assert asked_day(question, TODAY) is None
    assert asked_change(question, TODAY) is None
    assert named_version(question) is None


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        ("What changed between 2017 and 2019 in China's law?", "2017-12-31", "2019-12-31"),
        ("What changed from 1 March 2018 to 1 May 2019?", "2018-03-01", "2019-05-01"),
        ("How did Korea's wording change in 2019?", "2018-12-31", "2019-12-31"),
        ("Which articles were altered by the 2019 amendment?", "2018-12-31", "2019-12-31"),
        ("What did the 2019 amendment change?", "2018-12-31", "2019-12-31"),
        ("What is different since 1 March 2018?", "2018-03-01", "2026-11-25"),
        ("AUCL 2017 vs 2019: effective dates?", "2017-12-31", "2019-12-31"),
        ("Compare the 2019 and the 2017 text on damages", "2017-12-31", "2019-12-31"),
    ],
)
def test_the_times_that_a_question_compares(question: str, before: str, after: str) -> None:
    change = asked_change(question, TODAY)
    assert change is not None
    assert (change.before.last.isoformat(), change.after.last.isoformat()) == (before, after)


@pytest.mark.parametrize(
    "question",
    [
        "When did the law change in 2019?",
        "Who amended the act in 2016?",
        "Why did it change in 2019?",
        "What changed?",
        "What is different since 2027?",
        "How do the EU and Japan differ?",
    ],
)
def test_not_every_change_is_between_two_texts(question: str) -> None:
    assert asked_change(question, TODAY) is None


def test_the_text_that_a_question_asks_under() -> None:
    assert named_version("Under the 2017 law, who is liable?") == 2017
    assert named_version("What counted as a secret in the old 2017 text?") == 2017
    assert named_version("Under the 2017 agreement with Acme") is None


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("Since 2019 the burden lies with the accused.", True),
        ("Article 32 of the 2019 text shifts the burden.", True),
        ("The amendment of 23 April 2019 added Article 32.", True),
        ("In 1996 the Economic Espionage Act was signed.", False),
        ("Protection before 2020 ran mostly through civil law.", False),
        ("The rule would have banned most non-competes from 4 September 2024.", False),
        ("The revision takes effect on 15 October 2025.", False),
        ("Directive (EU) 2019/1937 is a separate directive.", False),
        ("Section 2019.210 puts a duty on the plaintiff.", False),
        ("The fine is 2,019 dollars or 2030 under § 2025.", True),
        ("A trade secret is information that is not generally known.", False),
    ],
)
def test_what_a_sentence_says_of_later_days(text: str, later: bool) -> None:
    assert speaks_of_later(text, datetime.date(2018, 3, 1)) is later


def test_a_year_that_had_begun_counts_as_later_where_it_names_a_text_still_to_come() -> None:
    day = datetime.date(2019, 3, 1)
    assert not speaks_of_later("Article 32 of the 2019 text", day)
    assert speaks_of_later("Article 32 of the 2019 text", day, frozenset({2019}))


def test_of_a_list_each_line_counts_by_itself() -> None:
    day = datetime.date(2024, 6, 1)
    stages = "The rule went through these stages:\n- 7 May 2024: it was published.\n- {}"
    planned = "4 September 2024: the date from which it would have banned most covenants."
    assert not speaks_of_later(stages.format(planned), day)
    assert speaks_of_later(stages.format(f"20 August 2024: it was set aside.\n- {planned}"), day)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
def test_every_day_is_read_back_however_it_is_written(day: datetime.date) -> None:
    for written in (day.isoformat(), f"{day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day.year}"):
        (found,) = periods(f"As of {written}, what?")
        assert (found.first, found.last) == (day, day)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for period in periods(text):
        assert period.first <= period.last
        assert 0 <= period.start < period.end <= len(text)
    asked = asked_day(text, TODAY)
    assert asked is None or text[asked.start : asked.end]
    asked_change(text, TODAY)
    places_in(text)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("What does Chinese law say?", {"China"}),
        ("Beijing and the US", {"China", "United States"}),
        ("US-China", {"China", "United States"}),
        ("north america", {"North America"}),
        ("South Korean damages", {"Korea"}),
        ("the U.S. rule", {"United States"}),
        ("tell us about turkey and polish", set()),
        ("Turkey and Polish law", {"Turkey", "Poland"}),
        ("USMCA", set()),
        ("international", set()),
    ],
)
def test_the_places_that_a_text_names(text: str, places: set[str]) -> None:
    assert places_in(text) == places


def test_a_state_is_a_part_of_its_country() -> None:
    assert related("California", "United States")
    assert related("European Union", "Ireland")
    assert related("China", "China")
    assert not related("China", "Taiwan")
    assert not related("California", "Texas")
