"""The lines of a PDF's pages with the weight and size of their letters."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from rolebook.pdf.document import opened

_BOLD = 600
_HYPHENS = "\x02\ufffe\u00ad"
"""What PDFium gives for a hyphen that a line's end made."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a page: whether it is bold, and the size of its letters in points; `is_broken`: a hyphen ends it."""

    page: int
    text: str
    is_bold: bool
    size: float
    is_broken: bool = False


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
    signs: list[str] = []
    styles: Counter[tuple[bool, float]] = Counter()
    count = pdfium.FPDFText_CountChars(text)
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        sign = chr(code) if code < 0x110000 else ""
        if sign in "\r\n":
            if sign == "\n" and signs:
                yield _line(signs, styles, page)
                signs, styles = [], Counter()
            continue
        signs.append(sign)
        if not sign.isspace():
            styles[_style(text, index)] += 1
    if signs:
        yield _line(signs, styles, page)


def _style(text: Any, index: int) -> tuple[bool, float]:
    return pdfium.FPDFText_GetFontWeight(text, index) >= _BOLD, round(_size(text, index), 1)


def _size(text: Any, index: int) -> float:
    """The size of a letter; a page that scales by its matrix says 1.0 for all."""
    size = float(pdfium.FPDFText_GetFontSize(text, index))
    matrix = pdfium.FS_MATRIX()
    if pdfium.FPDFText_GetMatrix(text, index, matrix):
        return size * float(abs(matrix.d or matrix.b))
    return size


def _line(signs: list[str], styles: "Counter[tuple[bool, float]]", page: int) -> PrintedLine:
    text = "".join(signs)
    is_broken = text.rstrip()[-1:] in tuple(_HYPHENS)
    for sign in _HYPHENS:
        text = text.replace(sign, "")
    (is_bold, size), _ = styles.most_common(1)[0] if styles else ((False, 0.0), 0)
    return PrintedLine(page, text.strip(), is_bold, size, is_broken)
