"""One language: its interface words and how it writes dates, numbers, lists and durations.

Words come from `data/<tag>.yml`; a handbook may override or add a language in `content/languages/<tag>.yml`.
Formats come from CLDR through Babel.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent, get_decimal_symbol
from babel.units import format_unit

from rolebook.language.duration import Duration
from rolebook.language.length import counts_signs
from rolebook.language.quantities import Quantities
from rolebook.language.typography import Typography
from rolebook.source import read_own_yaml

FALLBACK = "en"
_EARLY = 2
"""The last month that is written with a zero where a language writes early months so."""
_OWN = frozenset(
    {
        "rhythms",
        "topics",
        "quantities",
        "units",
        "durations",
        "lowers_titles",
        "columns",
        "working_days",
        "calendar_days",
        "title_marks",
        "signs",
        "unbroken",
        "date",
        "date_early",
    }
)


@dataclass(frozen=True, slots=True)
class FontSet:
    """What a language is printed in: font families, the first that has a character shows it, and where they come from.

    `packages` are importable Python packages whose folders hold the font files.
    """

    packages: tuple[str, ...]
    families: tuple[str, ...]


class Language:
    """The words and formats of one language; `tag` is BCP 47."""

    def __init__(self, tag: str, data: Mapping[str, Any]) -> None:
        self.tag = tag
        self.name: str = data["name"]
        self.direction: str = data.get("direction", "ltr")
        self._words: Mapping[str, Any] = data["words"]
        fonts = data["fonts"]
        self.fonts = FontSet(tuple(fonts["packages"]), tuple(fonts["families"]))
        self.rhythms: Mapping[str, Sequence[str]] = data.get("rhythms", {})
        self.units: Mapping[str, Sequence[str]] = data.get("units", {})
        self._durations: Mapping[str, Mapping[str, str]] = data.get("durations", {})
        self.lowers_titles: bool = data.get("lowers_titles", False)
        self.counts_signs = counts_signs(tag)
        self.columns: Mapping[str, Sequence[str]] = data.get("columns", {})
        self.working_days: Sequence[str] = data.get("working_days", ())
        self.calendar_days: Sequence[str] = data.get("calendar_days", ())
        self.typography = Typography(data)
        self._date_form: str = data.get("date", "long")
        self._early_form: str = data.get("date_early", self._date_form)
        self._topics: Mapping[str, Sequence[str]] = data.get("topics", {})
        self._quantities: Mapping[str, Any] = data.get("quantities", {})

    @cached_property
    def _locale(self) -> Locale:
        try:
            return Locale.parse(self.tag, sep="-")
        except (UnknownLocaleError, ValueError):
            return _locale_of(self.tag.partition("-")[0])

    @cached_property
    def with_country(self) -> str:
        """The tag with a country, as word processors want it: zh-CN for zh."""
        likely = get_global("likely_subtags").get(str(self._locale), "")
        country = self._locale.territory or (parse_locale(likely)[1] if likely else None)
        return "-".join(part for part in (self._locale.language, country) if part)

    @cached_property
    def quantities(self) -> Quantities:
        """What tells the numbers in a text of this language."""
        signs = self._locale.number_symbols.get("latn", self._locale.number_symbols)
        spaces = str(signs.get("group", "")).isspace()
        months = {} if counts_signs(self.tag) else dict(self._locale.months["format"]["wide"])
        return Quantities(self.tag, self._quantities, str(signs.get("decimal", ".")), spaces=spaces, months=months)

    def word(self, key: str, **arguments: object) -> str:
        """The interface word or sentence of `key`; KeyError names a key that no data file has."""
        return str(self._words[key]).format_map(arguments)

    def words_about(self, topic: str) -> frozenset[str]:
        """Words so common in texts about `topic` that they tell nothing apart."""
        return frozenset(self._topics.get(topic, ()))

    def has(self, key: str) -> bool:
        """Whether there is a word for `key`."""
        return key in self._words

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all words."""
        return tuple(self._words)

    def forms(self, key: str) -> Mapping[str, str]:
        """What a file of the language says for `key`: by plural forms, or one word under an empty name."""
        told = self._words.get(key, {})
        return told if isinstance(told, Mapping) else {"": str(told)}

    def counted(self, key: str, count: float) -> str:
        """The word of `key` in the plural form that `count` takes; `{count}` stands for the number."""
        return self._in_form(self._words[key], count)

    def repeated(self, count: int, unit: str, *, in_a_row: bool) -> str:
        """How often, or for how many days or hours, something was: in all, or in a row."""
        key = "times" if unit == "times" and not in_a_row else f"{unit}-{'in-a-row' if in_a_row else 'in-all'}"
        return self.counted(key, count)

    def nouns(self, key: str) -> frozenset[str]:
        """What the plural forms of `key` count, without the number."""
        return frozenset(form.replace("{count}", "").strip().casefold() for form in self._words[key].values())

    def _in_form(self, forms: Mapping[str, str], count: float) -> str:
        exact = int(count) if count == int(count) else Decimal(str(count))
        form = forms.get(self._locale.plural_form(exact), forms["other"])
        return form.format_map({"count": self.number(count)})

    def dates(self, day: date) -> tuple[str, ...]:
        """A date in full as it is written now, and as papers that are out may write it."""
        own = self._early_form if day.month <= _EARLY else self._date_form
        forms = dict.fromkeys((own, self._early_form, "long"))
        return tuple(format_date(day, format=form, locale=self._locale) for form in forms)

    def date(self, day: date) -> str:
        """A date in full, as a contract would write it."""
        return self.dates(day)[0]

    def moment(self, moment: datetime) -> str:
        """A date and a time of day where the machine is, as the language writes them."""
        here = moment.astimezone()
        return f"{self.date(here.date())}, {format_time(here, format='short', tzinfo=here.tzinfo, locale=self._locale)}"

    def number(self, value: float) -> str:
        """A number with the language's separators."""
        return format_decimal(value, locale=self._locale)

    def percent(self, value: float) -> str:
        """A share given in percent: 20 is 20 %."""
        return format_percent(value / 100, locale=self._locale, decimal_quantization=False)

    def money(self, amount: float, currency: str) -> str:
        """An amount with its ISO 4217 currency, without cents where there are none."""
        digits = "¤¤ #,##0" if amount == int(amount) else "¤¤ #,##0.00"
        return format_currency(amount, currency, digits, locale=self._locale, currency_digits=False)

    def listed(self, items: Sequence[str]) -> str:
        """Items joined by commas and *and*."""
        return format_list(list(items), locale=self._locale) if items else ""

    def territory(self, code: str) -> str:
        """The name of a place by its ISO 3166 code; of a subdivision, its country's with the code."""
        country, _, subdivision = code.partition("-")
        name = self._locale.territories.get(country, country)
        return f"{name} ({subdivision})" if subdivision else name

    def places_in(self, code: str) -> frozenset[str]:
        """The names of a country and of the cities that CLDR names a time zone of it by."""
        zones = [zone for zone in get_global("territory_zones").get(code, ()) if zone.count("/") == 1]
        own = self._locale.time_zones
        cities = (own[zone].get("city") if zone in own else None for zone in zones)
        plain = (zone.partition("/")[2].replace("_", " ") for zone in zones)
        return frozenset({self.territory(code), *(city or name for city, name in zip(cities, plain, strict=True))})

    def language_name(self, tag: str) -> str:
        """The name of a language; its tag where CLDR has none."""
        return str(self._locale.languages.get(tag.replace("-", "_"), tag))

    def duration(self, duration: Duration) -> str:
        """A duration in words, in the units it was written in."""
        return " ".join(self._unit(count, unit) for unit, count in duration.parts)

    def working_time(self, duration: Duration) -> str:
        """A duration that counts working days only."""
        match duration.parts:
            case [("days", count)]:
                return self.counted("working-days", count)
            case _:
                return self.word("working-time-span", span=self.duration(duration))

    def _unit(self, count: int, unit: str) -> str:
        if unit in self._durations:
            return self._in_form(self._durations[unit], count)
        name = f"duration-{unit.removesuffix('s')}"
        told = format_unit(count, name, length="long", locale=self._locale)
        # Where CLDR says "long is as short", Babel gives the unit's code.
        return told if name not in told else format_unit(count, name, length="short", locale=self._locale)


