"""`rolebook register confirm`: somebody looked at what the program was not sure of, and says what it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.pipeline.register.answers import Outcome, recorder
from rolebook.pipeline.register.folder import books, register_folder
from rolebook.pipeline.register.status import Wanted, lines_of
from rolebook.register import Book, Writer, kind_of
from rolebook.store import ignored_folder, write_bytes

FOLDER = "to-look-at"
"""Beside the registers: copies of what waits, under names that programs for pictures open. Evidence has none."""
_OF_THE_REVIEW = ("kind", "number", "at", "change", "subject", "about", "commitment", "answers")


@dataclass(frozen=True, slots=True)
class Picture:
    """A file to look at, what it was called when it came, and on which of its sheets, where that is known."""

    path: Path
    name: str = ""
    sheets: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that came back for an assignment, to be looked at; `pictures` show it."""

    person: str
    document: str
    assignment: int
    review: int
    pictures: tuple[Picture, ...]


def waiting(root: Path, wanted: Wanted, folder: Path | None = None) -> list[Waiting]:
    """What nobody has looked at yet, with files that can be opened."""
    private = register_folder(root, folder)
    _lay_out(private)
    return [one for book in books(private, wanted.entities) for one in _waiting(book, wanted)]


def confirm(
    root: Path, wanted: Wanted, folder: Path | None = None, *, reject: bool = False, reason: str = ""
) -> list[Outcome]:
    """Records for each what was found that it is the person's, or with `reject` that it is not, and who said so.

    UserError where nothing waits, and for a rejection without a reason.
    """
    if reject and not reason.strip():
        raise UserError("register-no-reason")
    outcomes: list[Outcome] = []
    private = register_folder(root, folder)
    for book in books(private, wanted.entities):
        with book.writing() as writer:
            outcomes += [_settled(book, writer, one, reject=reject, reason=reason) for one in _waiting(book, wanted)]
    if not outcomes:
        raise UserError("register-nothing-waits")
    _lay_out(private)
    return outcomes


def clear_away(folder: Path) -> None:
    """Removes the copies that were laid out to be looked at; they are personal data."""
    for path in (folder / FOLDER).glob("[!.]*"):
        path.unlink(missing_ok=True)


def _lay_out(folder: Path) -> None:
    """Copies of what waits in any register, and of nothing else."""
    waits: dict[str, bytes] = {}
    for book in books(folder):
        for one in _waiting(book, Wanted()):
            for picture in one.pictures:
                content = book.evidence.read(picture.path.stem)
                if content is not None:
                    waits[picture.path.name] = content
    clear_away(folder)
    for name, content in waits.items():
        write_bytes(ignored_folder(folder / FOLDER) / name, content)


def _waiting(book: Book, wanted: Wanted) -> Iterator[Waiting]:
    chosen = Wanted((), wanted.people, wanted.documents, ("awaiting-review",))
    for line in list(lines_of(book, chosen, 0)):
        (row,) = book.rows("number = ?", line.review)
        pictures = tuple(_pictures(book, row.body.get("evidence", ()), book.personal(row.number)))
        yield Waiting(line.person, line.document, row.body["about"], row.number, pictures)


def _pictures(book: Book, digests: Sequence[str], told: Mapping[str, Any]) -> Iterator[Picture]:
    names, sheets = (str(told.get(key, "")).split("\n") for key in ("file", "sheets"))
    for digest, name, numbers in zip_longest(digests, names[: len(digests)], sheets[: len(digests)], fillvalue=""):
        ending, _ = kind_of(book.evidence.read(digest) or b"")
        yield Picture(book.evidence.folder.parent / FOLDER / f"{digest}.{ending}", name, numbers)


def _settled(book: Book, writer: Writer, one: Waiting, *, reject: bool, reason: str) -> Outcome:
    (row,) = book.rows("number = ?", one.review)
    by = recorder()
    personal: dict[str, Any] = {"by": by} | ({"reason": reason} if reason.strip() else {})
    kept = {name: value for name, value in row.body.items() if name not in _OF_THE_REVIEW}
    kind = "reject" if reject else str(row.body["answers"])
    facts = {"review": one.review} if reject else {**kept, "review": one.review}
    writer.add(kind, facts, subject=row.body["subject"], about=one.assignment, personal=personal)
    code = {"reject": "rejected", "refuse": "refusal-recorded"}.get(kind, "confirmed")
    return Outcome(code, one.person, good=True, arguments={"person": one.person, "document": one.document, "by": by})
