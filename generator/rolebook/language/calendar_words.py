"""What the names of months and weekdays mean, as the languages of Unicode's CLDR write them in dates."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from babel import Locale

from rolebook.language.language import known_languages

Names = dict[str, int]


def month_number(name: str) -> int | None:
    """Returns the month from 1 that a name means, long or short; None for a name of no month or of two."""
    return _months().get(_plain(name))


def weekday_number(name: str) -> int | None:
    """The same for a weekday, from 0 for Monday."""
    return _weekdays().get(_plain(name))


@cache
def _months() -> Names:
    own = _meanings(lambda locale: locale.months)
    return own | {short: own[long] for short, long in _ALSO.items()}


@cache
def _weekdays() -> Names:
    return _meanings(lambda locale: locale.days)


_ALSO = {"set": "septiembre"} | {
    f"tháng{word}": f"tháng{number}"
    for number, word in enumerate(
        ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mườimột", "mườihai"), 1
    )
}
"""Forms that programs write and CLDR does not have."""


_SHORT = 3
"""Letters that Windows leaves of a month's name where CLDR leaves more: `фев`, `sep`."""


def _meanings(kinds: Callable[[Locale], Mapping[str, Mapping[str, Mapping[int, str]]]]) -> Names:
    """Numbers by name, but for names that two languages use for different ones."""
    found: dict[str, set[int]] = {}
    for number, name in _named(kinds):
        found.setdefault(_plain(name), set()).add(number)
    return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}


def _named(kinds: Callable[[Locale], Mapping[str, Mapping[str, Mapping[int, str]]]]) -> Iterable[tuple[int, str]]:
    for tag in sorted(known_languages()):
        names = kinds(Locale.parse(tag, sep="-"))
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[context][width].items():
                    yield number, name
                    if name.isalpha() and len(name) > _SHORT:
                        yield number, name[:_SHORT]


def _plain(name: str) -> str:
    """A name without case, points and blanks; `tháng 02` as `tháng2`."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace(".", "")
    return "".join(part.lstrip("0") for part in plain.split())
