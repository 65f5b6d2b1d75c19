"""The files of a memo: made when they are asked for, and kept in the records before they leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from core.errors import PinciteError
from memo.content import Memo
from memo.writers.files import MEDIA_TYPES, Format, file_name
from memo.writers.json_file import write_json
from pages.parts import session
from pages.parts.components import hear_failed_downloads
from pages.parts.inert import label
from pages.parts.memo_changes import written_moment
from pages.parts.memo_finished import writer_of
from records.finished import FinishedMemos
from records.memos import SavedMemo

NAMES = {
    Format.DOCX: "Word",
    Format.PDF: "PDF",
    Format.HTML: "HTML",
    Format.MARKDOWN: "Markdown",
    Format.JSON: "JSON",
}


@dataclass
class Export:
    """A file that is made when its button is pressed, in another thread, and why the last one was not."""

    name: str
    make: Callable[[], bytes]
    failed: str | None = None

    def __call__(self) -> bytes:
        """The file. What goes wrong is kept for the page, and raised."""
        self.failed = None
        try:
            return self.make()
        except PinciteError as error:
            self.failed = str(error)
            raise
        except (OSError, SQLAlchemyError) as error:
            self.failed = (
                f"The {self.name} file was not made, since the memo could not be kept in the records: "
                f"{getattr(error, 'orig', None) or error}. Nothing of the memo is lost. Make room on the "
                "disk, then try again."
            )
            raise


def show_files(memo: SavedMemo, made: Memo) -> None:
    """A button for each kind of file, and when the memo last left as one."""
    with st.container(horizontal=True, gap="small", key="files"):
        for kind, name in NAMES.items():
            export = _export(memo, made, kind, name)
            st.download_button(
                name,
                data=export,
                file_name=file_name(made.heading.subject, kind.value),
                mime=MEDIA_TYPES[kind],
                key=f"{kind.value}-{memo.id}",
                help=f"Download the memo as {name}",
                icon=":material/download:" if kind is Format.DOCX else None,
                on_click="ignore",  # a rerun would throw the file away before the browser has it
                type="primary" if kind is Format.DOCX else "secondary",
            )
    hear_failed_downloads()
    _show_failed()
    if left := FinishedMemos(session.store().library.engine).of(memo.id):
        identifier, when = left[0]
        same = " as it stands now" if identifier == made.id else ""
        st.caption(label(f"Last exported{same}: {written_moment(when)}. Memo ID {identifier}"))


def _show_failed() -> None:
    """Why the file that was asked for last was not made."""
    for export in _exports().values():
        if export.failed:
            st.error(label(export.failed), icon=":material/block:")
            export.failed = None


def _export(memo: SavedMemo, made: Memo, kind: Format, name: str) -> Export:
    """The same export for as long as the memo stays the same."""
    exports = _exports()
    if any(identifier != made.id for identifier, _ in exports):
        exports.clear()
    engine = session.store().library.engine
    make = partial(_keep_and_write, engine, memo.id, made, writer_of(memo, made, kind))
    return exports.setdefault((made.id, kind), Export(name, make))


def _exports() -> dict[tuple[str, Format], Export]:
    exports: dict[tuple[str, Format], Export] = st.session_state.setdefault("memo-exports", {})
    return exports


def _keep_and_write(engine: Engine, memo: str, made: Memo, written: Callable[[], bytes]) -> bytes:
    """The file, after the finished memo was kept: what leaves can be checked against it years later."""
    content = written()
    FinishedMemos(engine).keep(made.id, memo, write_json(made))
    return content
