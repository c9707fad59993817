"""Where a printed page is on a scanned sheet, and whether that is sure enough to say anything of its lines.

Four symbols place a page however it was photographed; three place one that was laid flat. With fewer, as on copies
printed before there were four and on a handbook's own layouts, the sheet is laid straight by its QR and its lines of
text (`leaning`), and that is believed only where the printed text is where it was printed (`likeness`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PIL import Image

from rolebook.scan.geometry import (
    MILLIMETRE,
    Box,
    Point,
    Projection,
    Quad,
    corners_of,
    homography,
    middle_of,
    residual,
    similarity,
)
from rolebook.scan.leaning import laid_flat
from rolebook.scan.likeness import same_page
from rolebook.scan.symbols import PageOnSheet, guide_near

_MOST = 1.0
"""Millimetres that the corners of the symbols may be off."""
_AROUND = 14 * MILLIMETRE
_AROUND_FAR = 45 * MILLIMETRE
_ENOUGH, _ALL = 3, 4
Drawn = Callable[[], Image.Image | None]
QR = 0
"""The QR among the symbols of a page; the small ones have the numbers of their corners."""
_MODULES = 21 / 29  # of the printed square of the QR; the rest is its quiet zone


@dataclass(frozen=True, slots=True)
class Printed:
    """The page as it was printed: its size, the square of its QR, the small symbols of its corners, in points.

    `symbol` and `corners` are None and empty where they are not known.
    """

    width: float
    height: float
    symbol: Box | None = None
    corners: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Placing:
    """Where the page is; `sure` is False where it may be elsewhere. `contrast` is of black print to paper, of 255."""

    projection: Projection
    sure: bool
    contrast: int


def nothing_drawn() -> Image.Image | None:
    """No picture of what was printed."""
    return None


def placed(sheet: Image.Image, page: PageOnSheet, printed: Printed, drawn: Drawn = nothing_drawn) -> Placing:
    """Where a page is on its sheet; `drawn` gives what was printed at `DRAWN_DPI`, if it is known.

    It is asked only where the symbols do not place the page.
    """
    contrast = _contrast(sheet, page)
    projection = _by_symbols(sheet, page, printed) if printed.symbol and printed.corners else None
    if projection:
        return Placing(projection, sure=True, contrast=contrast)
    flat = laid_flat(sheet, _in_pixels(page.corners, sheet), (printed.width, printed.height), _modules(printed.symbol))
    original = drawn()
    alike = original is not None and same_page(sheet, flat, original, contrast)
    return Placing(flat, sure=alike, contrast=contrast)


def _by_symbols(sheet: Image.Image, page: PageOnSheet, printed: Printed) -> Projection | None:
    """The projection through four symbols, or three of a flat sheet; None where they do not agree on one."""
    places: dict[int, Box] = dict(enumerate(printed.corners, 1))
    modules = _modules(printed.symbol)
    if modules:
        places[QR] = modules
    found = _symbols(sheet, page, places)
    printed_at = [corners_of(places[name]) for name in found]
    if len(found) < _ENOUGH:
        return None
    middles = [middle_of(quad) for quad in printed_at], [middle_of(quad) for quad in found.values()]
    every = [point for quad in printed_at for point in quad], [point for quad in found.values() for point in quad]
    projection = homography(*middles) if len(found) == _ALL else similarity(*every)
    return projection if projection and residual(projection, *every) <= _MOST else None


def _symbols(sheet: Image.Image, page: PageOnSheet, places: Mapping[int, Box]) -> dict[int, Quad]:
    """The symbols of a page on its sheet, in pixels; one that was not read is looked for where it should be."""
    found = {QR: _quad(page.corners, sheet)} | {name: _quad(quad, sheet) for name, quad in page.guides.items()}
    for name in sorted(places.keys() - found.keys()):
        points = [point for other in found for point in corners_of(places[other])]
        about = similarity(points, [point for quad in found.values() for point in quad])
        x, y = middle_of(corners_of(places[name]))
        reach = _AROUND if len(found) == _ENOUGH else _AROUND_FAR
        window = _bounds([about(corner) for corner in corners_of((x - reach, y - reach, x + reach, y + reach))], sheet)
        near = guide_near(sheet, page.copy, name, window)
        if near:
            found[name] = _quad(near, sheet)
    return found


def _contrast(sheet: Image.Image, page: PageOnSheet) -> int:
    """How much darker print is than paper, where the QR is: half of it is black, half of it white."""
    left, top, right, bottom = _bounds(_in_pixels(page.corners, sheet), sheet)
    shades = sheet.crop((round(left), round(top), round(right), round(bottom))).histogram()
    dark, light = (_quantile(shades, share) for share in (0.15, 0.85))
    return max(light - dark, 1)


def _quantile(shades: Sequence[int], share: float) -> int:
    wanted, total = share * sum(shades), 0
    for shade, count in enumerate(shades):
        total += count
        if total > wanted:
            return shade
    return len(shades) - 1


def _bounds(points: Sequence[Point], sheet: Image.Image) -> Box:
    across, down = [x for x, _ in points], [y for _, y in points]
    return max(min(across), 0), max(min(down), 0), min(max(across), sheet.width), min(max(down), sheet.height)


def _modules(symbol: Box | None) -> Box | None:
    """The printed modules of a QR without its quiet zone."""
    if symbol is None:
        return None
    left, top, right, bottom = symbol
    quiet = (right - left) * (1 - _MODULES) / 2
    return left + quiet, top + quiet, right - quiet, bottom - quiet


def _in_pixels(shares: Sequence[Point], sheet: Image.Image) -> list[Point]:
    return [(x * sheet.width, y * sheet.height) for x, y in shares]


def _quad(shares: Sequence[Point], sheet: Image.Image) -> Quad:
    first, second, third, fourth = _in_pixels(shares, sheet)
    return first, second, third, fourth
