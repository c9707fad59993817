"""What a file gets wrong about its shape: pydantic's errors as findings, each at its place."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rolebook.diagnostics import Diagnostic, did_you_mean
from rolebook.model.inheritance import EMPTY_LIST, MISSING_FIELD
from rolebook.model.reading.shape_rules import (
    EMPTY_TEXT,
    OUT_OF_RANGE,
    SAME_NAME,
    UNKNOWN_KEY,
    UNKNOWN_VALUE,
    WRONG_FORMAT,
    WRONG_TYPE,
)
from rolebook.model.reading.unquoted import unquoted
from rolebook.source import Mapping, Sequence, locate

_EXPECTED = {
    "string_type": "text",
    "text-type": "text-or-languages",
    "int_type": "whole-number",
    "int_from_float": "whole-number",
    "float_type": "number",
    "bool_type": "true-or-false",
    "tuple_type": "list",
    "dict_type": "map",
    "model_type": "map",
    "model_attributes_type": "map",
    "date-type": "date",
    "duration-type": "duration",
}
_EXAMPLES = {
    "isco": "2433",
    "onet": "41-4012.00",
    "currency": "EUR",
    "url": "https://handbook.example/",
    "edit_url": "https://git.example/hr/handbook/edit/main/{path}",
    "by": "office:hr-office",
    "article": "tk 193/1",
}
_LONGEST = 60


def findings_of(error: ValidationError, raw: Mapping, model: type[BaseModel]) -> Iterator[Diagnostic]:
    """One finding for each fault of the shape."""
    errors = error.errors(include_url=False)
    for detail in errors:
        if detail["type"] == "too_short" and len(detail["input"]) > 0:
            continue  # its elements were refused, each with an error of its own
        yield _finding(detail, raw, model)


def _finding(detail: ErrorDetails, raw: Mapping, model: type[BaseModel]) -> Diagnostic:
    kind, path = detail["type"], detail["loc"]
    at_key = kind == "extra_forbidden" or (bool(path) and path[-1] == "[key]")
    location = locate(raw, path, key=at_key)
    field = next((str(element) for element in reversed(path) if isinstance(element, str) and element != "[key]"), "")
    value = _shown(detail["input"])
    cure = unquoted(detail, raw)
    if kind in SAME_NAME:
        return SAME_NAME[kind].at(location, hint=cure, **detail.get("ctx", {}))
    if kind in _EXPECTED:
        return WRONG_TYPE.at(
            location, hint=cure, field=field, expected=_EXPECTED[kind], found=_kind_of(detail["input"])
        )
    match kind:
        case "extra_forbidden":
            near = {"hint": cure} if cure else did_you_mean(str(path[-1]), _keys(model, path[:-1]))
            return UNKNOWN_KEY.at(location, key=str(path[-1]), **near)
        case "missing":
            return MISSING_FIELD.at(location, field=field)
        case "literal_error" | "enum":
            allowed = _allowed(detail)
            hint = did_you_mean(value, allowed) or {"hint": "allowed-values"}
            return UNKNOWN_VALUE.at(location, value=value, field=field, allowed=", ".join(allowed), **hint)
        case "string_too_short":
            return EMPTY_TEXT.at(location)
        case "too_short":
            return EMPTY_LIST.at(location, field=field)
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal" | "string_too_long":
            limit = next(iter(detail.get("ctx", {}).values()), "")
            return OUT_OF_RANGE.at(location, value=value, field=field, limit=_number(limit), hint=kind)
        case _:
            return WRONG_FORMAT.at(location, value=value, field=field, example=_EXAMPLES.get(field, "…"))


def _allowed(detail: ErrorDetails) -> list[str]:
    expected = str(detail.get("ctx", {}).get("expected", ""))
    return [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]


def _keys(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The keys a map at `path` may have, as far as the model tells."""
    models: list[type[BaseModel]] = [model]
    for element in path:
        if below := [found for one in models for found in _models_of(one, element)]:
            models = below
    return [info.alias or name for one in models for name, info in one.model_fields.items()]


def _models_of(model: type[BaseModel], field: str | int) -> list[type[BaseModel]]:
    for name, info in model.model_fields.items():
        if field in (name, info.alias):
            return _models_in(info.annotation)
    return []


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for argument in get_args(annotation) for found in _models_in(argument)]


def _kind_of(value: Any) -> str:
    kinds = (
        (bool, "true-or-false"),
        (str, "text"),
        (int | float, "number"),
        (Mapping, "map"),
        (Sequence, "list"),
    )
    return next((word for kind, word in kinds if isinstance(value, kind)), "nothing")


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _number(value: Any) -> str | int:
    return int(value) if isinstance(value, int | float) and value == int(value) else str(value)