def _locale_of(language: str) -> Locale:
    """CLDR's rules for a language, or English ones where it has none."""
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)


def script_of(tag: str) -> str:
    """The ISO 15924 code of the script a language is most likely written in: `Hant` for zh-TW; empty where unknown."""
    try:
        locale = Locale.parse(tag.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return ""
    likely = get_global("likely_subtags")
    full = likely.get(f"{locale.language}_{locale.territory}") or likely.get(locale.language, "")
    return locale.script or next((part for part in full.split("_")[1:] if len(part) == 4), "")


def date_order(jurisdiction: str) -> str:
    """The order of day, month and year in a country's short dates, as `dmy`, `mdy` or `ymd`; empty where unknown."""
    try:
        locale = Locale.parse(f"und_{jurisdiction.partition('-')[0]}", resolve_likely_subtags=True)
    except (UnknownLocaleError, ValueError):
        return ""
    return "".join(dict.fromkeys(sign for sign in locale.date_formats["short"].pattern.lower() if sign in "dmy"))


def cell_separator(tag: str) -> str:
    """The separator of CSV files in the spreadsheets of a language: a semicolon where a comma marks decimals."""
    return ";" if get_decimal_symbol(_locale_of(tag)) == "," else ","


@cache
def known_languages() -> tuple[str, ...]:
    """Tags of the languages Rolebook brings words for, sorted."""
    return tuple(sorted(entry.name.removesuffix(".yml") for entry in (files("rolebook.language") / "data").iterdir()))


def language_for(tag: str, own: Mapping[str, Any] | None = None) -> Language:
    """The language of a tag; words it lacks come from its parent tag, then from English.

    Where a region writes some words otherwise (`regions/<tag>.yml`), it has those.
    `own` is what the handbook says of the language, in the shape of a data file.
    """
    base = _brought(tag)
    if not own and base.tag == tag:
        return base
    brought = _data(base.tag)
    if base.tag != tag.partition("-")[0]:  # words may be borrowed, what tells about a language may not
        brought = {key: value for key, value in brought.items() if key not in _OWN}
    own = own or {}
    words = {**brought["words"], **_regional(tag), **(own.get("words") or {})}
    return Language(tag, {**brought, **own, "words": words})


@cache
def _brought(tag: str) -> Language:
    while tag not in known_languages():
        tag = tag.rpartition("-")[0] or FALLBACK
    return Language(tag, _data(tag))


@cache
def _regional(tag: str) -> Mapping[str, Any]:
    """The words that a region writes otherwise than its language."""
    resource = files("rolebook.language") / "regions" / f"{tag}.yml"
    return dict(read_own_yaml(resource)["words"]) if resource.is_file() else {}


@cache
def _data(tag: str) -> Mapping[str, Any]:
    resource = files("rolebook.language") / "data" / f"{tag}.yml"
    data = read_own_yaml(resource)
    if tag != FALLBACK:
        data.setdefault("fonts", _data(FALLBACK)["fonts"])
        data["words"] = {**_data(FALLBACK)["words"], **data["words"]}
    return dict(data)
