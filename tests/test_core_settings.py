"""Settings: read in one place, and refused with a sentence where they make no sense."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.settings import BadSetting, Settings, load


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in vars(Settings()):
        monkeypatch.delenv(f"PINCITE_{name.upper()}", raising=False)


def test_the_environment_comes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("# a comment\nPINCITE_HOME='/from/file'\nPINCITE_CHUNK_TOKENS=90\nOTHER=1\n")
    monkeypatch.setenv("PINCITE_HOME", "/from/environment")
    settings = load(dotenv)
    assert (settings.home, settings.chunk_tokens) == (Path("/from/environment"), 90)
    assert load(tmp_path / "none") == Settings(home=Path("/from/environment"))


def test_a_tilde_is_the_users_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_HOME", "~/library")
    assert load(Path("none")).home == Path.home() / "library"


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("CHUNK_TOKENS", "-5", "a whole number from 20 to 200"),
        ("CHUNK_TOKENS", "many", "a whole number from 20 to 200"),
        ("PASSAGES_PER_ANSWER", "0", "a whole number from 1 to 50"),
        ("REFUSE_BELOW", "nan", "a number from 0.0 to 1.0"),
        ("REFUSE_BELOW", "2", "a number from 0.0 to 1.0"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(
    name: str, value: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PINCITE_{name}", value)
    with pytest.raises(BadSetting, match=f"PINCITE_{name}='{value}' is not {wanted}"):
        load(Path("none"))
