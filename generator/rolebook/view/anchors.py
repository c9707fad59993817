"""Ids of a page made single: ids are unique within a list, a page shows many lists.

Ids of the page itself begin with `_`, which ids of content cannot. The first to bear an id, in the order of the
page, keeps it; a later one is told apart by its section's.
"""

from collections.abc import Iterable
from dataclasses import replace

from rolebook.view.tree import Block, Entries, Entry, Figure, Row, Section, Table


def with_single_ids(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections with every id used once; headings come before the items under them."""
    taken: set[str] = set()
    headed = [_headings(section, taken) for section in sections]
    return tuple(_items(section, taken) for section in headed)


def _headings(section: Section, taken: set[str], above: str = "section") -> Section:
    name = _free(section.id, above, taken) if section.id else ""
    return replace(section, id=name, sections=tuple(_headings(below, taken, name) for below in section.sections))


def _items(section: Section, taken: set[str], above: str = "section") -> Section:
    return replace(
        section,
        blocks=tuple(_block(block, section.id or above, taken) for block in section.blocks),
        sections=tuple(_items(below, taken, section.id or above) for below in section.sections),
    )


def _block(block: Block, above: str, taken: set[str]) -> Block:
    match block:
        case Entries(items):
            return replace(block, items=tuple(_entry(item, above, taken) for item in items))
        case Table(_, rows):
            return replace(block, rows=tuple(_row(row, above, taken) for row in rows))
        case Figure():
            return replace(block, id=_free(block.id, above, taken))
        case _:
            return block


def _entry(entry: Entry, above: str, taken: set[str]) -> Entry:
    name = _free(entry.id, above, taken) if entry.id else ""
    below = tuple(_entry(one, name or above, taken) for one in entry.entries)
    blocks = tuple(_block(one, name or above, taken) for one in entry.blocks)
    same = name == entry.id and not blocks and all(new is old for new, old in zip(below, entry.entries, strict=True))
    return entry if same else replace(entry, id=name, entries=below, blocks=blocks)


def _row(row: Row, above: str, taken: set[str]) -> Row:
    name = _free(row.id, above, taken)
    also = tuple(_free(one, above, taken) for one in row.also)
    return row if (name, also) == (row.id, row.also) else replace(row, id=name, also=also)


def _free(name: str, above: str, taken: set[str]) -> str:
    """`name`, or with its holder's id before it, or with a number behind it: the first that is free."""
    count = 1
    free = name
    while free in taken:
        free = f"{above}-{name}" if count == 1 else f"{above}-{name}-{count}"
        count += 1
    taken.add(free)
    return free
