"""Faults of shape that quotation marks mend, or cause: which hint fits them."""

import re

from pydantic_core import ErrorDetails

from rolebook.source import Mapping, Sequence

_SEPARATED = re.compile(r"[0-9]{1,3}(?:[.,'’ \u00a0\u202f][0-9]{3})+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)?")
_KEY = re.compile(r"[a-z_]+")


def unquoted(detail: ErrorDetails, raw: Mapping) -> str | None:
    """The hint for a text that lacks quotes or a number that is written as a text; None for any other fault.

    A text that begins with `[` or `{` is a list or a map; behind a comma between braces it is a key without a value.
    """
    kind, path, value = detail["type"], detail["loc"], detail["input"]
    if kind == "text-type" and isinstance(value, Sequence):
        return "quote-text"
    if kind in ("int_type", "float_type") and isinstance(value, str) and _SEPARATED.fullmatch(value.strip()):
        return "number-without-separators"
    if kind in ("invalid-language", "string_type", "extra_forbidden"):
        keys = path[:-1] if path[-1:] == ("[key]",) else path
        return _bare_key(_holder(raw, keys), str(keys[-1]) if keys else "", known=kind == "string_type")
    return None


def _bare_key(holder: object, key: str, *, known: bool) -> str | None:
    """The hint for a key of a map that has no value and is none that somebody would leave empty."""
    if not isinstance(holder, Mapping) or holder.get(key, "") is not None:
        return None
    if re.fullmatch("[0-9]{3}", key):
        return "number-without-separators"
    if all(value is None for value in holder.values()):
        return "quote-text"
    return "quote-comma" if known or not _KEY.fullmatch(key) else None


def _holder(raw: Mapping, path: tuple[str | int, ...]) -> object:
    """The map that the last key of a path is in; names of union members in it are passed over."""
    node: object = raw
    for element in path[:-1]:
        if isinstance(node, Mapping) and element in node:
            node = node[str(element)]
        elif isinstance(node, Sequence) and isinstance(element, int) and element < len(node):
            node = node[element]
    return node
