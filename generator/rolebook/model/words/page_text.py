"""Hand-written pages as Markdown reads them: their headings, and the ids that links to them use.

The ids are made of what a heading is written with, before references and emphasis are read, so that the check of links
and the page that is published cannot differ.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from xml.etree import ElementTree as ET

import markdown
from markdown.extensions.tables import TableExtension

from rolebook.model.words.nested_lists import NestedLists

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
NO_HTML = ("html", "image_link", "image_reference", "short_image_ref")
"""Patterns of Python-Markdown that a page does not have."""


FIGURE = r"!\[(?P<alt>[^\[\]\n]*)\]\(figures/(?P<file>[^()\s]{1,120})(?:\s+\"(?P<caption>[^\"\n]*)\")?\)"
"""A picture of `content/figures/` in a page: `![what it shows](figures/plan.svg "Caption")`."""
_FIGURE = re.compile(FIGURE)
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PageFigure:
    """A picture in a page: its file, what it shows, and where: the line from 0, the column from 1."""

    file: str
    alt: str
    line: int
    column: int


def figures_in_page(text: str) -> Iterator[PageFigure]:
    """The pictures of a page, those in code left out."""
    for number, line in enumerate(blanked_code(text).split("\n")):
        for found in _FIGURE.finditer(line):
            yield PageFigure(found["file"], found["alt"], number, found.start() + 1)


def blanked_code(text: str) -> str:
    """A page with blanks in the place of code, which is shown as it is; every place is kept."""
    return CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)


def heading_ids(root: ET.Element) -> Iterator[tuple[ET.Element, str]]:
    """Headings of a page whose inline markup is not read yet, each with its id; two of one name are counted."""
    seen: set[str] = set()
    for element in root.iter():
        if element.tag not in _HEADINGS:
            continue
        name = name_of("".join(element.itertext()))
        number, unique = 1, name
        while unique in seen:
            number += 1
            unique = f"{name}-{number}"
        seen.add(unique)
        yield element, unique


def name_of(heading: str) -> str:
    """The id of a heading in any script: its letters and digits in small letters, joined by hyphens."""
    words: list[str] = [""]
    for sign in unicodedata.normalize("NFC", heading).lower():
        if unicodedata.category(sign)[0] in "LNM":
            words[-1] += sign
        elif words[-1] and (sign.isspace() or sign in "-_/|:"):
            words.append("")
    return "-".join(filter(None, words)) or "section"


def shared_ids(headings: Sequence[tuple[str, str]], source: str | None) -> tuple[str, ...]:
    """The ids of a page's headings, given by tag and own id: those of the source page where both have the same levels.

    So a link to a heading holds in every language, and who changes the language stays at the same place.
    """
    told = headings_of(source) if source is not None else ()
    alike = [tag for tag, _ in told] == [tag for tag, _ in headings]
    return tuple(name for _, name in (told if alike else headings))


def fragments_of(text: str, source: str | None = None) -> frozenset[str]:
    """What links to a page may end in: the own ids of its headings, and those that it shares with its source."""
    headings = headings_of(text)
    return frozenset((*(name for _, name in headings), *shared_ids(headings, source)))


@lru_cache(maxsize=256)
def headings_of(text: str) -> tuple[tuple[str, str], ...]:
    """Tags and own ids of the headings of a page."""
    parser = _blocks().reset()
    lines = text.split("\n")
    for preprocessor in parser.preprocessors:
        lines = preprocessor.run(lines)
    root = parser.parser.parseDocument(lines).getroot()
    return tuple((element.tag, name) for element, name in heading_ids(root)) if root is not None else ()


@cache
def _blocks() -> markdown.Markdown:
    parser = markdown.Markdown(extensions=[TableExtension()])
    parser.preprocessors.deregister("html_block")
    parser.preprocessors.register(NestedLists(parser), "rolebook-lists", 10)
    return parser
