"""A table as text, wherever it came from, and what may be wrong with it before anybody looks at its people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from rolebook.diagnostics import Diagnostic, Location, Rule, Severity

BROKEN_TABLE = Rule("broken-table")
BROKEN_ROW = Rule("broken-row")
UNREADABLE_CELL = Rule("unreadable-cell")
SURPLUS_CELL = Rule("surplus-cell")
HIDDEN_ROW = Rule("hidden-row", Severity.WARNING)
HIDDEN_COLUMN = Rule("hidden-column", Severity.WARNING)
HIDDEN_SHEET = Rule("hidden-sheet", Severity.INFO)
MERGED_CELL = Rule("merged-cell", Severity.INFO)
TABLE_ENCODING = Rule("table-encoding", Severity.INFO)

RULES = (
    BROKEN_TABLE,
    BROKEN_ROW,
    UNREADABLE_CELL,
    SURPLUS_CELL,
    HIDDEN_ROW,
    HIDDEN_COLUMN,
    HIDDEN_SHEET,
    MERGED_CELL,
    TABLE_ENCODING,
)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text; `lines` says which line of the file each row begins in.

    `unreadable` are cells, by row and column from 0, whose words are not known, with the reason as a word of
    messages; `days` are cells that hold a day, written as ISO 8601 has it. `can_shift`: one separator too many in a
    row moves the cells behind it.
    """

    file: str
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    unreadable: Mapping[tuple[int, int], str] = field(default_factory=dict)
    days: Collection[tuple[int, int]] = ()
    can_shift: bool = False

    def at(self, row: int, column: int | None = None) -> Location:
        """The place of a row, or of a cell in it; both counted from 0."""
        line = self.lines[row] if row < len(self.lines) else 1
        return Location(self.file, line) if column is None else Location(self.file, line, column + 1)

    def is_empty(self, row: int) -> bool:
        """Whether nothing is in a row, not even a cell that cannot be read."""
        width = len(self.rows[row])
        return not any(cell.strip() for cell in self.rows[row]) and not any(
            (row, column) in self.unreadable for column in (range(width) if self.unreadable else ())
        )

    def faults_in(self, row: int, columns: Collection[int]) -> list[Diagnostic]:
        """Cells of these columns that cannot be read, and cells of a separated row that no heading is above."""
        found = [
            UNREADABLE_CELL.at(self.at(row, column), reason=self.unreadable[row, column])
            for column in columns
            if (row, column) in self.unreadable
        ]
        if self.can_shift:
            last = max(columns, default=-1)
            width = max(len(self.rows[0]), last + 1)
            found += [
                SURPLUS_CELL.at(self.at(row, column), value=cell.strip()[:40])
                for column, cell in enumerate(self.rows[row])
                if column >= width and cell.strip()
            ]
        return found
