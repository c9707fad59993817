"""Signs that look like YAML's own and are none: they come with text that was pasted or typed on another keyboard.

A no-break or ideographic space is no indentation and does not end a key, a full-width colon makes no key, curly quotes
and full-width brackets enclose nothing, and a dash or bullet begins no item. Within a text they are words as any
others; what counts is where YAML's own sign is due.

## lookalike-sign
**Meaning.** A character that only looks like YAML's own: a no-break or ideographic space as indentation, a full-width
colon after a key, curly quotes around a text, a dash or bullet before an item, a full-width bracket or comma.
**Why.** The file is read otherwise than it looks, usually as one long text, and the fault shows up somewhere else.
```yaml bad
title：Cook
```
```yaml good
title: Cook
```
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.source.positions import location_at

LOOKALIKE_SIGN = Rule("lookalike-sign")
SURROUNDING_SIGN = Rule("surrounding-sign", Severity.WARNING)

_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
_COLONS = "\uff1a\ufe55\ua789\u2236"
_BULLETS, _COMMAS = "‐‑–—−－•·▪●", "，、﹐"
_OPENING, _CLOSING = "“”„‟‘‚‛＂＇", "“”‟’‘＂＇"

# Where YAML's own sign is due in a line, whatever the parser makes of it.
_DUE = re.compile(
    rf"^[ \t]*(?P<indent>[{_SPACES}]+)"
    rf"|^[ \t]*(?:- *)*-(?P<dash>[{_SPACES}]+)"
    rf"|(?:^|[-{{,])[ \t]*[A-Za-z][\w-]*[ \t]*(?P<colon>[{_COLONS}])"
    rf"|(?:^|[-{{,])[ \t]*[A-Za-z][\w-]*:(?P<gap>[{_SPACES}]+)"
    rf"|(?:: |- |[{{\[,]|^)[ \t]*(?:(?P<quote>[{_OPENING}])|(?P<open>[｛［]))"
    rf"|^[ \t]*(?P<item>[{_BULLETS}])(?=[ \t{_SPACES}]*[A-Za-z{{\"'])"
    rf"|(?P<close>[｝］])(?=[ \t]*(?:[,}}\]｝］{_COMMAS}]|$))"
    rf"|(?P<comma>[{_COMMAS}])(?=[ \t]*(?:[A-Za-z][\w-]*[ \t]*[:{_COLONS}]|[{{｛]))",
    re.MULTILINE,
)
_MOST = 20
"""So many are told of one file."""
_SPACE = re.compile(f"[{_SPACES}]")
_COLON_OF_KEY = re.compile(rf"[{_COLONS}](?<=[A-Za-z0-9_ \t-].)")
_QUOTE_AT_EDGE = re.compile(rf"[{_OPENING}](?<=[ \t\n{{\[,].)|[{_CLOSING}](?=[ \t]*[,}}:])")
_OPEN_BRACKET = re.compile(r"[｛［](?<=[ \t\n{\[,].)")
_IN_KEY = re.compile(
    rf"(?P<indent>\A[{_SPACES}]+)|\A-(?P<dash>[{_SPACES}]+)"
    rf"|\A[A-Za-z][\w-]*(?:(?P<colon>[{_COLONS}])|:?(?P<gap>[{_SPACES}]+))"
    rf"|(?P<quote>\A[{_OPENING}]|[{_CLOSING}]\Z)|(?P<open>\A[｛［])"
)
_HINTS = {
    "indent": "lookalike-indent",
    "dash": "lookalike-dash",
    "colon": "lookalike-colon",
    "gap": "lookalike-gap",
    "quote": "lookalike-quote",
    "item": "lookalike-item",
    "open": "lookalike-bracket",
    "close": "lookalike-bracket",
    "comma": "lookalike-comma",
    "around": "lookalike-around",
    "quotes-around": "lookalike-quotes-around",
}
_ITEM = re.compile(rf"[a-z_]{{2,}}(?P<colon>[{_COLONS}])")
_AROUND_VALUE = re.compile(rf"(?P<before>\A[{_SPACES}]+)|(?P<after>(?<=\S)[{_SPACES}]+\Z)")


def lookalikes_due(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Every such sign where YAML's own would be due if the line were no text; for files that cannot be parsed."""
    return _DUE.finditer(text, start, end)


def as_meant(match: re.Match[str]) -> str:
    """YAML's own sign in the stead of the one that a match of `lookalikes_due` found."""
    written, kind = match[match.lastgroup or 0], match.lastgroup or ""
    if kind == "item":
        return "-" if match.string[match.end() :][:1].isspace() else "- "
    if kind in ("open", "close"):
        return unicodedata.normalize("NFKC", written)
    return {"colon": ": ", "quote": '"', "comma": ", "}.get(kind, " " * len(written))


def lookalikes_in_place(text: str, file: str) -> list[Diagnostic]:
    """The same as errors, for a file without a key that YAML knows."""
    return [lookalike_at(text, file, match) for match in islice(lookalikes_due(text, 0, len(text)), _MOST)]


def lookalike_at(text: str, file: str, match: re.Match[str]) -> Diagnostic:
    """The finding for a match of `lookalikes_due`."""
    return _finding(text, file, match.span(match.lastgroup or 0), match.lastgroup or "")


def lookalikes_in_keys(text: str, file: str, spans: Iterable[tuple[int, int]]) -> Iterator[Diagnostic]:
    """Errors for plain keys that hold such a sign: they are not the keys that somebody meant."""
    for start, end in spans:
        if match := _IN_KEY.search(text[start:end]):
            first, last = match.span(match.lastgroup or 0)
            yield _finding(text, file, (start + first, start + last), match.lastgroup or "")


def lookalikes_around(text: str, file: str, spans: Iterable[tuple[int, int]]) -> Iterator[Diagnostic]:
    """Warnings for plain values that such spaces or quotes surround: they are read as a part of the words."""
    for start, end in spans:
        value = text[start:end]
        for match in _AROUND_VALUE.finditer(value):
            yield _finding(text, file, (start + match.start(), start + match.end()), "around", SURROUNDING_SIGN)
        if text.endswith("- ", 0, start) and (pair := _ITEM.match(value)):
            place = (start + pair.start("colon"), start + pair.end("colon"))
            yield _finding(text, file, place, "colon", SURROUNDING_SIGN)
        if _is_quoted(value):
            yield _finding(text, file, (start, start + 1), "quotes-around", SURROUNDING_SIGN)


def _is_quoted(value: str) -> bool:
    """Whether curly quotes enclose a whole value, or begin one and never end."""
    if value[0] not in _OPENING:
        return False
    inside = re.sub(r"(?<=\w)’(?=\w)", "", value[1:-1])
    closes_inside = any(sign in inside for sign in _CLOSING)
    return not closes_inside


def may_mislead(text: str) -> bool:
    """Whether such a sign may stand where it misleads; quick, and never wrongly false."""
    if text.isascii():
        return False
    patterns = (_SPACE, _COLON_OF_KEY, _QUOTE_AT_EDGE, _OPEN_BRACKET)
    return any(pattern.search(text) for pattern in patterns)


def _finding(text: str, file: str, span: tuple[int, int], kind: str, rule: Rule = LOOKALIKE_SIGN) -> Diagnostic:
    sign = f"U+{ord(text[span[0]]):04X}"
    return rule.at(location_at(text, file, *span), hint=_HINTS[kind], character=sign)
