"""Ask the library: questions, answers pinned to their sources, and the sources beside them."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import PinciteError
from core.types import Answer, Filters
from pages.parts import conversations, filters, session, source
from pages.parts.answers import show_answer
from pages.parts.components import reveal
from pages.parts.inert import label, shortened, words
from pages.parts.opening import begin_page
from pages.parts.suggestions import first_questions
from records.conversations import SavedAnswer, UnknownAnswer, UnknownConversation

READER, LIBRARY = ":material/person:", ":material/menu_book:"
TITLE = 80  # characters of a question that name its conversation
WIDE, NARROW = 1400, 820  # pixels of the page with and without a source beside the chat


def show_page() -> None:
    """The whole page."""
    begin_page()
    conversations.restore()
    conversations.show_list()
    documents = session.listed_documents()
    chosen = filters.show_filters(documents)
    alone = st.query_params.get("answer")
    chat, panel = _layout()
    with chat:
        if alone:
            _one_answer(alone)
        elif not documents and not conversations.current():
            _empty_library()
        else:
            _conversation(chosen)
    _input(chosen, disabled=not documents)
    if shown := source.opened():
        with panel, st.container(key="source-panel"):
            source.show_panel(shown)


def _layout() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Where the chat goes, and the source beside it."""
    beside = source.opened() is not None
    with st.container(horizontal_alignment="center"):
        page = st.container(width=WIDE if beside else NARROW, key="page")
    if not beside:
        return page, page
    chat, panel = page.columns([6, 5], gap="medium")
    return chat, panel


def _conversation(chosen: Filters) -> None:
    store = session.store()
    identifier = conversations.current()
    answers = store.conversations.answers(identifier) if identifier else ()
    for saved in answers:
        _turn(saved, latest=saved is answers[-1])
    question, standalone = _asked()
    if question:
        _ask(question, standalone, answers, chosen)
    elif failed := st.session_state.pop("failed", None):
        _failure(*failed)
    elif not answers:
        _first_questions(chosen)


def _asked() -> tuple[str | None, str | None]:
    """What is to be asked in this run: typed, chosen, or asked again with the user's own words."""
    if again := st.session_state.pop("asked_again", None):
        question, standalone = again
        return question, standalone
    return st.session_state.pop("asked", None), None


def _ask(question: str, standalone: str | None, answers: tuple[SavedAnswer, ...], chosen: Filters) -> None:
    """Asks, keeps the answer, and starts the page again to show it."""
    kept = session.store().conversations
    with st.chat_message("user", avatar=READER):
        st.text(words(question))
    begun = conversations.current() is None
    identifier = conversations.current() or kept.start(shortened(question, TITLE))
    conversations.open_conversation(identifier)
    with st.chat_message("assistant", avatar=LIBRARY), st.status("Searching, reading, checking …"):
        try:
            answer = session.store().ask(
                question, history=conversations.turns(answers), filters=chosen, standalone=standalone
            )
            # Kept before anything is drawn: drawing may stop this run, when the reader clicked meanwhile.
            conversations.open_conversation(_keep(identifier, answer))
        except PinciteError as error:
            if begun:
                kept.delete(identifier)
                conversations.open_conversation(None)
            st.session_state["failed"] = (question, str(error))
    st.rerun()


def _keep(identifier: str, answer: Answer) -> str:
    """Keeps the answer and returns its conversation: a new one where this one was deleted meanwhile."""
    kept = session.store().conversations
    try:
        kept.add(identifier, answer)
    except UnknownConversation:
        identifier = kept.start(shortened(answer.question, TITLE))
        kept.add(identifier, answer)
    return identifier


def _turn(saved: SavedAnswer, *, latest: bool) -> None:
    if latest:
        reveal(saved.id)
    with st.chat_message("user", avatar=READER):
        st.text(words(saved.answer.question))
    with st.chat_message("assistant", avatar=LIBRARY):
        show_answer(saved, latest=latest)


def _one_answer(identifier: str) -> None:
    """An answer by its permanent link, with the way to its conversation."""
    try:
        saved = session.store().conversations.answer(identifier)
    except PinciteError as error:
        st.error(label(str(error)))
        st.button("Ask a new question", on_click=conversations.open_conversation, args=(None,))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"One answer, given on {saved.created:%-d %B %Y}.", width="stretch")
        st.button(
            "Show its conversation",
            key="whole-conversation",
            icon=":material/forum:",
            on_click=conversations.open_conversation,
            args=(saved.conversation,),
        )
    _turn(saved, latest=True)


def _failure(question: str, message: str) -> None:
    with st.chat_message("user", avatar=READER):
        st.text(words(question))
    with st.chat_message("assistant", avatar=LIBRARY):
        st.error(label(message))
        st.button("Try again", key="retry", on_click=_choose, args=(question,))


def _empty_library() -> None:
    st.subheader("The library is empty", anchor=False)
    st.text("Pincite answers from your documents, and shows the exact words it rests on. Add some to begin.")
    st.page_link("pages/library.py", label="Add documents", icon=":material/library_add:")


def _first_questions(chosen: Filters) -> None:
    st.subheader("What do you want to know?", anchor=False)
    st.text("Every sentence of an answer is pinned to the exact words of a document in your library.")
    documents = session.listed_documents()
    if chosen:
        selected = set(session.store().library.select(chosen))
        documents = [item for item in documents if item.source.document in selected]
    questions = first_questions(documents)
    with st.container(gap="xsmall"):
        for number, question in enumerate(questions):
            st.button(
                label(question),
                key=f"suggestion-{number}",
                on_click=_choose,
                args=(question,),
                icon=":material/arrow_forward:",
            )


def _choose(question: str) -> None:
    st.session_state["asked"] = question


def _typed() -> None:
    question = (st.session_state["question"] or "").strip()
    if question:
        if alone := st.query_params.get("answer"):
            conversations.open_conversation(_conversation_of(alone))
        _choose(question)


def _conversation_of(answer: str) -> str | None:
    """The conversation that an answer stands in; None where the answer was deleted."""
    try:
        return session.store().conversations.answer(answer).conversation
    except UnknownAnswer:
        return None


def _input(chosen: Filters, *, disabled: bool) -> None:
    with st.bottom, st.container(horizontal_alignment="center"):
        bar = st.container(width=WIDE if source.opened() else NARROW, gap="xsmall")
        with bar:
            filters.show_chips(chosen)
            st.chat_input(
                "Add documents to the library first" if disabled else "Ask about trade-secret policy",
                key="question",
                disabled=disabled,
                submit_mode="disable",
                on_submit=_typed,
            )
            st.caption("Pincite quotes your library. It is not legal advice.", text_alignment="center")


show_page()
