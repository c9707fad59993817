"""What the fields of a file may hold, by where their scalars stand in its text."""

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from rolebook.model.base import Name
from rolebook.model.words.text import Text, is_language_tag
from rolebook.source import Mapping, Sequence, Value

_NAME = Name.__metadata__[0]  # type: ignore[attr-defined]


class Option(NamedTuple):
    """One type that a field may have, and what else its annotation says."""

    type: Any
    marks: tuple[Any, ...]


def scalar_fields(tree: Mapping, model: type[BaseModel]) -> dict[int, tuple[Option, ...]]:
    """What each scalar of a file may be, by its offset; what the model does not know is left out."""
    return dict(_below(tree, (Option(model, ()),)))


def is_text(options: tuple[Option, ...]) -> bool:
    """Whether a field holds words that people read: a text, or a name of any kind."""
    return any(
        (isinstance(one.type, type) and issubclass(one.type, Text)) or (one.type is str and _is_free(one))
        for one in options
    )


def is_number(options: tuple[Option, ...], value: float) -> bool:
    """Whether a field is a number that may be as great as `value`."""
    return any(one.type in (int, float) and value <= _most(one) for one in options)


def _is_free(option: Option) -> bool:
    return not option.marks or _NAME in option.marks


def _most(option: Option) -> float:
    return min((float(mark.le) for mark in option.marks if hasattr(mark, "le")), default=float("inf"))


def _below(node: Value, options: tuple[Option, ...]) -> Iterator[tuple[int, tuple[Option, ...]]]:
    if isinstance(node, Mapping):
        entries = [(value, node.values_at[key].start, _of_key(options, key)) for key, value in node.items()]
    elif isinstance(node, Sequence):
        spans = (span.start for span in node.values_at)
        entries = [(value, start, _of_element(options)) for value, start in zip(node, spans, strict=True)]
    else:
        return
    for value, start, below in entries:
        if not below:
            continue
        if isinstance(value, Mapping | Sequence):
            yield from _below(value, below)
        else:
            yield start, below


@cache
def _of_key(options: tuple[Option, ...], key: str) -> tuple[Option, ...]:
    found: list[Option] = []
    for option in options:
        if isinstance(option.type, type) and issubclass(option.type, Text):
            found += [option] if is_language_tag(key) else []
        elif isinstance(option.type, type) and issubclass(option.type, BaseModel):
            for name, info in option.type.model_fields.items():
                if key in (name, info.alias):
                    found += _options(info.annotation, tuple(info.metadata))
        elif get_origin(option.type) is dict:
            found += _options(get_args(option.type)[1])
    return tuple(found)


@cache
def _of_element(options: tuple[Option, ...]) -> tuple[Option, ...]:
    lists = [option.type for option in options if get_origin(option.type) is tuple]
    return tuple(found for one in lists for argument in get_args(one) for found in _options(argument))


def _options(annotation: Any, marks: tuple[Any, ...] = ()) -> Iterator[Option]:
    """The types of an annotation, unions and marks taken apart."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        flat = [mark for one in more for mark in (one.metadata if isinstance(one, FieldInfo) else (one,))]
        yield from _options(inner, (*marks, *flat))
    elif get_origin(annotation) in (Union, UnionType):
        for argument in get_args(annotation):
            yield from _options(argument, marks)
    else:
        yield Option(annotation, tuple(mark for mark in marks if _is_hashable(mark)))


def _is_hashable(mark: Any) -> bool:
    return type(mark).__hash__ is not None
