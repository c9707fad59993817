"""The status of registers as a table of counts and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import typer

from rolebook.diagnostics import Message

if TYPE_CHECKING:
    from rolebook.pipeline.register.status import Counted, StatusLine

COLUMNS = ("entity", "person", "name", "document", "language", "revision", "due", "state", "day", "method")


def show_counts(found: Sequence[Counted], messages: str) -> None:
    """A table by document, language and revision, then the sums."""
    from rolebook.language import say
    from rolebook.register import STATES

    states = [state for state in STATES if any(one.states.get(state) for one in found)]
    head = ("entity", "document", "language", "revision")
    names = [say(Message(f"register-column-{name}"), messages) for name in (*head, *states)]
    rows = [
        [one.entity, one.document, one.language, one.revision, *(str(one.states.get(state, 0)) for state in states)]
        for one in found
    ]
    sums = [str(sum(one.states.get(state, 0) for one in found)) for state in states]
    rows.append(["", say(Message("register-total"), messages), "", "", *sums])
    widths = [max(_width(row[place]) for row in (names, *rows)) for place in range(len(names))]
    for row in (names, *rows):
        cells = [
            cell + " " * (width - _width(cell)) if place < len(head) else " " * (width - _width(cell)) + cell
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        typer.echo("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese signs take two."""
    return sum(2 if "\u1100" <= sign <= "\uffdc" else 1 for sign in text)


def show_csv(found: Iterable[StatusLine], messages: str) -> None:
    """UTF-8 with a byte order mark and the separator of the language, so that Excel opens it as it is.

    What a spreadsheet would take for a formula gets an apostrophe.
    """
    from rolebook.language import cell_separator

    buffer = io.StringIO("\ufeff", newline="")
    buffer.seek(0, io.SEEK_END)
    table = csv.writer(buffer, delimiter=cell_separator(messages), lineterminator="\n")
    table.writerow(COLUMNS)
    for line in found:
        cells = [str(getattr(line, name)) for name in COLUMNS]
        table.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell for cell in cells])
        typer.echo(buffer.getvalue(), nl=False)
        buffer.seek(0)
        buffer.truncate()
    typer.echo(buffer.getvalue(), nl=False)
