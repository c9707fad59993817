"""A PDF with text as blocks: lines that a page broke are joined, what every page repeats is a header or footer."""

import re
from collections import Counter as Counts
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rolebook.exchange.documents.blocks import Block, Counter, Document, Origin, Run, UnreadableDocumentError, Where
from rolebook.pdf.document import UnreadablePdfError
from rolebook.pdf.lines import PrintedLine, printed_lines

_LEAST_SIGNS = 40
_LEAST_WRAPPED = 0.6
"""A line that is shorter than this share of the longest one was not broken by the page."""
_ENDS = (".", "!", "?", ":", ";", "。", "！", "？", "：", "；")
_STARTS = re.compile(
    r"[•·●○■□▪◆➢✓*\uf0b7\uf0a7]|[-–—]\s|!\"|\(?\d{1,3}(?:\.\d{1,3})*[.)、]|[a-zа-я]\)|[（(][一二三四五六七八九十\d]+[）)]"
)
_PAGE_NUMBER = re.compile(r"(?:\w+\.?\s*)?\d{1,4}(?:\s*(?:/|of|de|из|共)\s*\d{1,4})?")
_LARGER = 1.15


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
    usual = Counts(line.size for line in lines).most_common(1)[0][0]
    longest = max(len(line.text) for line in lines)
    counter = Counter()
    held: list[PrintedLine] = []
    for line in lines:
        if origin := repeated.get(_key(line)):
            yield Block("paragraph", line.text, Where(f"p. {line.page}", counter.next()), origin=origin)
            continue
        if held and not _goes_on(held[-1], line, longest):
            yield _paragraph(held, usual, counter.next())
            held = []
        held.append(line)
    if held:
        yield _paragraph(held, usual, counter.next())


def _goes_on(line: PrintedLine, following: PrintedLine, longest: int) -> bool:
    if line.is_broken:
        return True
    if (line.is_bold, line.size) != (following.is_bold, following.size) or _STARTS.match(following.text):
        return False
    if line.text.isupper() != following.text.isupper():
        return False
    if following.text[:1].islower() and not line.text.endswith(_ENDS):
        return True
    return len(line.text) >= _LEAST_WRAPPED * longest and not line.text.endswith(_ENDS) and not line.is_bold


def _paragraph(lines: Sequence[PrintedLine], usual: float, number: int) -> Block:
    text = lines[0].text
    for before, line in pairwise(lines):
        joined = before.is_broken or (_is_han(text[-1:]) and _is_han(line.text[:1]))
        text += line.text if joined else f" {line.text}"
    is_heading = lines[0].size > _LARGER * usual and len(text) < 100
    where = Where(f"p. {lines[0].page}", number, 0, len(text))
    runs = (Run(text, is_bold=lines[0].is_bold),)
    return Block("heading" if is_heading else "paragraph", text, where, int(is_heading), runs=runs)


def _repeated(lines: Sequence[PrintedLine]) -> dict[tuple[int, str], Origin]:
    """First and last lines of pages that other pages have too, and page numbers."""
    pages: dict[int, list[PrintedLine]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    if len(pages) < 2:
        return {}
    found: dict[tuple[int, str], Origin] = {}
    for place, origin in ((0, "header"), (-1, "footer")):
        edge = [on_page[place] for on_page in pages.values()]
        counts = Counts(re.sub(r"\d+", "0", line.text) for line in edge)
        for line in edge:
            repeats = counts[re.sub(r"\d+", "0", line.text)] > len(pages) / 2
            if repeats or _PAGE_NUMBER.fullmatch(line.text):
                found[_key(line)] = origin  # type: ignore[assignment]
    return found


def _key(line: PrintedLine) -> tuple[int, str]:
    return line.page, line.text


def _is_han(sign: str) -> bool:
    return "\u3000" <= sign <= "\u9fff"
