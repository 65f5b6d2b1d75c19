"""The libraries that are used report nothing to their makers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
# Notes every attempt to look up a host, at the lowest level that Python code can reach.
WATCHED = """
import sys, socket
def refuse(*arguments, **named):
    print("LOOKED UP", arguments[0])
    raise OSError("no network")
socket.getaddrinfo = refuse
socket.socket.connect = refuse
import {module}
import threading
for thread in threading.enumerate():
    if thread is not threading.main_thread():
        thread.join(timeout=2)
print("TELEMETRY", "openvino_telemetry.main" in sys.modules)
"""


@pytest.mark.parametrize(
    "module", ["vectorstore.openvino_embedder", "vectorstore.bert", "vectorstore.index", "models.connect"]
)
def test_an_import_asks_nobody_and_leaves_nothing_in_the_home_folder(module: str, tmp_path: Path) -> None:
    hidden = {"CI", "GITHUB_ACTIONS", "TF_BUILD", "JENKINS_URL"}  # some makers spare machines that test
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    result = subprocess.run(
        [sys.executable, "-c", WATCHED.format(module=module)],
        cwd=PROJECT,
        env={**environment, "HOME": str(tmp_path), "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.split("\n")[:-1] == ["TELEMETRY False"]
    assert list(tmp_path.iterdir()) == []
