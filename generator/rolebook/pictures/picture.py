"""A picture for a page or a paper, from the bytes of a file."""

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Literal

from rolebook.pictures.drawing import NotADrawing, cleaned
from rolebook.pictures.raster import NotAPicture, drawn_anew

WEB_SIDE, PAPER_SIDE = 1200, 1800
"""The longest side in pixels: a page is at most 60 rem wide, a paper 170 mm at 270 dots an inch."""


class BadPicture(ValueError):
    """The file is no picture that can be shown."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is safe to show; `width` and `height` are in pixels."""

    kind: Literal["svg", "png", "jpeg"]
    data: bytes
    width: int
    height: int

    @property
    def name(self) -> str:
        """A file name that follows from the bytes alone."""
        return f"{hashlib.sha256(self.data).hexdigest()[:20]}.{self.kind}"


def source_digest(content: bytes) -> str:
    """Returns the SHA-256 of a file; line ends of a drawing do not count, for git may change them."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n") if _is_drawing(content) else content).hexdigest()


@lru_cache(maxsize=256)
def is_sound(content: bytes) -> bool:
    """Returns whether the bytes are a picture that can be shown."""
    try:
        for_web(content)
    except BadPicture:
        return False
    return True


def redrawn(content: bytes) -> Picture:
    """Returns a picture to keep instead of one that somebody brings, in the best size we use. Raises BadPicture."""
    return _picture(content, PAPER_SIDE, opaque=False)


@lru_cache(maxsize=64)
def for_web(content: bytes) -> Picture:
    """Returns the picture for a page. Raises BadPicture."""
    return _picture(content, WEB_SIDE, opaque=False)


@lru_cache(maxsize=64)
def for_paper(content: bytes) -> str:
    """Returns the picture as an SVG, which may hold pixels: a typesetter takes it as text. Raises BadPicture."""
    picture = _picture(content, PAPER_SIDE, opaque=True)
    if picture.kind == "svg":
        return picture.data.decode()
    size = f'width="{picture.width}" height="{picture.height}"'
    data = base64.b64encode(picture.data).decode()
    address = escape(f"data:image/{picture.kind};base64,{data}")
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{address}"/></svg>'


def _picture(content: bytes, side: int, *, opaque: bool) -> Picture:
    try:
        if _is_drawing(content):
            safe, width, height = cleaned(content)
            return Picture("svg", safe, round(width), round(height))
        kind, data, wide, high = drawn_anew(content, side, opaque=opaque)
    except (NotADrawing, NotAPicture) as error:
        raise BadPicture(str(error)) from error
    return Picture("png" if kind == "png" else "jpeg", data, wide, high)


def _is_drawing(content: bytes) -> bool:
    return b"<svg" in content[:4096]
