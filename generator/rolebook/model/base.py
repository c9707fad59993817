"""What every part of the model shares: its place in a file, ids, dates, durations, references to posts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from rolebook.diagnostics import Location
from rolebook.language import Duration as IsoDuration
from rolebook.model.visibility import Handled
from rolebook.model.words.inline import ID
from rolebook.model.words.text import Text
from rolebook.source import Mapping, locate

_ID = re.compile(rf"{ID}\Z")
_POST = re.compile(rf"(role|office|body):({ID})\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_JURISDICTION = re.compile(r"(EU|[A-Z]{2}(-[A-Z0-9]{1,3})?)\Z")


def is_id(text: str) -> bool:
    """Whether `text` can be an id."""
    return bool(_ID.match(text))


def is_jurisdiction(code: str) -> bool:
    """Whether `code` can be a jurisdiction."""
    return bool(_JURISDICTION.match(code))


def _id(value: Any) -> Any:
    if isinstance(value, str) and not is_id(value):
        raise PydanticCustomError("invalid-id", "no id", {"id": value})
    return value


def _post(value: Any) -> Any:
    if isinstance(value, str) and not _POST.match(value):
        raise PydanticCustomError("invalid-post", "no post", {"post": value})
    return value


def _jurisdiction(value: Any) -> Any:
    if isinstance(value, str) and not _JURISDICTION.match(value):
        raise PydanticCustomError("invalid-jurisdiction", "no jurisdiction", {"code": value})
    return value


_LONGEST = IsoDuration.parse("P100Y")
_SHOWN = 40


def _date(value: Any) -> Any:
    if not isinstance(value, str):
        raise PydanticCustomError("date-type", "no date")
    try:
        return date.fromisoformat(value) if _DATE.match(value) else _no_date(value)
    except ValueError:
        return _no_date(value)


def _no_date(value: str) -> date:
    raise PydanticCustomError("invalid-date", "no date", {"date": value})


def _duration(value: Any) -> Any:
    if not isinstance(value, str):
        raise PydanticCustomError("duration-type", "no duration")
    try:
        told = IsoDuration.parse(value)
    except ValueError:
        raise PydanticCustomError("invalid-duration", "no duration", {"duration": value[:_SHOWN]}) from None
    if told.minutes > _LONGEST.minutes:  # no calendar goes further than the year 9999
        raise PydanticCustomError("invalid-duration", "no duration", {"duration": value[:_SHOWN]})
    return told


Id = Annotated[str, BeforeValidator(_id), WithJsonSchema({"type": "string", "pattern": f"^{ID}$"})]


@dataclass(frozen=True, slots=True)
class RefersTo:
    """Marks a field whose value is an id of something else; `post` is a role, office or body."""

    kind: str


RoleId = Annotated[Id, RefersTo("role")]
PolicyId = Annotated[Id, RefersTo("policy")]
DepartmentId = Annotated[Id, RefersTo("department")]
EntityId = Annotated[Id, RefersTo("entity")]
CompetencyId = Annotated[Id, RefersTo("competency")]
LevelId = Annotated[Id, RefersTo("level")]
GroupId = Annotated[Id, RefersTo("competency-group")]
ScaleId = Annotated[Id, RefersTo("scale")]
OffenceId = Annotated[Id, RefersTo("offence")]
SignOffId = Annotated[Id, RefersTo("sign-off")]
AgreementId = Annotated[Id, RefersTo("agreement")]
Post = Annotated[
    str,
    BeforeValidator(_post),
    WithJsonSchema({"type": "string", "pattern": f"^(role|office|body):{ID}$"}),
    RefersTo("post"),
]
Jurisdiction = Annotated[
    str,
    BeforeValidator(_jurisdiction),
    WithJsonSchema({"type": "string", "pattern": "^(EU|[A-Z]{2}(-[A-Z0-9]{1,3})?)$"}),
]
Day = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Duration = Annotated[
    IsoDuration, BeforeValidator(_duration), WithJsonSchema({"type": "string", "pattern": "^P[0-9YMWDTH]+$"})
]
Flag = Annotated[bool, Field(strict=True)]
Name = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=r"^[^\r\n]+$")]
Percent = Annotated[float, Field(strict=True, gt=0, le=100)]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Years = Annotated[float, Field(strict=True, ge=0, le=60)]
Visibility = Literal["public", "staff", "managers"]
Frequency = Literal["continuous", "daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly", "on-demand"]
LegalNature = Literal["contract-annex", "employer-act", "information"]


def post_of(post: str) -> tuple[str, str]:
    """Kind and id of a post: `role:hr-manager` is `("role", "hr-manager")`."""
    kind, _, name = post.partition(":")
    return kind, name


class Part(BaseModel):
    """A map of a handbook file. It knows its place; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    _source: Mapping | None = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _remember_place(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        part = handler(cls._given(data))
        if isinstance(data, Mapping):
            part._source = data  # noqa: SLF001  its own class sets it
        return part

    @classmethod
    def _given(cls, data: Any) -> Any:
        """The data without known keys that are left empty: they are not given."""
        if not isinstance(data, dict) or None not in data.values():
            return data
        known = {name for field, info in cls.model_fields.items() for name in (field, info.alias)}
        return {key: value for key, value in data.items() if value is not None or key not in known}

    def at(self, *path: str | int, key: bool = False) -> Location:
        """Where a field of this part stands, or the part itself for an empty path."""
        source = self.given
        return Location("") if source is None else locate(source, path, key=key)

    def file_of(self, field: str = "") -> str:  # noqa: ARG002  variants differ
        """The file that says a field of this part, by the field's name in files; without one, the part itself."""
        source = self.given
        return "" if source is None else source.file

    def place_key(self, index: int) -> str:
        """The last piece of the place of a part that stands in a list at `index`."""
        return str(index)

    def says(self, field: str) -> bool:
        """Whether the file itself gives the field."""
        source = self.given
        return source is not None and source.get(field) is not None

    @property
    def given(self) -> Mapping | None:
        """The map that the part was made from; without pydantic's look-up, for places are asked for a million times."""
        private = self.__pydantic_private__
        return private["_source"] if private else None


class Item(Part):
    """A part that can be referred to, translated, signed and compared."""

    id: Handled[Id]

    def place_key(self, index: int) -> str:  # noqa: ARG002
        """Its id, wherever in the list it stands."""
        return self.id


class Worded(Item):
    """An item that is one text."""

    text: Text


class Money(Part):
    """An amount in a currency of ISO 4217."""

    amount: Annotated[float, Field(strict=True, ge=0)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


def references_in(part: Part) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Kind, id and path of everything that the part's own fields refer to by id."""
    for field, alias, kind in reference_fields(type(part)):
        value = getattr(part, field)
        if isinstance(value, str):
            yield kind, value, (alias,)
        elif isinstance(value, tuple):
            yield from ((kind, name, (alias, index)) for index, name in enumerate(value))


@cache
def reference_fields(model: type[Part]) -> tuple[tuple[str, str, str], ...]:
    """Field, its name in files, and the kind of thing it refers to."""
    found = []
    for field, info in model.model_fields.items():
        marks = [*info.metadata, *_metadata_in(info.annotation)]
        found += [(field, info.alias or field, mark.kind) for mark in marks if isinstance(mark, RefersTo)]
    return tuple(found)


def _metadata_in(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for argument in get_args(annotation):
        yield from _metadata_in(argument)


def parts_in(part: Part) -> Iterator[tuple[str, "Part"]]:
    """The parts directly below a part, with the field that holds them."""
    for field in holding_fields(type(part)):
        value = getattr(part, field)
        if isinstance(value, Part):
            yield field, value
        elif isinstance(value, tuple):
            yield from ((field, element) for element in value if isinstance(element, Part))
        elif isinstance(value, dict):
            yield from ((field, element) for element in value.values() if isinstance(element, Part))


@cache
def holding_fields(model: type[Part]) -> tuple[str, ...]:
    """The fields of a model that may hold parts."""
    return tuple(field for field, info in model.model_fields.items() if _may_hold(info.annotation))


def _may_hold(annotation: Any) -> bool:
    if isinstance(annotation, type):
        return issubclass(annotation, Part)
    return any(_may_hold(argument) for argument in get_args(annotation))


def models_in(*models: type[Part]) -> frozenset[type[Part]]:
    """The models and all those of parts below them."""
    found: set[type[Part]] = set()
    waiting = list(models)
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            waiting += [one for info in model.model_fields.values() for one in _models_of(info.annotation)]
    return frozenset(found)


def _models_of(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_of(argument)


def walk(part: Part) -> Iterator[Part]:
    """A part and all parts below it, in the order of the model."""
    yield part
    for _, below in parts_in(part):
        yield from walk(below)
