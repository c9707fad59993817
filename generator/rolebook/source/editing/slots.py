"""The entries of a map or list with all that belongs to them: the comments above them and behind them in their line."""

from typing import NamedTuple

from rolebook.source.editing.layout import (
    EMPTY_LINES,
    EditRefused,
    content_start,
    is_flow,
    keeps_ends,
    last_scalar,
    line_end,
    line_start,
    next_line,
    node_end,
)
from rolebook.source.tree import Mapping, Sequence, Span, Value


class Slot(NamedTuple):
    """Offsets of an entry in a block.

    `start` is where the first line begins that belongs to it, comments above included; `own` its dash or key; `end`
    the end of its last line. An `inline` one shares its line with the dash of the item that holds it.
    """

    start: int
    own: int
    end: int
    inline: bool

    def lines(self, text: str) -> str:
        """Returns its lines, the first one indented."""
        if not self.inline:
            return text[self.start : self.end]
        return " " * (self.own - line_start(text, self.own)) + text[self.own : self.end]


class FlowSlot(NamedTuple):
    """Offsets of an entry in brackets: its first and last sign, and the comma behind it, -1 where there is none."""

    start: int
    end: int
    comma: int


def block_slots(text: str, node: Mapping | Sequence) -> list[Slot]:
    """Returns the entries of a map or list in block style."""
    slots: list[Slot] = []
    before = 0
    for own, value, span in _entries(text, node):
        begin = line_start(text, own)
        column, inline = own - begin, bool(text[begin:own].strip())
        end = line_end(text, max(node_end(text, value, span), own + 1))
        gap = EMPTY_LINES.match(text, end)
        if gap and gap[0].count("\n") > 1 and keeps_ends(text, last_scalar(value, span)):
            end = line_end(text, gap.end() - 2) if gap[0].endswith("\r\n") else gap.end() - 1
        end = _with_comments_below(text, end, column)
        start = own if inline else _with_comments_above(text, begin, column, before)
        slots.append(Slot(start, own, end, inline))
        before = end
    return slots


def flow_slots(text: str, node: Mapping | Sequence) -> list[FlowSlot]:
    """Returns the entries of a map or list in brackets."""
    places = [(start, node_end(text, value, span)) for start, value, span in _entries(text, node)]
    limits = [*(start for start, _ in places[1:]), node.span.end]
    return [FlowSlot(start, end, _comma(text, end, limit)) for (start, end), limit in zip(places, limits, strict=True)]


def column_of(text: str, node: Mapping | Sequence) -> int:
    """Returns the column, from 0, of the keys or dashes of a block."""
    own = next(iter(_entries(text, node)))[0]
    return own - line_start(text, own)


def _entries(text: str, node: Mapping | Sequence) -> list[tuple[int, Value, Span]]:
    """Where each entry begins, its value, and the value's span."""
    if isinstance(node, Mapping):
        return [(node.keys_at[key].start, value, node.values_at[key]) for key, value in node.items()]
    if is_flow(text, node.span):
        return [(span.start, value, span) for value, span in zip(node, node.values_at, strict=True)]
    first = content_start(text, node.span.start)
    column = first - line_start(text, first)
    dashes = [first, *(_dash(text, span.start, column) for span in node.values_at[1:])]
    return list(zip(dashes, node, node.values_at, strict=True))


def _dash(text: str, offset: int, column: int) -> int:
    """The dash of the item whose value begins at an offset: in its line or one above."""
    begin = line_start(text, offset)
    while text[begin + column : begin + column + 1] != "-" or text[begin : begin + column].strip():
        if not begin:
            raise EditRefused
        begin = line_start(text, begin - 1)
    return begin + column


def _with_comments_above(text: str, begin: int, column: int, before: int) -> int:
    """Where the comments begin that stand right above a line, in its column or left of it."""
    while begin > before:
        above = line_start(text, begin - 1)
        row = text[above:begin].rstrip()
        told = row.lstrip(" \t")
        if above < before or not told.startswith("#") or len(row) - len(told) > column:
            break
        begin = above
    return begin


def _with_comments_below(text: str, end: int, column: int) -> int:
    """Where the comments end that stand right below an entry and are set in further than it."""
    while (below := next_line(text, end)) < len(text):
        row = text[below : line_end(text, below)]
        told = row.lstrip(" \t")
        if not told.startswith("#") or len(row) - len(told) <= column:
            break
        end = below + len(row)
    return end


def _comma(text: str, end: int, limit: int) -> int:
    """The comma between an entry and the next; comments between them may hold others."""
    offset = end
    while offset < limit:
        if text[offset] == ",":
            return offset
        offset = next_line(text, offset) if text[offset] == "#" else offset + 1
    return -1
