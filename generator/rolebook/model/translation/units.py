"""What is translated, from which words, and how far it can be relied on: string by string.

A unit is one string in one language other than its source. Its state follows from the lock and from the words as
they stand now, so nothing has to be kept up to date:

* `missing`: there are no words in the language, nor in its parent (es-MX may lean on es);
* `unconfirmed`: there are words, but nobody has said that they translate these;
* `stale`: they were confirmed for other source words than there are now;
* `machine`, `translated`, `reviewed`: they were confirmed, by whom the state says. Words that were changed since are
  `translated`, whatever they were before.

A role or policy that was renamed keeps its history through `formerly`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from rolebook.diagnostics import Location
from rolebook.model.base import Part, walk
from rolebook.model.handbook import Document, Handbook
from rolebook.model.translation.lock import FINGERPRINT_LENGTH, Lock, LockLine
from rolebook.model.translation.text_addresses import PlacedText, document_of, strings_of
from rolebook.model.words.canonical import digest, plain_data
from rolebook.model.words.text import Markdown, Text, chain_of


class State(StrEnum):
    """How far a translation can be relied on, least first."""

    MISSING = "missing"
    UNCONFIRMED = "unconfirmed"
    STALE = "stale"
    MACHINE = "machine"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"


UNRELIABLE = frozenset({State.MISSING, State.UNCONFIRMED, State.STALE})
"""What may be neither signed nor published under `--strict`."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One string in one language: its words, those they translate, and the state."""

    placed: PlacedText
    language: str
    state: State
    source_fingerprint: str
    target_fingerprint: str | None
    line: LockLine | None
    text_language: str | None
    """The language the words are in: the unit's own or a parent of it; None where there are none."""

    @property
    def place(self) -> str:
        """The lasting name of the string."""
        return self.placed.place

    @property
    def source_language(self) -> str:
        """What the words are translated from."""
        return self.placed.text.source

    @property
    def source(self) -> str:
        """The words to translate, as written."""
        return self.placed.text.values[self.source_language]

    @property
    def target(self) -> str | None:
        """Their translation, as written."""
        return None if self.text_language is None else self.placed.text.values[self.text_language]

    @property
    def location(self) -> Location:
        """Where the translation stands; the whole text where there is none."""
        return self.placed.location(self.text_language or self.language)


