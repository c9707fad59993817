"""Tables with a description in each row: which column is which part, said once and kept for the next time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.exchange.documents.blocks import Block, Document
from rolebook.model.headings import PARTS
from rolebook.pipeline.importing.forms import words_in
from rolebook.pipeline.importing.lexicon import WHOLE, Lexicon, plain_heading
from rolebook.pipeline.importing.lines import Line, lines_of
from rolebook.pipeline.importing.parts import SECTION
from rolebook.pipeline.importing.titles import Title
from rolebook.store.journal import append_lines, read_lines

PATH = "content/import/columns.jsonl"
_TITLE, _DUTIES = "title", "duties"


def asked_columns(told: Sequence[str]) -> dict[str, str]:
    """Returns parts by heading of `theirs=ours`; raises UserError for a part that there is not."""
    found = {}
    for pair in told:
        heading, sign, part = pair.rpartition("=")
        if not sign or part not in PARTS:
            raise UserError("import-column", column=pair, known=", ".join(PARTS))
        found[plain_heading(heading)] = part
    return found


def remembered_columns(root: Path) -> dict[str, str]:
    """Returns parts by heading that an earlier import was told."""
    found: dict[str, str] = {}
    for record in read_lines(root / PATH) if (root / PATH).is_file() else ():
        found |= {str(heading): str(part) for heading, part in record.items() if part in PARTS}
    return found


def remember_columns(root: Path, columns: Mapping[str, str]) -> None:
    """Keeps what columns mean for the next import."""
    before = remembered_columns(root)
    new = {heading: part for heading, part in columns.items() if before.get(heading) != part}
    append_lines(root / PATH, [new] if new else [])


def roles_in_table(
    document: Document, lexicon: Lexicon, columns: Mapping[str, str]
) -> tuple[tuple[tuple[Line, ...], Title], ...]:
    """Returns the lines of each row with its title; rows without a title go on with the one above.

    Nothing where no column is a title, or none holds duties.
    """
    head, *rows = document.blocks
    parts = [_part(words_in(cell), lexicon, columns) for cell in head.cells]
    if _TITLE not in parts or _DUTIES not in parts:
        return ()
    headings = [words_in(cell) for cell in head.cells]
    roles: list[tuple[list[Line], Title]] = []
    for row in rows:
        lines = list(_lines(row, parts, headings))
        title = next((line for line in lines if line.part == _TITLE), None)
        if title is not None:
            roles.append(([], Title(title.text, is_doubtful=False, line=title)))
        if roles:
            roles[-1][0].extend(lines)
    if roles:
        roles[0][0][:0] = [Line(words, head.where, part=SECTION, use="label") for words in headings if words]
    return tuple((tuple(lines), title) for lines, title in roles)


def _part(heading: str, lexicon: Lexicon, columns: Mapping[str, str]) -> str:
    if told := columns.get(plain_heading(heading)):
        return told
    meaning = lexicon.meaning_of(heading)
    return meaning.part if meaning is not None and meaning.strength == WHOLE else SECTION


def _lines(row: Block, parts: Sequence[str], headings: Sequence[str]) -> Iterator[Line]:
    for part, heading, cell in zip(parts, headings, row.cells, strict=False):
        labelled = heading if part in (SECTION, "person", "reports-to", "department") else ""
        for block in cell:
            for line in lines_of(block):
                yield replace(line, part=part, heading=labelled, doubt="label" if part == SECTION else "")
