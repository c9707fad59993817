"""Lines whose words are like those of another part, and lines that no heading explains, where lines like them are.

Whatever moves is doubtful; so is what stays although its words are like those of another part.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from rolebook.pipeline.importing.lexicon import Lexicon
from rolebook.pipeline.importing.likeness import Likeness, Shares, likeness_of
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.parts import DOCUMENT, REQUIREMENTS, SECTION

_QUALITIES = frozenset({"traits", "behaviours", "competencies"})
_TERMS = (
    "conditions", "workplace", "hours", "travel", "pay", "benefits", "employment", "grade", "headcount", "territory"
)  # fmt: skip
_CLASSES: Mapping[str, str] = {
    **dict.fromkeys(REQUIREMENTS, "requirements"),
    **dict.fromkeys(_QUALITIES, "traits"),
    **dict.fromkeys(_TERMS, "conditions"),
    **dict.fromkeys(("rights", "authority"), "rights"),
    **dict.fromkeys(("duties", "outcomes"), "duties"),
    **dict.fromkeys(("relations", "subordinates"), "relations"),
    **dict.fromkeys(("appointment", "deputies"), "appointment"),
    **{part: part for part in ("purpose", "prohibitions", "liability", "indicators", "reports-to", "department")},
    "career": "career",
}
"""The parts that are compared, and the part whose examples stand for each."""
_OPEN = frozenset({"", DOCUMENT, SECTION, "general", "scope"})
"""Parts that say nothing of what their lines are."""
_MIXED = frozenset({"general", "scope"})
"""Of these, those that have lines of their own: only what is clear leaves them."""
_KIN = frozenset({"requirements", "traits"})
"""Classes that stand for each other: a quality is a requirement, too."""
_SURE, _UNSURE = 0.99, 0.6
"""How often lines are what their heading says, where it is known and where it is doubtful."""
_STAYING, _STAYING_BELOW, _STAYING_ASTRAY = 0.7, 0.9, 0.3
"""How often a line is of the part of the one before it; less often where that is not the part of a known heading."""
_LEAST_OPEN, _LEAST_MIXED, _LEAST_MOVED, _LEAST_KEPT, _LEAST_QUALITY = 0.5, 0.9, 0.6, 0.4, 0.6
_SHORTEST = 13
"""Signs of a line before any heading that its words alone may place."""
_LIKE, _UNLIKE = "likeness", "unlike"


def with_likely_parts(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """Returns lines in the parts that they most probably are of, by their heading, the lines around and their words."""
    likeness = likeness_of(lexicon.language)
    return [line for run in _runs(lines) for line in _judged(run, likeness, lexicon)]


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines of one part and heading that follow each other, with the label above them."""
    labels = 0
    keys = []
    for line in lines:
        labels += line.use == "label"
        keys.append((labels, line.part, line.heading))
    for _, group in groupby(zip(keys, lines, strict=True), key=lambda one: one[0]):
        yield [line for _, line in group]


def _judged(run: Sequence[Line], likeness: Likeness, lexicon: Lexicon) -> Sequence[Line]:
    part = run[0].part
    own = _CLASSES.get(part, "")
    content = [line for line in run if _is_compared(line)]
    if not content or not likeness.parts or not (own or part in _OPEN):
        return run
    is_doubtful = sum(bool(line.doubt) for line in content) * 2 > len(content)
    prior = _prior(likeness, own, _UNSURE if is_doubtful else _SURE)
    staying = _STAYING_BELOW if part == SECTION else _STAYING if is_doubtful or not own else _STAYING_ASTRAY
    shares = likeness.read([line.text for line in content], prior, staying)
    by_line = dict(zip(map(id, content), shares, strict=True))
    judged = [_placed(line, by_line[id(line)], own, lexicon) if id(line) in by_line else line for line in run]
    return _with_label(judged, part)


def _is_compared(line: Line) -> bool:
    return line.use == "content" and not line.table and bool(line.text)


def _prior(likeness: Likeness, own: str, sure: float) -> Shares:
    """How probable each part is before the lines are read; a requirement is as often a quality."""
    if own not in likeness.parts:
        return dict.fromkeys(likeness.parts, 1 / len(likeness.parts))
    expected = _KIN if own in _KIN else {own}
    others = [part for part in likeness.parts if part not in expected]
    return {**dict.fromkeys(others, (1 - sure) / len(others)), **dict.fromkeys(expected, sure / len(expected))}


def _placed(line: Line, shares: Shares, own: str, lexicon: Lexicon) -> Line:
    best = max(shares, key=lambda part: shares[part])
    if best == "other":
        best = own
    if not own:
        return _as_likely(line, best) if best and shares[best] >= _least(line) else line
    if own != best and not {own, best} <= _KIN and shares[best] >= _LEAST_MOVED:
        return _as_likely(line, best)
    if line.part == "requirements" and shares["traits"] >= _LEAST_QUALITY and not lexicon.kind_of(line.text):
        return replace(line, part="traits")
    is_kept = sum(shares[part] for part in (_KIN if own in _KIN else {own})) >= _LEAST_KEPT
    return line if is_kept else replace(line, doubt=line.doubt or _UNLIKE)


def _least(line: Line) -> float:
    """How probable a part must be for a line that no heading explains; the head of a document is never moved."""
    is_head = line.part in ("", DOCUMENT) and (line.is_bold or line.is_heading or len(line.text) < _SHORTEST)
    return 1.0 if is_head else _LEAST_MIXED if line.part in _MIXED else _LEAST_OPEN


def _as_likely(line: Line, part: str) -> Line:
    return replace(line, part=part, heading="", doubt=_LIKE)


def _with_label(run: Sequence[Line], before: str) -> Sequence[Line]:
    """Lines with the label above them of their new part, where all of them are of one."""
    parts = {line.part for line in run if _is_compared(line)}
    label = run[0]
    if label.use != "label" or len(parts) > 1 or before in parts or parts == {"traits"}:
        return run
    words = label.text or label.heading
    return [replace(label, part=parts.pop(), text=words, heading="", doubt=_LIKE), *run[1:]]
