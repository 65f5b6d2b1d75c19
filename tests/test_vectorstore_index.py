"""The vector index against exact search, under filters, across processes, and when it is broken."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from records.library import Indexed
from tests.stores import run_python
from vectorstore.embed import Vectors
from vectorstore.index import BrokenIndex, VectorIndex, build_index, delete_other_indexes

COUNT, WIDTH = 2000, 384


def unit_vectors(count: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(count, WIDTH)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@dataclass
class Built:
    """An index of random unit vectors, each tenth of a document of its own."""

    home: Path
    folder: Path
    vectors: Vectors

    @property
    def entries(self) -> list[Indexed]:
        return [Indexed(f"p{n}", f"d{n % 10}", vector) for n, vector in enumerate(self.vectors)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    home = tmp_path_factory.mktemp("index")
    made = Built(home, home, unit_vectors(COUNT, 1))
    made.folder = home / build_index(home, made.entries)
    return made


@pytest.fixture
def changed(built: Built, tmp_path: Path) -> Built:
    """A copy, to be changed or broken."""
    folder = tmp_path / "index-copy"
    shutil.copytree(built.folder, folder)
    return Built(tmp_path, folder, built.vectors)


def exact(vectors: Vectors, question: Vectors, among: range) -> list[str]:
    return [f"p{n}" for n in sorted(among, key=lambda n: -float(vectors[n] @ question))[:10]]


def recall(index: VectorIndex, built: Built, among: range, documents: list[str] | None) -> float:
    questions = unit_vectors(50, 2)
    shared = 0
    for question in questions:
        near = index.query(question, limit=10, documents=documents, generation=1)
        assert [cosine for _, cosine in near] == sorted((cosine for _, cosine in near), reverse=True)
        assert all(abs(cosine - built.vectors[int(id_[1:])] @ question) < 1e-4 for id_, cosine in near)
        shared += len({id_ for id_, _ in near} & set(exact(built.vectors, question, among)))
    return shared / (10 * len(questions))


def test_nearly_all_of_the_true_top_ten_is_found(built: Built) -> None:
    assert recall(VectorIndex(built.folder), built, range(COUNT), None) >= 0.99


def test_a_search_among_some_documents_finds_theirs_alone(built: Built) -> None:
    assert recall(VectorIndex(built.folder), built, range(3, COUNT, 10), ["d3"]) >= 0.99
    near = VectorIndex(built.folder).query(built.vectors[0], limit=10, documents=["d9"], generation=1)
    assert {int(id_[1:]) % 10 for id_, _ in near} == {9}
    assert VectorIndex(built.folder).query(built.vectors[0], limit=5, documents=["?"], generation=1) == []


def test_what_is_deleted_is_found_no_more(changed: Built) -> None:
    index = VectorIndex(changed.folder)
    index.write([], [f"p{n}" for n in range(100)])
    for n in range(0, 100, 9):
        near = index.query(changed.vectors[n], limit=10, documents=None, generation=1)
        assert not {id_ for id_, _ in near} & {f"p{m}" for m in range(100)}
    assert index.missing(changed.entries[100:]) == []
    assert sorted(index.missing(changed.entries[95:105])) == ["p95", "p96", "p97", "p98", "p99"]


def test_writing_twice_changes_nothing(changed: Built) -> None:
    index = VectorIndex(changed.folder)
    index.write(changed.entries[:50], [])
    assert index.count() == COUNT
    moved = unit_vectors(1, 3)[0]
    index.write([Indexed("p7", "d7", moved)], [])
    assert index.query(moved, limit=1, documents=None, generation=1)[0][0] == "p7"
    assert index.count() == COUNT


SECOND_WRITER = """
import sys; from pathlib import Path; import numpy as np
from records.library import Indexed; from vectorstore.index import VectorIndex
VectorIndex(Path(sys.argv[1])).write([Indexed("new", "d0", np.load(sys.argv[2]))], ["p0"])
"""


def test_what_another_process_writes_is_seen_once_the_generation_rises(
    changed: Built, tmp_path: Path
) -> None:
    vector = -changed.vectors[0]
    np.save(tmp_path / "vector.npy", vector)
    index, other = VectorIndex(changed.folder), VectorIndex(changed.folder)
    for one in (index, other):
        assert one.query(vector, limit=1, documents=None, generation=1)[0][0] != "new"
    run_python("-c", SECOND_WRITER, str(changed.folder), str(tmp_path / "vector.npy"))
    for one in (index, other, index):
        assert one.query(vector, limit=1, documents=None, generation=2)[0][0] == "new"
        assert one.query(-vector, limit=1, documents=None, generation=2)[0][0] != "p0"


WRITER = """
import sys; from pathlib import Path; import numpy as np
from records.library import Indexed; from vectorstore.index import VectorIndex
folder, vectors, first, last = sys.argv[1:]
chosen = list(enumerate(np.load(vectors)))[int(first):int(last)]
VectorIndex(Path(folder)).write([Indexed(f"p{n}", "d", vector) for n, vector in chosen], [])
"""


def test_processes_that_write_one_after_the_other_lose_nothing(tmp_path: Path) -> None:
    """The page writes, the command line writes, the page writes again: Chroma alone would lose thousands."""
    vectors = unit_vectors(3500, 8)
    np.save(tmp_path / "vectors.npy", vectors)
    entries = [Indexed(f"p{n}", "d", vector) for n, vector in enumerate(vectors)]
    folder = tmp_path / build_index(tmp_path, entries[:1100])
    page = VectorIndex(folder)
    page.query(vectors[0], limit=1, documents=None, generation=1)
    run_python("-c", WRITER, str(folder), str(tmp_path / "vectors.npy"), "1100", "2200")
    assert VectorIndex(folder).missing(entries[:2200]) == [], "a false alarm"
    page.query(vectors[0], limit=1, documents=None, generation=1)
    run_python("-c", WRITER, str(folder), str(tmp_path / "vectors.npy"), "2200", "2400")
    VectorIndex(folder).write(entries[2400:], [])
    assert page.query(vectors[3499], limit=1, documents=None, generation=2)[0][0] == "p3499"
    again = "import sys; from tests.test_vectorstore_index import *; "
    again += "print(len(VectorIndex(Path(sys.argv[1])).missing("
    again += "[Indexed(f'p{n}', 'd', v) for n, v in enumerate(np.load(sys.argv[2]))])))"
    assert run_python("-c", again, str(folder), str(tmp_path / "vectors.npy")).stdout == "0\n"


def test_a_lost_vector_is_noticed(changed: Built) -> None:
    index = VectorIndex(changed.folder)
    stranger = Indexed("stranger", "d0", unit_vectors(1, 4)[0])
    misplaced = Indexed("p5", "d5", unit_vectors(1, 5)[0])
    entries = [*changed.entries[:5], misplaced, *changed.entries[6:100], stranger]
    assert index.missing(entries) == ["p5", "stranger"]


def test_passages_of_the_same_words_do_not_hide_each_other(tmp_path: Path) -> None:
    twins = [Indexed(f"twin{n}", "d", unit_vectors(1, 6)[0]) for n in range(30)]
    others = [Indexed(f"p{n}", "d", vector) for n, vector in enumerate(unit_vectors(50, 7))]
    index = VectorIndex(tmp_path / build_index(tmp_path, [*twins, *others]))
    assert index.missing([*twins, *others]) == []
    assert index.missing([*twins, Indexed("twin99", "d", twins[0].vector)]) == ["twin99"]


def empty(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def overwrite(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"no database" * 1000)


def truncate(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"")


def forget_ids(folder: Path) -> None:
    (path,) = folder.glob("*/index_metadata.pickle")
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [shutil.rmtree, empty, overwrite, truncate, forget_ids])
def test_a_broken_index_is_told_with_a_remedy_each_time(changed: Built, damage: object) -> None:
    assert callable(damage)
    damage(changed.folder)
    index = VectorIndex(changed.folder)
    for _ in range(2):
        with pytest.raises(BrokenIndex, match=r"cannot be used: .*Run: python -m ingest rebuild"):
            index.query(changed.vectors[0], limit=3, documents=None, generation=1)
        with pytest.raises(BrokenIndex):
            index.missing(changed.entries)


def test_a_graph_that_is_gone_is_noticed_although_the_count_is_right(changed: Built) -> None:
    (segment,) = [path for path in changed.folder.iterdir() if path.is_dir()]
    shutil.rmtree(segment)
    index = VectorIndex(changed.folder)
    assert index.count() == COUNT
    assert len(index.missing(changed.entries)) > COUNT / 2


def test_only_the_folder_in_use_stays(tmp_path: Path) -> None:
    folders = [build_index(tmp_path, [Indexed("p", "d", unit_vectors(1, n)[0])]) for n in range(3)]
    (tmp_path / "records.sqlite3").touch()
    delete_other_indexes(tmp_path, keep=folders[1])
    assert sorted(path.name for path in tmp_path.iterdir()) == [folders[1], "records.sqlite3"]
