"""Answers that come back as a table: from the site, an e-sign service or an HR system.

Columns: `person` (the roster's id) or `email`; `document` (`role/cook`, or its id); `day`; and, where known,
`language`, `revision`, `fingerprint`, `method`, `refused`. Headings may be those of a language, or what the user says.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rolebook.diagnostics import Diagnostic, Location, UserError
from rolebook.exchange.tables import read_table
from rolebook.language.comparison import folded
from rolebook.model.acknowledgement import METHODS, VERIFIED
from rolebook.model.handbook import Handbook
from rolebook.model.people.days import day_of
from rolebook.model.people.headings import Columns, columns_of
from rolebook.model.people.roster import READ_AS
from rolebook.model.people.table import Table
from rolebook.pipeline.reading.handbook import require_handbook
from rolebook.pipeline.register.answers import Answer, Clerk, Outcome, is_assigned
from rolebook.pipeline.register.folder import books, register_folder
from rolebook.pipeline.register.signers import bearers
from rolebook.register import Book
from rolebook.source import today

COLUMNS = ("person", "email", "document", "revision", "language", "fingerprint", "method", "day", "refused")
_YES = ("yes", "true", "1", "refused")


@dataclass(frozen=True, slots=True)
class Rows:
    """Answers of a table, and what is wrong with it."""

    outcomes: list[Outcome]
    findings: list[Diagnostic]


def record_table(
    root: Path, file: Path, *, columns: Sequence[str] = (), method: str = "", folder: Path | None = None
) -> Rows:
    """Records each row of a CSV or XLSX file; `method` is that of rows without one. The file itself is the evidence."""
    handbook, private = require_handbook(root), register_folder(root, folder)
    table, findings = read_table(file)
    if table is None or not table.rows:
        return Rows([], findings)
    found = columns_of(table, COLUMNS, (), handbook, columns)
    if "document" not in found.names.values() or not {"person", "email"} & set(found.names.values()):
        raise UserError("register-few-columns", file=str(file))
    findings += found.findings
    rows, faults = _cells(table, found)
    findings += faults
    content = file.read_bytes()
    outcomes: dict[int, dict[str, Outcome]] = {line: {} for line, _ in rows}
    notes: dict[str, Diagnostic] = {}
    answers: dict[str, list[tuple[int, Answer]]] = {}
    for book in books(private):
        place = handbook.entities[book.entity].jurisdiction if book.entity in handbook.entities else ""
        for line, cells in rows:
            answer = _answer(book, cells, method, f"{file.name}:{line}", place)
            if isinstance(answer, Outcome):
                outcomes[line][book.entity] = answer
            else:
                notes |= _reading(table, line, cells, answer.day)
                assigned = is_assigned(handbook, book, answer.person, answer.document)
                answers.setdefault(book.entity, []).append((line, replace(answer, assigned=assigned)))
    meant = {line for own in answers.values() for line, answer in own if answer.assigned}
    for entity, own in answers.items():
        # Where one employer assigned the document, others who know the person have no part in the answer.
        fitting = [(line, answer) for line, answer in own if answer.assigned or line not in meant]
        with Book(private, entity) as book:
            for line, outcome in _filed(handbook, book, fitting, content):
                outcomes[line][entity] = outcome
    return Rows(
        [one for line in sorted(outcomes) for one in _row_outcomes(outcomes[line])], [*findings, *notes.values()]
    )


def _filed(
    handbook: Handbook, book: Book, own: Sequence[tuple[int, Answer]], content: bytes
) -> Iterator[tuple[int, Outcome]]:
    if not own:
        return
    with book.writing() as writer:
        clerk = Clerk(handbook, book, writer)
        refused = {line: told for line, answer in own if (told := clerk.unknown_document(answer))}
        digest = book.evidence.keep(content) if len(refused) < len(own) else ""
        yield from refused.items()
        for line, answer in own:
            if line not in refused:
                yield line, clerk.file(replace(answer, evidence=(digest,)))


def _row_outcomes(found: Mapping[str, Outcome]) -> list[Outcome]:
    """What is said of a row: by the registers that know the person, each by itself; else once that none does."""
    knowing = [one for one in found.values() if one.code != "unknown-person"]
    return knowing or list(found.values())[:1]


def _cells(table: Table, columns: Columns) -> tuple[list[tuple[int, dict[str, str]]], list[Diagnostic]]:
    """The rows that can be read, by line, and what is wrong with the others."""
    rows: list[tuple[int, dict[str, str]]] = []
    findings: list[Diagnostic] = []
    for row in range(columns.head + 1, len(table.rows)) if columns.usable else ():
        faults = table.faults_in(row, columns.names)
        findings += faults
        told = table.rows[row]
        cells = {name: told[place].strip() for place, name in columns.names.items() if place < len(told)}
        if not faults and any(cells.values()):
            rows.append((table.lines[row], cells))
    return rows, findings


def _answer(book: Book, cells: Mapping[str, str], method: str, source: str, place: str) -> Answer | Outcome:
    """The answer of a row, or why it is none for this register."""
    person = cells.get("person", "")
    people = [person] if person else bearers(book, cells.get("email", ""))
    person = people[0] if people else ""
    told = cells.get("method") or method
    day = _day(cells.get("day", ""), place)
    about = {"person": person or cells.get("email", "—"), "document": cells.get("document", "") or "—"}
    if not person or not book.subject_of(person):
        return Outcome("unknown-person", source, arguments=about)
    if len(people) > 1:
        return Outcome("email-shared", source, arguments={**about, "email": cells["email"]})
    if told not in METHODS:
        return Outcome("row-method", source, arguments={**about, "method": told or "—"})
    if told in VERIFIED:
        return Outcome("row-unverified", source, arguments={**about, "method": told})
    if day is None:
        return Outcome("row-day", source, arguments={**about, "day": cells.get("day", "—")})
    return Answer(
        person=person,
        document=cells.get("document", ""),
        method=told,
        day=day,
        fingerprints=tuple(filter(None, (cells.get("fingerprint", ""),))),
        language=cells.get("language", ""),
        revision=cells.get("revision", ""),
        details={"file": source.rpartition(":")[0]},
        facts={"channel": "table", "row": int(source.rpartition(":")[2])},
        refused=folded(cells.get("refused")) in _YES,
        source=source,
    )


def _reading(table: Table, line: int, cells: Mapping[str, str], day: date) -> dict[str, Diagnostic]:
    """How a day was read, by its signs between the digits, where it is not written as ISO 8601 has it."""
    told = cells.get("day", "")
    if not told or told.startswith(day.isoformat()):
        return {}
    return {re.sub(r"\d", "", told): READ_AS.at(Location(table.file, line), value=told, read=day.isoformat())}


def _day(told: str, place: str) -> date | None:
    """The day of an answer, with a form's time or without, in the country's form.

    Today where none is given; None for a later one and for one in doubt.
    """
    day = day_of(told, place) if told else today()
    return day if day is not None and day <= today() else None
