"""A role: who does what, with which rights, under whom."""

from typing import Annotated, Any, Literal

from pydantic import (
    Discriminator,
    Field,
    PrivateAttr,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from rolebook.diagnostics import Location
from rolebook.model.base import (
    CompetencyId,
    Count,
    Day,
    DepartmentId,
    Duration,
    EntityId,
    Flag,
    Frequency,
    Id,
    Item,
    Jurisdiction,
    LegalNature,
    LevelId,
    Money,
    Name,
    Part,
    Percent,
    PolicyId,
    Post,
    RoleId,
    SignOffId,
    Visibility,
    Worded,
)
from rolebook.model.employment import Employment, Pay
from rolebook.model.requirements import Requirement
from rolebook.model.sections import Headings, RoleSection
from rolebook.model.visibility import Counted, ForManagers, Handled
from rolebook.model.words.text import BlockText, LanguageTag, Text

WordForm = Literal[
    "genitive",
    "dative",
    "accusative",
    "instrumental",
    "prepositional",
    "plural",
    "feminine",
    "masculine",
    "neutral",
]
Forms = dict[LanguageTag, dict[WordForm, Name]]


class Limit(Part):
    """How far an authority goes: an amount of money or a share."""

    amount: Annotated[float, Field(strict=True, ge=0)] | None = None
    currency: Annotated[str, Field(strict=True, pattern=r"^[A-Z]{3}$")] | None = None
    percent: Percent | None = None

    @model_validator(mode="after")
    def _is_amount_or_text(self) -> "Limit":
        money = self.amount is not None and self.currency is not None
        if money == (self.percent is not None) or (self.amount is None) != (self.currency is None):
            raise PydanticCustomError("limit-shape", "neither money nor share")
        return self


class Occupation(Part):
    """Codes of the occupation in public classifications."""

    isco: Annotated[str, Field(strict=True, pattern=r"^[0-9]{1,4}$")] | None = None
    esco: Name | None = None
    onet: Annotated[str, Field(strict=True, pattern=r"^[0-9]{2}-[0-9]{4}(\.[0-9]{2})?$")] | None = None


class Appointment(Part):
    """By whom a holder is appointed or dismissed."""

    by: Post
    proposed_by: Post | None = None
    text: Text | None = None


class Duty(Item):
    """One duty, with what makes it checkable; duties may nest."""

    text: Text
    mode: Literal["does", "leads", "takes-part", "supports", "approves"] | None = None
    when: Text | None = None
    frequency: Frequency | None = None
    rhythms: tuple[Frequency, ...] = ()
    time_share: Percent | None = None
    essential: Flag | None = None
    result: Text | None = None
    indicators: tuple[Id, ...] = ()
    steps: tuple[Worded, ...] = ()
    items: tuple["Duty", ...] = ()


class DutyGroup(Item):
    """Duties under a heading."""

    heading: Text
    time_share: Percent | None = None
    items: Annotated[tuple[Duty, ...], Field(min_length=1)]


def _duty_kind(value: Any) -> str:
    if isinstance(value, dict):
        return "group" if "heading" in value else "duty"
    return "group" if isinstance(value, DutyGroup) else "duty"


DutyOrGroup = Annotated[Annotated[Duty, Tag("duty")] | Annotated[DutyGroup, Tag("group")], Discriminator(_duty_kind)]


class OtherTasks(Part):
    """Further tasks, always of a bounded kind."""

    kinds: Annotated[tuple[Literal["related", "temporary", "within-contract"], ...], Field(min_length=1)]
    text: Text | None = None


class ServiceLevel(Item):
    """What is answered how fast, in which order, and what happens when time runs out."""

    text: Text
    respond_within: Duration | None = None
    clock: Literal["working-time", "calendar"] = "working-time"
    channels: tuple[Worded, ...] = ()
    priorities: tuple[Worded, ...] = ()
    otherwise: Text | None = None


class ExpectedCompetency(Item):
    """A competency of the library and the level expected; `id` is the library's."""

    id: Counted[CompetencyId]
    level: LevelId


class Headed(Worded):
    """An item that may have a heading of its own."""

    heading: Text | None = None


class Authority(Item):
    """What the holder may decide alone, and who decides beyond it."""

    text: Text
    kind: Literal["decision", "financial"] = "decision"
    limit: Limit | None = None
    above: Post | None = None


class Indicator(Item):
    """What the work is measured by."""

    text: Text
    target: Text | None = None
    period: Frequency | None = None
    rhythms: tuple[Frequency, ...] = ()


class Relation(Item):
    """With whom the holder works: what is given, what is got."""

    side: Literal["internal", "external"]
    with_: Annotated[RoleId | None, Field(alias="with")] = None
    text: Text | None = None
    gives: Text | None = None
    gets: Text | None = None

    @model_validator(mode="after")
    def _names_somebody(self) -> "Relation":
        if self.with_ is None and self.text is None:
            raise PydanticCustomError("relation-shape", "with nobody")
        return self


class Dimensions(Part):
    """The size of the post."""

    direct_reports: Count | None = None
    indirect_reports: Count | None = None
    budget: Money | None = None
    text: Text | None = None


class Conditions(Part):
    """Where, when and how the work is done."""

    workplace: Text | None = None
    hours: Text | None = None
    travel: Text | None = None
    travel_share: Percent | None = None
    shifts: Text | None = None
    dress: Text | None = None
    physical_demands: Text | None = None
    hazards: Text | None = None


class Career(Part):
    """Where holders come from and go to."""

    from_: Annotated[tuple[RoleId, ...], Field(alias="from")] = ()
    to: tuple[RoleId, ...] = ()
    text: Text | None = None


class LegalBasis(Worded):
    """What a document rests on; without jurisdictions, everywhere."""

    jurisdictions: Handled[tuple[Jurisdiction, ...]] = ()


class RoleSays(Part):
    """What a role shows its reader; in a variant, what it says itself."""

    alternative_titles: Counted[tuple[Worded, ...]] = ()
    code: Counted[Name | None] = None
    grade: ForManagers[Name | None] = None
    headcount: Counted[Count | None] = None
    department: Counted[DepartmentId | None] = None
    territory: Counted[Text | None] = None
    occupation: Counted[Occupation | None] = None
    reports_to: Counted[RoleId | None] = None
    reports_to_functionally: Counted[tuple[RoleId, ...]] = ()
    deputises_for: Counted[tuple[RoleId, ...]] = ()
    deputised_by: Counted[tuple[RoleId, ...]] = ()
    deputising: Counted[Text | None] = None
    appointment: Counted[Appointment | None] = None
    dismissal: Counted[Appointment | None] = None
    other_tasks: Counted[OtherTasks | None] = None
    service_levels: Counted[tuple[ServiceLevel, ...]] = ()
    requirements: Counted[tuple[Requirement, ...]] = ()
    sections: Counted[tuple[RoleSection, ...]] = ()
    competencies: Counted[tuple[ExpectedCompetency, ...]] = ()
    behaviours: Counted[tuple[Worded, ...]] = ()
    rights: Counted[tuple[Headed, ...]] = ()
    authority: ForManagers[tuple[Authority, ...]] = ()
    liability: Counted[tuple[Headed, ...]] = ()
    prohibitions: Counted[tuple[Headed, ...]] = ()
    outcomes: Counted[tuple[Worded, ...]] = ()
    headings: Counted[Headings | None] = None
    indicators: Counted[tuple[Indicator, ...]] = ()
    relations: Counted[tuple[Relation, ...]] = ()
    dimensions: Counted[Dimensions | None] = None
    conditions: Counted[Conditions | None] = None
    pay: ForManagers[Pay | None] = None
    employment: ForManagers[Employment | None] = None
    career: Counted[Career | None] = None
    policies: Counted[tuple[PolicyId, ...]] = ()
    sign_off: Counted[SignOffId | None] = None
    legal_nature: Counted[LegalNature] = "information"
    visibility: Handled[Visibility] = "staff"
    field_visibility: Handled[dict[str, Visibility]] = Field(default_factory=dict)
    revision: Handled[Name | None] = None
    effective: Counted[Day | None] = None
    review: Handled[Day | None] = None
    legal_basis: Counted[tuple[LegalBasis, ...]] = ()
    entities: Handled[tuple[EntityId, ...]] = ()
    jurisdictions: Handled[tuple[Jurisdiction, ...]] = ()
    formerly: Handled[tuple[Id, ...]] = ()
    forms: Handled[Forms] = Field(default_factory=dict)
    languages: Handled[tuple[LanguageTag, ...]] = ()


class Role(RoleSays):
    """A whole role, inheritance resolved."""

    _parent: "Role | None" = PrivateAttr(default=None)

    id: Handled[Id]
    extends: Handled[Id | None] = None
    abstract: Handled[Flag] = False
    title: Counted[Text]
    purpose: Counted[BlockText]
    duties: Counted[Annotated[tuple[DutyOrGroup, ...], Field(min_length=1)]]

    @classmethod
    def inheriting(cls, file: RoleSays, parent: "Role | None", **fields: Any) -> "Role":
        """The role of a file and its parent, from fields that are validated already."""
        role = cls.model_construct(**fields)
        role._source, role._parent = file._source, parent  # noqa: SLF001  its own class sets it
        return role

    def at(self, *path: str | int, key: bool = False) -> Location:
        """As for every part; a field that the file leaves to the parent stands in the parent's."""
        if path and self._parent is not None and not self.says(str(path[0])):
            return self._parent.at(*path, key=key)
        return super().at(*path, key=key)

    def file_of(self, field: str = "") -> str:
        """As for every part, and by the same rule."""
        if field and self._parent is not None and not self.says(field):
            return self._parent.file_of(field)
        return super().file_of(field)
