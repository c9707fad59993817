"""Maps in forms: severities, who sees a field, word forms, words to avoid. A row for each entry, and one to add."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rolebook.checks.engine import FIXED, RULES
from rolebook.diagnostics import UserError
from rolebook.language.editor_words import EditorWords
from rolebook.language.messages import outline_of
from rolebook.model.base import Part
from rolebook.model.form_fields import FormField, Key
from rolebook.model.visibility import declarations
from rolebook.model.words.text import is_language_tag
from rolebook.pipeline.edit.door import Change
from rolebook.pipeline.edit.parts import PartHere
from rolebook.pipeline.edit.versions import base_of_value, plain
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.source.editing import Remove, SetValue

Keys = tuple[str, ...]
ValueOf = Callable[[FormField, list[str]], Any]
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,79}\Z")
_LONGEST = 100


def entries_of(field: FormField, value: Any, keys: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    """Yields the entries of a map by their keys, as far as it has the shape of the field."""
    if len(keys) == len(field.keys):
        yield keys, value
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from entries_of(field, below, (*keys, str(key)))


def map_changes(
    part: PartHere, field: FormField, filled: Mapping[str, list[str]], value_of: ValueOf, order: tuple[str, ...]
) -> Iterator[Change]:
    """Yields the changes that a filled form asks for in a map. Raises UserError for what is no key or value."""
    inner = field.value or field

    def change(keys: Keys, value: Any, base: str, form: str) -> Change:
        path = (*part.path, field.name, *keys)
        seen = SetValue(path, value, order)
        return Change(
            part.document, Remove(_emptied(part, field.name, keys)) if value is None else seen, base, seen, form
        )

    for name in filled:
        if name.startswith(f"m:{field.name}:"):
            keys = tuple(name.split(":")[2:])
            _require_keys(field, keys)
            form = f"v:{name[2:]}"
            base, value = plain(filled[name][0]), value_of(inner, filled.get(form, []))
            if base != base_of_value(value):
                yield change(keys, value, base, form)
    keys = tuple(plain(filled.get(f"k{level}:{field.name}", [""])[0]) for level in range(len(field.keys)))
    added = value_of(inner, filled.get(f"n:{field.name}", []))
    if added is not None and all(keys):
        _require_keys(field, keys)
        yield change(keys, added, "", f"n:{field.name}")


def map_screen(snapshot: Snapshot, part: PartHere, field: FormField, words: EditorWords) -> dict[str, Any]:
    """Returns the rows of a map and what a new one may be."""
    titles = [dict(_options(snapshot, part.model, key, field, words)) for key in field.keys]
    inner = field.value or field
    rows = []
    for keys, value in entries_of(field, part.value.get(field.name)):
        named = [titles[level].get(key, key) for level, key in enumerate(keys)]
        said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        name = ":".join((field.name, *keys))
        rows.append({"name": name, "label": ", ".join(named), "value": said, "base": base_of_value(value)})
    choices = [(value, words.choice(field.name, value)) for value in inner.choices]
    return {"rows": rows, "adding": [list(one.items()) for one in titles], "choices": choices}


def _emptied(part: PartHere, name: str, keys: Keys) -> tuple[str | int, ...]:
    """The highest entry that has nothing in it any more once the one of the keys is gone."""
    path = (name, *keys)
    holders, node = [], part.value.get(name)
    for key in keys:
        holders.append(node)
        node = node.get(key) if isinstance(node, Mapping) else None
    depth = len(path)
    for holder in reversed(holders):
        if not isinstance(holder, Mapping) or len(holder) != 1:
            break
        depth -= 1
    return (*part.path, *path[:depth])


def _options(
    snapshot: Snapshot, model: type[Part], key: Key, field: FormField, words: EditorWords
) -> list[tuple[str, str]]:
    match key.kind:
        case "language":
            return [(tag, words.language(tag)) for tag in snapshot.languages]
        case "field":
            names = [info.alias or name for name, info in model.model_fields.items() if name in declarations(model)]
            found = [(name, words.label(name)) for name in names if words.has_label(name)]
        case "check":
            found = [(code, _shortened(outline_of(code, words.tag))) for code in RULES if code not in FIXED]
        case "choice":
            return [(value, words.choice(field.name, value)) for value in key.choices]
    return sorted(found, key=lambda one: one[1].casefold())


def _require_keys(field: FormField, keys: Keys) -> None:
    if len(keys) != len(field.keys):
        raise UserError("edit-no-value", value=":".join(keys)[:40])
    for key, told in zip(keys, field.keys, strict=True):
        fits = {
            "language": is_language_tag(key),
            "choice": key in told.choices,
        }.get(told.kind, bool(_NAME.match(key)))
        if not fits:
            raise UserError("edit-no-value", value=key[:40])


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
