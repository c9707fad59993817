"""Whether a document's words and figures are on pages that somebody else may have made: compared run by run."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import pairwise

from rolebook.language import Duration
from rolebook.model.base import Money
from rolebook.model.policy import Counting
from rolebook.model.role import Limit
from rolebook.model.words.inline import Words, runs_in
from rolebook.model.words.text import Text
from rolebook.view.fingerprint import WorkingTime
from rolebook.view.reader import Reader

# What an extractor of text adds or leaves out: white space, and the hyphens at the ends of lines.
_LOOSE = re.compile(r"[\s\u00ad\u0002\ufffe\u200b-\u200f\u2060\ufeff‐-]+")
_HYPHENS = frozenset("-‐\u0002\ufffe")
_AFTER_FIGURE = re.compile(r"\d[.,]?\Z")
_DIGIT = re.compile(r"\d")
_TAKEN = "\0"
_Wanted = tuple[str, str]  # as it is written, and folded
Forms = tuple[str, ...]
"""How one figure may be written: as papers write it now, then as they did."""


def missing_words(
    texts: Iterable[Text], language: str, pages: Sequence[str], figures: Iterable[Forms] = ()
) -> Iterator[str]:
    """Returns runs of words, as a reader of `language` gets them, and figures that are on none of the pages.

    References and data that is filled in are no words of the text; a run may go on on the next page. What holds digits
    is looked for as often as the text has it, digit by digit: one place on a page shows one of them only.
    """
    folded = [_folded(page) for page in pages]
    runs = [run.text for text in texts for run in runs_in(text.blocks(language)) if isinstance(run, Words)]
    wanted = [(run, _folded(run)) for run in runs]
    yield from (run for run, words in wanted if words and not _DIGIT.search(words) and not _is_on(words, folded))
    numbered = [(run, words) for run, words in wanted if _DIGIT.search(words)]
    left = _taken(numbered, folded, _take)
    yield from (run for run, _ in _taken(left, folded, _take_from_two))
    told = sorted(figures, key=lambda forms: -len(forms[0]))
    yield from (forms[0] for forms in told if not any(_take(_folded(form), folded) for form in forms))


def figures_in(values: Iterable[object], reader: Reader) -> Iterator[Forms]:
    """Returns the amounts, spans, days and numbers among a document's values, as its reader sees them."""
    for value in values:
        match value:
            case Limit() | Money():
                yield (reader.limit(value),)
            case Counting():
                yield (reader.language.repeated(value.count, value.unit, in_a_row=value.in_a_row),)
                yield (reader.duration(value.within),)
            case Duration():
                yield (reader.duration(value),)
            case WorkingTime(span):
                yield (reader.language.working_time(span),)
            case date():
                yield reader.language.dates(value)
            case int() | float():
                yield (reader.language.number(value),)


def _taken(wanted: Sequence[_Wanted], pages: list[str], take: Callable[[str, list[str]], bool]) -> list[_Wanted]:
    """Takes each of some runs off the pages, the longest first; returns those that are on none, in their order."""
    order = sorted(range(len(wanted)), key=lambda place: -len(wanted[place][1]))
    missing = [place for place in order if not take(wanted[place][1], pages)]
    return [wanted[place] for place in sorted(missing)]


def _take(words: str, pages: list[str]) -> bool:
    """Takes words off the first page that has them."""
    pattern = _pattern(words)
    for number, page in enumerate(pages):
        if found := pattern.search(page):
            pages[number] = page[: found.start()] + _TAKEN + page[found.end() :]
            return True
    return False


def _take_from_two(words: str, pages: list[str]) -> bool:
    """Takes words that begin on one page and end on the next off both."""
    for number in range(len(pages) - 1):
        here, after = pages[number : number + 2]
        size = _begun(words, here)
        end = _pattern(words[size:]).search(after) if size else None
        if end:
            pages[number] = _pattern(words[:size]).sub(_TAKEN, here, count=1)
            pages[number + 1] = after[: end.start()] + _TAKEN + after[end.end() :]
            return True
    return False


def _begun(words: str, page: str) -> int:
    """How much of some words a page has, from their beginning; a figure is never cut."""
    sizes = (size for size in range(len(words) - 1, 0, -1) if not words[size - 1 : size + 1].isdecimal())
    return next((size for size in sizes if words[:size] in page and _pattern(words[:size]).search(page)), 0)


def _pattern(words: str) -> re.Pattern[str]:
    """Words as they are, with no other digit before or after a figure at their ends."""
    before = r"(?<!\d)(?<!\d[.,])" if words[0].isdecimal() else ""
    after = r"(?!\d|[.,]\d)" if words[-1].isdecimal() else ""
    return re.compile(before + re.escape(words) + after)


def _is_on(words: str, pages: Sequence[str]) -> bool:
    if any(words in page for page in pages):
        return True
    return any((size := _begun(words, here)) and words[size:] in after for here, after in pairwise(pages))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", _LOOSE.sub(partial(_loose_sign, text), text))


def _loose_sign(text: str, found: re.Match[str]) -> str:
    """What remains between words: nothing, but before a figure a hyphen, and a space after another figure."""
    if not text[found.end() : found.end() + 1].isdecimal():
        return ""
    if _HYPHENS & {*found[0]}:
        return "-"
    return " " if _AFTER_FIGURE.search(text[max(found.start() - 2, 0) : found.start()]) else ""
