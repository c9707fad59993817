"""The ids that a file of the handbook has, with their texts: a document read again keeps them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rolebook.source import read_yaml


def texts_by_id(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Returns texts by id for each list of a file, nested items included; nothing where there is no file."""
    if not path.is_file():
        return {}
    data, findings = read_yaml(path.read_text("utf-8", "replace"), path.name)
    if findings or not isinstance(data, Mapping):
        return {}
    found: dict[str, Mapping[str, str]] = {
        str(field): dict(_texts(value)) for field, value in data.items() if isinstance(value, list)
    }
    for section in data.get("sections") or ():
        if isinstance(section, Mapping):
            found[f"sections/{section.get('id')}"] = dict(_texts(section.get("clauses") or []))
    employment = data.get("employment")
    if isinstance(employment, Mapping):
        found["benefits"] = dict(_texts(employment.get("benefits") or []))
    return found


def _texts(items: Any) -> Iterator[tuple[str, str]]:
    for item in items if isinstance(items, list) else ():
        if isinstance(item, Mapping) and isinstance(item.get("id"), str):
            words = item.get("heading") or item.get("text") or ""
            if isinstance(words, Mapping):
                words = next(iter(words.values()), "")
            yield str(item["id"]), str(words)
            yield from _texts(item.get("items"))
