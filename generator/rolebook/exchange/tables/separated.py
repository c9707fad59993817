"""Values between separators (RFC 4180), as spreadsheets and HR systems export them."""

import csv
import io
import re
from collections.abc import Iterator

MAX_COLUMNS = 200
_SEPARATORS = (",", ";", "\t", "|")
_DECLARED = re.compile(r'"?sep=([^\r\n"])"?\r?(?:\n|\Z)', re.IGNORECASE)
_TEXT_FORMULA = re.compile(r'\s*="((?:[^"]|"")*)"\s*\Z')
"""How systems keep a spreadsheet from taking `0007` for a number."""
_LOOKED_AT = 20
_LONGEST_ROW = 40
"""Lines that one row may take; a quote that is still open then is a stray one."""

Rows = tuple[list[list[str]], list[int], list[int]]


def read_separated(text: str) -> Rows:
    """Returns the rows, the line each begins in, and the lines of rows whose quotes contradict one another.

    Excel's line `sep=;` names the separator; else it is the one that gives the widest of the first rows.
    """
    declared = _DECLARED.match(text)
    body = text[declared.end() :] if declared else text
    first = 2 if declared else 1
    separator = declared[1] if declared else _separator(body)
    try:
        rows = [(line + first - 1, row) for line, row in _parsed(body, separator)]
        broken: list[int] = []
    except csv.Error:
        rows, broken = _row_by_row(body, separator, first)
    return [[_shown(cell) for cell in row[:MAX_COLUMNS]] for _, row in rows], [line for line, _ in rows], broken


def _shown(cell: str) -> str:
    """A cell as a spreadsheet shows it: `="0007"` as 0007."""
    text = _TEXT_FORMULA.match(cell) if "=" in cell else None
    return text[1].replace('""', '"') if text else cell


def _separator(text: str) -> str:
    head = "".join(text.splitlines(keepends=True)[:_LOOKED_AT])
    return max(_SEPARATORS, key=lambda separator: _width(head, separator))


def _width(head: str, separator: str) -> int:
    """The columns of the widest row, headings before values: a value may hold any sign."""
    try:
        rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=separator))
    except csv.Error:
        return 0
    return max((len(row) for row in rows), default=0)


def _parsed(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    for row in reader:
        yield before + 1, row
        before = reader.line_num


def _row_by_row(text: str, separator: str, first: int) -> tuple[list[tuple[int, list[str]]], list[int]]:
    """The rows that can be read, and the lines of those that cannot: the row after a broken one begins in the next."""
    lines = io.StringIO(text, newline="").readlines()
    rows: list[tuple[int, list[str]]] = []
    broken: list[int] = []
    at = 0
    while at < len(lines):
        taken = next((count for count in range(1, _LONGEST_ROW) if _is_row(lines[at : at + count], separator)), 0)
        if taken:
            (row,) = csv.reader(lines[at : at + taken], delimiter=separator, strict=True)
            rows.append((at + first, row))
        else:
            broken.append(at + first)
        at += taken or 1
    return rows, broken


def _is_row(lines: list[str], separator: str) -> bool:
    try:
        return len(list(csv.reader(lines, delimiter=separator, strict=True))) == 1
    except csv.Error:
        return False
