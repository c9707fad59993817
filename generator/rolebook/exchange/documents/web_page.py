"""A web page as blocks (HTML Living Standard), by lxml; what a browser shows, with navigation and scripts apart."""

from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from rolebook.exchange.documents.blocks import Block, Counter, Document, Origin, Run, UnreadableDocumentError, Where

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "svg", "math"})
_BLOCKS = frozenset({
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "thead", "tbody", "tfoot", "section",
    "article", "main", "header", "footer", "nav", "aside", "body", "html", "form", "fieldset", "blockquote", "pre",
    "address", "figure", "figcaption", "caption", "details", "summary", "hr", "center", *_HEADINGS,
})  # fmt: skip
_AROUND: dict[str, Origin] = {"nav": "header", "footer": "footer", "aside": "header"}
_BOLD = frozenset({"b", "strong", "th", "dt"})
MAX_DEPTH = 200


def read_web_page(data: bytes, file: str, digest: str) -> Document:
    """Returns the blocks of a page; raises UnreadableDocumentError for one nested deeper than 200 elements."""
    parser = html.HTMLParser(encoding=_encoding(data), remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise UnreadableDocumentError("broken-document") from None
    if _is_cut(parser) or _depth(root) > MAX_DEPTH:
        raise UnreadableDocumentError("too-deep")
    title = root.findtext(".//title") or ""
    body = root.find(".//body")
    walker = _Walker()
    blocks = tuple(walker.blocks_in(body if body is not None else root, Block("paragraph", "")))
    return Document(file, "html", digest, blocks, title=" ".join(title.split()))


def _encoding(data: bytes) -> str | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None  # what the page says itself
    return "utf-8"


def _is_cut(parser: Any) -> bool:
    return any("depth" in entry.message.casefold() for entry in parser.error_log)


def _depth(root: Any) -> int:
    deepest, level = 0, [root]
    while level and deepest <= MAX_DEPTH:
        deepest, level = deepest + 1, [below for element in level for below in element]
    return deepest


class _Walker:
    """Collects words until an element that begins a line of its own."""

    def __init__(self) -> None:
        self._counter = Counter()
        self._runs: list[Run] = []

    def blocks_in(self, element: Any, shape: Block, depth: int = 0) -> Iterator[Block]:
        """Returns the blocks below an element, each with the kind and origin of what is around it."""
        self._take(element.text, shape)
        for child in element:
            name = child.tag if isinstance(child.tag, str) else ""
            if name in _UNSEEN:
                pass
            elif name == "br":
                self._runs.append(Run("\n"))
            elif name == "table":
                yield from self._flushed(shape)
                yield from self._rows(child, shape.origin)
            elif name in _BLOCKS:
                yield from self._flushed(shape)
                inner, below = _shape(name, shape, depth)
                yield from self.blocks_in(child, inner, below)
                yield from self._flushed(inner)
            elif name in _BOLD or name == "a":
                yield from self._styled(child, shape, depth)
            else:
                yield from self.blocks_in(child, shape, depth)
            self._take(child.tail, shape)
        if depth == 0 and element.tag == "body":
            yield from self._flushed(shape)

    def _styled(self, element: Any, shape: Block, depth: int) -> Iterator[Block]:
        """The words of a bold element or of a link."""
        before = len(self._runs)
        yield from self.blocks_in(element, shape, depth)
        bold, link = element.tag in _BOLD, element.get("href", "")
        self._runs[before:] = [
            Run(run.text, is_bold=bold or run.is_bold, link=run.link or link) for run in self._runs[before:]
        ]

    def _rows(self, table: Any, origin: Origin) -> Iterator[Block]:
        for row in table.iter("tr"):
            if next(row.iterancestors("table"), None) is not table:
                continue
            where = Where("", self._counter.paragraph + 1)
            cells = tuple(tuple(self._cell(cell, origin)) for cell in row if cell.tag in ("td", "th"))
            if any(cells):
                yield Block("row", "", where, cells=cells, origin=origin)
        for caption in table.iter("caption"):
            yield from self.blocks_in(caption, Block("paragraph", "", origin=origin), 1)
            yield from self._flushed(Block("paragraph", "", origin=origin))

    def _cell(self, cell: Any, origin: Origin) -> Iterator[Block]:
        shape = Block("paragraph", "", origin=origin)
        yield from self.blocks_in(cell, shape, 1)
        yield from self._flushed(shape)

    def _take(self, words: str | None, shape: Block) -> None:
        if words and (words.strip() or self._runs):
            self._runs.append(Run(" ".join(f"|{words}|".split())[1:-1] if words.strip() else " ", shape.is_bold))

    def _flushed(self, shape: Block) -> Iterator[Block]:
        runs, self._runs = tuple(self._runs), []
        text = "".join(run.text for run in runs).strip()
        if text:
            where = Where("", self._counter.next(), 0, len(text))
            yield Block(shape.kind, text, where, shape.level, runs=runs, origin=shape.origin)


def _shape(name: str, around: Block, depth: int) -> tuple[Block, int]:
    """The kind of the blocks in an element, and how deep they are in lists."""
    origin = around.origin if around.origin != "body" else _AROUND.get(name, "body")
    if name in _HEADINGS:
        return Block("heading", "", level=_HEADINGS[name], origin=origin), depth
    if name in ("ul", "ol"):
        return Block("paragraph", "", origin=origin), depth + 1
    if name == "li":
        return Block("item", "", level=max(depth, 1), origin=origin), max(depth, 1)
    if name in ("p", "div", "span") and around.kind in ("item", "heading"):
        return Block(around.kind, "", level=around.level, origin=origin), depth
    return Block("paragraph", "", origin=origin), depth or 1
