"""Rows of a table inside of a part that is a list: each row is one line of the list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rolebook.exchange.documents.blocks import Block
from rolebook.pipeline.importing.forms import words_in
from rolebook.pipeline.importing.lexicon import EDGE, WHOLE, Lexicon, Meaning
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.parts import GROUP, LISTED, REQUIREMENTS, SINGLE

BY_ROWS = LISTED | REQUIREMENTS | {"competencies", "behaviours", "relations"}
"""Parts whose tables are lists."""
QUALITIES = frozenset({"competencies", "behaviours", "traits", "skills"})
"""Parts whose tables may have a short item in every cell."""
_LONGEST_HEADER, _LONGEST_QUALITY = 30, 40
_LEAST_FORM, _FORM_CELLS, _LEAST_PAIRS, _LEAST_BLANKS = 3, 3, 4, 0.3
_ORDER = re.compile(r"[\d.)、]{1,6}")
_BLANKS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")


def is_header(rows: Sequence[Block], part: str, lexicon: Lexicon) -> bool:
    """Whether the first of some rows names the columns: short words without figures, of the part or above figures."""
    cells = [words_in(cell) for cell in rows[0].cells if words_in(cell)]
    if len(rows) < 2 or len(cells) < 2 or any(_is_too_long(cell) for cell in cells):
        return False
    meaning = lexicon.meaning_of(cells[0])
    below = [words_in(row.cells[-1]) for row in rows[1:]]
    has_figures = part != "relations" and sum(any(sign.isdigit() for sign in words) for words in below) * 2 >= len(
        below
    )
    return has_figures or (meaning is not None and meaning.part == part)


def _is_too_long(cell: str) -> bool:
    plain = _BLANKS.sub("", cell)
    return len(plain) > _LONGEST_HEADER or any(sign.isdigit() for sign in plain)


def columns_of(rows: Sequence[Block], lexicon: Lexicon) -> list[str]:
    """Returns the part of each column where the first row names only whole parts; nothing for other tables."""
    heads = [words_in(cell) for cell in rows[0].cells]
    if _counts(rows):
        rest = columns_of([replace(row, cells=row.cells[1:]) for row in rows], lexicon) if len(heads) > 2 else []
        return ["", *rest] if rest else []
    if len(rows) < 2 or len(heads) < 2 or any(len(head) > _LONGEST_QUALITY for head in heads):
        return []
    if any(lexicon.is_whole(words_in(row.cells[0])) or len(row.cells) != len(heads) for row in rows[1:]):
        return []
    meanings = [lexicon.meaning_of(head) for head in heads]
    wholes = [meaning.part for meaning in meanings if meaning and meaning.strength == WHOLE]
    if len(wholes) == len(heads) and not _has_single(wholes):
        return _measured(wholes) if len(set(wholes)) > 1 or set(wholes) <= QUALITIES else []
    probable = [_list_of(head, meaning, lexicon) for head, meaning in zip(heads, meanings, strict=True)]
    if probable[:2] == ["duties", "duties"]:
        probable[0] = GROUP
    return _measured(probable) if all(probable) and len(set(probable)) == len(probable) else []


def _has_single(parts: Sequence[str]) -> bool:
    """Whether a list stands beside a part of one value: `Work` is then no title but what is done."""
    return any(part in LISTED for part in parts) and any(part in SINGLE for part in parts)


def _measured(parts: list[str]) -> list[str]:
    """Columns where results beside duties are what these are measured by."""
    return ["indicators" if part == "outcomes" and "duties" in parts else part for part in parts]


def head_part(rows: Sequence[Block], lexicon: Lexicon) -> str:
    """The list that the first head of a table names, where all heads are short and no row is a label's."""
    heads = [words_in(cell) for cell in rows[0].cells]
    if len(rows) < 2 or len(heads) < 2 or not all(heads) or any(_is_too_long(head) for head in heads):
        return ""
    if any(lexicon.is_whole(words_in(row.cells[0])) or len(row.cells) != len(heads) for row in rows[1:]):
        return ""
    named = [_list_of(head, lexicon.meaning_of(head), lexicon) for head in heads]
    return next((part for part in named if part in ("indicators", "duties", "outcomes")), "") if named[0] else ""


