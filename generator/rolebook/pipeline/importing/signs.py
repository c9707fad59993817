"""Lines whose own words contradict the part that they are in: moved where a part rarely has them, else doubtful."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from rolebook.pipeline.importing.lexicon import Lexicon
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.parts import REQUIREMENTS, SECTION

_LONGEST_BEGINNING = 70
"""A sign in the first words of a line says what the line is; one behind them is about something else."""
_LEAST_LINES, _LEAST_SHARE = 2, 0.75
_ORDERS = frozenset({"prohibitions", "liability"})
_PLACES = frozenset({"reports-to", "department", "subordinates", "deputies"})
_MOVED = {
    **dict.fromkeys(REQUIREMENTS, _ORDERS | {"reports-to"}),
    "relations": _PLACES | {"hours"},
    "benefits": {"career"},
    "purpose": _ORDERS | _PLACES,
    "conditions": _ORDERS | {"reports-to", "career", "rights", "authority"},
    SECTION: {"prohibitions", "career", "reports-to", "subordinates", "deputies", "appointment", "rights", "authority"},
}
"""The signs that take a single line out of a part, each line doubtful."""
_STRICT = frozenset({"duties", "rights", "authority", "prohibitions", "liability", "outcomes", "benefits"})
_OTHERWISE = _ORDERS | {"rights", "authority"}
_ALIKE = ({"rights", "authority"}, {"liability", "duties"})
_DOUBT = "cue"


def with_signs(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """Returns lines where their words say; a part most of whose lines say another becomes that part as a whole."""
    result: list[Line] = []
    for run in _runs(lines):
        result += _judged(run, lexicon)
    return result


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines of one part, with the heading or label above them."""
    if not lines:
        return
    run = [lines[0]]
    for before, line in pairwise(lines):
        if line.use == "label" or (line.part, line.heading) != (before.part, before.heading):
            yield run
            run = []
        run.append(line)
    yield run


def _judged(run: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    part = run[0].part
    content = [line for line in run if line.use == "content" and not line.table]
    signs = [lexicon.cue_in(line.text[:_LONGEST_BEGINNING]) for line in content]
    if (whole := _of_all(part, content, signs, lexicon)) and whole != part:
        return [_moved(line, whole) for line in run]
    by_line = dict(zip(map(id, content), signs, strict=True))
    return [_single(line, by_line.get(id(line), ""), lexicon) for line in run]


def _of_all(part: str, content: Sequence[Line], signs: Sequence[str], lexicon: Lexicon) -> str:
    """The part that most lines of a run name; duties and indicators under an unknown heading show it by their words."""
    least = max(_LEAST_LINES, _LEAST_SHARE * len(content))
    if part in ("duties", "scope", SECTION):
        for sign in sorted(_OTHERWISE):
            if signs.count(sign) >= (1 if len(content) == 1 and sign in _ORDERS else least):
                return sign
    figures = sum(lexicon.has_figure(line.text) and not _is_required(line, lexicon) for line in content)
    if part == "outcomes":  # results with their figures are what somebody is measured by
        figures = sum(any(sign.isdigit() for sign in line.text) for line in content)
    is_named = part == "outcomes" or (part == SECTION and bool(content) and bool(content[0].heading))
    return "indicators" if is_named and figures >= least else ""


def _is_required(line: Line, lexicon: Lexicon) -> bool:
    kind = lexicon.kind_of(line.text)
    return kind in ("experience", "education")


def _moved(line: Line, part: str) -> Line:
    if line.use == "label":
        return replace(line, part=part, text=line.heading or line.text, heading="", doubt="heading")
    return replace(line, part=part, heading="", use="content", doubt="heading")


def _single(line: Line, sign: str, lexicon: Lexicon) -> Line:
    if line.use != "content" or sign == line.part:
        return line
    if line.part == "reports-to" and lexicon.names_unit(line.text):  # `Dependencia` is a unit here, a superior there
        return replace(line, part="department", doubt=line.doubt or _DOUBT)
    if line.part == "reports-to" and line.text[:1].isdigit():  # how many somebody leads, and no superior
        return replace(line, part="subordinates", doubt=line.doubt or _DOUBT)
    if sign in _MOVED.get(line.part, ()) or (line.doubt == "heading" and sign in _PLACES | {"appointment"}):
        return replace(line, part=sign, heading="", doubt=line.doubt or _DOUBT)
    contradicts = line.part in _STRICT and sign in _OTHERWISE and not any({line.part, sign} <= one for one in _ALIKE)
    if contradicts or (line.part == "outcomes" and lexicon.has_figure(line.text)):
        return replace(line, doubt=line.doubt or _DOUBT)
    return line
