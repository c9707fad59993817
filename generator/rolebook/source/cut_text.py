"""Words that stand in a file and are in no value: YAML takes them for a comment, an anchor or a key of their own.

Only what a plain scalar is cut by: whoever quotes a text and writes a comment behind it means the comment. Whether the
scalar is a text at all is for others to say, so these are places and not yet findings.
"""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from rolebook.source.scalar_spans import Scalar

_HASH = re.compile(r"(?:^|(?<=[ \t]))#(?![ \t]*rolebook:)", re.MULTILINE)
_ALIAS = re.compile(r"\*([^\s,\[\]{}]+)")
_SWALLOWED = re.compile(r"&(?P<name>[^\s,\[\]{}]+)\s|!(?=\s)")
_HOLDERS = (":", "-", ",", "[", "{")
_GAP = re.compile(r"(?:\s|#[^\n]*)*")
_COLON = re.compile(r"[ \t\r\n]*:")


class Cut(NamedTuple):
    """Where a value stands and where it is cut: at a `#`, an `&` or `!` that nothing uses, or a comma."""

    value: int
    place: int
    end: int
    sign: Literal["#", "&", "!", ","]


def cuts_in(text: str, scalars: Sequence[Scalar]) -> Iterator[Cut]:
    """Where plain scalars of a text are cut; `scalars` are all that its tree has, in the order of the text."""
    if "#" in text:
        yield from _by_comments(text, scalars)
    if "&" in text or "!" in text:
        yield from _by_first_signs(text, scalars)
    if "{" in text:
        yield from _by_commas(text, scalars)


def _by_comments(text: str, scalars: Sequence[Scalar]) -> Iterator[Cut]:
    """Comments that would go on with a scalar, or begin it, if they were none."""
    starts = [scalar.start for scalar in scalars]
    done = 0
    cut: Scalar | None = None
    for match in _HASH.finditer(text):
        place, index = match.start(), bisect(starts, match.start())
        last = max(done, scalars[index - 1].end if index else 0)
        if place < last:
            continue  # in a scalar or in the comment before
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        between = text[last:place]
        if cut is None or last > done or between.strip():
            cut = _ended_by(text, scalars, index, place, between) if last > done else None
            cut = cut or _begun_by(text, scalars, index, between, end)
        elif cut.end <= last and not _is_further_in(text, scalars, index, place):
            cut = None
        if cut is not None:
            yield Cut(cut.start, place, place + len(text[place:end].rstrip()), "#")
        done = end


def _ended_by(text: str, scalars: Sequence[Scalar], index: int, place: int, between: str) -> Scalar | None:
    """The plain value that a comment is behind, or below and further in than its key."""
    scalar = scalars[index - 1]
    if between.strip() or not _is_plain_value(text, scalar):
        return None
    below = "\n" in between
    if below and (scalar.start == scalar.end or not _is_further_in(text, scalars, index, place)):
        return None
    return scalar


def _begun_by(text: str, scalars: Sequence[Scalar], index: int, between: str, end: int) -> Scalar | None:
    """The plain value below a comment that stands behind its key, dash or bracket."""
    if index == len(scalars) or not between.rstrip().endswith(_HOLDERS):
        return None
    scalar, gap = scalars[index], _GAP.match(text, end)
    follows = gap is not None and gap.end() == scalar.start < scalar.end
    return scalar if follows and _is_plain_value(text, scalar) else None


def _is_further_in(text: str, scalars: Sequence[Scalar], index: int, place: int) -> bool:
    return place - text.rfind("\n", 0, place) > _column_of_holder(text, scalars, index - 1)


def _column_of_holder(text: str, scalars: Sequence[Scalar], index: int) -> int:
    """The column of the key that a value belongs to, or of the dash of an element."""
    start = scalars[index].start
    line = text.rfind("\n", 0, start) + 1
    dash = re.search(r"-[ \t]+\Z", text[line:start])
    if dash:
        return dash.start() + 1
    key = scalars[index - 1].start if index else start
    return key - text.rfind("\n", 0, key)


def _by_first_signs(text: str, scalars: Sequence[Scalar]) -> Iterator[Cut]:
    used = set(_ALIAS.findall(text))
    for scalar in scalars:
        match = _SWALLOWED.match(text, scalar.start, scalar.end)
        if match is None or text[match.end() : match.end() + 1] in ('"', "'", "|", ">"):
            continue
        if match["name"] is None:
            yield Cut(scalar.start, scalar.start, scalar.start + 1, "!")
        elif match["name"] not in used:
            yield Cut(scalar.start, scalar.start, match.end("name"), "&")


def _by_commas(text: str, scalars: Sequence[Scalar]) -> Iterator[Cut]:
    for scalar, value in pairwise(scalars):
        if scalar.is_key and not value.is_key and value.start == value.end and not _COLON.match(text, scalar.end):
            yield Cut(value.start, scalar.start, scalar.end, ",")


def _is_plain_value(text: str, scalar: Scalar) -> bool:
    marked = text[scalar.start : scalar.start + 1] in ('"', "'", "|", ">", "&", "*", "!")
    return not scalar.is_key and (not marked or scalar.start == scalar.end)
