"""What a list under unknown words probably is, by its lines: requirements name degrees, years, knowledge and skills."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from rolebook.pipeline.importing.contents import part_by_contents
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
    for part, run in _runs(_with_lists_named(lines)):
        if part == SECTION and _introduces(run[0], result):
            part = result[-1].part  # noqa: PLW2901  the known heading above says what the list is
            result += [replace(line, part=part, heading="", text=line.text or line.heading, doubt="") for line in run]
            continue
        heading = run[0].heading or run[0].use == "group"
        content = [line for line in run if line.use == "content" and not line.table]
        is_over = is_over or (part == "other" and has_duties)
        is_long = bool(heading) and len(content) >= _LEAST_LINES
        is_open = is_long and part == SECTION and not is_over
        is_group = is_long and part == "duties" and bool(run[0].doubt)
        is_guess = is_long and part in REQUIREMENTS and run[0].doubt == _DOUBT
        is_open = is_open or (is_long and part == "conditions" and run[0].doubt == _DOUBT)
        if is_guess and _are_duties(content, lexicon) and not _are_requirements(content, lexicon):
            result += [_as(line, "duties") for line in run]
            has_duties = True
        elif (
            is_open
            and _follows_duties(result)
            and all(line.is_item for line in content)
            and _are_duties(content, lexicon)
        ):
            result += [_as_group(line) for line in run]  # duties by topic, each under a heading of its own
        elif (is_open or is_group) and _are_requirements(content, lexicon):
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
        elif not is_over and (named := _by_contents(part, run, content, lexicon)):
            result += [_as(line, named) for line in run]
        else:
            result += run
    return result


def _by_contents(part: str, run: Sequence[Line], content: Sequence[Line], lexicon: Lexicon) -> str:
    """The part that lines under an unknown or doubtful heading show by their words, empty for no other."""
    is_doubtful = run[0].use == "label" and run[0].doubt == _DOUBT and part in ("duties", "conditions")
    is_unknown = part == SECTION and bool(run[0].heading)
    named = part_by_contents(content, lexicon) if is_unknown or is_doubtful else ""
    return named if named != part else ""


def _with_lists_named(lines: Sequence[Line]) -> list[Line]:
    """Lines in which a list before any known heading has the words that stand out above it for its heading."""
    result: list[Line] = []
    heading = ""
    for line, following in zip_longest(lines, lines[1:]):
        is_open = line.part == "" and line.use == "content"
        if is_open and not line.is_item and (line.is_heading or line.is_bold) and _is_item(following):
            heading = line.text
            result.append(replace(line, part=SECTION, use="label", heading=heading, text="", doubt=_DOUBT))
        elif is_open and line.is_item and heading:
            result.append(replace(line, part=SECTION, heading=heading, doubt=_DOUBT))
        else:
            heading = ""
            result.append(line)
    return result


def _is_item(line: Line | None) -> bool:
    return line is not None and line.part == "" and line.use == "content" and line.is_item


def _introduces(line: Line, before: Sequence[Line]) -> bool:
    """Whether a line such as `The agronomist:` stands between a known heading and its list."""
    above = before[-1] if before else None
    opens = line.use == "label" and line.heading.endswith((":", "："))
    return opens and above is not None and above.use == "label" and above.part not in ("", SECTION, "general")


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


def _as_group(line: Line) -> Line:
    if line.use == "label":
        return replace(line, part="duties", use="group", text=line.heading or line.text, heading="", doubt=_DOUBT)
    return replace(line, part="duties", heading="", doubt=_DOUBT)


def _are_requirements(lines: Sequence[Line], lexicon: Lexicon) -> bool:
    if any(len(line.text) > _LONGEST_ITEM for line in lines):
        return False
    words = {kind: lexicon.words.kinds[kind] for kind in _KINDS if kind in lexicon.words.kinds}
    named = sum(first_key(words, line.text, spaced=lexicon.spaced, ending=_ENDING) is not None for line in lines)
    return named >= _LEAST_SHARE * len(lines)


def _are_duties(lines: Sequence[Line], lexicon: Lexicon) -> bool:
    return sum(lexicon.begins_with_action(line.text) for line in lines) >= _LEAST_ACTIONS * len(lines)


def _are_items(lines: Sequence[Line]) -> bool:
    return all(line.is_item for line in lines)


def _follows_duties(result: Sequence[Line]) -> bool:
    return bool(result) and result[-1].part == "duties"


def _has_requirements(lines: Sequence[Line]) -> bool:
    return any(line.part in REQUIREMENTS for line in lines)