def has_bands(rows: Sequence[Block]) -> bool:
    """Whether the first of three columns or more is filled once for several rows."""
    if len(rows) < 2 or any(len(row.cells) < _FORM_CELLS for row in rows) or not words_in(rows[0].cells[0]):
        return False
    firsts = [words_in(row.cells[0]) for row in rows]
    filled = [words for words in firsts if words]
    is_short = all(len(words) <= _LONGEST_QUALITY for words in filled)
    return is_short and len(firsts) - len(filled) >= max(1, _LEAST_BLANKS * len(firsts))


def bands_of(rows: Sequence[Block]) -> Iterator[list[Block]]:
    """Returns the rows of each band."""
    band: list[Block] = []
    for row in rows:
        if band and words_in(row.cells[0]):
            yield band
            band = []
        band.append(row)
    yield band


def without_numbers(rows: Sequence[Block]) -> list[Block]:
    """Returns rows without their first column."""
    return [replace(row, cells=row.cells[1:]) for row in rows]


def is_form(rows: Sequence[Block], lexicon: Lexicon) -> bool:
    """Whether most of several rows are a known label with its value."""
    pairs = [row for row in rows if len([cell for cell in row.cells if words_in(cell)]) == 2]
    known = [meaning for row in pairs if (meaning := lexicon.meaning_of(words_in(row.cells[0])))]
    return len(pairs) >= _LEAST_PAIRS and len(known) * 2 >= len(pairs)


def is_counted_form(rows: Sequence[Block], lexicon: Lexicon) -> bool:
    """Whether rows are labels and values behind a column that counts them, most of the labels known."""
    if len(rows) < _LEAST_FORM or not _counts(rows) or any(len(row.cells) != _FORM_CELLS for row in rows):
        return False
    known = [lexicon.meaning_of(words_in(row.cells[1])) for row in rows]
    return sum(meaning is not None and meaning.strength >= EDGE for meaning in known) * 2 > len(rows)


def _counts(rows: Sequence[Block]) -> bool:
    """Whether the first column only counts the rows."""
    return len(rows) > 1 and all(row.cells and _ORDER.fullmatch(words_in(row.cells[0])) for row in rows[1:])


def _list_of(head: str, meaning: Meaning | None, lexicon: Lexicon) -> str:
    """The part that is a list which a column's head points to, by words that it knows or by their stems."""
    known = meaning.part if meaning and meaning.part in LISTED else lexicon.stem_in(head)
    return known if known in LISTED else ""


def joined_row(row: Block, part: str, lexicon: Lexicon) -> Line | None:
    """Returns a row as one line, `Rate of errors: below 1 %`, with the row's number; None without words."""
    cells = [words for cell in row.cells if (words := words_in(cell))]
    number = cells.pop(0) if len(cells) > 1 and _ORDER.fullmatch(cells[0]) else ""
    if not cells:
        return None
    first, *rest = (cell.strip() for cell in cells)
    text = joined_words(first, rest, part, lexicon)
    return Line(text, row.where, number=number, typed=number, is_item=True, part=part)


def joined_words(first: str, rest: Sequence[str], part: str, lexicon: Lexicon) -> str:
    """Returns the words of cells as one line in the signs of the language."""
    if not rest:
        return first
    others = ("; " if lexicon.spaced else "；").join(rest)
    if part == "duties":
        return f"{first} ({others})" if lexicon.spaced else f"{first}（{others}）"
    return f"{first.rstrip(':： ')}{': ' if lexicon.spaced else '：'}{others}"


def are_qualities(label: str, value: str) -> bool:
    """Whether two cells are an item each: short words without figures."""
    both = (label, value)
    return all(len(words) <= _LONGEST_QUALITY and not any(sign.isdigit() for sign in words) for words in both)
