"""Whether something was written on a signature line, as far as a program can tell: nothing, marks, or a person looks.

Marks are no signature. Whose hand they are of, and whether they are more than a stamp, no program knows.
"""

from typing import Literal

from PIL import Image, ImageFilter

from rolebook.scan.upright import Box, Straight

Mark = Literal["none", "unsure", "seen"]
_EMPTY, _WRITTEN = 0.002, 0.008
"""Shares of dark paper: below the first nothing was written, from the second on something may have been."""
_DARK, _FAINT = 50, 22  # below the shade of the paper, of 255
_FAINT_SHARE = 0.012
_CELLS = (12, 8)
_TOUCHED = 12  # of 255: a cell of the place that something dark reaches into
_ROWS, _COLUMNS = 3, 3
_MILLIMETRE = 72 / 25.4
_LINE_IS_WITHIN = 2.5 * _MILLIMETRE
_ABOVE_LINE = 0.7 * _MILLIMETRE
_RULED = 22  # how much darker a row with a printed line is than the paper


def marks_on(sheet: Straight, box: Box) -> Mark:
    """What is on a signature line of a page. `box` is the field, the printed line at its bottom, in points.

    `seen` is said only of what is dark, of some extent both ways: neither the fold of a sheet nor a speck is that.
    """
    place = _field(sheet, box)
    if place is None:
        return "unsure"
    smooth = place.filter(ImageFilter.MedianFilter(3))
    shades = smooth.histogram()
    paper = max(range(128, 256), key=lambda shade: shades[shade])
    share, faint = (sum(shades[: paper - below]) / sum(shades) for below in (_DARK, _FAINT))
    if share < _EMPTY:
        return "unsure" if faint >= _FAINT_SHARE else "none"
    return "seen" if share >= _WRITTEN and _spread(smooth, paper - _DARK) else "unsure"


def _field(sheet: Straight, box: Box) -> Image.Image | None:
    """The field's paper without the printed line and what stands at the edges; None where it is not on the sheet."""
    left, top, right, bottom = sheet.place(box)
    across, down = (right - left) * 0.06, (bottom - top) * 0.12
    line = _line_near(sheet, (left + across, right - across), bottom)
    found = (left + across, top + down, right - across, (line or bottom) - _ABOVE_LINE * sheet.scale)
    wide, high = sheet.picture.size
    if found[0] < 0 or found[1] < 0 or found[2] > wide or found[3] > high or found[3] - found[1] < 4:
        return None
    return sheet.picture.crop(found)


def _line_near(sheet: Straight, across: tuple[float, float], bottom: float) -> float | None:
    """Where the printed line is, in pixels from the top: the darkest row near where it should be."""
    reach = _LINE_IS_WITHIN * sheet.scale
    first = round(bottom - reach)
    band = sheet.picture.crop((round(across[0]), first, round(across[1]), round(bottom + reach)))
    if band.height < 2 or band.width < 2:
        return None
    rows = band.resize((1, band.height), Image.Resampling.BOX).tobytes()
    darkest = min(range(len(rows)), key=rows.__getitem__)
    return first + darkest if max(rows) - rows[darkest] >= _RULED else None


def _spread(place: Image.Image, below: int) -> bool:
    """Whether what is dark reaches over several rows and columns of the place."""
    dark = place.point([255] * below + [0] * (256 - below))
    cells = dark.resize(_CELLS, Image.Resampling.BOX).tobytes()
    wide = _CELLS[0]
    touched = {(cell % wide, cell // wide) for cell, shade in enumerate(cells) if shade >= _TOUCHED}
    rows = {row for _, row in touched}
    columns = {column for column, _ in touched}
    return len(rows) >= _ROWS and len(columns) >= _COLUMNS
