"""Automatic list numbers of Word (ECMA-376 part 1, 17.9), as Word and LibreOffice print them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from rolebook.exchange.documents.number_forms import numeral
from rolebook.exchange.xml import child, children, local

_SLOT = re.compile(r"%([1-9])")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(slots=True)
class Level:
    """How one level of a list counts and looks; `restarts` is the level above which it begins anew, 0 for never."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restarts: int | None = None
    style: str = ""
    is_legal: bool = False


@dataclass(slots=True)
class _List:
    """One numbering instance: its levels, and which counters it shares (those of its abstract numbering)."""

    shared: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document; `next_number` counts on, so paragraphs are asked for in their order."""

    def __init__(self, root: ET.Element | None, list_of_style: Mapping[str, str]) -> None:
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is None:
            return
        abstract = {value(one, "abstractNumId"): one for one in children(root, "abstractNum")}
        linked = {
            style: key
            for key, one in abstract.items()
            if (link := child(one, "styleLink")) is not None and (style := value(link, "val"))
        }
        for num in children(root, "num"):
            link = child(num, "abstractNumId")
            key = value(link, "val") if link is not None else ""
            if key in abstract:
                key = _followed(key, abstract, linked, list_of_style)
                self._lists[value(num, "numId")] = _list(key, abstract[key], num)

    def level_of_style(self, number_id: str, style: str) -> int:
        """Returns the level that a paragraph style is tied to in a list, else the first."""
        known = self._lists.get(number_id)
        return next((at for at, level in known.levels.items() if level.style == style), 0) if known else 0

    def next_number(self, number_id: str, at: int) -> tuple[str, bool]:
        """Returns the number of the next paragraph at a level as it is printed, and whether there is such a list.

        Bullets and levels without a number give an empty text.
        """
        known = self._lists.get(number_id)
        if known is None or at not in known.levels:
            return "", False
        counters = self._counters.setdefault(known.shared, {})
        if number_id not in self._begun:
            self._begun.add(number_id)
            for level in known.starts:
                counters.pop(level, None)
        for above in range(at):  # an item without one above it counts as if there were one
            if above in known.levels:
                counters.setdefault(above, known.starts.get(above, known.levels[above].start))
        start = known.starts.get(at, known.levels[at].start)
        counters[at] = counters[at] + 1 if at in counters else start
        for deeper in [one for one in counters if one > at]:
            limit = known.levels[deeper].restarts if deeper in known.levels else None
            if limit is None or (limit and at < limit):
                del counters[deeper]
        return self._shown(known, at, counters), True

    def _shown(self, known: _List, at: int, counters: Mapping[int, int]) -> str:
        level = known.levels[at]
        if level.form in ("bullet", "none"):
            return ""

        def digits(slot: re.Match[str]) -> str:
            index = int(slot[1]) - 1
            other = known.levels.get(index)
            if other is None or other.form == "none":
                return ""
            form = "decimal" if level.is_legal else other.form
            return numeral(counters.get(index, known.starts.get(index, other.start)), form)

        return _SLOT.sub(digits, level.text).strip()


def value(element: ET.Element, name: str) -> str:
    """Returns an attribute of Word's own namespace; empty for none."""
    return element.get(f"{_W}{name}", "")


def _followed(
    key: str, abstract: Mapping[str, ET.Element], linked: Mapping[str, str], styles: Mapping[str, str]
) -> str:
    """The abstract numbering that holds the levels: one may name a list style, which another defines."""
    link = child(abstract[key], "numStyleLink")
    if link is None:
        return key
    name = value(link, "val")
    return linked.get(name) or (styles[name] if styles.get(name) in abstract else key)


def _list(key: str, abstract: ET.Element, num: ET.Element) -> _List:
    found = _List(key, {})
    for one in children(abstract, "lvl"):
        found.levels[_index(one)] = _level(one)
    for override in children(num, "lvlOverride"):
        at = _index(override)
        start, own = child(override, "startOverride"), child(override, "lvl")
        if own is not None:
            found.levels[at] = _level(own)
        if start is not None:
            found.starts[at] = _whole(value(start, "val"), 1)
    return found


def _level(element: ET.Element) -> Level:
    level = Level(start=0)
    for one in element:
        told = value(one, "val")
        match local(one):
            case "start":
                level.start = _whole(told, 0)
            case "numFmt":
                level.form = told
            case "lvlText":
                level.text = told
            case "lvlRestart":
                level.restarts = _whole(told, 0)
            case "pStyle":
                level.style = told
            case "isLgl":
                level.is_legal = told not in ("0", "false", "off")
            case "AlternateContent":
                format_ = next((below for below in one.iter() if local(below) == "numFmt"), None)
                level.form = "decimal" if format_ is None else value(format_, "val")
    return level


def _index(element: ET.Element) -> int:
    return _whole(value(element, "ilvl"), 0)


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 7 else otherwise
