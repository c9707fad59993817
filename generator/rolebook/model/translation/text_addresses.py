"""Places: the lasting names of texts, `role/sales-manager/duties/visit-customers`.

A place does not say how deep an item is nested, so moving a duty into another group keeps its name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Protocol, get_args

from rolebook.diagnostics import Location
from rolebook.model.base import Item, Part, walk
from rolebook.model.handbook import Handbook
from rolebook.model.words.text import Text

PAGES = "pages"
"""The place in a handbook's focus of everything that was written by hand."""


class Holder(Protocol):
    """What holds texts and knows where they stand."""

    def at(self, *path: str | int, key: bool = False) -> Location:
        """Where the value at a path stands, or the last key of the path."""
        ...


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text, its place, and the part and field that hold it."""

    place: str
    text: Text
    part: Holder
    field: str

    def location(self, language: str) -> Location:
        """Where its words in a language stand, or the text itself where it has none."""
        return self.part.at(self.field, language)


def documents_of(handbook: Handbook) -> Iterator[tuple[str, Part]]:
    """Every file's part with the place it begins; of a handbook with a focus, those in it."""
    for place, whole in _documents(handbook):
        if handbook.focus is None or place in handbook.focus:
            yield place, whole


def _documents(handbook: Handbook) -> Iterator[tuple[str, Part]]:
    yield "handbook", handbook.settings
    yield "competencies", handbook.competencies
    yield "glossary", handbook.glossary
    yield from ((f"role/{role.id}", role) for role in handbook.described.values())
    yield from ((f"policy/{policy.id}", policy) for policy in handbook.policies.values())


def document_of(place: str) -> str:
    """What a place is part of: `role/cook`, `policy/discipline`, `page/welcome`, `glossary`."""
    kind, _, rest = place.partition("/")
    return f"{kind}/{rest.partition('/')[0]}" if kind in ("role", "policy", "page") else kind


def own_parts(whole: Part) -> Iterator[Part]:
    """The parts that stand in the whole's own file; what a variant inherits is its parent's."""
    file = whole.file_of()
    for part in walk(whole):
        if part.file_of() == file:
            yield part


@lru_cache(maxsize=2)
def parts_of(handbook: Handbook) -> tuple[tuple[Part, tuple[Part, ...]], ...]:
    """Every file's part, and it with all parts below it; those that a variant inherits, too."""
    return tuple((whole, tuple(walk(whole))) for _, whole in documents_of(handbook))


@lru_cache(maxsize=2)
def texts_of(handbook: Handbook) -> tuple[PlacedText, ...]:
    """Every text of the handbook once, at the place where it is written."""
    return tuple(text for place, whole in documents_of(handbook) for text in texts_in(whole, place))


def strings_of(handbook: Handbook) -> Iterator[PlacedText]:
    """Everything of the handbook that is translated: its texts, and the titles and bodies of hand-written pages.

    The pages are in the focus together, as `pages`.
    """
    yield from texts_of(handbook)
    for guide in handbook.guides if handbook.focus is None or PAGES in handbook.focus else ():
        yield PlacedText(f"page/{guide.name}/title", guide.title, guide, "title")
        yield PlacedText(f"page/{guide.name}", guide.body, guide, "body")


def texts_in(whole: Part, place: str) -> Iterator[PlacedText]:
    """Every text that stands in the whole's own file."""
    yield from _texts(whole, place, place, whole.file_of())


def _texts(part: Part, place: str, list_place: str, file: str) -> Iterator[PlacedText]:
    for field, name in _speaking_fields(type(part)):
        value = getattr(part, field)
        if isinstance(value, Text):
            if part.file_of(name) == file:
                own_place = place if field == "text" and isinstance(part, Item) else f"{place}/{name}"
                yield PlacedText(own_place, value, part, name)
            continue
        if not value:
            continue
        holder = list_place if field == "items" and isinstance(part, Item) else f"{place}/{name}"
        for key, below in _below(value):
            below_place = f"{holder}/{key}" if key else holder
            yield from _texts(below, below_place, holder, file)


@cache
def _speaking_fields(model: type[Part]) -> tuple[tuple[str, str], ...]:
    """The fields of a model that may hold texts, or parts that do, with their names in files."""
    fields = model.model_fields.items()
    return tuple((field, info.alias or field) for field, info in fields if _may_speak(info.annotation))


def _may_speak(annotation: Any) -> bool:
    if isinstance(annotation, type):
        return issubclass(annotation, Part | Text)
    return any(_may_speak(argument) for argument in get_args(annotation))


def _below(value: object) -> Iterator[tuple[str, Part]]:
    """The parts of a field's value, each with the last piece of its place."""
    if isinstance(value, Part):
        yield "", value
    elif isinstance(value, dict):
        yield from ((str(key), below) for key, below in value.items() if isinstance(below, Part))
    elif isinstance(value, tuple):
        for index, below in enumerate(value):
            if isinstance(below, Part):
                yield below.place_key(index), below
