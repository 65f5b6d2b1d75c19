"""The tables of the records. Texts, vectors and answers live here; Chroma can be rebuilt from them."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

tables = MetaData()

state = Table(  # one row a fact about the store itself, e.g. the generation of the index
    "state",
    tables,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

documents = Table(
    "documents",
    tables,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("origin", String, nullable=False, unique=True),
    Column("parent", String, ForeignKey("documents.id")),  # the file an attachment came in
    Column("fingerprint", String, nullable=False),  # of the file's bytes and its library.yaml entry
    Column("version", String),  # the current one; NULL when the document was removed
    Column("metadata", Text, nullable=False),
    Column("edits", Text, nullable=False, default="{}"),  # what the user changed on the Library page
    Column("added", DateTime, nullable=False),
    Column("removed", DateTime),  # since schema 4; of one that was removed before, nobody knows when
)

versions = Table(  # never deleted: citations point here
    "versions",
    tables,
    Column("id", String, primary_key=True),
    Column("document", String, ForeignKey("documents.id"), nullable=False, index=True),
    Column("content", String, nullable=False),  # SHA-256 of the file that it was read from
    Column("text", Text, nullable=False),
    Column("layout", Text, nullable=False),
    Column("metadata", Text, nullable=False),
    Column("media_type", String, nullable=False),
    Column("added", DateTime, nullable=False),  # when it last became the current one
)

passages = Table(  # of current versions only
    "passages",
    tables,
    Column("number", Integer, primary_key=True),  # also the row of the lexical index
    Column("id", String, nullable=False, unique=True),
    Column("document", String, ForeignKey("documents.id"), nullable=False, index=True),
    Column("version", String, ForeignKey("versions.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("title", Text, nullable=False),  # what the lexical index knows of the document
    Column("section", Text, nullable=False),  # JSON list, outermost heading first
    Column("page", Integer),
    Column("sentences", Text, nullable=False),  # JSON [[start, end], ...], offsets in the document
    Column("vector", String, ForeignKey("vectors.key"), nullable=False),
)

names = Table(  # what each current document may be called by; routing looks here (records/names.py)
    "names",
    tables,
    Column("number", Integer, primary_key=True),  # also the row of their lexical index
    Column("document", String, ForeignKey("documents.id"), nullable=False, unique=True),
    Column("file", Text, nullable=False),  # the words of its file name
    Column("title", Text, nullable=False),  # as the passages have it
    Column("opening", Text, nullable=False),  # its first words
)

vectors = Table(  # by hash of model and embedded text, so that no text is embedded twice
    "vectors",
    tables,
    Column("key", String, primary_key=True),
    Column("values", LargeBinary, nullable=False),  # float16: the passage, then each sentence
)

conversations = Table(
    "conversations",
    tables,
    Column("id", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("created", DateTime, nullable=False),
    Column("updated", DateTime, nullable=False),
)

answers = Table(
    "answers",
    tables,
    Column("id", String, primary_key=True),
    Column("conversation", String, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("created", DateTime, nullable=False),
    Column("rating", Integer),  # 1 up, 0 down, NULL not rated
    Column("rating_reason", Text, nullable=False, default=""),
    Index("answers_by_conversation", "conversation", "position"),
)

memos = Table(
    "memos",
    tables,
    Column("id", String, primary_key=True),
    Column("created", DateTime, nullable=False),
)

memo_revisions = Table(  # the last one is the draft as it stands
    "memo_revisions",
    tables,
    Column("memo", String, ForeignKey("memos.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),  # from 1
    Column("by", String, nullable=False),
    Column("what", Text, nullable=False),  # was changed, in a few words
    Column("saved", DateTime, nullable=False),
    Column("subject", Text, nullable=False),  # this and the next two stand in the draft too: for lists
    Column("template", String, nullable=False),
    Column("statements", Integer, nullable=False),  # how many were taken into it
    Column("draft", Text, nullable=False),  # JSON; names its answers by their keys
)

memo_answers = Table(  # whole answers, each once: memos outlive conversations, and revisions are many
    "memo_answers",
    tables,
    Column("key", String, primary_key=True),  # the hash of its JSON
    Column("answer", Text, nullable=False),
)

memo_uses = Table(  # which answers the revisions of a memo name
    "memo_uses",
    tables,
    Column("memo", String, ForeignKey("memos.id", ondelete="CASCADE"), primary_key=True),
    Column("answer", String, ForeignKey("memo_answers.key"), primary_key=True, index=True),
)

finished_memos = Table(  # never deleted: files that left the building are checked against them
    "finished_memos",
    tables,
    Column("id", String, primary_key=True),
    Column("memo", String, primary_key=True),  # the draft, which may be gone by now; empty: of none
    Column("content", Text, nullable=False),  # JSON
    Column("made", DateTime, nullable=False),
    Index("finished_memos_by_draft", "memo", "made"),
)
