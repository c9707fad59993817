"""What texts say and how alike they are: Jaccard similarity of their words, and all pairs above a threshold.

Pairs are found by prefix filtering (Chaudhuri, Ganti, Kaushik, *A Primitive Operator for Similarity Joins*, 2006):
two sets that alike share one of their rarest words, so only sets that do are compared.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from math import ceil

from rolebook.model.words.inline import plain
from rolebook.model.words.text import Text

_WORD = re.compile(r"[^\W\d_]{2,}")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_WITHOUT_SPACES = ("zh", "ja")


def content_words(text: str, language: str) -> frozenset[str]:
    """The words of a text, folded; in scripts without spaces, pairs of neighbouring signs."""
    folded = (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()
    if language.partition("-")[0] in _WITHOUT_SPACES:
        runs = _UNSPACED.findall(folded)
        return frozenset(run[place : place + 2] for run in runs for place in range(max(1, len(run) - 1)))
    return frozenset(_WORD.findall(folded))


def says(text: str, phrase: str) -> bool:
    """Whether a folded text has the phrase as whole words; in scripts without spaces, anywhere."""
    if _UNSPACED.search(phrase):
        return phrase in text
    return phrase in text and re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) is not None


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard similarity: 1 for equal sets, empty ones too, 0 for sets that share nothing."""
    union = len(one | other)
    return len(one & other) / union if union else 1.0


def near_pairs(sets: Sequence[frozenset[str]], threshold: float) -> Iterator[tuple[int, int]]:
    """For each set with an earlier one at least `threshold` alike: the index of the first such, and its own.

    Sets under four words are passed over.
    """
    rarity = Counter(chain.from_iterable(sets))
    rank = {word: place for place, word in enumerate(sorted(rarity, key=lambda word: (rarity[word], word)))}
    first: dict[frozenset[str], int] = {}
    seen: dict[str, list[int]] = defaultdict(list)
    for index, words in enumerate(sets):
        if len(words) < 4:
            continue
        if words in first:
            yield first[words], index
            continue
        first[words] = index
        prefix = sorted(words, key=rank.__getitem__)[: len(words) - ceil(threshold * len(words)) + 1]
        candidates = sorted({earlier for word in prefix for earlier in seen[word]})
        fitting = (earlier for earlier in candidates if _fits(len(sets[earlier]), len(words), threshold))
        alike = next((earlier for earlier in fitting if similarity(sets[earlier], words) >= threshold), None)
        if alike is not None:
            yield alike, index
        for word in prefix:
            seen[word].append(index)


def _fits(one: int, other: int, threshold: float) -> bool:
    """Whether sets of these sizes can be so alike at all."""
    return min(one, other) >= threshold * max(one, other)


def origin_words(text: Text) -> str:
    """Returns the words of a text in the language it was written in."""
    if text.is_bare(text.origin) and not text.lists:
        return " ".join(text.values[text.language_for(text.origin)].split())
    return plain(text.blocks(text.origin))
