"""Nothing leaves the machine: with every socket refused, all commands do their work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from memo_examples import draft_of

from answering.answer import answer_question
from core.memos import MemoHeading
from records.memos import Memos
from tests.documents import email_with, pdf_of_lines
from tests.stores import BREAD, PROJECT, RIVERS, SECRETS, Store, run_python, write_files

# Every process, also those that are started by it, refuses and notes what would reach the network.
REFUSING = """
import os, socket
_connect = socket.socket.connect
def _refuse(what):
    with open(os.environ["NOTED"], "a") as noted:
        noted.write(f"{what}\\n")
    raise OSError(f"offline: {what}")
def _guarded(self, address):
    if self.family == socket.AF_UNIX:
        return _connect(self, address)
    _refuse(address)
socket.socket.connect = socket.socket.connect_ex = _guarded
socket.socket.sendto = lambda self, *rest: _refuse(rest[-1])
socket.getaddrinfo = lambda host, *rest, **named: _refuse(host)
"""


@pytest.fixture
def offline(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine without a network and without caches of earlier runs."""
    write_files(tmp_path / "site", {"sitecustomize.py": REFUSING})
    return {
        "PYTHONPATH": f"{tmp_path / 'site'}:{PROJECT}",
        "NOTED": str(tmp_path / "noted"),
        "HOME": str(tmp_path / "home"),
        "PINCITE_HOME": str(tmp_path / "store"),
        "PINCITE_CACHE": str(tmp_path / "cache"),
        "HTTPS_PROXY": "",
        "http_proxy": "",
    }


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = write_files(tmp_path / "docs", {"rivers.txt": RIVERS, "secrets.md": f"# Secrets\n\n{SECRETS}\n"})
    folder.joinpath("page.html").write_text(
        f'<html><body><img src="https://example.org/x.png"><p>{BREAD}</p></body></html>'
    )
    folder.joinpath("paper.pdf").write_bytes(pdf_of_lines(["Courts may order a seizure of property."]))
    folder.joinpath("letter.eml").write_bytes(email_with("Yours.", [("n.txt", b"The note says so.")]))
    return folder


def test_the_guard_refuses_and_notes(offline: dict[str, str]) -> None:
    code = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')"
    ran = run_python("-c", code, environment=offline, check=False)
    assert "offline" in ran.stderr
    assert Path(offline["NOTED"]).is_file()


def test_all_commands_work_without_a_network(offline: dict[str, str], docs: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        return run_python("-m", *arguments, environment=offline).stdout

    assert json.loads(run("ingest", "add", str(docs), "--json"))["added"] == 6
    question = "What is a trade secret?"
    found = json.loads(run("vectorstore", question, "--json", "-k", "3"))
    assert found[0]["document"] == "secrets.md"
    answer = json.loads(run("answering", question, "--json"))
    assert "information that is not generally known" in json.dumps(answer, ensure_ascii=False)

    suite = {
        "id": "one",
        "question": question,
        "kind": "factoid",
        "answerable": True,
        "answers": ["information"],
        "must_include": [["not generally known"]],
        "evidence": [{"doc": "secrets.md", "quote": SECRETS.partition(". ")[0] + "."}],
    }
    write_files(tmp_path, {"suite.jsonl": json.dumps(suite) + "\n"})
    out = tmp_path / "out"
    run("eval", "run", "--corpus", str(docs), "--suite", str(tmp_path / "suite.jsonl"), "--out", str(out))
    assert any(out.iterdir())

    memo = _memo(tmp_path / "store", question)
    for kind in ("docx", "md"):
        file = tmp_path / f"memo.{kind}"
        run("memo", "export", memo, "--out", str(file), "--format", kind)
        assert file.stat().st_size > 500
    assert not Path(offline["NOTED"]).exists(), Path(offline["NOTED"]).read_text()


def _memo(home: Path, question: str) -> str:
    """A memo with an answer from the library."""
    store = Store(home)
    answer = answer_question(question, search=store.search, library=store.library, settings=store.settings)
    memos = Memos(store.library.engine)
    return memos.start(draft_of(answer, heading=MemoHeading("Secrets")))
