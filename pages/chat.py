"""Ask the library: questions, answers pinned to their sources, and the sources beside them."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import PinciteError
from core.types import Answer, Filters
from pages.parts import conversations, filters, session, source
from pages.parts.answers import show_answer
from pages.parts.asking import TITLE, Asking, Wanted
from pages.parts.asking_shown import LIBRARY, show_anew, show_asking, show_question
from pages.parts.components import reveal
from pages.parts.inert import label, shortened
from pages.parts.opening import begin_page
from pages.parts.suggestions import first_questions
from records.conversations import SavedAnswer, UnknownAnswer

WIDE, NARROW = 1400, 820  # pixels of the page with and without a source beside the chat
USE_MODEL = "use-model"
QUICK = 2.0  # seconds within which answers without a model are there
QUICK_WITH_MODEL = 0.6


def show_page() -> None:
    """The whole page."""
    begin_page()
    conversations.restore()
    listed = st.sidebar.container()
    documents = session.listed_documents()
    chosen = filters.show_filters(documents)
    begun = _begin(chosen)
    with listed:
        conversations.show_list()
    conversations.show_dialog()
    alone = st.query_params.get("answer")
    asking = None if alone else begun or session.store().askings.of(conversations.current())
    chat, panel = _layout()
    with chat:
        if alone:
            _one_answer(alone)
        elif not documents and not conversations.current():
            _empty_library()
        else:
            with st.container(key="conversation"):
                asking = _conversation(chosen, asking)
    _input(chosen, disabled=not documents)
    if shown := source.opened():
        with panel, st.container(key="source-panel"):
            source.show_panel(shown)
    if asking:
        quick = QUICK_WITH_MODEL if asking.with_model else QUICK
        if asking.wait(max(0.0, quick - asking.seconds)):
            show_anew(asking)


def _layout() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Where the chat goes, and the source beside it."""
    beside = source.opened() is not None
    with st.container(horizontal_alignment="center"):
        page = st.container(width=WIDE if beside else NARROW, key="page")
    # a column also where it stands alone: what is in it stays as it is while a source opens and closes
    chat, *panel = page.columns([6, 5] if beside else 1, gap="medium")
    return chat, panel[0] if panel else chat


def _begin(chosen: Filters) -> Asking | None:
    """Begins to answer what was asked since the last run: typed, chosen, or asked again."""
    wanted: Wanted | None = st.session_state.pop("asked", None)
    if wanted is None:
        return None
    store = session.store()
    current = conversations.current()
    identifier = current or store.conversations.start(shortened(wanted.question, TITLE))
    conversations.open_conversation(identifier)
    with_model = bool(store.writer) and wanted.with_model and _model_is_used()
    limits = chosen if wanted.filters is None else wanted.filters
    ask = partial(store.ask, filters=limits, standalone=wanted.standalone, with_model=with_model)

    def answer(asking: Asking) -> Answer:
        history = conversations.turns(store.conversations.answers(identifier))
        return ask(wanted.question, history=history, listener=asking)

    naming = store.naming if with_model else None
    asking = store.askings.start(
        identifier, wanted.question, answer, begun=current is None, with_model=with_model, naming=naming
    )
    if not asking:
        st.session_state["question"] = wanted.question  # back into the field, to be sent later
        st.toast("One question at a time: wait for this answer, or stop it.", icon=":material/hourglass_top:")
    return asking


def _conversation(chosen: Filters, asking: Asking | None) -> Asking | None:
    """The conversation; returns the question that is being answered in it now."""
    identifier = conversations.current()
    answers = session.store().conversations.answers(identifier) if identifier else ()
    if asking and asking.saved in {saved.id for saved in answers}:
        asking = None  # it was kept between the two readings
    if asking and asking.error:
        _fail(asking, asking.error)
    for number, saved in enumerate(answers):
        if saved is answers[-1] and not asking:
            reveal(f"{identifier}-{number}")
        _turn(saved, latest=saved is answers[-1] and not asking)
    if asking:
        reveal(f"{identifier}-{len(answers)}")
        show_asking(asking)
    elif failed := st.session_state.pop("failed", None):
        _failure(*failed)
    elif not answers:
        _first_questions(chosen)
    return asking


def _fail(asking: Asking, error: str) -> None:
    """Forgets a question that failed, and starts the page again to say so."""
    store = session.store()
    store.askings.forget(asking)
    if asking.begun:
        store.conversations.delete(asking.conversation)
        conversations.open_conversation(None)
    st.session_state["failed"] = (asking.question, error)
    st.rerun()


def _turn(saved: SavedAnswer, *, latest: bool, alone: bool = False) -> None:
    show_question(saved.answer.question)
    with st.chat_message("assistant", avatar=LIBRARY):
        show_answer(saved, latest=latest, with_model=_model_is_used(), alone=alone)


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
    reveal(saved.id)
    _turn(saved, latest=True, alone=True)


def _failure(question: str, message: str) -> None:
    show_question(question)
    with st.chat_message("assistant", avatar=LIBRARY):
        st.error(label(message))
        st.button("Try again", key="retry", on_click=_choose, args=(question,))


def _empty_library() -> None:
    st.subheader("The library is empty", anchor=False)
    st.text(
        "Pincite answers from your documents, and shows the exact words it rests on. Add your own to begin, "
        "or try it on the starter library that comes with it."
    )
    with st.container(key="add-documents"):
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
    st.session_state["asked"] = Wanted(question)


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
            _who_answers(disabled=disabled)


def _who_answers(*, disabled: bool) -> None:
    """Under the input: whose words the next answer is in, and where its question goes."""
    writer = session.store().writer
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="center", gap="xsmall"
    ):
        if not writer:
            st.caption("Pincite quotes your library. It is not legal advice.", width="content")
            _keys(disabled=disabled)
            return
        used = st.toggle("Use the model", value=True, key=USE_MODEL, persist_state="session")
        _keys(disabled=disabled)
        said = (
            " ".join(writer.told) if used else "Pincite quotes your library, and nothing goes to the model."
        )
        st.caption(label(f"{said} No answer is legal advice."), width="content")


def _keys(*, disabled: bool) -> None:
    """How the keyboard comes to the question field; not shown where there is no keyboard (page.css)."""
    if disabled:
        return
    key = "⌘" if "Mac OS" in str(st.context.headers.get("User-Agent")) else "Ctrl"
    with st.container(width="content", key="keys"):
        st.caption(f"{key} + K leads here.", width="content")


def _model_is_used() -> bool:
    """Whether the reader wants the model to answer."""
    return bool(st.session_state.get(USE_MODEL, True))


show_page()
