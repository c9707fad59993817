"""Tables that HR keeps: CSV in UTF-8, with commas or semicolons, and XLSX. Cells are text, formulas stay as written."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from rolebook.diagnostics import Diagnostic, Location, UserError
from rolebook.model.people.roster import BROKEN_TABLE, Table
from rolebook.source.packed import look_over

MAX_BYTES = 64 * 1024 * 1024
MAX_UNPACKED = 256 * 1024 * 1024
MAX_COLUMNS, MAX_ROWS = 200, 1_048_576


def read_table(path: Path, sheet: str | None = None) -> tuple[Table | None, list[Diagnostic]]:
    """The rows of a CSV file, or of a sheet (by default the first) of an XLSX file; None with a finding for neither.

    Raises UserError for a file that is not there. Empty rows at the end of an XLSX sheet are left out.
    """
    if not path.is_file():
        raise UserError("no-file", file=str(path))
    if path.stat().st_size > MAX_BYTES:
        return None, [_broken(path, "too-large")]
    try:
        rows = list(_sheet(path, sheet) if path.suffix.casefold() == ".xlsx" else _csv(path))
    except (UnicodeDecodeError, csv.Error, _UnreadableError):
        return None, [_broken(path, "unreadable")]
    return Table(str(path), [row for _, row in rows], [line for line, _ in rows]), []


class _UnreadableError(Exception):
    """A workbook that cannot be trusted or read."""


def _broken(path: Path, reason: str) -> Diagnostic:
    return BROKEN_TABLE.at(Location(str(path)), reason=reason)


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    text = path.read_bytes().decode("utf-8-sig")
    first = text.partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    for row in reader:
        yield before + 1, row[:MAX_COLUMNS]
        before = reader.line_num


def _sheet(path: Path, name: str | None) -> Iterator[tuple[int, list[str]]]:
    import openpyxl  # noqa: PLC0415  slow to import, and most rosters are CSV

    try:
        look_over(path.read_bytes(), MAX_UNPACKED)
        book = openpyxl.load_workbook(path, read_only=True, data_only=False)
        sheet = book[name] if name else book.worksheets[0]
        for line, row in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), 1):
            if line > MAX_ROWS:  # a row may claim any number, and all before it are then there, empty
                raise _UnreadableError
            if row.count(None) == len(row):
                continue
            cells = [_cell(value) for value in row]
            if any(cells):
                yield line, cells
    except Exception as error:  # openpyxl raises whatever the damage in a file leads it to
        raise _UnreadableError from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)
