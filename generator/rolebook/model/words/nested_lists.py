"""Lists in lists keep their level, however far somebody indents them.

Python-Markdown counts four spaces a level; two or three, as most editors write, end in one flat list.
"""

import re

from markdown.preprocessors import Preprocessor

_LINE = re.compile(r"(?P<indent>[ \t]*)(?P<marker>[-+*][ \t]+|[0-9]{1,9}[.)][ \t]+)?(?P<rest>.*)", re.DOTALL)
_LEVEL, _NESTED = 4, 2
"""Columns a level in Python-Markdown; so many more than the item above make a list below it."""


class NestedLists(Preprocessor):
    """Indents each line of a list by four spaces a level."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines of a page, those outside lists as they were."""
        items: list[int] = []  # the columns of the items that a line may belong to, outermost first
        return [self._line(line, items) for line in lines]

    def _line(self, line: str, items: list[int]) -> str:
        match = _LINE.fullmatch(line.expandtabs(_LEVEL))
        if match is None or not line.strip():
            return line
        column = len(match["indent"])
        if match["marker"]:
            if not items and column >= _LEVEL:
                return line  # code
            while items and column < items[-1] + _NESTED:
                items.pop()
            items.append(column)
            return " " * _LEVEL * (len(items) - 1) + line.strip()
        while items and column < items[-1] + _NESTED:
            items.pop()
        if not items:
            return line
        further = max(column - items[-1] - _LEVEL, 0)
        return " " * (_LEVEL * len(items) + (further if further >= _LEVEL else 0)) + line.strip()
