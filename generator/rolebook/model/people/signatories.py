"""The table of signatories: who signs for which post of a sign-off chain."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from rolebook.diagnostics import Diagnostic, Location, Rule, Severity, did_you_mean
from rolebook.model.handbook import Handbook
from rolebook.model.people.headings import columns_of
from rolebook.model.people.meanings import by_words, meaning_of
from rolebook.model.people.person import Signatory
from rolebook.model.people.roster import UNKNOWN_IN_ROSTER, RowCells, missing_cells, unusable_cells
from rolebook.model.people.table import Table

REPEATED_SIGNATORY = Rule("repeated-signatory")
IDLE_SIGNATORY = Rule("idle-signatory", Severity.WARNING)

RULES = (REPEATED_SIGNATORY, IDLE_SIGNATORY)

SIGNATORY_COLUMNS = ("post", "name", "entity", "certificate")
_REQUIRED = ("post", "name")


def read_signatories(
    table: Table, handbook: Handbook, mapping: Iterable[str] = ()
) -> tuple[tuple[Signatory, ...], list[Diagnostic]]:
    """Returns who signs for which post, and every fault; of two who sign for one post at one employer, neither."""
    columns = columns_of(table, SIGNATORY_COLUMNS, _REQUIRED, handbook, mapping)
    findings = list(columns.findings)
    meanings = {
        "post": by_words(_posts(handbook)),
        "entity": by_words((one.id, one.name.values.values()) for one in handbook.settings.entities),
    }
    found: dict[tuple[str, str], list[tuple[Signatory, Location]]] = {}
    for row in range(columns.head + 1, len(table.rows)) if columns.usable else ():
        if table.is_empty(row):
            continue
        cells = _cells(table, row, columns.names)
        ids = {name: meaning_of(cells.words[name], meanings[name]) for name in meanings if name in cells.words}
        faults = [*table.faults_in(row, columns.names), *missing_cells(cells.words, cells.places, _REQUIRED)]
        faults += [*unusable_cells(cells), *_unknown(cells, ids, meanings)]
        findings += faults
        if not faults:
            told = cells.words | {name: next(iter(own)) for name, own in ids.items()}
            signer = Signatory(**{name: told.get(name, "") for name in SIGNATORY_COLUMNS})
            found.setdefault((signer.post, signer.entity), []).append((signer, cells.places["post"]))
    findings += [fault for same in found.values() for fault in _doubts(same, handbook)]
    return tuple(same[0][0] for same in found.values() if len(same) == 1), findings


def _posts(handbook: Handbook) -> Iterator[tuple[str, Iterable[str]]]:
    """What may sign: offices and bodies with their names, roles with their titles."""
    settings = handbook.settings
    for kind, listed in (("office", settings.offices), ("body", settings.bodies)):
        for one in listed:
            yield f"{kind}:{one.id}", (one.id, *one.name.values.values())
    for role in handbook.titled.values():
        yield f"role:{role.id}", (role.id, *role.title.values.values())


def _cells(table: Table, row: int, names: Mapping[int, str]) -> RowCells:
    told = table.rows[row]
    found = RowCells({}, {"person": table.at(row)})
    for place, name in names.items():
        if place < len(told) and (cell := unicodedata.normalize("NFC", told[place].strip())):
            found.words[name], found.places[name] = cell, table.at(row, place)
    return found


def _unknown(
    cells: RowCells, ids: Mapping[str, frozenset[str]], meanings: Mapping[str, Mapping[str, frozenset[str]]]
) -> Iterator[Diagnostic]:
    for name, own in ids.items():
        if len(own) != 1:
            near = did_you_mean(cells.words[name], meanings[name])
            yield UNKNOWN_IN_ROSTER.at(cells.places[name], column=name, value=cells.words[name], **near)


def _doubts(same: list[tuple[Signatory, Location]], handbook: Handbook) -> Iterator[Diagnostic]:
    (first, where), *others = same
    for signer, place in others:
        yield REPEATED_SIGNATORY.at(place, post=signer.post, first=where.line)
    steps = {step.by for chain in handbook.settings.sign_off for step in chain.steps}
    if first.post not in steps:
        yield IDLE_SIGNATORY.at(where, post=first.post)
