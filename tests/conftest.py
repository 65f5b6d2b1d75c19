"""What takes long to make and is only looked at: made once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from core.settings import Settings
from tests.stores import PROJECT, CountingEmbedder, Store
from vectorstore.embed import DEFAULT_MODEL, Embedder, load_embedder
from vectorstore.reader import WEIGHTS, Reader

# a busy machine is no fault of what is tested
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@cache
def default_embedder() -> Embedder:
    """The default model, which takes most of a second to load and compile."""
    return load_embedder(Settings())


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default model."""
    return default_embedder()


@pytest.fixture(scope="session", autouse=True)
def _loaded_once() -> Iterator[None]:
    """All that runs in this process shares the default models."""
    load_reader = Reader._model.func
    reader = cache(lambda: load_reader(Reader(Settings())))

    def embedder_of(settings: Settings) -> Embedder:
        return default_embedder() if settings.embedding_model == DEFAULT_MODEL else load_embedder(settings)

    def reader_of(one: Reader) -> object:
        return reader() if one._weights == WEIGHTS else load_reader(one)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingest.add.load_embedder", embedder_of)
        patch.setattr("vectorstore.search.load_embedder", embedder_of)
        patch.setattr(Reader, "_model", property(reader_of))
        yield


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
    """Ingest with an embedder that counts."""
    counted = CountingEmbedder(embedder)
    monkeypatch.setattr("ingest.add.load_embedder", lambda settings: counted)
    return counted
