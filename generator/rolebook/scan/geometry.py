"""Places on a printed page and where they are on a scanned sheet: projections, from a few points that are known.

A page that lies flat under a lens is a homography of what was printed (Hartley and Zisserman, Multiple View Geometry,
2.3): four points make it, and no three of ours are in a line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Quad = tuple[Point, Point, Point, Point]
"""The corners of a box: upper left, upper right, lower right, lower left, as it was printed."""
MILLIMETRE = 72 / 25.4
"""In points, which pages are measured in."""


@dataclass(frozen=True, slots=True)
class Projection:
    """From points of the page to pixels of the sheet: `terms` are a homography's first eight, row by row."""

    terms: tuple[float, ...]

    def __call__(self, point: Point) -> Point:
        """Where a point of the page is on the sheet."""
        x, y = point
        a, b, c, d, e, f, g, h = self.terms
        depth = g * x + h * y + 1
        return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth

    def scale_at(self, point: Point) -> float:
        """Pixels for a point of length, around a place of the page."""
        x, y = point
        (ax, ay), (bx, by), (cx, cy) = self(point), self((x + 1, y)), self((x, y + 1))
        return (hypot(bx - ax, by - ay) + hypot(cx - ax, cy - ay)) / 2


def corners_of(box: Box) -> Quad:
    """The corners of a box."""
    left, top, right, bottom = box
    return (left, top), (right, top), (right, bottom), (left, bottom)


def middle_of(points: Sequence[Point]) -> Point:
    """The middle of some points."""
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def homography(printed: Sequence[Point], found: Sequence[Point]) -> Projection | None:
    """The projection that takes four points of the page to four of the sheet; None where three are in a line."""
    rows = []
    for (x, y), (u, v) in zip(printed, found, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    solved = _solved(rows)
    return Projection(solved) if solved else None


def similarity(printed: Sequence[Point], found: Sequence[Point]) -> Projection:
    """The sheet as laid flat on glass: moved, turned and scaled alike both ways, by least squares of some points."""
    (px, py), (fx, fy) = middle_of(printed), middle_of(found)
    own, there = [complex(x - px, y - py) for x, y in printed], [complex(u - fx, v - fy) for u, v in found]
    size = sum(abs(point) ** 2 for point in own)
    turn = sum((point.conjugate() * other for point, other in zip(own, there, strict=True)), 0j) / size
    a, b = turn.real, turn.imag
    return Projection((a, -b, fx - a * px + b * py, b, a, fy - b * px - a * py, 0.0, 0.0))


def residual(projection: Projection, printed: Sequence[Point], found: Sequence[Point]) -> float:
    """By how many millimetres of paper a projection misses the worst of some points."""
    misses = []
    for point, (u, v) in zip(printed, found, strict=True):
        x, y = projection(point)
        misses.append(hypot(x - u, y - v) / projection.scale_at(point))
    return max(misses) / MILLIMETRE


def _solved(rows: list[list[float]]) -> tuple[float, ...] | None:
    """The solution of linear equations, by elimination with pivots; None where there is none."""
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column]
        if abs(head[column]) < 1e-9:
            return None
        for row in range(size):
            if row != column:
                share = rows[row][column] / head[column]
                rows[row] = [one - share * other for one, other in zip(rows[row], head, strict=True)]
    return tuple(rows[place][size] / rows[place][place] for place in range(size))
