"""`rolebook register status`: how everybody stands, counted or one by one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rolebook.model.reading.load import load
from rolebook.pipeline.register.folder import books, register_folder
from rolebook.register import AssignmentStates, Book, State
from rolebook.source import read_source, today
from rolebook.source.project import SETTINGS

_SOON = 7


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which assignments are asked for; empty means all."""

    entities: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    states: tuple[State, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One assignment of one person. `day` and `method` are those of the answer."""

    entity: str
    person: str
    name: str
    document: str
    language: str
    revision: str
    due: str
    state: State
    day: str = ""
    method: str = ""
    email: str = field(default="", compare=False)
    title: str = field(default="", compare=False)
    reader: str = field(default="", compare=False)
    roles: tuple[str, ...] = field(default=(), compare=False)
    review: int = field(default=0, compare=False)
    number: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many assignments of a document in a language and revision are in which state."""

    entity: str
    document: str
    language: str
    revision: str
    states: Mapping[str, int]


def soon(root: Path) -> int:
    """From how many days before its date something is due soon, as the handbook's settings have it."""
    file, _ = read_source(root, SETTINGS)
    handbook = load([file], [])[0] if file else None
    if handbook is None:
        return _SOON
    day = today()
    return (handbook.settings.acknowledgement.due_soon.after(day) - day).days


def counted(root: Path, folder: Path | None = None, entities: tuple[str, ...] = ()) -> list[Counted]:
    """The counts, by entity, document, language and revision."""
    private, days = register_folder(root, folder), soon(root)
    found: dict[tuple[str, str, str, str], Counter[str]] = {}
    for book in books(private, entities):
        for document, language, revision, state, count in AssignmentStates(book, today(), days).counts():
            found.setdefault((book.entity, document, language, revision), Counter())[state] += count
    return [Counted(*key, states) for key, states in sorted(found.items())]


def lines(root: Path, wanted: Wanted, folder: Path | None = None) -> Iterator[StatusLine]:
    """Assignments one by one, in the order they were made."""
    private, days = register_folder(root, folder), soon(root)
    for book in books(private, wanted.entities):
        yield from lines_of(book, wanted, days)


def lines_of(book: Book, wanted: Wanted, days: int) -> Iterator[StatusLine]:
    """The assignments of one register."""
    standings, known = AssignmentStates(book, today(), days), dict[str, Mapping[str, Any]]()
    subjects = [book.subject_of(person) for person in wanted.people] if wanted.people else [""]
    for subject in subjects:
        for one in standings.of(subject) if subject or not wanted.people else ():
            if wanted.states and one.state not in wanted.states:
                continue
            if wanted.documents and not {one.document, one.document.partition("/")[2]} & set(wanted.documents):
                continue
            if one.subject not in known:
                known = {one.subject: book.person_of(one.subject)}  # assignments of a person stand together
            person = known[one.subject]
            answer = next((row.body for row in book.rows("number = ?", one.answer)), {}) if one.answer else {}
            yield StatusLine(
                book.entity,
                str(person.get("person", "")),
                str(person.get("name", "")),
                one.document,
                one.language,
                one.revision,
                one.due,
                one.state,
                str(answer.get("day", "")),
                str(answer.get("method", "")),
                str(person.get("email", "")),
                str(next(book.rows("number = ?", one.number)).body["title"]),
                str(person.get("language", one.language)),
                tuple(person.get("roles", ())),
                one.review or 0,
                one.number,
            )
