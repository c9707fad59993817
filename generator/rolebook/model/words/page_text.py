"""Hand-written pages as Markdown reads them: their headings, and the ids that links to them use.

The ids are made of what a heading is written with, before references and emphasis are read, so that the check of links
and the page that is published cannot differ.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from xml.etree import ElementTree as ET

import markdown
from markdown.extensions.tables import TableExtension

from rolebook.model.words.nested_lists import NestedLists

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
NO_HTML = ("html", "image_link", "image_reference", "short_image_ref")
"""Patterns of Python-Markdown that a page does not have."""


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


@lru_cache(maxsize=256)
def fragments_of(text: str) -> frozenset[str]:
    """What links to a page may end in."""
    parser = _blocks().reset()
    lines = text.split("\n")
    for preprocessor in parser.preprocessors:
        lines = preprocessor.run(lines)
    root = parser.parser.parseDocument(lines).getroot()
    return frozenset(name for _, name in heading_ids(root)) if root is not None else frozenset()


@cache
def _blocks() -> markdown.Markdown:
    parser = markdown.Markdown(extensions=[TableExtension()])
    parser.preprocessors.deregister("html_block")
    parser.preprocessors.register(NestedLists(parser), "rolebook-lists", 10)
    return parser
