"""The visible cells of a workbook's sheet as they are shown: what formulas came to, numbers in their format."""

import io
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, NamedTuple

from rolebook.exchange.tables.number_format import shown_day, shown_number, shown_text
from rolebook.source.packed import BadPackage, look_over

MAX_UNPACKED = 256 * 1024 * 1024
MAX_COLUMNS, MAX_ROWS = 200, 1_048_576

Cell = tuple[int, int]


class UnreadableError(Exception):
    """A workbook that cannot be read; `reason` as the words of messages."""

    def __init__(self, reason: str = "unreadable") -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class VisibleSheet:
    """Rows of text with their lines; by row and column from 0, cells that cannot be read and cells that are days.

    `hidden_columns` are left out: the line and column (from 0) of the first words of each, and these words. `merged`
    are cells that go over several rows, each of which has their words: first row and column from 0, and how many rows.
    """

    name: str
    hidden_sheets: tuple[str, ...] = ()
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    unreadable: dict[Cell, str] = field(default_factory=dict)
    days: set[Cell] = field(default_factory=set)


def read_workbook(data: bytes, name: str | None = None) -> VisibleSheet:
    """Returns a sheet's visible rows that are not empty; raises BadPackage and UnreadableError for what is none."""
    look_over(data, MAX_UNPACKED)
    if not _is_workbook(data):
        raise UnreadableError("other-program")
    if _is_strict(data):  # openpyxl finds no cells in it
        raise UnreadableError("strict-workbook")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and dates that openpyxl cannot read; such cells are named here
            return _read(data, name)
    except (UnreadableError, BadPackage):
        raise
    except Exception as error:  # openpyxl raises whatever the damage in a file leads it to
        raise UnreadableError from error


def _read(data: bytes, name: str | None) -> VisibleSheet:
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415  slow to import, and most rosters are CSV

    reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read()
    sheets = [sheet for sheet in reader.wb.worksheets if name in (None, sheet.title)]
    if not sheets:
        raise UnreadableError("no-sheet")
    chosen = next((sheet for sheet in sheets if sheet.sheet_state == "visible"), sheets[0])
    passed = tuple(sheet.title for sheet in sheets[: sheets.index(chosen)])
    paths = {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}
    with reader.archive.open(paths[chosen.title]) as xml:
        notes = _noted(xml)
    found = VisibleSheet(chosen.title, passed)
    chosen.reset_dimensions()  # what a file says of its size is often wrong
    for line, cells in _numbered(chosen):
        if line in notes.hidden_rows:
            if any(cell.value is not None for cell in cells):
                found.hidden_rows.append(line)
        else:
            _take_row(found, line, cells, notes)
    _fill_merged(found, notes)
    return found


def _is_workbook(data: bytes) -> bool:
    """Whether a package is one of Excel's: those of LibreOffice, Numbers and Word have other parts."""
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
    return "[Content_Types].xml" in names and any(name.endswith("workbook.xml") for name in names)


def _is_strict(data: bytes) -> bool:
    """Whether a workbook is in the strict form of ISO/IEC 29500."""
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "xl/workbook.xml" in packed.namelist() and b"purl.oclc.org/ooxml" in packed.read("xl/workbook.xml")


class _Notes(NamedTuple):
    """What openpyxl does not tell of a sheet; lines and columns are counted from 1."""

    hidden_rows: set[int]
    hidden_columns: list[range]
    uncounted: set[Cell]
    """Formulas whose result the file does not hold."""
    merged: list[tuple[int, int, int]]
    """Cells over several rows: first line, column, last line."""

    def hides(self, column: int) -> bool:
        """Whether nobody sees a column."""
        return any(column in columns for columns in self.hidden_columns)


