"""A value in the place of another: in the style of the old one where both are strings, else written anew."""

from typing import Any, NamedTuple

from rolebook.source.editing.layout import (
    EditRefused,
    Splice,
    content_start,
    is_followed,
    line_end,
    node_end,
    with_ends_of,
)
from rolebook.source.scalar_spans import scalars_in
from rolebook.source.scalar_style import Place, Written, rendered
from rolebook.source.tree import Mapping, Sequence, Span, Value
from rolebook.source.writing import behind_key, flow, item_lines, scalar


class Spot(NamedTuple):
    """A value in the tree: its holder, its key there, where it is, and what surrounds it."""

    holder: Any
    key: str | int
    span: Span
    flow: bool
    indent: int


def replaced(text: str, spot: Spot, value: Value) -> list[Splice]:
    """Returns the splices that put a value in the place of another."""
    old = spot.holder[spot.key]
    start, end = content_start(text, spot.span.start), node_end(text, old, spot.span)
    if isinstance(old, Mapping | Sequence):
        if has_comments(text, old, start, end):
            raise EditRefused
    elif not isinstance(value, dict | list):
        return [in_style(text, spot, value, start, end)]
    if spot.flow:
        return [Splice(start, end, _apart(text, start, flow(value, spot.indent)))]
    if isinstance(spot.key, int):
        dash = item_lines(value, spot.span.column - 3 if spot.span.column > 2 else 0)
        return [Splice(start, end, _apart(text, start, with_ends_of(text, dash[2:])))]
    colon = text.index(":", spot.holder.keys_at[spot.key].end) + 1
    new = with_ends_of(text, behind_key(value, spot.indent))
    if new.startswith((" ", "\t")) or not is_followed(text, end):
        return [Splice(colon, end, new)]
    below = line_end(text, end)
    return [Splice(colon, end, ""), Splice(below, below, new)]


def in_style(text: str, spot: Spot, value: Value, start: int, end: int) -> Splice:
    """Returns the splice of a scalar for another."""
    place = Place(spot.flow, spot.indent, is_followed(text, end))
    if not isinstance(value, str):
        return Splice(start, end, _apart(text, start, scalar(value, place)))
    like = Written(text[start:end]) if isinstance(spot.holder[spot.key], str) else None
    written = rendered(value, place, like)
    if written is None:
        raise EditRefused("unwritable")
    return Splice(start, end, _apart(text, start, with_ends_of(text, written.rstrip("\n"))))


def has_comments(text: str, node: Value, start: int, end: int) -> bool:
    """Returns whether a comment stands between the scalars of a node."""
    offset = start
    for one in sorted(scalars_in(node)):
        if "#" in text[offset : one.start]:
            return True
        offset = max(offset, one.end)
    return "#" in text[offset:end] and isinstance(node, Mapping | Sequence)


def _apart(text: str, start: int, new: str) -> str:
    """The new value; behind a colon or dash that had no value, with a blank before it."""
    return f" {new}" if text[start - 1 : start] in (":", "-", ",") else new
