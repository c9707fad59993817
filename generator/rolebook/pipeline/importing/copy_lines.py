"""The lines of two Word copies of one document beside each other: those that differ."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from rolebook.exchange.documents.blocks import Block, leaves

_NUMBER = re.compile(r"^\s*\d+(?:\.\d+)*\.?(?:\s+|$)")
_BULLET = re.compile(r"^\s*[•·–-]\s+")
_LEAST_ALIKE = 0.35


class ChangedLine(NamedTuple):
    """A line before and after; empty where it was added or removed."""

    before: str
    after: str


def lines_in(blocks: Sequence[Block]) -> list[str]:
    """Returns the lines of a copy's body without their numbers: one more item moves all that follow."""
    found = (line for block in leaves(tuple(blocks)) if block.origin == "body" for line in block.text.split("\n"))
    plain = (_BULLET.sub("", _NUMBER.sub("", " ".join(line.split()))) for line in found)
    return [line for line in plain if line]


def changed_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[ChangedLine]:
    """Returns the lines that differ, a changed one with what it was."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            yield from _paired(before[start:end], after[first:last])


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[ChangedLine]:
    """Lines of one place in order, each with the one that it is most like."""
    waiting = list(before)
    for line in after:
        likeness = [SequenceMatcher(None, one, line, autojunk=False).ratio() for one in waiting]
        best = max(range(len(waiting)), key=lambda place: likeness[place], default=-1)
        if best < 0 or likeness[best] < _LEAST_ALIKE:
            yield ChangedLine("", line)
            continue
        yield from (ChangedLine(one, "") for one in waiting[:best])
        yield ChangedLine(waiting[best], line)
        waiting = waiting[best + 1 :]
    yield from (ChangedLine(one, "") for one in waiting)
