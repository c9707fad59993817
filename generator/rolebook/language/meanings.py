"""Words that must mean the same in every language: and/or, may/must, the standard of fault, deadlines, limits.

They are data, `meanings/<tag>.yml`. An entry is a regular expression in small letters in which `*` is any ending,
`{n}` a number in digits or words, and brackets only hold words together.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rolebook.language.language import language_for, script_of
from rolebook.language.length import counts_signs
from rolebook.source import read_own_yaml

PASS, LIMITING, NEGATION = "pass", "limiting", "negation"
"""What a word may be beside one of the meanings: it only looks like one, or it turns those beside it."""


@dataclass(frozen=True, slots=True)
class MeantWord:
    """A word found in a text: its topic, such as `duty`, its meaning there, such as `must`, and itself."""

    topic: str
    meaning: str
    words: str
    start: int


class Meanings:
    """The words of one language, ready to be looked for in folded texts."""

    def __init__(self, tag: str, data: Mapping[str, Any]) -> None:
        self._tag, self._number = tag, _number(tag)
        self._ends = ("", "") if counts_signs(tag) else (r"(?<!\w)", r"(?!\w)")
        listed = [((topic, meaning), words) for topic, of in data["senses"].items() for meaning, words in of.items()]
        self._kinds = [(PASS, ""), *(kind for kind, _ in listed), (LIMITING, ""), (NEGATION, "")]
        every = (data["passes"], *(words for _, words in listed), data["limiting"], data["negation"])
        before, after = self._ends
        self._pattern = re.compile(f"{before}(?:{'|'.join(f'({self._written(words)})' for words in every)}){after}")
        self._warnings = re.compile(self._either(data["warnings"]))
        self._loose: Mapping[str, Sequence[str]] = data.get("loose", {})

    def words_in(self, folded: str) -> Iterator[MeantWord]:
        """The words of a folded text, in order; what a word takes part in is found once."""
        for match in self._pattern.finditer(folded):
            topic, meaning = self._kinds[(match.lastindex or 1) - 1]
            if topic != PASS:
                yield MeantWord(topic, meaning, match[0], match.start())

    def counted(self, folded: str) -> Counter[str]:
        """How often each meaning is said in a folded text."""
        kinds = self._kinds
        return Counter(kinds[(match.lastindex or 1) - 1][1] for match in self._pattern.finditer(folded))

    def warnings_in(self, folded: str) -> list[int]:
        """The numbers, from two on, of warnings that a folded text names."""
        counts = [re.match(self._number, match[0]) for match in self._warnings.finditer(folded)]
        words = language_for(self._tag).quantities.words
        numbers = [int(one[0]) if one[0].isdecimal() else words.get(one[0], 1) for one in counts if one]
        return [number for number in numbers if number > 1]

    def may_mean(self, meaning: str, folded: str) -> bool:
        """Whether words of a text may stand for a meaning, though they need not."""
        words = self._loose.get(meaning)
        return bool(words and re.search(self._either(words), folded))

    def _either(self, words: Iterable[str]) -> str:
        before, after = self._ends
        return f"{before}(?:{self._written(words)}){after}"

    def _written(self, words: Iterable[str]) -> str:
        plain = "|".join(word.replace("(", "(?:").replace("*", r"\w*") for word in words)
        return plain.replace("{n}", self._number)


@cache
def meanings_of(tag: str) -> Meanings | None:
    """Returns the words of a language; None for one, or a script, that nobody has listed them for."""
    known = tag.partition("-")[0]
    resource = files("rolebook.language") / "meanings" / f"{known}.yml"
    if not resource.is_file() or script_of(tag) != script_of(known):
        return None
    return Meanings(known, read_own_yaml(resource))


_DIGITS = r"(?<!\d)\d{1,9}(?:[.,]\d{1,9}){0,3}"
"""Bounded: a run of digits without end must neither be a number nor be tried from each of its digits."""


def _number(tag: str) -> str:
    words = sorted(language_for(tag).quantities.words, key=len, reverse=True)
    return "(?:" + "|".join((_DIGITS, *map(re.escape, words))) + ")"
