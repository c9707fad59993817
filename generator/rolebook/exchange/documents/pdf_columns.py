"""The lines of a PDF's page as a reader sees them: from top to bottom, columns apart, labels beside their values."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean

from rolebook.pdf.lines import PrintedLine

_LEAST_GUTTER = 5.0
"""Points between two columns."""
_LONGEST_LABEL, _LEAST_PAIRED = 34, 0.5
"""The usual length of labels, and the share of them that have a value beside them, in a form."""
_WRAPPED = 1.5
"""Lines of one label are nearer to each other than so many letter sizes."""
_LEAST_ROWS = 2
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """Columns of a form or table that are beside each other; the first of a form is the label."""

    cells: tuple[tuple[PrintedLine, ...], ...]


_Row = list[PrintedLine]


def arranged(lines: Sequence[PrintedLine]) -> Iterator[PrintedLine | PrintedRow]:
    """Returns the lines of all pages in reading order."""
    pages: dict[int, list[PrintedLine]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    for page in pages.values():
        yield from _region(page, 0)


def _region(lines: Sequence[PrintedLine], depth: int) -> Iterator[PrintedLine | PrintedRow]:
    rows = _rows(lines)
    place = 0
    while place < len(rows):
        end, gutters = _band(rows, place) if depth < _DEEPEST else (place, [])
        if gutters:
            band = [line for line in lines if any(line in row for row in rows[place:end])]
            yield from _columns(band, rows[place:end], gutters, depth)
            place = end
        else:
            yield from rows[place]
            place += 1


def _rows(lines: Sequence[PrintedLine]) -> list[_Row]:
    """Lines that are on one height together, from the top."""
    rows: list[_Row] = []
    for line in sorted(lines, key=lambda one: -one.top):
        middle = (line.top + line.bottom) / 2
        if rows and rows[-1][0].bottom <= middle <= rows[-1][0].top:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _band(rows: Sequence[_Row], start: int) -> tuple[int, list[float]]:
    """Where rows end that share a gap between columns, and the middles of these gaps; no gap where there are none."""
    first = next((place for place in range(start, min(start + 3, len(rows))) if len(rows[place]) > 1), -1)
    if first < 0 or (first > start and not _leads_to(rows[start:first], rows[first])):
        return start, []
    gaps = [(one.right, following.left) for one, following in zip(rows[first], rows[first][1:], strict=False)]
    gaps = [gap for gap in gaps if all(_narrowed(gap, row) for row in rows[start:first])]
    end = last = first
    paired = 0
    while end < len(rows) and (kept := [one for gap in gaps if (one := _narrowed(gap, rows[end]))]):
        gaps = kept
        if len(rows[end]) > 1:
            paired, last = paired + 1, end
        elif rows[end][0].left > gaps[0][0] or _is_near(rows[end - 1], rows[end]):
            last = end if last == end - 1 else last
        end += 1
    return (last + 1, [sum(gap) / 2 for gap in gaps]) if paired >= _LEAST_ROWS else (start, [])


def _leads_to(above: Sequence[_Row], row: _Row) -> bool:
    """Whether rows above are the first lines of the label in a row."""
    following = [*above[1:], row]
    return all(
        one[0].is_bold == below[0].is_bold and abs(one[0].left - below[0].left) < 1 and _is_near(one, below)
        for one, below in zip(above, following, strict=True)
    )


def _is_near(row: _Row, below: _Row) -> bool:
    return row[0].top - below[0].top < _WRAPPED * below[0].size


def _narrowed(gap: tuple[float, float], row: _Row) -> tuple[float, float] | None:
    """A gap between columns without what a row covers of it; None where the row goes across."""
    low, high = gap
    middle = (low + high) / 2
    for line in row:
        if line.left < middle < line.right:
            return None
        low = max(low, line.right) if line.right <= middle else low
        high = min(high, line.left) if line.left >= middle else high
    return (low, high) if high - low >= _LEAST_GUTTER else None


def _columns(
    lines: Sequence[PrintedLine], rows: Sequence[_Row], gutters: Sequence[float], depth: int
) -> Iterator[PrintedLine | PrintedRow]:
    left = [line for line in lines if line.left < gutters[0]]
    paired = sum(row[0].left < gutters[0] and len(row) > 1 for row in rows)
    is_form = mean(len(line.text) for line in left) <= _LONGEST_LABEL and paired >= _LEAST_PAIRED * _labels(left)
    if is_form and len(gutters) == 1:
        yield from _form(lines, gutters[0])
    elif is_form and len(rows) > _LEAST_ROWS:
        yield from (PrintedRow(_cells(row, gutters)) for row in rows)
    else:
        for column in _cells(lines, gutters):
            yield from _region(column, depth + 1)


def _labels(left: Sequence[PrintedLine]) -> int:
    """How many labels lines in the first column are: lines of one label are near each other."""
    ordered = sorted(left, key=lambda one: -one.top)
    return 1 + sum(not _is_near([one], [below]) for one, below in itertools.pairwise(ordered))


def _cells(lines: Sequence[PrintedLine], gutters: Sequence[float]) -> tuple[tuple[PrintedLine, ...], ...]:
    edges = [float("-inf"), *sorted(gutters), float("inf")]
    return tuple(tuple(line for line in lines if low <= line.left < high) for low, high in itertools.pairwise(edges))


def _form(lines: Sequence[PrintedLine], gutter: float) -> Iterator[PrintedRow]:
    """Labels with their values, in the order in which they are drawn: a cell is drawn before the next one begins."""
    label: list[PrintedLine] = []
    value: list[PrintedLine] = []
    for line in lines:
        if line.left >= gutter:
            value.append(line)
            continue
        if value or (label and not _is_near([label[-1]], [line])):
            yield PrintedRow((tuple(label), tuple(value)))
            label, value = [], []
        label.append(line)
    if label or value:
        yield PrintedRow((tuple(label), tuple(value)))
