"""A PDF with text as blocks: lines that a page broke are joined, what every page repeats is a header or footer."""

import re
from collections import Counter as Counts
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from rolebook.exchange.documents.blocks import (
    Block,
    Counter,
    Document,
    Kind,
    Origin,
    Run,
    UnreadableDocumentError,
    Where,
)
from rolebook.exchange.documents.pdf_columns import PrintedRow, arranged
from rolebook.pdf.document import UnreadablePdfError
from rolebook.pdf.lines import PrintedLine, printed_lines

_LEAST_SIGNS = 40
_LEAST_WRAPPED = 0.8
"""A line that is shorter than this share of its column was not broken by the page."""
_NEW_PARAGRAPH = 1.5
"""Lines that are further apart than so many usual steps are two paragraphs."""
_ENDS = (".", "!", "?", ":", ";", "。", "！", "？", "：", "；")
_STARTS = re.compile(
    r"[•·●○■□▪◆➢✓*\uf0b7\uf0a7]|[-–—]\s|\(?\d{1,3}(?:\.\d{1,3})*[.)、]|[a-zа-я]\)|[（(][一二三四五六七八九十\d]+[）)]"
)
_MARK = re.compile(r"(?![(\[\"«“‘¿¡（【《〈])(?P<mark>[^\w\s]{1,2}|[oüvqØ§](?=\s))\s*(?=\w)")
"""Signs at a line's beginning that are bullets of a symbol font where several lines have them."""
_LEAST_MARKS = 3
_PAGE_NUMBER = re.compile(r"(?:\w+\.?\s*)?\d{1,4}(?:\s*(?:/|of|de|из|共)\s*\d{1,4})?")
_EDGE_LINES = 3
_LARGER, _INDENT = 1.15, 8.0


@dataclass(frozen=True, slots=True)
class _Page:
    """What is usual on a document's pages: size of letters, step from line to line, and marks of lists."""

    size: float
    step: float
    marks: frozenset[str]
    largest: float


def read_pdf(data: bytes, file: str, digest: str) -> Document:
    """Returns the blocks of a PDF; raises UnreadableDocumentError, for a scan too."""
    try:
        lines = [line for line in printed_lines(data) if line.text]
    except UnreadablePdfError:
        raise UnreadableDocumentError("encrypted-document" if b"/Encrypt" in data else "broken-document") from None
    if sum(len(line.text) for line in lines) < _LEAST_SIGNS:
        raise UnreadableDocumentError("scan")
    return Document(file, "pdf", digest, tuple(_blocks(lines)))


def _blocks(lines: Sequence[PrintedLine]) -> Iterator[Block]:
    repeated = _repeated(lines)
    counter = Counter()
    for line in lines:
        if origin := repeated.get(_key(line)):
            yield Block("paragraph", line.text, Where(f"p. {line.page}", counter.next()), origin=origin)
    body = [line for line in lines if _key(line) not in repeated]
    usual = _usual(body)
    held: list[PrintedLine] = []
    for piece in arranged(body):
        if isinstance(piece, PrintedRow):
            yield from _paragraphs(held, usual, counter)
            held = []
            yield _row(piece, usual, counter)
        else:
            held.append(piece)
    yield from _paragraphs(held, usual, counter)


def _usual(lines: Sequence[PrintedLine]) -> _Page:
    steps = [one.top - two.top for one, two in pairwise(lines) if 0 < one.top - two.top < 3 * one.size]
    marks = Counts(match["mark"] for line in lines if (match := _MARK.match(line.text)))
    sizes = Counts(line.size for line in lines for _ in range(len(line.text)))
    return _Page(
        sizes.most_common(1)[0][0] if sizes else 0.0,
        median(steps) if steps else 0.0,
        frozenset(mark for mark, count in marks.items() if count >= _LEAST_MARKS),
        max(sizes, default=0.0),
    )


def _row(row: PrintedRow, usual: _Page, counter: Counter) -> Block:
    cells = tuple(tuple(_paragraphs(cell, usual, counter)) for cell in row.cells)
    first = next(block for cell in cells for block in cell)
    return Block("row", "", first.where, cells=cells)


