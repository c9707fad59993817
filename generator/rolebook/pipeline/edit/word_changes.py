"""What changed in a text, for people who read it: the words that differ, in the sentences around them."""

import re

from rolebook.view.changes import Passage, passages_between

_SENTENCE = re.compile(r"[.!?…][\"'»”’)]*\s+|[。！？；]|\n+")
_VALUE = re.compile(r"[\d.,:/-]+")
"""Numbers, days and revisions are shown whole: a digit that changes says nothing by itself."""
_LONGEST = 300
_ALIKE = 0.4
"""A text of which less than this is the same is shown before and after, not word by word."""


def changed_words(old: str, new: str) -> tuple[Passage, ...]:
    """Returns what was removed and added, with the rest of the sentence around it; `…` stands for what is left out."""
    found = tuple(passages_between(old, new)) if old and new else ()
    same = sum(len(one.text) for one in found if one.act == "same")
    if same < _ALIKE * max(len(old), len(new)) or _VALUE.fullmatch(old + new):
        whole = (Passage("removed", _shortened(old)), Passage("added", _shortened(new)))
        return tuple(one for one in whole if one.text)
    last = len(found) - 1
    around = (
        Passage("same", _around(one.text, begins=at == 0, ends=at == last)) if one.act == "same" else one
        for at, one in enumerate(found)
    )
    return tuple(one for one in around if one.text)


def marked_words(text: str, other: str) -> tuple[Passage, ...]:
    """Returns a text whole, with the words that another one does not have as added."""
    return tuple(one for one in passages_between(other, text) if one.act != "removed")


def _around(text: str, *, begins: bool, ends: bool) -> str:
    """What of unchanged words belongs to the sentences that change behind or before them."""
    stops = [one.end() for one in _SENTENCE.finditer(text)]
    head, tail = (stops[0], stops[-1]) if stops else (len(text), 0)
    if begins and ends:
        return ""
    if begins:
        return f"… {text[tail:]}" if tail else text
    if ends:
        return f"{text[:head].rstrip()} …" if head < len(text) else text
    return f"{text[:head].rstrip()} … {text[tail:]}" if head < tail else text


def _shortened(words: str) -> str:
    return words if len(words) < _LONGEST else f"{words[:_LONGEST]}…"
