"""What a page says of itself to search engines and link previews: the beginning of its own lead, in its language."""

import re
from unicodedata import east_asian_width

from rolebook.render.search import text_of

WIDTH = 160
"""So many letters are shown of it, or half as many signs of a script whose signs are wide."""

_LEAD = re.compile(r'<div class="lead">(.*?)</div>', re.DOTALL)
_WRITTEN = re.compile(r'<div class="written">(.*)</div>', re.DOTALL)
_PARAGRAPHS = re.compile(r"(?:<p>(?:(?!</?p>).)*</p>\s*)+", re.DOTALL)
_BORROWED = re.compile(r'<(?:div|span) lang="')
_MORE = "…"


def summary_of(body: str) -> str:
    """The summary of a page as its templates made it, so of nothing that the page does not show.

    A role or policy begins with its purpose, a list with what it is for, a hand-written page with its first words.
    Empty for a page without such a beginning, and for one that borrows it from another language.
    """
    lead, written = _LEAD.search(body), _WRITTEN.search(body)
    first = _PARAGRAPHS.search(written[1]) if written else None
    begins = lead[1] if lead else first[0] if first else ""
    return "" if _BORROWED.search(begins if lead else body) else shortened(text_of(begins))


def shortened(text: str) -> str:
    """The text, or as many of its first words as fit into `WIDTH` with a sign that there are more."""
    room = WIDTH - len(_MORE)
    for at, sign in enumerate(text):
        room -= 2 if _wide(sign) else 1
        if room < 0 and _width(text[at:]) > len(_MORE):
            return text[: _end_of_word(text, at)].rstrip(" ,;:-–—，、；：") + _MORE
    return text


def _end_of_word(text: str, at: int) -> int:
    """Where to cut at the latest: after a wide sign, else after the last word that is whole."""
    if text[at].isspace() or _wide(text[at]) or _wide(text[at - 1]):
        return at
    wide = max((place + 1 for place in range(at) if _wide(text[place])), default=0)
    return max(text.rfind(" ", 0, at), wide, 0) or at


def _width(text: str) -> int:
    return sum(2 if _wide(sign) else 1 for sign in text)


def _wide(sign: str) -> bool:
    return east_asian_width(sign) in "WF"
