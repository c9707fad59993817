"""Edits as values. A path names keys of maps, and items of lists by their `id` or, where they have none, by index."""

from collections.abc import Mapping
from dataclasses import dataclass

from rolebook.source.tree import Value

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class SetText:
    """Words of a text in one language; `origin` is the language of texts that name none.

    A text that is not there yet is added, with the maps above it. `order` are the names of the sister keys in the order
    that the file should have them.
    """

    path: Path
    language: str
    words: str
    origin: str
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoveLanguage:
    """One language less of a text that has others."""

    path: Path
    language: str


@dataclass(frozen=True, slots=True)
class SetValue:
    """A number, flag, date, choice, reference, or a whole map or list; added with the maps above it if need be."""

    path: Path
    value: Value
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Insert:
    """A new item of the list at a path, before the one that is at `index` now; the list is added if need be."""

    path: Path
    index: int
    value: Value
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """An item to another place: to `index` of the list `to`, counted without the item itself."""

    path: Path
    to: Path
    index: int


@dataclass(frozen=True, slots=True)
class Remove:
    """An item of a list or an entry of a map, with its comments; what is left empty becomes `[]` or `{}`."""

    path: Path


Edit = SetText | RemoveLanguage | SetValue | Insert | Move | Remove


class NoPlace(LookupError):
    """The tree has nothing at a path."""


def steps_to(tree: Value, path: Path) -> Path:
    """Returns a path with items of lists by index. Raises NoPlace where the tree has nothing there."""
    steps: list[str | int] = []
    for element in path:
        step = element
        if isinstance(tree, list):
            step = _index(tree, element)
        elif not isinstance(tree, Mapping) or element not in tree:
            raise NoPlace(path)
        steps.append(step)
        tree = tree[step]
    return tuple(steps)


def at(tree: Value, steps: Path) -> Value:
    """Returns the value at a path of keys and indices."""
    for step in steps:
        tree = tree[step]
    return tree


def _index(items: list[Value], element: str | int) -> int:
    if isinstance(element, int):
        if 0 <= element < len(items):
            return element
        raise NoPlace(element)
    named = [index for index, item in enumerate(items) if isinstance(item, Mapping) and item.get("id") == element]
    if len(named) != 1:  # two items of one id: nobody can say which is meant
        raise NoPlace(element)
    return named[0]
