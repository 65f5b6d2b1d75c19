"""Reads a finished memo from a DOCX, as Word or LibreOffice left it: what a reader sees, and nothing else."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]

from memo.checks.docx_additions import additions, drawn_words
from memo.checks.docx_colours import Palette
from memo.checks.docx_elements import Element, attribute, child, name_of
from memo.checks.docx_labels import Labels
from memo.checks.docx_places import Places
from memo.checks.docx_sight import Sight
from memo.checks.finished_file import (
    PROPERTY,
    Addition,
    FileKind,
    FoundMemo,
    FoundNote,
    FoundParagraph,
    UnreadableFile,
    joined,
    named_in,
)
from memo.content import NoteMark

PARTS = 5_000
PART_MB = 64  # of one XML part: a thousand pages have about ten
RATIO = 200  # text packs up to about 30 to 1
_SMALL = 4 * 2**20  # below this no ratio is dangerous
_SAVE_AGAIN = "Open it in Word or LibreOffice and save it again as .docx."

_UNREAD = {
    "del",
    "moveFrom",
    "pPr",
    "rPr",
    "instrText",
    "delText",
    "delInstrText",
    "footnoteRef",
    "endnoteRef",
}
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MARGINS = ("header", "footer")
_REFERENCES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_TRACKED = {"ins", "del", "moveFrom", "moveTo"}
_DRAWN = {"drawing", "pict", "object"}
_INSIDE = {"altChunk", "subDoc"}
_UNIT = re.compile(r"(?:^|[\W\d])\w{1,3}$")  # what a power may follow
TRACKED = "It holds tracked changes: it was checked as if all of them were accepted."
EMBEDDED = "[another document inside, which was not read]"  # Word puts its words in when it opens the file
MARGIN_PICTURE = "[a picture]"
# Fields that show a number or a place, nothing at all, or what Word itself never makes anew.
_HARMLESS_FIELDS = {
    *("HYPERLINK", "PAGEREF", "NOTEREF", "PAGE", "NUMPAGES", "SECTIONPAGES", "SEQ", "AUTONUM", "LISTNUM"),
    *("TC", "XE", "TA", "ADDIN"),
}
_CONTENTS = "TOC"  # shows the headings again; with entries of its own, which nobody sees, other words
_OWN_ENTRIES = re.compile(r"\\[fl]", re.IGNORECASE)


def read_docx(content: bytes, name: str) -> FoundMemo:
    """The memo in the file. Raises UnreadableFile where it is damaged, locked or a trap.

    Tracked insertions count as text, tracked deletions do not. Words that no reader sees are
    kept apart. Footnotes are numbered as their marks stand in the body, whatever their ids.
    """
    package = _Package(content, name)
    body = _Body(package)
    paragraphs = tuple(body.paragraphs())
    notes = tuple(body.notes())
    named = package.property(PROPERTY) or named_in("\n".join(one.text for one in paragraphs))
    return FoundMemo(
        FileKind.DOCX,
        named,
        paragraphs,
        notes,
        hidden=body.hidden,
        notices=tuple(body.notices()),
        renumbered=body.renumbered,
        additions=tuple(body.additions()),
        margins=tuple(body.margins()),
        contents=body.contents,
        looks=tuple(body.looks()),
    )


class _Package:
    """The parts of the file, each of them read only where it is asked for."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            self._require_safe(self._archive.infolist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise UnreadableFile(name, "it is no whole Word document", _SAVE_AGAIN) from error
        self._main = next(iter(self._related("", "officeDocument")), "word/document.xml")

    def _require_safe(self, members: list[zipfile.ZipInfo]) -> None:
        """Nothing is unpacked before its size is known."""
        if len(members) > PARTS or len({one.filename for one in members}) < len(members):
            raise UnreadableFile(self.name, "its list of parts is not one that Word writes", _SAVE_AGAIN)
        for one in members:
            packed = one.file_size > RATIO * max(one.compress_size, 1)
            if one.file_size > _SMALL and (packed or one.file_size > PART_MB * 2**20):
                raise UnreadableFile(self.name, f"{one.filename} in it is too large", _SAVE_AGAIN)
            if one.flag_bits & 1:
                raise UnreadableFile(self.name, "it is locked by a password", "Save it without one.")

    def document(self) -> Element:
        """The root of the document part."""
        root = self._part(self._main)
        if root is None or child(root, "body") is None:
            raise UnreadableFile(self.name, "it holds no Word document", _SAVE_AGAIN)
        return root

    def beside(self, kind: str) -> Element | None:
        """The root of a part that the document part is related to: "footnotes", "styles", ..."""
        return next(iter(self.all_beside(kind)), None)

    def all_beside(self, kind: str) -> list[Element]:
        """The roots of all parts of a kind that the document part is related to."""
        parts = (self._part(path) for path in self._related(self._main, kind))
        return [one for one in parts if one is not None]

    def property(self, name: str) -> str | None:
        """The custom property of this name."""
        for path in self._related("", "custom-properties"):
            root = self._part(path)
            for one in () if root is None else root:
                if attribute(one, "name") == name:
                    return "".join(one.itertext()).strip() or None
        return None

    def _related(self, of: str, kind: str) -> Iterator[str]:
        folder, _, file = of.rpartition("/")
        relations = self._part(posixpath.join(folder, "_rels", f"{file}.rels"))
        for one in () if relations is None else relations:
            type_of, target = attribute(one, "Type") or "", attribute(one, "Target") or ""
            if type_of.rpartition("/")[2] == kind and attribute(one, "TargetMode") != "External":
                yield posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

    def _part(self, path: str) -> Element | None:
        """The root of an XML part, None where there is none. Entities are not expanded, nothing is loaded."""
        try:
            content = self._archive.read(path)
        except KeyError:
            return None
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
        ) as error:
            raise UnreadableFile(self.name, f"{path} in it is damaged", _SAVE_AGAIN) from error
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableFile(self.name, f"{path} in it is damaged", _SAVE_AGAIN) from error
        if root.getroottree().docinfo.doctype:  # Word never writes one; its entities could be words
            raise UnreadableFile(self.name, f"{path} in it declares a document type", _SAVE_AGAIN)
        return root


