"""Compares the footnotes and statements of a file with the memo as it was kept, word by word."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from memo.checks.aligning import Alignment, KeptParagraph, Paragraph, PartKind
from memo.checks.around import around, is_of_pages
from memo.checks.comparing import Difference, Words, differences, is_word, kept_words, rising, shown, words_of
from memo.checks.findings import Finding, Kind
from memo.checks.finished_file import FileKind, FoundMemo, FoundNote
from memo.checks.leftward import CHECK_ANOTHER, is_leftward
from memo.checks.places import after, beginning, stands, whole
from memo.content import BlockKind, Memo, Note, Role

OF_ROLE = {
    Role.QUOTATION: Kind.QUOTATION,
    Role.PINPOINT: Kind.PINPOINT,
    Role.REFERENCE: Kind.REFERENCE,
    Role.VERSION: Kind.REFERENCE,
    Role.ADDRESS: Kind.REFERENCE,
    Role.TEXT: Kind.NOTE,
}
_OF_NOTES = {*OF_ROLE.values(), Kind.MISATTRIBUTED, Kind.REMOVED, Kind.MISPLACED, Kind.SHORT_FORM}
IN_ANY_ORDER = f"Its letters are those of the memo. {CHECK_ANOTHER}"
_WORST = (Role.QUOTATION, Role.PINPOINT, Role.REFERENCE, Role.VERSION, Role.ADDRESS, Role.TEXT)
_SAME_AGAIN = re.compile(r"ibid\b|id\.|eadem\b", re.IGNORECASE)
_CROSS_REFERENCE = re.compile(r"\b(?:n|nn|note|notes|footnote|fn)\.? (\d+)\b")
_TYPED = re.compile(r"(?:[^\W\d_]{4}|[^\w\[])([⁰¹²³⁴-⁹]{1,3}|\[\d{1,3}\])$")
_TURNING = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
TURNED = "Its letters are the same: the direction in which they are shown was altered."
HIDDEN_IN_NOTE = "Words in it that no reader sees."
_NAMES = {
    BlockKind.TITLE: "title of the memo",
    BlockKind.FIELD: "line of the memo’s head",
    BlockKind.HEADING: "heading",
    BlockKind.OWN: "paragraph of the author’s",
    BlockKind.PARAGRAPH: "paragraph",
    BlockKind.REMARK: "remark of Pincite’s",
    BlockKind.BULLET: "line of a list",
    BlockKind.NOTICE: "closing notice",
}


def verify(memo: Memo, file: FoundMemo, alignment: Alignment) -> Iterator[Finding]:
    """Everything in which the file differs from the kept memo, in no order."""
    for finding in map(_with_direction, _words(memo, file, alignment)):
        yield _unless_leftward(finding, memo) if file.elsewhere else finding
    yield from around(memo, file, alignment)


def _words(memo: Memo, file: FoundMemo, alignment: Alignment) -> Iterator[Finding]:
    """What differs in footnotes and statements, and in their order."""
    yield from _notes(memo, alignment)
    yield from _added_notes(file, alignment)
    yield from _marks(memo, file, alignment)
    yield from _paragraphs(memo, file, alignment)
    yield from _unsure(file, alignment)
    yield from _reordered(alignment)
    yield from _short_forms(memo, file, alignment)
    yield from _inner_marks(alignment)
    yield from _typed_marks(memo, file, alignment)
    yield from _numbers(file)


def _with_direction(finding: Finding) -> Finding:
    """The same; where only signs differ that no report prints, it says what these are for."""
    expected, found = (_TURNING.sub("", words) for words in (finding.expected, finding.found))
    is_turned = expected == found and finding.expected != finding.found
    return replace(finding, told=f"{finding.told} {TURNED}".strip()) if is_turned else finding


def _unless_leftward(finding: Finding, memo: Memo) -> Finding:
    """What is found in a PDF of another program: no fault where it rests on words from right to left.

    Words from left to right that were added are a fault all the same.
    """
    texts = [finding.expected, finding.found]
    if finding.kind in _OF_NOTES:
        texts += [note.text for note in memo.notes if note.number in (finding.kept, finding.number)]
    if not finding.kind.is_fault or not is_leftward("".join(texts)):
        return finding
    return replace(finding, kind=Kind.UNSURE, told=f"It may be intact or not. {CHECK_ANOTHER}")


def _notes(memo: Memo, alignment: Alignment) -> Iterator[Finding]:
    """What differs in the words of each footnote that the file still has."""
    told = [_told_of(note) for note in memo.notes]
    for note in memo.notes:
        found = alignment.notes.get(note.number)
        if found is None:
            continue
        seen: set[Kind] = set()
        for finding in _differences_of(note, found, told, alignment):
            if finding.kind not in seen:  # the first of each kind shows where to look
                seen.add(finding.kind)
                yield finding
        if is_word(found.hidden):
            yield Finding(
                Kind.HIDDEN, found.number, note.number, note.statement, "", found.hidden, HIDDEN_IN_NOTE
            )


class _Told(NamedTuple):
    """What a kept footnote says, in words: its reference and its quotation."""

    note: Note
    reference: Words
    quotation: str


def _told_of(note: Note) -> _Told:
    reference, quotation = (
        kept_words("".join(run.text for run in note.runs if run.role is role))
        for role in (Role.REFERENCE, Role.QUOTATION)
    )
    return _Told(note, reference, " ".join(quotation))


def _differences_of(
    note: Note, found: FoundNote, all_told: Sequence[_Told], alignment: Alignment
) -> Iterator[Finding]:
    expected, roles = _roles(note)
    words = words_of(found.text)
    offset = 0  # of the found words against the expected ones
    for one in differences(expected, words):
        start = one.start + offset
        offset += len(one.found) - len(one.expected)
        kind = OF_ROLE[_role_of(one, roles)]
        if kind is Kind.REFERENCE and _is_renumbered(one, alignment):
            continue
        there = shown(words, start, start + len(one.found))
        told = ""
        if kind is Kind.REFERENCE and (other := _other_source(note, words, all_told)):
            kind, told = Kind.MISATTRIBUTED, f"This is how footnote {other.number} names another source."
        if kind is Kind.QUOTATION and (other := _other_quotation(note, words, all_told)):
            told = f"These are words that footnote {other.number} quotes."
        yield Finding(
            kind, found.number, note.number, note.statement, shown(expected, one.start, one.end), there, told
        )


def _roles(note: Note) -> tuple[Words, tuple[Role, ...]]:
    """The words of a kept footnote, and of each what it is for: a word with quotation marks is quoted."""
    letters: list[Role] = []
    for run in note.runs:
        letters += [run.role] * len(run.text)
    words: list[str] = []
    roles: list[Role] = []
    for match in re.finditer(r"\S+", note.text):
        held = {
            role
            for role, letter in zip(letters[match.start() : match.end()], match[0], strict=True)
            if role is Role.QUOTATION or letter.isalnum()
        }
        folded = kept_words(match[0])
        words += folded
        roles += [next((role for role in _WORST if role in held), Role.TEXT)] * len(folded)
    return tuple(words), tuple(roles)


def _role_of(one: Difference, roles: Sequence[Role]) -> Role:
    """Of the words that differ the gravest; of words put in between two of one kind, that kind."""
    touched = set(roles[one.start : one.end])
    if not touched:
        beside = set(roles[max(0, one.start - 1) : one.start + 1])
        touched = beside if len(beside) == 1 else {Role.TEXT}
    return next(role for role in _WORST if role in touched)


def _other_source(note: Note, words: Words, all_told: Sequence[_Told]) -> Note | None:
    """The footnote on another source that begins its reference in the words which stand here."""
    own = next(one.reference for one in all_told if one.note is note)
    for other, reference, _ in all_told:
        if (
            other.citation.source.document != note.citation.source.document
            and len(reference) > 1
            and words[: len(reference) - 1] == reference[:-1]  # the last may be followed by a comma
            and own[: len(reference)] != reference
        ):
            return other
    return None


def _other_quotation(note: Note, words: Words, all_told: Sequence[_Told]) -> Note | None:
    """The footnote whose quotation stands here in the place of this one's."""
    text = " ".join(words)
    for other, _, quoted in all_told:
        if other.citation.quote != note.citation.quote and quoted and quoted in text:
            return other
    return None


