"""What a reader is told of the language model that was asked for an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from core.types import Answer, ModelUse, Objection
from pages.parts.components import Cited
from pages.parts.inert import label, words
from pages.parts.naming import counted
from pages.parts.writer import HERE
from prompts.load import load_prompt

PROMINENT = {  # notes of doubt and of how a model's reply ended, and the sign before each
    "note-doubtful": ":material/help:",
    "note-stopped": ":material/stop_circle:",
    "note-stopped-early": ":material/stop_circle:",
    "note-cut": ":material/cloud_off:",
    "note-failed": ":material/cloud_off:",
}
WRITTEN_BY = "Written by {}. Each number leads to the words of the source that it rests on."
JUDGE = "judge"  # the kind of an objection that a second model has
KINDS = {
    "missing": "Not in the source",
    "altered": "Not the source's exact words",
    "stitched": "Words that stand apart, given as one quotation",
    "short": "Too few words quoted",
    "misattributed": "From another place",
    JUDGE: "Second model",
}


def written_by_model(answer: Cited) -> bool:
    """Whether any statement is in a language model's words."""
    return any(statement.own_words for statement in answer.statements)


def whose_words(answer: Answer) -> str:
    """In whose words the answer is, where they are a model's; else ""."""
    return WRITTEN_BY.format(answer.answerer) if written_by_model(answer) else ""


def show_notes(answer: Answer) -> None:
    """The answer's notes; those of doubt, and that a model's reply did not come whole, stand out."""
    for note in dict.fromkeys(answer.notes):
        prominent = next((name for name in PROMINENT if _is_made_of(note, name)), None)
        if prominent is None:
            st.caption(f":material/info: {label(note)}")
        elif prominent.startswith("note-stopped"):
            st.info(label(note), icon=PROMINENT[prominent])
        else:
            st.warning(label(note), icon=PROMINENT[prominent])


def _is_made_of(note: str, prompt: str) -> bool:
    """Whether the note is this prompt's text with its blanks filled."""
    fixed = re.split(r"\$\w+", load_prompt(prompt).text)
    return re.fullmatch(".*".join(re.escape(words) for words in fixed), note, re.DOTALL) is not None


def show_removed(answer: Answer) -> None:
    """Statements that did not pass, and what checking has against each; nothing where there are none."""
    if not answer.dropped:
        return
    with st.expander(f"{counted(len(answer.dropped), 'statement')} removed: why", icon=":material/rule:"):
        judged = [one for one in answer.dropped if any(o.kind == JUDGE for o in one.objections)]
        for dropped in answer.dropped:
            if dropped not in judged:
                _removed(dropped.text, dropped.reason, dropped.objections)
        if judged:
            st.markdown("**Taken away by a second model**, which can take support away but never grant it")
        for dropped in judged:
            _removed(dropped.text, dropped.reason, dropped.objections)


def _removed(text: str, reason: str, objections: tuple[Objection, ...]) -> None:
    with st.container(gap="xxsmall"):
        st.text(words(text))
        if not objections:
            st.caption(label(reason))
        for objection in objections:
            kind = KINDS.get(objection.kind, objection.kind.replace("_", " ").capitalize())
            told = objection.words.strip() and objection.words not in objection.reason
            quoted = f" “{label(objection.words)}”:" if told else ""
            st.caption(f"**{label(kind)}:**{quoted} {label(objection.reason)}")


def show_how(answer: Answer, *, key: str) -> None:
    """How the model made it, behind a small button."""
    if answer.model:
        with st.popover("How it was made", icon=":material/info:", type="tertiary", key=f"how-{key}"):
            _facts(how(answer.model))
            if answer.model.judge:
                st.divider()
                st.markdown("**Second model**, which judged the statements")
                _facts(how(answer.model.judge))


def _facts(facts: Sequence[tuple[str, str]]) -> None:
    with st.container(gap="xsmall"):
        for name, value in facts:
            st.caption(f"**{name}**  \n{label(value)}")


def how(use: ModelUse) -> tuple[tuple[str, str], ...]:
    """The facts of a model's use, each with its name."""
    went = f"stayed on {HERE}" if use.where == HERE else f"went to {use.where}"
    usage = use.usage
    own = ", by our own count" if usage.counted_here else ""
    facts = [
        ("Model", use.name),
        ("Question and passages", went),
        ("Tokens", f"{usage.tokens_in:,} in, {usage.tokens_out:,} out{own}"),
        ("Time", f"{use.seconds:.1f} s"),
    ]
    if use.cost is not None:
        facts.append(("Cost at the prices set", f"{use.cost:.4f}"))
    prompts = ", ".join(f"{name} ({digest[:8]})" for name, digest in use.prompts.items())
    return (*facts, ("Prompts", prompts)) if prompts else tuple(facts)
