"""What a cell means in a handbook: an id, or a name or title that is exactly one's."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from rolebook.language import known_languages, language_for
from rolebook.language.comparison import folded
from rolebook.model.handbook import Handbook
from rolebook.model.words.text import Text, chain_of

Meanings = Mapping[str, frozenset[str]]


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


def several(told: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """Returns what a cell names between semicolons, or between other signs where each part is known, the whole not."""
    parts: list[str] = []
    for part in filter(None, map(str.strip, re.split("[;；]", told))):
        pieces = [piece for piece in map(str.strip, re.split("[,，、/|&+]", part)) if piece]
        parts += pieces if not is_known(part) and all(map(is_known, pieces)) else [part]
    return tuple(dict.fromkeys(parts))


def _texts(text: Text) -> Iterable[str]:
    return text.values.values()


def _language_names(handbook: Handbook, tag: str) -> Iterator[str]:
    yield language_for(tag, handbook.languages.get(tag)).name
    for reader in known_languages():
        yield language_for(reader).language_name(tag)
