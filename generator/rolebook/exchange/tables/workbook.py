"""The visible cells of a workbook's sheet as they are shown: what formulas came to, numbers in their format."""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from rolebook.exchange.tables.number_format import shown_day, shown_number
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
    """Rows of text with their lines; by row and column from 0, cells that cannot be read and cells that are days."""

    name: str
    hidden_sheets: tuple[str, ...] = ()
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    unreadable: dict[Cell, str] = field(default_factory=dict)
    days: set[Cell] = field(default_factory=set)


def read_workbook(data: bytes, name: str | None = None) -> VisibleSheet:
    """Returns a sheet's visible rows that are not empty; raises BadPackage and UnreadableError for what is none."""
    look_over(data, MAX_UNPACKED)
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
        hidden, uncounted = _noted(xml)
    found = VisibleSheet(chosen.title, passed)
    chosen.reset_dimensions()  # what a file says of its size is often wrong
    for line, cells in _numbered(chosen):
        if line in hidden:
            if any(cell.value is not None for cell in cells):
                found.hidden_rows.append(line)
        else:
            _take_row(found, line, cells, uncounted)
    return found


def _is_strict(data: bytes) -> bool:
    """Whether a workbook is in the strict form of ISO/IEC 29500."""
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "xl/workbook.xml" in packed.namelist() and b"purl.oclc.org/ooxml" in packed.read("xl/workbook.xml")


def _noted(xml: Any) -> tuple[frozenset[int], frozenset[Cell]]:
    """What openpyxl does not tell: the lines of hidden rows, and formulas whose result the file does not hold."""
    from openpyxl.utils.cell import coordinate_to_tuple  # noqa: PLC0415
    from openpyxl.xml.functions import iterparse  # noqa: PLC0415

    hidden: set[int] = set()
    uncounted: set[Cell] = set()
    line = 0
    for _, element in iterparse(xml):
        kind = element.tag.rpartition("}")[2]
        if kind == "row":
            line = int(element.get("r", line + 1))
            if element.get("hidden") in ("1", "true") or element.get("ht") == "0":
                hidden.add(line)
            column = 0
            for cell in element:
                place = coordinate_to_tuple(cell.get("r")) if cell.get("r") else (line, column + 1)
                column = place[1]
                if _lacks_result(cell):
                    uncounted.add(place)
            element.clear()
    return frozenset(hidden), frozenset(uncounted)


def _lacks_result(cell: Any) -> bool:
    """Whether a cell has a formula and no result; an empty text is one."""
    parts = {part.tag.rpartition("}")[2]: part.text or "" for part in cell}
    return "f" in parts and "is" not in parts and not parts.get("v") and not (cell.get("t") == "str" and "v" in parts)


def _numbered(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for line, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
        if line > MAX_ROWS:  # a row may claim any number, and all before it are then there, empty
            raise UnreadableError
        yield line, row


def _take_row(sheet: VisibleSheet, line: int, cells: tuple[Any, ...], uncounted: frozenset[Cell]) -> None:
    row = len(sheet.rows)
    told: list[str] = []
    for column, cell in enumerate(cells):
        text: str | None = ""
        is_day = False
        if cell.value is not None:
            text, is_day = _shown(cell)
        elif (line, column + 1) in uncounted:
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


def _shown(cell: Any) -> tuple[str | None, bool]:
    """What a cell shows, or None; and whether that is a day."""
    value = cell.value
    if cell.data_type == "e":
        return None, False
    if isinstance(value, date | time | timedelta):
        return shown_day(value, cell.number_format)
    if isinstance(value, int | float):
        return shown_number(value, cell.number_format), False
    return str(value), False


def _reason(cell: Any) -> str:
    """Why a cell cannot be read, as a word of messages."""
    if cell.value is None:
        return "no-result"
    return "error-value" if cell.data_type == "e" else "number-format"