def _added_notes(file: FoundMemo, alignment: Alignment) -> Iterator[Finding]:
    for note in file.notes:
        if note.number not in alignment.kept_numbers and (note.text.strip() or note.hidden):
            words = words_of(note.text)
            yield Finding(Kind.ADDED, note.number, found=whole(words))


def _marks(memo: Memo, file: FoundMemo, alignment: Alignment) -> Iterator[Finding]:
    """Footnotes that are gone, and those that now stand at another statement than theirs."""
    home = {mark: place for place, one in enumerate(alignment.kept) for mark in one.marks}
    stands: dict[int, list[int]] = {}
    for place, paragraph in enumerate(alignment.found):
        for mark in paragraph.marks:
            stands.setdefault(mark, []).append(place)
    for note in memo.notes:
        own = alignment.paragraphs.get(home.get(note.number, -1))
        found = alignment.notes.get(note.number)
        if found is None:
            yield _gone(note, own, alignment)
            continue
        places = stands.get(found.number, [])
        elsewhere = [one for one in places if one != own]
        if not places:
            told = "No mark in the body refers to it."
            yield Finding(Kind.REMOVED, found.number, note.number, note.statement, told=told)
        elif elsewhere:
            yield Finding(
                Kind.MISPLACED,
                found.number,
                note.number,
                note.statement,
                beginning(alignment.kept[home[note.number]].words) if note.number in home else "",
                beginning(alignment.found[elsewhere[0]].words),
            )
    noted = {note.number for note in file.notes}
    for mark in sorted(set(stands) - noted):
        yield Finding(Kind.REMOVED, mark, told="The body has a mark for it, and there is no such footnote.")


