"""The roster, version 1: rows of a table to people, every fault at its row and column."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from rolebook.diagnostics import Diagnostic, Location, Rule, Severity, did_you_mean
from rolebook.language.comparison import folded
from rolebook.model.handbook import Handbook
from rolebook.model.people.address import sendable
from rolebook.model.people.certificate import is_binding
from rolebook.model.people.days import day_of
from rolebook.model.people.headings import Columns, columns_of
from rolebook.model.people.managers import Managers
from rolebook.model.people.meanings import Meanings, language_of, meaning_of, meanings_of, several
from rolebook.model.people.person import Person
from rolebook.model.people.table import Table

MISSING_CELL = Rule("missing-cell")
UNUSABLE_PERSON = Rule("unusable-person-id")
REPEATED_PERSON = Rule("repeated-person")
SIMILAR_PERSON = Rule("ids-differ-in-case")
UNKNOWN_IN_ROSTER = Rule("unknown-in-roster")
SEVERAL_MEANINGS = Rule("several-meanings")
ROLE_ELSEWHERE = Rule("role-elsewhere")
UNUSABLE_CELL = Rule("unusable-cell")
READ_AS = Rule("read-as", Severity.INFO)

RULES = (
    MISSING_CELL,
    UNUSABLE_PERSON,
    REPEATED_PERSON,
    SIMILAR_PERSON,
    UNKNOWN_IN_ROSTER,
    SEVERAL_MEANINGS,
    ROLE_ELSEWHERE,
    UNUSABLE_CELL,
    READ_AS,
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
DAYS = ("start", "end")
MAX_CELL = 500

_PERSON = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z")


@dataclass(slots=True)
class RowCells:
    """A row's cells by column, where each is, which of them hold a day, and which cannot be read."""

    words: dict[str, str]
    places: dict[str, Location]
    days: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)