class _Body:
    """Goes through the document once; `notes` are those that the paragraphs referred to."""

    def __init__(self, package: _Package) -> None:
        self._document = package.document()
        self._settings = package.beside("settings")
        self._sight = Sight(
            package.beside("styles"),
            Palette(package.beside("theme"), self._settings),
            self._shown_page(),
        )
        self._places = Places(package.beside("styles"), package.beside("numbering"))
        self._labels = Labels(package.beside("numbering"), package.beside("styles"))
        self._margins = [root for kind in _MARGINS for root in package.all_beside(kind)]
        self._stored = {(kind, attribute(note, "id")): note for kind, note in _stored_notes(package)}
        self._referred: list[tuple[str, str | None]] = []
        self._hidden: list[str] = []
        self._contents: list[str] = []
        self._comments = package.beside("comments")
        names = {name_of(one) for one in self._every()}
        self._tracked = bool(names & _TRACKED)
        if names & _INSIDE:
            self._hidden.append(EMBEDDED)

    @property
    def hidden(self) -> tuple[str, ...]:
        """Words of the body that no reader sees."""
        return tuple(self._hidden)

    @property
    def contents(self) -> tuple[str, ...]:
        """The lines of a table of contents; to be asked for after the paragraphs."""
        return tuple(self._contents)

    @property
    def renumbered(self) -> str:
        """How footnotes are numbered, where not 1, 2, 3 throughout; to be asked for after the paragraphs.

        "from 5", "anew on eachPage", "as lowerRoman".
        """
        for root in (self._document, self._settings):
            for one in () if root is None else root.iter():
                if name_of(one) in ("footnotePr", "endnotePr"):
                    start, again = attribute(child(one, "numStart"), "val"), child(one, "numRestart")
                    written = attribute(child(one, "numFmt"), "val")
                    if start not in (None, "1"):
                        return f"from {start}"
                    if attribute(again, "val") not in (None, "continuous"):
                        return f"anew on {attribute(again, 'val')}"
                    if written not in (None, "decimal") and name_of(one) in self._kinds_of_notes():
                        return f"as {written}"
        return ""

    def _kinds_of_notes(self) -> set[str]:
        """Of which kinds the notes are that the paragraphs refer to: all may be endnotes, or none."""
        return {f"{kind.removesuffix('s')}Pr" for kind, _ in self._referred}

    def paragraphs(self) -> Iterator[FoundParagraph]:
        """Those of the body and of its tables, in order; empty ones are left out."""
        yield from self._paragraphs_of(child(self._document, "body"), self._hidden)
        for note in self._stored.values():  # the line over footnotes may bear words
            if attribute(note, "type") not in (None, "normal"):
                yield from self._paragraphs_of(note, self._hidden)

    def notes(self) -> Iterator[FoundNote]:
        """The footnotes, in the order of their marks; to be asked for after the paragraphs."""
        for number, key in enumerate(tuple(self._referred), start=1):
            hidden: list[str] = []
            stored = self._stored.get(key)
            found = () if stored is None else self._paragraphs_of(stored, hidden)
            yield FoundNote(number, "\n".join(one.text for one in found), " ".join(hidden))

    def notices(self) -> Iterator[str]:
        """What else there is in the file."""
        if self._tracked:
            yield TRACKED

    def additions(self) -> Iterator[Addition]:
        """What Pincite did not make, in the body and the footnotes."""
        yield from additions([self._document, *self._stored.values()], self._comments)

    def looks(self) -> Iterator[str]:
        """What sets words elsewhere than where they stand, or cuts them off."""
        yield from self._places.odd([self._document, *self._stored.values()])

    def margins(self) -> Iterator[str]:
        """The words of headers and footers, a paragraph each."""
        for margin in self._margins:
            for paragraph in self._paragraphs_of(margin, []):
                yield paragraph.text
            for one in margin.iter():
                if name_of(one) in _DRAWN:
                    yield drawn_words(one) or MARGIN_PICTURE

    def _shown_page(self) -> Element | None:
        """The colour of the page, where Word is told to show one."""
        is_shown = child(self._settings, "displayBackgroundShape") is not None
        return child(self._document, "background") if is_shown else None

    def _every(self) -> Iterator[Element]:
        yield from self._document.iter()
        for note in self._stored.values():
            yield from note.iter()
        for margin in self._margins:
            yield from margin.iter()

    def _paragraphs_of(self, holder: Element, hidden: list[str]) -> Iterator[FoundParagraph]:
        words = _Words(self._sight, hidden)
        for paragraph in _paragraph_elements(holder):
            words.take(paragraph, self._labels.before(paragraph))
            if child(paragraph, "pPr", "rPr", "del") is not None:
                continue  # its end was deleted: it goes on in the next
            yield from self._finished(words, hidden)
            words = _Words(self._sight, hidden, words.fields)
        yield from self._finished(words, hidden)

    def _finished(self, words: _Words, hidden: list[str]) -> Iterator[FoundParagraph]:
        inlines: list[str | NoteMark] = []
        for part in words.parts:
            if isinstance(part, str | NoteMark):
                inlines.append(part)
            else:
                self._referred.append(part)
                inlines.append(NoteMark(len(self._referred)))
        paragraph = FoundParagraph(joined(inlines))
        if words.is_contents and not paragraph.marks:
            self._contents.append(paragraph.text)
        elif paragraph.marks or paragraph.text.strip():
            yield paragraph
        for box in words.boxes:  # its words are told of as an addition; its marks count
            for _ in self._paragraphs_of(box, hidden):
                pass


