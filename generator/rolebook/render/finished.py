"""Pages that need no Markdown parser: finished blocks of HTML under headings with ids, as our templates write them."""

import re
from dataclasses import dataclass
from html import unescape

_HEADING = re.compile(r"(#{1,6}) (.+) \{: #([^\s}]+) \}\Z")
_WITHIN = re.compile(r'^<h([1-6]) id="([^"]+)">(.+)</h\1>$', re.MULTILINE)
_ASIDE = re.compile(r'<span class="mark">.*?</span>|<a class="permalink".*?</a>')
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: 1 to 6, its id and its words without marks and markup."""

    level: int
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """A page's HTML and its headings in order."""

    html: str
    headings: tuple[Heading, ...]


def finished(markdown: str) -> FinishedPage | None:
    """The page, or None where it holds Markdown of any other kind, which a handbook's own templates may."""
    blocks, headings = [], []
    for block in markdown.split("\n\n"):
        stripped = block.strip("\n")
        if stripped.startswith("<"):
            headings += [Heading(int(one[1]), one[2], _words(one[3])) for one in _WITHIN.finditer(stripped)]
            blocks.append(stripped)
        elif found := _HEADING.match(stripped):
            level, inner, anchor = len(found[1]), found[2], found[3]
            headings.append(Heading(level, anchor, _words(inner)))
            blocks.append(f'<h{level} id="{anchor}">{inner}</h{level}>')
        elif stripped:
            return None
    return FinishedPage("\n".join(blocks), tuple(headings))


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", _ASIDE.sub("", html))).split())
