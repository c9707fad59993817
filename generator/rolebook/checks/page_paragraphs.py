"""The paragraphs of hand-written pages, each as a text at its own line, for the checks that read words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rolebook.diagnostics import Location
from rolebook.model.handbook import Handbook, Page
from rolebook.model.translation.text_addresses import PAGES, PlacedText
from rolebook.model.words.text import Text

_CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_OPENS = re.compile(r" *(?:[-*+>|#]|\d+[.)] )")
_SIGNS = re.compile(r"^[ >#*+|-]+|[*_|]+|\[\[[^\]]*\|?|\]\]|\]\([^)]*\)|\[")
"""Markdown's signs, of which no rule of wording speaks."""


@dataclass(frozen=True, slots=True)
class PageParagraph:
    """A paragraph, an item of a list or a row of a table."""

    page: Page
    line: int

    def at(self, *path: str | int, key: bool = False) -> Location:  # noqa: ARG002
        """The line it begins on."""
        return Location(self.page.path, self.line)


def paragraphs_of(handbook: Handbook) -> Iterator[PlacedText]:
    """Every paragraph of the pages in the handbook's focus."""
    for page in handbook.pages if handbook.focus is None or PAGES in handbook.focus else ():
        for offset, words in _paragraphs(page.markdown):
            paragraph = PageParagraph(page, page.first_line + offset)
            yield PlacedText(f"page/{page.name}", Text({page.language: words}, page.language), paragraph, "body")


def _paragraphs(markdown: str) -> Iterator[tuple[int, str]]:
    """Where each begins, in lines, and its words on one line."""
    begun, kept = 0, list[str]()
    lines = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), markdown).split("\n")
    for number, line in enumerate([*lines, ""]):
        if kept and (not line.strip() or _OPENS.match(line)):
            yield begun, " ".join(kept)
            kept = []
        if words := _SIGNS.sub("", line).strip():
            begun = begun if kept else number
            kept.append(words)