def _paragraphs(lines: Sequence[PrintedLine], usual: _Page, counter: Counter) -> Iterator[Block]:
    """The paragraphs of one column, in which lines are as long as its longest one."""
    right = max((line.right for line in lines), default=0.0)
    left = min((line.left for line in lines), default=0.0)
    places = Counts(round(line.left) for line in lines for _ in range(len(line.text)))
    margin = places.most_common(1)[0][0] if places else 0
    lists = {place for place in places if place > margin + _INDENT}
    held: list[PrintedLine] = []
    for line in lines:
        if held and not _goes_on(held[-1], line, left + _LEAST_WRAPPED * (right - left), usual):
            yield _paragraph(held, usual, lists, counter.next())
            held = []
        held.append(line)
    if held:
        yield _paragraph(held, usual, lists, counter.next())


def _goes_on(line: PrintedLine, following: PrintedLine, wrapped: float, usual: _Page) -> bool:
    if line.is_broken:
        return True
    if (line.is_bold, line.size) != (following.is_bold, following.size) or _begins(following.text, usual):
        return False
    if line.text.isupper() != following.text.isupper() and not line.text[-1:].islower():
        return False
    if line.page == following.page and line.top - following.top > _NEW_PARAGRAPH * max(usual.step, line.size):
        return False
    if following.text[:1].islower() and not line.text.endswith(_ENDS):
        return True
    hangs = following.left > line.left + 1 and _begins(line.text, usual)
    return line.right >= wrapped and (hangs or not line.text.endswith(_ENDS))


def _begins(text: str, usual: _Page) -> bool:
    """Whether a line begins an item of a list."""
    match = _MARK.match(text)
    return bool(_STARTS.match(text)) or bool(match and match["mark"] in usual.marks)


def _paragraph(lines: Sequence[PrintedLine], usual: _Page, lists: set[int], number: int) -> Block:
    text = lines[0].text
    for before, line in pairwise(lines):
        joined = before.is_broken or (_is_han(text[-1:]) and _is_han(line.text[:1]))
        text += line.text if joined else f" {line.text}"
    match = _MARK.match(text)
    is_marked = bool(match and match["mark"] in usual.marks)
    is_heading = lines[0].size > _LARGER * usual.size and len(text) < 100 and not is_marked
    is_indented = round(lines[0].left) in lists and not lines[0].is_bold
    is_item = is_marked or (is_indented and not is_heading)
    where = Where(f"p. {lines[0].page}", number, 0, len(text))
    runs = (Run(text, is_bold=lines[0].is_bold),)
    rank = 1 if lines[0].size == usual.largest else 2
    kind: Kind = "item" if is_item else "heading" if is_heading else "paragraph"
    level = 1 if is_item else rank if is_heading else 0
    return Block(kind, text[match.end() :] if match and is_marked else text, where, level, runs=runs)


def _repeated(lines: Sequence[PrintedLine]) -> dict[tuple[int, str, float], Origin]:
    """Words at the top and bottom of pages that other pages have too, and page numbers."""
    pages: dict[int, list[PrintedLine]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    if len(pages) < 2:
        return {}
    found: dict[tuple[int, str, float], Origin] = {}
    ordered = [sorted(page, key=lambda one: -one.top) for page in pages.values()]
    edges_of = {"header": slice(_EDGE_LINES), "footer": slice(-_EDGE_LINES, None)}
    for origin, place in edges_of.items():
        edges = [page[place] for page in ordered]
        counts = Counts(re.sub(r"\d+", "0", line.text) for edge in edges for line in edge)
        for edge in edges:
            for line in edge:
                repeats = counts[re.sub(r"\d+", "0", line.text)] > len(pages) / 2
                if repeats or _PAGE_NUMBER.fullmatch(line.text):
                    found[_key(line)] = origin  # type: ignore[assignment]
    return found


def _key(line: PrintedLine) -> tuple[int, str, float]:
    return line.page, line.text, line.top


def _is_han(sign: str) -> bool:
    return "\u3000" <= sign <= "\u9fff"
