"""Ids for what a document says: short, of its own words in Latin letters, the same again when it is read again."""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from rolebook.language.comparison import folded
from rolebook.language.sounds import in_latin_letters

_LONGEST, _MOST_WORDS = 40, 4
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_MOST_SYLLABLES = 6
_ALIKE = 0.75
"""From which likeness on a changed text is the same item."""
_SHORT = 3
_WITHOUT_WORDS = "item"


def slug(words: str) -> str:
    """Returns the first words of a text as an id: transliterated, at most 40 signs, a letter first."""
    letters = in_latin_letters(words).replace("'", "")
    found = [word.lower() for word in _WORD.findall(letters if _HAN.search(words) else letters.lower())]
    most = _MOST_SYLLABLES if _HAN.search(words) else _MOST_WORDS
    long = [word for word in found if len(word) >= _SHORT or word.isdecimal()]
    chosen = (long if len(long) >= 2 and not _HAN.search(words) else found)[:most]
    text = "-".join(chosen)
    while len(text) > _LONGEST - 3 and "-" in text:
        text = text.rpartition("-")[0]
    text = text[: _LONGEST - 3].strip("-")
    return text if text[:1].isalpha() else f"{_WITHOUT_WORDS}-{text}".rstrip("-")


class Ids:
    """The ids of one list. `before` are the texts that an earlier import gave ids to."""

    def __init__(self, before: Mapping[str, str] | None = None, taken: Iterable[str] = ()) -> None:
        self._before = {name: folded(text) for name, text in (before or {}).items()}
        self._taken = set(taken)
        self._counts: dict[str, int] = {}
        """The last number given to a name, where many items say the same."""

    def next(self, words: str) -> str:
        """Returns an id for a text: that of before for the same or nearly the same words, else a new one."""
        name = self._known(folded(words)) or self._free(slug(words))
        self._taken.add(name)
        self._before.pop(name, None)
        return name

    def is_free(self, name: str) -> bool:
        """Whether nothing has an id."""
        return name not in self._taken

    def _known(self, words: str) -> str:
        for name, text in self._before.items():
            if text == words:
                return name
        likeness = [
            (SequenceMatcher(None, text, words, autojunk=False).ratio(), name) for name, text in self._before.items()
        ]
        best = max(likeness, default=(0.0, ""))
        return best[1] if best[0] >= _ALIKE else ""

    def _free(self, name: str) -> str:
        count = self._counts.get(name, 1)
        free = name if count == 1 else f"{name}-{count}"
        while free in self._taken or free in self._before:
            count += 1
            free = f"{name}-{count}"
        self._counts[name] = count
        return free
