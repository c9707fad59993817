"""Texts that nobody would write and that a parser would brood over: marks by the hundred, left open or nested.

Python-Markdown looks for the end of each bracket and each emphasis, and calls itself for each list in a list. In a
real text an end is near. The work is estimated in one pass before anything is parsed, in steps of that search.
"""

import re

_MARK = re.compile(r"\[+|\]\(|\*+|`+|[{\\<!&]")
_BRACKET = re.compile(r"[\[\]]")
_STARS = re.compile(r"\*+")
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")
_DEEP = re.compile(r"^(?:(?:[ \t>]*(?:[-+*](?=[ \t])|>|[0-9]{1,9}[.)])){16}|(?:\t| {4}){16})", re.MULTILINE)
_A_MARK, _STARS_A_STEP, _SIGNS_A_STEP = 150, 50, 1000
_STEPS_A_SIGN, _STEPS = 30, 4000


def is_tangled(text: str) -> bool:
    """Whether reading a text's marks and lines would take more than its length gives reason for."""
    if _DEEP.search(text):
        return True
    work = _A_MARK * text.count("\n") + sum(map(_work, _EMPTY_LINE.split(text)))
    return work > _STEPS_A_SIGN * len(text) + _STEPS


def _work(block: str) -> int:
    marks = sum(1 for _ in _MARK.finditer(block))
    copied = marks * len(block) // _SIGNS_A_STEP
    return _A_MARK * marks + copied + _brackets(block) + _stars(block) // _STARS_A_STEP


def _brackets(block: str) -> int:
    """How far it is from each opening bracket to its end, or to the end of the block."""
    far, still_open = 0, []
    for match in _BRACKET.finditer(block):
        if match[0] == "[":
            still_open.append(match.start())
        elif still_open:
            far += match.start() - still_open.pop()
    return far + sum(len(block) - start for start in still_open)


def _stars(block: str) -> int:
    """How far it is from each opening star to the next that can close it; the same for two stars."""
    far, single, double = 0, len(block), len(block)
    for match in reversed(list(_STARS.finditer(block))):
        start, end = match.span()
        if block[end : end + 1].strip():
            far += single - start + (double - start if end - start > 1 else 0)
        if start and not block[start - 1].isspace():
            single, double = start, start if end - start > 1 else double
    return far
