"""A Word file (ECMA-376, transitional and strict) as blocks: body first, then what is around it.

Tracked deletions, hidden words, comments, headers, footers, notes, text boxes and field codes are blocks of their own
origin, so that nothing that is in the file passes for something that a reader sees, and nothing is lost.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from rolebook.exchange.documents.blocks import Block, Counter, Document, Origin, Run, UnreadableDocumentError, Where
from rolebook.exchange.documents.word_numbering import Numbering, value
from rolebook.exchange.documents.word_package import Package, relation_id
from rolebook.exchange.documents.word_styles import ListPlace, Styles, is_on, list_place
from rolebook.exchange.xml import child, children, local

_AROUND: tuple[tuple[str, Origin], ...] = (
    ("header", "header"),
    ("footer", "footer"),
    ("footnotes", "footnote"),
    ("endnotes", "footnote"),
    ("comments", "comment"),
)
_TRANSPARENT = frozenset(
    {"sdt", "sdtContent", "customXml", "smartTag", "fldSimple", "bdo", "dir", "ruby", "rt", "rubyBase"}
)
_TRANSPARENT |= {
    "ins",
    "moveTo",
    "oMath",
    "oMathPara",
    "footnote",
    "endnote",
    "comment",
    "e",
    "num",
    "den",
    "sup",
    "sub",
}
_REMOVED = frozenset({"del", "moveFrom"})
_TRACKED = frozenset({"ins", "del"})
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}


def read_word(data: bytes, file: str, digest: str) -> Document:
    """Returns the blocks of a Word file; raises UnreadableDocumentError."""
    package = Package(data)
    root = package.tree(package.main)
    body = child(root, "body") if root is not None else None
    if body is None:
        raise UnreadableDocumentError("broken-document")
    styles = Styles(package.related_tree("styles"))
    lists = Numbering(package.related_tree("numbering"), styles.lists)
    counter = Counter()
    main = _Part(package, package.main, styles, lists, counter)
    blocks = list(main.blocks_in(body))
    changes = main.changes
    for kind, origin in _AROUND:
        for name in package.parts_of(kind):
            tree = package.tree(name)
            part = _Part(package, name, styles, lists, counter)
            blocks += part.blocks_in(tree, origin) if tree is not None else ()
            changes += part.changes
    return Document(file, "docx", digest, tuple(blocks), _title(package), changes)


def _title(package: Package) -> str:
    core = package.tree("docProps/core.xml")
    found = child(core, "title") if core is not None else None
    return (found.text or "").strip() if found is not None else ""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of a paragraph with where they come from."""

    origin: Origin
    run: Run


@dataclass(frozen=True, slots=True)
class _Style:
    """What holds around a run."""

    origin: Origin
    is_bold: bool = False
    is_hidden: bool = False
    link: str = ""


