"""The pages of our copies in a scan: a PDF of pictures, or a picture (JPEG, PNG, TIFF with any number of sheets).

Scanners turn pages, smear them and compress them, and people sign across everything. A sheet is tried as it is, then
with more effort: in other shades, larger, without thin lines. Most sheets need the first try only.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

import zxingcpp
from PIL import Image, ImageChops, ImageOps

from rolebook.pdf import UnreadablePdfError, page_count, page_pictures
from rolebook.scan.marks import Mark, marks_on
from rolebook.scan.upright import Box, Printed, straightened
from rolebook.view.copies.code import CopyPage, read_payload

MAX_BYTES = 200 * 2**20
MAX_SHEETS = 2000
_DPI = 200
_MAX_PIXELS = 50_000_000  # A3 at 400 dpi is 31 million
_SMALL = 12_000_000  # A3 at 200 dpi is 8 million; what is larger is not drawn from a PDF, nor enlarged
_BYTES_A_SHEET, _FREE_SHEETS = 500, 50  # a white sheet takes 1 KB; a PDF may name one page a thousand times
_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_SHADES = (100, 60, 130, 40, 80)  # of grey, 0 is black
_STROKES = (6, 5, 7)  # in pixels of the sheet at twice its size
_Choice = Callable[[Image.Image, Image.Image], Image.Image]


class UnreadableScanError(Exception):
    """A file that is neither a PDF nor a picture that can be read."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of a copy on a sheet.

    `box` is where its symbol is: left, top, right, bottom as shares of the sheet's width and height, from its upper
    left corner. `turned` says by how many degrees, clockwise, the symbol stands turned: near 180 for a sheet upside
    down. `corners` are its corners as it was printed, from the upper left clockwise, as such shares.
    """

    copy: CopyPage
    box: Box
    turned: int
    corners: tuple[tuple[float, float], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class ScannedSheet:
    """A sheet of a scan, counted from 1, and the pages of copies found on it: usually one, none on what is not ours."""

    number: int
    pages: tuple[FoundPage, ...]
    picture: Image.Image = field(repr=False, compare=False)

    def marks(self, page: FoundPage, printed: Printed, fields: Mapping[str, Box]) -> dict[str, Mark]:
        """What is on the signature lines of a page, by name; `fields` and `printed` in points from its upper left."""
        if not fields:
            return {}
        corners = tuple((x * self.picture.width, y * self.picture.height) for x, y in page.corners)
        straight = straightened(self.picture, corners, printed)
        return {name: marks_on(straight, box) for name, box in fields.items()}


def sheets_in(data: bytes) -> int:
    """How many sheets a scan has; UnreadableScanError for what cannot be read, or is too much."""
    if len(data) > MAX_BYTES:
        raise UnreadableScanError
    with _readable():
        count = page_count(data) if _is_pdf(data) else _frames(data)
    if count > min(MAX_SHEETS, _FREE_SHEETS + len(data) // _BYTES_A_SHEET):
        raise UnreadableScanError
    return count


def read_scan(data: bytes, first: int = 0, last: int = MAX_SHEETS) -> Iterator[ScannedSheet]:
    """The sheets of a scan, one after another; of those counted from 0, `first` to before `last`.

    UnreadableScanError for what cannot be read.
    """
    chosen = range(first, min(last, sheets_in(data)))
    with _readable():
        for number, sheet in zip(chosen, (_pdf_sheets if _is_pdf(data) else _frames_of)(data, chosen), strict=True):
            yield ScannedSheet(number + 1, _pages_on(sheet), sheet)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, UnreadablePdfError) as error:
        raise UnreadableScanError from error


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def _frames(data: bytes) -> int:
    with Image.open(BytesIO(data)) as picture:
        return int(getattr(picture, "n_frames", 1))


def _frames_of(data: bytes, chosen: range) -> Iterator[Image.Image]:
    with Image.open(BytesIO(data)) as picture:
        for number in chosen:
            picture.seek(number)
            if picture.width * picture.height > _MAX_PIXELS:
                raise UnreadableScanError
            yield ImageOps.exif_transpose(picture).convert("L")


def _pdf_sheets(data: bytes, chosen: range) -> Iterator[Image.Image]:
    return page_pictures(data, chosen, dpi=_DPI, most_pixels=_SMALL)


def _pages_on(sheet: Image.Image) -> tuple[FoundPage, ...]:
    for prepared in _efforts(sheet):
        symbols = zxingcpp.read_barcodes(prepared, formats=_QR, try_invert=False)
        found = {page.copy: page for page in (_page(symbol, prepared) for symbol in symbols) if page}
        if found:
            return tuple(found[copy] for copy in sorted(found))
    return ()


def _efforts(sheet: Image.Image) -> Iterator[Image.Image]:
    """The sheet as it is, then as what may bring out a symbol under ink that is lighter or thinner than print."""
    yield sheet
    for shade in _SHADES:
        yield _black_from(sheet, shade)
    if sheet.width * sheet.height > _SMALL:
        return
    larger = sheet.resize((sheet.width * 2, sheet.height * 2), Image.Resampling.BICUBIC)
    for shade in _SHADES:
        yield _black_from(larger, shade)
    for width in _STROKES:
        yield _without_strokes(larger, width)


def _black_from(sheet: Image.Image, shade: int) -> Image.Image:
    return sheet.point([0] * shade + [255] * (256 - shade))


def _without_strokes(sheet: Image.Image, width: int) -> Image.Image:
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


def _page(symbol: zxingcpp.Barcode, sheet: Image.Image) -> FoundPage | None:
    copy = read_payload(symbol.text)
    if copy is None:
        return None
    corners = symbol.position
    points = (corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left)
    across = [point.x / sheet.width for point in points]
    down = [point.y / sheet.height for point in points]
    box = (min(across), min(down), max(across), max(down))
    return FoundPage(copy, box, symbol.orientation % 360, tuple(zip(across, down, strict=True)))
