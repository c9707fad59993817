"""The screen of one part: its fields with their languages, states and findings, and the parts and items below it."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from rolebook.diagnostics.folding import is_folded
from rolebook.language.duration import UNITS
from rolebook.language.editor_words import EditorWords
from rolebook.model.form_fields import FormField, form_fields
from rolebook.model.translation.units import Unit
from rolebook.pipeline.edit.excerpts import EXCERPT, NAMING, Excerpts
from rolebook.pipeline.edit.finding_lines import FindingLine, finding_lines, folded_lines
from rolebook.pipeline.edit.forms import Shown, duration_shown, shown_fields
from rolebook.pipeline.edit.history import value_in_words
from rolebook.pipeline.edit.inherited import inherited_items
from rolebook.pipeline.edit.maps import map_screen
from rolebook.pipeline.edit.parts import PartHere, fields_of, keys_of, links_for, options_for, words_of
from rolebook.pipeline.edit.titles import title_of_document
from rolebook.pipeline.edit.versions import base_of_value, digest_of_value, order_of, value_at
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.source.editing import Path as TreePath

_ALWAYS = ("title", "text", "purpose", "heading")
"""Fields that a form shows even while they are empty."""
_BELOW_HEADING = ("items", "clauses", "blocks")


class PartScreen:
    """A part as a form; `languages` are shown side by side, the one to read from first.

    `longest` says how many signs are shown of what has a form of its own.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        part: PartHere,
        words: EditorWords,
        languages: tuple[str, ...],
        longest: int = EXCERPT,
    ) -> None:
        self._snapshot, self._part, self._words, self._languages = snapshot, part, words, languages
        self._lines = finding_lines(snapshot, words, part.document)
        tag = words.tag if words.tag in snapshot.languages else languages[0]
        self._excerpts = Excerpts(snapshot.handbook, tag, longest)

    def values(self) -> dict[str, Any]:
        """Returns the values of the screen."""
        part, here = self._part, words_of(self._part.path)
        fields = self._fields(self._snapshot.origin(part.document))
        below = [self._below(one) for one in fields_of(part) if not one.is_simple]
        found = self._findings(here) if here else self._lines
        return {
            "fields": [one for one in fields if one["there"] or one["first"]],
            "absent": [one for one in fields if not one["there"] and not one["first"]],
            "below": [one for one in below if one["there"]],
            "absent_below": [one for one in below if not one["there"] and one["kind"] != "other"],
            "findings": found,
            "folds": folded_lines(found, self._words),
            "inherited": [] if here else self._inherited(),
            "links": self._links(fields),
        }

    def _needed(self, name: str) -> FindingLine:
        document, at = self._part.document, words_of((*self._part.path, name))
        said, label = self._words.screen("needed"), self._words.label(name)
        return FindingLine("error", "missing-field", said, "", "", document, at, f"#f-{name}", label, 0)

    def _links(self, fields: list[dict[str, Any]]) -> list[tuple[str, str]]:
        """What texts may refer to; nothing where a form has no text."""
        has_texts = any(one["kind"] == "text" for one in fields)
        links = links_for(self._snapshot.handbook, self._words.tag) if has_texts else []
        count = Counter(title.casefold() for _, title in links)
        return [
            (value, title if count[title.casefold()] == 1 else self._with_kind(value, title)) for value, title in links
        ]

    def _with_kind(self, value: str, title: str) -> str:
        """A title that several have, with what it is the title of."""
        kind = {"role": "roles", "policy": "policies"}.get(value.partition(":")[0])
        return f"{title} ({self._words.screen(kind) if kind else self._words.label('term')})"

    def empty(self, said: str = "", lacking: Collection[str] = ()) -> dict[str, Any]:
        """Returns the values of the screen for a new item.

        `said` are words for its first text; `lacking` are the fields that somebody left empty and must not.
        """
        self._lines = [self._needed(name) for name in lacking]
        fields = [one for one in self._fields(self._languages[0]) if one["kind"] != "map"]
        first = next((one for one in fields if one["name"] in ("text", "definition", "title") and one["texts"]), None)
        if first and said:
            first["texts"][0] = {**first["texts"][0], "words": said}
        return {"fields": fields, "links": self._links(fields)}

    def _fields(self, origin: str) -> list[dict[str, Any]]:
        return [self._field(one) for one in shown_fields(self._part, origin)]

    def _field(self, shown: Shown) -> dict[str, Any]:
        one, words = shown.field, self._words
        known = [(value, words.choice(one.name, value)) for value in one.choices]
        known = known or options_for(self._snapshot.handbook, one.refers_to, words.tag)
        if one.refers_to in ("role", "post") and self._part.document.kind == "role":  # nobody is their own superior
            own = self._part.document.name
            known = [(name, title) for name, title in known if name not in (own, f"role:{own}")]
        titles, value = dict(known), shown.values.get("", "")
        found = self._findings(words_of((*self._part.path, one.name)))
        return {
            "name": one.name,
            "kind": one.kind,
            "long": one.long,
            "is_picture": one.refers_to == "picture",
            "label": words.label(one.label),
            "help": "" if one.name == "id" else words.help(one.name),
            "required": one.required,
            "first": one.required or one.name in _ALWAYS,
            "there": shown.is_there,
            "texts": [self._text(shown, tag) for tag in self._languages] if one.kind == "text" else [],
            "value": value,
            "base": base_of_value(self._part.value.get(one.name)),
            "chosen": [(chosen, titles.get(chosen, chosen)) for chosen in shown.chosen],
            "options": known,
            "unknown": value if one.kind == "reference" and value not in titles else "",
            "map": map_screen(self._snapshot, self._part, one, words) if one.kind == "map" else None,
            "duration": duration_shown(value) if one.kind == "duration" else None,
            "units": [(unit, words.screen(f"unit-{unit}")) for unit in reversed(UNITS)],
            "findings": found,
            "folds": folded_lines(found, self._words) if is_folded(found) else [],
        }

    def _text(self, shown: Shown, tag: str) -> dict[str, Any]:
        unit = self._unit(shown.field.name, tag)
        said = shown.values.get(tag, "")
        rows = max(2, 1 + len(said) // 55, said.count("\n") + 1)
        return {
            "tag": tag,
            "words": said,
            "state": str(unit.state) if unit else "",
            "place": unit.place if unit and said else "",
            "rows": min(rows, 14),
        }

    def _unit(self, name: str, tag: str) -> Unit | None:
        holder = value_at(self._snapshot.tree(self._part.document), self._part.path)
        span = getattr(holder, "values_at", {}).get(name)
        return self._snapshot.units(self._part.document, tag).get((span.line, span.column)) if span else None

    def _below(self, one: FormField) -> dict[str, Any]:
        value, path = self._part.value.get(one.name), (*self._part.path, one.name)
        kinds = [self._words.label("group") if model.__name__ == "DutyGroup" else "" for model in one.models]
        return {
            "name": one.name,
            "kind": one.kind,
            "label": self._words.label(one.label),
            "at": words_of(path),
            "items": list(self._items(one, value, path)) if one.kind == "items" and isinstance(value, list) else [],
            "keys": list(self._keys(one.name, value, path)) if one.kind == "parts" else [],
            "order": order_of(value),
            "kinds": list(enumerate(kinds)),
            "there": value not in (None, [], {}) or one.kind == "parts",
            "said": list(self._contents(one, value)) if one.kind == "part" and isinstance(value, dict) else [],
        }

    def _contents(self, one: FormField, value: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
        """What each field of a part says, by its label; one that is called as the part itself needs none."""
        for inner in form_fields(one.models[0]):
            told = value.get(inner.name)
            if told in (None, "", [], {}) or inner.name == "id":
                continue
            several = told if inner.kind == "items" and isinstance(told, list) else [told]
            lines = [self._in_words(inner, each) for each in several]
            label = self._words.label(inner.label)
            same = inner.name == "text" or label == self._words.label(one.label)
            yield "" if same else label, [line for line in lines if line]

    def _in_words(self, field: FormField, value: Any) -> str:
        if field.kind in ("text", "items", "part"):
            return self._excerpts(value)
        return value_in_words(self._snapshot, field, {"value": value}, self._words)

    def _nested(self, value: Any, at: str) -> Iterator[tuple[str, str]]:
        """What is below the heading of a group or section, each with where it is."""
        if not isinstance(value, dict):
            return
        if "heading" in value and value.get("text"):
            yield at, self._excerpts({"text": value["text"]})
        for name in _BELOW_HEADING:
            several = value.get(name)
            for index, one in enumerate(several if isinstance(several, list) else ()):
                own = one.get("id") if isinstance(one, dict) else None
                if words := self._excerpts(one):
                    yield f"{at}/{name}/{own if isinstance(own, str) else index}", words

    def _keys(self, name: str, value: Any, path: TreePath) -> Iterator[dict[str, Any]]:
        """The places or languages that a map has parts for, or may have."""
        known = value if isinstance(value, dict) else {}
        for key in keys_of(self._snapshot, name):
            at = words_of((*path, key))
            excerpt = self._excerpts(known.get(key))
            yield {
                "key": key,
                "title": self._words.language(key) if name == "translation" else self._words.territory(key),
                "at": at,
                "there": key in known,
                "excerpt": excerpt,
                "findings": self._findings(at),
            }

    def _excerpt(self, field: FormField, value: Any) -> str:
        """What an item says; one without words that is one of a list, such as a sanction, by its name there."""
        chosen = [
            self._words.choice(one.name, value[one.name])
            for one in form_fields(field.models[0])
            if one.name in ("id", "kind") and one.kind == "choice" and one.required and isinstance(value, dict)
            if value.get(one.name) in one.choices
        ]
        told = self._excerpts(value)
        return chosen[0] if chosen and not any(name in value for name in NAMING) else told

    def _items(self, field: FormField, values: list[Any], path: TreePath) -> Iterator[dict[str, Any]]:
        for index, value in enumerate(values):
            name = value.get("id") if isinstance(value, dict) else None
            at = words_of((*path, name if isinstance(name, str) else index))
            yield {
                "at": at,
                "index": index,
                "of": len(values),
                "base": digest_of_value(value),
                "excerpt": self._excerpt(field, value),
                "nested": list(self._nested(value, at)),
                "findings": self._findings(at),
                "targets": [] if isinstance(value, dict) and "heading" in value else list(self._targets(path)),
            }

    def _targets(self, path: TreePath) -> Iterator[tuple[str, str]]:
        """The lists that an item may go to: those of the groups around it, and the one that holds the groups."""
        top = path[:1] if path[-1] == "items" else path
        groups = value_at(self._snapshot.tree(self._part.document), top)
        named = (
            [one for one in groups if isinstance(one, dict) and "heading" in one] if isinstance(groups, list) else []
        )
        if named and path != top:
            yield words_of(top), self._words.screen("top-list", list=self._words.label(str(top[-1])))
        for group in named:
            inside = (*top, group["id"], "items")
            if inside != path:
                yield words_of(inside), self._excerpts(group)

    def _inherited(self) -> list[dict[str, Any]]:
        items = inherited_items(self._snapshot, self._part)
        for one in items:
            one["label"] = self._words.label(one["list"])
            one["role"] = title_of_document(self._snapshot, one["parent"], self._words.tag)
            one["excerpt"] = self._excerpts(one["value"])
        return items

    def _findings(self, at: str) -> list[FindingLine]:
        return [line for line in self._lines if line.at == at or line.at.startswith(f"{at}/")]
