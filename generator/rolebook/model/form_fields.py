"""What a form asks of each field of a model: made from the model, so that no field is forgotten."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from rolebook.language import Duration
from rolebook.model.base import Jurisdiction, Part, RefersTo
from rolebook.model.words.text import BlockText, LanguageTag, Text

FieldKind = Literal[
    "text", "string", "number", "duration", "flag", "choice", "choices", "date", "reference", "references", "strings",
    "part", "parts", "items", "map", "other",
]  # fmt: skip
_UNMARKED = {"extends": "role", **dict.fromkeys(("logo", "cover", "favicon", "file"), "picture")}
"""What fields refer to that are no ids: a parent, which inheritance resolves before, and names of pictures."""
_KEYS: dict[str, Literal["field", "check"]] = {"severities": "check", "field_visibility": "field"}
"""What the keys of maps are whose type does not say it."""
_BLOCK_TEXT = get_args(BlockText)[1:]


@dataclass(frozen=True, slots=True)
class Key:
    """What may be a key of a map: the tags of languages, the names of fields, the codes of checks, or `choices`."""

    kind: Literal["language", "field", "check", "choice"]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormField:
    """A field as a form shows it.

    `text` are words in several languages, `part` a map with fields of its own, `parts` a map of such maps
    by place or language, `items` a list of them. `map` has a simple `value` by one key or two, and `keys` are what each
    may be: those that are listed, or where none are, what the field's name says. `models`
    are the models of a part or of the items; `refers_to` is the kind of what a reference names.
    """

    name: str
    kind: FieldKind
    required: bool
    long: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    models: tuple[type[Part], ...] = ()
    keys: tuple["Key", ...] = ()
    value: "FormField | None" = None

    @property
    def label(self) -> str:
        """The key of its label: its name, but where another field of this name means something else."""
        named = {("severities", "items"): "degrees", ("id", "choice"): "which"}
        referred = self.refers_to if (self.name, self.kind) == ("id", "reference") else self.name
        return named.get((self.name, self.kind), referred)

    @property
    def is_simple(self) -> bool:
        """Whether it is shown in the form itself and not on a page of its own."""
        return self.kind not in ("part", "parts", "items", "other")


@cache
def form_fields(model: type[Part]) -> tuple[FormField, ...]:
    """Returns the fields of a model in its order; an item's own id is left out, for others refer to it.

    An id of a fixed list says what the item is, and is in.
    """
    return tuple(
        _field(info.alias or name, info.annotation, tuple(info.metadata), required=info.is_required())
        for name, info in model.model_fields.items()
        if name != "id"
        or any(isinstance(one, RefersTo) for one in info.metadata)
        or _choices(_bare(info.annotation)[0])
    )


def field_of(model: type[Part], name: str) -> FormField | None:
    """Returns a field of a model by its name in files."""
    return next((one for one in form_fields(model) if one.name == name), None)


def model_for(field: FormField, value: Any) -> type[Part] | None:
    """Returns the model of a part or item: of several, the one whose fields it gives."""
    if len(field.models) > 1 and isinstance(value, dict):
        fitting = [one for one in field.models if value.keys() <= {*_names(one), "in", "after"}]
        return (fitting or field.models)[0] if "heading" not in value else _with(field.models, "heading")
    return field.models[0] if field.models else None


def has_id(model: type[Part]) -> bool:
    """Returns whether items of a model have an id of their own."""
    return "id" in model.model_fields


def _names(model: type[Part]) -> set[str]:
    return {info.alias or name for name, info in model.model_fields.items()}


def _with(models: tuple[type[Part], ...], name: str) -> type[Part]:
    return next((one for one in models if name in _names(one)), models[0])


def _field(name: str, annotation: Any, marks: tuple[Any, ...], *, required: bool) -> FormField:
    bare, more = _bare(annotation)
    marks += more
    refers_to = next((one.kind for one in marks if isinstance(one, RefersTo)), _UNMARKED.get(name, ""))
    models = _models(bare)
    if get_origin(bare) is dict and (below := _models(get_args(bare)[1])):
        return FormField(name, "parts", required, models=below)
    if get_origin(bare) is dict:
        return _map(name, bare, required=required)
    if get_origin(bare) is tuple:
        return _list(name, get_args(bare)[0], required=required)
    if isinstance(bare, type) and issubclass(bare, Text):
        return FormField(name, "text", required, long=any(one in _BLOCK_TEXT for one in marks) or name == "text")
    if choices := _choices(bare):
        return FormField(name, "choice", required, choices=choices)
    refers_to = refers_to or _named_by(marks)
    if refers_to:
        return FormField(name, "reference", required, refers_to=refers_to)
    if models:
        return FormField(name, "part", required, models=models)
    kinds: dict[Any, FieldKind] = {
        bool: "flag", int: "number", float: "number", str: "string", date: "date", Duration: "duration",
    }  # fmt: skip
    return FormField(name, kinds.get(bare, "other"), required)


def _map(name: str, bare: Any, *, required: bool) -> FormField:
    """A map of simple values, or of maps of them."""
    keys: list[Key] = []
    value = bare
    while get_origin(value) is dict:
        key, value = get_args(value)
        bare_key, marks = _bare(key)
        if choices := _choices(bare_key):
            keys.append(Key("choice", choices))
        elif bare_key is str and marks == get_args(LanguageTag)[1:]:
            keys.append(Key("language"))
        elif name in _KEYS:
            keys.append(Key(_KEYS[name]))
        value = _bare(value)[0]
    field = _field(name, value, (), required=True)
    plain = field.kind in ("choice", "string", "strings")
    return FormField(name, "map" if keys and plain else "other", required, keys=tuple(keys), value=field)


def _list(name: str, annotation: Any, *, required: bool) -> FormField:
    bare, marks = _bare(annotation)
    refers_to = next((one.kind for one in marks if isinstance(one, RefersTo)), "") or _named_by(marks)
    if models := _models(bare):
        return FormField(name, "items", required, models=models)
    if choices := _choices(bare):
        return FormField(name, "choices", required, choices=choices)
    if refers_to:
        return FormField(name, "references", required, refers_to=refers_to)
    return FormField(name, "strings" if bare is str else "other", required)


def _named_by(marks: tuple[Any, ...]) -> str:
    """What a tag or code names that is no id: a language or a place."""
    tags = {"language": get_args(LanguageTag)[1], "place": get_args(Jurisdiction)[1]}
    return next((kind for kind, mark in tags.items() if mark in marks), "")


def _bare(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without `None` and annotations, and what they said."""
    marks: tuple[Any, ...] = ()
    while True:
        arguments = get_args(annotation)
        if get_origin(annotation) is Annotated:
            annotation, marks = arguments[0], (*marks, *arguments[1:])
        elif NoneType in arguments and len(arguments) == 2:
            annotation = next(one for one in arguments if one is not NoneType)
        else:
            return annotation, marks


def _models(annotation: Any) -> tuple[type[Part], ...]:
    bare, _ = _bare(annotation)
    if isinstance(bare, type):
        return (bare,) if issubclass(bare, Part) else ()
    if get_origin(bare) in (Literal, dict, tuple):
        return ()
    return tuple(found for one in get_args(bare) if one is not NoneType for found in _models(one))


def _choices(annotation: Any) -> tuple[str, ...]:
    """The values of a type that lists them, or of several such."""
    arguments = get_args(annotation)
    if get_origin(annotation) is Literal:
        return tuple(map(str, arguments))
    several = [_choices(one) for one in arguments] if get_origin(annotation) in (Union, UnionType) else []
    return tuple(dict.fromkeys(chain.from_iterable(several))) if several and all(several) else ()
