"""What a role's file may say: a whole role, or how a variant differs from its parent."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import PydanticCustomError

from rolebook.model.base import Flag, Id, Item, Part, Worded, is_id
from rolebook.model.requirements import Requirement
from rolebook.model.role import (
    Authority,
    DutyOrGroup,
    ExpectedCompetency,
    Headed,
    Indicator,
    LegalBasis,
    Relation,
    RoleSays,
    ServiceLevel,
)
from rolebook.model.sections import RoleSection
from rolebook.model.words.text import BlockText, Text
from rolebook.source import Mapping

ITEM_LISTS = (
    "duties",
    "service_levels",
    "requirements",
    "competencies",
    "behaviours",
    "outcomes",
    "rights",
    "authority",
    "liability",
    "prohibitions",
    "indicators",
    "relations",
    "sections",
    "legal_basis",
)
"""Fields whose items a variant can add, replace and remove."""

NEVER_INHERITED = frozenset(
    {
        "revision",
        "effective",
        "review",
        "formerly",
        "forms",
        "alternative_titles",
        "code",
        "headcount",
        "title",
        "abstract",
    }
)


@dataclass(frozen=True, slots=True)
class Placed:
    """An added item and where it goes: into which group, after which item."""

    item: Item
    into: str | None
    after: str | None


def _place(value: Any, validate: ValidatorFunctionWrapHandler) -> Placed:
    if not isinstance(value, Mapping):
        return Placed(validate(value), None, None)
    for key in ("in", "after"):
        if key in value and not (isinstance(value[key], str) and is_id(value[key])):
            raise PydanticCustomError("invalid-id", "no id", {"id": str(value[key])})
    item = Mapping(value.file, value.span)
    for key in value.keys() - {"in", "after"}:
        item[key] = value[key]
        item.keys_at[key], item.values_at[key] = value.keys_at[key], value.values_at[key]
    return Placed(validate(item), value.get("in"), value.get("after"))


_ADDED = WrapValidator(_place)


class Additions(Part):
    """Items a variant adds; each may say `in` which group and `after` which item it goes."""

    duties: tuple[Annotated[DutyOrGroup, _ADDED], ...] = ()
    service_levels: tuple[Annotated[ServiceLevel, _ADDED], ...] = ()
    requirements: tuple[Annotated[Requirement, _ADDED], ...] = ()
    competencies: tuple[Annotated[ExpectedCompetency, _ADDED], ...] = ()
    behaviours: tuple[Annotated[Worded, _ADDED], ...] = ()
    outcomes: tuple[Annotated[Worded, _ADDED], ...] = ()
    rights: tuple[Annotated[Headed, _ADDED], ...] = ()
    authority: tuple[Annotated[Authority, _ADDED], ...] = ()
    liability: tuple[Annotated[Headed, _ADDED], ...] = ()
    prohibitions: tuple[Annotated[Headed, _ADDED], ...] = ()
    indicators: tuple[Annotated[Indicator, _ADDED], ...] = ()
    relations: tuple[Annotated[Relation, _ADDED], ...] = ()
    sections: tuple[Annotated[RoleSection, _ADDED], ...] = ()
    legal_basis: tuple[Annotated[LegalBasis, _ADDED], ...] = ()


class Replacements(Part):
    """Whole items a variant puts in the place of its parent's, found by their id."""

    duties: tuple[DutyOrGroup, ...] = ()
    service_levels: tuple[ServiceLevel, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    competencies: tuple[ExpectedCompetency, ...] = ()
    behaviours: tuple[Worded, ...] = ()
    outcomes: tuple[Worded, ...] = ()
    rights: tuple[Headed, ...] = ()
    authority: tuple[Authority, ...] = ()
    liability: tuple[Headed, ...] = ()
    prohibitions: tuple[Headed, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    relations: tuple[Relation, ...] = ()
    sections: tuple[RoleSection, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()


class Removals(Part):
    """Ids of items a variant does not take over."""

    duties: tuple[Id, ...] = ()
    service_levels: tuple[Id, ...] = ()
    requirements: tuple[Id, ...] = ()
    competencies: tuple[Id, ...] = ()
    behaviours: tuple[Id, ...] = ()
    outcomes: tuple[Id, ...] = ()
    rights: tuple[Id, ...] = ()
    authority: tuple[Id, ...] = ()
    liability: tuple[Id, ...] = ()
    prohibitions: tuple[Id, ...] = ()
    indicators: tuple[Id, ...] = ()
    relations: tuple[Id, ...] = ()
    sections: tuple[Id, ...] = ()
    legal_basis: tuple[Id, ...] = ()


class RoleFile(RoleSays):
    """What a role's file says; in a variant what it does not say comes from its parent."""

    extends: Id | None = None
    abstract: Flag = False
    title: Text | None = None
    purpose: BlockText | None = None
    duties: tuple[DutyOrGroup, ...] = ()
    add: Additions | None = None
    replace: Replacements | None = None
    remove: Removals | None = None