@dataclass
class _Field:
    """A field: an instruction, and what Word last made of it."""

    instruction: str = ""
    has_result: bool = False  # it has begun

    @property
    def stand_in(self) -> str:
        """What is read in the place of words that Word makes anew, and may make others: "[QUOTE field]"."""
        kind = self._kind
        return f"[{kind} field]" if kind and not self.is_contents and kind not in _HARMLESS_FIELDS else ""

    @property
    def is_contents(self) -> bool:
        """Whether it is a table of contents, made of the headings."""
        return self._kind == _CONTENTS and not _OWN_ENTRIES.search(self.instruction)

    @property
    def _kind(self) -> str:
        kind, *_ = self.instruction.split() or ("",)
        return kind.upper()


class _Words:
    """The words of one paragraph, among them the keys of the notes that it refers to."""

    def __init__(self, sight: Sight, hidden: list[str], fields: list[_Field] | None = None) -> None:
        self.parts: list[str | NoteMark | tuple[str, str | None]] = []
        self.boxes: list[Element] = []
        self.is_contents = False  # it has words of a table of contents
        self.fields = fields or []  # those around
        self._hidden = hidden
        self._sight = sight

    def take(self, paragraph: Element, label: str) -> None:
        """Adds the paragraph's words, after those of its label in a list."""
        if label:
            self._say(label)
        self._inside(paragraph, paragraph)

    def _inside(self, element: Element, paragraph: Element) -> None:
        for one in element:
            name = name_of(one)
            if name == "instrText" and self.fields:
                self.fields[-1].instruction += one.text or ""
            if name in _UNREAD or not name:
                continue
            if name in ("fldSimple", "sdt", "bdo"):
                self._changing(one, paragraph)
            elif name == "t":
                self._say(one.text or "")
            elif name in _SIGNS:
                self._say(_SIGNS[name])
            elif name == "sym":
                self._say(_symbol(one))
            elif name in _REFERENCES:
                self.parts.append((_REFERENCES[name], attribute(one, "id")))
            elif name == "fldChar":
                self._field(attribute(one, "fldCharType"))
            elif name == "txbxContent":
                self.boxes.append(one)
            elif name == "r":
                self._run(one, paragraph)
            elif name == "AlternateContent":  # the same in several forms
                chosen = child(one, "Choice")
                self._inside(one if chosen is None else chosen, paragraph)
            else:
                self._inside(one, paragraph)

    def _run(self, run: Element, paragraph: Element) -> None:
        if self._sight.sees(run, paragraph):
            words = "".join(one.text or "" for one in run if name_of(one) == "t").strip()
            if words.isdecimal() and self._sight.raises(run, paragraph) and self._may_be_marked():
                self.parts.append(NoteMark(int(words[:6])))  # typed, or a reference to another mark
            else:
                self._inside(run, paragraph)
            return
        self._hidden += [one.text for one in run.iter() if name_of(one) == "t" and one.text]

    def _may_be_marked(self) -> bool:
        """Whether a raised number may be a footnote's here: not in "m2" and the like."""
        before = "".join(part for part in self.parts if isinstance(part, str))
        return bool(before.strip()) and not _UNIT.search(before)

    def _changing(self, element: Element, paragraph: Element) -> None:
        """What Word shows otherwise than it is written: simple fields, bound controls, turned words."""
        name = name_of(element)
        if name == "bdo":
            turned = attribute(element, "val") == "rtl"
            self._say("\u202e" if turned else "")
            self._inside(element, paragraph)
            self._say("\u202c" if turned else "")
            return
        if name == "fldSimple":
            made = _Field(attribute(element, "instr") or "").stand_in
        else:
            made = "" if child(element, "sdtPr", "dataBinding") is None else "[bound field]"
        if made:
            self._say(made)
        else:
            self._inside(element, paragraph)

    def _field(self, kind: str | None) -> None:
        """What stands before a field's result is its instruction, which nobody sees."""
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].has_result = True
        elif kind == "end" and self.fields:
            self._say(self.fields.pop().stand_in)

    def _say(self, text: str) -> None:
        if not text or any(one.stand_in for one in self.fields if one.has_result):
            return
        self.is_contents |= any(one.is_contents for one in self.fields)
        (self.parts if all(one.has_result for one in self.fields) else self._hidden).append(text)


