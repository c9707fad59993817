"""What a list under unknown words probably is, by its lines: requirements name degrees, years, knowledge and skills."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from rolebook.pipeline.importing.lexicon import Lexicon, first_key
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.parts import REQUIREMENTS, SECTION

_LEAST_LINES, _LEAST_SHARE, _ENDING, _LONGEST_ITEM = 2, 0.6, 3, 250
_KINDS = ("education", "experience", "certificate", "language", "knowledge", "skill")
_DOUBT = "heading"


def with_probable_parts(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """Returns lines with lists under unknown headings as requirements, or as the duties that nothing else names.

    All of them are doubtful.
    """
    has_duties = any(line.part == "duties" for line in lines)
    result: list[Line] = []
    is_over = False
    for (part, heading), group in groupby(lines, key=lambda line: (line.part, line.heading)):
        found = list(group)
        content = [line for line in found if line.use == "content" and not line.table]
        is_over = is_over or (part == "other" and has_duties)
        is_open = part == SECTION and heading and len(content) >= _LEAST_LINES and not is_over
        if is_open and _are_requirements(content, lexicon):
            found = [_as(line, "requirements") for line in found]
        elif is_open and not has_duties and not _has_requirements(result) and all(line.is_item for line in content):
            found, has_duties = [_as(line, "duties") for line in found], True
        result += found
    return result


def _as(line: Line, part: str) -> Line:
    if line.use == "label":
        return replace(line, part=part, text=line.heading or line.text, heading="", doubt=_DOUBT)
    return replace(line, part=part, heading="", doubt=_DOUBT)


def _are_requirements(lines: Sequence[Line], lexicon: Lexicon) -> bool:
    if any(len(line.text) > _LONGEST_ITEM for line in lines):
        return False
    words = {kind: lexicon.words.kinds[kind] for kind in _KINDS if kind in lexicon.words.kinds}
    named = sum(first_key(words, line.text, spaced=lexicon.spaced, ending=_ENDING) is not None for line in lines)
    return named >= _LEAST_SHARE * len(lines)


def _has_requirements(lines: Sequence[Line]) -> bool:
    return any(line.part in REQUIREMENTS for line in lines)
