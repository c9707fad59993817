"""What a list under unknown words probably is, by its lines: requirements name degrees, years, knowledge and skills."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rolebook.pipeline.importing.lexicon import Lexicon, first_key
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.parts import REQUIREMENTS, SECTION

_LEAST_LINES, _LEAST_SHARE, _LEAST_ACTIONS, _ENDING, _LONGEST_ITEM = 2, 0.6, 0.75, 3, 250
_KINDS = ("education", "experience", "certificate", "language", "knowledge", "skill")
_DOUBT = "heading"


def with_probable_parts(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """Returns lines with lists under unknown headings as requirements, or as the duties that nothing else names.

    All of them are doubtful.
    """
    has_duties = any(line.part == "duties" for line in lines)
    result: list[Line] = []
    is_over = False
    for part, run in _runs(lines):
        heading = run[0].heading or run[0].use == "group"
        content = [line for line in run if line.use == "content" and not line.table]
        is_over = is_over or (part == "other" and has_duties)
        is_long = bool(heading) and len(content) >= _LEAST_LINES
        is_open = is_long and part == SECTION and not is_over
        is_group = is_long and part == "duties" and bool(run[0].doubt)
        if (is_open or is_group) and _are_requirements(content, lexicon):
            result += [_as(line, "requirements") for line in run]
        elif (
            is_open
            and not has_duties
            and (
                _are_duties(content, lexicon)
                or (not _has_requirements(result) and all(line.is_item for line in content))
            )
        ):
            result += [_as(line, "duties") for line in run]
            has_duties = True
        else:
            result += run
    return result


def _runs(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Lines of one part and heading that follow each other; a doubtful group of duties begins anew."""
    count = 0
    numbered = []
    for line in lines:
        count += line.use == "group" and bool(line.doubt)
        numbered.append((line.part, line.heading, count))
    for (part, _, _), group in groupby(zip(numbered, lines, strict=True), key=lambda one: one[0]):
        yield part, [line for _, line in group]


def _as(line: Line, part: str) -> Line:
    if line.use in ("label", "group"):
        return replace(line, part=part, use="label", text=line.heading or line.text, heading="", doubt=_DOUBT)
    return replace(line, part=part, heading="", doubt=_DOUBT)


def _are_requirements(lines: Sequence[Line], lexicon: Lexicon) -> bool:
    if any(len(line.text) > _LONGEST_ITEM for line in lines):
        return False
    words = {kind: lexicon.words.kinds[kind] for kind in _KINDS if kind in lexicon.words.kinds}
    named = sum(first_key(words, line.text, spaced=lexicon.spaced, ending=_ENDING) is not None for line in lines)
    return named >= _LEAST_SHARE * len(lines)


def _are_duties(lines: Sequence[Line], lexicon: Lexicon) -> bool:
    return sum(lexicon.begins_with_action(line.text) for line in lines) >= _LEAST_ACTIONS * len(lines)


def _has_requirements(lines: Sequence[Line]) -> bool:
    return any(line.part in REQUIREMENTS for line in lines)
