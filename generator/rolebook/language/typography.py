"""The signs of a language: marks around titles, colons and brackets, and spaces at which no line breaks."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, TypeGuard

LATIN = {"colon": ": ", "semicolon": "; ", "stop": ". ", "open": " (", "close": ")"}
_NEVER = r"\b\B"


def _are_two_words(told: object) -> TypeGuard[Sequence[str]]:
    return isinstance(told, list | tuple) and len(told) == 2 and all(isinstance(one, str) for one in told)


_QUOTES = ("«", "“", "„", "‘", "《", "〈", '"')


class Typography:
    """How one language sets titles, labels and abbreviations; `data` is that of its file.

    What a handbook's own file says wrongly is a finding, and is passed over here.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        own, marks = data.get("signs"), data.get("title_marks")
        self.own_signs: Mapping[str, str] = {
            key: sign for key, sign in (own if isinstance(own, dict) else {}).items() if isinstance(sign, str)
        }
        self.signs: Mapping[str, str] = LATIN | dict(self.own_signs)
        self._title_marks: Sequence[str] = marks if _are_two_words(marks) else ("", "")
        unbroken = data.get("unbroken")
        self._unbroken: Mapping[str, Sequence[str]] = unbroken if isinstance(unbroken, dict) else {}

    def title(self, title: str, said: str = "") -> str:
        """The title of a rule, as a sentence names it: between its marks, where the language has some.

        It needs none where it has them itself or where they were `said` just before it.
        """
        before, after = self._title_marks
        has_marks = before and (before in title or after in title or said.rstrip().endswith((before, *_QUOTES)))
        return title if has_marks else f"{before}{title}{after}"

    def aside(self, text: str) -> str:
        """What is added to the words before it, in brackets."""
        return f"{self.signs['open']}{text}{self.signs['close']}"

    def bound(self, text: str) -> str:
        """A text whose abbreviations stay in one line with their numbers: `art. 54`, `10 %`."""
        if not self._unbroken:
            return text
        return self._gaps.sub(lambda gap: gap[0].replace(" ", "\N{NO-BREAK SPACE}"), text)

    @cached_property
    def _gaps(self) -> re.Pattern[str]:
        before, after = ("|".join(map(re.escape, self._unbroken.get(side) or ())) for side in ("before", "after"))
        return re.compile(rf"(?<!\w)(?:{before or _NEVER}) (?=\S)|(?<=\d) (?=(?:{after or _NEVER})(?!\w))")
