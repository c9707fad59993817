"""A scanned sheet laid straight over the page that was printed, so that a place on the page is found on the sheet.

The symbol says which way up the sheet is and where; a symbol of 15 mm is too small to say how straight, so that is
read from the lines of the whole sheet.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin

from PIL import Image

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
_SMALL = 700
_LEAN = tuple(step / 4 for step in range(-6, 7))  # degrees around what the symbol says
_FINE = tuple(step / 16 for step in range(-3, 4))
_SAME_SHAPE = 0.02
_MODULES = 21 / 29  # of the printed square; the rest is its quiet zone


@dataclass(frozen=True, slots=True)
class Printed:
    """The page as it was printed: its size, and the square of its symbol; None where that is not known."""

    width: float
    height: float
    symbol: Box | None = None


@dataclass(frozen=True, slots=True)
class Straight:
    """A sheet laid straight: `scale` pixels for a point of the page, whose upper left corner is at `left`, `top`."""

    picture: Image.Image
    left: float
    top: float
    scale: float

    def place(self, box: Box) -> Box:
        """Where a place of the page is, in pixels."""
        left, top, right, bottom = (edge * self.scale for edge in box)
        return left + self.left, top + self.top, right + self.left, bottom + self.top


def straightened(sheet: Image.Image, corners: tuple[tuple[float, float], ...], printed: Printed) -> Straight:
    """The sheet laid straight; `corners` are the symbol's in pixels: upper left, upper right, lower right, lower left,
    as it was printed.
    """
    lean = _lean(corners)
    quarter = round(lean / 90) * 90
    turned = sheet.rotate(quarter, expand=True)
    lean = _straightest(turned, lean - quarter)
    picture = turned.rotate(lean, Image.Resampling.BILINEAR, expand=True, fillcolor=255)
    scale = _scale(turned.size, corners, printed)
    if printed.symbol is None:
        return Straight(picture, (picture.width - turned.width) / 2, (picture.height - turned.height) / 2, scale)
    middle = (sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4)
    x, y = _moved(_moved(middle, sheet.size, turned.size, quarter), turned.size, picture.size, lean)
    left, top, right, bottom = printed.symbol
    return Straight(picture, x - (left + right) / 2 * scale, y - (top + bottom) / 2 * scale, scale)


def _lean(corners: tuple[tuple[float, float], ...]) -> float:
    """By how many degrees, clockwise, the symbol's upper and lower edges lean."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    return degrees(atan2(by - ay + cy - dy, bx - ax + cx - dx))


def _straightest(sheet: Image.Image, about: float) -> float:
    """The lean at which lines of text and rules are thinnest: rows differ most from their neighbours."""
    small = sheet.resize((_SMALL, round(sheet.height * _SMALL / sheet.width)), Image.Resampling.BOX)
    best = max((about + step for step in _LEAN), key=lambda angle: _contrast(small, angle))
    return max((best + step for step in _FINE), key=lambda angle: _contrast(small, angle))


def _contrast(sheet: Image.Image, angle: float) -> int:
    straight = sheet.rotate(angle, Image.Resampling.NEAREST, fillcolor=255)
    rows = straight.resize((1, sheet.height), Image.Resampling.BOX).tobytes()
    return sum((one - other) ** 2 for one, other in pairwise(rows))


def _moved(
    point: tuple[float, float], before: tuple[int, int], after: tuple[int, int], angle: float
) -> tuple[float, float]:
    """Where a point is after its picture was turned about its middle, counter-clockwise, and grew."""
    x, y = point[0] - before[0] / 2, point[1] - before[1] / 2
    cosine, sine = cos(radians(angle)), sin(radians(angle))
    return x * cosine + y * sine + after[0] / 2, y * cosine - x * sine + after[1] / 2


def _scale(size: tuple[int, int], corners: tuple[tuple[float, float], ...], printed: Printed) -> float:
    """Pixels for a point: by the sheet, where it has the page's shape, else by the symbol, which is less exact."""
    across, down = size[0] / printed.width, size[1] / printed.height
    if printed.symbol is None or abs(across / down - 1) < _SAME_SHAPE:
        return (across + down) / 2
    (ax, ay), (bx, by), _, (dx, dy) = corners
    side = (hypot(bx - ax, by - ay) + hypot(dx - ax, dy - ay)) / 2
    return side / ((printed.symbol[2] - printed.symbol[0]) * _MODULES)
