"""Changes planted in finished memos: what a check must catch, and what it must not mind.

A change of a DOCX goes into the XML of a file as Word or LibreOffice wrote it; a change of a memo is
for the formats that nobody edits by hand: the altered memo is written anew under the same id.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from memo.checks.findings import Kind
from memo.content import ContentBlock, Memo, Note, NoteMark, Role, Run

Element = Any


class Inapplicable(Exception):
    """The footnote has nothing that could be changed so."""


@dataclass(frozen=True)
class Planted:
    """A change of a DOCX at a footnote, and the findings of which at least one must be told of it."""

    name: str
    change: Change
    kinds: frozenset[Kind]


@dataclass(frozen=True)
class Altered:
    """A change of a finished memo at a footnote, and what must be found."""

    name: str
    change: Callable[[Memo, Note], Memo]
    kinds: frozenset[Kind]


class Opened:
    """A DOCX in which the footnotes of a memo are found again by their numbers."""

    def __init__(self, content: bytes, memo: Memo) -> None:
        self.memo = memo
        self.document: DocxDocument = Document(io.BytesIO(content))

    @property
    def content(self) -> bytes:
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()

    def marks(self) -> list[Element]:
        """The references to footnotes in the body, in order."""
        return list(self.document.element.body.iter(qn("w:footnoteReference")))

    def mark(self, number: int) -> Element:
        return self.marks()[number - 1]

    def note(self, number: int) -> Element:
        """The footnote's element."""
        wanted = self.mark(number).get(qn("w:id"))
        every = self.document.footnotes._notes_elm
        return next(one for one in every if one.get(qn("w:id")) == wanted)

    def paragraph(self, number: int) -> Element:
        """The paragraph of the body that refers to the footnote."""
        element = self.mark(number)
        while element.tag != qn("w:p"):
            element = element.getparent()
        return element

    def other(self, note: Note) -> Note:
        """A footnote that says something else, on another statement."""
        return elsewhere(self.memo, note)


Change = Callable[[Opened, Note], None]


def elsewhere(memo: Memo, note: Note) -> Note:
    """A footnote that says something else, on another statement."""
    others = (one for one in memo.notes[::-1] if one.statement != note.statement)
    return next(one for one in others if one.text != note.text)


def texts(element: Element) -> list[Element]:
    return [one for one in element.iter(qn("w:t")) if one.text]


def text_of(element: Element) -> str:
    return "".join(one.text for one in texts(element))


def put(element: Element, old: str, new: str) -> None:
    """Puts new words in the place of old ones, in whatever runs these stand."""
    held = texts(element)
    whole = "".join(one.text for one in held)
    if old not in whole or old == new:
        raise Inapplicable(old)
    start = whole.index(old)
    end = start + len(old)
    place = 0
    for one in held:
        length = len(one.text)
        low, high = max(start - place, 0), min(end - place, length)
        if low < high:
            first = place + low == start
            one.text = one.text[:low] + (new if first else "") + one.text[high:]
            one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        place += length


def run_of(element: Element, words: str) -> Element:
    """These words in a run of their own, cut out of the run that holds them."""
    for one in texts(element):
        if words in one.text:
            run = one.getparent()
            before, after = one.text.split(words, 1)
            pieces = []
            for piece in (before, words, after):
                copied = deepcopy(run)
                for other in list(copied):
                    if other.tag not in (qn("w:t"), qn("w:rPr")):
                        copied.remove(other)
                (held,) = copied.iter(qn("w:t"))
                held.text = piece
                held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                pieces.append(copied)
            place = run.getparent().index(run)
            run.getparent()[place : place + 1] = pieces
            return pieces[1]
    raise Inapplicable(words)


def formatted(run: Element, name: str, value: str | None = None) -> None:
    """Adds a run property."""
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = OxmlElement("w:rPr")
        run.insert(0, properties)
    element = OxmlElement(name)
    if value is not None:
        element.set(qn("w:val"), value)
    properties.append(element)


def quoted(note: Note) -> str:
    return "".join(run.text for run in note.runs if run.role is Role.QUOTATION)


