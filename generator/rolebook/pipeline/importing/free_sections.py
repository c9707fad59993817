"""Free sections of an imported role or policy: what no field is made for, under the source's own heading."""

from collections.abc import Sequence
from typing import Any

from rolebook.language.comparison import folded
from rolebook.model.sections import MOST_COLUMNS
from rolebook.model.words.escaping import as_text
from rolebook.pipeline.importing.draft import Draft
from rolebook.pipeline.importing.ids import Ids
from rolebook.pipeline.importing.lines import Line

_WITHOUT_HEADING = "—"
_LONGEST_NUMBER = 200


class FreeSections:
    """The sections of one draft, each once by its heading."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._by_heading: dict[tuple[str, str], int] = {}
        self._ids: dict[int, Ids] = {}

    def add(self, line: Line, heading: str, after: str = "") -> tuple[str | int, ...]:
        """Adds a line as a clause of the section with a heading; returns the path of the clause."""
        place = self.section(heading, after)
        section = self._draft.fields["sections"][place]
        clauses = section.setdefault("clauses", [])
        number = {"number": line.number} if line.number and len(line.number) <= _LONGEST_NUMBER else {}
        clauses.append(
            {"id": self._ids[place].next(line.text), **number, "text": as_text(line.text, starts_block=True)}
        )
        self._draft.placed += 1
        path = ("sections", place, "clauses", len(clauses) - 1)
        self._draft.doubt(path, line)
        return path

    def add_table(self, line: Line, heading: str, after: str = "") -> None:
        """Adds a table; one with more columns than a page has room for becomes rows of text."""
        if max(len(row) for row in line.table) > MOST_COLUMNS:
            for row in line.table:
                self.add(Line(" | ".join(cell for cell in row if cell), line.where), line.heading or heading, after)
            return
        place = self.section(line.heading or heading, after)
        blocks = self._draft.fields["sections"][place].setdefault("blocks", [])
        ids = self._ids[place]
        blocks.append({"id": ids.next("table"), "table": table_of(line.table)})
        self._draft.placed += 1
        self._draft.doubt(("sections", place, "blocks", len(blocks) - 1), line)

    @property
    def is_open(self) -> bool:
        """Whether there is a section yet."""
        return bool(self._by_heading)

    def open(self, line: Line) -> None:
        """Begins a section with its heading's number; its clauses may follow."""
        heading = line.heading or line.text
        place = self.section(heading)
        section = self._draft.fields["sections"][place]
        if line.number and len(line.number) <= _LONGEST_NUMBER:
            section["number"] = line.number
        if line.typed:
            self._draft.leave("number", Line(line.typed, line.where))
        self._draft.placed += 1
        self._draft.doubt(("sections", place), line)

    def close_empty(self) -> bool:
        """Takes back the last section where nothing but its heading is there; tells whether it did."""
        sections = self._draft.fields.get("sections") or []
        if not sections or sections[-1].keys() & {"clauses", "blocks"}:
            return False
        sections.pop()
        self._by_heading = {key: place for key, place in self._by_heading.items() if place < len(sections)}
        if not sections:
            del self._draft.fields["sections"]
        return True

    def section(self, heading: str, after: str = "") -> int:
        """Returns the index of the section with a heading, a new one where there is none."""
        words = heading.strip(" :：\t") or _WITHOUT_HEADING
        key = (folded(words), after)
        sections = self._draft.fields.setdefault("sections", [])
        if key not in self._by_heading:
            section: dict[str, Any] = {"id": self._draft.next_id("sections", words), "heading": as_text(words)}
            sections.append({**section, **({"after": after} if after else {})})
            self._by_heading[key] = len(sections) - 1
            self._ids[len(sections) - 1] = Ids(self._draft.before.get(f"sections/{section['id']}"))
        return self._by_heading[key]


def table_of(rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Returns rows as a table; the first gives the headings of its columns."""
    width = max(len(row) for row in rows)
    head = [*rows[0], *[""] * (width - len(rows[0]))]
    ids = Ids()
    columns = [
        {"id": ids.next(words or f"column {at + 1}"), "heading": as_text(words) or _WITHOUT_HEADING}
        for at, words in enumerate(head)
    ]
    row_ids = Ids()
    found = []
    for row in rows[1:]:
        cells = [
            {"id": column["id"], "text": as_text(words)} for column, words in zip(columns, row, strict=False) if words
        ]
        if cells:
            found.append({"id": row_ids.next(next((words for words in row if words), "row")), "cells": cells})
    return {"columns": columns, "rows": found or [{"id": "row", "cells": [{"id": columns[0]["id"], "text": "____"}]}]}
