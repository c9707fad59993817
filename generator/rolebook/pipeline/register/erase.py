"""Erasing a person from a register (GDPR art. 17, PIPL art. 47), keeping them from it, and the time for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.pipeline.reading.handbook import require_handbook
from rolebook.pipeline.register.confirm import clear_away
from rolebook.pipeline.register.folder import books, entity_of, register_folder
from rolebook.register import Book, only_about
from rolebook.source import today


@dataclass(frozen=True, slots=True)
class Erased:
    """Whom a run erased, by id, and whom a legal hold keeps."""

    people: list[str]
    held: list[str]


def erase(root: Path, person: str, reason: str, folder: Path | None = None) -> None:
    """Destroys what the register knows of a person; UserError under a legal hold or before the time is over."""
    private = register_folder(root, folder)
    retention = require_handbook(root).settings.acknowledgement.retention
    with Book(private, entity_of(private, person)) as book:
        subject = book.subject_of(person)
        end = str(book.person_of(subject).get("end", ""))
        if book.held(subject):
            raise UserError("register-held", person=person)
        if not reason.strip():
            raise UserError("register-no-reason")
        if retention and end and retention.after(date.fromisoformat(end)) > today():
            raise UserError("register-kept", person=person, until=retention.after(date.fromisoformat(end)).isoformat())
        _erase(book, subject, reason)


def erase_expired(root: Path, folder: Path | None = None) -> Erased:
    """Erases everybody who left longer ago than data are kept; UserError where the handbook does not say how long."""
    retention = require_handbook(root).settings.acknowledgement.retention
    if retention is None:
        raise UserError("register-no-retention")
    done = Erased([], [])
    for book in books(register_folder(root, folder)):
        for subject, person in list(_people(book)):
            end = str(person.get("end", ""))
            if not end or retention.after(date.fromisoformat(end)) > today():
                continue
            if book.held(subject):
                done.held.append(str(person["person"]))
            else:
                _erase(book, subject, f"retention {retention.iso}")
                done.people.append(str(person["person"]))
    return done


def hold(root: Path, person: str, reason: str, folder: Path | None = None, *, lift: bool = False) -> None:
    """Keeps a person's data from being erased, or lets go of them again."""
    if not reason.strip():
        raise UserError("register-no-reason")
    private = register_folder(root, folder)
    with Book(private, entity_of(private, person)) as book, book.writing() as writer:
        subject = book.subject_of(person)
        writer.add("lift" if lift else "hold", {}, subject=subject, personal={"reason": reason})


def _erase(book: Book, subject: str, reason: str) -> None:
    """The entry first, then the files: a killed run leaves files that nothing speaks of any more."""
    removed = sorted(only_about(book, subject))
    with book.writing() as writer:
        writer.erase(subject, reason, removed)
    book.evidence.remove(removed)
    clear_away(book.evidence.folder.parent)


def _people(book: Book) -> Iterator[tuple[str, dict[str, Any]]]:
    for (subject,) in list(book.many("SELECT DISTINCT subject FROM personal WHERE person IS NOT NULL")):
        yield str(subject), book.person_of(str(subject))
