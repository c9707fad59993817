"""What can be searched: the passages of a finished page, and the small index of one language as a script.

The index is made from the pages themselves, so it holds what their audience sees and nothing else.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from itertools import pairwise
from unicodedata import combining, normalize

TITLE = "_title"
PAIRS = "_pairs"
_SYLLABLES = frozenset({"vi"})  # a word is often several, and each alone is in every text
_WORD = re.compile(r"[^\W\d_]+")
_LEFT_OUT = re.compile(
    r'<h2 id="_chart">[^<]*</h2>\s*(?=<div class="chart-frame" )|<svg.*?</svg>|<a class="permalink".*?</a>'
    r'|<table class="editions".*?</table>',
    re.DOTALL,
)
_ANCHORED = re.compile(r'<(?:h[1-6]|li|tr|div|section)\b[^>]*?\bid="([^"]+)"[^>]*>')
_INLINE = re.compile(r"</?(?:a|abbr|b|code|em|i|span|strong)\b[^>]*>")
_MARKS = re.compile(r'<span class="marks?">(?:\s*<span class="mark">)?')
_LABEL = re.compile("</dt>")
_HEADED = re.compile(r'(-heading">[^<]*)</b>')
_PART = re.compile(r"</?(?:br|caption|d[dl]|div|h[1-6]|li|p|t[dh])\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_AROUND = " ·"
_BOUND, _START = "\x1a", "\x1b"  # no text can hold these signs
_CLOSED = tuple(".,:;!?…。，：；！？؟،۔।")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WITHIN_HAN = re.compile(f"(?<=[{_HAN}])(?=[{_HAN}])")


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands between one address on a page and the next; the page's beginning has the anchor ``""``."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Searchable:
    """A page as search sees it; `key` is its path within the language."""

    key: str
    kind: str
    title: str
    passages: tuple[Passage, ...]
    weight: float = 1.0


def passages(html: str) -> tuple[Passage, ...]:
    """The passages of a page made by our templates, whose text has no bare `<` or `>`."""
    shown = _ANCHORED.sub(rf"{_BOUND}{_START}\1{_START}{_BOUND}", _LEFT_OUT.sub("", html))
    beginning, *rest = _in_line(shown).split(_START)
    texts = [("", beginning), *zip(rest[::2], rest[1::2], strict=True)]
    found = (Passage("" if anchor == TITLE else anchor, text.strip(_AROUND)) for anchor, text in texts)
    return tuple(passage for passage in found if passage.text)


def index_script(pages: Iterable[Searchable]) -> str:
    """The small index: a script, because pages opened from a disk may load scripts and nothing else."""
    rows = [[page.key, page.kind, page.title, [[one.anchor, one.text] for one in page.passages]] for page in pages]
    return f"rolebookPages({json.dumps(rows, ensure_ascii=False, separators=(',', ':'))});\n"


def indexable(page: Searchable, language: str) -> str:
    """The page as Pagefind is given it: passages under their addresses, and Chinese sign by sign.

    Its own segmentation and the browser's cut the same words differently; signs side by side are found by any query.
    """
    rows = "".join(f'<p id="{escape(one.anchor or TITLE)}">{escape(_spaced(one.text))}</p>\n' for one in page.passages)
    if language.partition("-")[0] in _SYLLABLES:
        rows += f'<p id="{PAIRS}">{" ".join(sorted(set(_pairs(page))))}</p>\n'
    meta = f'data-key="{escape(page.key)}" data-kind="{page.kind}" data-pagefind-meta="key[data-key], kind[data-kind]"'
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{escape(page.title)}</title>'
        f'<main data-pagefind-body data-pagefind-weight="{page.weight}" {meta}>'
        f"<h1>{escape(_spaced(page.title))}</h1>\n{rows}</main></html>\n"
    )


def _pairs(page: Searchable) -> Iterator[str]:
    """Neighbouring syllables as one word without marks: what most Vietnamese words are."""
    for text in (page.title, *(one.text for one in page.passages)):
        bare = "".join(sign for sign in normalize("NFD", text.lower()) if not combining(sign)).replace("đ", "d")
        syllables = _WORD.findall(bare)
        yield from (f"{one}{other}" for one, other in pairwise(syllables))


def _spaced(text: str) -> str:
    return _WITHIN_HAN.sub(" ", text)


def text_of(html: str) -> str:
    """What a reader sees of markup that our templates made, in one line; what stands apart there is parted by dots."""
    return _in_line(html).strip(_AROUND)


def _colon(end: re.Match[str]) -> str:
    return " " if end.string[end.start() - 1] in ":：?？" else ": "


def _in_line(html: str) -> str:
    marked = _HEADED.sub(rf"\1{_BOUND}", _MARKS.sub(" · ", _LABEL.sub(_colon, html.replace(" </dt>", "</dt>"))))
    told = " ".join(unescape(_TAG.sub(" ", _INLINE.sub("", _PART.sub(_BOUND, marked)))).split())
    line = ""
    for part in filter(None, map(str.strip, told.split(_BOUND))):
        parted = not line or line.endswith(_CLOSED) or part.startswith("·")
        line += f"{' ' if parted else ' · '}{part}"
    return line
