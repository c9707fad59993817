"""The symbols on a sheet: the QR that says which page of which copy it is, and the small ones in its other corners.

Scanners turn pages, smear them and compress them, and people sign across everything. A sheet is tried as it is, then
with more effort: in other shades, larger, without thin lines. Most sheets need the first try only.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import zxingcpp
from PIL import Image, ImageChops, ImageOps

from rolebook.scan.geometry import Box, Point, Quad
from rolebook.scan.pictures import SMALL
from rolebook.view.copies.code import CORNERS, CopyPage, corner_payload, read_payload

_QR, _MATRIX = zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix
_BOTH = zxingcpp.BarcodeFormats([_QR, _MATRIX])
_CORNER_FORMATS = zxingcpp.BarcodeFormats([_MATRIX])
_SHADES = (100, 60, 130, 40, 80)  # of grey, 0 is black
_STROKES = (6, 5, 7)  # in pixels of the sheet at twice its size
_WINDOW_SIDE = 480  # pixels of a small symbol's surroundings, however small they are on the sheet
_Choice = Callable[[Image.Image, Image.Image], Image.Image]


@dataclass(frozen=True, slots=True)
class PageOnSheet:
    """A page of a copy on a sheet.

    `box` is where its QR is: left, top, right, bottom as shares of the sheet's width and height, from its upper
    left corner. `turned` says by how many degrees, clockwise, the QR is turned: near 180 for a sheet upside
    down. `corners` are its corners as it was printed, from the upper left clockwise, as such shares; `guides` are those
    of the small symbols that were found, by the corner they are in.
    """

    copy: CopyPage
    box: Box
    turned: int
    corners: tuple[Point, ...] = field(default=(), compare=False)
    guides: Mapping[int, Quad] = field(default_factory=dict, compare=False)


def pages_on(sheet: Image.Image) -> tuple[PageOnSheet, ...]:
    """The pages of copies on a sheet: usually one, two on a copied spread, none on what is not ours."""
    for prepared in _efforts(sheet):
        lightest, darkest = prepared.getextrema()
        if lightest == darkest:
            continue  # the back of a sheet, of which stacks are full
        symbols = zxingcpp.read_barcodes(prepared, formats=_BOTH, try_invert=False)
        guides = {symbol.text: _quad(symbol, prepared) for symbol in symbols if symbol.format == _MATRIX}
        codes = (symbol for symbol in symbols if symbol.format == _QR)
        found = {page.copy: page for page in (_page(code, prepared, guides) for code in codes) if page}
        if found:
            return tuple(found[copy] for copy in sorted(found))
    return ()


def guide_near(sheet: Image.Image, copy: CopyPage, corner: int, window: Box) -> Quad | None:
    """The small symbol of a corner, looked for in a part of the sheet only (pixels), with more effort."""
    left, top, right, bottom = (round(edge) for edge in window)
    if right - left < 2 or bottom - top < 2:
        return None
    part = sheet.crop((left, top, right, bottom))
    factor = max(_WINDOW_SIDE / max(part.size), 1)
    larger = part.resize((round(part.width * factor), round(part.height * factor)), Image.Resampling.BICUBIC)
    wanted = corner_payload(copy, corner)
    for prepared in (larger, ImageOps.autocontrast(larger, cutoff=2)):
        for symbol in zxingcpp.read_barcodes(prepared, formats=_CORNER_FORMATS, try_invert=False):
            if symbol.text == wanted:
                quad = [(left + x / factor, top + y / factor) for x, y in _points(symbol)]
                shares = [(x / sheet.width, y / sheet.height) for x, y in quad]
                return shares[0], shares[1], shares[2], shares[3]
    return None


def _efforts(sheet: Image.Image) -> Iterator[Image.Image]:
    """The sheet as it is, then as what may bring out a symbol under ink that is lighter or thinner than print."""
    yield sheet
    for shade in _SHADES:
        yield _black_from(sheet, shade)
    if sheet.width * sheet.height > SMALL:
        return
    larger = sheet.resize((sheet.width * 2, sheet.height * 2), Image.Resampling.BICUBIC)
    for shade in _SHADES:
        yield _black_from(larger, shade)
    for width in _STROKES:
        yield without_strokes(larger, width)


def _black_from(sheet: Image.Image, shade: int) -> Image.Image:
    return sheet.point([0] * shade + [255] * (256 - shade))


def without_strokes(sheet: Image.Image, width: int) -> Image.Image:
    """Without dark lines narrower than `width`: a morphological closing, by shifts, which Pillow does fastest."""
    return _spread(_spread(sheet, width, ImageChops.lighter, 1), width, ImageChops.darker, -1)


def _spread(sheet: Image.Image, width: int, choose: _Choice, direction: int) -> Image.Image:
    for across in (True, False):
        reached = 1
        while reached < width:
            step = min(reached, width - reached)
            shift = direction * step
            moved = ImageChops.offset(sheet, shift if across else 0, 0 if across else shift)
            sheet = choose(sheet, moved)
            reached += step
    return sheet


def _points(symbol: zxingcpp.Barcode) -> tuple[Point, ...]:
    """The corners of a symbol in pixels; the library names the pixel, whose middle is half a pixel on."""
    corners = symbol.position
    points = (corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left)
    return tuple((float(point.x), float(point.y)) for point in points)


def _quad(symbol: zxingcpp.Barcode, sheet: Image.Image) -> Quad:
    first, second, third, fourth = ((x / sheet.width, y / sheet.height) for x, y in _points(symbol))
    return first, second, third, fourth


def _page(symbol: zxingcpp.Barcode, sheet: Image.Image, guides: Mapping[str, Quad]) -> PageOnSheet | None:
    copy = read_payload(symbol.text)
    if copy is None:
        return None
    points = _quad(symbol, sheet)
    across, down = [x for x, _ in points], [y for _, y in points]
    box = (min(across), min(down), max(across), max(down))
    payloads = {corner: corner_payload(copy, corner) for corner in CORNERS}
    own = {corner: guides[payload] for corner, payload in payloads.items() if payload in guides}
    return PageOnSheet(copy, box, symbol.orientation % 360, points, own)
