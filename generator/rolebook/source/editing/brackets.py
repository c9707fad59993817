"""Entries of maps and lists in brackets put in, taken out and exchanged; commas stay in their places."""

from rolebook.source.editing.layout import (
    EditRefused,
    Splice,
    content_start,
    line_end,
    line_start,
    newline_of,
    next_line,
)
from rolebook.source.editing.slots import FlowSlot, flow_slots
from rolebook.source.tree import Mapping, Sequence


def insert_entry(text: str, node: Mapping | Sequence, index: int, entry: str) -> Splice:
    """Returns the splice that puts an entry before another one."""
    slots = flow_slots(text, node)
    if not slots:
        inside = content_start(text, node.span.start) + 1
        return Splice(inside, inside, entry)
    if index == len(slots):
        return Splice(slots[-1].end, slots[-1].end, f", {entry}")
    start = slots[index].start
    begin = line_start(text, start)
    blank = text[begin:start]
    gap = f"{newline_of(text)}{blank}" if not blank.strip() and begin else " "
    return Splice(start, start, f"{entry},{gap}")


def remove_from_brackets(text: str, node: Mapping | Sequence, index: int) -> Splice:
    """Returns the splice that takes an entry out, and its line where it has one of its own."""
    slots = flow_slots(text, node)
    slot = slots[index]
    behind = slot.comma + 1 if slot.comma >= 0 else slot.end
    if (own := _own_lines(text, slot)) and own[0] > node.span.start:
        return Splice(own[0], min(next_line(text, behind), node.span.end - 1), "")
    if index + 1 < len(slots):
        start, end = slot.start, slots[index + 1].start
    else:
        start, end = (slots[index - 1].end if index else slot.start), (behind if not index else slot.end)
    if "#" in text[start : slot.start] or "#" in text[slot.end : end]:
        raise EditRefused
    return Splice(start, end, "")


def move_in_brackets(text: str, node: Sequence, old: int, new: int) -> list[Splice]:
    """Returns the splices that bring an item to another index, with the comments of its own lines."""
    slots = flow_slots(text, node)
    order = list(range(len(slots)))
    order.insert(new, order.pop(old))
    changed = [(slots[at], slots[source]) for at, source in enumerate(order) if at != source]
    if not changed:
        return []
    first, last = min(slot.start for slot, _ in changed), max(slot.end for slot, _ in changed)
    if not _has_comment(text, slots, first, line_end(text, last)):
        return [Splice(slot.start, slot.end, text[source.start : source.end]) for slot, source in changed]
    return [splice for slot, source in changed for splice in _with_comments(text, slot, source)]


def _with_comments(text: str, slot: FlowSlot, source: FlowSlot) -> list[Splice]:
    """An entry put in the lines of another, its comments above and behind it included."""
    own, from_ = _own_lines(text, slot), _own_lines(text, source)
    if not own or not from_:
        raise EditRefused
    behind = slot.comma + 1 if slot.comma >= 0 else slot.end
    source_behind = source.comma + 1 if source.comma >= 0 else source.end
    return [
        Splice(own[0], slot.end, text[from_[0] : source.end]),
        Splice(behind, own[1], text[source_behind : from_[1]]),
    ]


def _own_lines(text: str, slot: FlowSlot) -> tuple[int, int] | None:
    """Where the lines of an entry begin, comments above included, and end; None where it shares them."""
    begin = line_start(text, slot.start)
    behind = slot.comma + 1 if slot.comma >= 0 else slot.end
    end = line_end(text, behind)
    rest = text[behind:end].strip()
    if text[begin : slot.start].strip() or (rest and not rest.startswith("#")):
        return None
    while begin and text[line_start(text, begin - 1) : begin].lstrip().startswith("#"):
        begin = line_start(text, begin - 1)
    return begin, end


def _has_comment(text: str, slots: list[FlowSlot], start: int, end: int) -> bool:
    """Whether a comment stands between entries; a `#` inside one is not looked at."""
    offset = start
    for slot in (one for one in slots if start <= one.start < end):
        if "#" in text[offset : slot.start]:
            return True
        offset = slot.end
    return "#" in text[offset:end]
