"""The roster, version 1: rows of a table to people, every fault at its row and column."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rolebook.diagnostics import Diagnostic, Location, Rule, did_you_mean
from rolebook.model.handbook import Handbook
from rolebook.model.people.certificate import is_binding
from rolebook.model.people.person import Person, Signatory

UNKNOWN_COLUMN = Rule("unknown-column")
MISSING_COLUMN = Rule("missing-column")
MISSING_CELL = Rule("missing-cell")
UNUSABLE_PERSON = Rule("unusable-person-id")
REPEATED_PERSON = Rule("repeated-person")
UNKNOWN_IN_ROSTER = Rule("unknown-in-roster")
UNUSABLE_CELL = Rule("unusable-cell")
BROKEN_TABLE = Rule("broken-table")

RULES = (
    UNKNOWN_COLUMN,
    MISSING_COLUMN,
    MISSING_CELL,
    UNUSABLE_PERSON,
    REPEATED_PERSON,
    UNKNOWN_IN_ROSTER,
    UNUSABLE_CELL,
    BROKEN_TABLE,
)

COLUMNS = (
    "person",
    "name",
    "email",
    "language",
    "entity",
    "role",
    "manager",
    "territory",
    "workplace",
    "hours",
    "start",
    "end",
    "certificate",
)
REQUIRED = ("person", "name", "language", "entity", "role")
SIGNATORY_COLUMNS = ("post", "name", "entity", "certificate")
MAX_CELL = 500

_PERSON = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text: the first is the head. `lines` says which line of the file each row stands in."""

    file: str
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]


def read_people(table: Table, handbook: Handbook) -> tuple[dict[str, Person], list[Diagnostic]]:
    """The people of a table whose rows are sound, by id, and every fault; a bad row hides no other."""
    rows, findings = sound_rows(table, handbook)
    people = {
        person.id: person
        for row in sorted(row for own in rows.values() for row in own)
        for person in [person_in(table, row)]
    }
    return people, findings


def sound_rows(table: Table, handbook: Handbook) -> tuple[dict[str, list[int]], list[Diagnostic]]:
    """The rows that are people, by employer, and every fault; `person_in` reads them.

    Of a person in two rows, neither is taken: which is right is for whoever wrote them to say. A hundred thousand
    people are many: who goes through them one by one need not hold them all.
    """
    columns, findings = _columns(table, COLUMNS, REQUIRED)
    found: dict[str, list[int]] = {}
    lines: dict[str, int] = {}
    for row, cells, places in _rows(table, columns) if not findings else ():
        faults = list(_faults(cells, places, handbook, lines))
        findings += faults
        if not faults:
            lines[cells["person"]] = places["person"].line
            found.setdefault(cells["entity"], []).append(row)
    if twice := repeated_in(findings):
        found = {name: [row for row in own if person_in(table, row).id not in twice] for name, own in found.items()}
    return found, findings


def repeated_in(findings: Iterable[Diagnostic]) -> frozenset[str]:
    """The people who stand in more than one row."""
    return frozenset(str(one.arguments["person"]) for one in findings if one.code == REPEATED_PERSON.code)


def is_read(table: Table) -> bool:
    """Whether a roster's columns are understood: then what is wrong is wrong with some rows only."""
    return not _columns(table, COLUMNS, REQUIRED)[1]


def ids_in(table: Table) -> frozenset[str]:
    """Every id in the column of people, of faulty rows too."""
    columns, _ = _columns(table, COLUMNS, REQUIRED)
    return frozenset(cells["person"] for _, cells, _ in _rows(table, columns) if cells.get("person"))


def person_in(table: Table, row: int) -> Person:
    """The person in a row that is sound."""
    told = _cells(table, _columns(table, COLUMNS, REQUIRED)[0], row)
    if told is None:
        raise IndexError(row)
    return _person(*told)


def read_signatories(table: Table) -> tuple[tuple[Signatory, ...], list[Diagnostic]]:
    """Who signs for which post."""
    columns, findings = _columns(table, SIGNATORY_COLUMNS, ("post", "name"))
    found = []
    for _, cells, places in _rows(table, columns) if not findings else ():
        faults = [*_missing(cells, places, ("post", "name")), *_unusable(cells, places)]
        findings += faults
        if not faults:
            found.append(Signatory(**{name: cells.get(name, "") for name in SIGNATORY_COLUMNS}))
    return tuple(found), findings