def _gone(note: Note, place: int | None, alignment: Alignment) -> Finding:
    """A footnote that the file no longer has; `place`: where its statement still stands."""
    expected = beginning(kept_words(note.text))
    if place is None:
        return Finding(Kind.TAKEN_OUT, None, note.number, note.statement, expected)
    return Finding(
        Kind.REMOVED,
        None,
        note.number,
        note.statement,
        expected,
        beginning(alignment.found[place].words),
        "Its statement still stands.",
    )


def _paragraphs(memo: Memo, file: FoundMemo, alignment: Alignment) -> Iterator[Finding]:
    """What differs in the words of the body."""
    lost = [
        one
        for place, one in enumerate(alignment.kept)
        if one.part is PartKind.LOG and place not in alignment.paragraphs
    ]
    if lost:
        words = tuple(word for one in lost for word in one.words)
        entries = "1 entry" if len(lost) == 1 else f"{len(lost)} entries"
        told = f"Taken out of the verification log: {entries}."
        yield Finding(Kind.LOG, expected=whole(words), told=told)
    for place, kept in enumerate(alignment.kept):
        other = alignment.paragraphs.get(place)
        if other is None:
            yield from _missing(kept, alignment)
        else:
            yield from _altered(kept, alignment.found[other], alignment)
    paired = set(alignment.paragraphs.values())
    for place, found in enumerate(alignment.found):
        if place in paired or not is_word("".join(found.words)):  # only a list's dot
            continue
        if is_of_pages(found.words, memo, file, alignment):
            continue
        yield Finding(Kind.ADDED_WORDS, found=whole(found.words), place=stands(place, alignment))


def _unsure(file: FoundMemo, alignment: Alignment) -> Iterator[Finding]:
    """Footnotes and paragraphs of which a PDF only tells that their letters are the memo's.

    What differs otherwise in those paragraphs is told as any other difference.
    """
    for number, note in alignment.notes.items():
        if note.unsure:
            yield Finding(Kind.UNSURE, note.number, number, told=IN_ANY_ORDER)
    for place, other in alignment.paragraphs.items() if file.unsure else ():
        kept = alignment.kept[place]
        if kept.words == alignment.found[other].words and is_leftward("".join(kept.words)):
            yield Finding(
                Kind.UNSURE,
                statement=kept.statement,
                expected=beginning(kept.words),
                told=IN_ANY_ORDER,
                place=_beside(kept, alignment),
            )


def _reordered(alignment: Alignment) -> Iterator[Finding]:
    """Paragraphs that stand before or behind others than they did: as few as tell of the change.

    Of paragraphs that say the same it is not known which is which.
    """
    times = Counter(one.words for one in alignment.kept)
    pairs = [
        pair for pair in sorted(alignment.paragraphs.items()) if times[alignment.kept[pair[0]].words] == 1
    ]
    in_place = set(rising(pairs))
    for place, other in pairs:
        if (place, other) not in in_place:
            kept = alignment.kept[place]
            before = alignment.kept[place - 1] if place else None
            yield Finding(
                Kind.REORDERED,
                statement=kept.statement,
                found=beginning(kept.words),
                told=f"It stood {after(before)}, and now stands {stands(other, alignment)}.",
                place=stands(other, alignment),
            )


