"""From a setting to a model: names, places, keys, packages; and nothing is told to anybody else."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest
from package_closure import PROJECT, direct

from answering.protocols import Model
from core.errors import ModelFault
from core.settings import Settings
from core.types import Message
from models import keys
from models.connect import configured, connect
from models.providers import PACKAGES
from tests.model_server import ModelServer
from tests.stores import run_python

KEY = "sk-canary-4711"
ASKED = (Message("user", "What is a trade secret?"),)


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without keys of its own."""
    for variable in keys.VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def named(model: str, url: str = "", judge: str = "") -> Settings:
    return replace(Settings(), model=model, model_url=url, judge_model=judge)


def test_a_connected_model_is_one_that_answering_can_be_handed() -> None:
    model: Model = connect(named("ollama:qwen3"))
    assert (model.name, model.where, model.window) == ("ollama:qwen3", "this machine", 8192)


def test_configured() -> None:
    assert not configured(Settings())
    assert not configured(named(" "))
    assert configured(named("ollama:qwen3"))


@pytest.mark.parametrize(
    ("model", "url", "where"),
    [
        ("openai:gpt-5", "", "api.openai.com"),
        ("anthropic:claude-sonnet-5", "", "api.anthropic.com"),
        ("ollama:qwen3:8b", "", "this machine"),
        ("openai:m", "http://localhost:8080/v1", "this machine"),
        ("openai:m", "http://127.0.0.2:8080/v1/", "this machine"),
        ("openai:m", "http://[::1]:8080/v1", "this machine"),
        ("openai:m", "http://0.0.0.0:8080/v1", "this machine"),
        ("openai:m", "https://user:secret@models.example.org/v1", "models.example.org"),
        ("openai:m", "http://192.168.1.7:8000/v1", "192.168.1.7"),
        ("openai:m", "http://localhost.example.org/v1", "localhost.example.org"),
        ("ollama:qwen3", "http://models.example.org:11434", "models.example.org"),
    ],
)
def test_where_the_text_goes(model: str, url: str, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    # settings of other programs do not send the text elsewhere
    monkeypatch.setenv("OPENAI_BASE_URL", "https://elsewhere.example.org")
    monkeypatch.setenv("OPENAI_API_BASE", "https://elsewhere.example.org")
    monkeypatch.setenv("OLLAMA_HOST", "https://elsewhere.example.org")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "https://elsewhere.example.org")
    monkeypatch.setenv("LANGSMITH_GATEWAY", "true")
    connected = connect(named(model, url))
    source = connected._source
    source.prepare()
    chat = source._chat  # type: ignore[attr-defined]
    client = getattr(chat, "root_async_client", None) or chat._async_client
    host = getattr(client, "base_url", None) or client._client.base_url
    assert connected.where == where
    assert "secret" not in repr(connected)
    assert (str(host.host) in ("localhost", "127.0.0.1", "127.0.0.2", "::1", "0.0.0.0")) == (
        where == "this machine"
    )
    assert where in ("this machine", host.host)


@pytest.mark.parametrize("model", ["gpt-5", "openai:", ":gpt-5", "groq:llama", "folder:/not/there", "hello"])
def test_a_name_that_names_no_model(model: str) -> None:
    with pytest.raises(ModelFault, match="PINCITE_MODEL") as caught:
        connect(named(model))
    assert caught.value.kind == "unknown model"


@pytest.mark.parametrize(
    "url", ["localhost:8080", "ftp://localhost/", "http://", "http://localhost:port/v1", "x"]
)
def test_a_url_that_is_none(url: str) -> None:
    with pytest.raises(ModelFault, match="PINCITE_MODEL_URL is not the address of a server") as caught:
        connect(named("openai:m", url))
    assert caught.value.kind == "unreachable"


@pytest.mark.parametrize("provider", PACKAGES)
def test_a_missing_package_is_named_with_its_command(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    gone = PACKAGES[provider].replace("-", "_")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == gone else find(name))
    with pytest.raises(ModelFault) as caught:
        connect(named(f"{provider}:m"))
    assert caught.value.kind == "missing package"
    assert f"Run: pip install {PACKAGES[provider]} -c constraints.txt" in str(caught.value)


def test_the_packages_are_pinned_as_they_are_installed() -> None:
    pins = {
        requirement.name: str(requirement.specifier)
        for requirement in direct(PROJECT / "requirements-models.txt")
    }
    assert set(pins) > set(PACKAGES.values())
    assert pins == {name: f"=={metadata.version(name)}" for name in pins}


def test_a_hosted_model_without_a_key_says_where_one_belongs() -> None:
    with pytest.raises(
        ModelFault, match=r"OPENAI_API_KEY in the environment or in \.streamlit/secrets\.toml"
    ) as met:
        connect(named("openai:gpt-5"))
    assert met.value.kind == "bad key"


