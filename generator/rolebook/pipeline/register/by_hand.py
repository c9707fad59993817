"""`rolebook register record` by hand: somebody says that a person acknowledged a document, and why that is known."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.model.acknowledgement import METHODS
from rolebook.pipeline.reading.handbook import require_handbook
from rolebook.pipeline.register.answers import Answer, Clerk, Outcome
from rolebook.pipeline.register.folder import entity_of, register_folder
from rolebook.register import Book
from rolebook.source import today
from rolebook.store import read_bytes


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


def enter(root: Path, entered: Entered, folder: Path | None = None) -> Outcome:
    """Records what is entered by hand, with the files that show it; which text was signed is then not proven."""
    if not entered.reason.strip():
        raise UserError("register-no-reason")
    if entered.method not in METHODS:
        raise UserError("register-no-method", method=entered.method, known=", ".join(METHODS))
    handbook, private = require_handbook(root), register_folder(root, folder)
    contents = [read_bytes(path) for path in entered.files]
    entity = entity_of(private, entered.person)
    with Book(private, entity) as book:
        answer = Answer(
            person=entered.person,
            document=entered.document,
            method=entered.method,
            day=entered.day or today(),
            details={"reason": entered.reason, **_named(entered.files)},
            facts={"channel": "manual"},
            refused=entered.refused,
            source=entered.person,
        )
        with book.writing() as writer:
            clerk = Clerk(handbook, book, writer)
            if refused := clerk.unknown_document(answer):
                return refused
            return clerk.file(replace(answer, evidence=tuple(map(book.evidence.keep, contents))))


def _named(files: tuple[Path, ...]) -> dict[str, str]:
    return {"file": "\n".join(path.name for path in files)} if files else {}
