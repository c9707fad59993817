"""Words that are out of place on a finished page: beyond its margins, over others, or across a table's line."""

import hashlib
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_float
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from rolebook.pdf.document import opened
from rolebook.pdf.text import PAGE_END

_Box = tuple[float, float, float, float]
"""Bottom, left, top and right, in points from the page's lower left corner."""

_EDGE = 14.0
"""Printers leave 5 mm of a sheet white."""
_HANGING = 5.0
"""Points by which a line's box may be beyond the margin: the space at its end is in it."""
_SLACK, _SHARED = 1.5, 0.3
"""Points that boxes may share across; of the lower of two boxes, the part that they may share upright."""


@dataclass(frozen=True, slots=True)
class Spill:
    """Words on a page, from 1, that leave their place."""

    page: int
    words: str


def text_and_spills(data: bytes, sides: tuple[float, float]) -> tuple[str, tuple[Spill, ...]]:
    """The SHA-256 of the text of all pages, as `text_digest` has it, and what leaves its place.

    `sides` are the margins left and right, in points. Raises UnreadablePdfError.
    """
    told: list[str] = []
    found: list[Spill] = []
    with opened(data) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            told.append(text.get_text_bounded().replace("\r\n", "\n"))
            size = (page.get_width(), page.get_height())
            for bottom, left, top, right in dict.fromkeys(_spilled(_boxes(text), _rules(page), size, sides)):
                words = " ".join(text.get_text_bounded(left, bottom, right, top).split())
                found.append(Spill(number + 1, words))
            text.close()
            page.close()
    return hashlib.sha256(PAGE_END.join(told).encode()).hexdigest(), tuple(found)


def _boxes(text: Any) -> list[_Box]:
    """The boxes of runs of letters that were set together, from the page's bottom up."""
    left, top, right, bottom = (c_double() for _ in range(4))
    places = (byref(left), byref(top), byref(right), byref(bottom))
    get, handle, boxes = pdfium.FPDFText_GetRect, text.raw, []
    for number in range(pdfium.FPDFText_CountRects(handle, 0, -1)):
        get(handle, number, *places)
        boxes.append((bottom.value, left.value, top.value, right.value))
    boxes.sort()
    return boxes


def _rules(page: Any) -> list[_Box]:
    """The upright lines of a page."""
    left, bottom, right, top = (c_float() for _ in range(4))
    places = (byref(left), byref(bottom), byref(right), byref(top))
    handle, rules = page.raw, []
    for number in range(pdfium.FPDFPage_CountObjects(handle)):
        one = pdfium.FPDFPage_GetObject(handle, number)
        if pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_PATH:
            pdfium.FPDFPageObj_GetBounds(one, *places)
            if right.value - left.value < 2 * _SLACK < top.value - bottom.value:
                rules.append((bottom.value, left.value, top.value, right.value))
    return rules


def _spilled(
    boxes: Sequence[_Box], rules: Sequence[_Box], size: tuple[float, float], sides: tuple[float, float]
) -> Iterator[_Box]:
    least, most = sides[0] - _SLACK, size[0] - sides[1] + _HANGING
    highest = size[1] - _EDGE
    for place, box in enumerate(boxes):
        bottom, left, top, right = box
        if left < least or right > most or bottom < _EDGE or top > highest:
            yield box
        for later in range(place + 1, len(boxes)):
            other = boxes[later]
            if other[0] > top - _SLACK:
                break
            if min(right, other[3]) - max(left, other[1]) > _SLACK and _share_lines(box, other):
                yield from (box, other)
        for rule in rules:
            if left + _SLACK < rule[1] < right - _SLACK and _share_lines(box, rule):
                yield box


def _share_lines(one: _Box, other: _Box) -> bool:
    shared = min(one[2], other[2]) - max(one[0], other[0])
    return shared > max(_SLACK, _SHARED * min(one[2] - one[0], other[2] - other[0]))
