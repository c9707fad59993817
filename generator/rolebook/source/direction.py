"""Invisible signs that turn the direction of writing: a reader sees other words or figures than the file says.

Overrides (U+202D, U+202E) are errors wherever they stand, in comments too. An isolate (U+2066 to U+2068) must end in
its own paragraph. The older embeddings (U+202A, U+202B) turn what stands around them, so a closed one is a warning. The
marks U+200E, U+200F and U+061C turn nothing and are allowed. Sources: UAX #9, 2; CVE-2021-42574.

## direction-control
**Meaning.** A text or a comment has an invisible character that turns the direction of writing.
**Why.** Readers would see other words or figures than the file has: `001` for `100`. Marks, and isolates that end in
the same paragraph, are allowed, because Arabic and Hebrew need them. Authority: UAX #9, 2; CVE-2021-42574.
```yaml bad
purpose: "Pays up to \u202e001\u202c EUR."
```
```yaml good
purpose: Pays up to 100 EUR.
```
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.source.positions import location_at

DIRECTION_CONTROL = Rule("direction-control")

RULES = (DIRECTION_CONTROL,)

_SIGNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_OVERRIDES, _EMBEDDINGS, _POP = "\u202d\u202e", "\u202a\u202b", "\u202c"
_ISOLATES, _POP_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_OPENERS, _CLOSERS = _OVERRIDES + _EMBEDDINGS + _ISOLATES, _POP + _POP_ISOLATE
_MOST = 100
"""So many are told of one file: one that has more is hostile."""
_LITERAL = re.compile(f"[{_SIGNS}]")
_ESCAPED = re.compile(rf"\\(?:u|U0000)(?P<code>20(?:2[a-e]|6[6-9]))|\\.|{_LITERAL.pattern}", re.IGNORECASE)
_HTML = re.compile(
    r"&#(?:x0*(?P<code>20(?:2[a-e]|6[6-9]))|0*(?P<decimal>82(?:3[4-8]|9[4-7])))(?![0-9a-f]);?"
    rf"|{_LITERAL.pattern}",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n")


def may_turn(text: str) -> bool:
    """Whether a text may have such a sign, however it is written; quick, and never wrongly false."""
    if not text.isascii() and any(sign in text for sign in _SIGNS):
        return True
    return "\\u20" in text or "\\U000020" in text or "&#" in text


def direction_faults(text: str, file: str, spans: Iterable[tuple[int, int]], *, html: bool) -> Iterator[Diagnostic]:
    """What turns the direction in the parts of a text that are read on their own, such as one scalar or comment.

    Escapes count in what stands in double quotes, character references in `html`.
    """
    for start, end in spans:
        pattern = _HTML if html else _ESCAPED if text.startswith('"', start) else _LITERAL
        for first, last in _paragraphs(text, start, end):
            yield from _in_paragraph(text, file, islice(pattern.finditer(text, first, last), _MOST))


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for gap in _PARAGRAPH.finditer(text, start, end):
        yield start, gap.start()
        start = gap.end()
    yield start, end


def _in_paragraph(text: str, file: str, matches: Iterable[re.Match[str]]) -> Iterator[Diagnostic]:
    still_open: list[tuple[str, re.Match[str]]] = []
    for match in matches:
        sign = _sign(match)
        if sign in _OVERRIDES:
            yield _finding(text, file, match, sign, "direction-override")
        if sign in _OPENERS:
            still_open.append((sign, match))
        elif sign in _CLOSERS:
            opener = _closed(still_open, sign)
            if opener is None:
                yield _finding(text, file, match, sign, "direction-unopened").weighing(Severity.WARNING)
            elif opener[0] in _EMBEDDINGS:
                yield _finding(text, file, opener[1], opener[0], "direction-embedding").weighing(Severity.WARNING)
    for sign, match in still_open:
        if sign not in _OVERRIDES:
            yield _finding(text, file, match, sign, "direction-unclosed")


def _closed(still_open: list[tuple[str, re.Match[str]]], sign: str) -> tuple[str, re.Match[str]] | None:
    """Takes off what a sign ends; an isolate that ends leaves open what was opened in it (UAX #9, X6a and X7)."""
    if sign == _POP:
        return still_open.pop() if still_open and still_open[-1][0] not in _ISOLATES else None
    opened = next((index for index in range(len(still_open) - 1, -1, -1) if still_open[index][0] in _ISOLATES), None)
    return None if opened is None else still_open.pop(opened)


def _sign(match: re.Match[str]) -> str:
    written = match.groupdict()
    if written.get("code"):
        return chr(int(written["code"], 16))
    return chr(int(written["decimal"])) if written.get("decimal") else match[0]


def _finding(text: str, file: str, match: re.Match[str], sign: str, hint: str) -> Diagnostic:
    place = location_at(text, file, *match.span())
    return DIRECTION_CONTROL.at(place, hint=hint, character=f"U+{ord(sign):04X}")
