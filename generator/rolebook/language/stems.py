"""Stems of words by Snowball's algorithms, where it has one for a language."""

from functools import cache
from typing import Protocol

import snowballstemmer
from babel import Locale, UnknownLocaleError


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  the library's name


def has_stems(tag: str) -> bool:
    """Returns whether words of the language can be stemmed."""
    return _stemmer(tag) is not None


@cache
def stem_of(word: str, tag: str) -> str:
    """Returns what inflection leaves of a word in small letters; the word itself where no algorithm is known."""
    stemmer = _stemmer(tag)
    return stemmer.stemWord(word) if stemmer else word


@cache
def _stemmer(tag: str) -> _Stemmer | None:
    try:
        name = Locale(tag.partition("-")[0]).get_language_name("en") or ""
    except (UnknownLocaleError, ValueError):
        return None
    known: dict[str, str] = {one: one for one in snowballstemmer.algorithms()}
    algorithm = known.get(name.lower())
    stemmer: _Stemmer | None = snowballstemmer.stemmer(algorithm) if algorithm else None
    return stemmer