class Translations:
    """The units of a handbook. Fingerprints are computed once; the cost grows with the number of strings alone."""

    def __init__(self, handbook: Handbook) -> None:
        self._handbook = handbook
        self._lock = handbook.lock or Lock()
        self._strings = tuple(strings_of(handbook))
        self._placed = {id(placed.text): placed for placed in self._strings}
        self._fingerprints: dict[tuple[str, bool, type[Text]], str] = {}
        self._asked = {
            f"{kind}/{document.id}": document.languages
            for kind, documents in _kinds(handbook)
            for document in documents.values()
            if document.languages
        }
        self._former = {
            f"{kind}/{document.id}": tuple(f"{kind}/{name}" for name in reversed(document.formerly))
            for kind, documents in _kinds(handbook)
            for document in documents.values()
            if document.formerly
        }

    @cached_property
    def places(self) -> frozenset[str]:
        """The places of all strings."""
        return frozenset(placed.place for placed in self._strings)

    def units(self, language: str) -> Iterator[Unit]:
        """Every string in a language, in the order of the handbook; those that have it as their source are none."""
        for placed in self._strings:
            if unit := self.unit(placed, language):
                yield unit

    def written_in(self, document: str, language: str) -> Iterator[Unit]:
        """The strings of one file in a language, by its place: `role/cook`, `glossary`."""
        for placed in self._strings:
            if document_of(placed.place) == document and (unit := self.unit(placed, language)):
                yield unit

    def of(self, document: Part, language: str) -> tuple[Unit, ...]:
        """What one role or policy says in a language: its own strings and those it inherits.

        The document may be cut to a jurisdiction or an audience first; it is known by its texts.
        """
        placed = (self._placed[id(text)] for text in _texts_in(document) if id(text) in self._placed)
        return tuple(unit for one in placed if (unit := self.unit(one, language)))

    def placed(self, text: Text) -> PlacedText | None:
        """A string with its place, by its text."""
        return self._placed.get(id(text))

    def unit(self, placed: PlacedText, language: str) -> Unit | None:
        """One string in a language; None where that is its source, or its document is not asked for in it."""
        text = placed.text
        told = next((tag for tag in chain_of(language) if tag in text.values), None)
        if told == text.source:
            return None
        source = self.fingerprint(text, text.source)
        if told is None:
            if language not in self._asked.get(document_of(placed.place), (language,)):
                return None
            return Unit(placed, language, State.MISSING, source, None, self.line(placed.place, language), None)
        target = self.fingerprint(text, told)
        line = self.line(placed.place, told)
        return Unit(placed, language, _state(line, source, target), source, target, line, told)

    def fingerprint(self, text: Text, language: str) -> str:
        """Of the words in a language that the text has: what they say, not how they are written down."""
        words = text.values[language]
        if "[[" not in words:
            return text.fingerprint(language, _fingerprint_without_references)
        key = (words, text.lists, type(text))
        found = self._fingerprints.get(key)
        if found is None:
            data = plain_data(text.blocks(language), self._handbook.first_id)
            found = self._fingerprints[key] = digest(data)[:FINGERPRINT_LENGTH]
        return found

    def fingerprint_as(self, text: Text, words: str) -> str:
        """Of other words, read as the text's own are."""
        return self.fingerprint(type(text)({"und": words}, "und", lists=text.lists), "und")

    def present(self, place: str) -> str:
        """The place by its document's present name, from one that it had before."""
        kind, _, rest = place.partition("/")
        name, _, inner = rest.partition("/")
        now = next((now for now, former in self._former.items() if f"{kind}/{name}" in former), f"{kind}/{name}")
        return f"{now}/{inner}"

    def stale_texts(self, language: str) -> frozenset[int]:
        """Identities of the texts whose words in a language are of an earlier source."""
        if not len(self._lock):
            return frozenset()
        return frozenset(id(unit.placed.text) for unit in self.units(language) if unit.state is State.STALE)

    def line(self, place: str, language: str) -> LockLine | None:
        """What the lock records of a string, also under a name that its document had before."""
        line = self._lock.line(place, language)
        if line is None and self._former:
            kind, _, rest = place.partition("/")
            name, _, inner = rest.partition("/")
            for former in self._former.get(f"{kind}/{name}", ()):
                if line := self._lock.line(f"{former}/{inner}", language):
                    break
        return line


@lru_cache(maxsize=16_384)
def _fingerprint_without_references(words: str, lists: bool, is_page: bool) -> str:  # noqa: FBT001
    """The same in every handbook: what reads one again and again computes it once for all that it reads."""
    blocks = (Markdown if is_page else Text)({"und": words}, "und", lists=lists).blocks("und")
    return digest(plain_data(blocks, lambda _, name: name))[:FINGERPRINT_LENGTH]


@lru_cache(maxsize=1)
def translations_of(handbook: Handbook) -> Translations:
    """The units of the handbook at hand, whose fingerprints a check and the pages both ask for."""
    return Translations(handbook)


def states_of(handbook: Handbook, document: Document, language: str) -> tuple[Unit, ...]:
    """The strings of one role or policy in a language, with their states and places."""
    return Translations(handbook).of(document, language)


def unreliable(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Those that may not be signed: missing, unconfirmed and stale ones."""
    return tuple(unit for unit in units if unit.state in UNRELIABLE)


def counted(units: Iterable[Unit]) -> Mapping[State, int]:
    """How many units are in each state."""
    return Counter(unit.state for unit in units)


def _state(line: LockLine | None, source: str, target: str) -> State:
    if line is None:
        return State.UNCONFIRMED
    if line.source != source:
        return State.STALE
    return State(line.state) if line.target == target else State.TRANSLATED


def _kinds(handbook: Handbook) -> tuple[tuple[str, Mapping[str, Document]], ...]:
    return ("role", handbook.described), ("policy", handbook.policies)


def _texts_in(whole: Part) -> Iterator[Text]:
    for part in walk(whole):
        for field in type(part).model_fields:
            value = getattr(part, field)
            if isinstance(value, Text):
                yield value
