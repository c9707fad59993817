"""The first words that a part of a document says, with what they refer to called by its title."""

import re
from functools import cached_property
from typing import Any

from rolebook.model.handbook import Handbook
from rolebook.pipeline.edit.parts import links_for

NAMING = ("heading", "title", "name", "term", "text", "with")
"""Fields that say what a part is, the best first."""
EXCERPT = 160
"""How many signs of a part are shown, unless somebody asks for more."""
_REFERENCE = re.compile(
    r"\[\[(?P<target>(?:(?:role|policy):)?(?P<id>[^\]|#:]+))(?:#[^\]|:]*)?(?::[a-z]+)?(?:\|(?P<shown>[^\]|]*))?\]\]"
)


class Excerpts:
    """Excerpts in a language; `handbook` says what references are called, by their ids where there is none."""

    def __init__(self, handbook: Handbook | None, language: str, longest: int = EXCERPT) -> None:
        self._handbook, self._language, self._longest = handbook, language, longest

    def __call__(self, value: Any) -> str:
        """Returns the first words that a part says, in the language or in another that it has."""
        if isinstance(value, str | int | float):
            return self._cut(str(value))
        if not isinstance(value, dict):
            return ""
        for name in (*NAMING, *value):
            told = value.get(name)
            words = told.get(self._language) or next(iter(told.values())) if isinstance(told, dict) and told else told
            if isinstance(words, str) and words and name != "id":
                return self._cut(words)
        return str(value.get("id", ""))

    def _cut(self, words: str) -> str:
        words = _REFERENCE.sub(self._called, words)
        return words if len(words) <= self._longest else f"{words[: self._longest]}…"

    def _called(self, reference: re.Match[str]) -> str:
        return reference["shown"] or self._titles.get(reference["target"]) or reference["id"]

    @cached_property
    def _titles(self) -> dict[str, str]:
        return dict(links_for(self._handbook, self._language))
