"""An organisation chart as an SVG file, drawn when the site is built: a tidy tree from left to right.

Boxes of one depth share a column; a parent is beside the first of its children, so that the file begins with the top.
Colours are attributes: the file is opened by itself, in programs that know none of our style sheets.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from markupsafe import Markup, escape

WIDTH, GAP_X, GAP_Y, PADDING = 172, 24, 10, 10
LINE_HEIGHT, FONT_SIZE = 18, 14
_EM = {"W": 1.0, "F": 1.0}  # wide scripts; Cyrillic is "ambiguous" and as narrow as Latin
_NARROW_EM = 0.58


@dataclass(frozen=True, slots=True)
class Post:
    """A box: its words, where it leads, and the posts below it; `outside` is a body that is not of the organisation."""

    title: str
    href: str | None
    below: tuple["Post", ...] = ()
    outside: bool = False


@dataclass(slots=True)
class _Box:
    post: Post
    lines: list[str]
    x: float
    width: float
    y: float = 0.0
    below: list["_Box"] = field(default_factory=list)

    @property
    def height(self) -> float:
        return len(self.lines) * LINE_HEIGHT + 2 * PADDING

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def draw(roots: tuple[Post, ...], label: str) -> Markup:
    """The chart as one SVG file; every box with an address is a link."""
    if not roots:
        return Markup("")
    width = max(WIDTH, 2 * PADDING + max(_longest(root) for root in roots))
    boxes = [_box(root, 0, width) for root in roots]
    y = 0.0
    for box in boxes:
        y = _place(box, y) + GAP_Y
    everything = [found for box in boxes for found in _all(box)]
    right = max(box.x for box in everything) + width + 2
    height = max(box.y + box.height for box in everything) + 2
    lines = "".join(_edge(box, child) for box in everything for child in box.below)
    drawn = "".join(map(_drawn, everything))
    w, h = round(right + 1), round(height + 1)
    return Markup(  # noqa: S704  titles and addresses are escaped where they are put in
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {w} {h}" width="{w}" height="{h}" role="group" '
        f'aria-label="{escape(label)}" font-family="sans-serif" font-size="{FONT_SIZE}" fill="#1f2426">'
        f'<rect x="-1" y="-1" width="{w}" height="{h}" fill="#fff"/>'
        f'<g fill="none" stroke="#59646a">{lines}</g>{drawn}</svg>\n'
    )


def wrapped(title: str, width: float) -> list[str]:
    """A title in lines of at most `width` pixels, a longer word alone; scripts without spaces break between signs."""
    lines, line = [], ""
    for piece in _pieces(title):
        if line and _length(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def _pieces(title: str) -> Iterator[str]:
    word = ""
    for sign in title:
        if unicodedata.east_asian_width(sign) in _EM:
            yield from ([word] if word else [])
            word = ""
            yield sign
        else:
            word += sign
            if sign in " /-":
                yield word
                word = ""
    if word:
        yield word


@lru_cache(maxsize=8192)
def _length(text: str) -> float:
    return sum(_EM.get(unicodedata.east_asian_width(sign), _NARROW_EM) for sign in text) * FONT_SIZE


def _longest(post: Post) -> float:
    """The width of the longest word in the chart below a post: boxes are made for it."""
    words = (_length(piece.rstrip()) for piece in _pieces(post.title))
    return max([*words, *(_longest(child) for child in post.below)])


def _box(post: Post, depth: int, width: float) -> _Box:
    box = _Box(post, wrapped(post.title, width - 2 * PADDING), depth * (width + GAP_X), width)
    box.below = [_box(child, depth + 1, width) for child in post.below]
    return box


def _place(box: _Box, top: float) -> float:
    """Gives the box and all below it their heights from `top`; returns where the next one may start."""
    if not box.below:
        box.y = top
        return top + box.height + GAP_Y
    y = top
    for child in box.below:
        y = _place(child, y)
    box.y = top
    return max(y, box.y + box.height + GAP_Y)


def _all(box: _Box) -> Iterator[_Box]:
    yield box
    for child in box.below:
        yield from _all(child)


def _edge(parent: _Box, child: _Box) -> str:
    x0, x1 = round(parent.x + parent.width, 1), round(child.x, 1)
    half = (x0 + x1) / 2
    return f'<path d="M{x0} {parent.middle:.1f}H{half}V{child.middle:.1f}H{x1}"/>'


def _drawn(box: _Box) -> str:
    first = box.y + PADDING + LINE_HEIGHT * 0.75
    text = "".join(
        f'<tspan x="{box.x + PADDING:.1f}" y="{first + row * LINE_HEIGHT:.1f}">{escape(line)}</tspan>'
        for row, line in enumerate(box.lines)
    )
    x, width = round(box.x, 1), round(box.width, 1)
    dashes = ' stroke-dasharray="5 4"' if box.post.outside else ""
    frame = f'x="{x}" y="{box.y:.1f}" width="{width}" height="{box.height:.1f}" rx="6"'
    body = f'<rect {frame} fill="#fff" stroke="#59646a"{dashes}/><text>{text}</text>'
    if box.post.href is None:
        return f'<g class="post{" outside" * box.post.outside}">{body}</g>'
    return f'<a class="post" href="{escape(box.post.href)}" aria-label="{escape(box.post.title)}">{body}</a>'
