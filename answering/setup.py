"""What an answer is made with, and what of it was another when another answer was given."""

from __future__ import annotations

from collections.abc import Iterator

from core.settings import Settings, variable
from core.types import Setup
from core.version import code_hash, version
from prompts.load import load_prompt

SHAPING = {  # the settings that can change an answer, and what they are in words
    "chunk_tokens": "the length of a passage in tokens",
    "passages_per_answer": "passages that an answer is drawn from",
    "passages_read": "passages that the reader reads",
    "sentences_per_answer": "the most sentences that an answer shows",
    "refuse_below": "the confidence under which the library does not answer",
    "model_window": "tokens that a language model's prompt and reply may have together",
    "model_reply_tokens": "tokens kept for a language model's reply",
}
ONLY_A_MODEL = ("model_window", "model_reply_tokens")  # shaped by these


def setup_of(
    settings: Settings, *, search_model: str, reader: str, abbreviations: str | None = None
) -> Setup:
    """What answers are made with now; `reader` and `abbreviations` are named by their hashes."""
    return Setup(
        version=version(),
        code=code_hash(),
        search_model=search_model,
        reader=reader if settings.passages_read else None,
        settings={name: getattr(settings, name) for name in SHAPING},
        abbreviations=abbreviations,
    )


def what_differs(then: Setup, now: Setup, *, by_model: bool) -> Iterator[str]:
    """What was changed between two setups, a sentence each; `by_model`: a language model wrote an answer."""
    if then.version != now.version:
        yield load_prompt("replay-version").fill(then=then.version, now=now.version)
    elif then.code != now.code:
        yield load_prompt("replay-code").fill(version=now.version)
    if then.search_model != now.search_model:
        yield load_prompt("replay-search-model").fill(then=then.search_model, now=now.search_model)
    if then.reader and now.reader and then.reader != now.reader:
        yield load_prompt("replay-reader").fill(then=then.reader, now=now.reader)
    for name, meaning in SHAPING.items():
        before, after = then.settings.get(name), now.settings.get(name)
        known = before is not None and after is not None  # settings come and go with versions
        if known and before != after and (by_model or name not in ONLY_A_MODEL):
            said = {"meaning": meaning, "then": before, "now": after, "variable": variable(name)}
            yield load_prompt("replay-setting").fill(**said)
    if then.abbreviations != now.abbreviations:
        yield load_prompt("replay-abbreviations").fill()
