"""A sheet without symbols in its corners laid straight, by its QR and its lines of text.

The QR says which way up the sheet is and where; a symbol of 15 mm is too small to say how straight, so that is
read from the lines of the whole sheet.
"""

from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin

from PIL import Image

from rolebook.scan.geometry import Box, Point, Projection, middle_of

_SMALL = 700
_LEAN = tuple(step / 4 for step in range(-6, 7))  # degrees around what the symbol says
_FINE = tuple(step / 16 for step in range(-3, 4))
_SAME_SHAPE = 0.02


def laid_flat(sheet: Image.Image, corners: list[Point], size: tuple[float, float], modules: Box | None) -> Projection:
    """Where a page of a size (points) is: turned and scaled, no more. `corners` are the QR's, `modules` its place.

    Where the place of the QR is not known, the page is taken for the whole sheet.
    """
    lean = _lean(corners)
    quarter = round(lean / 90) * 90
    turned = sheet.rotate(quarter, expand=True) if quarter % 360 else sheet
    lean = quarter + _straightest(turned, lean - quarter)
    scale = _scale(turned.size, corners, size, modules)
    along, across = scale * cos(radians(lean)), scale * sin(radians(lean))
    if modules is None:
        (x, y), (u, v) = (size[0] / 2, size[1] / 2), (sheet.width / 2, sheet.height / 2)
    else:
        left, top, right, bottom = modules
        (x, y), (u, v) = ((left + right) / 2, (top + bottom) / 2), middle_of(corners)
    moved = (u - along * x + across * y, v - across * x - along * y)
    return Projection((along, -across, moved[0], across, along, moved[1], 0.0, 0.0))


def _lean(corners: list[Point]) -> float:
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


def _scale(sheet: tuple[int, int], corners: list[Point], size: tuple[float, float], modules: Box | None) -> float:
    """Pixels for a point: by the sheet, where it has the page's shape, else by the symbol, which is less exact."""
    across, down = sheet[0] / size[0], sheet[1] / size[1]
    if modules is None or abs(across / down - 1) < _SAME_SHAPE:
        return (across + down) / 2
    (ax, ay), (bx, by), _, (dx, dy) = corners
    side = (hypot(bx - ax, by - ay) + hypot(dx - ax, dy - ay)) / 2
    return side / (modules[2] - modules[0])
