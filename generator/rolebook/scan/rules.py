"""The printed line under a place to sign, found near where it should be: a thin, straight, dark line as long as it."""

from itertools import combinations

from PIL import Image

_PARTS = 12
_SEARCHED_EACH_SIDE = 0.55  # of a millimetre: on both sides of a thin line there is paper
_TOGETHER = 0.35  # of a millimetre: parts of one line are that straight
_STEEPEST = 0.06
_MOST_PARTS = 0.6
_DARKER = 0.06  # of the contrast of print to paper


def rule_in(band: Image.Image, scale: float, contrast: int) -> tuple[float, float] | None:
    """Where a printed line enters and leaves a band, in pixels from its top; None where there is none.

    `scale` is pixels a millimetre, `contrast` that of black print to paper. A signature across the line hides a part.
    """
    found = [place for part in range(_PARTS) if (place := _darkest_row(band, part, scale, contrast)) is not None]
    if len(found) < _PARTS * _MOST_PARTS:
        return None
    steepest = _STEEPEST * band.width / _PARTS
    lines = (_line(found, pair, _TOGETHER * scale, steepest) for pair in combinations(found, 2))
    count, left, right = max(lines, key=lambda one: one[0])
    return (left, right) if count >= _PARTS * _MOST_PARTS else None


def _darkest_row(band: Image.Image, part: int, scale: float, contrast: int) -> tuple[int, int] | None:
    """The row of a part, by number, that is darkest against what is above and below it."""
    left, right = band.width * part // _PARTS, band.width * (part + 1) // _PARTS
    rows = band.crop((left, 0, right, band.height)).resize((1, band.height), Image.Resampling.BOX).tobytes()
    side = max(round(_SEARCHED_EACH_SIDE * scale), 1)
    best, row = max(
        (min(rows[place - side], rows[place + side]) - rows[place], place) for place in range(side, len(rows) - side)
    )
    return (part, row) if best >= max(contrast * _DARKER, 4) else None


def _line(
    found: list[tuple[int, int]], pair: tuple[tuple[int, int], tuple[int, int]], near: float, steepest: float
) -> tuple[int, float, float]:
    """How many rows are on the line through two of them, and where it enters and leaves the band."""
    (first, above), (last, below) = pair
    slope = (below - above) / (last - first)
    start = above - slope * (first + 0.5)
    on_it = sum(abs(start + slope * (part + 0.5) - row) <= near for part, row in found)
    return (on_it if abs(slope) <= steepest else 0), start, start + slope * _PARTS
