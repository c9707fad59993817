"""A day as tables write it: in figures in the country's order, or with a month's name in any language."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from rolebook.language import date_order, month_number, weekday_number

_TIME = (
    r"(?:[T ,]+(?:上午|下午|SA|CH)?\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
    r"(?:\s*(?:[AaPp]\.?\s?[Mm]\.?|上午|下午|SA|CH|Z|(?:GMT|UTC|[A-Z]{3,4})?(?:[+-]\d{1,2}(?::?\d{2})?)?))*)?\Z"
)
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?" + _TIME)
_YEAR_LAST = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4})(?: ?г\.?)?" + _TIME)
_WITHOUT_SIGNS = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})" + _TIME)
"""As ISO 8601 allows; the same figures with the day first are no day of these centuries."""
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-")
_MONTH = r"(?P<month>[^\W\d_]+(?: ?\d{1,2}| [^\W\d_]+){0,2}?)\.?"
_GAP = r"[ ,./-]{1,2}"
_YEAR = r"(?P<year>\d{4})(?: ?г(?:\.|ода)?)?"
_NAMED = tuple(
    re.compile(form + _TIME, re.IGNORECASE)
    for form in (
        rf"(?:ngày )?(?P<day>\d{{1,2}})(?:st|nd|rd|th|[.ºª])?{_GAP}(?:de |of )?{_MONTH}{_GAP}(?:de |del |năm )?{_YEAR}",
        rf"{_MONTH}{_GAP}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_GAP}(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}}){_GAP}{_MONTH}{_GAP}(?P<day>\d{{1,2}})",
    )
)
_WEEKDAY = re.compile(
    r"(?P<first>[^\W\d_]+(?:[ -][^\W\d_]+)?)\.?,? +(?P<rest>.*\d.*)|(?P<start>.*[\d日]),? *(?P<last>(?:星期|周).)",
    re.DOTALL,
)


def day_of(words: str, jurisdiction: str) -> date | None:
    """Returns the day that words name in a country's form, with a time behind it or none; None where in doubt.

    A year first is the same everywhere, and so is a month's name; with figures alone and the year last, the country
    says whether the day or the month begins. A weekday must be that of the day. Years have four figures.
    """
    words = unicodedata.normalize("NFKC", words).translate(_HYPHENS).strip()
    for part, weekday in _without_weekday(words):
        day = _in_figures(part, jurisdiction) or _with_month_name(part)
        if day and weekday in (None, day.weekday()):
            return day
    return None


def _without_weekday(words: str) -> Iterator[tuple[str, int | None]]:
    """The words as they are, and without a weekday at either end, with its number."""
    yield words, None
    if match := _WEEKDAY.fullmatch(words):
        weekday = weekday_number(match["first"] or match["last"])
        if weekday is not None:
            yield match["rest"] or match["start"], weekday


def _in_figures(words: str, jurisdiction: str) -> date | None:
    if match := _YEAR_FIRST.match(words) or _WITHOUT_SIGNS.match(words):
        return _day(match[1], match[2], match[3])
    match, order = _YEAR_LAST.match(words), date_order(jurisdiction)
    if match and order in ("dmy", "mdy"):
        day, month = (match[1], match[3]) if order == "dmy" else (match[3], match[1])
        return _day(match[4], month, day)
    return None


def _with_month_name(words: str) -> date | None:
    matches = (match for form in _NAMED if (match := form.match(words)))
    named = ((match, month_number(match["month"])) for match in matches)
    return next((_day(match["year"], month, match["day"]) for match, month in named if month), None)


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
