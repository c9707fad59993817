"""A part of a document by the path of its fields and items, and what its references may name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.language import language_for
from rolebook.language.places import countries, languages_of_work, places_with_law
from rolebook.model.base import Part
from rolebook.model.form_fields import FormField, field_of, form_fields, model_for
from rolebook.model.handbook import Handbook
from rolebook.model.words.text import Text
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.versions import value_at
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.source.editing import Path as TreePath

_WITH_KEY = ("items", "parts")
_FIRST = ("id", "title", "name", "term", "heading", "text", "purpose", "extends", "department", "reports_to", "duties")


@dataclass(frozen=True, slots=True)
class PartHere:
    """A map of a document, its model, and the field that holds it; the whole document has an empty path."""

    document: DocumentId
    path: TreePath
    model: type[Part]
    value: dict[str, Any]
    holder: FormField | None = None


def part_at(snapshot: Snapshot, document: DocumentId, path: TreePath) -> PartHere:
    """Returns the part at a path. Raises UserError for one that the model or the document does not have."""
    if document not in snapshot.documents:
        raise UserError("edit-no-document", id=document.name or document.kind)
    tree = snapshot.tree(document)
    if tree is None:
        raise UserError("edit-unreadable", file=snapshot.documents[document])
    here = PartHere(document, (), document.model, tree)
    steps = list(path)
    while steps:
        field = field_of(here.model, str(steps.pop(0)))
        if field is None or field.kind not in ("part", *_WITH_KEY) or (field.kind in _WITH_KEY and not steps):
            raise UserError("edit-no-place", file=snapshot.documents[document])
        at = (*here.path, field.name, *([steps.pop(0)] if field.kind in _WITH_KEY else []))
        if field.kind == "parts" and at[-1] not in keys_of(snapshot, field.name):
            raise UserError("edit-no-place", file=snapshot.documents[document])
        value = value_at(tree, at)
        if not isinstance(value, dict) and (field.kind == "items" or value is not None):
            raise UserError("edit-no-place", file=snapshot.documents[document])
        model = model_for(field, value)
        if model is None:
            raise UserError("edit-no-place", file=snapshot.documents[document])
        here = PartHere(document, at, model, value or {}, field)
    return here


def keys_of(snapshot: Snapshot, name: str) -> tuple[str, ...]:
    """Returns the keys that a map of parts may have: languages, or the places of the employers."""
    if name == "translation":
        return snapshot.languages
    entities = snapshot.handbook.settings.entities if snapshot.handbook else ()
    return tuple(dict.fromkeys(one.jurisdiction for one in entities))


def holder_of(document: DocumentId, path: TreePath) -> tuple[TreePath, str]:
    """Returns the path of the part that a place is in, and the field of it that the place belongs to."""
    model, part, steps = document.model, list[str | int](), list(path)
    while steps:
        field = field_of(model, str(steps[0]))
        size = 2 if field is not None and field.kind in _WITH_KEY else 1
        if field is None or field.is_simple or field.kind == "other" or len(steps) < size:
            return tuple(part), str(steps[0])
        model = model_for(field, None) or model
        models = [one for one in field.models if len(steps) > size and field_of(one, str(steps[size]))]
        model = models[0] if models else model
        part += steps[:size]
        steps = steps[size:]
    return tuple(part), ""


def path_of(words: str) -> TreePath:
    """Returns the path that an address says: names with `/` between them, numbers for items without an id."""
    return tuple(int(one) if one.isdecimal() and len(one) < 6 else one for one in words.split("/") if one)


def words_of(path: TreePath) -> str:
    """Returns a path as addresses say it."""
    return "/".join(map(str, path))


def fields_of(part: PartHere) -> tuple[FormField, ...]:
    """Returns the fields of a part in the order of the screen: what names it first."""
    fields = form_fields(part.model)
    return tuple(sorted(fields, key=lambda one: _FIRST.index(one.name) if one.name in _FIRST else len(_FIRST)))


def options_for(handbook: Handbook | None, kind: str, language: str) -> list[tuple[str, str]]:
    """Returns what a reference of a kind may name: values and titles, sorted by title."""
    if handbook is None:
        return []
    if kind in ("language", "place"):
        return sorted(_by_tag(handbook, kind, language).items(), key=lambda one: one[1].casefold())
    if kind == "post":
        several = [("role", handbook.titled), ("office", _by_id(handbook.settings.offices))]
        several.append(("body", _by_id(handbook.settings.bodies)))
        named = [(f"{prefix}:{name}", one) for prefix, known in several for name, one in known.items()]
    else:
        named = list(_known(handbook, kind).items())
    return sorted(((name, title_of(one, language) or name) for name, one in named), key=lambda one: one[1].casefold())


def links_for(handbook: Handbook | None, language: str) -> list[tuple[str, str]]:
    """Returns what texts may refer to between double brackets, and titles: roles, policies, terms."""
    if handbook is None:
        return []
    named = [
        (f"{kind}:{value}", title)
        for kind in ("role", "policy")
        for value, title in options_for(handbook, kind, language)
    ]
    return named + [(name, title_of(term, language)) for name, term in handbook.terms.items()]


def title_of(part: Any, language: str) -> str:
    """Returns what a part is called in a language: its title, name, term or heading; empty where it has none."""
    for field in ("title", "name", "term", "heading"):
        text = getattr(part, field, None)
        if isinstance(text, Text):
            return text.values[text.language_for(language)]
    return ""


def _by_tag(handbook: Handbook, kind: str, language: str) -> dict[str, str]:
    """The names of languages or places by their tags, those of the handbook among them."""
    site, settings = language_for(language), handbook.settings
    if kind == "language":
        return {tag: site.language_name(tag) for tag in settings.languages} | languages_of_work(language)
    used = {entity.jurisdiction for entity in settings.entities}
    return countries(language) | {code: site.territory(code) for code in (*places_with_law(), *used, "EU")}


def _known(handbook: Handbook, kind: str) -> dict[str, Any]:
    settings, library = handbook.settings, handbook.competencies
    listed: dict[str, Callable[[], Any]] = {
        "role": lambda: handbook.titled,
        "policy": lambda: handbook.policies,
        "department": lambda: handbook.departments,
        "entity": lambda: handbook.entities,
        "competency": lambda: handbook.library,
        "competency-group": lambda: _by_id(library.groups),
        "scale": lambda: _by_id(library.scales),
        "level": lambda: _by_id(level for scale in library.scales for level in scale.levels),
        "offence": lambda: _by_id(handbook.discipline.offences if handbook.discipline else ()),
        "picture": lambda: handbook.figures,
        "sign-off": lambda: _by_id(settings.sign_off),
        "agreement": lambda: handbook.agreements,
    }
    return dict(listed[kind]()) if kind in listed else {}


def _by_id(items: Any) -> dict[str, Any]:
    return {one.id: one for one in items}
