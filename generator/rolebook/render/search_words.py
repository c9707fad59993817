"""What the search knows of a language, as a script beside its index: stems, phrases, keyboards and sounds."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from unicodedata import combining, normalize

from rolebook.language.search_words import SearchWords
from rolebook.language.sounds import signs_by_sound
from rolebook.language.stems import has_stems, stem_of
from rolebook.render.search import Searchable

_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BRITISH = re.compile("iz(?=[eia])")


def words_script(tag: str, words: SearchWords, keyboards: Iterable[SearchWords], pages: Iterable[Searchable]) -> str:
    """Returns the script of one language; `keyboards` are the search words of all languages of the site.

    Stems are made here, with the vocabulary of the `pages` and of the lists, so that a browser only looks them up.
    """
    told = {
        "synonyms": words.synonyms,
        "related": words.related,
        "little": words.little,
        "numbers": words.numbers,
        "layouts": [one.keyboard for one in keyboards if one.keyboard],
        "stems": "\n".join(_stem_rows(tag, words, pages)) if has_stems(tag) else "",
        "sounds": "".join(_sound_rows()) if tag.partition("-")[0] == "zh" else "",
    }
    return f"rolebookWords({json.dumps(told, ensure_ascii=False, separators=(',', ':'))});\n"


def _stem_rows(tag: str, words: SearchWords, pages: Iterable[Searchable]) -> Iterator[str]:
    """A row for each stem: the stem, then its words; `=` is the stem itself as a word. A row of one is such a word."""
    families: dict[str, set[str]] = defaultdict(set)
    for word in _words(_texts(words, pages)):
        families[_folded(stem_of(_BRITISH.sub("is", word), tag))].add(_folded(word))
    for stem, members in sorted(families.items()):
        own = ["="] if stem in members and len(members) > 1 else []
        yield " ".join([stem, *own, *sorted(members - {stem})])


def _texts(words: SearchWords, pages: Iterable[Searchable]) -> Iterator[str]:
    yield from (*words.little, *words.numbers)
    for group in (*words.synonyms, *words.related):
        yield from group
    for page in pages:
        yield page.title
        yield from (passage.text for passage in page.passages)


def _words(texts: Iterable[str]) -> list[str]:
    """The words of the texts in small letters, each once; signs of Chinese have no stems."""
    found = {word for text in texts for word in _WORD.findall(normalize("NFKC", text).lower())}
    return sorted(word for word in found if not _HAN.search(word))


def _folded(word: str) -> str:
    """As the browser's script folds words: no marks, no variants of letters."""
    bare = "".join(sign for sign in normalize("NFD", word) if not combining(sign))
    return _BRITISH.sub("is", bare.lower().replace("đ", "d").replace("ß", "ss"))


def _sound_rows() -> Iterator[str]:
    yield from (f"{sound}{signs} " for sound, signs in signs_by_sound().items())
