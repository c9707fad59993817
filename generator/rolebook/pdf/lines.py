"""The pieces of lines on a PDF's pages, with their places and the weight and size of their letters."""

from collections import Counter
from collections.abc import Iterator
from ctypes import c_double
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from rolebook.pdf.document import opened

_BOLD = 600
_HYPHENS = "\x02\ufffe\u00ad"
"""What PDFium gives for a hyphen that a line's end made."""
_WIDE, _LABEL_GAP = 1.7, 0.6
"""Gaps between letters, in letter sizes, from which on words are in two columns; less where bold words end."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Words on one line of one column: whether they are bold, and the size of their letters in points.

    `left`, `right`, `bottom` and `top` are points from the page's lower left corner; `is_broken`: a hyphen ends it.
    """

    page: int
    text: str
    is_bold: bool
    size: float
    is_broken: bool = False
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    top: float = 0.0


@dataclass(slots=True)
class _Piece:
    """Letters that are collected until a gap or the line's end."""

    signs: list[str] = field(default_factory=list)
    styles: Counter[tuple[bool, float]] = field(default_factory=Counter)
    left: float = 1e9
    right: float = -1e9
    bottom: float = 1e9
    top: float = -1e9
    last: tuple[bool, float] = (False, 0.0)

    def add(self, sign: str, style: tuple[bool, float], box: tuple[float, float, float, float]) -> None:
        self.signs.append(sign)
        self.styles[style] += 1
        self.last = style
        self.left, self.right = min(self.left, box[0]), max(self.right, box[1])
        self.bottom, self.top = min(self.bottom, box[2]), max(self.top, box[3])

    def is_apart(self, style: tuple[bool, float], box: tuple[float, float, float, float]) -> bool:
        """Whether a letter is so far from those before it that it begins another column."""
        if not self.styles:
            return False
        gap, size = box[0] - self.right, max(style[1], 1.0)
        ends_label = self.last[0] and not style[0]
        return gap > (_LABEL_GAP if ends_label else _WIDE) * size or box[1] < self.left - size

    def line(self, page: int) -> PrintedLine:
        text = "".join(self.signs)
        is_broken = text.rstrip()[-1:] in tuple(_HYPHENS)
        for sign in _HYPHENS:
            text = text.replace(sign, "")
        (is_bold, size), _ = self.styles.most_common(1)[0]
        return PrintedLine(page, text.strip(), is_bold, size, is_broken, self.left, self.right, self.bottom, self.top)


def printed_lines(data: bytes, most_pages: int = 500) -> Iterator[PrintedLine]:
    """Returns the lines of all pages in the order in which they are drawn; raises UnreadablePdfError."""
    with opened(data) as document:
        for number in range(min(len(document), most_pages)):
            page = document[number]
            text = page.get_textpage()
            yield from _lines(text, number + 1)
            text.close()
            page.close()


def _lines(text: Any, page: int) -> Iterator[PrintedLine]:
    piece = _Piece()
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        sign = chr(code) if code < 0x110000 else ""
        if sign in "\r\n":
            if sign == "\n" and piece.styles:
                yield piece.line(page)
                piece = _Piece()
        elif sign.isspace():
            piece.signs.append(sign)
        else:
            style, box = _style(text, index), _box(text, index)
            if piece.is_apart(style, box):
                yield piece.line(page)
                piece = _Piece()
            piece.add(sign, style, box)
    if piece.styles:
        yield piece.line(page)


def _style(text: Any, index: int) -> tuple[bool, float]:
    return pdfium.FPDFText_GetFontWeight(text, index) >= _BOLD, round(_size(text, index), 1)


def _box(text: Any, index: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    return left.value, right.value, bottom.value, top.value


def _size(text: Any, index: int) -> float:
    """The size of a letter; a page that scales by its matrix says 1.0 for all."""
    size = float(pdfium.FPDFText_GetFontSize(text, index))
    matrix = pdfium.FS_MATRIX()
    if pdfium.FPDFText_GetMatrix(text, index, matrix):
        return size * float(abs(matrix.d or matrix.b))
    return size
