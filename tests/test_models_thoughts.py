"""What a model thinks aloud is taken away, however the reply is cut into pieces."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.thoughts import Thoughts

REPLIES = [
    ("<think>So, 1 < 2.</think>\n\nYes.", "Yes."),
    ("\n<think>\n</think>Yes.", "Yes."),
    ("<think></think>", ""),
    ("<think>cut off here", ""),
    ("Yes, <think>not a thought</think>.", "Yes, <think>not a thought</think>."),
    ("<thin", "<thin"),
    ("<b>Yes</b>", "<b>Yes</b>"),
    (" Yes.", " Yes."),
    ("<think>a</think> b </think> c", "b </think> c"),
    ("", ""),
]


@pytest.mark.parametrize(("told", "reply"), REPLIES)
@given(cuts=st.lists(st.integers(0, 40), max_size=8))
def test_thoughts_are_taken_away(told: str, reply: str, cuts: list[int]) -> None:
    places = sorted({0, len(told), *(cut for cut in cuts if cut < len(told))})
    thoughts = Thoughts()
    pieces = [thoughts.without(told[start:end]) for start, end in pairwise(places)]
    assert "".join(pieces) + thoughts.rest() == reply