def role_text(note: Note, role: Role) -> str:
    words = next((run.text for run in note.runs if run.role is role), "")
    if not words:
        raise Inapplicable(role)
    return words


def a_word(text: str, place: float = 0.5) -> str:
    """A word of more than three letters that stands only once in the text, near the middle."""
    words = [word for word in re.findall(r"[a-z]{4,}", text) if len(re.findall(word, text)) == 1]
    if not words:
        raise Inapplicable(text)
    return words[int(len(words) * place)]


def digit_changed(text: str) -> str:
    if not (found := re.search(r"\d", text)):
        raise Inapplicable(text)
    return text[: found.start()] + str((int(found[0]) + 1) % 10) + text[found.end() :]


def statement_text(memo: Memo, note: Note) -> str:
    return next(one.text for one in memo.statements if one.number == note.statement)


# What changes the words of a quotation; each gives the new words.
def _dropped(text: str) -> str:
    word = "not" if " not " in text else a_word(text)
    return text.replace(f" {word} ", " ", 1) if f" {word} " in text else text.replace(word, "", 1)


def _negated(text: str) -> str:
    word = a_word(text)
    return text.replace(word, f"not {word}", 1)


def _other_word(text: str) -> str:
    return text.replace(a_word(text), "anything", 1)


def _other_letter(text: str) -> str:
    word = a_word(text)
    return text.replace(word, word.replace(word[1], "\u0430" if word[1] != "\u0430" else "o", 1), 1)


def _other_case(text: str) -> str:
    word = a_word(text)
    return text.replace(word, word.capitalize(), 1)


