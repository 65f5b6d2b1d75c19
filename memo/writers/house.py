"""Opens a house style of a user's own for a memo: its page, header, footer and styles, and nothing else."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from copy import deepcopy
from pathlib import Path

from docx import Document
from docx.document import Document as DocxDocument
from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import EncryptedPackageError, OpcError
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.exceptions import InvalidXmlError
from docx.oxml.footnotes import STRUCTURAL_FOOTNOTE_TYPES
from docx.oxml.ns import nsdecls, nsmap, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import _Header as Header

from core.errors import PinciteError

RELATIONS = f"{{{nsmap['r']}}}"
LARGEST = 100 * 1024 * 1024  # bytes, unpacked
# What a document part needs without naming it in its text. The rest goes with the text that is dropped.
IMPLIED = {"styles", "numbering", "settings", "fontTable", "theme", "footnotes", "endnotes"}
PACKAGE = {"officeDocument", "custom-properties"}
LET_GO = {"hyperlink", "attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"}
NOTES = {"footnotes", "endnotes"}
ACTING = {"control", "oleObject", "package", "aFChunk"}  # programs, and files of other kinds
_FETCHING = re.compile(r"\b(INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DDE|DDEAUTO|DATABASE)\b", re.IGNORECASE)
# What the libraries raise for a broken file: they take parts, elements and attributes on trust. The XML
# parser's own is a SyntaxError.
BROKEN = (
    OpcError,
    PythonDocxError,
    InvalidXmlError,
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
)
_ADVICE = "Open it in Word, take that out, and save it as a .docx file."


class UnfitHouseStyle(PinciteError):
    """A house style that can't be used, and what to do."""

    def __init__(self, path: Path, fault: str, advice: str = _ADVICE) -> None:
        super().__init__(f"The house style {path.name} {fault}. {advice}")


def open_house(path: Path, template: Path) -> DocxDocument:
    """The user's document without its text, with the styles of `template` that it lacks.

    Its page, headers and footers stay. Nothing in it points outside any more: links become plain words, and
    an attached template is let go. Raises UnfitHouseStyle for a file that is no readable .docx, holds macros
    or other programs, or shows what lies outside of it.
    """
    advice = "Save it in Word as a .docx file without a password, and try again."
    try:
        document = _opened(path)
        _drop_text(document)
        _drop_relations(document)
        for part in document.part.package.parts:
            _refuse_what_acts(path, part)
            _cut_links(path, part)
        _count_notes_from_one(document)
        ours = Document(str(template))
        _lend(document, ours)
        _number_pages(document, ours)
        _rehearse(document)
    except OSError as error:
        raise UnfitHouseStyle(
            path, f"can't be read ({error.strerror})", "Is it where it should be?"
        ) from None
    except EncryptedPackageError:
        raise UnfitHouseStyle(path, "has a password, or is of Word before 2007", advice) from None
    except BROKEN as error:
        raise UnfitHouseStyle(path, "is no readable .docx file", advice) from error
    return document


def headers_in_use(document: DocxDocument) -> list[Header]:
    """The headers that pages show: the first page and the even ones may have headers of their own."""
    headers = []
    for section in document.sections:
        headers.append(section.header)
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        if document.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
    return headers


def style_identifiers(document: DocxDocument) -> dict[str, str]:
    """The ids of the document's styles by their names in small letters: {"heading 1": "berschrift1"}."""
    return {
        style.find(qn("w:name")).get(qn("w:val")).lower(): style.get(qn("w:styleId"))
        for style in document.styles.element.iterchildren(qn("w:style"))
        if style.find(qn("w:name")) is not None
    }


def _opened(path: Path) -> DocxDocument:
    with zipfile.ZipFile(path) as package:
        if sum(entry.file_size for entry in package.infolist()) > LARGEST:
            raise UnfitHouseStyle(path, "is larger than 100 MB unpacked", "Take its pictures out.")
    document = Document(str(path))
    if "macroEnabled" in document.part.content_type:
        raise UnfitHouseStyle(path, "may hold macros", "Save it in Word as a .docx file, and try again.")
    return document


