"""A table of a spreadsheet or an HR system as a document: a row for each row, a cell's lines as its paragraphs."""

from dataclasses import replace
from pathlib import Path

from rolebook.exchange.documents.blocks import MAX_BLOCKS, Block, Document, Run, UnreadableDocumentError, Where
from rolebook.exchange.tables import read_table
from rolebook.exchange.tables.separated import read_separated

_LEAST_COLUMNS, _LEAST_ROWS = 3, 2
_LONGEST_HEADING = 60


def is_separated(text: str) -> bool:
    """Whether a text is values between separators: rows of one width, the first of them short headings."""
    rows, _, broken = read_separated(text)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if broken or len(filled) < _LEAST_ROWS or len({len(row) for row in filled}) != 1:
        return False
    return len(filled[0]) >= _LEAST_COLUMNS and all(0 < len(cell.strip()) <= _LONGEST_HEADING for cell in filled[0])


def read_sheet(path: Path, digest: str) -> Document:
    """Returns the first visible sheet, or the rows of a text, as a document of rows; raises UnreadableDocumentError."""
    table, findings = read_table(path)
    if table is None:
        raise UnreadableDocumentError(str(findings[0].arguments.get("reason", "broken-document")))
    if len(table.rows) > MAX_BLOCKS:
        raise UnreadableDocumentError("too-large")
    blocks = []
    for line, row in zip(table.lines, table.rows, strict=True):
        where = Where("", line)
        cells = tuple(_cell(words, where) for words in row)
        if any(cells):
            blocks.append(Block("row", "", where, cells=cells))
    encoding = next((one for one in findings if one.code == "table-encoding"), None)
    document = Document(str(path), "table", digest, tuple(blocks))
    if encoding is None:
        return document
    name, sample = (str(encoding.arguments[key]) for key in ("encoding", "sample"))
    return replace(document, encoding=name, sample=sample)


def _cell(words: str, where: Where) -> tuple[Block, ...]:
    lines = (line.strip() for line in words.splitlines())
    return tuple(Block("paragraph", line, where, runs=(Run(line),)) for line in lines if line)
