"""Comments that speak to Rolebook: `# rolebook: allow CODE because REASON`.

libyaml's events drop comments. A `#` starts one when no scalar holds it and white space or nothing stands before it.
"""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass

from rolebook.diagnostics import Location
from rolebook.source.scalar_spans import scalars_in
from rolebook.source.yaml_reader import read_yaml

_MARK = "rolebook:"
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*rolebook:[ \t]*allow\b([^\r\n]*)", re.MULTILINE)
_ASKED = re.compile(r"[ \t]+([a-z0-9-]+)(?:[ \t]+because[ \t]+(\S.*))?")
_IDLE = re.compile(r"[ \t]*(#.*)?\r?\Z")


@dataclass(frozen=True, slots=True)
class Allowance:
    """One finding that somebody answers for: its code, the line it is on, and why. No reason is empty."""

    location: Location
    code: str
    line: int
    reason: str


def allowances_in(text: str, file: str) -> Iterator[Allowance]:
    """The allowances of a YAML text: beside something for its own line, alone for the next that says something."""
    if _MARK not in text:
        return
    tree, _ = read_yaml(text, file)
    held = sorted((scalar.start, scalar.end) for scalar in scalars_in(tree))
    starts = [start for start, _ in held]
    lines = text.split("\n")
    meant = _meant(lines)
    line, counted = 1, 0
    for match in _COMMENT.finditer(text):
        line, counted = line + text.count("\n", counted, match.start()), match.start()
        before = bisect(starts, match.start()) - 1
        if before >= 0 and match.start() < held[before][1]:
            continue
        column = match.start() - text.rfind("\n", 0, match.start())
        asked = _ASKED.match(match[1])
        place = Location(file, line, column, line, column + len(match[0].rstrip()))
        yield Allowance(place, asked[1] if asked else "", meant[line], ((asked and asked[2]) or "").strip())


def _meant(lines: list[str]) -> list[int]:
    """The line that an allowance is for, by the line it stands in, from 1."""
    meant = [len(lines) + 1] * (len(lines) + 2)
    for line in range(len(lines), 0, -1):
        meant[line] = meant[line + 1] if _IDLE.match(lines[line - 1]) else line
    return meant
