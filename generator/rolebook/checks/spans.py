"""Spans of time and shares that a text names, in every language that is known."""

import re
from collections.abc import Mapping
from functools import cache

from rolebook.language import Duration, known_languages, language_for
from rolebook.model.words.text import Text

_ISO = {"hours": "PT{}H", "days": "P{}D", "weeks": "P{}W", "months": "P{}M", "years": "P{}Y"}
_MARK_REACH = 14
"""Signs behind a span in which a language may say that it counts working days."""
_SHARE = r"(?<!\d)(?P<share>\d{1,3})(?:[.,]\d+)? ?(?:%|％|per ?cent|percent|por ciento|процент\w*|phần trăm)"


def longest_span(text: Text) -> Duration | None:
    """The longest span named in any of a text's languages: `1 to 2 days` is P2D; None when none is."""
    return max(spans_in(text), key=lambda span: span.minutes, default=None)


def spans_in(text: Text) -> list[Duration]:
    """The spans named in all of a text's languages, in digits or words."""
    found = []
    for tag, words in text.values.items():
        known = tag.partition("-")[0]
        pattern = figure_pattern("{span}", known)
        matches = pattern.finditer(words.casefold()) if pattern else ()
        found += [span for match in matches if (span := span_in(match, known))]
    return found


def days_in(words: str, tag: str) -> list[tuple[int, bool]]:
    """The numbers of days that words in one language name, and whether each counts working days."""
    known = tag.partition("-")[0]
    pattern = figure_pattern("{span}", known)
    folded = words.casefold()
    found = []
    for match in pattern.finditer(folded) if pattern else ():
        span = span_in(match, known)
        if span and [unit for unit, _ in span.parts] == ["days"]:
            around = match[0] + behind(folded, match.end())
            found.append((span.parts[0][1], counts_working_days(around, known) is True))
    return found


def days_counted(text: Text, span: Duration) -> bool | None:
    """Whether a text counts a span of days as working days, or all; None where it says neither, or both."""
    said = set()
    for tag, words in text.values.items():
        known, folded = tag.partition("-")[0], words.casefold()
        pattern = figure_pattern("{span}", known)
        for match in pattern.finditer(folded) if pattern else ():
            if span_in(match, known) == span:
                said.add(counts_working_days(match[0] + behind(folded, match.end()), known))
    said.discard(None)
    return said.pop() if len(said) == 1 else None


def behind(folded: str, end: int) -> str:
    """The words right behind a span in which a language may say which days it counts."""
    return re.split(r"[,.;:(，。；：（、\n]", folded[end : end + _MARK_REACH])[0].rstrip()


def counts_working_days(folded: str, tag: str) -> bool | None:
    """Whether words count working days, or all; None where they say neither."""
    language = language_for(tag)
    marks = ((language.working_days, True), (language.calendar_days, False))
    return next((counts for words, counts in marks if any(one in folded for one in words)), None)


@cache
def figure_pattern(template: str, tag: str) -> re.Pattern[str] | None:
    """A pattern with a span for its `{span}`, or a share for its `{share}`; None where a language has no units."""
    span = _counted(tag)
    return re.compile(template.replace("{span}", span).replace("{share}", _SHARE)) if span else None


def span_in(match: re.Match[str], tag: str) -> Duration | None:
    """The span that a `figure_pattern` found; None for a share."""
    groups = match.groupdict()
    unit = next((unit for unit in _ISO if groups.get(unit)), None)
    if unit is None:
        return None
    count = groups["count"]
    return Duration.parse(_ISO[unit].format(count if count.isdecimal() else _numbers(tag)[count]))


def _counted(tag: str) -> str | None:
    """A number in digits or words, perhaps with one word between, and a unit."""
    units, words = _units(tag), "|".join(map(re.escape, sorted(_numbers(tag), key=len, reverse=True)))
    if not units:
        return None
    between, ending = ("", "") if language_for(tag).counts_signs else (r"(?:\w{3,13} )?", r"\w*")
    return rf"(?P<count>(?<!\d)\d{{1,4}}|{words}) ?{between}(?:{units}){ending}"


def _numbers(tag: str) -> Mapping[str, int]:
    return language_for(tag).quantities.words


@cache
def _units(tag: str) -> str:
    units = language_for(tag).units if tag in known_languages() else {}
    return "|".join(f"(?P<{unit}>{'|'.join(map(re.escape, words))})" for unit, words in units.items() if words)