def _stored_notes(package: _Package) -> Iterator[tuple[str, Element]]:
    """The footnotes and endnotes; of two with one id, Word and other programs may show either."""
    for kind in _REFERENCES.values():
        known: set[str | None] = set()
        for note in _children(package.beside(kind)):
            identifier = attribute(note, "id")
            if name_of(note) and identifier in known:
                raise UnreadableFile(package.name, f"two of its {kind} have the same id", _SAVE_AGAIN)
            known.add(identifier)
            yield kind, note


def _paragraph_elements(holder: Element) -> Iterator[Element]:
    """The paragraphs below, without those in other paragraphs and in rows that were deleted or hidden."""
    for one in holder:
        name = name_of(one)
        if name == "p":
            yield one
        elif name and name not in ("del", "moveFrom", "Fallback") and not _is_gone_row(one):
            yield from _paragraph_elements(one)


def _is_gone_row(element: Element) -> bool:
    """Whether it is a row of a table that was deleted, or is hidden."""
    return any(child(element, "trPr", gone) is not None for gone in ("del", "hidden"))


def _symbol(element: Element) -> str:
    """The character of a symbol font; what it looks like is for the font to say."""
    try:
        return chr(int(attribute(element, "char") or "", 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _children(element: Element | None) -> tuple[Element, ...]:
    return () if element is None else tuple(element)
