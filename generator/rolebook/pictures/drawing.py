"""Drawings in SVG, without scripts, events, foreign content and addresses of elsewhere."""

import re

_START = re.compile(rb"<svg\b[^>]*>", re.DOTALL)
_SIZE = {name: re.compile(rf'\b{name}="([0-9.]+)(?:px)?"'.encode()) for name in ("width", "height")}
_BOX = re.compile(rb'\bviewBox="[^"]*?([0-9.]+)[ ,]+([0-9.]+)\s*"')
_LINKED = re.compile(rb"<image\b(?![^>]*href=\"data:)[^>]*?/>", re.DOTALL)
_USUAL = (300.0, 150.0)
"""Width and height of a drawing that names none, as browsers have it."""


class NotADrawing(ValueError):
    """The bytes are no SVG, or one that defines entities."""


def cleaned(content: bytes) -> tuple[bytes, float, float]:
    """Returns a drawing without what could act or fetch, its width and its height. Raises NotADrawing."""
    import py_svg_hush  # noqa: PLC0415  most commands draw nothing

    if b"<!ENTITY" in content:
        raise NotADrawing("entities")
    try:
        safe: bytes = py_svg_hush.filter_svg(content, {"image": ["png", "jpeg", "gif", "webp"]})
    except ValueError as error:
        raise NotADrawing(str(error)) from error
    start = _START.search(safe)
    if start is None:
        raise NotADrawing("no svg")
    width, height = _size(start[0])
    return _LINKED.sub(b"", safe), width, height


def _size(start: bytes) -> tuple[float, float]:
    box = _BOX.search(start)
    usual = (float(box[1]), float(box[2])) if box else _USUAL
    told = [_SIZE[name].search(start) for name in ("width", "height")]
    width, height = (float(one[1]) if one else side for one, side in zip(told, usual, strict=True))
    return (width, height) if width > 0 and height > 0 else _USUAL