def _rehearse(document: DocxDocument) -> None:
    """Touches what a memo will be written into, so that a broken file shows here."""
    for header in headers_in_use(document):
        if not header.is_linked_to_previous:
            header.add_paragraph().delete()
    for part in document.part.package.parts:
        _require_relations(part)
    note = document.footnotes.add_footnote()._note_elm
    note.getparent().remove(note)
    document.save(io.BytesIO())


def _require_relations(part: Part) -> None:
    """Raises KeyError where a part names a relation that it has not: Word calls such a file corrupt."""
    for element in part.element.iter() if isinstance(part, XmlPart) else ():
        for name, value in element.items():
            if name.startswith(RELATIONS) and value:
                part.rels[value]


def _drop_text(document: DocxDocument) -> None:
    """Empties the body; of several sections the last one stays, with the headers that it takes over."""
    body = document.element.body
    *earlier, last = document.element.sectPr_lst or [body.add_sectPr()]
    names = (qn("w:headerReference"), qn("w:footerReference"))
    for section in reversed(earlier):
        own = {(reference.tag, reference.get(qn("w:type"))) for reference in last.iterchildren(*names)}
        for reference in section.iterchildren(*names):
            if (reference.tag, reference.get(qn("w:type"))) not in own:
                last.insert(0, deepcopy(reference))
    body[:] = [last]
    for relation in document.part.rels.values():
        if _kind(relation.reltype) in NOTES and not relation.is_external:
            notes = relation.target_part.element
            notes[:] = [note for note in notes if note.get(qn("w:type")) in STRUCTURAL_FOOTNOTE_TYPES]


def _drop_relations(document: DocxDocument) -> None:
    """Drops what only the text had: pictures, links, comments, custom data; and what tells of its making."""
    package, main = document.part.package, document.part
    for identifier in [key for key, to in package.rels.items() if _kind(to.reltype) not in PACKAGE]:
        del package.rels[identifier]
    for part in package.parts:
        named = _named(part)
        if named is not None:
            kept = IMPLIED if part is main else set()
            for identifier in [key for key, to in part.rels.items() if _kind(to.reltype) not in kept]:
                if identifier not in named:
                    del part.rels[identifier]


def _kind(relation_type: str) -> str:
    return relation_type.rsplit("/", 1)[-1]


def _named(part: Part) -> set[str] | None:
    """What the attributes of a part say, relation ids among them; None of a part that is no XML of Word's."""
    if not isinstance(part, XmlPart):
        return None
    return {str(value) for node in part.element.iter() for value in node.values()}


def _refuse_what_acts(path: Path, part: Part) -> None:
    for relation in part.rels.values():
        if _kind(relation.reltype) in ACTING:
            raise UnfitHouseStyle(path, f"holds a program or a file of another kind in {part.partname}")
    words = " ".join(_instructions(part))
    if fetching := _FETCHING.search(words):
        raise UnfitHouseStyle(
            path, f"has the field {fetching.group()} in {part.partname}, which fetches a file"
        )


def _instructions(part: Part) -> list[str]:
    if not isinstance(part, XmlPart):
        return []
    pieces = "".join(node.text or "" for node in part.element.iter(qn("w:instrText")))
    return [pieces, *(node.get(qn("w:instr")) or "" for node in part.element.iter(qn("w:fldSimple")))]


def _cut_links(path: Path, part: Part) -> None:
    """Links lose their address and keep their words; a template is let go; a remote picture is refused."""
    for identifier in [key for key, to in part.rels.items() if to.is_external]:
        kind = _kind(part.rels[identifier].reltype)
        if kind not in LET_GO or not isinstance(part, XmlPart):
            raise UnfitHouseStyle(
                path,
                f"shows or uses something that lies outside of it ({kind} in {part.partname})",
                "Open it in Word, embed the picture or take it out, and save it as a .docx file.",
            )
        for element in [node for node in part.element.iter() if _uses(node, identifier)]:
            _cut(element)
        del part.rels[identifier]


def _uses(element: BaseOxmlElement, relation: str) -> bool:
    return any(value == relation for name, value in element.items() if name.startswith(RELATIONS))


