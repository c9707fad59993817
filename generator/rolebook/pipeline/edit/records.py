"""Edits as lines of the journal, and back."""

from dataclasses import asdict
from typing import Any

from rolebook.source.editing import Edit, Insert, Move, Remove, RemoveLanguage, SetText, SetValue

_KINDS: dict[str, type[Edit]] = {
    kind.__name__: kind for kind in (Insert, Move, Remove, RemoveLanguage, SetText, SetValue)
}


def as_record(edit: Edit) -> dict[str, Any]:
    """Returns an edit as plain data."""
    return {"kind": type(edit).__name__, **asdict(edit)}


def edit_of(record: dict[str, Any]) -> Edit:
    """Returns the edit that plain data says."""
    fields = {name: value for name, value in record.items() if name != "kind"}
    for name in ("path", "to", "order"):
        if name in fields:
            fields[name] = tuple(fields[name])
    return _KINDS[record["kind"]](**fields)
