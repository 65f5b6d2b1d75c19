"""An answer as a reader meets it: statements, sources, what was left out, and what to do with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

import streamlit as st

from core.succession import Superseded
from core.types import Answer, Citation, Ending, Passage, Status
from memo.describe import describe, is_quotation
from memo.standing import Standing
from pages.parts import session
from pages.parts.asking import Wanted
from pages.parts.components import cited_answer, copy_button
from pages.parts.conflict_cards import AFTER, BEFORE, conflicts_as_text, show_conflicts
from pages.parts.conversations import open_conversation
from pages.parts.filters import described
from pages.parts.inert import copied, label, shortened, words
from pages.parts.memo_adding import add_to_memo
from pages.parts.model_use import show_how, show_notes, show_removed, whose_words, written_by_model
from pages.parts.naming import counted, facts, place
from pages.parts.replay import may_differ, replay_button, show_replay
from pages.parts.source import open_citation, open_passage, opened
from pages.parts.standing import CHANGED, REMOVED, SUPERSEDED, in_short, in_words, standings, warning
from records.conversations import SavedAnswer

NEAREST = 3  # passages shown under a refusal
EXCERPT = 260  # characters of each


def show_answer(saved: SavedAnswer, *, latest: bool, with_model: bool, alone: bool = False) -> None:
    """The whole answer. `latest`: its sources stand open, those of earlier answers are folded.

    `with_model`: a language model may be asked, where the answer is compared with today's. `alone`: it is
    not shown in its conversation.
    """
    answer, told = saved.answer, None
    if answer.standalone_question != answer.question:
        st.caption(f"Searched for: {label(answer.standalone_question)}")
    show_notes(answer)
    if answer.status is Status.REFUSED:
        _refusal(saved)
    else:
        standing = standings(saved)
        if told := warning([became for became, _ in standing]):
            st.warning(label(told), icon=":material/history:")
            replay_button(saved, with_model=with_model)
            show_replay(saved)
        show_conflicts(saved, BEFORE)
        _statements(saved)
        show_conflicts(saved, AFTER)
        _sources(saved, standing, expanded=latest)
    show_removed(answer)
    _actions(saved)
    if not told and (alone or may_differ(saved)):
        replay_button(saved, with_model=with_model)
        show_replay(saved)


def with_citations(answer: Answer) -> str:
    """The answer as plain text with [n] marks and the list of its sources, for other programs."""
    return copied("\n".join(_copied_lines(answer)))


def _copied_lines(answer: Answer) -> list[str]:
    if answer.status is Status.REFUSED:
        return [answer.question, "", f"The library does not answer this. {answer.reason or ''}".strip()]
    lines = [answer.question, "", *(f"{note}\n" for note in answer.notes), *conflicts_as_text(answer)]
    if made := whose_words(answer):
        lines += [made, ""]
    for part, statements in answer.by_part:
        if part:
            lines += [text for text in (part.question, part.note) if text]
        for statement in statements:
            marks = "".join(f"[{index + 1}]" for index in statement.citations)
            lead = f"{statement.lead}: " if statement.lead else ""
            caution = f" ({statement.caution})" if statement.caution else ""
            quotes = [answer.citations[index].quote for index in statement.citations]
            said = f"“{statement.text}”" if is_quotation(statement.text, quotes) else statement.text
            lines.append(f"{lead}{said} {marks}{caution}")
    lines += ["", "Sources"]
    for number, citation in enumerate(answer.citations, start=1):
        metadata = citation.source.metadata
        where = ", ".join(part for part in (describe(metadata), place(citation)) if part)
        address = f" {metadata.url}" if metadata.url else ""
        lines.append(f"[{number}] {where}: “{citation.quote}”{address}")
    return lines


def _statements(saved: SavedAnswer) -> None:
    answer = saved.answer
    if answer.status is Status.PARTIAL:
        reason = f" {label(answer.reason)}" if answer.reason else ""
        st.info(f"The library answers only a part of this.{reason}", icon=":material/contrast:")
    shown = opened()
    active = shown.citation if shown and shown.answer == saved.id else None

    def on_open(index: int) -> None:
        if 0 <= index < len(answer.citations):
            open_citation(saved.id, index, answer.citations[index])

    if made := whose_words(answer):
        st.caption(f":material/edit_note: {label(made)}")
    cited_answer(answer, key=f"answer-{saved.id}", active=active, on_open=on_open)


def _sources(
    saved: SavedAnswer, standing: Sequence[tuple[Standing, Superseded | None]], *, expanded: bool
) -> None:
    answer = saved.answer
    by_version: dict[str, list[tuple[int, Citation]]] = {}
    for index, citation in enumerate(answer.citations):
        by_version.setdefault(citation.source.version, []).append((index, citation))
    became = [in_short([standing[index][0] for index, _ in cited]) for cited in by_version.values()]
    name = " · ".join([counted(len(by_version), "source"), *_tally(became)])
    with st.expander(name, expanded=expanded, key=f"sources-{saved.id}"):
        for cited in by_version.values():
            metadata = cited[0][1].source.metadata
            with st.container(gap="xsmall"):
                st.markdown(f"**{label(metadata.title)}**")
                if known := facts(metadata):
                    st.caption(label(known))
                if metadata.url:
                    st.caption(label(metadata.url))
                superseded = next((standing[index][1] for index, _ in cited if standing[index][1]), None)
                if told := in_words([(index + 1, standing[index][0]) for index, _ in cited], superseded):
                    st.markdown(f":orange[:material/history:] {label(told)}")
                if not written_by_model(answer):  # its statements are the quotations
                    with st.container(horizontal=True, gap="small"):
                        for index, citation in cited:
                            _open_button(saved.id, index, citation)
                    continue
                for index, citation in cited:
                    st.markdown(f"> “{label(citation.quote)}”")
                    _open_button(saved.id, index, citation)


def _tally(became: Iterable[str | None]) -> list[str]:
    """How many sources are no longer what they were: ["1 changed since", "2 superseded since"]."""
    counts = Counter(became)
    return [f"{counts[said]} {said}" for said in (CHANGED, SUPERSEDED, REMOVED) if counts[said]]


def _open_button(answer: str, index: int, citation: Citation) -> None:
    st.button(
        label(f"{index + 1} · {shortened(place(citation) or 'open', 48)}"),
        key=f"open-{answer}-{index}",
        on_click=partial(open_citation, answer, index, citation),
        icon=":material/right_panel_open:",
    )


def _refusal(saved: SavedAnswer) -> None:
    answer = saved.answer
    with st.container(border=True):
        st.markdown("**The library does not answer this**")
        if answer.reason:
            st.markdown(label(answer.reason))
        searched = f"Searched: {counted(answer.documents_searched, 'document')}"
        limits = described(answer.filters)
        scope = f"limited to {limits}" if limits else "the whole library"
        st.caption(label(f"{searched}, {scope}."))
        if answer.passages:
            st.caption("The nearest passages, which do not answer it:")
        for number, passage in enumerate(answer.passages[:NEAREST]):
            with st.container(gap="xxsmall"):
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.markdown(f"**{label(passage.source.metadata.title)}**", width="stretch")
                    st.button(
                        "Open",
                        key=f"near-{saved.id}-{number}",
                        on_click=partial(open_passage, saved.id, passage),
                        icon=":material/right_panel_open:",
                        type="tertiary",
                    )
                if where := place(passage):
                    st.caption(label(where))
                st.text(shortened(words(_nearest_words(passage)), EXCERPT))


def _nearest_words(passage: Passage) -> str:
    """The passage's sentence that is nearest to the question; all of it where it has none."""
    if not passage.sentences:
        return passage.text
    nearest = max(passage.sentences, key=lambda sentence: sentence.similarity)
    return passage.text[nearest.start - passage.start : nearest.end - passage.start]