def _altered(kept: KeptParagraph, found: Paragraph, alignment: Alignment) -> Iterator[Finding]:
    told = differences(kept.words, found.words)
    if not told or (kept.part is PartKind.OTHER and _without_colons(kept) == _without_colons(found)):
        return  # some writers put a colon behind the name of a field
    first, last = told[0], told[-1]
    expected = shown(kept.words, first.start, last.end)
    end = len(found.words) - (len(kept.words) - last.end)
    there = shown(found.words, first.start, end)
    kind = {
        PartKind.STATEMENT: Kind.STATEMENT,
        PartKind.EXCERPT: Kind.EXCERPT,
        PartKind.LOG: Kind.LOG,
        PartKind.OTHER: Kind.CHANGED_WORDS,
    }[kept.part]
    number = _number_of(kept, alignment) if kept.part is PartKind.STATEMENT else None
    what = f"A {_NAMES[kept.block]} was altered." if kept.block in _NAMES else ""
    yield Finding(
        kind, number, _first(kept.marks), kept.statement, expected, there, what, _beside(kept, alignment)
    )


def _beside(kept: KeptParagraph, alignment: Alignment) -> str:
    """Where a paragraph stood when the memo was made."""
    if kept.part not in (PartKind.OTHER, PartKind.EXCERPT):
        return ""
    place = next(place for place, one in enumerate(alignment.kept) if one is kept)
    return after(alignment.kept[place - 1] if place else None)


def _without_colons(paragraph: Paragraph) -> Words:
    return tuple(word.rstrip(":") for word in paragraph.words)


def _missing(kept: KeptParagraph, alignment: Alignment) -> Iterator[Finding]:
    expected = beginning(kept.words)
    if kept.part is PartKind.STATEMENT:
        if any(mark in alignment.notes for mark in kept.marks):
            told = "The statement is gone, and a footnote of it still stands."
            number = _number_of(kept, alignment)
            yield Finding(Kind.STATEMENT, number, _first(kept.marks), kept.statement, expected, told=told)
    elif not is_word("".join(kept.words)):
        return
    elif kept.part is PartKind.OTHER:
        told = f"A {_NAMES[kept.block] if kept.block else 'paragraph'} was taken out."
        yield Finding(Kind.CHANGED_WORDS, expected=expected, told=told, place=_beside(kept, alignment))
    elif kept.part is PartKind.EXCERPT:
        told = "An excerpt was taken out."
        yield Finding(Kind.EXCERPT, expected=expected, told=told, place=_beside(kept, alignment))


def _number_of(kept: KeptParagraph, alignment: Alignment) -> int | None:
    """The file's number of the paragraph's first footnote that the file still has."""
    return next((alignment.notes[mark].number for mark in kept.marks if mark in alignment.notes), None)


def _short_forms(memo: Memo, file: FoundMemo, alignment: Alignment) -> Iterator[Finding]:
    """Where "ibid." now follows another source than it means, and "note 3" is now on another."""
    notes = {note.number: note for note in memo.notes}
    before: dict[int, Note | None] = {}
    there: dict[str, Note | None] = {}
    previous: Note | None = None
    for found in file.notes:
        before[found.number] = previous
        previous = notes.get(alignment.kept_numbers.get(found.number, -1))
        there[str(found.number)] = previous
    for kept_before, note in zip((None, *memo.notes), memo.notes, strict=False):
        found_note = alignment.notes.get(note.number)
        if found_note is None:
            continue
        reference = "".join(run.text for run in note.runs if run.role is Role.REFERENCE)
        told = ""
        if _SAME_AGAIN.match(reference.strip()) and not _means(note, before[found_note.number], kept_before):
            told = "It says again what the footnote before it names, and that is now another place."
        words = " ".join(words_of(found_note.text))
        for written in _CROSS_REFERENCE.findall(reference):
            meant = there.get(written)
            if written in _CROSS_REFERENCE.findall(words) and not (meant and _same_source(note, meant)):
                told = f"It refers to footnote {written}, which is now not on this source."
        if told:
            yield Finding(
                Kind.SHORT_FORM, found_note.number, note.number, note.statement, found=reference, told=told
            )


