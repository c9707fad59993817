"""Blocks of free sections and clauses: running text, tables and figures."""

from collections.abc import Iterable, Iterator

from rolebook.model.sections import ContentBlock, DataTable, FigureBlock
from rolebook.pictures import is_sound
from rolebook.view.reader import Reader
from rolebook.view.tree import Block, Figure, Row, Table


def content_blocks(blocks: Iterable[ContentBlock], reader: Reader) -> Iterator[Block]:
    """The blocks as the reader sees them; a figure without a sound file, which is an error, is left out."""
    for block in blocks:
        if block.text:
            yield from reader.flow(block.text)
        elif block.table:
            yield _table(block.id, block.table, reader)
        elif block.figure and (file := reader.handbook.figures.get(block.figure.file)) and is_sound(file.content):
            yield _figure(block.id, block.figure, file.content, reader)


def _table(name: str, table: DataTable, reader: Reader) -> Table:
    columns = tuple(reader.plain(column.heading) for column in table.columns)
    rows = []
    for row in table.rows:
        told = {cell.id: cell.text for cell in row.cells}
        cells = tuple((reader.prose(told[one.id]),) if one.id in told else () for one in table.columns)
        rows.append(Row(f"{name}-{row.id}", cells))
    return Table(columns, tuple(rows), reader.prose(table.caption) if table.caption else None)


def _figure(name: str, figure: FigureBlock, content: bytes, reader: Reader) -> Figure:
    caption = reader.prose(figure.caption) if figure.caption else None
    return Figure(name, content, reader.plain(figure.alt), caption, figure.width)