class _Part:
    """One part of the package as blocks."""

    def __init__(self, package: Package, name: str, styles: Styles, lists: Numbering, counter: Counter) -> None:
        self._relations = package.relations_of(name)
        self._name = name
        self._styles, self._lists, self._counter = styles, lists, counter
        self.changes = 0

    def blocks_in(self, parent: Iterable[ET.Element], origin: Origin = "body") -> Iterator[Block]:
        """Returns the paragraphs and rows below an element, in order."""
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element, origin)
            elif name == "tbl":
                yield from self._table(element, origin)
            elif name == "AlternateContent":
                yield from self.blocks_in(_choice(element), origin)
            elif name in _REMOVED:
                self.changes += name in _TRACKED
                yield from self.blocks_in(element, "deleted")
            elif name in _TRANSPARENT:
                self.changes += name in _TRACKED
                yield from self.blocks_in(element, origin)

    def _table(self, table: ET.Element, origin: Origin) -> Iterator[Block]:
        for row in _rows(table):
            where = Where(self._name, self._counter.paragraph + 1)
            cells = tuple(tuple(self.blocks_in(cell, _row_origin(row, origin))) for cell in _cells(row))
            if any(cells):
                yield Block("row", "", where, cells=cells, origin=origin)

    def _paragraph(self, paragraph: ET.Element, origin: Origin) -> Iterator[Block]:
        number = self._counter.next()
        properties = child(paragraph, "pPr")
        style = _named(properties, "pStyle")
        base = _Style(_seen(origin, style), self._styles.has(style, "b"), self._styles.has(style, "vanish"))
        boxes: list[ET.Element] = []
        pieces = list(self._pieces(paragraph, base, boxes))
        shape = self._shape(properties, style, any(piece.run.text.strip() for piece in pieces))
        for kind in dict.fromkeys(piece.origin for piece in pieces):
            runs = tuple(piece.run for piece in pieces if piece.origin == kind)
            text = "".join(run.text for run in runs)
            if text.strip():
                where = Where(self._name, number, 0, len(text))
                found = replace(shape, text=text, where=where, runs=runs, origin=kind)
                yield found if kind == base.origin else replace(found, kind="paragraph", number="", level=0)
        for box in boxes:
            yield from self.blocks_in(box, "text-box" if origin == "body" else origin)

    def _shape(self, properties: ET.Element | None, style: str, has_words: bool) -> Block:  # noqa: FBT001
        """A block without words: its kind, level and number. A list counts its empty paragraphs too."""
        heading = self._styles.heading_level(style)
        outline = child(properties, "outlineLvl") if properties is not None else None
        if outline is not None and value(outline, "val") in tuple("012345678"):
            heading = int(value(outline, "val")) + 1
        place = list_place(properties) or self._styles.list_place(style)
        number, is_listed, level = self._number(place, style) if place else ("", False, 0)
        if heading and has_words:
            return Block("heading", "", level=heading, number=number)
        return Block("item" if is_listed else "paragraph", "", level=level, number=number)

    def _number(self, place: ListPlace, style: str) -> tuple[str, bool, int]:
        if place.number_id in ("", "0"):
            return "", False, 0
        at = place.level
        if at is None:
            at = self._lists.level_of_style(place.number_id, place.style or style)
        number, is_listed = self._lists.next_number(place.number_id, at)
        return number, is_listed, at + 1 if is_listed else 0

    def _pieces(self, parent: ET.Element, style: _Style, boxes: list[ET.Element]) -> Iterator[_Piece]:
        for element in parent:
            name = local(element)
            if name == "r":
                yield from self._run(element, style, boxes)
            elif name == "hyperlink":
                _, link = self._relations.get(relation_id(element), ("", ""))
                yield from self._pieces(element, replace(style, link=link), boxes)
            elif name == "AlternateContent":
                yield from self._pieces(_choice(element), style, boxes)
            elif name in _REMOVED:
                self.changes += name in _TRACKED
                yield from self._pieces(element, replace(style, origin="deleted"), boxes)
            elif name in _TRANSPARENT:
                self.changes += name in _TRACKED
                if code := value(element, "instr"):
                    yield _Piece("field-code", Run(code))
                yield from self._pieces(element, style, boxes)

    def _run(self, run: ET.Element, style: _Style, boxes: list[ET.Element]) -> Iterator[_Piece]:
        properties = child(run, "rPr")
        named = _named(properties, "rStyle")
        origin = style.origin
        if origin != "deleted" and self._is(properties, named, "vanish", otherwise=style.is_hidden):
            origin = "hidden"
        is_bold = self._is(properties, named, "b", otherwise=style.is_bold)
        for element in run:
            name = local(element)
            if name in ("t", "delText"):
                yield _Piece("deleted" if name == "delText" else origin, Run(element.text or "", is_bold, style.link))
            elif name in ("instrText", "delInstrText"):
                yield _Piece("field-code", Run(element.text or ""))
            elif name == "sym":
                yield _Piece(origin, Run(_symbol(value(element, "char")), is_bold))
            elif name in _SIGNS:
                yield _Piece(origin, Run(_SIGNS[name], is_bold))
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                boxes += _boxes_in(_choice(element) if name == "AlternateContent" else element)
            elif name in _TRANSPARENT:
                yield from self._pieces(element, replace(style, origin=origin), boxes)

    def _is(self, properties: ET.Element | None, named: str, mark: str, *, otherwise: bool) -> bool:
        own = child(properties, mark) if properties is not None else None
        if own is not None:
            return is_on(own)
        return otherwise or bool(named and self._styles.has(named, mark))


def _rows(parent: ET.Element) -> Iterator[ET.Element]:
    for element in parent:
        if local(element) == "tr":
            yield element
        elif local(element) in _TRANSPARENT:
            yield from _rows(element)


def _cells(row: ET.Element) -> Iterator[ET.Element]:
    for element in row:
        if local(element) == "tc":
            yield element
        elif local(element) in _TRANSPARENT:
            yield from _cells(element)


def _row_origin(row: ET.Element, origin: Origin) -> Origin:
    properties = child(row, "trPr")
    return "deleted" if properties is not None and child(properties, "del") is not None else origin


def _choice(element: ET.Element) -> ET.Element:
    """What a newer Word shows of two forms of the same thing."""
    return next((one for one in children(element, "Choice")), None) or next(children(element, "Fallback"), element)


def _boxes_in(element: ET.Element) -> Iterator[ET.Element]:
    """The outermost text boxes of a drawing; each form of one box counts once."""
    for one in element:
        if local(one) == "txbxContent":
            yield one
        else:
            yield from _boxes_in(_choice(one) if local(one) == "AlternateContent" else one)


def _seen(origin: Origin, style: str) -> Origin:
    """A table of contents repeats the headings; it is made by a field."""
    return "field-code" if origin == "body" and style.casefold().startswith("toc") else origin


def _named(properties: ET.Element | None, kind: str) -> str:
    found = child(properties, kind) if properties is not None else None
    return value(found, "val") if found is not None else ""


def _symbol(code: str) -> str:
    """A sign of a symbol font by its place in the font; Word adds F000 to it."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return "" if 0xF000 <= number <= 0xF0FF else chr(number) if 0x20 <= number < 0xD800 else ""
