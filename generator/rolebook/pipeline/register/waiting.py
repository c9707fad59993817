"""What came back for an assignment and waits for a person: entries of a register, with the files that show them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from rolebook.pipeline.register.status import Wanted, lines_of
from rolebook.register import Book, State, kind_of
from rolebook.register.book import Row
from rolebook.register.states import OPEN

FOLDER = "to-look-at"
"""Beside the registers: copies of what waits, under names that programs for pictures open. Evidence has none."""
_HASH = 8


@dataclass(frozen=True, slots=True)
class Picture:
    """A file to look at, what it was called when it came, and on which of its sheets, where that is known."""

    path: Path
    name: str = ""
    sheets: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a signature line is: a file of the evidence, its sheet from 1, and corners as shares of the sheet.

    `frame` is the line itself within these corners, as shares of the part.
    """

    digest: str
    sheet: int
    corners: tuple[tuple[float, float], ...]
    frame: tuple[float, ...] = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that came back for an assignment, to be looked at; `pictures` show it.

    `entry` names its entry in the register for good. `group` is what the program saw: `seen`, `unsure`, or `none`,
    which changes nothing about the assignment until somebody says otherwise. `places` are the lines, where it is known.
    """

    person: str
    name: str
    document: str
    title: str
    assignment: int
    review: int
    entry: str
    group: str
    pictures: tuple[Picture, ...]
    places: tuple[Place, ...]


def waiting_in(book: Book, wanted: Wanted) -> Iterator[Waiting]:
    """What a register waits for somebody to look at."""
    yield from _waiting_in(book, wanted, ("awaiting-review",), "review")


def blank_in(book: Book, wanted: Wanted) -> Iterator[Waiting]:
    """What came back with a line that seems empty, of assignments that are still open and nobody has looked at."""
    yield from _waiting_in(book, wanted, OPEN, "blank")


def entry_of(book: Book, row: Row) -> str:
    """The name of an entry: its register, number and the beginning of its hash, so that no other is taken for it."""
    return f"{book.entity}:{row.number}:{row.hash[:_HASH]}"


def _waiting_in(book: Book, wanted: Wanted, states: tuple[State, ...], kind: str) -> Iterator[Waiting]:
    for line in list(lines_of(book, Wanted((), wanted.people, wanted.documents, states), 0)):
        row = _newest(book, line.number, kind)
        if row is not None:
            told = book.personal(row.number)
            yield Waiting(
                line.person,
                line.name,
                line.document,
                line.title,
                line.number,
                row.number,
                entry_of(book, row),
                str(row.body.get("ink", "unsure")),
                tuple(_pictures(book, row.body.get("evidence", ()), told)),
                tuple(places_of(row.body, told)),
            )


def _newest(book: Book, assignment: int, kind: str) -> Row | None:
    """The newest entry of a kind about an assignment; None where somebody looked at it and did not accept it."""
    rows = list(book.rows("about = ? AND kind IN (?, 'reject')", assignment, kind))
    settled = {row.body["review"] for row in rows if row.body["kind"] == "reject"}
    waiting = [row for row in rows if row.body["kind"] == kind]
    return waiting[-1] if waiting and waiting[-1].number not in settled else None


def _pictures(book: Book, digests: Sequence[str], told: Mapping[str, Any]) -> Iterator[Picture]:
    names, sheets = (str(told.get(key, "")).split("\n") for key in ("file", "sheets"))
    for digest, name, numbers in zip_longest(digests, names[: len(digests)], sheets[: len(digests)], fillvalue=""):
        ending, _ = kind_of(book.evidence.read(digest) or b"")
        yield Picture(book.evidence.folder.parent / FOLDER / f"{digest}.{ending}", name, numbers)


def places_of(body: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[Place]:
    """The lines of a scan; where it is not known where they are, the whole of its first sheet."""
    for place in body.get("places", ()):
        corners = tuple((float(x), float(y)) for x, y in place["corners"])
        yield Place(str(place["evidence"]), int(place["sheet"]), corners, tuple(map(float, place["frame"])))
    if not body.get("places") and body.get("channel") == "scan":
        first = str(told.get("sheets", "")).partition(",")[0].split("\n")[0].strip()
        whole = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
        yield Place(str(next(iter(body.get("evidence", ())), "")), int(first or 1), whole)
