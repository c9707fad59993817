"""The register of one legal entity: a SQLite file whose entries only grow, written whole or not at all.

One `with book.writing()` is one transaction under the file's write lock: what it reads is still so when it writes, two
writers take turns, and a killed process or a full disk leaves the register as it was before. The rollback journal and
`synchronous=EXTRA` are SQLite's strongest promises (sqlite.org/pragma.html#pragma_synchronous).

Each entry notes which change of the file it came with: bytes 24 to 27 of the header (sqlite.org/fileformat2.html).
A file whose header counts further than its last entry was written to by something else; see `proof`.
"""

import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.register.chain import GENESIS, Head, body_of, canonical, commitment, linked, texts_in
from rolebook.register.evidence import Evidence
from rolebook.register.schema import NOTATION, PRAGMAS, REPEATED, TABLES
from rolebook.source.clock import now as moment
from rolebook.store import make_private
from rolebook.store.system import read_at

SUFFIX = ".sqlite"
_WAIT = 120.0
"""Seconds a writer waits for its turn."""
_NOTICE = 2.0
"""Seconds after which somebody is told that it waits."""
waiting: ContextVar[Callable[[Path], None]] = ContextVar("waiting", default=lambda _: None)
"""Who is told, with the file of the register, that it waits for another process."""
_COUNTER = 24
_PART = 1 << 20
_WITH_EVIDENCE = "'acknowledge', 'refuse', 'review', 'blank', 'file'"
_COLUMNS = ("number", "body", "hash", *REPEATED)
_ENTER = f"INSERT INTO entries ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608


def now() -> str:
    """The moment an entry is made, in UTC."""
    return moment().isoformat(timespec="seconds").replace("+00:00", "Z")


def entities_in(folder: Path) -> list[str]:
    """The entities that have a register in a folder, or had one whose evidence is left, sorted."""
    return sorted({path.stem for ending in (SUFFIX, ".evidence") for path in folder.glob(f"*{ending}")})


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as it stands in the file."""

    number: int
    body: Mapping[str, Any]
    text: str
    hash: str


class Book:
    """An entity's register, open. Use as a context; only one at a time for a file in a process.

    POSIX drops a process's locks on a file when it closes any descriptor of it, so the one that reads the header is
    opened before SQLite's and closed after it.
    """

    def __init__(self, folder: Path, entity: str, clock: Callable[[], str] = now) -> None:
        """Opens the register, and begins one where there is none; UserError where that cannot be."""
        self.entity, self._clock = entity, clock
        self.path = folder / f"{entity}{SUFFIX}"
        self.evidence = Evidence(folder / f"{entity}.evidence")
        with _user_errors(self.path):
            self._header = os.open(self.path, os.O_RDONLY | os.O_CREAT, 0o600)
            make_private(self.path)
            self._connection = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
        try:
            with _user_errors(self.path):
                self._prepare()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Book":
        """The book itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes it."""
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()
        os.close(self._header)

    @property
    def changes(self) -> int:
        """How many changes the file's header counts."""
        return int.from_bytes(read_at(self._header, 4, _COUNTER))

    @property
    def head(self) -> Head:
        """The last entry."""
        number, digest = self.first("SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1") or (0, GENESIS)
        return Head(self.entity, number, digest)

    @contextmanager
    def writing(self) -> Iterator["Writer"]:
        """A transaction: everything in it is recorded, or nothing."""
        with _user_errors(self.path):
            self._begin()
            try:
                yield Writer(self, self._connection, self._clock(), self.changes + 1)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _begin(self) -> None:
        """Takes the file's write lock; after two seconds, says who is waited for."""
        for wait, last in ((_NOTICE, False), (_WAIT, True)):
            self._connection.execute(f"PRAGMA busy_timeout = {int(wait * 1000)}")
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if last or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                waiting.get()(self.path)
            else:
                return

    def backup(self, target: Path) -> None:
        """Copies the register byte for byte as it is at one moment, while others wait to write to it.

        A reader's lock keeps writers from the file (sqlite.org/lockingv3.html); SQLite's own copy would count as a
        change of it.
        """
        with _user_errors(self.path), target.open("wb") as copy:
            self._connection.execute("BEGIN")
            try:
                self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                place = 0
                while part := read_at(self._header, _PART, place):
                    copy.write(part)
                    place += len(part)
            finally:
                self._connection.execute("ROLLBACK")

    def rows(self, where: str = "TRUE", *values: str | int) -> Iterator[Row]:
        """Entries in order; `where` is SQL over the columns of `entries`. UserError for what is no entry any more."""
        query = f"SELECT number, body, hash FROM entries WHERE {where} ORDER BY number"  # noqa: S608
        for number, text, digest in self.many(query, *values):
            body = body_of(text)
            if not body:
                raise UserError("register-entry-edited", entity=self.entity, number=number)
            yield Row(number, body, text, digest)

    def first(self, query: str, *values: str | int) -> Any:
        """The first line that a query finds."""
        with _user_errors(self.path):
            return self._connection.execute(query, values).fetchone()

    def many(self, query: str, *values: str | int) -> Iterator[Any]:
        """The lines that a query finds, one after another."""
        with _user_errors(self.path):
            yield from self._connection.execute(query, values)

    def named(self, query: str, values: Mapping[str, str | int]) -> Iterator[Any]:
        """The same with values by name."""
        with _user_errors(self.path):
            yield from self._connection.execute(query, values)

    def person_of(self, subject: str) -> dict[str, Any]:
        """What is known of a subject; nothing after erasure."""
        query = "SELECT data FROM personal WHERE subject = ? AND person IS NOT NULL ORDER BY number DESC LIMIT 1"
        found = self.first(query, subject)
        return dict(json.loads(found[0])) if found else {}

    def subject_of(self, person: str) -> str:
        """The subject that stands for a person's id; nothing for one the register does not know."""
        found = self.first("SELECT subject FROM personal WHERE person = ? ORDER BY number DESC LIMIT 1", person)
        return str(found[0]) if found else ""

    def personal(self, number: int) -> dict[str, Any]:
        """The personal data of an entry; nothing where there is none or it was erased."""
        found = self.first("SELECT data FROM personal WHERE number = ?", number)
        return dict(json.loads(found[0])) if found else {}

    def held(self, subject: str) -> bool:
        """Whether a legal hold keeps a subject's data from being erased."""
        query = "SELECT kind FROM entries WHERE subject = ? AND kind IN ('hold', 'lift') ORDER BY number DESC LIMIT 1"
        return bool(self.first(query, subject) == ("hold",))

    def _prepare(self) -> None:
        for pragma in PRAGMAS:
            self._connection.execute(pragma)
        if not self._empty():
            return
        with self.writing() as writer:
            if self._empty():  # another may have begun it meanwhile
                if not self.evidence.empty():  # a register was here: one begun anew would pass for whole
                    raise UserError("register-lost", file=str(self.path), folder=self.evidence.folder.name)
                for statement in TABLES:
                    self._connection.execute(statement)
                writer.add("open", {"notation": NOTATION, "entity": self.entity, "nonce": secrets.token_hex(16)})

    def _empty(self) -> bool:
        return self.first("SELECT 1 FROM sqlite_master WHERE name = 'entries'") is None


