"""The lines of tables: forms by label and value, tables of data as they are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from rolebook.exchange.documents.blocks import Block
from rolebook.pipeline.importing.criteria import Grid, grid_lines, grid_of
from rolebook.pipeline.importing.forms import Pair, is_data_table, pairs_in, rows_of, words_in
from rolebook.pipeline.importing.lexicon import EDGE, WHOLE, Lexicon, Meaning
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.looks import look_of
from rolebook.pipeline.importing.parts import BLANK, GROUP, REQUIREMENTS, SECTION, SINGLE
from rolebook.pipeline.importing.place import Place
from rolebook.pipeline.importing.table_rows import (
    BY_ROWS,
    QUALITIES,
    are_qualities,
    bands_of,
    columns_of,
    has_bands,
    head_part,
    is_counted_form,
    is_form,
    is_header,
    joined_row,
    joined_words,
    without_numbers,
)

_LONGEST_VALUE, _LEAST_REQUIREMENT = 90, 15


class TableLines:
    """Reads tables; `read_block` gives the lines of a block in a cell."""

    def __init__(self, lexicon: Lexicon, place: Place, read_block: Callable[[Block], Iterator[Line]]) -> None:
        self._lexicon, self._place, self._read_block = lexicon, place, read_block
        self._is_form = False
        """Whether most rows of the table are known labels with their values."""
        self._last = ""
        """The part of the last label: a row with an empty first cell goes on with it."""

    def lines(self, rows: Sequence[Block]) -> Iterator[Line]:
        """Returns the lines of rows that follow one another."""
        has_heads = any(len(row.cells) == 1 for row in rows)
        if has_heads and (whole := grid_of(rows, self._lexicon)):
            yield from self._grid(rows, whole)
            return
        for group in rows_of(rows):
            part, self._last = self._place.part, ""
            if is_counted_form(group, self._lexicon):
                yield from self._counted_form(group)
                continue
            if grid := grid_of(group, self._lexicon):
                yield from self._grid(group, grid)
            elif columns := columns_of(group, self._lexicon):
                yield from self._columns(group, columns)
            elif has_bands(group):
                yield from self._bands(group)
            elif part in ("", SECTION) and (named := head_part(group, self._lexicon)):
                yield from self._named_rows(group, named)
            elif is_data_table(group, self._lexicon):
                yield from self._rows(group) if part in BY_ROWS else self._data(group)
            elif part in BY_ROWS and not self._place.is_alone and is_header(group, part, self._lexicon):
                yield from self._header(group[0])
                yield from self._form(group[1:])
            else:
                yield from self._form(group)

    def _form(self, rows: Sequence[Block]) -> Iterator[Line]:
        self._is_form = is_form(rows, self._lexicon)
        for row in rows:
            if self._goes_on(row):
                for cell in row.cells:
                    self._place.is_alone = False
                    yield from self._cell(cell, self._last)
                continue
            for pair in pairs_in(row, self._lexicon):
                yield from self._pair(pair)

    def _counted_form(self, rows: Sequence[Block]) -> Iterator[Line]:
        """A form whose first column counts the rows, below a row of headings or without one."""
        for row in rows:
            if number := words_in(row.cells[0]):
                yield Line(number, row.where, part=BLANK)
        yield from self._form(without_numbers(rows))

    def _bands(self, rows: Sequence[Block]) -> Iterator[Line]:
        """A table whose first column names a part for several rows: each band is read by itself."""
        for band in bands_of(rows):
            if words := words_in(band[0].cells[0]):
                yield self._band_head(Line(words, band[0].where))
            yield from self.lines(without_numbers(band))

    def _band_head(self, line: Line) -> Line:
        meaning = self._lexicon.meaning_of(line.text)
        part = meaning.part if meaning else self._lexicon.stem_in(line.text)
        if not part:
            self._place.enter_section(SECTION, line.text)
            return replace(line, part=SECTION, use="label", heading=line.text, text="", doubt="heading")
        self._place.enter(part, line)
        return replace(line, part=part, use="label", doubt="" if meaning else "heading")

    def _goes_on(self, row: Block) -> bool:
        """Whether a row has no label of its own, and values for the label above it."""
        if self._last not in BY_ROWS or len(row.cells) < 2 or words_in(row.cells[0]):
            return False
        return not any(self._lexicon.meaning_of(words_in(cell)) for cell in row.cells if words_in(cell))

    def _header(self, row: Block) -> Iterator[Line]:
        for cell in row.cells:
            if words := words_in(cell):
                yield Line(words, row.where, part=self._place.part, use="label")

    def _grid(self, rows: Sequence[Block], grid: Grid) -> Iterator[Line]:
        """A grid of criteria; what follows it is still of the requirements."""
        for line in grid_lines(rows, grid, self._place.part, self._lexicon):
            self._place.seen.add(line.part)
            yield line
        self._place.part, self._place.is_alone = "requirements", False

    def _columns(self, rows: Sequence[Block], parts: Sequence[str]) -> Iterator[Line]:
        """A table whose first row names the part of each column."""
        for cell, part in zip(rows[0].cells, parts, strict=True):
            if words := words_in(cell):
                named = part if part not in ("", GROUP) else parts[-1]
                yield Line(words, rows[0].where, part=named, use="label")
        for row in rows[1:]:
            for cell, part in zip(row.cells, parts, strict=True):
                self._place.is_alone = False
                if part == GROUP and (words := words_in(cell)):
                    yield Line(words, row.where, part="duties", use="group")
                elif part not in ("", GROUP):
                    yield from self._cell(cell, part)
                elif words := words_in(cell):
                    yield Line(words, row.where, part=BLANK)

    def _named_rows(self, rows: Sequence[Block], part: str) -> Iterator[Line]:
        """A table under an unknown heading whose first head says what its rows are."""
        before = self._place.part
        self._place.part = part
        for line in self._rows(rows):
            yield replace(line, doubt="label") if line.use == "content" else line
        self._place.part = before

    def _rows(self, rows: Sequence[Block]) -> Iterator[Line]:
        """A table of data in a part that is a list: one line for each row."""
        part = self._place.part
        has_header = not any(any(sign.isdigit() for sign in words_in(cell)) for cell in rows[0].cells)
        if has_header:
            yield from self._header(rows[0])
        for row in rows[has_header:]:
            if line := joined_row(row, part, self._lexicon):
                yield replace(line, doubt="" if part in ("indicators", "duties") else "label")

    def _pair(self, pair: Pair) -> Iterator[Line]:
        if not pair.label:
            unsure = "label" if self._place.part in REQUIREMENTS | SINGLE and self._place.is_alone else ""
            for line in self._cell(pair.value):
                yield replace(line, doubt=line.doubt or unsure) if line.use == "content" else line
            return
        label = Line(" ".join(pair.label.split()), pair.where)
        if meaning := self._meaning_of(pair.label):
            led = meaning.part == "duties" and self._place.is_before_lists and self._is_led(pair)
            yield from self._known(pair, label, "subordinates" if led else meaning.part)
        elif self._lexicon.is_whole(" ".join(words_in(pair.value).split())):
            yield replace(label, part=self._place.part, use="label")
            yield from self._cell(pair.value)
        elif pair.value and self._place.is_before_lists and (part := self._by_stem(pair)):
            for line in self._known(pair, label, part):
                yield replace(line, doubt=line.doubt or "label") if line.use == "content" else line
        elif not any(sign.isalpha() for sign in words_in(pair.value)) and self._lexicon.cue_in(pair.label):
            yield from self._cell((Block("paragraph", label.text, pair.where), *pair.value))
        else:
            yield from self._unknown(pair, label)

    def _are_two_items(self, label: str, value: str) -> bool:
        """Whether two cells side by side are an item each: two qualities, or two requirements."""
        part = self._place.part
        if part in QUALITIES and not self._is_form and are_qualities(label, value):
            return True
        is_long = part in REQUIREMENTS and min(len(label), len(value)) >= _LEAST_REQUIREMENT
        return is_long and bool(self._lexicon.kind_of(label)) and bool(self._lexicon.kind_of(value))

    def _is_led(self, pair: Pair) -> bool:
        """Whether `Responsible for` stands before people and not before duties."""
        words = words_in(pair.value)
        return self._lexicon.label_in(pair.label) == "subordinates" and _names_people(words, self._lexicon)

    def _by_stem(self, pair: Pair) -> str:
        """The part of one value that a label of unknown words points to, where a short value is beside it."""
        return self._lexicon.label_in(pair.label) if len(words_in(pair.value)) <= _LONGEST_VALUE else ""

    def _unknown(self, pair: Pair, label: Line) -> Iterator[Line]:
        """A label that the lexicon lacks: an item in a list, a group of duties, or a section's heading."""
        part = self._place.part
        if self._are_two_items(label.text, words_in(pair.value)):
            yield replace(label, part=part, is_item=True, doubt="label")
            for line in self._cell(pair.value):
                yield replace(line, doubt=line.doubt or "label")
        elif part in BY_ROWS - REQUIREMENTS - {"duties"} and pair.value and not self._place.is_alone:
            text = joined_words(label.text, [words_in((block,)) for block in pair.value], part, self._lexicon)
            yield replace(label, text=text, part=part, is_item=True)
        elif self._is_form and pair.value and (named := self._lexicon.stem_in(pair.label)):
            for line in self._known(pair, label, named):
                yield replace(line, doubt=line.doubt or "label") if line.use == "content" else line
        elif part == "duties" and not self._is_form:
            yield replace(label, part="duties", use="group")
            yield from self._cell(pair.value)
        else:
            part = part if part in REQUIREMENTS else SECTION
            if not pair.value:
                yield replace(label, part=part, use="label")
            for line in self._cell(pair.value, part):
                yield replace(line, heading=label.text, doubt=line.doubt or "label") if line.use == "content" else line

    def _meaning_of(self, label: str) -> Meaning | None:
        """What a label means; a part of one value must be named by all its words."""
        meaning = self._lexicon.meaning_of(label)
        is_row = self._place.part in BY_ROWS - REQUIREMENTS and not self._place.is_alone
        least = WHOLE if meaning and (meaning.part in SINGLE or is_row) else EDGE
        return meaning if meaning and meaning.strength >= least else None

    def _known(self, pair: Pair, label: Line, part: str) -> Iterator[Line]:
        self._place.enter(part, label)
        self._last = part
        self._place.looks.discard(look_of(label))
        yield replace(label, part=part, use="label")
        before = self._place.part
        for line in self._cell(pair.value):
            is_own = not line.heading and line.use == "content"
            yield replace(line, heading=own_label(part, pair.label)) if is_own else line
        self._place.part, self._place.is_alone = before, True

    def _cell(self, blocks: Iterable[Block], part: str = "") -> Iterator[Line]:
        before = self._place.part, self._place.heading
        if part:
            self._place.part = part
        for block in blocks:
            if block.kind == "row":
                yield from self.lines([block])
            else:
                yield from self._read_block(block)
        if part:
            self._place.part, self._place.heading = before

    def _data(self, rows: Sequence[Block]) -> Iterator[Line]:
        cells = tuple(tuple(" ".join(_text(cell).split()) for cell in row.cells) for row in rows)
        heading = self._place.heading if self._place.part == SECTION else ""
        yield Line("", rows[0].where, part=self._place.part or SECTION, heading=heading, table=cells)


def _names_people(words: str, lexicon: Lexicon) -> bool:
    """Whether the words beside a label are short and no duty."""
    return 0 < len(words) <= _LONGEST_VALUE and not lexicon.begins_with_action(words)


def own_label(part: str, label: str) -> str:
    """Returns a label that says something itself and stays with its value, `Age: 28 to 40`; empty for others."""
    return " ".join(label.split()) if part == "person" else ""


def _text(blocks: Iterable[Block]) -> str:
    return " ".join(
        _text(cell) if block.kind == "row" else block.text for block in blocks for cell in (block.cells or ((),))
    )
