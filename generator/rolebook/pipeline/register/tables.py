"""Answers that come back as a table: from the site, an e-sign service or an HR system.

Columns: `person` (the roster's id) or `email`; `document` (`role/cook`, or its id); `day`; and, where known,
`language`, `revision`, `fingerprint`, `method`, `refused`. A mapping says which column of the file is which of these.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rolebook.diagnostics import Diagnostic, UserError, did_you_mean
from rolebook.exchange.tables import read_table
from rolebook.model.acknowledgement import METHODS, VERIFIED
from rolebook.model.handbook import Handbook
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
    root: Path, file: Path, *, mapping: Mapping[str, str], method: str = "", folder: Path | None = None
) -> Rows:
    """Records each row of a CSV or XLSX file; `method` is that of rows without one. The file itself is the evidence."""
    handbook, private = require_handbook(root), register_folder(root, folder)
    table, findings = read_table(file)
    if table is None or not table.rows:
        return Rows([], findings)
    columns = _columns([cell.strip() for cell in table.rows[0]], mapping, file)
    content = file.read_bytes()
    rows = list(_cells(table.rows[1:], table.lines[1:], columns))
    outcomes: dict[int, dict[str, Outcome]] = {line: {} for line, _ in rows}
    answers: dict[str, list[tuple[int, Answer]]] = {}
    for book in books(private):
        for line, cells in rows:
            answer = _answer(book, cells, method, f"{file.name}:{line}")
            if isinstance(answer, Outcome):
                outcomes[line][book.entity] = answer
            else:
                assigned = is_assigned(handbook, book, answer.person, answer.document)
                answers.setdefault(book.entity, []).append((line, replace(answer, assigned=assigned)))
    meant = {line for own in answers.values() for line, answer in own if answer.assigned}
    for entity, own in answers.items():
        # Where one employer assigned the document, others who know the person have no part in the answer.
        fitting = [(line, answer) for line, answer in own if answer.assigned or line not in meant]
        with Book(private, entity) as book:
            for line, outcome in _filed(handbook, book, fitting, content):
                outcomes[line][entity] = outcome
    return Rows([one for line in sorted(outcomes) for one in _told(outcomes[line])], findings)


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


def _told(found: Mapping[str, Outcome]) -> list[Outcome]:
    """What is said of a row: by the registers that know the person, each by itself; else once that none does."""
    knowing = [one for one in found.values() if one.code != "unknown-person"]
    return knowing or list(found.values())[:1]


def _columns(head: list[str], mapping: Mapping[str, str], file: Path) -> dict[str, int]:
    """Where each of our columns stands; UserError for a mapping that names what is not there."""
    for name, column in mapping.items():
        if name not in COLUMNS:
            near = did_you_mean(name, COLUMNS).get("suggestion", ", ".join(COLUMNS))
            raise UserError("register-no-column", column=name, known=near)
        if column not in head:
            near = did_you_mean(column, head).get("suggestion", ", ".join(head))
            raise UserError("register-no-column", column=column, known=near)
    lower = [cell.casefold() for cell in head]
    found = {name: lower.index(name) for name in COLUMNS if name in lower}
    found |= {name: head.index(column) for name, column in mapping.items()}
    if "document" not in found or not {"person", "email"} & found.keys():
        raise UserError("register-few-columns", file=str(file))
    return found


def _cells(
    rows: Sequence[Sequence[str]], lines: Sequence[int], columns: Mapping[str, int]
) -> Iterator[tuple[int, dict[str, str]]]:
    for row, line in zip(rows, lines, strict=True):
        cells = {name: row[place].strip() for name, place in columns.items() if place < len(row)}
        if any(cells.values()):
            yield line, cells


def _answer(book: Book, cells: Mapping[str, str], method: str, source: str) -> Answer | Outcome:
    """The answer of a row, or why it is none for this register."""
    person = cells.get("person", "")
    people = [person] if person else bearers(book, cells.get("email", ""))
    person = people[0] if people else ""
    told = cells.get("method") or method
    day = _day(cells.get("day", ""))
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
        refused=cells.get("refused", "").casefold() in _YES,
        source=source,
    )


def _day(told: str) -> date | None:
    """The day of an answer: an ISO date or the date of an ISO time, today where none is given, never a later one."""
    try:
        day = date.fromisoformat(told[:10]) if told else today()
    except ValueError:
        return None
    return day if day <= today() else None
