"""Whether something was written on a signature line, as far as a program can tell: nothing, marks, or a person looks.

Marks are no signature. Whose hand they are of, and whether they are more than a stamp, no program knows.
"""

from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from rolebook.scan.geometry import MILLIMETRE, Box, Point, Projection, Quad, corners_of
from rolebook.scan.pictures import straightened
from rolebook.scan.placing import Placing
from rolebook.scan.rules import rule_in
from rolebook.scan.symbols import without_strokes

Mark = Literal["none", "unsure", "seen"]
_SCALE = 8  # pixels a millimetre of a place that is looked at
_LINE_IS_WITHIN = 2.5 * MILLIMETRE
_ABOVE_LINE = 0.7 * MILLIMETRE
_INSET_ACROSS, _INSET_ABOVE = 0.06, 0.12
_SURROUNDINGS = (4 * MILLIMETRE, 8 * MILLIMETRE)
_DARK, _FAINT = 0.2, 0.085  # of the contrast of print to paper
_EMPTY, _WRITTEN, _FAINT_SHARE = 0.002, 0.008, 0.012
"""Shares of the place: under the first nothing was written, from the second on something may have been."""
_STROKE = 13  # pixels: what is wider than 1.6 mm is a stain and no stroke
_STROKE_DARK = 0.38
_CELLS = (24, 8)
_TOUCHED = 12  # of 255: a cell of the place that something dark reaches into
_ROWS, _COLUMNS = 3, 3
_CROSSINGS, _CROSSED = 4, 0.1
"""So many strokes one behind the other, on that share of the height, make writing. A fold or a crease is one stroke,
the rim of a cup two, and both together three.
"""
_COARSE, _JOINED = 4, 7
"""Pixels, and pixels of those: strokes that are within some two millimetres of one another hang together."""
_FOUND, _OTHER = 255, 128
_ANY = [0] + [255] * 255
_ONLY_OTHER = [255 * (shade == _OTHER) for shade in range(256)]
_WITHOUT_OTHER = [shade * (shade != _OTHER) for shade in range(256)]


@dataclass(frozen=True, slots=True)
class Line:
    """A signature line on a sheet: what is on it, whether the printed line is where it should be, and where it is.

    `corners` are those of the line with what is around it, as shares of the sheet's width and height; `frame` is the
    line alone in that, as shares of it.
    """

    mark: Mark
    corners: Quad
    frame: Box
    ruled: bool


def line_at(sheet: Image.Image, placing: Placing, box: Box) -> Line:
    """What is on a signature line of a page. `box` is the field, the printed line at its bottom, in points.

    Nothing but `unsure` is said where the page is not placed surely or its printed line is not found. `seen` is said
    only of strokes, of some extent both ways: neither a fold nor a stain nor a speck is that.
    """
    shown = _shares(sheet, placing.projection, _with_surroundings(box)), _frame(box)
    left, top, right, bottom = box
    inset = (right - left) * _INSET_ACROSS
    across = (left + inset, right - inset)
    band = (across[0], bottom - _LINE_IS_WITHIN, across[1], bottom + _LINE_IS_WITHIN)
    if (
        right <= left
        or bottom - top < MILLIMETRE
        or not _inside(sheet, placing.projection, (left, top, right, band[3]))
    ):
        return Line("unsure", *shown, ruled=False)
    rule = rule_in(_patch(sheet, placing.projection, corners_of(band)), _SCALE, placing.contrast)
    if rule is None:
        return Line("unsure", *shown, ruled=False)
    lower = [band[1] + place / _SCALE * MILLIMETRE for place in rule]
    upper = [top + (bottom - top) * _INSET_ABOVE + place - bottom for place in lower]
    place = (
        (across[0], upper[0]),
        (across[1], upper[1]),
        (across[1], lower[1] - _ABOVE_LINE),
        (across[0], lower[0] - _ABOVE_LINE),
    )
    mark = _mark_in(_patch(sheet, placing.projection, place), placing.contrast)
    return Line(mark if placing.sure else "unsure", *shown, ruled=True)


def _mark_in(place: Image.Image, contrast: int) -> Mark:
    smooth = place.filter(ImageFilter.MedianFilter(3))
    shades = smooth.histogram()
    paper = max(range(100, 256), key=lambda shade: shades[shade])
    share, faint = (sum(shades[: max(paper - round(contrast * part), 0)]) / sum(shades) for part in (_DARK, _FAINT))
    if share < _EMPTY:
        return "unsure" if faint >= _FAINT_SHARE else "none"
    strokes = _largest(_strokes_in(smooth, contrast))
    return "seen" if _share(strokes) >= _WRITTEN and _is_writing(strokes) else "unsure"


