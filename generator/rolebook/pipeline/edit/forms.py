"""What a form shows of a part, and the changes that a filled form asks for."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.language import Duration
from rolebook.language.duration import UNITS
from rolebook.model.base import is_id
from rolebook.model.form_fields import FormField, has_id
from rolebook.pipeline.edit.door import Change
from rolebook.pipeline.edit.maps import map_changes
from rolebook.pipeline.edit.parts import PartHere, fields_of
from rolebook.pipeline.edit.versions import base_of_value, plain
from rolebook.source.editing import Edit, Insert, Remove, RemoveLanguage, SetText, SetValue
from rolebook.source.editing import Path as TreePath

Filled = Mapping[str, list[str]]
"""A submitted form: `v:FIELD:LANGUAGE` the words, `b:FIELD:LANGUAGE` those that were shown; without language else."""
_WHOLE = re.compile(r"-?[0-9]{1,9}\Z")
_DECIMAL = re.compile(r"-?[0-9]{1,9}[.,][0-9]{1,9}\Z")


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of a form: its values by language, or under an empty language."""

    field: FormField
    values: Mapping[str, str]
    chosen: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether the file says the field."""
        return any(self.values.values()) or bool(self.chosen)


def shown_fields(part: PartHere, origin: str) -> list[Shown]:
    """Returns the simple fields of a part with their values."""
    return [_shown(one, part.value.get(one.name), origin) for one in fields_of(part) if one.is_simple]


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form that somebody filled in for a part; `origin` is the language of its texts that name none."""

    part: PartHere
    filled: Filled
    languages: tuple[str, ...]
    origin: str = ""

    def changes(self) -> list[Change]:
        """Returns the changes of what differs from what was shown. Raises UserError for what is no value."""
        found: list[Change] = []
        for one in fields_of(self.part):
            if one.kind == "text":
                found += self._text_changes(one)
            elif one.kind == "map":
                found += map_changes(self.part, one, self.filled, value_of, self._order)
            elif one.is_simple and f"b:{one.name}" in self.filled:
                found += self._value_changes(one)
        return found

    def lacking(self) -> frozenset[str]:
        """Returns the names of fields that an item must have and the form leaves empty."""
        value = self.value()
        needed = (one for one in fields_of(self.part) if one.required and one.is_simple and one.kind != "map")
        return frozenset(one.name for one in needed if one.name not in value)

    def insertion(self, list_path: TreePath, index: int, order: str) -> Change:
        """Returns the change that adds an item with what the form says; `order` is that of the list on screen."""
        value = self.value()
        if has_id(self.part.model) and "id" not in value:
            value = {"id": free_id(value, set(self.filled.get("taken", []))), **value}
        return Change(self.part.document, Insert(list_path, index, value), order)

    def value(self) -> dict[str, Any]:
        """Returns what the form says as an item; empty fields are left out."""
        value: dict[str, Any] = {}
        for one in fields_of(self.part):
            told: Any = None
            if one.kind == "text":
                told = {tag: words for tag in self.languages if (words := self._words("v", one, tag))}
            elif one.is_simple and one.kind != "map":
                told = self._value(one)
            if told not in (None, {}):
                value[one.name] = told
        return value

    def _value_changes(self, one: FormField) -> Iterator[Change]:
        path = (*self.part.path, one.name)
        base, value = plain(self.filled[f"b:{one.name}"][0]), self._value(one)
        if base != base_of_value(value):
            seen = SetValue(path, value, self._order)
            yield Change(self.part.document, Remove(path) if value is None else seen, base, seen)

    def _value(self, one: FormField) -> Any:
        """The value of a field; a UserError for what is none says which field it is."""
        try:
            return value_of(one, self.filled.get(f"v:{one.name}", []))
        except UserError as error:
            if error.code != "edit-no-value":
                raise
            raise UserError("edit-no-value-of", field=one.name, **error.arguments) from None

    def _text_changes(self, one: FormField) -> Iterator[Change]:
        path, told = (*self.part.path, one.name), self.part.value.get(one.name)
        left = set(told) if isinstance(told, dict) else {self.origin} if told else set()
        for tag in self.languages:
            if f"b:{one.name}:{tag}" not in self.filled:
                continue
            base, words = self._words("b", one, tag), self._words("v", one, tag)
            seen = SetText(path, tag, words, self.origin, self._order)
            if words and words != base:
                yield Change(self.part.document, seen, base)
                left.add(tag)
            elif not words and base:
                left.discard(tag)
                edit: Edit = RemoveLanguage(path, tag) if left else Remove(path)
                yield Change(self.part.document, edit, base, seen)

    def _words(self, kind: str, one: FormField, tag: str) -> str:
        return plain("".join(self.filled.get(f"{kind}:{one.name}:{tag}", [])))

    @property
    def _order(self) -> tuple[str, ...]:
        return tuple(one.name for one in fields_of(self.part))


