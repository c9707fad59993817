"""One document in several languages: their drafts as one, string beside string."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from rolebook.exchange.documents.blocks import Where
from rolebook.pipeline.importing.draft import Doubt, Draft, Leftover, Path

_TEXTS = frozenset({
    "title", "purpose", "text", "heading", "term", "deputising", "territory", "workplace", "hours", "travel", "caption",
})  # fmt: skip
"""Fields of words; all others say the same in every language."""
_DIGITS = re.compile(r"\d+")
_BLANK = "____"


def join_drafts(base: Draft, other: Draft, base_tag: str, tag: str) -> None:
    """Puts the words of another language beside those of the base; what has no partner is left over or doubtful."""
    joiner = _Joiner(base, base_tag, tag)
    joiner.join(base.fields, other.fields, ())
    base.leftovers += other.leftovers


class _Joiner:
    def __init__(self, draft: Draft, base_tag: str, tag: str) -> None:
        self._draft, self._base_tag, self._tag = draft, base_tag, tag

    def join(self, base: dict[str, Any], other: Mapping[str, Any], path: Path) -> None:
        """Joins two mappings field by field."""
        for name, value in other.items():
            own = base.get(name)
            if name in _TEXTS and isinstance(value, str):
                if own is None:
                    self._leave(value)
                else:
                    base[name] = self._text(own, value, (*path, name))
            elif isinstance(value, Mapping):
                self.join(own, value, (*path, name)) if isinstance(own, dict) else self._leave_all(value)
            elif isinstance(value, list):
                self._lists(own if isinstance(own, list) else [], value, (*path, name))

    def _text(self, own: Any, words: str, path: Path) -> Any:
        values = own if isinstance(own, dict) else {self._base_tag: str(own)}
        first = next(iter(values.values()))
        if words == first == _BLANK:
            return own
        if sorted(_DIGITS.findall(first)) != sorted(_DIGITS.findall(words)):
            self._doubt("pair-numbers", self._place_of(path), words)
        return {**values, self._tag: words}

    def _lists(self, base: list[Any], other: Sequence[Any], path: Path) -> None:
        for own, partner in _partners(base, other):
            if own is None:
                self._leave_all(other[partner] if partner is not None else {})
            elif partner is None:
                self._doubt("no-partner", (*path, own), "")
            elif isinstance(base[own], dict) and isinstance(other[partner], Mapping):
                self.join(base[own], other[partner], (*path, own))

    def _place_of(self, path: Path) -> Path:
        """The item that a text is of: comments are above items."""
        return path[:-1] if len(path) > 1 and isinstance(path[-2], int) else path

    def _doubt(self, reason: str, path: Path, words: str) -> None:
        self._draft.doubts.setdefault(path, Doubt(reason, Where(), words))

    def _leave(self, words: str) -> None:
        if words != _BLANK:
            self._draft.leftovers.append(Leftover("no-partner", words, Where()))

    def _leave_all(self, value: Any) -> None:
        if isinstance(value, Mapping):
            for name, below in value.items():
                if name in _TEXTS and isinstance(below, str):
                    self._leave(below)
                elif isinstance(below, (Mapping, list)):
                    self._leave_all(below)
        elif isinstance(value, list):
            for one in value:
                self._leave_all(one)


def _partners(base: Sequence[Any], other: Sequence[Any]) -> Iterator[tuple[int | None, int | None]]:
    """Which items of two lists belong together: by their order, and where one has more, by what they are made of."""
    if len(base) == len(other):
        yield from zip(range(len(base)), range(len(other)), strict=True)
        return
    own, others = [_shape(one) for one in base], [_shape(one) for one in other]
    for _, start, end, first, last in SequenceMatcher(None, own, others, autojunk=False).get_opcodes():
        both = min(end - start, last - first)
        yield from ((start + step, first + step) for step in range(both))
        yield from ((place, None) for place in range(start + both, end))
        yield from ((None, place) for place in range(first + both, last))


def _shape(item: Any) -> tuple[Any, ...]:
    """What an item has in every language: its kind, its values, the numbers in its words and how much is below it."""
    if not isinstance(item, Mapping):
        return (str(item),)
    words = str(item.get("text") or item.get("heading") or "")
    values = tuple(str(item.get(name)) for name in ("kind", "need", "years", "level", "number", "side"))
    below = tuple(len(value) for value in item.values() if isinstance(value, list))
    return (*values, tuple(_DIGITS.findall(words)), below, "heading" in item)
