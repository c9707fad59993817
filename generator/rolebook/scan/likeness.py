"""Whether the printed page is where a sheet is thought to have it: the outer parts of its print, compared in place.

Parts of the page that bear print, the outermost of each side first, are looked for within a few millimetres of where
they should be. All that are found must be within one millimetre; too few prove nothing.
"""

from collections.abc import Iterator
from math import inf
from operator import itemgetter

from PIL import Image, ImageChops, ImageFilter, ImageStat

from rolebook.scan.geometry import Projection, corners_of
from rolebook.scan.pictures import DRAWN_DPI, straightened

_SCALE = DRAWN_DPI / 72  # pixels a point: half a millimetre of paper is one
_Part = tuple[int, int, int, int]
_PART = 40  # pixels: 20 mm
_REACH = 8  # pixels: 4 mm to each side
_NEAR = 2  # pixels: 1 mm
_DARK = 0.3  # of the contrast of print to paper
_PRINT = 0.02  # of a part that must be dark for it to be told from others
_UNLIKE = 0.6  # of a part's print: where more is different, nothing of it is there
_AS_GOOD = 0.12  # of it: so little more may be different near its place than elsewhere
_SIDES = 4
_MOST = 12


def same_page(sheet: Image.Image, projection: Projection, drawn: Image.Image, contrast: int) -> bool:
    """Whether what was drawn is on the sheet where the projection has it."""
    wide, high = drawn.size
    page = (0.0, 0.0, wide / _SCALE, high / _SCALE)
    corners = [projection(corner) for corner in corners_of(page)]
    straight = straightened(sheet, (corners[0], corners[1], corners[2], corners[3]), drawn.size)
    printed, found = _print_of(drawn, 255), _print_of(straight, contrast)
    sides = 0
    for parts in _parts_by_side(printed):
        places = [_in_place(printed, found, part) for part in parts]
        if False in places:
            return False
        sides += True in places
    return sides == _SIDES


def _print_of(picture: Image.Image, contrast: int) -> Image.Image:
    """Print white on black, blurred a little so that half a pixel does not matter; shadows are gone."""
    paper = picture.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.BoxBlur(5))
    depth = ImageChops.subtract(paper, picture)
    least = max(round(contrast * _DARK / 2), 1)
    return depth.point([0] * least + [255] * (256 - least)).filter(ImageFilter.BoxBlur(1))


def _parts_by_side(printed: Image.Image) -> Iterator[list[_Part]]:
    """For the upper, lower, left and right side the parts with print that are nearest to it."""
    wide, high = printed.size
    parts = [
        (x, y, x + _PART, y + _PART)
        for y in range(_REACH, high - _PART - _REACH, _PART // 2)
        for x in range(_REACH, wide - _PART - _REACH, _PART // 2)
        if ImageStat.Stat(printed.crop((x, y, x + _PART, y + _PART))).mean[0] > 255 * _PRINT
    ]
    nearest = _MOST // _SIDES
    for edge in (1, 0):
        ordered = sorted(parts, key=itemgetter(edge))
        yield ordered[:nearest]
        yield ordered[-nearest:]


def _in_place(printed: Image.Image, found: Image.Image, part: _Part) -> bool | None:
    """Whether a part is within a millimetre of its place; None where it is not there at all.

    A part with nothing but a line may be anywhere along it: near is as good as elsewhere then.
    """
    left, top, right, bottom = part
    own = printed.crop(part)
    apart: dict[bool, float] = {True: inf, False: inf}
    for y in range(-_REACH, _REACH + 1):
        for x in range(-_REACH, _REACH + 1):
            other = found.crop((left + x, top + y, right + x, bottom + y))
            near = max(abs(x), abs(y)) <= _NEAR
            apart[near] = min(apart[near], ImageStat.Stat(ImageChops.difference(own, other)).sum[0])
    ink = ImageStat.Stat(own).sum[0]
    if min(apart.values()) >= ink * _UNLIKE:
        return None
    return apart[True] <= apart[False] + ink * _AS_GOOD