def value_of(one: FormField, told: list[str]) -> Any:
    """Returns what a field's control says as a value of YAML; None for nothing."""
    words = [word for word in map(plain, told) if word]
    if one.kind in ("references", "choices"):
        return _known(one, list(dict.fromkeys(words))) or None
    if one.kind == "strings":
        return [word.strip() for entry in words for word in entry.split(",") if word.strip()] or None
    return _single(one, words) if words else None


def _single(one: FormField, words: list[str]) -> Any:
    """The value of a control that has one; a length of time says a number and a unit."""
    if one.kind == "duration":
        return _duration(words)
    word = words[0]
    if one.kind == "number" and _WHOLE.match(word):
        return int(word)
    if one.kind == "number" and _DECIMAL.match(word):
        return float(word.replace(",", "."))
    if one.kind == "flag" and word in ("true", "false"):
        return word == "true"
    if one.kind == "date" and _is_day(word):
        return word
    if one.kind == "choice":
        return _known(one, [word])[0]
    if one.kind in ("string", "reference"):
        return word
    raise UserError("edit-no-value", value=word[:40])


def free_id(value: Mapping[str, Any], taken: set[str]) -> str:
    """Returns a short name for a new item, from its first words in Latin letters."""
    words = next((words for told in value.values() if isinstance(told, dict) for words in told.values()), "")
    plain_words = unicodedata.normalize("NFKD", str(words)).encode("ascii", "ignore").decode().lower()
    stem = "-".join(re.findall("[a-z0-9]+", plain_words)[:3])[:34].strip("-")
    stem = stem if is_id(stem) else "item"
    names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _shown(one: FormField, value: Any, origin: str) -> Shown:
    if one.kind == "text":
        told = value if isinstance(value, dict) else {origin: value} if isinstance(value, str) else {}
        return Shown(one, {tag: plain(str(words)) for tag, words in told.items()})
    if one.kind in ("references", "choices", "strings"):
        chosen = tuple(map(str, value)) if isinstance(value, list) else ()
        return Shown(one, {"": ", ".join(chosen)}, chosen)
    if one.kind == "map":
        return Shown(one, {"": "map" if value else ""})
    if isinstance(value, bool):
        return Shown(one, {"": "true" if value else "false"})
    return Shown(one, {"": "" if value is None else str(value)})


def duration_shown(iso: str) -> tuple[str, str] | None:
    """Returns number and unit of a duration that has one unit; None for any other, which is shown as it is written."""
    if not iso:
        return "", "days"
    try:
        parts = Duration.parse(iso).parts
    except ValueError:
        return None
    return (str(parts[0][1]), parts[0][0]) if len(parts) == 1 else None


def _duration(words: list[str]) -> str | None:
    """A number and a unit in the form that files have, or such a form as it was written."""
    number, unit = (*words, "", "")[:2]
    if number in UNITS or not number:  # the unit alone says nothing
        return None
    written = number.upper()
    if unit in UNITS and number.isascii() and number.isdecimal() and len(number) < 10:
        time = "T" if unit in ("hours", "minutes") else ""
        written = f"P{time}{int(number)}{unit[0].upper()}"
    try:
        return Duration.parse(written).iso
    except ValueError:
        raise UserError("edit-no-value", value=number[:40]) from None


def _known(one: FormField, words: list[str]) -> list[str]:
    for word in words:
        if one.choices and word not in one.choices:
            raise UserError("edit-no-value", value=word[:40])
    return words


def _is_day(word: str) -> bool:
    try:
        return date.fromisoformat(word).isoformat() == word
    except ValueError:
        return False
