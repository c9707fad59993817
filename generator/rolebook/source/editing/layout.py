"""Where the parts of a YAML text begin and end, comments and line ends included: offsets that splices are made at."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from rolebook.source.tree import Mapping, Sequence, Span, Value

EMPTY_LINES = re.compile(r"(?:[ \t]*\r?\n)*")
_ANCHOR = re.compile(r"[&!]\S*\s*")


class EditRefused(Exception):
    """The text cannot be edited so; nothing was changed.

    `reason` is one of `shared` (an anchor or alias: other places would change too), `unreadable` (the file has faults),
    `no-place` (there is nothing at the path), `unwritable` (YAML has no way to write the value) and `layout` (it cannot
    be done without touching more).
    """

    def __init__(self, reason: str = "layout") -> None:
        super().__init__(reason)
        self.reason = reason


class Splice(NamedTuple):
    """Text that takes the place of what is between two offsets."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """Returns the text with every splice made. Raises EditRefused where two overlap."""
    parts: list[str] = []
    done = 0
    for splice in sorted(splices):
        if splice.start < done:
            raise EditRefused
        parts += [text[done : splice.start], splice.text]
        done = splice.end
    return "".join([*parts, text[done:]])


def content_start(text: str, start: int) -> int:
    """Returns where a node's content begins, behind its anchor."""
    while anchor := _ANCHOR.match(text, start):
        start = anchor.end()
    return start


def is_shared(text: str, span: Span) -> bool:
    """Returns whether a node has an anchor or is an alias."""
    return text.startswith(("&", "*"), span.start)


def is_flow(text: str, span: Span) -> bool:
    """Returns whether a map or list is written in brackets."""
    return text.startswith(("{", "["), content_start(text, span.start))


def scalar_end(text: str, span: Span) -> int:
    """Returns where a scalar's last sign ends; a block's trailing line ends belong to what follows."""
    start = content_start(text, span.start)
    end = start + len(text[start : span.end].rstrip())
    return line_end(text, end) if text.startswith(("|", ">"), start) else end  # a block's last line is its own


def node_end(text: str, value: Value, span: Span) -> int:
    """Returns where a node's last sign ends; the parser's mark for a block lies before the next token."""
    if not isinstance(value, Mapping | Sequence):
        return scalar_end(text, span)
    if not value or is_flow(text, span) or text.startswith("*", span.start):
        return span.end
    last = next(reversed(value)) if isinstance(value, Mapping) else len(value) - 1
    return node_end(text, value[last], value.values_at[last])  # type: ignore[index]


def last_scalar(value: Value, span: Span) -> Span:
    """Returns the span of the scalar that a node ends with."""
    while isinstance(value, Mapping | Sequence) and value:
        last = next(reversed(value)) if isinstance(value, Mapping) else len(value) - 1
        span, value = value.values_at[last], value[last]  # type: ignore[index]
    return span


def keeps_ends(text: str, span: Span) -> bool:
    """Returns whether a scalar is a block whose trailing line ends are words of it."""
    start = content_start(text, span.start)
    return text.startswith(("|", ">"), start) and "+" in text[start : start + 3]


def is_followed(text: str, end: int) -> bool:
    """Returns whether something stands behind an offset in its line."""
    return line_end(text, end) > end


def line_start(text: str, offset: int) -> int:
    """Returns where the line of an offset begins."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """Returns where the line of an offset ends, before its line end."""
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" and end > offset else end


def next_line(text: str, offset: int) -> int:
    """Returns where the line after that of an offset begins; the end of the text where there is none."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1


def newline_of(text: str) -> str:
    """Returns the line end that a text uses."""
    end = text.find("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def with_ends_of(text: str, words: str) -> str:
    """Returns words that go into a text with its line ends."""
    return words.replace("\n", newline_of(text))