def _strokes_in(place: Image.Image, contrast: int) -> Image.Image:
    """What is dark and narrow, white on black: broad stains and shadows are taken for paper."""
    framed = ImageOps.expand(place, _STROKE, 255)
    paper = without_strokes(framed, _STROKE).crop((_STROKE, _STROKE, _STROKE + place.width, _STROKE + place.height))
    least = max(round(contrast * _STROKE_DARK), 1)
    return ImageChops.subtract(paper, place).point([0] * least + [255] * (256 - least))


def _share(strokes: Image.Image) -> float:
    return strokes.histogram()[255] / (strokes.width * strokes.height)


def _spread(strokes: Image.Image) -> bool:
    """Whether strokes reach over several rows and columns of the place."""
    cells = strokes.resize(_CELLS, Image.Resampling.BOX).tobytes()
    wide = _CELLS[0]
    touched = {(cell % wide, cell // wide) for cell, shade in enumerate(cells) if shade >= _TOUCHED}
    rows = {row for _, row in touched}
    columns = {column for column, _ in touched}
    return len(rows) >= _ROWS and len(columns) >= _COLUMNS


def _is_writing(strokes: Image.Image) -> bool:
    """Whether strokes that hang together, of some extent both ways, cross a straight line again and again."""
    if not _spread(strokes):
        return False
    turned = strokes.transpose(Image.Transpose.ROTATE_90)
    return max(_crossed(strokes), _crossed(turned)) >= _CROSSED


def _crossed(strokes: Image.Image) -> float:
    """The share of rows, of those with strokes, that meet several."""
    counts = [runs for row in _rows(strokes) if (runs := _runs(row))]
    return sum(runs >= _CROSSINGS for runs in counts) / len(counts) if counts else 0.0


def _rows(strokes: Image.Image) -> list[bytes]:
    told, wide = strokes.tobytes(), strokes.width
    return [told[start : start + wide] for start in range(0, len(told), wide)]


def _runs(row: bytes) -> int:
    return len(row.replace(b"\0", b" ").split())


def _largest(strokes: Image.Image) -> Image.Image:
    """The strokes that hang together and are most; nothing of the others."""
    joined = strokes.reduce(_COARSE).point(_ANY).filter(ImageFilter.MaxFilter(_JOINED))
    best = Image.new("L", strokes.size, 0)
    while (start := joined.tobytes().find(_FOUND)) >= 0:
        ImageDraw.floodfill(joined, (start % joined.width, start // joined.width), _OTHER)
        around = joined.point(_ONLY_OTHER).resize(strokes.size, Image.Resampling.NEAREST)
        joined = joined.point(_WITHOUT_OTHER)
        best = max(best, ImageChops.multiply(strokes, around), key=_share)
    return best


def _patch(sheet: Image.Image, projection: Projection, place: Quad) -> Image.Image:
    """A place of the page as it is on the sheet, laid straight."""
    (left, top), (right, _), _, (_, bottom) = place
    size = (round((right - left) / MILLIMETRE * _SCALE), max(round((bottom - top) / MILLIMETRE * _SCALE), 1))
    return straightened(sheet, _projected(projection, place), size)


def _projected(projection: Projection, place: Quad) -> Quad:
    first, second, third, fourth = map(projection, place)
    return first, second, third, fourth


def _inside(sheet: Image.Image, projection: Projection, box: Box) -> bool:
    points = _projected(projection, corners_of(box))
    return all(0 <= x <= sheet.width and 0 <= y <= sheet.height for x, y in points)


def _with_surroundings(box: Box) -> Box:
    across, down = _SURROUNDINGS
    left, top, right, bottom = box
    return left - across, top - down, right + across, bottom + down


def _frame(box: Box) -> Box:
    """The box in its surroundings."""
    left, top, right, bottom = _with_surroundings(box)
    across, down = (one / max(size, 1) for one, size in zip(_SURROUNDINGS, (right - left, bottom - top), strict=True))
    return round(across, 4), round(down, 4), round(1 - across, 4), round(1 - down, 4)


def _shares(sheet: Image.Image, projection: Projection, box: Box) -> Quad:
    def share(point: Point) -> Point:
        x, y = projection(point)
        return round(min(max(x / sheet.width, 0), 1), 4), round(min(max(y / sheet.height, 0), 1), 4)

    first, second, third, fourth = map(share, corners_of(box))
    return first, second, third, fourth
