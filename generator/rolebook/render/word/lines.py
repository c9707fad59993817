"""A paper's values as lines of a Word document: a style each, so that a template needs one loop and no recursion."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from docxtpl import RichText

MAX_DEPTH = 4
_TEXT_WIDTH = 9638
"""170 mm in twentieths of a point; in a narrower place, columns keep their shares."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph (`heading` 1 to 3, `item` 1 to 4, `text`, `fact`, `note`), `table` or `figure`.

    `text` is rich text, or the picture of a figure; `widths` of columns are twentieths of a point.
    """

    kind: str
    text: Any = ""
    level: int = 0
    number: str = ""
    label: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    widths: tuple[int, ...] = ()


class Lines:
    """Turns values into lines; `copy` fills the blanks that it has words for, `draw` makes a picture for Word."""

    def __init__(
        self, copy: Mapping[str, str], draw: Callable[[Mapping[str, Any]], Any], signs: Mapping[str, str]
    ) -> None:
        self._copy, self._draw, self._signs = copy, draw, signs

    def document(self, values: Mapping[str, Any], first_level: int = 1) -> tuple[Line, ...]:
        """Summary and position of a policy, then the sections."""
        head = [*self._flow(values["summary"]), *self._facts(values["position"])] if values["policy"] else []
        body = [line for section in values["sections"] for line in self.section(section, first_level)]
        return (*head, *body)

    def section(self, section: Mapping[str, Any], level: int) -> Iterator[Line]:
        """A heading, its blocks, and the sections below it."""
        if section["title"]:  # without one, it goes on with the section above
            yield self._heading(section, level)
        for block in section["blocks"]:
            yield from self._block(block)
        for below in section["sections"]:
            yield from self.section(below, level + 1)

    def content(self, section: Mapping[str, Any]) -> tuple[Line, ...]:
        """A section without its heading."""
        return tuple(self.section(section, 1))[1:]

    def facts(self, facts: list[Any]) -> tuple[Line, ...]:
        """Labelled facts."""
        return tuple(self._facts(facts))

    def pairs(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[tuple[Line, ...], ...]]:
        """The lines of two languages, item beside item."""
        if one["policy"]:
            yield tuple(self._flow(one["summary"])), tuple(self._flow(other["summary"]))
        if one["apart"]:
            yield self.facts(one["position"]), self.facts(other["position"])
        for left, right in zip_longest(one["sections"], other["sections"]):
            yield from self._section_pairs(left, right, 1)

    def rich(self, runs: list[Any]) -> RichText:
        """Runs as Word's rich text."""
        told = RichText()
        self._add(told, runs, {})
        return told

    def _section_pairs(self, one: Any, other: Any, level: int) -> Iterator[tuple[tuple[Line, ...], ...]]:
        if one is None or other is None:
            yield tuple(self.section(one, level)) if one else (), tuple(self.section(other, level)) if other else ()
            return
        if one["title"] or other["title"]:
            yield (self._heading(one, level),), (self._heading(other, level),)
        for left, right in zip_longest(one["blocks"], other["blocks"]):
            yield from self._block_pairs(left, right)
        for left, right in zip_longest(one["sections"], other["sections"]):
            yield from self._section_pairs(left, right, level + 1)

    def _block_pairs(self, one: Any, other: Any) -> Iterator[tuple[tuple[Line, ...], ...]]:
        if one and other and "entries" in one and "entries" in other:
            for left, right in zip_longest(one["entries"], other["entries"]):
                yield tuple(self._entry(left, 1)) if left else (), tuple(self._entry(right, 1)) if right else ()
        elif one and other and "table" in one and "table" in other:
            if "caption" in one["table"] or "caption" in other["table"]:
                yield tuple(self._caption(one["table"])), tuple(self._caption(other["table"]))
            for left, right in zip_longest(one["table"]["rows"], other["table"]["rows"]):
                yield self._row(one["table"], left), self._row(other["table"], right)
        else:
            yield tuple(self._block(one)) if one else (), tuple(self._block(other)) if other else ()

    def _row(self, table: Mapping[str, Any], row: list[Any] | None) -> tuple[Line, ...]:
        """A row as facts: half a page is too narrow for a table."""
        if row is None:
            return ()
        bold = [[["strong", runs]] for runs in row[0]]
        named = zip(table["columns"], [bold, *row[1:]], strict=True)
        return tuple(self._facts([list(one) for one in named if one[1]]))

    def _heading(self, section: Mapping[str, Any], level: int) -> Line:
        number = section["number"]
        dotted = f"{number}." if number and "." not in number else number
        return Line("heading", self._marked(section["title"], section["marks"]), min(level, 3), dotted)

    def _block(self, block: Mapping[str, Any]) -> Iterator[Line]:
        if "entries" in block:
            for entry in block["entries"]:
                yield from self._entry(entry, 1)
        elif "facts" in block:
            yield from self._facts(block["facts"])
        elif "table" in block:
            table = block["table"]
            yield from self._caption(table)
            rows = tuple(tuple(self._cell(cell) for cell in row) for row in table["rows"])
            whole = sum(table["shares"])
            widths = tuple(_TEXT_WIDTH * share // whole for share in table["shares"])
            yield Line("table", columns=tuple(table["columns"]), rows=rows, widths=widths)
        elif "figure" in block:
            yield Line("figure", self._draw(block["figure"]))
            yield from self._caption(block["figure"])
        else:
            yield from self._flow([block])

    def _caption(self, holder: Mapping[str, Any]) -> Iterator[Line]:
        if "caption" in holder:
            yield Line("text", self.rich([["strong", holder["caption"]]]))

    def _entry(self, entry: Mapping[str, Any], depth: int) -> Iterator[Line]:
        first, *others = entry["flow"] or [{"p": []}]
        opening = first.get("p", [])
        heading = [["strong", entry["heading"]], self._signs["stop"] if opening else ""] if entry["heading"] else []
        level = min(depth, MAX_DEPTH)
        rest = others if "p" in first else [first, *others]
        marks = entry["marks"]
        yield Line("item", self._marked([*heading, *opening], () if rest else marks), level, entry["number"] or "•")
        yield from self._flow(rest, level)
        if rest and marks:  # they are of the whole item, and follow its last words
            yield Line("text", self._marked([], marks), level)
        for block in entry.get("blocks", ()):
            yield from self._block(block)
        for label, several in entry["facts"]:
            yield Line("note", self._joined(several, self._signs["semicolon"]), level, label=label)
        for below in entry["entries"]:
            yield from self._entry(below, depth + 1)

    def _facts(self, facts: list[Any]) -> Iterator[Line]:
        for label, several in facts:
            yield Line("fact", self._joined(several, "\n"), label=label)

    def _flow(self, flow: list[Any], level: int = 0) -> Iterator[Line]:
        for block in flow:
            if "p" in block:
                yield Line("text", self.rich(block["p"]), min(level, MAX_DEPTH))
                continue
            ordered = "ol" in block
            for place, item in enumerate(block["ol" if ordered else "ul"], 1):
                first, *others = item
                number = f"{place}." if ordered else "•"
                yield Line("item", self.rich(first.get("p", [])), min(level + 1, MAX_DEPTH), number)
                yield from self._flow(others if "p" in first else item, level + 1)

    def _cell(self, several: list[Any]) -> RichText:
        return self._joined(several or [["–"]], "\n")

    def _joined(self, several: list[Any], between: str) -> RichText:
        told = RichText()
        for place, runs in enumerate(several):
            if place:
                told.add(between)
            self._add(told, runs, {})
        return told

    def _marked(self, runs: list[Any], marks: Sequence[str]) -> RichText:
        told = self.rich(runs)
        if marks:
            told.add(f"{self._signs['open']}{' · '.join(marks)}{self._signs['close']}", size=16, color="595959")
        return told

    def _add(self, told: RichText, runs: list[Any], style: dict[str, Any]) -> None:
        for run in runs:
            if isinstance(run, str):
                told.add(run, **style)
                continue
            kind, *rest = run
            if kind == "strong":
                self._add(told, rest[0], style | {"bold": True})
            elif kind == "emphasis":
                self._add(told, rest[0], style | {"italic": True})
            elif kind == "break":
                told.add("\n")
            elif kind == "long":
                told.add(rest[0], **style)
            elif kind == "blank":
                name, label = rest
                told.add(self._copy.get(name) or f"____________________ ({label})", **style)
            else:  # code, link and words of another language: their content is the last part
                self._add(told, rest[-1], style)
