"""Several descriptions in one file, told apart."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rolebook.pipeline.importing.lexicon import Lexicon
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.parts import DOCUMENT, REQUIREMENTS, SECTION
from rolebook.pipeline.importing.title_lines import is_title_line, series_titles

_BODY = REQUIREMENTS | {"duties"}
_LEAST_ROLES = 2


def split_roles(lines: Sequence[Line], lexicon: Lexicon) -> list[list[Line]]:
    """Returns the lines of each description: one begins at its title, its head or the label of its post."""
    titles = [place for place in range(len(lines)) if is_title_line(lines, place)]
    titles = series_titles(lines, titles, lexicon)
    titles = [start for start, end in pairwise([*titles, len(lines)]) if _has_body(lines[start:end])]
    begins = titles if len(titles) >= _LEAST_ROLES else _head_places(lines)
    first = next((place for place, line in enumerate(lines) if _is_body(line)), len(lines))
    edges = [0, *(place for place in begins if place > first), len(lines)]
    starts = set(begins)
    shown = [_as_heading(line) if place in starts else line for place, line in enumerate(lines)]
    return [shown[start:end] for start, end in pairwise(edges) if end > start]


def _as_heading(line: Line) -> Line:
    """The title of a description that was taken for a line of the one before."""
    if line.use == "label" or line.part in ("", DOCUMENT):
        return line
    return replace(line, part=SECTION, use="label", heading=line.text, text="", doubt="heading")


def _head_places(lines: Sequence[Line]) -> list[int]:
    """Where a head or a post's label follows duties or requirements."""
    found: list[int] = []
    has_body = False
    for place, line in enumerate(lines):
        begins = line.part == DOCUMENT or (line.part == "title" and line.use == "label")
        if begins and has_body:
            found.append(place)
        has_body = _is_body(line) or (has_body and not begins)
    return found


def _has_body(lines: Sequence[Line]) -> bool:
    return any(_is_body(line) for line in lines)


def _is_body(line: Line) -> bool:
    return line.part in _BODY and line.use == "content"
