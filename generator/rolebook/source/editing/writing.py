"""New values as YAML: maps and lists of items in blocks, lists of short values in brackets."""

import re
from decimal import Decimal

from rolebook.source.editing.layout import STEP, EditRefused
from rolebook.source.scalar_style import Place, rendered
from rolebook.source.tree import Value

_PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")


def entry_lines(key: str, value: Value, indent: int) -> str:
    """Returns a map's entry whose key stands at a column; the first line is not indented."""
    name = key if _PLAIN_KEY.match(key) else scalar(key, Place(flow=False, indent=indent))
    return f"{name}:{behind_key(value, indent)}"


def item_lines(value: Value, indent: int) -> str:
    """Returns a list's item whose dash stands at a column; the first line is not indented."""
    if isinstance(value, dict) and value:
        return f"- {_entries(value, indent + STEP).lstrip(' ')}"
    return (
        f"- {flow(value, indent)}"
        if isinstance(value, dict | list)
        else f"- {scalar(value, Place(flow=False, indent=indent))}"
    )


def behind_key(value: Value, indent: int) -> str:
    """Returns what stands behind the colon of a key at a column."""
    if isinstance(value, dict) and value:
        return f"\n{_entries(value, indent + STEP)}"
    if isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        lead = " " * (indent + STEP)
        return "\n" + "\n".join(f"{lead}{item_lines(item, indent + STEP)}" for item in value)
    return (
        f" {flow(value, indent)}"
        if isinstance(value, dict | list)
        else f" {scalar(value, Place(flow=False, indent=indent))}"
    )


def flow(value: Value, indent: int) -> str:
    """Returns a value in one line, as it goes into brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(flow_entry(key, below, indent) for key, below in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(below, indent) for below in value) + "]"
    return scalar(value, Place(flow=True, indent=indent))


def flow_entry(key: str, value: Value, indent: int) -> str:
    """Returns an entry of a map in brackets."""
    name = key if _PLAIN_KEY.match(key) else scalar(key, Place(flow=True, indent=indent))
    return f"{name}: {flow(value, indent)}"


def scalar(value: Value, place: Place) -> str:
    """Returns a scalar that reads back as the very value. Raises EditRefused where YAML cannot write it."""
    if isinstance(value, str):
        written = rendered(value, place)
        if written is None:
            raise EditRefused("unwritable")
        return written
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        plain = format(Decimal(repr(value)), "f")
        return plain if "." in plain else f"{plain}.0"
    raise EditRefused("unwritable")


def _entries(value: dict[str, Value], indent: int) -> str:
    lead = " " * indent
    return "\n".join(f"{lead}{entry_lines(key, below, indent)}" for key, below in value.items())
