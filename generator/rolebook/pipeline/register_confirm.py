"""`rolebook register confirm`: somebody looked at what the program was not sure of, and says what it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.pipeline.register_answers import Outcome, recorder
from rolebook.pipeline.register_folder import books, register_folder
from rolebook.pipeline.register_status import Wanted, lines_of
from rolebook.register import Book, Writer

_OF_THE_REVIEW = ("kind", "number", "at", "change", "subject", "about", "commitment", "answers")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that came back for an assignment, to be looked at; `files` are what it came as."""

    person: str
    document: str
    assignment: int
    review: int
    files: tuple[Path, ...]


def waiting(root: Path, wanted: Wanted, folder: Path | None = None) -> list[Waiting]:
    """What nobody has looked at yet."""
    return [one for book in books(register_folder(root, folder), wanted.entities) for one in _waiting(book, wanted)]


def confirm(
    root: Path, wanted: Wanted, folder: Path | None = None, *, reject: bool = False, reason: str = ""
) -> list[Outcome]:
    """Records for each what was found that it is the person's, or with `reject` that it is not, and who said so.

    UserError where nothing waits, and for a rejection without a reason.
    """
    if reject and not reason.strip():
        raise UserError("register-no-reason")
    outcomes: list[Outcome] = []
    for book in books(register_folder(root, folder), wanted.entities):
        with book.writing() as writer:
            outcomes += [_settled(book, writer, one, reject=reject, reason=reason) for one in _waiting(book, wanted)]
    if not outcomes:
        raise UserError("register-nothing-waits")
    return outcomes


def _waiting(book: Book, wanted: Wanted) -> Iterator[Waiting]:
    chosen = Wanted((), wanted.people, wanted.documents, ("awaiting-review",))
    for line in list(lines_of(book, chosen, 0)):
        (row,) = book.rows("number = ?", line.review)
        files = tuple(book.evidence.path(digest) for digest in row.body.get("evidence", ()))
        yield Waiting(line.person, line.document, row.body["about"], row.number, files)


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
