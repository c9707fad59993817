"""Earlier translations of the same or nearly the same words, and how many words are left to translate."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from rolebook.model.translation.units import UNRELIABLE, State, Unit

_ALIKE = 75
_MOST = 2
_MOST_COMPARED = 1_000
"""So many strings are compared with those that are confirmed; of more only the same words are recognised."""
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that were confirmed as the translation of nearly the same source, and how alike the sources are."""

    words: str
    percent: int


@dataclass(frozen=True, slots=True)
class WordsLeft:
    """How many words of the sources wait: new ones, those like confirmed ones, and those that are there twice."""

    new: int
    similar: int
    repeated: int


class Memory:
    """What was confirmed in one language, by the words it translates."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._known: dict[str, str] = {}
        for unit in units:
            if unit.state in (State.TRANSLATED, State.REVIEWED) and unit.target and unit.text_language == unit.language:
                self._known.setdefault(unit.source, unit.target)
        self._sources = list(self._known)

    def suggestions(self, source: str) -> list[Suggestion]:
        """Returns the translations of the sources most alike, the best first, each once."""
        found = process.extract(source, self._sources, scorer=fuzz.ratio, limit=_MOST, score_cutoff=_ALIKE)
        words = {self._known[known]: int(percent) for known, percent, _ in reversed(found)}
        return [Suggestion(one, percent) for one, percent in reversed(words.items())]

    def knows(self, source: str) -> bool:
        """Returns whether the same words were translated."""
        return source in self._known

    def resembles(self, source: str) -> bool:
        """Returns whether nearly the same words were translated."""
        return process.extractOne(source, self._sources, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None


def words_left(units: Iterable[Unit], memory: Memory) -> WordsLeft:
    """Returns the counts of what waits."""
    seen: set[str] = set()
    counts = {"new": 0, "similar": 0, "repeated": 0}
    for number, unit in enumerate(_waiting(units)):
        repeated = unit.source in seen or memory.knows(unit.source)
        similar = not repeated and number < _MOST_COMPARED and memory.resembles(unit.source)
        counts["repeated" if repeated else "similar" if similar else "new"] += len(_WORD.findall(unit.source))
        seen.add(unit.source)
    return WordsLeft(**counts)


def _waiting(units: Iterable[Unit]) -> Iterator[Unit]:
    return (unit for unit in units if unit.state in UNRELIABLE)
