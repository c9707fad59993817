"""What is left of a file when its faults are cut out, so that one fault does not hide what else the file says."""

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rolebook.source import Mapping, Sequence

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """The rest of a map, and the ids of items that lost something or were lost."""

    rest: Mapping
    ids: frozenset[str]


def cut_out(raw: Mapping, paths: Iterable[Path]) -> Cut | None:
    """A copy of `raw` without the values at the paths, as far as it has them; None when there is nothing to cut."""
    rest = copy.deepcopy(raw)
    found = {_existing(rest, path) for path in paths} - {()}
    if not found:
        return None
    ids = frozenset(name for path in found for name in _ids_along(rest, path))
    for path in sorted(found, key=lambda path: [(str(type(part)), part) for part in path], reverse=True):
        _delete(rest, path)
    return Cut(rest, ids)


def _delete(rest: Mapping, path: Path) -> None:
    holder: Any = rest
    for element in path[:-1]:
        if not _has(holder, element):
            return
        holder = holder[element]
    last = path[-1]
    if _has(holder, last):  # an alias may have been cut through another of its places
        del holder[last]
        if isinstance(holder, Sequence):
            del holder.values_at[int(last)]


def _existing(raw: Mapping, path: Path) -> Path:
    """The part of an error's path that the tree has."""
    node: Any = raw
    found: list[str | int] = []
    for element in path:
        if _has(node, element):
            found.append(element)
            node = node[element]
    return tuple(found)


def _has(node: Any, element: str | int) -> bool:
    if isinstance(node, Sequence):
        return isinstance(element, int) and element < len(node)
    return isinstance(node, Mapping) and element in node


def _ids_along(raw: Mapping, path: Path) -> Iterator[str]:
    node: Any = raw
    for element in path:
        node = node[element]
        if isinstance(node, Mapping) and isinstance(node.get("id"), str):
            yield node["id"]
