"""Figures of a paper as pixels, for programs that take no drawings."""

import re
from base64 import b64encode
from functools import lru_cache
from typing import Any

import typst

from rolebook.language import language_for
from rolebook.render.paper.fonts import fonts_of

_PIXELS = re.compile(r'<svg [^>]*><image [^>]*href="data:image/(?:png|jpeg);base64,([A-Za-z0-9+/=]+)"/></svg>')
_DOTS = 200
_PAGE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'


def with_pixels(value: Any) -> Any:
    """Returns a paper's values where each figure has its picture as `png`, too: PNG or JPEG in base 64."""
    if isinstance(value, list):
        return [with_pixels(one) for one in value]
    if not isinstance(value, dict):
        return value
    told = {key: with_pixels(one) for key, one in value.items()}
    return told | ({"png": _png(value["svg"])} if "svg" in value else {})


@lru_cache(maxsize=64)
def _png(svg: str) -> str:
    if found := _PIXELS.fullmatch(svg):
        return found[1]
    folders = list(fonts_of([language_for("en").fonts]).folders)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return b64encode(typst.compile(_PAGE, format="png", ppi=_DOTS, sys_inputs={"svg": svg}, font_paths=fonts)).decode()