def _means(note: Note, before: Note | None, kept_before: Note | None) -> bool:
    """Whether "ibid." after this footnote names its source, and without a pinpoint its place too."""
    if before is None or not _same_source(note, before):
        return False
    if any(run.role is Role.PINPOINT for run in note.runs):
        return True
    return kept_before is not None and _place(before) in (_place(note), _place(kept_before))


def _place(note: Note) -> tuple[int | None, tuple[str, ...], int | None]:
    return note.citation.page, note.citation.section, note.citation.paragraph


def _same_source(note: Note, other: Note) -> bool:
    return note.citation.source.document == other.citation.source.document


def _is_renumbered(one: Difference, alignment: Alignment) -> bool:
    """Whether only the number of a footnote was brought up to date in "note 3"."""
    if len(one.expected) != len(one.found):
        return False
    for old, new in zip(one.expected, one.found, strict=True):
        was, now = re.search(r"\d+", old), re.search(r"\d+", new)
        if not was or not now or re.sub(r"\d+", "", old, count=1) != re.sub(r"\d+", "", new, count=1):
            return False
        meant = alignment.notes.get(int(was[0]))
        if meant is None or str(meant.number) != now[0]:
            return False
    return True


def _inner_marks(alignment: Alignment) -> Iterator[Finding]:
    """Footnotes whose marks were moved away from the end of their statement, into the midst of it."""
    for place, kept in enumerate(alignment.kept):
        other = alignment.paragraphs.get(place)
        found = None if other is None else alignment.found[other]
        if kept.part is not PartKind.STATEMENT or found is None or found.words != kept.words:
            continue  # of words that differ it was told
        usual = max(kept.behind, default=0)
        for mark, behind in zip(found.marks, found.behind, strict=True):
            number = alignment.kept_numbers.get(mark)
            if number in kept.marks and behind > usual + 1:  # one: a full stop that stands by itself
                there = shown(found.words, 0, len(found.words) - behind)
                yield Finding(
                    Kind.MISPLACED,
                    mark,
                    number,
                    kept.statement,
                    beginning(kept.words),
                    there,
                    f"Its mark now stands in the midst of its statement: {behind} words come after it.",
                )


def _typed_marks(memo: Memo, file: FoundMemo, alignment: Alignment) -> Iterator[Finding]:
    """Numbers that somebody typed like the mark of a footnote that the file has: "law.¹", "law.[1]"."""
    kept = {other: alignment.kept[place].words for place, other in alignment.paragraphs.items()}
    known = {word for one in alignment.kept for word in one.words}
    known |= {word for note in memo.notes for word in kept_words(note.text)}
    numbers = {note.number for note in file.notes}
    for place, found in enumerate(alignment.found):
        for one in differences(kept.get(place, ()), found.words):
            for word in set(one.found) - known:
                typed = _TYPED.search(word)
                number = int(unicodedata.normalize("NFKC", typed[1]).strip("[]")) if typed else 0
                if number in numbers:
                    yield Finding(
                        Kind.MISPLACED,
                        number,
                        alignment.kept_numbers.get(number),
                        found=beginning(found.words),
                        told="A number that was typed points to it.",
                    )


def _numbers(file: FoundMemo) -> Iterator[Finding]:
    """Numbers in the body that do not rise by one from mark to mark."""
    if file.kind is FileKind.DOCX:  # there Word counts
        if file.renumbered:
            yield Finding(Kind.NUMBER, expected="1, 2, 3, ... throughout", found=file.renumbered)
        return
    marks = dict.fromkeys(mark for paragraph in file.paragraphs for mark in paragraph.marks)
    for place, mark in enumerate(marks, start=1):
        if mark != place:
            yield Finding(Kind.NUMBER, mark, expected=str(place), found=str(mark))
            return


def intact_notes(memo: Memo, alignment: Alignment, findings: Sequence[Finding]) -> Iterator[Finding]:
    """The footnotes of which nothing else was found."""
    touched: Mapping[int | None, bool] = {finding.kept: True for finding in findings}
    for note in memo.notes:
        found = alignment.notes.get(note.number)
        if found is not None and note.number not in touched:
            yield Finding(Kind.INTACT, found.number, note.number, note.statement)


def _first(marks: Sequence[int]) -> int | None:
    return marks[0] if marks else None
