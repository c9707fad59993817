"""Erasing a person from a register (GDPR art. 17, PIPL art. 47), keeping them from it, and the time for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.language.comparison import folded
from rolebook.pipeline.reading.handbook import require_handbook
from rolebook.pipeline.register.current import current_of
from rolebook.pipeline.register.folder import books, entities_of, register_folder
from rolebook.pipeline.register.issued_copies import usual_ledgers
from rolebook.pipeline.register.personal_places import (
    Remaining,
    copies_about,
    files_about,
    forget_in_ledger,
    reports_about,
)
from rolebook.register import Book, about, only_about
from rolebook.source import today


@dataclass(slots=True)
class Erased:
    """What became of a person at one employer: files removed, what remains, or why nothing was erased.

    `obstacle` is a code, `register-held` or `register-kept`, with its arguments; empty where the data went.
    """

    entity: str
    person: str
    removed: list[str] = field(default_factory=list)
    remaining: list[Remaining] = field(default_factory=list)
    obstacle: str = ""
    until: str = ""


def erase(
    root: Path, person: str, reason: str, folder: Path | None = None, entities: tuple[str, ...] = ()
) -> list[Erased]:
    """Destroys what Rolebook wrote about a person, at every employer that knows them; a hold or retention keeps it.

    UserError without a reason, and where no register knows the person.
    """
    private = register_folder(root, folder)
    retention = require_handbook(root).settings.acknowledgement.retention
    found = entities_of(private, person, entities)
    if not reason.strip():
        raise UserError("register-no-reason")
    done = []
    for book in books(private, tuple(found)):
        subject = book.subject_of(person)
        end = str(book.person_of(subject).get("end", ""))
        until = retention.after(date.fromisoformat(end)) if retention and end else None
        if book.held(subject):
            done.append(Erased(book.entity, person, obstacle="held"))
        elif until and until > today():
            done.append(Erased(book.entity, person, obstacle="kept", until=until.isoformat()))
        else:
            done.append(_erase(root, book, subject, reason))
    return done


def erase_expired(root: Path, folder: Path | None = None) -> list[Erased]:
    """Erases everybody who left longer ago than data are kept; UserError where the handbook does not say how long."""
    retention = require_handbook(root).settings.acknowledgement.retention
    if retention is None:
        raise UserError("register-no-retention")
    done = []
    for book in books(register_folder(root, folder)):
        for subject, person in list(_people(book)):
            end = str(person.get("end", ""))
            if not end or retention.after(date.fromisoformat(end)) > today():
                continue
            if book.held(subject):
                done.append(Erased(book.entity, str(person["person"]), obstacle="held"))
            else:
                done.append(_erase(root, book, subject, f"retention {retention.iso}"))
    return done


def hold(  # noqa: PLR0913  whom, why, where
    root: Path,
    person: str,
    reason: str,
    folder: Path | None = None,
    *,
    lift: bool = False,
    entities: tuple[str, ...] = (),
) -> list[str]:
    """Keeps a person's data from being erased, or lets go of them; returns the employers whose registers know them."""
    if not reason.strip():
        raise UserError("register-no-reason")
    private = register_folder(root, folder)
    found = entities_of(private, person, entities)
    for book in books(private, tuple(found)):
        with book.writing() as writer:
            subject = book.subject_of(person)
            writer.add("lift" if lift else "hold", {}, subject=subject, personal={"reason": reason})
    return found


def _erase(root: Path, book: Book, subject: str, reason: str) -> Erased:
    """The entry first, then the files: a killed run leaves files that nothing speaks of any more.

    What is still open is withdrawn: nobody who is erased is ever due.
    """
    told = book.person_of(subject)
    done = Erased(book.entity, str(told.get("person", "")))
    removed, shared = sorted(only_about(book, subject)), sorted(about(book, subject) - only_about(book, subject))
    with book.writing() as writer:
        for current in dict(current_of(book, subject)).values():
            if not current.closed and current.answered is None:
                writer.add("withdraw", {"reason": "erased"}, subject=subject, about=current.number)
        writer.erase(subject, reason, removed)
    book.evidence.remove(removed)
    private = book.evidence.folder.parent
    done.remaining += [Remaining(str(book.evidence.path(digest)), "shared-evidence") for digest in shared]
    done.remaining += [Remaining(person, "manager") for person in _led_by(book, subject, told)]
    for path in (*files_about(private, book.entity, done.person), *reports_about(root, told)):
        _remove(path, done)
    for ledger in usual_ledgers(root, private):
        own = frozenset({book.entity})
        for path, why in list(copies_about(ledger, own, done.person)):
            if why:
                done.remaining.append(Remaining(str(path), why))
            else:
                _remove(path, done)
        if forget_in_ledger(ledger, own, done.person):
            done.remaining.append(Remaining(str(ledger), "ledger"))
    done.remaining.append(Remaining(str(private), "elsewhere"))
    return done


def _led_by(book: Book, subject: str, told: Mapping[str, Any]) -> list[str]:
    """People whose own data name somebody as their manager, by id or name, in any entry."""
    own = {folded(told[name]) for name in ("person", "name") if told.get(name)}
    managers = "SELECT DISTINCT json_extract(data, '$.manager') FROM personal"
    named = [words for (words,) in book.many(managers) if words and folded(words) in own]
    led = "SELECT person FROM personal WHERE json_extract(data, '$.manager') = ? AND subject <> ?"
    return sorted({str(person) for words in named for (person,) in book.many(led, words, subject) if person})


def _remove(path: Path, done: Erased) -> None:
    path.unlink(missing_ok=True)
    done.removed.append(str(path))


def _people(book: Book) -> Iterator[tuple[str, dict[str, Any]]]:
    for (subject,) in list(book.many("SELECT DISTINCT subject FROM personal WHERE person IS NOT NULL")):
        yield str(subject), book.person_of(str(subject))
