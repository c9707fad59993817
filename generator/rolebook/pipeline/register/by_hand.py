"""`rolebook register record` by hand: somebody says that a person acknowledged a document, and why that is known."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rolebook.diagnostics import UserError, did_you_mean
from rolebook.model.acknowledgement import METHODS
from rolebook.model.handbook import Handbook
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.register.answers import Answer, Clerk, Outcome
from rolebook.pipeline.register.folder import register_folder
from rolebook.register import Book, entities_in
from rolebook.source import today


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


def handbook_in(root: Path) -> Handbook:
    """The handbook, for its documents and releases; UserError where its settings cannot be read."""
    handbook = check_handbook(root).handbook
    if handbook is None:
        raise UserError("register-no-handbook", folder=str(root))
    return handbook


def enter(root: Path, entered: Entered, folder: Path | None = None) -> Outcome:
    """Records what is entered by hand, with the files that show it; which text was signed is then not proven."""
    if not entered.reason.strip():
        raise UserError("register-no-reason")
    if entered.method not in METHODS:
        raise UserError("register-no-method", method=entered.method, known=", ".join(METHODS))
    handbook, private = handbook_in(root), register_folder(root, folder)
    contents = [bytes_of(path) for path in entered.files]
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
            if refused := clerk.unheard(answer):
                return refused
            return clerk.file(replace(answer, evidence=tuple(map(book.evidence.keep, contents))))


def entity_of(folder: Path, person: str) -> str:
    """The entity whose register knows a person; UserError where none does, with the nearest id."""
    known: list[str] = []
    for entity in entities_in(folder):
        with Book(folder, entity) as book:
            if book.subject_of(person):
                return entity
            known += (one for (one,) in book.many("SELECT DISTINCT person FROM personal WHERE person IS NOT NULL"))
    near = did_you_mean(person, known).get("suggestion", "")
    raise UserError("register-near-person" if near else "register-no-person", person=person, near=near)


def _named(files: tuple[Path, ...]) -> dict[str, str]:
    return {"file": "\n".join(path.name for path in files)} if files else {}


def bytes_of(path: Path) -> bytes:
    """A file's content; UserError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError("no-read", file=str(path), reason=error.strerror or str(error)) from None
