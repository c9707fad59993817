"""Plain YAML values whose maps and lists remember where each of their parts stands."""

import struct
from collections.abc import Iterable
from itertools import chain
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
    """A YAML map; `keys_at` and `values_at` hold the spans of its entries.

    A copied or pickled one brings its spans packed, with the names of their entries, and unpacks them once asked.
    """

    __slots__ = ("_names", "_packed", "file", "keys_at", "span", "values_at")

    def __init__(self, file: str, span: Span, names: tuple[str, ...] = (), packed: bytes | None = None) -> None:
        super().__init__()
        self.file, self.span = file, span
        self._names, self._packed = names, packed
        if packed is None:
            self.keys_at: dict[str, Span] = {}
            self.values_at: dict[str, Span] = {}

    def span_of(self, name: str, *, key: bool = False) -> Span:
        """Where an entry stands, or with `key` its key; what is packed stays packed."""
        packed = self._packed
        if packed is None:
            return (self.keys_at if key else self.values_at)[name]
        return _span_at(packed, self._names.index(name) + (0 if key else len(self._names)))

    def put(self, key: str, value: Value, span: Span) -> None:
        """Adds an entry that the file says in another way, at the place where it does."""
        self[key] = value
        self.keys_at[key] = self.values_at[key] = span

    def __reduce__(self) -> tuple[Any, ...]:
        names = tuple(name for name in self if name in self.keys_at)
        spans = chain(map(self.keys_at.__getitem__, names), map(self.values_at.__getitem__, names))
        return type(self), (self.file, self.span, names, _packed(spans)), None, None, iter(self.items())

    def __getattr__(self, name: str) -> dict[str, Span]:
        if name not in ("keys_at", "values_at"):
            raise AttributeError(name)
        packed = self._packed
        if packed is not None:  # else another thread unpacked it a moment ago
            spans = _spans(packed)
            self.keys_at = dict(zip(self._names, spans, strict=False))
            self.values_at = dict(zip(self._names, spans[len(self._names) :], strict=True))
            self._packed = None
        return self.keys_at if name == "keys_at" else self.values_at


class Sequence(list[Value]):
    """A YAML list; `values_at` holds the spans of its elements, packed as those of a map are."""

    __slots__ = ("_packed", "file", "span", "values_at")

    def __init__(self, file: str, span: Span, packed: bytes | None = None) -> None:
        super().__init__()
        self.file, self.span, self._packed = file, span, packed
        if packed is None:
            self.values_at: list[Span] = []

    def span_of(self, index: int) -> Span:
        """Where an element stands; what is packed stays packed."""
        packed = self._packed
        return self.values_at[index] if packed is None else _span_at(packed, index)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.file, self.span, _packed(self.values_at)), None, iter(self)

    def __getattr__(self, name: str) -> list[Span]:
        if name != "values_at":
            raise AttributeError(name)
        packed = self._packed
        if packed is not None:  # else another thread unpacked it a moment ago
            self.values_at = _spans(packed)
            self._packed = None
        return self.values_at


def _packed(spans: Iterable[Span]) -> bytes:
    numbers = tuple(chain.from_iterable(spans))
    return struct.pack(f"<{len(numbers)}I", *numbers)


_SPAN = struct.Struct(f"<{len(Span._fields)}I")


def _spans(packed: bytes) -> list[Span]:
    return [Span(*numbers) for numbers in _SPAN.iter_unpack(packed)]


def _span_at(packed: bytes, index: int) -> Span:
    return Span(*_SPAN.unpack_from(packed, index * _SPAN.size))


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
            span = node.span_of(name, key=key)
            node = node[name]
        elif isinstance(node, Sequence) and isinstance(element, int) and element < len(node):
            span, node = node.span_of(element), node[element]
    return Location(tree.file, span.line, span.column, span.end_line, span.end_column)
