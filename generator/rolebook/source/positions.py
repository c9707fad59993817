"""Offsets in a text as the lines and columns that an editor shows."""

import re
from bisect import bisect_left
from functools import lru_cache

from rolebook.diagnostics import Location


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    ends = _line_ends(text)
    line = bisect_left(ends, offset)
    return line + 1, offset - (ends[line - 1] if line else -1)


def line_start(text: str, line: int) -> int:
    """The offset where a line begins, or the end of the text where there are fewer lines."""
    ends = _line_ends(text)
    if line <= 1:
        return 0
    return ends[line - 2] + 1 if line - 2 < len(ends) else len(text)


def location_at(text: str, file: str, start: int, end: int | None = None) -> Location:
    """The place of `text[start:end]` in a file; without an end, of one sign."""
    return Location(file, *line_and_column(text, start), *line_and_column(text, start + 1 if end is None else end))


@lru_cache(maxsize=2)
def _line_ends(text: str) -> list[int]:
    """Found once for a text, because a hostile file has a fault in each of its hundred thousand lines."""
    return [match.start() for match in re.finditer("\n", text)]
