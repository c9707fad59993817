"""Which column of a table is which of ours: by our names, by those of each language, or as the user says."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rolebook.diagnostics import Diagnostic, Rule, Severity, UserError, did_you_mean
from rolebook.language import known_languages, language_for
from rolebook.language.comparison import folded
from rolebook.model.handbook import Handbook
from rolebook.model.people.table import Table

UNKNOWN_COLUMN = Rule("unknown-column", Severity.WARNING)
MISSING_COLUMN = Rule("missing-column")
REPEATED_COLUMN = Rule("repeated-column")
TITLE_LINE = Rule("title-line", Severity.INFO)
COLUMN_READ_AS = Rule("column-read-as", Severity.INFO)

RULES = (UNKNOWN_COLUMN, MISSING_COLUMN, REPEATED_COLUMN, TITLE_LINE, COLUMN_READ_AS)

_TITLES_AT_MOST = 20
_JOINED = frozenset({"role", "certificate"})
"""Columns that may come again: a person has several of them."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the head is, and which columns are ours, by position; `findings` says what was read and left out."""

    head: int
    names: Mapping[int, str]
    findings: tuple[Diagnostic, ...]

    @property
    def usable(self) -> bool:
        """Whether every needed column is there, once."""
        return not any(one.severity is Severity.ERROR for one in self.findings)


def columns_of(
    table: Table, known: Sequence[str], required: Sequence[str], handbook: Handbook, mapping: Iterable[str] = ()
) -> Columns:
    """Returns the columns of a table. The head is the first row with two columns that are known.

    `mapping` has entries `theirs=ours`. Raises UserError for one whose names are neither in the head nor ours.
    """
    words = _words(handbook, known)
    pairs = [_pair(one, known) for one in mapping]
    told = {fold_heading(theirs) for pair in pairs for theirs, _ in pair}
    first = _head(table, words, told)
    head = _last_of_head(table, words.keys() | told, first)
    cells = _headings(table, first, head)
    chosen = dict(_chosen(cells, pairs, known))
    names = _named(cells, words, chosen)
    findings = [
        TITLE_LINE.at(table.at(row), words=_first(table, row)) for row in range(first) if not table.is_empty(row)
    ]
    findings += _faults(table, head, cells, names, known)
    findings += [MISSING_COLUMN.at(table.at(head), column=name) for name in required if name not in names.values()]
    return Columns(head, names, tuple(findings))


def fold_heading(cell: str) -> str:
    """A heading without case, width, marks and kinds of blanks: `Employee_ID *` as `employee id`."""
    return " ".join(re.sub(r"[_\-–*:·]", " ", folded(cell)).split())


def _words(handbook: Handbook, known: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Our columns by every heading that means one, with a rank: our own names, then each language's in its order."""
    found: dict[str, tuple[int, str]] = {}
    tags = (*handbook.settings.languages, *sorted(known_languages()))
    for tag in dict.fromkeys(tags):
        own = language_for(tag, handbook.languages.get(tag)).columns
        for name in known:
            for rank, heading in enumerate(own.get(name, ()), 1):
                found.setdefault(fold_heading(heading), (rank, name))
    return found | {name: (0, name) for name in known}


def _pair(entry: str, known: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What an entry may mean, as theirs and ours: `Employee=person`, or the other way round."""
    left, sign, right = (part.strip() for part in entry.rpartition("="))
    if not left or not sign or not right:
        raise UserError("register-no-mapping", column=entry)
    pairs = tuple(
        (theirs, ours.casefold()) for theirs, ours in ((left, right), (right, left)) if ours.casefold() in known
    )
    if not pairs:
        near = did_you_mean(right.casefold(), known).get("suggestion", ", ".join(known))
        raise UserError("register-no-column", column=right, known=near)
    return pairs


def _head(table: Table, words: Mapping[str, tuple[int, str]], told: set[str]) -> int:
    for row, cells in enumerate(table.rows[:_TITLES_AT_MOST]):
        folded = {fold_heading(cell) for cell in cells}
        if len(folded & told) + len({words[one][1] for one in folded if one in words}) > 1:
            return row
    return next((row for row in range(len(table.rows)) if not table.is_empty(row)), 0)


def _last_of_head(table: Table, known: Collection[str], first: int) -> int:
    """The row below the first of the head where that has headings, too: parts of a wider one, or another language's."""
    below = first + 1
    if below >= len(table.rows):
        return first
    cells = [fold_heading(cell) for cell in table.rows[below] if cell.strip()]
    return below if cells and all(cell in known for cell in cells) else first


def _headings(table: Table, first: int, last: int) -> list[str]:
    """The heading of each column: the lower one of two."""
    rows = table.rows[first : last + 1][::-1]
    width = max(map(len, rows), default=0)
    return [
        next((row[place].strip() for row in rows if row[place : place + 1] and row[place].strip()), "")
        for place in range(width)
    ]


def _chosen(
    cells: list[str], pairs: Iterable[tuple[tuple[str, str], ...]], known: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """The positions that the user named."""
    head = [fold_heading(cell) for cell in cells]
    for pair in pairs:
        fitting = [(theirs, ours) for theirs, ours in pair if fold_heading(theirs) in head]
        if not fitting:
            theirs = next((theirs for theirs, _ in pair if theirs.casefold() not in known), pair[0][0])
            near = did_you_mean(theirs, cells).get("suggestion", ", ".join(filter(None, cells)))
            raise UserError("register-no-column", column=theirs, known=near)
        theirs, ours = fitting[0]
        yield head.index(fold_heading(theirs)), ours


def _named(cells: list[str], words: Mapping[str, tuple[int, str]], chosen: Mapping[int, str]) -> dict[int, str]:
    """Our columns by position: those the user named, else the best heading for each; equal headings all."""
    ranked: dict[str, list[tuple[int, int]]] = {}
    for place, cell in enumerate(cells):
        found = words.get(fold_heading(cell))
        if place not in chosen and found and found[1] not in chosen.values():
            ranked.setdefault(found[1], []).append((found[0], place))
    best = {name: min(own)[0] for name, own in ranked.items()}
    names = {place: name for name, own in ranked.items() for rank, place in own if rank == best[name]}
    return dict(sorted((names | dict(chosen)).items()))


def _faults(
    table: Table, head: int, cells: list[str], names: Mapping[int, str], known: Sequence[str]
) -> Iterator[Diagnostic]:
    first: dict[str, int] = {}
    width = len(cells) if table.can_shift else max(map(len, table.rows), default=0)
    for place, cell in enumerate([*cells, *[""] * (width - len(cells))]):
        name = names.get(place)
        if name is None and (cell or _has_words(table, head, place)):
            near = {} if name in names.values() else did_you_mean(cell.casefold(), set(known) - set(names.values()))
            yield UNKNOWN_COLUMN.at(table.at(head, place), column=cell or f"#{place + 1}", **near)
        elif name and name in first and name not in _JOINED:
            yield REPEATED_COLUMN.at(table.at(head, place), column=name, first=first[name] + 1)
        elif name and fold_heading(cell) != name:
            yield COLUMN_READ_AS.at(table.at(head, place), column=cell, name=name)
        if name:
            first.setdefault(name, place)


def _has_words(table: Table, head: int, place: int) -> bool:
    return any(place < len(row) and row[place].strip() for row in table.rows[head + 1 :])


def _first(table: Table, row: int) -> str:
    return next((cell.strip() for cell in table.rows[row] if cell.strip()), "")[:60]
