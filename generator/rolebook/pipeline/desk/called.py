"""What people, documents, employers and days are called on a screen: never an id where there is a name."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import chain
from pathlib import Path

from rolebook.language.comparison import folded
from rolebook.language.editor_words import EditorWords
from rolebook.model.handbook import Document, Handbook
from rolebook.pipeline.desk.papers import chosen_roster
from rolebook.pipeline.edit.parts import title_of
from rolebook.pipeline.register.folder import register_folder
from rolebook.pipeline.register.remind import safe
from rolebook.register import Book, entities_in

NOBODY = "—"


class Called:
    """The names that a screen uses; of people, those of the registers, then those of the roster that was chosen."""

    def __init__(
        self, root: Path, handbook: Handbook | None, words: EditorWords, mentioned: Iterable[str] = ()
    ) -> None:
        self._root, self._handbook, self._words = root, handbook, words
        self._mentioned = frozenset(mentioned)

    def person(self, person: str) -> str:
        """Returns a person's name, with the number where several bear it; the number alone for nobody we know."""
        if person not in self._names:
            self._names |= self._in_registers([person])
        return self.named(person, self._names.get(person, ""))

    def named(self, person: str, name: str) -> str:
        """The same for a name that is known already."""
        told = safe(name)
        return (f"{told} ({person})" if self._shared[folded(told)] > 1 else told) if told else person

    def document(self, key: str) -> str:
        """Returns the title of a role or policy, by its id now or one before; as it was assigned where it is gone."""
        kind, _, name = key.partition("/")
        found = self._document(kind, name)
        return safe((title_of(found, self._words.tag) if found else "") or self._titles.get(key, "") or name or key)

    def place_of(self, key: str) -> str:
        """Returns where the editor has a document, such as `role/cook`; empty where the handbook has it no more."""
        kind, _, name = key.partition("/")
        found = self._document(kind, name)
        return f"{kind}/{found.id}" if found else ""

    def employer(self, entity: str) -> str:
        """Returns the name of an employer."""
        known = self._handbook.entities.get(entity) if self._handbook else None
        return title_of(known, self._words.tag) or entity

    def day(self, day: date | str, entity: str = "") -> str:
        """Returns a date as it is written where an employer is, else where the first one is."""
        entities = self._handbook.settings.entities if self._handbook else ()
        places = {one.id: one.jurisdiction for one in entities}
        place = places.get(entity) or next(iter(places.values()), "")
        try:
            return self._words.day(day if isinstance(day, date) else date.fromisoformat(day), place)
        except ValueError:
            return str(day)

    def _document(self, kind: str, name: str) -> Document | None:
        if self._handbook is None:
            return None
        known = self._handbook.roles if kind == "role" else self._handbook.policies
        return known.get(name) or next((one for one in known.values() if name in one.formerly), None)

    @cached_property
    def _names(self) -> dict[str, str]:
        roster = {one.id: one.name for one in chosen_roster(self._root, self._handbook).people}
        return roster | self._in_registers(self._mentioned)

    def _in_registers(self, people: Iterable[str]) -> dict[str, str]:
        known = ((one, book.person_of(book.subject_of(one))) for book in self._books() for one in people)
        return {person: str(told["name"]) for person, told in known if told.get("name")}

    @cached_property
    def _shared(self) -> Counter[str]:
        """How many people have a name, of those that this screen may speak of."""
        return Counter(folded(safe(name)) for name in self._names.values())

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The titles of documents as they were assigned last."""
        newest = "number IN (SELECT max(number) FROM entries WHERE kind = 'assign' GROUP BY document)"
        rows = (row for book in self._books() for row in book.rows(newest))
        return {str(row.body["document"]): str(row.body.get("title", "")) for row in rows}

    def _books(self) -> Iterator[Book]:
        folder = register_folder(self._root, None, missing=True)
        for entity in entities_in(folder):
            with Book(folder, entity) as book:
                yield book


def people_in(*several: Iterable[str]) -> frozenset[str]:
    """Returns the ids that are people's."""
    return frozenset(one for one in chain(*several) if one and one != NOBODY)
