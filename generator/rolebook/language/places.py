"""Names of languages and places to choose from, and the places whose law Rolebook brings."""

from functools import cache
from importlib.resources import files

from babel import Locale

from rolebook.language.language import known_languages, language_for

_UNIONS = frozenset({"EU"})
"""Law of several countries, where nobody has an employer of its own."""
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
_SPOKEN = (
    "ar", "az", "be", "bg", "bn", "ca", "cs", "da", "de", "el", "et", "eu", "fa", "fi", "fil", "fr", "gl", "he", "hi",
    "hr", "hu", "hy", "id", "it", "ja", "ka", "kk", "km", "ko", "ky", "lo", "lt", "lv", "mn", "ms", "my", "nb", "ne",
    "nl", "no", "pl", "pt", "ro", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "tg", "th", "tk", "tr", "uk", "ur", "uz",
)  # fmt: skip
"""Languages of work in many places; a handbook may use any other one, too."""


@cache
def places_with_law() -> tuple[str, ...]:
    """Returns the codes of countries and parts of them that have a pack."""
    names = (one.name for one in (files("rolebook") / "jurisdictions").iterdir())
    return tuple(sorted({name.removesuffix(".yml") for name in names if name.endswith(".yml")} - _UNIONS))


def languages_of_work(reader: str) -> dict[str, str]:
    """Returns the names of languages of work in a reader's language, by their tags."""
    site = language_for(reader)
    return {tag: site.language_name(tag) for tag in (*_SPOKEN, *known_languages())}


def countries(reader: str) -> dict[str, str]:
    """Returns the names of all countries in a reader's language, by their codes."""
    known = Locale.parse(language_for(reader).tag, sep="-").territories.items()
    return {code: name for code, name in known if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES}
