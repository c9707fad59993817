"""What a sentence is about by words that stand apart in it: `reports … to`, `must not`, `in … absence`."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rolebook.language.comparison import folded

_BETWEEN, _HAN_BETWEEN = r"(?:[^\w.;:!?]+[\w'’-]+){0,6}?[^\w.;:!?]+", "[^。；;]{0,14}?"


def pattern_of(words: str, *, spaced: bool) -> str:
    """Returns a pattern of a sentence as an expression: `*` is any ending, `…` some words between."""
    if not spaced:
        return _HAN_BETWEEN.join(re.escape(folded(piece)) for piece in words.split("…"))
    pieces = [
        r"[^\w.;:!?]+".join(re.escape(folded(word)).replace(r"\*", r"\w*") for word in piece.split())
        for piece in words.split("…")
    ]
    return rf"(?<!\w)(?:{_BETWEEN.join(pieces)})(?!\w)"


class Sentences:
    """The patterns of one language by the part that they are of."""

    def __init__(self, words: Mapping[str, Iterable[str]], *, spaced: bool) -> None:
        self._patterns = [
            (part, re.compile("|".join(pattern_of(one, spaced=spaced) for one in phrases)))
            for part, phrases in words.items()
        ]

    def part_of(self, sentence: str) -> str:
        """Returns the part whose words come first in a sentence, of two at one place that of the longer; or nothing."""
        return _first(self, folded(sentence))

    def first(self, low: str) -> str:
        """Returns the part of a folded sentence."""
        best: tuple[int, int, str] | None = None
        for part, pattern in self._patterns:
            found = pattern.search(low)
            if found and (best is None or (found.start(), -len(found[0])) < best[:2]):
                best = found.start(), -len(found[0]), part
        return best[2] if best else ""


@lru_cache(maxsize=4_000)
def _first(sentences: Sentences, low: str) -> str:
    return sentences.first(low)