def about(book: Book, subject: str) -> set[str]:
    """Evidence that is about a person, by digest."""
    return {digest for row in book.rows("subject = ?", subject) for digest in texts_in(row.body, "evidence")}


def only_about(book: Book, subject: str) -> set[str]:
    """Evidence that is about this person and nobody else, by digest."""
    others = {
        digest
        for row in book.rows(f"kind IN ({_WITH_EVIDENCE}) AND coalesce(subject, '') <> ?", subject)
        for digest in texts_in(row.body, "evidence")
    }
    return about(book, subject) - others


class Writer:
    """What may be done within a transaction."""

    def __init__(self, book: Book, connection: sqlite3.Connection, at: str, change: int) -> None:
        self._book, self._connection, self._at, self._change = book, connection, at, change
        self._head: Head | None = None

    def add(
        self,
        kind: str,
        facts: Mapping[str, Any],
        *,
        subject: str = "",
        about: int | None = None,
        personal: Mapping[str, Any] | None = None,
    ) -> int:
        """Records an entry and tells its number; `personal` goes beside it, with a salt of its own."""
        head = self._head or self._book.head
        body = {**facts, "kind": kind, "number": head.number + 1, "at": self._at, "change": self._change}
        body |= {"subject": subject} if subject else {}
        body |= {"about": about} if about else {}
        kept = None
        if personal:
            kept = (secrets.token_bytes(16), canonical(personal))
            body["commitment"] = commitment(*kept)
        text = canonical(body)
        self._head = Head(head.entity, head.number + 1, linked(head.hash, text))
        self._connection.execute(_ENTER, (self._head.number, text, self._head.hash, *map(body.get, REPEATED)))
        if kept is not None:
            statement = "INSERT INTO personal (number, subject, salt, data) VALUES (?, ?, ?, ?)"
            self._connection.execute(statement, (self._head.number, subject, *kept))
        return self._head.number

    def know(self, person: Mapping[str, Any]) -> str:
        """The subject of a person, whose data are recorded where they are new or changed."""
        subject = self._book.subject_of(str(person["person"]))
        if not subject or self._book.person_of(subject) != json.loads(canonical(person)):
            subject = subject or secrets.token_hex(16)
            self.add("person", {}, subject=subject, personal=person)
        return subject

    def erase(self, subject: str, reason: str, removed: Sequence[str] = ()) -> None:
        """Destroys a subject's data and salts, and records that; `removed` is the evidence the caller removes then."""
        self.add("erase", {"reason": reason, "removed": list(removed)}, subject=subject)
        self._connection.execute("DELETE FROM personal WHERE subject = ?", (subject,))


@contextmanager
def _user_errors(path: Path) -> Iterator[None]:
    """Troubles of the file and the disk as wrong use, never as a traceback."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise UserError("register-failed", file=str(path), reason=str(error)) from error
