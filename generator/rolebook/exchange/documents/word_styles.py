"""What the paragraph styles of a Word file say: headings, lists, bold and hidden words."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from rolebook.exchange.documents.word_numbering import value
from rolebook.exchange.xml import child, children

_OFF = ("0", "false", "off")
_DEEPEST = 20
"""Styles rest on one another; more steps than that are a circle."""


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A list and the level in it; `level` is None where nothing says it, `style` the style that names the list."""

    number_id: str
    level: int | None
    style: str = ""


class Styles:
    """The styles by id, each with what it takes from those it is based on."""

    def __init__(self, root: ET.Element | None) -> None:
        found = children(root, "style") if root is not None else ()
        self._styles = {value(style, "styleId"): style for style in found}
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if value(style, "type") == "paragraph" and value(style, "default")
            ),
            "",
        )
        self.lists = {
            key: place.number_id for key in self._styles if (place := list_place(child(self._styles[key], "pPr"), key))
        }

    def heading_level(self, style: str) -> int:
        """Returns the level of a heading style from 1 to 9, 0 for other styles; a title has level 1."""
        for name, one in self._chain(style):
            outline = _below(one, "pPr", "outlineLvl")
            if outline is not None and value(outline, "val").isdecimal():
                level = int(value(outline, "val")) + 1
                return level if level < 10 else 0
            label = child(one, "name")
            words = (value(label, "val") if label is not None else name).casefold()
            if words in ("title", "заголовок", "название"):
                return 1
            if words.startswith("heading ") and words[8:].isdecimal():
                return min(int(words[8:]), 9)
        return 0

    def list_place(self, style: str) -> ListPlace | None:
        """Returns the list that a style puts its paragraphs into."""
        for name, one in self._chain(style):
            if place := list_place(child(one, "pPr"), name):
                return place
        return None

    def has(self, style: str, mark: str) -> bool:
        """Whether a style's words are `b` (bold) or `vanish` (hidden)."""
        for _, one in self._chain(style):
            found = _below(one, "rPr", mark)
            if found is not None:
                return is_on(found)
        return False

    def _chain(self, style: str) -> Iterator[tuple[str, ET.Element]]:
        name = style or self._default
        for _ in range(_DEEPEST):
            if name not in self._styles:
                return
            yield name, self._styles[name]
            parent = child(self._styles[name], "basedOn")
            name = value(parent, "val") if parent is not None else ""


def list_place(properties: ET.Element | None, style: str = "") -> ListPlace | None:
    """Returns the list that paragraph properties name; list `0` takes a paragraph out of its style's list."""
    number = child(properties, "numPr") if properties is not None else None
    if number is None:
        return None
    key, level = child(number, "numId"), child(number, "ilvl")
    if key is None:
        return None
    depth = value(level, "val") if level is not None else ""
    return ListPlace(value(key, "val"), int(depth) if depth.isdecimal() and len(depth) < 3 else None, style)


def is_on(element: ET.Element | None) -> bool:
    """Whether a switch such as `w:b` is there and not off."""
    return element is not None and value(element, "val") not in _OFF


def _below(element: ET.Element, outer: str, inner: str) -> ET.Element | None:
    holder = child(element, outer)
    return child(holder, inner) if holder is not None else None
