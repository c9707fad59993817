"""Duties with their groups and levels."""

from collections.abc import Sequence
from typing import Any

from rolebook.model.words.escaping import as_text
from rolebook.pipeline.importing.draft import Draft
from rolebook.pipeline.importing.lines import Line

_DEEPEST = 6


def fold_duties(draft: Draft, lines: Sequence[Line]) -> None:
    """Adds duties to a role: groups under their headings, nested items below the item that they belong to."""
    duties: list[dict[str, Any]] = []
    place: list[tuple[int, dict[str, Any]]] = []
    group: dict[str, Any] | None = None
    for index, line in enumerate(lines):
        if line.use == "group":
            has_items = index + 1 < len(lines) and lines[index + 1].use != "group"
            group = _group(draft, line) if has_items else None
            duties.append(group or _duty(draft, line))
            place = []
        else:
            duty = _duty(draft, line)
            level = _level(line)
            while place and (place[-1][0] >= level or not line.is_item):
                place.pop()
            holder = place[-1][1].setdefault("items", []) if place else group["items"] if group else duties
            holder.append(duty)
            place.append((level, duty))
            path = _path_of(duties, duty)
            draft.doubt(("duties", *path), line)
            continue
        draft.doubt(("duties", len(duties) - 1), line)
    if duties:
        draft.fields["duties"] = duties


def _group(draft: Draft, line: Line) -> dict[str, Any]:
    draft.placed += 1
    heading = line.text.rstrip(" :：")
    return {"id": draft.next_id("duties", heading), "heading": as_text(heading), "items": []}


def _duty(draft: Draft, line: Line) -> dict[str, Any]:
    draft.placed += 1
    return {"id": draft.next_id("duties", line.text), "text": as_text(line.text)}


def _level(line: Line) -> int:
    return min(max(line.level, line.depth if line.typed else 0), _DEEPEST)


def _path_of(items: list[dict[str, Any]], wanted: dict[str, Any]) -> tuple[str | int, ...]:
    """The path of an item below a list."""
    for index, item in enumerate(items):
        if item is wanted:
            return (index,)
        if below := _path_of(item.get("items", []), wanted):
            return (index, "items", *below)
    return ()
