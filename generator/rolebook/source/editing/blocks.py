"""Entries of maps and lists in block style put in, taken out and exchanged, each with its comments."""

from rolebook.source.editing.layout import Splice, line_start, newline_of, next_line, with_ends_of
from rolebook.source.editing.slots import Slot, block_slots, column_of
from rolebook.source.tree import Mapping, Sequence


def insert_lines(text: str, node: Mapping | Sequence, index: int, lines: str) -> Splice:
    """Returns the splice that puts an entry before another one; `lines` are as `writing` makes them."""
    slots, column = block_slots(text, node), column_of(text, node)
    new, newline, lead = with_ends_of(text, lines), newline_of(text), " " * column
    if index == len(slots):
        end = slots[-1].end
        return Splice(end, end, f"{newline}{lead}{new}")
    slot = slots[index]
    place = slot.start
    return Splice(place, place, f"{new}{newline}{lead}" if slot.inline else f"{lead}{new}{newline}")


def remove_entry(text: str, node: Mapping | Sequence, index: int) -> Splice:
    """Returns the splice that takes out one of several entries."""
    slots = block_slots(text, node)
    slot = slots[index]
    if not slot.inline:
        end = next_line(text, slot.end)
        at_end = end == len(text) and not text.endswith("\n")
        return Splice(_line_end_before(text, slot.start) if at_end else slot.start, end, "")
    following = slots[index + 1]
    if following.start == line_start(text, following.own) and not text[slot.end : following.start].strip():
        return Splice(slot.own, following.own, "")
    blanks = len(text[: slot.own]) - len(text[: slot.own].rstrip(" "))
    return Splice(slot.own - blanks, slot.end, "")


def move_entry(text: str, node: Sequence, old: int, new: int) -> list[Splice]:
    """Returns the splices that bring an item to another index; what stands between the items stays where it is."""
    slots = block_slots(text, node)
    order = list(range(len(slots)))
    order.insert(new, order.pop(old))
    return [
        Splice(slot.start, slot.end, _fitted(slots[source].lines(text), slot))
        for slot, source in zip(slots, order, strict=True)
        if slots[source] != slot
    ]


def item_text(text: str, node: Sequence, index: int, indent: int) -> str:
    """Returns an item's lines with its dash in another column, the first line not indented."""
    slot = block_slots(text, node)[index]
    shift = indent - column_of(text, node)
    rows = slot.lines(text).replace("\r\n", "\n").split("\n")
    return "\n".join(_shifted(row, shift) for row in rows)[indent:]


def _shifted(row: str, shift: int) -> str:
    if shift >= 0:
        return " " * shift + row if row else row
    blanks = len(row) - len(row.lstrip(" "))
    return row[min(-shift, blanks) :]


def _fitted(lines: str, slot: Slot) -> str:
    return lines.lstrip(" ") if slot.inline else lines


def _line_end_before(text: str, offset: int) -> int:
    """Where the line above ends: the text's last line goes, and has no line end of its own."""
    before = offset - 1 if text[offset - 1 : offset] == "\n" else offset
    return before - 1 if text[before - 1 : before] == "\r" else before
