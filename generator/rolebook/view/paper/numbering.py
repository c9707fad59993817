"""Numbers of sections and items as they are printed: 2, 2.1, 2.1.3. Clauses with a stored number keep it."""

from collections.abc import Iterator
from dataclasses import replace

from rolebook.view.tree import Block, Entries, Entry, Section


def numbered(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections with numbers: a stored one as it is, and those behind it counted on from there.

    Items of one section count through all its blocks, headings below it included.
    """
    found: list[Section] = []
    last = 0
    for section in sections:
        number = section.number or str(last + 1)
        last = int(number) if number.isdecimal() else last
        found.append(_section(section, number))
    return tuple(found)


def _section(section: Section, number: str) -> Section:
    count = _counter(number)
    blocks = tuple(_block(block, count) for block in section.blocks)
    below = tuple(_below(part, count) for part in section.sections)
    return replace(section, number=number, blocks=blocks, sections=below)


def _below(section: Section, count: Iterator[str]) -> Section:
    """A section below another; one without a title goes on with the numbers of the items around it."""
    if section.title.runs:
        return _section(section, next(count))
    return replace(section, blocks=tuple(_block(block, count) for block in section.blocks))


def _block(block: Block, count: Iterator[str]) -> Block:
    if not isinstance(block, Entries):
        return block
    return replace(block, items=tuple(_entry(item, item.number or next(count)) for item in block.items))


def _entry(entry: Entry, number: str) -> Entry:
    count = _counter(number)
    return replace(entry, number=number, entries=tuple(_entry(below, next(count)) for below in entry.entries))


def _counter(number: str) -> Iterator[str]:
    place = 0
    while True:
        place += 1
        yield f"{number}.{place}"