def _noted(xml: Any) -> _Notes:
    from openpyxl.utils.cell import coordinate_to_tuple  # noqa: PLC0415
    from openpyxl.xml.functions import iterparse  # noqa: PLC0415

    notes = _Notes(set(), [], set(), [])
    line = 0
    for _, element in iterparse(xml):
        kind = element.tag.rpartition("}")[2]
        if kind == "col" and (_is_true(element.get("hidden")) or element.get("width") == "0"):
            notes.hidden_columns.append(range(int(element.get("min")), int(element.get("max")) + 1))
        if kind == "mergeCell":
            first, _, last = element.get("ref").partition(":")
            (top, left), (bottom, _) = coordinate_to_tuple(first), coordinate_to_tuple(last or first)
            if bottom > top:
                notes.merged.append((top, left, bottom))
        if kind == "row":
            line = int(element.get("r", line + 1))
            if _is_true(element.get("hidden")) or element.get("ht") == "0":
                notes.hidden_rows.add(line)
            column = 0
            for cell in element:
                place = coordinate_to_tuple(cell.get("r")) if cell.get("r") else (line, column + 1)
                column = place[1]
                if _lacks_result(cell):
                    notes.uncounted.add(place)
            element.clear()
    return notes


def _is_true(written: str | None) -> bool:
    return written in ("1", "true")


def _lacks_result(cell: Any) -> bool:
    """Whether a cell has a formula and no result; an empty text is one."""
    parts = {part.tag.rpartition("}")[2]: part.text or "" for part in cell}
    return "f" in parts and "is" not in parts and not parts.get("v") and not (cell.get("t") == "str" and "v" in parts)


def _numbered(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for line, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
        if line > MAX_ROWS:  # a row may claim any number, and all before it are then there, empty
            raise UnreadableError
        yield line, row


def _take_row(sheet: VisibleSheet, line: int, cells: tuple[Any, ...], notes: _Notes) -> None:
    row = len(sheet.rows)
    told: list[str] = []
    for column, cell in enumerate(cells):
        text: str | None = ""
        is_day = False
        if notes.hides(column + 1):
            if cell.value is not None and all(column != known for _, known, _ in sheet.hidden_columns):
                sheet.hidden_columns.append((line, column, str(cell.value)))
        elif cell.value is not None:
            text, is_day = _shown(cell)
        elif (line, column + 1) in notes.uncounted:
            text = None
        if text is None:
            sheet.unreadable[row, column] = _reason(cell)
        if is_day:
            sheet.days.add((row, column))
        told.append(text or "")
    if any(told) or any((row, column) in sheet.unreadable for column in range(len(told))):
        while told and not told[-1] and (row, len(told) - 1) not in sheet.unreadable:
            told.pop()
        sheet.rows.append(told)
        sheet.lines.append(line)


def _fill_merged(sheet: VisibleSheet, notes: _Notes) -> None:
    """Gives the words of cells that go over several rows to each of them."""
    for top, left, bottom in sorted(notes.merged):
        first, end, column = bisect_left(sheet.lines, top), bisect_right(sheet.lines, bottom), left - 1
        if first == end or sheet.lines[first] != top or column >= len(sheet.rows[first]):
            continue
        for row in range(first + 1, end):
            told = sheet.rows[row]
            told += [""] * (left - len(told))
            told[column] = sheet.rows[first][column]
            if (first, column) in sheet.unreadable:
                sheet.unreadable[row, column] = sheet.unreadable[first, column]
            if (first, column) in sheet.days:
                sheet.days.add((row, column))
        if end - first > 1 and sheet.rows[first][column]:
            sheet.merged.append((first, column, end - first))


def _shown(cell: Any) -> tuple[str | None, bool]:
    """What a cell shows, or None; and whether that is a day."""
    value = cell.value
    if cell.data_type == "e":
        return None, False
    if isinstance(value, date | time | timedelta):
        return shown_day(value, cell.number_format)
    if isinstance(value, int | float):
        return shown_number(value, cell.number_format), False
    return shown_text(str(value), cell.number_format), False


def _reason(cell: Any) -> str:
    """Why a cell cannot be read, as a word of messages."""
    if cell.value is None:
        return "no-result"
    return "error-value" if cell.data_type == "e" else "number-format"
