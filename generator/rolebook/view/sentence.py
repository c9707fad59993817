"""Titles inside a sentence, and what a sentence says already."""

import re
import string
import unicodedata
from collections.abc import Collection, Iterator

from rolebook.language import Language

_ENDS = ".!?…。！？"
_AROUND = "\"'“”„‘’«»()[]¿¡"
_SHORT = 3


def is_inside(before: str) -> bool:
    """Whether what follows these words goes on with their sentence."""
    said = before.rstrip(f"{_AROUND}{string.whitespace}")
    return bool(said) and said[-1] not in _ENDS


def in_sentence(title: str, language: Language, proper: Collection[str]) -> str:
    """A title as it is written inside a sentence: languages that write posts small begin it so.

    Abbreviations and names stay, and so does a title whose other words are written large too, as in *Sales Manager*.
    """
    first, *others = title.split() or [""]
    if not language.lowers_titles or any(sign.isupper() for sign in first[1:]) or _begins_with_name(title, proper):
        return title
    long = [word for word in others if len(word) > _SHORT and not word.isupper()]
    if long and all(word[0].isupper() for word in long):
        return title
    return title[:1].lower() + title[1:]


def _begins_with_name(title: str, proper: Collection[str]) -> bool:
    """Whether a title begins with one of these names, as a whole word: `London guide`, `New York office manager`."""
    return any(title.startswith(name) and not title[len(name) : len(name) + 1].isalnum() for name in proper)


def towns_in(address: str) -> Iterator[str]:
    """The parts of an address that are a name: those between commas and lines but for the street, without numbers."""
    for part in re.split(r"[,;\n]", address)[1:]:
        words = [word for word in part.split() if not any(sign.isdigit() for sign in word)]
        if words and all(word[0].isupper() for word in words):
            yield " ".join(words)


def unsaid(marks: Collection[str], text: str, language: Language) -> Iterator[str]:
    """Those of an item's marks that its own words do not say."""
    said = _folded(text)
    yield from (mark for mark in marks if not _says(said, _folded(mark), language))


def says_rhythm(text: str, frequency: str, language: Language) -> bool:
    """Whether words name a rhythm in one of the ways that the language has for it."""
    said = _folded(text)
    return any(_says(said, _folded(way), language) for way in language.rhythms.get(frequency, ()))


def says_years(text: str, years: float, language: Language) -> bool:
    """Whether words name a number of years, in digits or spelled out."""
    said = _folded(text)
    numbers = {*language.quantities.digits(text), *language.quantities.spelled(text)}
    return years in numbers and any(_says(said, noun, language) for noun in language.nouns("years"))


def _says(said: str, words: str, language: Language) -> bool:
    """Whether folded words are there as whole words; scripts without spaces have no edges to look for."""
    edge = "" if language.counts_signs else r"(?!\w)"
    start = "" if language.counts_signs else r"(?<!\w)"
    return bool(words) and re.search(f"{start}{re.escape(words)}{edge}", said) is not None


def _folded(text: str) -> str:
    """Small letters, one kind of space, and none before a percent sign."""
    return re.sub(r"\s+(?=%)", "", " ".join(unicodedata.normalize("NFC", text).casefold().split()))
