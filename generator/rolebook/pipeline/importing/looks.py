"""How a line looks: what makes a heading stand out, and which rank its number has."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rolebook.pipeline.importing.lines import Line

_CODE = re.compile(r"(?:№ ?)?[A-ZА-ЯЁĐ]{1,8}(?:[-–/._ ]?[A-ZА-ЯЁĐ]{1,8}){0,3}[-–/._ ]?\d{1,6}(?:[-–/.]\w{1,6}){0,4}")
"""A document's code standing alone: letters in capitals, then digits, `HR-JD-04`."""
_LONGEST, _LEAST_KNOWN, _LEAST_ALIKE = 90, 2, 3


@dataclass(frozen=True, slots=True)
class Look:
    """How a heading looks; headings of one rank look alike."""

    is_heading: bool
    heading_level: int
    is_bold: bool
    is_numbered: bool
    is_upper: bool


def look_of(line: Line) -> Look:
    """Returns how a line looks as a heading."""
    return Look(line.is_heading, line.heading_level, line.is_bold, line.depth == 1, is_upper(line.text))


def rank_of(line: Line) -> int:
    """The level of a numbered line; 0 for others."""
    return max(line.level, line.depth) if line.number else line.level


def stands_out_alone(line: Line) -> bool:
    """Whether a line is a heading by its own look: style, weight, capitals or a number of one level."""
    return line.is_heading or line.is_bold or line.depth == 1 or is_upper(line.text)


def is_upper(text: str) -> bool:
    """Whether words are in capitals throughout."""
    return text.isupper() and sum(sign.isalpha() for sign in text) > 3


def main_looks(lines: Sequence[Line], knows: Callable[[str], bool]) -> frozenset[Look]:
    """Returns how the headings of a document look, where its lines show it.

    That is how most of the headings that somebody knows look, else the look that stands out most and comes three
    times or more, each time above lines that look otherwise.
    """
    counts: Counter[Look] = Counter()
    known: Counter[Look] = Counter()
    for line, following in pairwise(lines):
        look = look_of(line)
        if not _may_head(line) or not (look.is_heading or look.is_bold) or look_of(following) == look:
            continue
        counts[look] += 1
        known[look] += knows(line.text)
    if known and (best := known.most_common(1)[0])[1] >= _LEAST_KNOWN:
        return frozenset({best[0]})
    often = [look for look, count in counts.items() if count >= _LEAST_ALIKE]
    return frozenset(sorted(often, key=_rank)[:1])


def _may_head(line: Line) -> bool:
    """Whether a line is short enough for a heading, and no sentence or item."""
    is_short = len(line.text) <= _LONGEST and not line.text.endswith((".", "。", ";", "；", ",", "，"))
    return is_short and not (line.is_item and not line.number)


def _rank(look: Look) -> tuple[bool, int, bool, bool]:
    return not look.is_heading, look.heading_level, not look.is_numbered, not look.is_upper


def is_code(text: str) -> bool:
    """Whether a line is nothing but a code such as `HR-JD-04`."""
    return bool(_CODE.fullmatch(text.strip()))