def sent_key(settings: Settings, server: ModelServer) -> str:
    list(connect(settings)(ASKED, stopped=lambda: False))
    return server.headers[-1]["authorization"].removeprefix("Bearer ")


def test_keys_come_from_the_environment_or_the_secrets_and_a_server_of_ones_own_needs_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with ModelServer("Yes.") as server:
        settings = named("openai:m", server.url)
        assert sent_key(settings, server) == "none"
        secrets = tmp_path / ".streamlit" / "secrets.toml"
        secrets.parent.mkdir()
        secrets.write_text('OPENAI_API_KEY = "from-secrets"\nOLLAMA_API_KEY = "ollamas"\n[other]\nx = 1\n')
        assert sent_key(settings, server) == "from-secrets"
        assert sent_key(named("ollama:m", server.root), server) == "ollamas"
        monkeypatch.setenv("OPENAI_API_KEY", "from-environment")
        assert sent_key(settings, server) == "from-environment"


def test_secrets_that_cannot_be_read_are_not_shown(tmp_path: Path) -> None:
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir()
    secrets.write_text(f"OPENAI_API_KEY = {KEY}\n")
    with pytest.raises(ModelFault) as caught:
        connect(named("openai:gpt-5"))
    assert caught.value.kind == "bad key"
    assert "secrets.toml cannot be read" in str(caught.value)
    assert KEY not in str(caught.value)


def test_a_judge_has_its_own_name_and_the_url_only_with_the_same_provider() -> None:
    own = named("openai:m", "http://localhost:8080/v1", judge="openai:j")
    assert connect(own).name == "openai:m"
    assert (connect(own, judge=True).name, connect(own, judge=True).where) == ("openai:j", "this machine")
    other = connect(
        replace(own, model_url="http://models.example.org/v1", judge_model="ollama:j"), judge=True
    )
    assert (other.name, other.where) == ("ollama:j", "this machine")
    with pytest.raises(ModelFault, match="PINCITE_JUDGE_MODEL"):
        connect(named("ollama:m"), judge=True)


def test_a_key_that_is_wanted_and_not_there() -> None:
    from tests.model_server import Reply

    with (
        ModelServer(Reply("", status=401)) as server,
        pytest.raises(ModelFault, match="wants a key") as caught,
    ):
        list(connect(named("openai:m", server.url))(ASKED, stopped=lambda: False))
    assert "Set OPENAI_API_KEY in the environment" in str(caught.value)


WITHOUT_MODEL = """
import sys
import models.connect
from core.settings import load
assert not models.connect.configured(load())
providers = ("lang", "openai", "ollama", "anthropic", "httpx")
print(sorted(name for name in sys.modules if name.startswith(providers)))
"""


def test_without_a_model_no_provider_is_imported(tmp_path: Path) -> None:
    assert run_python("-c", WITHOUT_MODEL, environment={"HOME": str(tmp_path)}).stdout.strip() == "[]"


ASKING = """
import socket, sys, time
connect_to, reached = socket.socket.connect, []
look_up = socket.getaddrinfo
def watched(self, address):
    reached.append(str(address[0]))
    return connect_to(self, address)
def looked_up(host, *rest, **named):
    reached.append(str(host))
    return look_up(host, *rest, **named)
socket.socket.connect, socket.getaddrinfo = watched, looked_up
import asyncio.selector_events
from core.settings import load
from core.types import Message
from models.connect import connect
from tests.model_server import ModelServer
import os
for provider in ("openai", "ollama", "anthropic"):
    with ModelServer("Yes.") as server:
        url = server.url if provider == "openai" else server.root
        os.environ |= {"PINCITE_MODEL": f"{provider}:m", "PINCITE_MODEL_URL": url}
        pieces = connect(load())([Message("user", "What?")], stopped=lambda: False)
        assert "".join(piece.text for piece in pieces) == "Yes."
time.sleep(1.5)  # a tracer would send in the background
print(sorted(set(reached) - {"127.0.0.1"}), len(reached) > 0)
"""


def test_nothing_is_traced_and_nobody_but_the_server_is_told(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if "PROXY" not in name.upper()},
        "HOME": str(tmp_path),
        "HTTP_PROXY": "http://proxy.example.org:3128",
        "HTTPS_PROXY": "http://proxy.example.org:3128",
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGCHAIN_TRACING": "true",
        "LANGSMITH_API_KEY": KEY,
        "LANGSMITH_ENDPOINT": "http://tracer.example.org",
        "ANTHROPIC_API_KEY": KEY,
    }
    ran = run_python("-c", ASKING, environment=environment)
    assert ran.stdout.strip() == "[] True"
    assert KEY not in ran.stdout + ran.stderr
