"""Sheets of scans read by several processes at once; what comes back is small, so memory does not grow with them."""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path

from rolebook.pipeline.register.issued_copies import Issued
from rolebook.pipeline.running.workers import fresh_pool
from rolebook.scan import (
    Image,
    Line,
    PageOnSheet,
    ScannedSheet,
    UnreadableScanError,
    page_drawn,
    read_scan,
)
from rolebook.store import read_bytes
from rolebook.view.copies.code import CopyPage
from rolebook.view.copies.printed_file import PrintedFile

SHEETS = 16
"""So many sheets of a file are read at a time."""
_ALONE = 2
"""So many parts are read here: starting other processes would take longer."""
_MOST_CACHED = 16
_issued: dict[str, Issued] = {}
"""In a process that reads for another: what it was told of the copies."""


@dataclass(frozen=True, slots=True)
class ScanPart:
    """Some sheets of a file, counted from 0: `first` to before `last`."""

    path: Path
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as one edition of its copy has it: what is on its signature lines, by name.

    `fits` is False where the page has lines by this edition and one of them is not on the sheet where it was printed.
    """

    lines: Mapping[str, Line]

    @property
    def fits(self) -> bool:
        """Whether the sheet may be of this edition."""
        return not self.lines or self.proven

    @property
    def proven(self) -> bool:
        """Whether the lines of this edition are on the sheet where they were printed."""
        return bool(self.lines) and all(line.ruled for line in self.lines.values())


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page of a copy, read as each edition of the copy has it."""

    copy: CopyPage
    readings: tuple[Reading, ...]


Sheets = list[list[SeenPage]]
Read = tuple[ScanPart, Sheets | None]


def read_parts(parts: Iterable[ScanPart], issued: Mapping[str, Issued], workers: int = 1) -> Iterator[Read]:
    """The sheets of each part, in order; None for the sheets of one that cannot be read."""
    waiting = iter(parts)
    first = list(islice(waiting, _ALONE + 1))
    if workers < 2 or len(first) <= _ALONE:
        yield from (read_part(part, issued) for part in (*first, *waiting))
        return
    with fresh_pool(workers, __name__, _begin, (dict(issued),)) as pool:
        under_way: deque[Future[Read]] = deque(pool.submit(_read_here, part) for part in first)
        while under_way:
            yield under_way.popleft().result()
            more = islice(waiting, max(2 * workers - len(under_way), 0))
            under_way.extend(pool.submit(_read_here, part) for part in more)


def read_part(part: ScanPart, issued: Mapping[str, Issued]) -> Read:
    """What is on the sheets of a part."""
    sheets: Sheets = []
    try:
        for sheet in read_scan(read_bytes(part.path), part.first, part.last):
            sheets.append([_seen(sheet, page, issued.get(page.copy.code)) for page in sheet.pages])
    except UnreadableScanError:
        return part, None
    return part, sheets


def _seen(sheet: ScannedSheet, page: PageOnSheet, copy: Issued | None) -> SeenPage:
    number, readings = page.copy.page, []
    for edition in copy.editions if copy else ():
        here = {name: box for name, (on, box) in edition.fields.items() if on == number}
        lines = sheet.lines(page, edition.printed, here, partial(_drawn, edition.files, number))
        readings.append(Reading(lines))
    return SeenPage(page.copy, tuple(readings))


@lru_cache(maxsize=_MOST_CACHED)
def _drawn(files: tuple[PrintedFile, ...], page: int) -> Image | None:
    """A page as it was printed, from the first of its files that is still that file."""
    for file in files:
        content = file.path.read_bytes() if file.path.is_file() else b""
        if hashlib.sha256(content).hexdigest() == file.sha256:
            return page_drawn(content, page)
    return None


def _begin(issued: Mapping[str, Issued]) -> None:
    _issued.update(issued)


def _read_here(part: ScanPart) -> Read:
    return read_part(part, _issued)
