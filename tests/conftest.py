"""What takes long to make and is only looked at: made once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.settings import Settings
from tests.stores import PROJECT, CountingEmbedder, Store
from vectorstore.embed import Embedder, load_embedder


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default model."""
    return load_embedder(Settings())


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Store:
    """The starter library. Tests must leave it as it is."""
    store = Store(tmp_path_factory.mktemp("starter"), embedder)
    store.add(PROJECT / "corpus")
    return store


@pytest.fixture
def store(tmp_path: Path, embedder: Embedder) -> Store:
    """An empty library."""
    return Store(tmp_path / "store", embedder)


@pytest.fixture
def counting(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> CountingEmbedder:
    """Ingest with an embedder that counts, and that need not be loaded for every run."""
    counted = CountingEmbedder(embedder)
    monkeypatch.setattr("ingest.add.load_embedder", lambda settings: counted)
    return counted
