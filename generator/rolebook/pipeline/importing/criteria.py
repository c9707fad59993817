"""Grids of a person specification: what is asked for, and by a column or a sign whether it is needed or preferred."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from rolebook.exchange.documents.blocks import Block
from rolebook.language.comparison import folded
from rolebook.pipeline.importing.forms import words_in
from rolebook.pipeline.importing.lexicon import Lexicon, has_word
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.parts import REQUIREMENTS

_TICKS = frozenset("✓✔☑√xх×+•●*v") | {"yes", "y", "да", "sí", "si", "是", "有", "có"}
_LEAST_ROWS, _LONGEST_MARK, _MOST_MARKS, _LONGEST_HEAD, _LONGEST_METHOD, _ENDING = 2, 12, 3, 45, 40, 3
_LETTERS = re.compile(r"[edio](?:\s?[/,]\s?[edio])?")
Use = Literal["label", "needed", "preferred", "mark", "other"]


class Grid(NamedTuple):
    """What each column of a grid is: a label, criteria, ticks or a mark for them, or how they are assessed."""

    uses: tuple[Use, ...]
    has_lists: bool
    """Whether the columns hold the criteria themselves, and not ticks beside them."""


def grid_of(rows: Sequence[Block], lexicon: Lexicon) -> Grid | None:
    """Returns how to read rows as a grid of criteria, None where they are none; rows of one cell head those below."""
    wide = [row for row in rows if len(row.cells) > 1]
    if len(wide) <= _LEAST_ROWS or len({len(row.cells) for row in wide}) > 1:
        return None
    heads = [words_in(cell) for cell in wide[0].cells]
    columns = [[words for row in wide[1:] if (words := words_in(row.cells[place]))] for place in range(len(heads))]
    if any(len(head) > _LONGEST_HEAD for head in heads):
        return None
    uses: list[Use] = [
        _use(head, column, place, lexicon) for place, (head, column) in enumerate(zip(heads, columns, strict=True))
    ]
    if "preferred" in uses and "needed" in uses:
        two = [column for use, column in zip(uses, columns, strict=True) if use in ("needed", "preferred")]
        return Grid(tuple(uses), has_lists=not all(_are_ticks(column) for column in two))
    if uses.count("mark") == 1 and uses[0] in ("label", "other"):
        return Grid(("label", *uses[1:]), has_lists=False)
    return None


def _use(head: str, column: Sequence[str], place: int, lexicon: Lexicon) -> Use:
    words = folded(head).strip(" .:")
    is_preferred = has_word(lexicon.words.preferred, head, spaced=lexicon.spaced, ending=_ENDING)
    if column and all(_is_mark(words, lexicon) for words in column):
        return "mark"
    if is_preferred or (words == "d" and place):
        return "preferred"
    meaning = lexicon.meaning_of(head)
    if place and (words == "e" or (meaning is not None and meaning.part in REQUIREMENTS)):
        return "needed"
    return "label" if place == 0 else "other"


def _is_mark(words: str, lexicon: Lexicon) -> bool:
    """Whether a cell says nothing but needed or preferred: a letter or one of the words."""
    low = folded(words)
    if low in _TICKS or len(low) > _LONGEST_MARK:
        return False
    meaning = lexicon.meaning_of(words)
    is_word = has_word(lexicon.words.preferred, words, spaced=lexicon.spaced, ending=_ENDING)
    return bool(_LETTERS.fullmatch(low)) or is_word or (meaning is not None and meaning.part == "requirements")


def _are_ticks(column: Sequence[str]) -> bool:
    return all(folded(words) in _TICKS for words in column)


def grid_lines(rows: Sequence[Block], grid: Grid, part: str, lexicon: Lexicon) -> Iterator[Line]:
    """Returns the lines of a grid: its heads and marks as labels, each criterion as a requirement."""
    part = part if part in REQUIREMENTS else "requirements"
    kind, head = part, next(row for row in rows if len(row.cells) > 1)
    for row in rows:
        if row is head or len(row.cells) == 1:
            for words in filter(None, map(words_in, row.cells)):
                kind = _kind_under(words, part, lexicon) if row is not head else kind
                yield Line(words, row.where, part=kind, use="label")
            continue
        if not grid.has_lists:
            yield from _criterion(row, grid, kind, lexicon)
            continue
        if label := next(
            (words_in(cell) for use, cell in zip(grid.uses, row.cells, strict=True) if use == "label"), ""
        ):
            kind = _kind_under(label, part, lexicon)
        yield from _lists(row, grid, kind)


def _kind_under(label: str, part: str, lexicon: Lexicon) -> str:
    """The kind of requirements that a label of rows names, else any."""
    meaning = lexicon.meaning_of(label)
    return meaning.part if meaning and meaning.part in REQUIREMENTS else part


def _lists(row: Block, grid: Grid, kind: str) -> Iterator[Line]:
    """A row whose cells are criteria of one kind, needed in one column and preferred in the other."""
    for use, cell in zip(grid.uses, row.cells, strict=True):
        if use not in ("needed", "preferred"):
            if words := words_in(cell):
                yield Line(words, row.where, part=kind, use="label")
            continue
        for block in cell:
            for text in (" ".join(piece.split()) for piece in block.text.split("\n")):
                if text:
                    yield Line(text, row.where, is_item=True, part=kind, need="preferred" if use == "preferred" else "")


def _criterion(row: Block, grid: Grid, part: str, lexicon: Lexicon) -> Iterator[Line]:
    """A row that is one criterion with ticks or a mark; how it is assessed stays with it in brackets."""
    text, *rest = [words_in(cell) for cell in row.cells]
    is_preferred, methods, marks = False, [], []
    for use, words in zip(grid.uses[1:], rest, strict=True):
        if not words:
            continue
        if use == "other":
            methods.append(words)
            continue
        marks.append(words)
        low = folded(words)
        is_preferred = (
            is_preferred
            or use == "preferred"
            or low == "d"
            or (use == "mark" and has_word(lexicon.words.preferred, words, spaced=lexicon.spaced, ending=_ENDING))
        )
    line = Line(text, row.where, is_item=True, part=part)
    if not text or not (marks or methods):
        yield replace(line, use="label" if text else "content", text=text or " ".join(marks + methods))
        return
    short = bool(methods) and all(len(words) <= _LONGEST_METHOD for words in methods)
    tail = f" ({'; '.join(methods)})" if lexicon.spaced else f"（{'；'.join(methods)}）"
    yield replace(
        line,
        text=text + tail if methods else text,
        need="preferred" if is_preferred else "",
        doubt="" if short or not methods else "label",
    )
    for words in marks:
        yield Line(words, row.where, part=part, use="label")
