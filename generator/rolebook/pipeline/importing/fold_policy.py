"""The lines of a policy: sections with clauses under their stored numbers, definitions, and tables of penalties."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rolebook.exchange.documents.blocks import Where
from rolebook.model.words.escaping import as_text
from rolebook.pipeline.importing.draft import Doubt, Draft, blocks_text, wordless_reason
from rolebook.pipeline.importing.free_sections import FreeSections
from rolebook.pipeline.importing.ids import Ids
from rolebook.pipeline.importing.lexicon import Lexicon
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.parts import BLANK as WORDLESS
from rolebook.pipeline.importing.parts import DOCUMENT
from rolebook.pipeline.importing.penalties import fold_penalties, is_penalty_table
from rolebook.pipeline.importing.titles import Title

BLANK = "____"
_TERM = re.compile(r"(?P<term>[^:：–—]{1,60}?)\s*(?:[:：]|\s[-–—]\s?|[–—])\s*(?P<text>\S.*)", re.DOTALL)
_MEANS = re.compile(
    r"(?P<term>[^.。;,，]{1,60}?)(?:\s+(?=(?:means?|shall\s+mean|has\s+the\s+meaning|have\s+the\s+meaning|includes?|is|are|refers?|es|son|significan?|comprende"
    r"|se\s+entiende|se\s+refiere|là|được\s+hiểu|có\s+nghĩa|nghĩa\s+là|означа[ею]т|это|есть|понима[ею]тся|является)\s)"
    r"|[,，]?(?=是指|指的是|系指|即指|包括))(?P<text>\S.*)",
    re.DOTALL,
)
"""A term with what it means in one sentence; the verb stays with the meaning."""
_ORDER = ("title", "code", "purpose", "scope", "definitions", "sections", "process", "offences")
_LONGEST_NAME, _LEAST_STEPS = 200, 2
_PAIR, _LONGEST_HEAD = 2, 20
_QUOTED = re.compile(r"\s*[\"“„«‘《「](?P<term>[^\"“”„«»‘’《》「」]+)[\"”“»’》」]\s*")
"""A term between quotation marks, which the handbook sets itself."""


class PolicyFolder:
    """Makes one policy of its lines; every line that no field takes is a clause under the source's heading."""

    def __init__(self, lexicon: Lexicon, before: Mapping[str, Mapping[str, str]], *, discipline: bool) -> None:
        self._discipline = discipline
        self.draft = Draft("policy", before=before)
        self._lexicon = lexicon
        self._sections = FreeSections(self.draft)
        self._heading = Line("", Where())
        self._purpose: list[Line] = []
        self._scope: list[Line] = []
        self._steps: list[tuple[Line, list[Line]]] = []
        """Headings of processes with their steps."""

    def fold(self, lines: Sequence[Line], title: Title) -> Draft:
        """Returns the policy."""
        self.draft.fields["title"] = as_text(title.text) or BLANK
        if title.is_doubtful:
            where = title.line.where if title.line else Where()
            self.draft.doubts["title",] = Doubt("title", where, title.text)
        for line in lines:
            if line is title.line:
                self.draft.placed += 1
            elif line.use in ("label", "group"):
                self._enter(line)
            elif line.table:
                self._table(line)
            else:
                self._place(line)
        self._finish()
        return self.draft

    def _enter(self, line: Line) -> None:
        self._heading = line
        if line.part in ("purpose", "scope", "definitions", "process", DOCUMENT):
            self.draft.leave("heading", line)
        else:
            self._sections.open(line)

    def _place(self, line: Line) -> None:
        if line.typed:
            self.draft.leave("number", Line(line.typed, line.where))
        term = _TERM.match(line.text) or _MEANS.match(line.text)
        if line.part == WORDLESS:
            self.draft.leave(wordless_reason(line), line)
        elif line.part in ("effective", "revision"):
            self.draft.leave("approval", line)
        elif line.part == "code" and len(line.text) <= _LONGEST_NAME and "code" not in self.draft.fields:
            self.draft.fields["code"] = as_text(line.text)
            self.draft.placed += 1
        elif (held := {"purpose": self._purpose, "scope": self._scope}.get(line.part)) is not None:
            held.append(line)
        elif line.part == "process" and line.is_item and self._heading.part == "process":
            if not self._steps or self._steps[-1][0] is not self._heading:
                self._steps.append((self._heading, []))
            self._steps[-1][1].append(line)
        elif line.part == "definitions" and term:
            words = _QUOTED.fullmatch(term["term"])
            self.draft.add(
                "definitions", line, term=as_text(words["term"] if words else term["term"]), text=as_text(term["text"])
            )
        elif line.part in ("", DOCUMENT) and not self._sections.is_open and not line.number:
            self._purpose.append(line)
        else:
            self._sections.add(line, self._heading.heading or self._heading.text)

    def _table(self, line: Line) -> None:
        if line.part == "definitions" and all(len([cell for cell in row if cell]) == _PAIR for row in line.table):
            self._terms(line)
            return
        is_penalties = is_penalty_table(line.table, self._lexicon)
        if is_penalties and self._discipline:
            if self._sections.close_empty():
                self.draft.leave("heading", self._heading)
            fold_penalties(self.draft, line, self._lexicon)
        else:
            doubtful = replace(line, doubt="discipline") if is_penalties else line
            self._sections.add_table(doubtful, self._heading.heading or self._heading.text)

    def _terms(self, line: Line) -> None:
        """A table of two columns is terms with their meanings; a first row of short words heads them."""
        rows = [[cell for cell in row if cell] for row in line.table]
        if len(rows) > 1 and all(len(cell) <= _LONGEST_HEAD for cell in rows[0]):
            self.draft.leave("heading", Line(" ".join(rows.pop(0)), line.where))
        for term, text in rows:
            row = replace(line, text=text, table=())
            self.draft.add("definitions", row, term=as_text(term), text=as_text(text))

    def _finish(self) -> None:
        fields = self.draft.fields
        fields["purpose"] = blocks_text(self._purpose) or BLANK
        self.draft.placed += len(self._purpose)
        if not self._purpose:
            self.draft.doubts["purpose",] = Doubt("no-purpose", Where())
        elif self._purpose[0].part != "purpose":
            self.draft.doubts["purpose",] = Doubt("first-sentence", self._purpose[0].where, self._purpose[0].text)
        if self._scope:
            fields["scope"] = {"text": as_text(" ".join(line.text for line in self._scope))}
            self.draft.placed += len(self._scope)
        if not (fields.get("sections") or fields.get("offences") or self._steps):
            fields["sections"] = [_blank_section()]
            self.draft.doubts["sections", 0] = Doubt("no-sections", Where())
        self._add_processes()
        ordered = {name: fields[name] for name in _ORDER if name in fields}
        self.draft.fields = {**ordered, **fields}

    def _add_processes(self) -> None:
        """Numbered lines under the heading of a process are its steps; one line alone is a clause."""
        for heading, lines in self._steps:
            words = heading.heading or heading.text
            if len(lines) < _LEAST_STEPS:
                for line in lines:
                    self._sections.add(line, words)
                continue
            process = self.draft.add("process", replace(heading, doubt=""), heading=as_text(words.rstrip(" :：")))
            ids = Ids()
            process["steps"] = [{"id": ids.next(line.text), "text": as_text(line.text)} for line in lines]
            self.draft.placed += len(lines)


def _blank_section() -> dict[str, Any]:
    return {"id": "to-fill-in", "heading": BLANK, "clauses": [{"id": "to-fill-in", "text": BLANK}]}
