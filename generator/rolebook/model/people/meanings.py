"""What a cell means in a handbook: an id, or a name or title that is exactly one's; a day in the country's form."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from rolebook.language import date_order, known_languages, language_for
from rolebook.language.comparison import folded
from rolebook.model.handbook import Handbook
from rolebook.model.words.text import Text, chain_of

Meanings = Mapping[str, frozenset[str]]

_TIME = (
    r"(?:[T ,]+(?:上午|下午|SA|CH)?\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
    r"(?:\s*(?:[AaPp]\.?\s?[Mm]\.?|上午|下午|SA|CH|Z|(?:GMT|UTC|[A-Z]{3,4})?(?:[+-]\d{1,2}(?::?\d{2})?)?))*)?\Z"
)
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?" + _TIME)
_YEAR_LAST = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4})(?: ?г\.?)?" + _TIME)


def meanings_of(handbook: Handbook) -> dict[str, Meanings]:
    """Returns ids by every folded word that means one, for the columns `entity`, `role` and `language`."""
    return {
        "entity": by_words((one.id, _texts(one.name)) for one in handbook.settings.entities),
        "role": by_words((one.id, _texts(one.title)) for one in handbook.roles.values()),
        "language": by_words((tag, _language_names(handbook, tag)) for tag in handbook.settings.languages),
    }


def by_words(named: Iterable[tuple[str, Iterable[str]]]) -> Meanings:
    """Returns ids by their own folded form and by that of each of their names."""
    found: dict[str, set[str]] = {}
    for name, others in named:
        for words in (name, *others):
            found.setdefault(folded(words), set()).add(name)
    return {words: frozenset(ids) for words, ids in found.items()}


def meaning_of(words: str, meanings: Meanings) -> frozenset[str]:
    """Returns the ids that words may mean: an exact id alone, else all that they name but for case and width."""
    found = meanings.get(folded(words), frozenset())
    return frozenset({words}) if words in found else found


def language_of(words: str, meanings: Meanings) -> frozenset[str]:
    """The same for a language, whose tag may name a country: `es-ES` or `es_ES` for `es`."""
    chain = (words, *(chain_of(words.replace("_", "-"))))
    return next((found for one in chain if (found := meaning_of(one, meanings))), frozenset())


def day_of(words: str, jurisdiction: str) -> date | None:
    """Returns the day that words name in a country's form, with a time behind it or none; None where in doubt.

    A year first is the same everywhere; with the year last, the country says whether the day or the month begins.
    """
    words = unicodedata.normalize("NFKC", words).strip()
    if match := _YEAR_FIRST.match(words):
        return _day(match[1], match[2], match[3])
    match, order = _YEAR_LAST.match(words), date_order(jurisdiction)
    if match and order in ("dmy", "mdy"):
        day, month = (match[1], match[3]) if order == "dmy" else (match[3], match[1])
        return _day(match[4], month, day)
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _texts(text: Text) -> Iterable[str]:
    return text.values.values()


def _language_names(handbook: Handbook, tag: str) -> Iterator[str]:
    yield language_for(tag, handbook.languages.get(tag)).name
    for reader in known_languages():
        yield language_for(reader).language_name(tag)
