"""Numbers of sections and items as they are printed: 2, 2.1, 2.1.3. Clauses with a stored number keep it."""

from dataclasses import dataclass, replace
from itertools import takewhile
from string import ascii_uppercase

from rolebook.view.tree import Block, Entries, Entry, Section


def numbered(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections with numbers in one run, so that each item can be cited by its own.

    A stored number stays, and what follows counts on from it. What comes before is I, II, III where 1, 2, 3 are taken,
    and A, B, C where these are taken, too.
    Items of one section count through all its blocks. A heading below a section shares no run with items: where there
    are items above it, it has no number and they go on.
    """
    stored = {section.number for section in sections} - {""}
    leading = sum(1 for _ in takewhile(lambda section: not section.number, sections))
    run = next((run for run in (str, _roman, _letter) if not stored & {*map(run, range(1, leading + 1))}), _letter)
    count = _Count()
    return tuple(
        _section(section, run(place) if run is not str and place <= leading else count.next(section.number))
        for place, section in enumerate(sections, 1)
    )


def _letter(number: int) -> str:
    return ascii_uppercase[(number - 1) % len(ascii_uppercase)]


_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def _roman(number: int) -> str:
    told = ""
    for worth, sign in _ROMAN:
        told += sign * (number // worth)
        number %= worth
    return told


@dataclass(slots=True)
class _Count:
    """The last number given below a section; `prefix` is the section's own number and a point."""

    prefix: str = ""
    last: int = 0

    def next(self, stored: str = "") -> str:
        """The stored number, or the one after the last."""
        told = stored.removeprefix(self.prefix)
        if not stored:
            self.last += 1
        elif told.isdecimal() and stored.startswith(self.prefix):
            self.last = int(told)
        return stored or f"{self.prefix}{self.last}"


def _section(section: Section, number: str) -> Section:
    return replace(_filled(section, _Count(f"{number}.")), number=number)


def _filled(section: Section, count: _Count) -> Section:
    """The section's items and the headings below it under their numbers."""
    blocks = tuple(_block(block, count) for block in section.blocks)
    runs_on = any(_has_items(part) for part in (section, *section.sections) if part is section or not _is_titled(part))
    below = tuple(
        _section(part, count.next(part.number)) if _is_titled(part) and not runs_on else _filled(part, count)
        for part in section.sections
    )
    return replace(section, blocks=blocks, sections=below)


def _is_titled(section: Section) -> bool:
    return bool(section.title.runs)


def _has_items(section: Section) -> bool:
    return any(isinstance(block, Entries) for block in section.blocks)


def _block(block: Block, count: _Count) -> Block:
    if not isinstance(block, Entries):
        return block
    return replace(block, items=tuple(_entry(item, count.next(item.number)) for item in block.items))


def _entry(entry: Entry, number: str) -> Entry:
    count = _Count(f"{number}.")
    return replace(entry, number=number, entries=tuple(_entry(below, count.next()) for below in entry.entries))