def _actions(saved: SavedAnswer) -> None:
    answer = saved.answer
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        copy_button("Copy with citations", with_citations(answer), key=f"copy-{saved.id}")
        copy_button("Copy link", f"?answer={saved.id}", key=f"link-{saved.id}", link=True)
        add_to_memo(saved)
        _edit_question(saved)
        _without_model(saved)
        _rating(saved)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(label(_how_it_was_made(answer)), width="content")
        show_how(answer, key=saved.id)


def _edit_question(saved: SavedAnswer) -> None:
    with st.popover("Edit question", icon=":material/edit:"), st.form(f"edit-{saved.id}", border=False):
        words_searched = st.text_area(
            "Search for this instead",
            value=saved.answer.standalone_question,
            key=f"standalone-{saved.id}",
            help="The full question as the library was searched for it.",
        )
        if st.form_submit_button("Ask again", type="primary") and words_searched and words_searched.strip():
            _ask_again(saved, Wanted(saved.answer.question, words_searched.strip()))
            st.rerun()


def _without_model(saved: SavedAnswer) -> None:
    """The same question once more, answered in the sources' own words."""
    answer = saved.answer
    if answer.model is None or answer.model.ending is Ending.FAILED:
        return
    wanted = Wanted(answer.question, answer.standalone_question, with_model=False, filters=answer.filters)
    st.button(
        "Answer without the model",
        key=f"without-model-{saved.id}",
        icon=":material/format_quote:",
        help="Asks again: the sources' own words answer, and nothing goes to a model.",
        on_click=partial(_ask_again, saved, wanted),
    )


def _ask_again(saved: SavedAnswer, wanted: Wanted) -> None:
    """Asks in the answer's conversation, from the next run on."""
    open_conversation(saved.conversation)
    st.session_state["asked"] = wanted


def _rating(saved: SavedAnswer) -> None:
    conversations = session.store().conversations
    key, reason = f"rating-{saved.id}", f"rating-reason-{saved.id}"

    def rate() -> None:
        conversations.rate(saved.id, st.session_state[key], st.session_state.get(reason) or "")

    rating = st.feedback("thumbs", key=key, default=saved.rating, on_change=rate)
    if rating is not None:
        st.text_input(
            "Why",
            value=saved.rating_reason,
            key=reason,
            on_change=rate,
            placeholder="What was right?" if rating else "What was wrong?",
            label_visibility="collapsed",
        )


def _how_it_was_made(answer: Answer) -> str:
    parts = [f"{counted(answer.documents_searched, 'document')} searched"]
    if answer.status is not Status.REFUSED:
        made = f"Written by {answer.answerer}" if written_by_model(answer) else "The sources' own words"
        parts = [made, "every quotation checked against its source", *parts]
    if limits := described(answer.filters):
        parts.append(f"limited to {limits}")
    if total := answer.seconds.get("total"):
        parts.append(f"{total:.1f} s" if total >= 0.1 else "under 0.1 s")
    return " · ".join(parts)
