"""Why a text is not YAML, in the reader's words: libyaml says what it stumbled over, the line says what was meant.

## yaml-syntax
**Meaning.** The text is not YAML.
**Why.** Nothing after the fault can be trusted.
```yaml bad
title: Cook: head of the kitchen
```
```yaml good
title: "Cook: head of the kitchen"
```

## tab-indentation
**Meaning.** A line is indented with a tab.
**Why.** YAML allows only spaces; editors show both alike. Authority: YAML 1.2.2, 6.1.
```yaml bad
title:
        en: Cook
```
```yaml good
title:
  en: Cook
```
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from rolebook.diagnostics import Diagnostic, Location, Rule
from rolebook.source.lookalikes import as_meant, lookalike_at, lookalikes_due
from rolebook.source.positions import line_and_column, line_start, location_at

YAML_SYNTAX = Rule("yaml-syntax")
TAB_INDENTATION = Rule("tab-indentation")

RULES = (YAML_SYNTAX, TAB_INDENTATION)

_ROUNDS, _MOST = 20, 50
"""So often the parser is tried again, and with so many signs at once: a hostile file has a hundred thousand."""
_HASH = re.compile(r"(?<=[ \t])#(?![ \t]*rolebook:)")
_IDLE = re.compile(r"[ \t]*(#.*)?\r?$", re.MULTILINE)
_VALUE = re.compile(r"[ \t]*(?:- +)*(?:[\w-]+:[ \t]+)?(?P<value>\S.*)?")
_FIRST_SIGNS = "@`%*&!|>,]}"
_HINTS = {
    "mapping values are not allowed in this context": "yaml-colon",
    "could not find expected ':'": "yaml-key",
    "did not find expected key": "yaml-indent",
    "did not find expected '-' indicator": "yaml-indent",
    "block sequence entries are not allowed in this context": "yaml-dash",
    "found unexpected end of stream": "yaml-quote",
    "found character that cannot start any token": "yaml-sign",
    "did not find expected alphabetic or numeric character": "yaml-sign",
    "did not find expected ',' or ']'": "yaml-bracket",
    "did not find expected ',' or '}'": "yaml-bracket",
}


class Stop(NamedTuple):
    """Where the parser cannot go on, why, and the line of what it was in; lines and columns from 1."""

    problem: str
    line: int
    column: int
    offset: int
    begun: int


Parse = Callable[[str], Stop | None]
"""Where a text cannot be parsed, or None where it can."""


class _Suspect(NamedTuple):
    """A sign that may be what breaks a file, what to read in its stead, and the finding if it is."""

    start: int
    end: int
    meant: str
    finding: Diagnostic


def syntax_findings(stop: Stop, text: str, file: str, parse: Parse) -> list[Diagnostic]:
    """The signs that break the text, each at its own place; where none is known to, the parser's own complaint."""
    return list(_broken_by(stop, text, file, parse)) or [_complaint(stop, text, file)]


def _broken_by(first: Stop, text: str, file: str, parse: Parse) -> Iterator[Diagnostic]:
    """Signs near the error that, written otherwise, let the parser get further than it does."""
    mended: list[_Suspect] = []
    stop: Stop | None = first
    for _ in range(_ROUNDS):
        if stop is None:
            return
        known = {one.start for one in mended}
        fresh = [one for one in _suspects(text, file, *_near(stop, text)) if one.start not in known]
        after = parse(_spliced(text, [*mended, *fresh])) if fresh else stop
        if after is not None and after.line <= stop.line:
            return
        mended += fresh
        yield from (one.finding for one in fresh)
        stop = after


def _suspects(text: str, file: str, start: int, end: int) -> Iterator[_Suspect]:
    for match in islice(lookalikes_due(text, start, end), _MOST):
        yield _Suspect(*match.span(match.lastgroup or 0), as_meant(match), lookalike_at(text, file, match))
    for match in islice(_HASH.finditer(text, start, end), _MOST):
        place = location_at(text, file, *match.span())
        finding = YAML_SYNTAX.at(place, hint="yaml-hash", problem="hash-in-text", sign="#", begun=place.line)
        yield _Suspect(*match.span(), "\uff03", finding)


def _near(stop: Stop, text: str) -> tuple[int, int]:
    """From the line before where the parser was to where it stopped; lines that say nothing do not count."""
    first = max(min(stop.line, stop.begun) - 1, 1)
    while first > 1 and _IDLE.match(text, line_start(text, first)):
        first -= 1
    return line_start(text, first), line_start(text, stop.line + 1)


def _spliced(text: str, mends: list[_Suspect]) -> str:
    parts, done = [], 0
    for one in sorted(mends):
        parts += [text[done : one.start], one.meant]
        done = one.end
    return "".join([*parts, text[done:]])


def _complaint(stop: Stop, text: str, file: str) -> Diagnostic:
    location = Location(file, stop.line, stop.column)
    if stop.offset >= len(text):  # libyaml's end of a file may lie a line below it
        location = Location(file, *line_and_column(text, len(text)))
    if text[stop.offset : stop.offset + 1] == "\t":
        return TAB_INDENTATION.at(location)
    hint, sign = _hint(stop.problem, text.split("\n"), stop.begun, location.line)
    return YAML_SYNTAX.at(location, hint=hint, problem=stop.problem, sign=sign, begun=stop.begun)


def _hint(problem: str, lines: list[str], begun: int, stopped: int) -> tuple[str, str]:
    """The hint that fits, and the first sign of the value it speaks of."""
    usual = _HINTS.get(problem, "yaml-syntax")
    for line in (stopped, begun):
        value = _value(lines, line)
        if value.startswith(("{", "[")) and _goes_on(value):
            return "yaml-text-in-brackets", value[0]
        if value.startswith((*_FIRST_SIGNS, "? ")):
            return "yaml-first-sign", value[0]
        if value.startswith(('"', "'")) and re.match(r"([\"'])(?:(?!\1).)*\1\s*[^\s,}\]#]", value):
            return "yaml-words-behind-quote", value[0]
    if usual == "yaml-key" and " " in _value(lines, begun):
        return "yaml-continued", ""
    return usual, ""


def _value(lines: list[str], number: int) -> str:
    match = _VALUE.match(lines[number - 1]) if 0 < number <= len(lines) else None
    return (match["value"] or "").strip() if match else ""


def _goes_on(value: str) -> bool:
    """Whether words follow the bracket that a value begins with, or it encloses a reference or a placeholder."""
    return bool(re.match(r"\[\[[^\]]*\]\]|\{[\w ]*\}|\[[^\]]*\]\s*[^\s,#\]}]|\{[^}]*\}\s*[^\s,#\]}]", value))
