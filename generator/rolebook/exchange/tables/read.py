"""A file of a spreadsheet or an HR system as a table of text, whatever the ending of its name says."""

from pathlib import Path

from rolebook.diagnostics import Diagnostic, Location, UserError
from rolebook.exchange.tables.encodings import UnknownEncodingError, decode
from rolebook.exchange.tables.lost_words import is_formula, lost_words
from rolebook.exchange.tables.separated import read_separated
from rolebook.exchange.tables.workbook import UnreadableError, read_workbook
from rolebook.model.people.table import (
    BROKEN_ROW,
    BROKEN_TABLE,
    HIDDEN_COLUMN,
    HIDDEN_ROW,
    HIDDEN_SHEET,
    MERGED_CELL,
    TABLE_ENCODING,
    Table,
)
from rolebook.source.packed import BadPackage

MAX_BYTES = 64 * 1024 * 1024
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_OTHER_PROGRAMS = (b"%PDF", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"SQLite format", b"\x89PNG", b"\xff\xd8\xff")
_HINTS = {
    "old-workbook": "table-old-workbook",
    "protected-workbook": "table-protected-workbook",
    "web-page": "table-web-page",
    "no-sheet": "table-no-sheet",
    "strict-workbook": "table-strict-workbook",
    "other-program": "table-old-workbook",
}
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml")


def read_table(path: Path, sheet: str | None = None) -> tuple[Table | None, list[Diagnostic]]:
    """Returns the rows of a file and what was left out or cannot be read; no table where nothing can.

    A workbook's sheet is the one named, else the first visible one. Raises UserError for a file that is not there.
    """
    if not path.is_file():
        raise UserError("no-file", file=str(path))
    if path.stat().st_size > MAX_BYTES:
        return None, [_broken(path, "too-large")]
    data = path.read_bytes()
    if reason := _other_format(data):
        return None, [_broken(path, reason)]
    try:
        return _workbook(path, data, sheet) if data.startswith(_ZIP) else _separated(path, data)
    except BadPackage as bad:
        return None, [_broken(path, bad.reason)]
    except UnreadableError as unreadable:
        return None, [_broken(path, unreadable.reason)]
    except UnknownEncodingError:
        return None, [_broken(path, "unknown-encoding")]


def _broken(path: Path, reason: str) -> Diagnostic:
    return BROKEN_TABLE.at(Location(str(path)), reason=reason, hint=_HINTS.get(reason))


def _other_format(data: bytes) -> str:
    """What a file is that is no table of ours, as a word of messages; empty for one that may be."""
    if data.startswith(_OLE):
        return "protected-workbook" if "EncryptedPackage".encode("utf-16-le") in data else "old-workbook"
    if data.startswith(_OTHER_PROGRAMS):
        return "other-program"
    if data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return "web-page"
    return "" if data.strip() else "empty-file"


def _workbook(path: Path, data: bytes, name: str | None) -> tuple[Table, list[Diagnostic]]:
    sheet = read_workbook(data, name)
    file = str(path)
    findings = [HIDDEN_SHEET.at(Location(file), sheet=sheet.name, hidden=hidden) for hidden in sheet.hidden_sheets]
    if sheet.hidden_rows:
        findings.append(HIDDEN_ROW.at(Location(file, sheet.hidden_rows[0]), count=len(sheet.hidden_rows)))
    findings += [
        HIDDEN_COLUMN.at(Location(file, line, column + 1), heading=words)
        for line, column, words in sheet.hidden_columns
    ]
    findings += [
        MERGED_CELL.at(Location(file, sheet.lines[row], column + 1), value=sheet.rows[row][column][:60], count=rows)
        for row, column, rows in sheet.merged
    ]
    return Table(file, sheet.rows, sheet.lines, _lost(sheet.rows) | sheet.unreadable, sheet.days), findings


def _separated(path: Path, data: bytes) -> tuple[Table, list[Diagnostic]]:
    text = decode(data)
    rows, lines, broken = read_separated(text.words)
    file = str(path)
    findings = [BROKEN_ROW.at(Location(file, line)) for line in broken]
    if text.encoding:
        findings.append(TABLE_ENCODING.at(Location(file), encoding=text.encoding, sample=text.sample))
    return Table(file, rows, lines, _lost(rows) | _formulas(rows), can_shift=True), findings


def _formulas(rows: list[list[str]]) -> dict[tuple[int, int], str]:
    return {
        (row, column): "no-result"
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if is_formula(cell)
    }


def _lost(rows: list[list[str]]) -> dict[tuple[int, int], str]:
    """Cells whose words are not in the file any more, with the reason."""
    return {
        (row, column): reason
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if (reason := lost_words(cell))
    }
