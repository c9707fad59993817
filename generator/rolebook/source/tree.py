"""Plain YAML values whose maps and lists remember where each of their parts stands."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from rolebook.diagnostics import Location

Value = Any
"""A `Mapping`, a `Sequence`, str, int, float, bool or None."""


class Span(NamedTuple):
    """Where a value stands: lines and columns from 1, and offsets in characters for edits."""

    line: int
    column: int
    start: int
    end_line: int
    end_column: int
    end: int


class Mapping(dict[str, Value]):
    """A YAML map; `keys_at` and `values_at` hold the spans of its entries."""

    __slots__ = ("file", "keys_at", "span", "values_at")

    def __init__(self, file: str, span: Span) -> None:
        super().__init__()
        self.file = file
        self.span = span
        self.keys_at: dict[str, Span] = {}
        self.values_at: dict[str, Span] = {}


class Sequence(list[Value]):
    """A YAML list; `values_at` holds the spans of its elements."""

    __slots__ = ("file", "span", "values_at")

    def __init__(self, file: str, span: Span) -> None:
        super().__init__()
        self.file = file
        self.span = span
        self.values_at: list[Span] = []


def locate(tree: Mapping | Sequence, path: Iterable[str | int], *, key: bool = False) -> Location:
    """The place of the value at `path`, or of the nearest part above it that exists.

    Elements of the path that the tree does not have are passed over, so that the paths of schema errors,
    which name union members too, can be followed as they come. With `key`, the last key instead of its value.
    """
    node: Value = tree
    span = tree.span
    for element in path:
        if isinstance(node, Mapping) and element in node:
            name = str(element)
            span = node.keys_at[name] if key else node.values_at[name]
            node = node[name]
        elif isinstance(node, Sequence) and isinstance(element, int) and element < len(node):
            span, node = node.values_at[element], node[element]
    return Location(tree.file, span.line, span.column, span.end_line, span.end_column)