def _columns(table: Table, known: Sequence[str], required: Sequence[str]) -> tuple[dict[int, str], list[Diagnostic]]:
    head = [cell.strip().casefold() for cell in table.rows[0]] if table.rows else []
    first = table.lines[0] if table.lines else 1
    findings = [
        UNKNOWN_COLUMN.at(Location(table.file, first, place + 1), column=name, **did_you_mean(name, known))
        for place, name in enumerate(head)
        if name and name not in known
    ]
    findings += [MISSING_COLUMN.at(Location(table.file, first), column=name) for name in required if name not in head]
    return {place: name for place, name in enumerate(head) if name}, findings


def _rows(table: Table, columns: Mapping[int, str]) -> Iterator[tuple[int, dict[str, str], dict[str, Location]]]:
    """Rows that are not empty, counted from the head's 0."""
    for row in range(1, len(table.rows)):
        if told := _cells(table, columns, row):
            yield row, *told


def _cells(table: Table, columns: Mapping[int, str], row: int) -> tuple[dict[str, str], dict[str, Location]] | None:
    """The cells of a row by column, with where they stand; a column that comes again adds to the first."""
    told, line = table.rows[row], table.lines[row]
    if not any(cell.strip() for cell in told):
        return None
    cells: dict[str, str] = {}
    places = {"person": Location(table.file, line)}
    for place, name in columns.items():
        cell = unicodedata.normalize("NFC", told[place].strip()) if place < len(told) else ""
        if cell:
            cells[name] = f"{cells[name]};{cell}" if name in cells else cell
            places[name] = Location(table.file, line, place + 1)
    return cells, places


def _faults(
    cells: Mapping[str, str], places: Mapping[str, Location], handbook: Handbook, lines: Mapping[str, int]
) -> Iterator[Diagnostic]:
    yield from _missing(cells, places, REQUIRED)
    yield from _unusable(cells, places)
    person = cells.get("person", "")
    if person and not _PERSON.match(person):
        yield UNUSABLE_PERSON.at(places["person"], person=person)
    if person in lines:
        yield REPEATED_PERSON.at(places["person"], person=person, first=lines[person])
    yield from _unknown(cells, places, handbook)
    for name in ("start", "end"):
        if name in cells and _day(cells[name]) is None:
            yield UNUSABLE_CELL.at(places[name], column=name, value=cells[name], hint="roster-date")
    told = cells.get("certificate", "")
    if not is_binding(told):
        yield UNUSABLE_CELL.at(places["certificate"], column="certificate", value=told, hint="roster-certificate")


def _missing(cells: Mapping[str, str], places: Mapping[str, Location], required: Iterable[str]) -> Iterator[Diagnostic]:
    row = Location(places["person"].file, places["person"].line)
    yield from (MISSING_CELL.at(row, column=name) for name in required if name not in cells)


def _unusable(cells: Mapping[str, str], places: Mapping[str, Location]) -> Iterator[Diagnostic]:
    for name, told in cells.items():
        if len(told) > MAX_CELL or any(unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") for sign in told):
            yield UNUSABLE_CELL.at(places[name], column=name, value=told[:20].encode("unicode_escape").decode())


def _unknown(cells: Mapping[str, str], places: Mapping[str, Location], handbook: Handbook) -> Iterator[Diagnostic]:
    known: dict[str, Iterable[str]] = {
        "entity": handbook.entities,
        "role": handbook.roles,
        "language": handbook.settings.languages,
    }
    for column, names in known.items():
        for told in _several(cells.get(column, "")):
            if told not in names:
                near = did_you_mean(told, names)
                yield UNKNOWN_IN_ROSTER.at(places[column], column=column, value=told, **near)


def _person(cells: Mapping[str, str], places: Mapping[str, Location]) -> Person:
    return Person(
        id=cells["person"],
        name=cells["name"],
        language=cells["language"],
        entity=cells["entity"],
        roles=_several(cells["role"]),
        places=dict(places),
        email=cells.get("email", ""),
        manager=cells.get("manager", ""),
        territory=cells.get("territory", ""),
        workplace=cells.get("workplace", ""),
        hours=cells.get("hours", ""),
        start=_day(cells.get("start", "")),
        end=_day(cells.get("end", "")),
        certificate=cells.get("certificate", ""),
    )


def _several(told: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in told.split(";") if part.strip()))


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", told) else None
    except ValueError:
        return None
