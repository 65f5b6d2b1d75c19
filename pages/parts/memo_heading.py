"""The heading of a memo, its template, and how its footnotes are written."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from core.errors import PinciteError
from core.memos import MemoDraft, Quotations
from memo.notes.citing import style_names
from memo.template import Template, load_template, template_names
from pages.parts import session
from pages.parts.inert import label, words
from pages.parts.memo_changes import change
from pages.parts.memo_fields import distinct, shows, typed
from records.memos import SavedMemo

FIELDS = {"subject": "Subject", "to": "To", "sender": "From", "date": "Date", "label": "Confidentiality"}
PLACEHOLDERS = {"label": "That of the sources", "subject": "Untitled"}
OF_THE_TEMPLATE = ""  # the choice that leaves style and quotations to the template


def house() -> Path:
    """The folder with templates and citation styles of the user's own."""
    return session.store().settings.home / "templates"


def template_of(draft: MemoDraft) -> Template:
    """The memo's template; where it cannot be used, the one that every Pincite has."""
    try:
        return load_template(draft.template, house())
    except PinciteError:
        return load_template(MemoDraft(draft.heading).template)


def show_heading(memo: SavedMemo) -> None:
    """Fields, template, style of citations, footnotes. Each is kept as soon as it is left."""
    template = template_of(memo.draft)
    _field(memo, "subject", template)
    for pair in (("to", "sender"), ("date", "label")):
        for column, field in zip(st.columns(2), pair, strict=True):
            with column:
                _field(memo, field, template)
    _choices(memo, template)


def show_question(memo: SavedMemo) -> None:
    """The question presented, in the author's words."""
    st.text_area(
        "Question presented",
        key=shows(f"question-{memo.id}", words(memo.draft.heading.question)),
        on_change=_keep,
        args=(memo, "question"),
        placeholder="Left empty, the questions of the answers stand here",
        height="content",
        label_visibility="collapsed",
    )


def _field(memo: SavedMemo, field: str, template: Template) -> None:
    named = field in template.fields or field == "label"
    name = words(template.fields.get(field, FIELDS[field]))
    st.text_input(
        label(name if named else f"{name} (not in this template)"),
        key=shows(f"{field}-{memo.id}", words(getattr(memo.draft.heading, field))),
        on_change=_keep,
        args=(memo, field),
        placeholder=PLACEHOLDERS.get(field, ""),
    )


def _keep(memo: SavedMemo, field: str) -> None:
    said = typed(f"{field}-{memo.id}").strip()
    name = "Question presented" if field == "question" else FIELDS[field]

    def revise(draft: MemoDraft) -> MemoDraft:
        changed: dict[str, Any] = {field: said}
        return replace(draft, heading=replace(draft.heading, **changed))

    change(memo, revise, f"{name.lower()} changed", typed=said)


def _choices(memo: SavedMemo, template: Template) -> None:
    draft = memo.draft
    try:
        templates, styles = template_names(house()), style_names(house())
    except PinciteError as error:
        st.error(label(str(error)))
        templates, styles = template_names(), style_names()
    templates.setdefault(draft.template, f"{draft.template} (missing)")
    if draft.style:
        styles.setdefault(draft.style, f"{draft.style} (missing)")
    of_template = words(styles.get(template.style, template.style))
    quotations: dict[Any, str] = {one: one.value.capitalize() for one in Quotations}
    of_style = {OF_THE_TEMPLATE: f"{of_template} (default)", **styles}
    of_quotations = {OF_THE_TEMPLATE: f"{quotations[template.quotations]} (default)", **quotations}
    left, right = st.columns(2)
    with left:
        _choice(memo, "template", "Template", dict(templates))
        _choice(memo, "quotations", "Quotations in footnotes", of_quotations)
    with right:
        _choice(memo, "style", "Citation style", of_style)


def _choice(memo: SavedMemo, field: str, name: str, options: dict[Any, str]) -> None:
    # A field that stays the same one goes on showing the earlier template's default.
    key = f"{field}-{memo.id}" if field == "template" else f"{field}-{memo.id}-{memo.draft.template}"
    names = distinct(options)
    st.selectbox(
        name,
        list(names),
        key=shows(key, getattr(memo.draft, field) or OF_THE_TEMPLATE),
        format_func=lambda option: names.get(option, str(option)),
        on_change=partial(_choose, memo, field, name, key),
    )


def _choose(memo: SavedMemo, field: str, name: str, key: str) -> None:
    chosen: dict[str, Any] = {field: st.session_state[key] or None}
    change(memo, lambda draft: replace(draft, **chosen), f"{name.lower()} changed")
