"""What an author is told of a file that was just made."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from core.memos import Decision, MemoDraft, TakenAnswer
from memo.content import Memo
from memo.describe import counted
from memo.standing import FindDocument, Standing, stand_in, standing_of
from memo.writers.pdf import FACES, has_face, unshown_characters

NAMED = 20  # characters without a font that are named
SIGNED = {
    None: "not signed off",
    Decision.TO_CHECK: "marked “to check”",
    Decision.REJECTED: "rejected, and left out",
}


def export_notices(
    draft: MemoDraft, memo: Memo, current: Mapping[str, str], find: FindDocument
) -> Iterator[str]:
    """What was compared, which sources have changed since, and what nobody has signed off.

    `current` gives the current version of each document that the memo cites, `find` any version.
    """
    yield f"{counted(len(memo.notes), 'quotation')} compared with their sources: all exact."
    for note in memo.notes:
        standing = standing_of(
            note.citation,
            current.get(note.citation.source.document),
            lambda version, words: stand_in(words, find(version).text),
        )
        if standing not in (Standing.INTACT, Standing.MOVED):
            yield f"Footnote {note.number}: its words are {standing} in the library today."
    blocks = [block for block in draft.blocks if isinstance(block, TakenAnswer)]
    decisions = [taken.sign_off and taken.sign_off.decision for block in blocks for taken in block.statements]
    for decision, said in SIGNED.items():
        if number := decisions.count(decision):
            yield f"{counted(number, 'statement')} {said}."


def pdf_notices(memo: Memo, face: str | None) -> Iterator[str]:
    """What the memo's PDF cannot show on this machine, and the type face that it does without."""
    if face and not has_face(face):
        yield f"The type face “{face}” is not on this machine: the PDF is set in {FACES[0]}."
    if letters := unshown_characters(memo, face=face):
        named = " ".join(map(_named, letters[:NAMED])) + (" …" if len(letters) > NAMED else "")
        yield (
            f"The PDF shows empty boxes for {counted(len(letters), 'character')}, for which no font of this "
            f"machine has a shape: {named}. It therefore claims neither PDF/A nor PDF/UA. Install a font "
            "that has them and export it again, or export another format."
        )


def _named(letter: str) -> str:
    """The character; one that cannot be seen by itself by its number: U+200D."""
    return letter if unicodedata.category(letter)[0] in "LNPS" else f"U+{ord(letter):04X}"
