"""`content/translations.lock`: from which words each translation was made, and how far it was checked.

One line a string and language, sorted, so that the changes of two people merge as text does:

    role/sales-manager/title es <source fingerprint> <target fingerprint> reviewed
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from rolebook.diagnostics import Diagnostic, Location, Rule

MALFORMED_LOCK = Rule("malformed-lock")
DUPLICATE_LOCK = Rule("duplicate-lock")

RULES = (MALFORMED_LOCK, DUPLICATE_LOCK)

PATH = "content/translations.lock"
HEAD = (
    "# Written by `rolebook translate`: place, language, fingerprints of source and translation, state. Do not edit.\n"
)
FINGERPRINT_LENGTH = 20
"""Hexadecimal digits kept of SHA-256: 80 bits, more than a handbook could ever confuse by accident."""

LockState = Literal["machine", "translated", "reviewed"]

_FINGERPRINT = rf"[0-9a-f]{{{FINGERPRINT_LENGTH}}}"
_LINE = re.compile(
    rf"(?P<place>[A-Za-z0-9_/-]+) (?P<language>[A-Za-z0-9-]+) (?P<source>{_FINGERPRINT}) (?P<target>{_FINGERPRINT}) "
    r"(?P<state>machine|translated|reviewed)\Z"
)


class LockLine(NamedTuple):
    """What is recorded of one string in one language."""

    place: str
    language: str
    source: str
    target: str
    state: LockState


class Lock:
    """The recorded strings by place and language."""

    __slots__ = ("_lines",)

    def __init__(self, lines: Iterable[LockLine] = ()) -> None:
        self._lines = {(line.place, line.language): line for line in lines}

    def __iter__(self) -> Iterator[LockLine]:
        return iter(self._lines.values())

    def __len__(self) -> int:
        return len(self._lines)

    def line(self, place: str, language: str) -> LockLine | None:
        """What is recorded of a string in a language."""
        return self._lines.get((place, language))


@lru_cache(maxsize=2)
def read_lock(text: str, path: str = PATH) -> tuple[Lock, tuple[Diagnostic, ...]]:
    """The lock that a text says, and its faults. Of two lines for one string neither counts."""
    findings: list[Diagnostic] = []
    lines: dict[tuple[str, str], LockLine] = {}
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not row or row.startswith("#"):
            continue
        match = _LINE.match(row)
        if not match:
            findings.append(MALFORMED_LOCK.at(Location(path, number, _first_fault(row))))
            continue
        line = LockLine(match[1], match[2], match[3], match[4], lock_state(match[5]))
        key = (line.place, line.language)
        if key not in seen:
            seen[key], lines[key] = number, line
        elif lines.get(key) != line:
            findings.append(DUPLICATE_LOCK.at(Location(path, number), place=line.place, first=seen[key]))
            lines.pop(key, None)
    return Lock(lines.values()), tuple(findings)


def lock_text(lines: Iterable[LockLine]) -> str:
    """The text of a lock: sorted by place and language."""
    return HEAD + "".join(f"{' '.join(line)}\n" for line in sorted(lines))


def lock_state(state: str) -> LockState:
    """A state as the lock records it; raises ValueError for one that it does not."""
    match state:
        case "machine" | "translated" | "reviewed":
            return state
        case _:
            raise ValueError(state)


def _first_fault(row: str) -> int:
    """The column of the first word of a line that cannot be what it stands for."""
    shapes = (r"[A-Za-z0-9_/-]+", r"[A-Za-z0-9-]+", _FINGERPRINT, _FINGERPRINT, "machine|translated|reviewed")
    column = 1
    for word, shape in zip(row.split(" "), shapes, strict=False):
        if not re.fullmatch(shape, word):
            return column
        column += len(word) + 1
    return min(column, len(row) + 1)
