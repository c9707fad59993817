"""A side-by-side table for the reviewer in the country, as an Excel workbook.

Nothing in it is a formula: strings are written as strings whatever they begin with, and a formula that comes back is
refused. A workbook that comes back is looked over before it is opened.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from rolebook.exchange.segment import Delivery, Returned, Segment, Unreadable
from rolebook.exchange.tables.number_format import shown_number
from rolebook.exchange.xml import MAX_BYTES
from rolebook.model.translation.units import State
from rolebook.source.packed import BadPackage, look_over

SHEET = "Rolebook"
MAX_ROWS = 200_000
_WIDTHS = {"A": 34, "B": 34, "C": 60, "D": 60, "E": 14, "F": 40, "G": 40, "H": 4}
LONGEST = 32_767
"""What a cell of Excel can hold, in characters."""
_FINISHED = {str(state): state for state in (State.MACHINE, State.TRANSLATED, State.REVIEWED)}


def write_xlsx(segments: Iterable[Segment], language: str, columns: tuple[str, ...]) -> bytes:
    """The workbook. `columns` are headings: place, context, source, translation, state, previous source, notes.

    Strings longer than `LONGEST` do not fit into a cell; a caller leaves them out.
    """
    book = Workbook()
    sheet = book.create_sheet(SHEET, 0)
    del book["Sheet"]
    _row(sheet, 1, (*columns, language))
    listed = list(segments)
    for number, one in enumerate(listed, 2):
        notes = " · ".join(one.notes)
        cells = (one.place, one.context, one.source, one.target, str(one.state), one.previous, notes, one.basis)
        _row(sheet, number, cells)
    _dress(sheet, len(listed) + 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_xlsx(data: bytes, file: str) -> Delivery:
    """What a workbook says; raises Unreadable for what is none, unpacks to too much, or is not one of ours."""
    try:
        look_over(data, MAX_BYTES)
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        if SHEET not in book.sheetnames:
            raise Unreadable(file, "no-table")
        rows = list(_rows(book[SHEET], file))
    except BadPackage as bad:
        raise Unreadable(file, bad.reason) from None
    except Unreadable:
        raise
    except Exception:  # openpyxl raises whatever the damage in a file leads it to
        raise Unreadable(file, "no-workbook") from None
    if not rows or not (language := rows[0][7][0]):
        raise Unreadable(file, "no-language")
    strings = (_returned(row, number) for number, row in enumerate(rows[1:], 2))
    return Delivery(language, tuple(one for one in strings if one.place))


def _row(sheet: Worksheet, number: int, cells: Iterable[str]) -> None:
    for column, words in enumerate(cells, 1):
        cell = sheet.cell(number, column)
        cell.value = words
        cell.data_type = "s"  # whatever it begins with
        cell.quotePrefix = True
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.protection = Protection(locked=number == 1 or column not in (4, 5))


def _dress(sheet: Worksheet, last: int) -> None:
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.column_dimensions["H"].hidden = True
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8EEF5")
    states = DataValidation("list", formula1=f'"{",".join(_FINISHED)}"', allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(states)
    states.add(f"E2:E{max(last, 2)}")
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:G{last}"


def _rows(sheet: Any, file: str) -> Iterator[list[tuple[str, str]]]:
    """Each row's first eight cells: what they show, and why that cannot be read."""
    for number, row in enumerate(sheet.iter_rows(min_col=1, max_col=8), 1):
        if number > MAX_ROWS:
            raise Unreadable(file, "too-large")
        cells = [_shown(cell) for cell in row]
        yield [*cells, *[("", "")] * (8 - len(cells))]


def _shown(cell: Any) -> tuple[str, str]:
    """What a cell shows, and a fault where nobody knows that: Excel makes days and numbers of what is typed."""
    if cell.value is None:
        return "", ""
    if cell.data_type in ("f", "e", "d"):
        return "", "formula" if cell.data_type == "f" else "unreadable-cell"
    if not isinstance(cell.value, int | float):
        return str(cell.value), ""
    words = shown_number(cell.value, cell.number_format)
    return words or "", "" if words else "unreadable-cell"


def _returned(row: list[tuple[str, str]], number: int) -> Returned:
    """A row's string; one that has words and no place is called by its cell, so that it is told."""
    target, fault = row[3]
    place = row[0][0] or (f"{SHEET}!D{number}" if target or fault else "")
    return Returned(place, row[2][0], target, _FINISHED.get(row[4][0].strip().casefold()), row[7][0], fault)