class RosterRows:
    """The rows of a roster: by employer those that are people, every fault, and the lines of each person.

    A bad row hides no other. Of a person in two rows, neither is taken: which is right is for whoever wrote them to
    say. A hundred thousand people are many: who goes through them one by one need not hold them all.
    """

    def __init__(self, table: Table, handbook: Handbook, mapping: Iterable[str] = ()) -> None:
        self._table, self._handbook = table, handbook
        self._columns: Columns = columns_of(table, COLUMNS, REQUIRED, handbook, mapping)
        self._meanings = meanings_of(handbook)
        self._notes: dict[tuple[str, str], Diagnostic] = {}
        self._suggestions: dict[tuple[str, str], dict[str, str]] = {}
        self._meant_before: dict[tuple[str, str, str], frozenset[str]] = {}
        self.lines: dict[str, list[int]] = {}
        self.by_entity: dict[str, list[int]] = {}
        self.names: dict[str, str] = {}
        self.findings: list[Diagnostic] = list(self._columns.findings)
        if self._columns.usable:
            self._read()

    @property
    def usable(self) -> bool:
        """Whether the columns are understood: then what is wrong is wrong with some rows only."""
        return self._columns.usable

    @cached_property
    def faulty(self) -> frozenset[str]:
        """Ids of people who have a row and are not taken."""
        taken = {self.person(row).id for rows in self.by_entity.values() for row in rows}
        return frozenset(self.lines.keys() - taken)

    def people(self) -> dict[str, Person]:
        """The people of the sound rows by id, in the order of the file."""
        return {
            one.id: one
            for row in sorted(row for own in self.by_entity.values() for row in own)
            for one in [self.person(row)]
        }

    def person(self, row: int) -> Person:
        """The person in a row that is sound."""
        cells = self._cells(row)
        entity = self._id("entity", cells.words["entity"])
        jurisdiction = self._handbook.entities[entity].jurisdiction
        words = cells.words
        start, end = (day_of(words.get(name, ""), jurisdiction) for name in DAYS)
        return Person(
            id=words["person"],
            name=words["name"],
            language=self._id("language", words["language"]),
            entity=entity,
            roles=tuple(dict.fromkeys(self._id("role", one, entity) for one in self._roles_in(words["role"]))),
            places=dict(cells.places),
            email=words.get("email", ""),
            manager=words.get("manager", ""),
            territory=words.get("territory", ""),
            workplace=words.get("workplace", ""),
            hours=words.get("hours", ""),
            start=start,
            end=end,
            certificate=words.get("certificate", ""),
        )

    def lines_of(self, people: Iterable[str]) -> set[int]:
        """The lines in which these people have a row."""
        return {line for name in people for line in self.lines.get(name, ())}

    def findings_on(self, people: Iterable[str]) -> list[Diagnostic]:
        """What is wrong with the rows of these people, and what keeps the whole table from being read."""
        lines = self.lines_of(people)
        whole = {one for one in self._columns.findings if one.severity is Severity.ERROR}
        return [one for one in self.findings if one.location.line in lines or one in whole]

    def _read(self) -> None:
        managers = Managers(self._handbook)
        faulty: dict[int, bool] = {}
        rows: dict[str, list[tuple[int, str, Location]]] = {}
        for row in range(self._columns.head + 1, len(self._table.rows)):
            if self._table.is_empty(row):
                continue
            cells = self._cells(row)
            person = cells.words.get("person", "")
            faults = [*self._table.faults_in(row, self._columns.names.keys()), *self._faults(cells)]
            self.findings += faults
            faulty[row] = any(one.severity is Severity.ERROR for one in faults)
            rows.setdefault(folded(person), []).append((row, person, cells.places["person"]))
            self.lines.setdefault(person, []).append(cells.places["person"].line)
            self.names.setdefault(person, cells.words.get("name", ""))
            managers.add(row, person, cells.words, cells.places, () if faulty[row] else self._roles(cells))
        self.findings += self._repeated(rows)
        for row, fault in managers.faults():
            self.findings.append(fault)
            faulty[row] |= fault.severity is Severity.ERROR
        single = [row for same in rows.values() if len(same) == 1 for row, _, _ in same]
        for row in sorted(row for row in single if not faulty[row]):
            self.by_entity.setdefault(self._id("entity", self._cells(row).words["entity"]), []).append(row)
        self.findings = [*self._notes.values(), *self.findings]

    def _repeated(self, rows: Mapping[str, list[tuple[int, str, Location]]]) -> Iterator[Diagnostic]:
        for (_, first, at), *others in rows.values():
            for _, person, place in others:
                if person:
                    rule = REPEATED_PERSON if person == first else SIMILAR_PERSON
                    yield rule.at(place, person=person, other=first, first=at.line)

    def _roles(self, cells: RowCells) -> tuple[str, ...]:
        entity = self._id("entity", cells.words["entity"])
        return tuple(self._id("role", one, entity) for one in self._roles_in(cells.words["role"]))

    def _cells(self, row: int) -> RowCells:
        """The cells of a row; a column that comes again adds to the first."""
        told = self._table.rows[row]
        found = RowCells({}, {"person": self._table.at(row)})
        for place, name in self._columns.names.items():
            if (row, place) in self._table.unreadable:
                found.unreadable.add(name)
            cell = unicodedata.normalize("NFC", told[place].strip()) if place < len(told) else ""
            if cell:
                cell = ";".join(cell.splitlines()) if name == "role" else cell
                found.words[name] = f"{found.words[name]};{cell}" if name in found.words else cell
                found.places[name] = self._table.at(row, place)
                if (row, place) in self._table.days:
                    found.days.add(name)
        return found

    def _faults(self, cells: RowCells) -> Iterator[Diagnostic]:
        words, places = cells.words, cells.places
        yield from missing_cells(words, places, [one for one in REQUIRED if one not in cells.unreadable])
        yield from unusable_cells(cells)
        person = words.get("person", "")
        if person and not _PERSON.match(person):
            yield UNUSABLE_PERSON.at(places["person"], person=person)
        for column in ("entity", "language"):
            if column in words:
                yield from self._meaning_faults(column, words[column], places[column])
        entity = self._id("entity", words.get("entity", ""))
        for one in self._roles_in(words.get("role", "")):
            yield from self._meaning_faults("role", one, places["role"], entity)
        yield from self._day_faults(words, places, entity)
        told = words.get("email", "")
        if told and not sendable(told):
            unsendable = UNUSABLE_CELL.at(places["email"], column="email", value=told, hint="roster-email")
            yield unsendable.weighing(Severity.WARNING)
        told = words.get("certificate", "")
        if not is_binding(told):
            yield UNUSABLE_CELL.at(places["certificate"], column="certificate", value=told, hint="roster-certificate")

    def _meaning_faults(self, column: str, told: str, place: Location, entity: str = "") -> Iterator[Diagnostic]:
        found = self._meant(column, told, entity)
        if not found:
            near = self._near(column, told)
            yield UNKNOWN_IN_ROSTER.at(place, column=column, value=told, **near)
        elif len(found) > 1:
            yield SEVERAL_MEANINGS.at(place, column=column, value=told, ids=", ".join(sorted(found)))
        elif column == "role" and entity and not self._applies(next(iter(found)), entity):
            yield ROLE_ELSEWHERE.at(place, role=next(iter(found)), entity=entity)
        elif told not in found:
            self._notes.setdefault((column, told), READ_AS.at(place, column=column, value=told, read=next(iter(found))))

    def _day_faults(
        self, words: Mapping[str, str], places: Mapping[str, Location], entity: str
    ) -> Iterator[Diagnostic]:
        if not entity:
            return
        days = {}
        for name in DAYS:
            if name in words:
                day = days[name] = day_of(words[name], self._handbook.entities[entity].jurisdiction)
                if day is None:
                    yield UNUSABLE_CELL.at(places[name], column=name, value=words[name], hint="roster-date")
                elif not words[name].startswith(day.isoformat()):
                    note = READ_AS.at(places[name], column=name, value=words[name], read=day.isoformat())
                    self._notes.setdefault((name, self._handbook.entities[entity].jurisdiction), note)
        start, end = days.get("start"), days.get("end")
        if start and end and start > end:
            yield UNUSABLE_CELL.at(places["end"], column="end", value=words["end"], hint="end-before-start")

    def _near(self, column: str, told: str) -> dict[str, str]:
        """What the nearest word means, looked for once: a table may hold one misspelt word a hundred thousand times."""
        if (column, told) not in self._suggestions:
            near = did_you_mean(folded(told), self._meanings[column])
            ids = sorted(self._meanings[column][near["suggestion"]]) if near else []
            self._suggestions[column, told] = {**near, "suggestion": ids[0]} if ids else {}
        return self._suggestions[column, told]

    def _meant(self, column: str, told: str, entity: str = "") -> frozenset[str]:
        key = (column, told, entity)
        if key not in self._meant_before:
            self._meant_before[key] = self._look_up(column, told, entity)
        return self._meant_before[key]

    def _look_up(self, column: str, told: str, entity: str) -> frozenset[str]:
        meanings: Meanings = self._meanings[column]
        if column == "language":
            return language_of(told, meanings)
        found = meaning_of(told, meanings)
        if len(found) > 1 and entity:
            return frozenset(one for one in found if self._applies(one, entity)) or found
        return found

    def _roles_in(self, told: str) -> tuple[str, ...]:
        return several(told, lambda one: bool(self._meant("role", one)))

    def _id(self, column: str, told: str, entity: str = "") -> str:
        """The id that a cell means; empty where it is not one's alone."""
        found = self._meant(column, told, entity)
        return next(iter(found)) if len(found) == 1 else ""

    def _applies(self, role: str, entity: str) -> bool:
        return self._handbook.entities[entity] in self._handbook.entities_of(self._handbook.roles[role])


def read_people(
    table: Table, handbook: Handbook, mapping: Iterable[str] = ()
) -> tuple[dict[str, Person], list[Diagnostic]]:
    """The people of a table whose rows are sound, by id, and every fault."""
    rows = RosterRows(table, handbook, mapping)
    return rows.people(), rows.findings


def missing_cells(
    words: Mapping[str, str], places: Mapping[str, Location], required: Iterable[str]
) -> Iterator[Diagnostic]:
    """A finding for each needed column in which a row has nothing."""
    for name in required:
        if name not in words:
            yield MISSING_CELL.at(replace(places["person"], column=1), column=name)


def unusable_cells(cells: RowCells) -> Iterator[Diagnostic]:
    """Cells that are too long or hold invisible signs, and days where words are due."""
    for name, told in cells.words.items():
        if len(told) > MAX_CELL or (
            not told.isprintable() and any(unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") for sign in told)
        ):
            shown = told[:20].encode("unicode_escape").decode()
            yield UNUSABLE_CELL.at(cells.places[name], column=name, value=shown)
        elif name in cells.days and name not in DAYS:
            yield UNUSABLE_CELL.at(cells.places[name], column=name, value=told, hint="day-for-words")