def _swapped_words(text: str) -> str:
    words = text.split(" ")
    for place in range(len(words) // 2, len(words) - 1):
        if words[place].isalpha() and words[place + 1].isalpha() and words[place] != words[place + 1]:
            words[place], words[place + 1] = words[place + 1], words[place]
            return " ".join(words)
    raise Inapplicable(text)


def _other_sign(text: str) -> str:
    if "," not in text:
        raise Inapplicable(text)
    return text.replace(",", ";", 1)


def _cut_short(text: str) -> str:
    return text[: text.rindex(" ")] if " " in text else text[:-1]


WORDINGS: dict[str, Callable[[str], str]] = {
    "a digit changed": digit_changed,
    "a word or its not dropped": _dropped,
    "a not put in": _negated,
    "another word": _other_word,
    "a letter of another alphabet": _other_letter,
    "a letter in another case": _other_case,
    "two words change places": _swapped_words,
    "a comma becomes a semicolon": _other_sign,
    "cut short": _cut_short,
}
QUOTATION, STATEMENT = frozenset({Kind.QUOTATION}), frozenset({Kind.STATEMENT})


def _in_quotation(wording: Callable[[str], str]) -> Change:
    def change(opened: Opened, note: Note) -> None:
        put(opened.note(note.number), quoted(note), wording(quoted(note)))

    return change


def _in_statement(wording: Callable[[str], str]) -> Change:
    def change(opened: Opened, note: Note) -> None:
        text = statement_text(opened.memo, note)
        put(opened.paragraph(note.number), text, wording(text))

    return change


def _in_role(role: Role, wording: Callable[[str], str]) -> Change:
    def change(opened: Opened, note: Note) -> None:
        words = role_text(note, role)
        put(opened.note(note.number), words, wording(words))

    return change


def _other_quotation(opened: Opened, note: Note) -> None:
    put(opened.note(note.number), quoted(note), quoted(opened.other(note)))


def _other_source(opened: Opened, note: Note) -> None:
    theirs = next(
        one for one in opened.memo.notes if one.citation.source.document != note.citation.source.document
    )
    put(opened.note(note.number), role_text(note, Role.REFERENCE), role_text(theirs, Role.REFERENCE))


def _texts_swapped(opened: Opened, note: Note) -> None:
    one, other = opened.note(note.number), opened.note(opened.other(note).number)
    ours, theirs = list(one), list(other)
    one[:] = theirs
    other[:] = ours


def _marks_swapped(opened: Opened, note: Note) -> None:
    other = opened.other(note)
    one, two = opened.mark(note.number), opened.mark(other.number)
    ours, theirs = one.get(qn("w:id")), two.get(qn("w:id"))
    one.set(qn("w:id"), theirs)
    two.set(qn("w:id"), ours)


def _mark_moved(opened: Opened, note: Note) -> None:
    other = opened.other(note)
    run = opened.mark(note.number).getparent()
    opened.paragraph(other.number).append(run)


def _mark_removed(opened: Opened, note: Note) -> None:
    run = opened.mark(note.number).getparent()
    run.getparent().remove(run)


def _mark_hidden(opened: Opened, note: Note) -> None:
    formatted(opened.mark(note.number).getparent(), "w:vanish")


def _emptied(opened: Opened, note: Note) -> None:
    for one in texts(opened.note(note.number)):
        one.text = ""


def _note_added(opened: Opened, note: Note) -> None:
    added = opened.document.footnotes.add_footnote()
    added.paragraphs[0].add_run(" See also Smith, Trade Secrets (2nd edn, 2021) 47.")
    run = deepcopy(opened.mark(note.number).getparent())
    (mark,) = run.iter(qn("w:footnoteReference"))
    mark.set(qn("w:id"), str(_last_id(opened)))
    opened.mark(note.number).getparent().addnext(run)


def _last_id(opened: Opened) -> int:
    return max(int(one.get(qn("w:id"))) for one in opened.document.footnotes._notes_elm)


def _words_added(opened: Opened, note: Note) -> None:
    last = texts(opened.note(note.number))[-1]
    last.text += " This is settled law."


def _sentence_before(opened: Opened, note: Note) -> None:
    first = texts(opened.paragraph(note.number))[0]
    first.text = f"It is not true that {first.text}"


def _sentence_after(opened: Opened, note: Note) -> None:
    text = statement_text(opened.memo, note)
    put(opened.paragraph(note.number), text, f"{text} This holds in every case.")


def _tracked(name: str) -> Change:
    def change(opened: Opened, note: Note) -> None:
        run = run_of(opened.note(note.number), a_word(quoted(note)))
        tracked = OxmlElement(name)
        tracked.set(qn("w:id"), "900")
        tracked.set(qn("w:author"), "Someone")
        tracked.set(qn("w:date"), "2027-01-01T00:00:00Z")
        if name == "w:del":
            run.addprevious(tracked)
            tracked.append(run)
            (text,) = run.iter(qn("w:t"))
            text.tag = qn("w:delText")
        else:
            copied = deepcopy(run)
            (text,) = copied.iter(qn("w:t"))
            text.text = " never"
            run.addnext(tracked)
            tracked.append(copied)

    return change


def _hidden(name: str, value: str | None) -> Change:
    def change(opened: Opened, note: Note) -> None:
        formatted(run_of(opened.note(note.number), a_word(quoted(note))), name, value)

    return change


def _in_signs(opened: Opened, note: Note) -> None:
    run = run_of(opened.note(note.number), a_word(quoted(note)))
    formatted(run, "w:rFonts")
    run.find(qn("w:rPr")).find(qn("w:rFonts")).set(qn("w:ascii"), "Wingdings")


def _hidden_addition(opened: Opened, note: Note) -> None:
    run = run_of(opened.note(note.number), a_word(quoted(note)))
    copied = deepcopy(run)
    (text,) = copied.iter(qn("w:t"))
    text.text = "secretly "
    formatted(copied, "w:vanish")
    run.addprevious(copied)


def _typed_mark(opened: Opened, note: Note) -> None:
    """A sentence of the author's with a raised number that sends the reader to a real footnote."""
    _own_added(opened, note)
    added = opened.paragraph(note.number).getnext()
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = str(note.number)
    run.append(text)
    formatted(run, "w:vertAlign", "superscript")
    added.append(run)


CAUGHT: tuple[Planted, ...] = (
    *(Planted(f"quotation: {name}", _in_quotation(how), QUOTATION) for name, how in WORDINGS.items()),
    *(Planted(f"statement: {name}", _in_statement(how), STATEMENT) for name, how in WORDINGS.items()),
    Planted("pinpoint: digit", _in_role(Role.PINPOINT, digit_changed), frozenset({Kind.PINPOINT})),
    Planted("pinpoint: heading", _in_role(Role.PINPOINT, _other_letter), frozenset({Kind.PINPOINT})),
    Planted("reference: title", _in_role(Role.REFERENCE, _other_word), frozenset({Kind.REFERENCE})),
    Planted("reference: digit", _in_role(Role.REFERENCE, digit_changed), frozenset({Kind.REFERENCE})),
    Planted("reference: version date", _in_role(Role.VERSION, digit_changed), frozenset({Kind.REFERENCE})),
    Planted("reference: address", _in_role(Role.ADDRESS, digit_changed), frozenset({Kind.REFERENCE})),
    Planted("another quotation", _other_quotation, QUOTATION),
    Planted("another source", _other_source, frozenset({Kind.MISATTRIBUTED})),
    Planted("footnote texts swapped", _texts_swapped, frozenset({Kind.MISPLACED})),
    Planted("marks swapped", _marks_swapped, frozenset({Kind.MISPLACED})),
    Planted("mark moved to another statement", _mark_moved, frozenset({Kind.MISPLACED})),
    Planted("footnote removed", _mark_removed, frozenset({Kind.REMOVED})),
    Planted("mark hidden", _mark_hidden, frozenset({Kind.REMOVED})),
    Planted("footnote emptied", _emptied, frozenset({Kind.REMOVED})),
    Planted("footnote added", _note_added, frozenset({Kind.ADDED})),
    Planted("words added to the footnote", _words_added, frozenset({Kind.NOTE, Kind.REFERENCE})),
    Planted("words before the statement", _sentence_before, STATEMENT),
    Planted("words between statement and mark", _sentence_after, STATEMENT),
    Planted("tracked insertion in a quotation", _tracked("w:ins"), QUOTATION),
    Planted("tracked deletion in a quotation", _tracked("w:del"), QUOTATION),
    Planted("word of a quotation hidden", _hidden("w:vanish", None), QUOTATION),
    Planted("word of a quotation white", _hidden("w:color", "FFFFFF"), QUOTATION),
    Planted("word of a quotation tiny", _hidden("w:sz", "2"), QUOTATION),
    Planted("word of a quotation in signs", _in_signs, QUOTATION),
    Planted("word of a quotation struck out", _hidden("w:strike", None), QUOTATION),
    Planted("own sentence with a typed mark", _typed_mark, frozenset({Kind.MISPLACED})),
    Planted("hidden words put into a quotation", _hidden_addition, frozenset({Kind.HIDDEN})),
)


# What an author, Word or LibreOffice may do.
def _retyped(signs: dict[str, str]) -> Change:
    def change(opened: Opened, note: Note) -> None:
        for holder in (opened.note(note.number), opened.paragraph(note.number)):
            for one in texts(holder):
                one.text = one.text.translate(str.maketrans(signs))

    return change


STRAIGHT = {**dict.fromkeys("“”„", '"'), **dict.fromkeys("‘’", "'")}


def _curly(opened: Opened, note: Note) -> None:
    _retyped(STRAIGHT)(opened, note)
    for holder in (opened.note(note.number), opened.paragraph(note.number)):
        for one in texts(holder):
            one.text = re.sub(r'(^|[\s(])"', r"\1“", one.text).replace('"', "”").replace("'", "’")


def _split_runs(opened: Opened, note: Note) -> None:
    for holder in (opened.note(note.number), opened.paragraph(note.number)):
        for one in texts(holder):
            if len(one.text) > 7:
                run_of(holder, one.text[3:7])


def _proofed(opened: Opened, note: Note) -> None:
    _split_runs(opened, note)
    for holder in (opened.note(note.number), opened.paragraph(note.number)):
        for number, run in enumerate(list(holder.iter(qn("w:r")))):
            run.set(qn("w:rsidR"), f"00AB{number:04X}")
            error = OxmlElement("w:proofErr")
            error.set(qn("w:type"), "spellStart")
            run.addprevious(error)
            bookmark = OxmlElement("w:bookmarkStart")
            bookmark.set(qn("w:id"), str(700 + number))
            bookmark.set(qn("w:name"), f"_x{number}")
            run.addnext(bookmark)


def _soft(opened: Opened, note: Note) -> None:
    for one in texts(opened.note(note.number)):
        one.text = re.sub(r"\b(\w{4})(\w{4})", "\\1\u00ad\\2", one.text)


def _bold(opened: Opened, note: Note) -> None:
    formatted(run_of(opened.note(note.number), a_word(quoted(note))), "w:b")


def _moved(opened: Opened, note: Note) -> None:
    body = opened.document.element.body
    body.insert(3, opened.paragraph(note.number))


def _own_added(opened: Opened, note: Note) -> None:
    paragraph = OxmlElement("w:p")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "We have spoken with the client about this."
    run.append(text)
    paragraph.append(run)
    opened.paragraph(note.number).addnext(paragraph)


def _own_changed(opened: Opened, note: Note) -> None:
    own = next(one for one in opened.document.paragraphs if one.text.startswith("In our view"))
    put(own._p, "no further facts", "two more facts")


def _joined(opened: Opened, note: Note) -> None:
    paragraph = opened.paragraph(note.number)
    following = paragraph.getnext()
    if following is None or following.tag != qn("w:p"):
        raise Inapplicable("no paragraph follows")
    space = OxmlElement("w:r")
    space.append(OxmlElement("w:br"))
    paragraph.append(space)
    for run in list(following):
        if run.tag != qn("w:pPr"):
            paragraph.append(run)
    following.getparent().remove(following)


def _divided(opened: Opened, note: Note) -> None:
    paragraph = opened.paragraph(note.number)
    run = run_of(paragraph, statement_text(opened.memo, note).split(" ")[2])
    second = OxmlElement("w:p")
    paragraph.addnext(second)
    for one in [run, *run.itersiblings()]:
        second.append(one)


def _accepted(opened: Opened, note: Note) -> None:
    run = run_of(opened.note(note.number), a_word(quoted(note)))
    tracked = OxmlElement("w:ins")
    tracked.set(qn("w:id"), "901")
    tracked.set(qn("w:author"), "Someone")
    run.addprevious(tracked)
    tracked.append(run)


def _ids_changed(opened: Opened, note: Note) -> None:
    every = {one.get(qn("w:id")): one for one in opened.document.footnotes._notes_elm}
    for mark in opened.marks():
        stored = every[mark.get(qn("w:id"))]
        new = str(int(mark.get(qn("w:id"))) + 400)
        mark.set(qn("w:id"), new)
        stored.set(qn("w:id"), new)


def _taken_out(opened: Opened, note: Note) -> None:
    paragraph = opened.paragraph(note.number)
    paragraph.getparent().remove(paragraph)


ADDED = frozenset({Kind.ADDED_WORDS})
BY_HAND: tuple[Planted, ...] = (  # what changes no citation, and is not what was exported
    Planted("own paragraph added", _own_added, ADDED),
    Planted("tracked and the same", _accepted, ADDED),
    Planted("own paragraph changed", _own_changed, frozenset({Kind.CHANGED_WORDS})),
    Planted("statement moved", _moved, frozenset({Kind.REORDERED})),
    Planted("statement taken out with its footnotes", _taken_out, frozenset({Kind.TAKEN_OUT})),
)
HARMLESS: dict[str, Change] = {
    "nothing": lambda opened, note: None,
    "quotation marks retyped straight": _retyped(STRAIGHT),
    "quotation marks retyped curly": _curly,
    "dashes retyped": _retyped({"–": "-", "-": "‑"}),
    "spaces that do not break": _retyped({" ": "\u00a0"}),
    "soft hyphens": _soft,
    "runs split": _split_runs,
    "revision ids, proofing marks, bookmarks": _proofed,
    "bold": _bold,
    "paragraphs joined": _joined,
    "paragraph divided": _divided,
    "footnotes with other ids": _ids_changed,
}


def planted(content: bytes, memo: Memo, note: Note, change: Change) -> bytes:
    """The DOCX with a change at the footnote. Raises Inapplicable."""
    opened = Opened(content, memo)
    change(opened, note)
    return opened.content


def in_order(content: bytes, memo: Memo) -> bytes:
    """The DOCX with its footnotes stored and numbered in the order of their marks, as Word saves them.

    LibreOffice 7.4 goes by that order, and gives footnotes stored in another one to other marks.
    """
    opened = Opened(content, memo)
    stored = opened.document.footnotes._notes_elm
    every = {one.get(qn("w:id")): one for one in stored}
    wanted = [every[mark.get(qn("w:id"))] for mark in opened.marks()]
    first = [one for one in stored if one.get(qn("w:type")) is not None]
    stored[:] = [*first, *wanted]
    for number, (mark, note) in enumerate(zip(opened.marks(), wanted, strict=True), start=1):
        mark.set(qn("w:id"), str(number))
        note.set(qn("w:id"), str(number))
    return opened.content


def _runs_with(role: Role, wording: Callable[[str], str]) -> Callable[[Memo, Note], Memo]:
    def change(memo: Memo, note: Note) -> Memo:
        words = role_text(note, role)
        new = wording(words)
        if new == words:
            raise Inapplicable(words)
        runs = tuple(replace(run, text=new) if run.text == words else run for run in note.runs)
        return with_note(memo, replace(note, runs=runs))

    return change


def with_note(memo: Memo, note: Note) -> Memo:
    """The memo with another footnote of that number."""
    return replace(memo, notes=tuple(note if one.number == note.number else one for one in memo.notes))


def _statement_with(wording: Callable[[str], str]) -> Callable[[Memo, Note], Memo]:
    def change(memo: Memo, note: Note) -> Memo:
        old = statement_text(memo, note)
        new = wording(old)

        def said(part: Run | NoteMark) -> Run | NoteMark:
            return replace(part, text=part.text.replace(old, new)) if isinstance(part, Run) else part

        blocks = tuple(
            replace(block, inlines=tuple(map(said, block.inlines)))
            if isinstance(block, ContentBlock) and block.statement == note.statement
            else block
            for block in memo.blocks
        )
        return replace(memo, blocks=blocks)

    return change


def _runs_swapped(memo: Memo, note: Note) -> Memo:
    other = elsewhere(memo, note)
    memo = with_note(memo, replace(note, runs=other.runs))
    return with_note(memo, replace(other, runs=note.runs))


def _marked_elsewhere(memo: Memo, note: Note) -> Memo:
    """The mark of this footnote and that of another change places."""
    other = elsewhere(memo, note)
    places = {note.number: other.number, other.number: note.number}

    def marked(part: Run | NoteMark) -> Run | NoteMark:
        return NoteMark(places.get(part.number, part.number)) if isinstance(part, NoteMark) else part

    blocks = tuple(
        replace(block, inlines=tuple(map(marked, block.inlines)))
        if isinstance(block, ContentBlock)
        else block
        for block in memo.blocks
    )
    return replace(memo, blocks=blocks)


ALTERED: tuple[Altered, ...] = (
    *(
        Altered(f"quotation: {name}", _runs_with(Role.QUOTATION, how), QUOTATION)
        for name, how in WORDINGS.items()
    ),
    *(Altered(f"statement: {name}", _statement_with(how), STATEMENT) for name, how in WORDINGS.items()),
    Altered("pinpoint: digit", _runs_with(Role.PINPOINT, digit_changed), frozenset({Kind.PINPOINT})),
    Altered("reference: title", _runs_with(Role.REFERENCE, _other_word), frozenset({Kind.REFERENCE})),
    Altered("reference: version date", _runs_with(Role.VERSION, digit_changed), frozenset({Kind.REFERENCE})),
    Altered("reference: address", _runs_with(Role.ADDRESS, digit_changed), frozenset({Kind.REFERENCE})),
    Altered("footnote texts swapped", _runs_swapped, frozenset({Kind.MISPLACED})),
    Altered("marks swapped", _marked_elsewhere, frozenset({Kind.MISPLACED})),
)
