"""Where the scalars of a tree stand in its text."""

from collections.abc import Iterator
from typing import NamedTuple

from rolebook.source.tree import Mapping, Sequence, Value


class Scalar(NamedTuple):
    """Offsets of one scalar, its anchor included, and whether it is a key."""

    start: int
    end: int
    is_key: bool


def scalars_in(tree: Value) -> Iterator[Scalar]:
    """Every scalar that the maps and lists of a tree hold; what an alias repeats comes again."""
    if isinstance(tree, Mapping):
        yield from (Scalar(span.start, span.end, is_key=True) for span in tree.keys_at.values())
        below = [(tree[key], span) for key, span in tree.values_at.items()]
    elif isinstance(tree, Sequence):
        below = list(zip(tree, tree.values_at, strict=True))
    else:
        return
    for value, span in below:
        if isinstance(value, Mapping | Sequence):
            yield from scalars_in(value)
        else:
            yield Scalar(span.start, span.end, is_key=False)
