"""Whatever a file does to its parser, its reader says so and reads the next one."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.settings import Settings
from ingest.read import (
    Damaged,
    Empty,
    Encrypted,
    Inaccessible,
    Reader,
    TooDemanding,
    TooLarge,
    UnknownType,
    Unreadable,
    read_bytes,
    read_file,
    reader,
)
from ingest.read.errors import CAUSES
from ingest.read.wire import BadReply, error_to_json, from_json, reading_to_json
from tests.documents import (
    OLE_HEADER,
    email_with,
    encrypted_word,
    pdf,
    pdf_bomb,
    pdf_of_lines,
    scanned_pdf,
    two_column_pdf,
    unknown_binary,
    word,
    word_bomb,
    zip_of,
)

SOUND = pdf_of_lines(["Sound words."])
SLOW = b"<html><body>" + b"<ul><li>word " * 900 + b"<p>a <b>b</b> c</p>" * 60_000
# much to read, little to tell: stopped for its time, not for what it unfolds to
LONG = b"<html><body><p>Words.</p>" + b"<p hidden>a <b>b</b> c</p>" * 600_000


@pytest.fixture(scope="module")
def files() -> Iterator[Reader]:
    with Reader(Settings()) as shared:
        yield shared


@pytest.mark.parametrize(
    ("name", "content", "error", "told"),
    [
        pytest.param("a.pdf", b"", Empty, "empty", id="empty"),
        pytest.param("a.txt", b" \r\n\t", Empty, "empty", id="blanks"),
        pytest.param("a.pdf", SOUND[:200], Damaged, "cut off or broken", id="cut pdf"),
        pytest.param(
            "a.pdf", pdf(lambda c: c.drawString(9, 9, "x"), "pw"), Encrypted, "password", id="pdf pw"
        ),
        pytest.param("a.docx", encrypted_word(), Encrypted, "password", id="word pw"),
        pytest.param("a.doc", OLE_HEADER + bytes(999), UnknownType, "old format", id="old word"),
        pytest.param(
            "a.msg", OLE_HEADER + "__substg1.0_1000".encode("utf-16-le"), UnknownType, ".msg", id="outlook"
        ),
        pytest.param("a.docx", word_bomb(), TooLarge, "unpacks", id="bomb"),
        pytest.param("a.docx", b"PK\x03\x04" + bytes(99), Damaged, "cut-off or broken", id="cut zip"),
        pytest.param("a.xlsx", zip_of({"xl/workbook.xml": b"<x/>"}), UnknownType, "Excel", id="excel"),
        pytest.param("a.zip", zip_of({"a.txt": b"x"}), UnknownType, "zip archive", id="zip"),
        pytest.param("a.dat", unknown_binary(), UnknownType, "not text", id="binary"),
        pytest.param("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(99), UnknownType, "image/png", id="png as txt"),
        pytest.param("a.rtf", b"{\\rtf1 words}", UnknownType, "RTF", id="rtf"),
        pytest.param("a.html", b"<html><body></body></html>", Empty, "no text", id="blank page"),
    ],
)
def test_each_bad_file_is_told_with_name_cause_and_remedy(
    files: Reader, name: str, content: bytes, error: type[Unreadable], told: str
) -> None:
    with pytest.raises(error) as caught:
        files.read_content(content, name)
    message = str(caught.value)
    assert type(caught.value) is error
    assert message.startswith(f"{name} could not be read: ")
    assert told in message
    assert message.endswith(caught.value.remedy)
    assert caught.value.remedy.endswith(".")
    assert CAUSES[caught.value.cause] is error


def test_scans_are_told_across_the_process_border(files: Reader) -> None:
    with pytest.raises(Unreadable, match="pages 1-2 of 2") as caught:
        files.read_content(scanned_pdf(2), "a.pdf")
    assert caught.value.cause == "scanned"


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [("a.txt", SOUND, "application/pdf"), ("a.pdf", b"Plain words.", "text/plain")],
)
def test_content_decides_and_a_wrong_name_is_told(
    files: Reader, name: str, content: bytes, media_type: str
) -> None:
    reading = files.read_content(content, name)
    assert reading.media_type == media_type
    assert "is named like" in reading.notices[0]


def test_a_file_over_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes(b"a" * (2**20 + 1))
    with pytest.raises(TooLarge, match=r"big\.txt.*1\.0 MB.*PINCITE_LARGEST_FILE_MB"):
        read_file(path, Settings(largest_file_mb=1))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Inaccessible, match=r"gone\.pdf.*No such file"):
        read_file(tmp_path / "gone.pdf", Settings())


def test_the_worker_reads_what_this_process_reads(files: Reader) -> None:
    paragraphs = ["One paragraph of the page. " * 20] * 8
    for name, content in (
        ("a.pdf", two_column_pdf("Heading", paragraphs)),
        ("a.docx", word(lambda document: document.add_heading("Heading", 1))),
        ("a.eml", email_with("Body.", [("b.bin", bytes(range(256)))])),
        ("a.html", b"<html><body><h1>Title</h1><p>Words.</p></body></html>"),
    ):
        assert files.read_content(content, name) == read_bytes(content, name)


def test_one_process_reads_many_files(files: Reader) -> None:
    files.read_content(SOUND, "a.pdf")
    first = files._worker.process_id
    files.read_content(word(lambda document: document.add_paragraph("x")), "b.docx")
    assert files._worker.process_id == first


def test_plain_text_needs_no_process() -> None:
    with Reader(Settings()) as fresh:
        fresh.read_content(b"Words.", "a.txt")
        fresh.read_content(b"# Words", "a.md")
        assert fresh._worker is None


def test_large_markdown_is_read_apart() -> None:
    with Reader(Settings()) as fresh:
        assert fresh.read_content(b"word " * 20_000, "a.md").text == ("word " * 20_000).strip()
        assert fresh._worker is not None


def test_a_worker_killed_between_files_is_replaced() -> None:
    with Reader(Settings()) as fresh:
        fresh.read_content(SOUND, "a.pdf")
        os.kill(fresh._worker.process_id, signal.SIGKILL)
        os.waitid(os.P_PID, fresh._worker.process_id, os.WEXITED | os.WNOWAIT)
        assert fresh.read_content(SOUND, "b.pdf").text == "Sound words."


def kill_at_its_second_file(reader: Reader, how: signal.Signals) -> None:
    """The worker gets the signal once it is handed another file."""
    worker = reader._worker

    def kill() -> None:
        while worker._files < 2:
            time.sleep(0.01)
        os.kill(worker.process_id, how)

    threading.Thread(target=kill, daemon=True).start()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV])
def test_a_worker_that_dies_of_a_file_is_told_and_replaced(how: signal.Signals) -> None:
    with Reader(Settings()) as fresh:
        fresh.read_content(SOUND, "a.pdf")
        kill_at_its_second_file(fresh, how)
        with pytest.raises(Damaged, match=rf"slow\.html.*crashed.*{how.name}"):
            fresh.read_content(SLOW, "slow.html")
        assert fresh.read_content(SOUND, "b.pdf").text == "Sound words."


def test_the_memory_of_this_process_is_not_held_against_the_worker() -> None:
    with Reader(Settings(read_memory_mb=256)) as fresh:
        held = bytearray(300 * 2**20)  # the system counts it as the worker's, which starts from here
        held[::4096] = b"x" * len(held[::4096])
        fresh.read_content(SOUND, "a.pdf")
        kill_at_its_second_file(fresh, signal.SIGKILL)
        with pytest.raises(Damaged, match="crashed"):
            fresh.read_content(SLOW, "slow.html")


def test_a_file_that_takes_too_long_is_stopped() -> None:
    with Reader(Settings(read_seconds=1)) as fresh:
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        with pytest.raises(TooDemanding, match=r"slow\.html.*longer than 1 seconds"):
            fresh.read_content(LONG, "slow.html")
        assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 10
        assert fresh.read_content(SOUND, "b.pdf").text == "Sound words."


def test_a_worker_that_hangs_without_working_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_WAITING_SECONDS", 0)
    with Reader(Settings(read_seconds=1)) as fresh:
        fresh.read_content(SOUND, "a.pdf")
        os.kill(fresh._worker.process_id, signal.SIGSTOP)
        with pytest.raises(TooDemanding, match=r"b\.pdf"):
            fresh.read_content(SOUND, "b.pdf")


def test_many_files_do_not_add_up_to_the_time_of_one() -> None:
    with Reader(Settings(read_seconds=1)) as fresh:
        page = b"<html><body>" + b"<p>Some words of a page.</p>" * 1000
        for _ in range(40):
            fresh.read_content(page, "a.html")
        assert fresh._worker._files == 40


def test_a_file_that_takes_too_much_memory_is_stopped() -> None:
    content = pdf_bomb(megabytes=500)
    with Reader(Settings(read_memory_mb=300, read_seconds=20)) as fresh:
        with pytest.raises(Unreadable) as caught:
            fresh.read_content(content, "bomb.pdf")
        assert "bomb.pdf" in str(caught.value)
        assert fresh.read_content(SOUND, "b.pdf").text == "Sound words."


def test_the_worker_has_no_network_no_files_and_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    probe = (
        "import os, socket, sys; from ingest.read.limits import confine; confine(512)\n"
        "try: open(sys.argv[1], 'wb', buffering=0).write(b'x' * 9); print('wrote')\n"
        "except OSError: pass\n"
        "try: socket.create_connection(('127.0.0.1', int(sys.argv[2])), 2); print('connected')\n"
        "except OSError: pass\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as server, tempfile.NamedTemporaryFile() as target:
        command = [sys.executable, "-c", probe, target.name, str(server.getsockname()[1])]
        shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "wrote" not in shown
    if os.geteuid() == 0:  # elsewhere the system may refuse
        assert "connected" not in shown
    with Reader(Settings()) as fresh:
        fresh.read_content(SOUND, "a.pdf")
        environment = Path(f"/proc/{fresh._worker.process_id}/environ").read_bytes()
    assert b"secret" not in environment


def test_threads_take_turns() -> None:
    names = [f"{number}.pdf" for number in range(8)]
    texts: dict[str, str] = {}
    with Reader(Settings()) as fresh:

        def work(name: str) -> None:
            texts[name] = fresh.read_content(pdf_of_lines([f"File {name}."]), name).text

        threads = [threading.Thread(target=work, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert texts == {name: f"File {name}." for name in names}


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(b"\x80\x04pickle", id="no json"),
        pytest.param(b"[]", id="no object"),
        pytest.param(b'{"text": 1}', id="wrong fields"),
        pytest.param(b'{"error": ["nonsense", "a", "b", "c"]}', id="unknown error"),
    ],
)
def test_a_reply_that_is_no_reading_is_refused(reply: bytes) -> None:
    with pytest.raises(BadReply):
        from_json(reply)


def test_a_reply_with_an_offset_outside_the_text_is_refused() -> None:
    reading = read_bytes(SOUND, "a.pdf")
    box = replace(reading.layout.boxes[0], end=999)
    wrong = replace(reading, layout=replace(reading.layout, boxes=(box,)))
    with pytest.raises(BadReply, match="outside the text"):
        from_json(reading_to_json(wrong))


def test_errors_cross_the_border_whole() -> None:
    error = TooLarge("a.pdf", "it is big", "Split it.")
    back = from_json(error_to_json(error))
    assert (type(back), str(back)) == (TooLarge, str(error))


def test_importing_the_readers_is_light() -> None:
    heavy = ("pypdfium2", "docx", "trafilatura", "yaml", "numpy", "lxml", "markdown_it", "puremagic")
    code = f"import sys, ingest.read; print([name for name in {heavy} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"
