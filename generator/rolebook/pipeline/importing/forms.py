"""Tables of documents: forms of labels and values, and tables of data."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rolebook.exchange.documents.blocks import Block, Where, leaves
from rolebook.pipeline.importing.lexicon import EDGE, WHOLE, Lexicon

_LONGEST_LABEL = 60
_LEAST_COLUMNS, _TWO_PAIRS = 3, 4
_FIGURE = re.compile(r"\d\s?%|^\d+([.,]\d+)?$")
_LONGEST_SECOND_LABEL = 40


class Pair(NamedTuple):
    """A label with the blocks of its value; without a label, blocks alone."""

    label: str
    value: tuple[Block, ...]
    where: Where


def rows_of(rows: Sequence[Block]) -> Iterator[list[Block]]:
    """Returns rows in groups of one width: what a table of data can be."""
    group: list[Block] = []
    for row in rows:
        if group and len(_filled(group[0])) != len(_filled(row)) and len(group[0].cells) != len(row.cells):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def is_data_table(rows: Sequence[Block], lexicon: Lexicon) -> bool:
    """Whether rows are a table of data: three columns or more, a row of headings, none of them a form's label."""
    if len(rows) < 2 or any(len(row.cells) < _LEAST_COLUMNS for row in rows):
        return False
    if len(_filled(rows[0])) < _LEAST_COLUMNS or len({len(row.cells) for row in rows}) > 1:
        return False
    if any(_FIGURE.search(words_in(cell)) for cell in rows[0].cells):
        return False
    if len(rows[0].cells) == _TWO_PAIRS and _are_two_pairs(rows, lexicon):
        return False
    labels = [row for row in rows if _means(words_in(row.cells[0]), lexicon) >= EDGE]
    return len(labels) <= 1 and not any(len(words_in(cell)) > _LONGEST_LABEL for cell in rows[0].cells)


def _are_two_pairs(rows: Sequence[Block], lexicon: Lexicon) -> bool:
    """Whether the first and the third of four cells are labels in most rows."""
    firsts = [words_in(row.cells[place]) for row in rows for place in (0, 2) if words_in(row.cells[place])]
    labels = [words for words in firsts if _means(words, lexicon) >= EDGE or lexicon.label_in(words)]
    return len(labels) * 2 > len(firsts)


def pairs_in(row: Block, lexicon: Lexicon) -> Iterator[Pair]:
    """Returns labels and values of one row of a form: two cells, or four as `label, value, label, value`."""
    cells = _filled(row)
    while cells:
        label = words_in(cells[0])
        if len(cells) == 1:
            is_label = len(_filled(row)) > 1 and _means(label, lexicon) == WHOLE
            yield Pair(label, (), row.where) if is_label else Pair("", cells[0], row.where)
            return
        if not _is_label(label, lexicon) or _is_number(label):
            yield Pair("", cells[0], row.where)
            cells = cells[1:]
            continue
        end = _value_end(cells, lexicon)
        yield Pair(label, tuple(block for cell in cells[1:end] for block in cell), row.where)
        cells = cells[end:]


def _value_end(cells: Sequence[tuple[Block, ...]], lexicon: Lexicon) -> int:
    """How many cells a label and its value take: up to the next label that is known as a whole and has a value."""
    for place in range(2, len(cells)):
        if _means(words_in(cells[place]), lexicon) == WHOLE:
            return place
    return 2 if len(cells) == 4 and _is_second_label(cells, lexicon) else len(cells)


def _is_second_label(cells: Sequence[tuple[Block, ...]], lexicon: Lexicon) -> bool:
    """Whether the third of four cells is a label: in a grid of criteria it is a value, and the fourth a sign."""
    words, value = words_in(cells[2]), words_in(cells[3])
    if not _is_label(words, lexicon):
        return False
    if _means(words, lexicon) >= EDGE or words.endswith((":", "：")):
        return True
    has_figure = any(sign.isdigit() for sign in words)
    return not has_figure and len(words) <= min(_LONGEST_SECOND_LABEL, 2 * len(value))


def _is_label(words: str, lexicon: Lexicon) -> bool:
    return len(words) <= _LONGEST_LABEL and (
        _means(words, lexicon) >= EDGE or not words.rstrip().endswith((".", "。", ";", "；"))
    )


def _is_number(words: str) -> bool:
    return not any(sign.isalpha() for sign in words)


def _means(words: str, lexicon: Lexicon) -> int:
    meaning = lexicon.meaning_of(words) if len(words) <= _LONGEST_LABEL else None
    return meaning.strength if meaning else 0


def _filled(row: Block) -> list[tuple[Block, ...]]:
    return [cell for cell in row.cells if words_in(cell)]


def words_in(cell: tuple[Block, ...]) -> str:
    """Returns the words of a cell in one line."""
    return " ".join(" ".join(block.text.split()) for block in leaves(cell)).strip()
