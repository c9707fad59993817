"""`rolebook register record` by hand: somebody says that a person acknowledged a document, and why that is known."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.model.handbook import Handbook
from rolebook.pipeline.reading.handbook import require_handbook
from rolebook.pipeline.register.answers import Answer, Clerk, Outcome, is_assigned
from rolebook.pipeline.register.folder import books, entities_of, register_folder
from rolebook.register import Book
from rolebook.source import today
from rolebook.store import read_bytes

INK = "ink"
"""What may be entered by hand: everything stronger is verified where it comes in, everything weaker comes by itself."""


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry by hand: somebody says that a person acknowledged a document, or refused, and why that is known."""

    person: str
    document: str
    method: str
    reason: str
    day: date | None = None
    refused: bool = False
    files: tuple[Path, ...] = ()
    entities: tuple[str, ...] = ()


def enter(root: Path, entered: Entered, folder: Path | None = None) -> Outcome:
    """Records what is entered by hand, with the files that show it; which text was signed is then not proven.

    Without a file, or for a day before the assignment, it waits until a second person has looked. UserError for another
    method than ink, for a day ahead, and for an empty file.
    """
    if not entered.reason.strip():
        raise UserError("register-no-reason")
    if entered.method != INK:
        raise UserError("register-hand-ink", method=entered.method)
    if entered.day and entered.day > today():
        raise UserError("register-day-ahead", day=entered.day.isoformat())
    handbook, private = require_handbook(root), register_folder(root, folder)
    contents = [_shown(path) for path in entered.files]
    entity = _entity_for(handbook, private, entered)
    with Book(private, entity) as book:
        answer = Answer(
            person=entered.person,
            document=entered.document,
            method=entered.method,
            day=entered.day or today(),
            details={"reason": entered.reason, **_named(entered.files)},
            facts={"channel": "manual", **({} if entered.files else {"second": "no-file"})},
            sure=bool(entered.files),
            refused=entered.refused,
            source=entered.person,
        )
        with book.writing() as writer:
            clerk = Clerk(handbook, book, writer)
            if refused := clerk.unknown_document(answer):
                return refused
            return clerk.file(replace(answer, evidence=tuple(map(book.evidence.keep, contents))))


def _entity_for(handbook: Handbook, private: Path, entered: Entered) -> str:
    """The register that the entry belongs to: of several that know the person, the one that assigned the document.

    UserError where several did: it is for who enters it to say which employer is meant.
    """
    found = entities_of(private, entered.person, entered.entities)
    if len(found) == 1:
        return found[0]
    having = [
        book.entity
        for book in books(private, tuple(found))
        if is_assigned(handbook, book, entered.person, entered.document)
    ]
    if len(having) == 1:
        return having[0]
    raise UserError("register-several", person=entered.person, entities=", ".join(having or found))


def _shown(path: Path) -> bytes:
    """What a file holds; UserError where that is nothing: an empty file shows nobody's signature."""
    content = read_bytes(path)
    if not content.strip(b"\0 \t\r\n"):
        raise UserError("register-empty-file", file=str(path))
    return content


def _named(files: tuple[Path, ...]) -> dict[str, str]:
    return {"file": "\n".join(path.name for path in files)} if files else {}
