"""Spans of time that a text names in words, in every language that is known."""

import re
from functools import cache

from rolebook.language import Duration, known_languages, language_for
from rolebook.model.words.text import Text

_SIGN = {"days": "D", "weeks": "W", "months": "M", "years": "Y"}


def longest_span(text: Text) -> Duration | None:
    """The longest span named in any of a text's languages: `1 to 2 days` is P2D; None when none is."""
    found = [span for tag, words in text.values.items() for span in _spans(words, tag.partition("-")[0])]
    return max(found, key=lambda span: span.minutes, default=None)


def _spans(words: str, tag: str) -> list[Duration]:
    pattern = _pattern(tag)
    matches = pattern.finditer(words.casefold()) if pattern else ()
    return [Duration.parse(f"P{match[1]}{_SIGN[match.lastgroup or 'days']}") for match in matches]


@cache
def _pattern(tag: str) -> re.Pattern[str] | None:
    units = language_for(tag).units if tag in known_languages() else {}
    named = [f"(?P<{unit}>{'|'.join(map(re.escape, words))})" for unit, words in units.items() if words]
    return re.compile(rf"(?<!\d)(\d{{1,4}}) ?(?:{'|'.join(named)})") if named else None
