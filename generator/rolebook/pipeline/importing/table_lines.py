"""The lines of tables: forms by label and value, tables of data as they are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from rolebook.exchange.documents.blocks import Block
from rolebook.pipeline.importing.forms import Pair, is_data_table, pairs_in, rows_of, words_in
from rolebook.pipeline.importing.lexicon import EDGE, WHOLE, Lexicon, Meaning
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.looks import look_of
from rolebook.pipeline.importing.parts import REQUIREMENTS, SECTION, SINGLE
from rolebook.pipeline.importing.place import Place


class TableLines:
    """Reads tables; `read_block` gives the lines of a block in a cell."""

    def __init__(self, lexicon: Lexicon, place: Place, read_block: Callable[[Block], Iterator[Line]]) -> None:
        self._lexicon, self._place, self._read_block = lexicon, place, read_block

    def lines(self, rows: Sequence[Block]) -> Iterator[Line]:
        """Returns the lines of rows that follow one another."""
        for group in rows_of(rows):
            if is_data_table(group, self._lexicon):
                yield from self._data(group)
                continue
            for row in group:
                for pair in pairs_in(row, self._lexicon):
                    yield from self._pair(pair)

    def _pair(self, pair: Pair) -> Iterator[Line]:
        if not pair.label:
            unsure = "label" if self._place.part in REQUIREMENTS | SINGLE and self._place.is_alone else ""
            for line in self._cell(pair.value):
                yield replace(line, doubt=line.doubt or unsure) if line.use == "content" else line
            return
        label = Line(" ".join(pair.label.split()), pair.where)
        if meaning := self._meaning_of(pair.label):
            yield from self._known(pair, label, meaning.part)
        elif self._lexicon.is_whole(" ".join(words_in(pair.value).split())):
            yield replace(label, part=self._place.part, use="label")
            yield from self._cell(pair.value)
        elif not any(sign.isalpha() for sign in words_in(pair.value)) and self._lexicon.cue_in(pair.label):
            yield from self._cell((Block("paragraph", label.text, pair.where), *pair.value))
        elif self._place.part == "duties":
            yield replace(label, part="duties", use="group")
            yield from self._cell(pair.value)
        else:
            part = self._place.part if self._place.part in REQUIREMENTS else SECTION
            if not pair.value:
                yield replace(label, part=part, use="label")
            for line in self._cell(pair.value, part):
                yield replace(line, heading=label.text, doubt=line.doubt or "label") if line.use == "content" else line

    def _meaning_of(self, label: str) -> Meaning | None:
        """What a label means; a part of one value must be named by all its words."""
        meaning = self._lexicon.meaning_of(label)
        least = WHOLE if meaning and meaning.part in SINGLE else EDGE
        return meaning if meaning and meaning.strength >= least else None

    def _known(self, pair: Pair, label: Line, part: str) -> Iterator[Line]:
        self._place.enter(part, label)
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


def own_label(part: str, label: str) -> str:
    """Returns a label that says something itself and stays with its value, `Age: 28 to 40`; empty for others."""
    return " ".join(label.split()) if part == "person" else ""


def _text(blocks: Iterable[Block]) -> str:
    return " ".join(
        _text(cell) if block.kind == "row" else block.text for block in blocks for cell in (block.cells or ((),))
    )
