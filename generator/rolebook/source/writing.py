"""Plain values as YAML in the style of a handbook: items in blocks, lists of short values in brackets."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from rolebook.source.scalar_style import Place, rendered
from rolebook.source.tree import Value

STEP = 2
"""Columns that a new level of a block is set in by."""

Path = tuple[str | int, ...]
Comments = Mapping[Path, str]
_NONE: Comments = MappingProxyType({})
_PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")


class Unwritable(ValueError):
    """YAML has no way to write a value."""


def write_yaml(fields: Mapping[str, Value], comments: Comments, head: Sequence[str] = ()) -> str:
    """Returns the YAML text of a map; `comments` are by the path of the value below them, `head` comes first.

    Raises Unwritable for a value that YAML cannot hold.
    """
    return "".join(f"# {line}\n" for line in head) + _entries(fields, 0, comments, ()) + "\n"


def entry_lines(key: str, value: Value, indent: int, comments: Comments = _NONE, path: Path = ()) -> str:
    """Returns a map's entry whose key is at a column; the first line is not indented. `path` is the value's."""
    name = key if _PLAIN_KEY.match(key) else scalar(key, Place(flow=False, indent=indent))
    return f"{name}:{behind_key(value, indent, comments, path)}"


def item_lines(value: Value, indent: int, comments: Comments = _NONE, path: Path = ()) -> str:
    """Returns a list's item whose dash is at a column; the first line is not indented."""
    if isinstance(value, Mapping) and value:
        return f"- {_entries(value, indent + STEP, comments, path).lstrip(' ')}"
    return f"- {_in_line(value, indent)}"


def behind_key(value: Value, indent: int, comments: Comments = _NONE, path: Path = ()) -> str:
    """Returns what follows the colon of a key at a column."""
    if isinstance(value, Mapping) and value:
        return f"\n{_entries(value, indent + STEP, comments, path)}"
    if isinstance(value, list) and any(
        isinstance(item, Mapping | list) or (*path, index) in comments for index, item in enumerate(value)
    ):
        lead = " " * (indent + STEP)
        return "".join(
            f"\n{_comment(comments, (*path, index), lead)}"
            f"{lead}{item_lines(item, indent + STEP, comments, (*path, index))}"
            for index, item in enumerate(value)
        )
    return f" {_in_line(value, indent)}"


def flow(value: Value, indent: int) -> str:
    """Returns a value in one line, as it goes into brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(flow_entry(key, below, indent) for key, below in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(below, indent) for below in value) + "]"
    return scalar(value, Place(flow=True, indent=indent))


def flow_entry(key: str, value: Value, indent: int) -> str:
    """Returns an entry of a map in brackets."""
    name = key if _PLAIN_KEY.match(key) else scalar(key, Place(flow=True, indent=indent))
    return f"{name}: {flow(value, indent)}"


def scalar(value: Value, place: Place) -> str:
    """Returns a scalar that reads back as the very value. Raises Unwritable where YAML cannot write it."""
    if isinstance(value, str):
        written = rendered(value, place)
        if written is None:
            raise Unwritable(value)
        return written
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        plain = format(Decimal(repr(value)), "f")
        return plain if "." in plain else f"{plain}.0"
    raise Unwritable(value)


def _in_line(value: Value, indent: int) -> str:
    in_brackets = isinstance(value, Mapping | list)
    return flow(value, indent) if in_brackets else scalar(value, Place(flow=False, indent=indent))


def _entries(fields: Mapping[str, Value], indent: int, comments: Comments, path: Path) -> str:
    lead = " " * indent
    return "\n".join(
        f"{_comment(comments, (*path, key), lead)}{lead}{entry_lines(key, below, indent, comments, (*path, key))}"
        for key, below in fields.items()
    )


def _comment(comments: Comments, path: Path, lead: str) -> str:
    return f"{lead}# {' '.join(comments[path].split())}\n" if path in comments else ""
