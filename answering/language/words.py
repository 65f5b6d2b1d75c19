"""Words of questions and sentences, reduced to stems so that "misappropriated" meets "misappropriation"."""

from __future__ import annotations

import re
from functools import cache

import snowballstemmer

WORD = re.compile(r"\w+(?:[.'’]\w+)*")
# Words of questions that say what kind of answer is wanted, or nothing, but not what it is about.
QUESTION_WORDS = frozenset(
    """a about after all also am an and any are as at be because been before being between both but by can
    could did do does done during each ever for from get give given had has have how i if in into is it its
    kind list many may me might more most much must my name no not of on one only or other our out over
    people please say says shall she he should so some such tell than that the their them then there these
    they this those through to under until up upon us use used using was we were what when where whether
    which while who whom whose why will with within without would you your many consider describe explain
    """.split()  # noqa: SIM905 (as a list it is a page long)
)
# An address of the web or of mail, also a bare one: "www.example", "example.org", "a.b/c".
ADDRESS = re.compile(
    r"://|\bwww\.|\w@\w|\w\.\w+/|\b[\w-]+\.(?:com|org|net|io|gov|edu|info|eu|uk|de|cn)\b", re.I
)


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


@cache
def stem(word: str) -> str:
    """The stem of a word: its spelling without endings, in small letters."""
    stemmed: str = _stemmer().stemWord(word.lower().replace("’", "'").removesuffix("'s"))
    return stemmed


def stems(text: str) -> list[str]:
    """The stems of all words, in order."""
    return [stem(word) for word in WORD.findall(text)]


def subject_stems(question: str) -> list[str]:
    """The stems of the words that say what a question is about, each once, in order."""
    words = (word for word in WORD.findall(question) if word.lower() not in QUESTION_WORDS)
    return list(dict.fromkeys(stem(word) for word in words))


def content_words(text: str) -> list[str]:
    """The words of a question that say what it is about, as they are written, in order: "US", not "us"."""
    return [
        word
        for word in WORD.findall(text)
        if word.lower() not in QUESTION_WORDS or (word.isupper() and len(word) > 1)
    ]