def _cut(element: BaseOxmlElement) -> None:
    """Takes an element out; of a link in the text its words stay."""
    parent = element.getparent()
    if element.tag == qn("w:hyperlink"):
        parent[parent.index(element) : parent.index(element) + 1] = element[:]
    elif parent.tag == qn("w:mailMerge"):
        parent.getparent().remove(parent)
    else:
        parent.remove(element)


def _count_notes_from_one(document: DocxDocument) -> None:
    """A memo counts its notes 1, 2, 3 to its end, whatever the house style did in its own text."""
    for element in (document.element.body, document.settings.element):
        for notes in element.iter(qn("w:footnotePr")):
            for setting in ("w:numFmt", "w:numStart", "w:numRestart"):
                for child in notes.findall(qn(setting)):
                    notes.remove(child)


def _lend(document: DocxDocument, template: DocxDocument) -> None:
    """Adds the styles of ours that the document lacks."""
    theirs, ours = style_identifiers(document), style_identifiers(template)
    names = {identifier: name for name, identifier in ours.items()}
    lent = [
        deepcopy(style)
        for style in template.styles.element.iterchildren(qn("w:style"))
        if names[style.get(qn("w:styleId"))] not in theirs
    ]
    taken = set(theirs.values())
    for style in lent:
        name = names[style.get(qn("w:styleId"))]
        theirs[name] = _free(style.get(qn("w:styleId")), taken)
        taken.add(theirs[name])
    for style in lent:
        style.set(qn("w:styleId"), theirs[names[style.get(qn("w:styleId"))]])
        for link in style.iterchildren(qn("w:basedOn"), qn("w:next"), qn("w:link")):
            link.set(qn("w:val"), theirs[names[link.get(qn("w:val"))]])
        for number in style.iter(qn("w:numId")):
            number.set(qn("w:val"), _lend_bullets(document, template))
        if style.get(qn("w:default")) and _has_default(document, style):
            del style.attrib[qn("w:default")]
        document.styles.element.append(style)


def _number_pages(document: DocxDocument, template: DocxDocument) -> None:
    """Our footer for a document that has none."""
    if document.element.body.findall(f".//{qn('w:footerReference')}"):
        return
    footer = document.sections[-1].footer
    footer.is_linked_to_previous = False
    footer._element[:] = deepcopy(template.sections[-1].footer._element[:])
    for paragraph in footer.paragraphs:
        paragraph._p.style = style_identifiers(document)["footer"]


def _free(identifier: str, taken: set[str]) -> str:
    candidates = (identifier if not count else f"{identifier}{count}" for count in range(len(taken) + 1))
    return next(candidate for candidate in candidates if candidate not in taken)


def _has_default(document: DocxDocument, style: BaseOxmlElement) -> bool:
    return any(
        other.get(qn("w:default")) and other.get(qn("w:type")) == style.get(qn("w:type"))
        for other in document.styles.element.iterchildren(qn("w:style"))
    )


def _lend_bullets(document: DocxDocument, template: DocxDocument) -> str:
    """Copies our bulleted list into the document, and says under which number."""
    ours = template.part.numbering_part
    if not document.part.has_numbering_part:
        lent = XmlPart(ours.partname, ours.content_type, deepcopy(ours.element), document.part.package)
        document.part.relate_to(lent, RELATIONSHIP_TYPE.NUMBERING)
        return "1"
    numbering = document.part.numbering_part.element
    shape = deepcopy(ours.element.find(qn("w:abstractNum")))
    shapes = [int(one.get(qn("w:abstractNumId"))) for one in numbering.iterchildren(qn("w:abstractNum"))]
    numbers = [int(one.get(qn("w:numId"))) for one in numbering.iterchildren(qn("w:num"))]
    shape.set(qn("w:abstractNumId"), str(max(shapes, default=-1) + 1))
    number = str(max(numbers, default=0) + 1)
    shapes_end = len([one for one in numbering if one.tag in (qn("w:numPicBullet"), qn("w:abstractNum"))])
    numbered = parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId/></w:num>')
    numbered[0].set(qn("w:val"), shape.get(qn("w:abstractNumId")))
    numbering[shapes_end:shapes_end] = [shape, numbered]
    return number
