"""A policy: what is obliged, forbidden, allowed; and the disciplinary rules, a policy with sanctions."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from rolebook.model.base import (
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
    Name,
    Part,
    Percent,
    Post,
    RoleId,
    SignOffId,
    Visibility,
    Worded,
)
from rolebook.model.role import Forms, LegalBasis, Limit
from rolebook.model.sections import Clause, PolicySection
from rolebook.model.visibility import Counted, Handled
from rolebook.model.words.text import BlockText, LanguageTag, Text

Sanction = Literal[
    "verbal-reminder",
    "notice",
    "reprimand",
    "severe-reprimand",
    "final-warning",
    "pay-raise-deferral",
    "demotion",
    "transfer",
    "unpaid-suspension",
    "dismissal",
    "fine",
    "wage-deduction",
    "leave-reduction",
]
BreachKind = Literal[
    "lateness",
    "absence",
    "refusal",
    "damage",
    "secrets",
    "competition",
    "theft",
    "dishonesty",
    "harassment",
    "safety",
    "violence",
    "insult",
    "indecency",
    "intoxication",
    "drugs",
    "gambling",
    "weapons",
    "data-misuse",
    "fraud",
    "bribery",
    "conflict-of-interest",
    "crime",
    "performance",
]
"""What was done, as the grounds of law tell it apart; `fraud` is deceit at hiring, `performance` too little work."""
CaseAct = Literal[
    "explanation", "hearing-notice", "hearing", "companion", "union-notice", "decision", "announcement", "appeal"
]
"""What a step of a disciplinary case is in law, so that a place can ask for it."""


class Scope(Part):
    """Whom a policy binds."""

    everyone: Flag = False
    departments: tuple[DepartmentId, ...] = ()
    roles: tuple[RoleId, ...] = ()
    entities: tuple[EntityId, ...] = ()
    jurisdictions: tuple[Jurisdiction, ...] = ()
    text: Text | None = None


class Definition(Item):
    """What a word means in this policy."""

    term: Text
    text: Text


class Step(Item):
    """One step of a process: what, by whom, within which time, in `working_days` or in all, with which result."""

    heading: Text | None = None
    text: Text
    by: Post | None = None
    within: Duration | None = None
    working_days: Flag = False
    result: Text | None = None


class Process(Item):
    """Steps in order."""

    heading: Text
    text: BlockText | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]


class Criterion(Worded):
    """What an evaluation looks at, with its weight in percent."""

    weight: Percent | None = None


class EvaluationCycle(Item):
    """An appraisal that comes back."""

    heading: Text
    frequency: Frequency | None = None
    text: BlockText | None = None
    criteria: tuple[Criterion, ...] = ()
    scale: tuple[Worded, ...] = ()


class ImprovementPlan(Item):
    """Help to close a gap in performance; never a sanction."""

    heading: Text
    text: BlockText | None = None
    gap: Text | None = None
    support: Text | None = None
    deadline: Duration | None = None
    review: Text | None = None


class Threshold(Worded):
    """A limit and who decides beyond it."""

    limit: Limit | None = None
    above: Post | None = None


class ApprovalRow(Worded):
    """Up to where somebody may approve."""

    up_to: Limit | None = None
    approver: Post


class ApprovalMatrix(Item):
    """Who approves what."""

    heading: Text
    text: BlockText | None = None
    rows: Annotated[tuple[ApprovalRow, ...], Field(min_length=1)]


class AdoptionStep(Item):
    """Something that was done to put a policy in force."""

    act: Literal["consulted", "agreed", "approved", "registered", "published"]
    by: Post | None = None
    date: Day | None = None
    reference: Text | None = None
    entities: tuple[EntityId, ...] = ()


class Acknowledgement(Part):
    """Who confirms having read a policy, how and by when."""

    form: Literal["read", "read-and-sign"]
    within: Duration | None = None
    renew: Duration | None = None
    by: Literal["scope", "holders"] = "scope"
    text: Text | None = None


class PolicyBody(Part):
    """What every policy has."""

    id: Handled[Id]
    title: Counted[Text]
    purpose: Counted[BlockText]
    code: Counted[Name | None] = None
    scope: Counted[Scope | None] = None
    owner: Counted[Post | None] = None
    approver: Counted[Post | None] = None
    definitions: Counted[tuple[Definition, ...]] = ()
    sections: Counted[tuple[PolicySection, ...]] = ()
    process: Counted[tuple[Process, ...]] = ()
    evaluation: Counted[tuple[EvaluationCycle, ...]] = ()
    improvement: Counted[tuple[ImprovementPlan, ...]] = ()
    thresholds: Counted[tuple[Threshold, ...]] = ()
    approvals: Counted[tuple[ApprovalMatrix, ...]] = ()
    adoption: Handled[tuple[AdoptionStep, ...]] = ()
    acknowledgement: Counted[Acknowledgement | None] = None
    sign_off: Counted[SignOffId | None] = None
    legal_nature: Counted[LegalNature] = "employer-act"
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


class Policy(PolicyBody):
    """A policy that says something."""

    @model_validator(mode="after")
    def _says_something(self) -> "Policy":
        if not (self.sections or self.process):
            raise PydanticCustomError("empty-policy", "no sections")
        return self


class Counting(Part):
    """When repetition counts: so many times within so long."""

    count: Annotated[int, Field(strict=True, ge=1, le=366)]
    within: Duration


class Consequence(Part):
    """What follows the n-th time; `ground` is the statutory one where the law wants it, `length` the longest span."""

    occurrence: Annotated[int, Field(strict=True, ge=1, le=20)]
    sanction: Sanction
    ground: Id | None = None
    length: Duration | None = None
    text: Text | None = None

    def place_key(self, index: int) -> str:  # noqa: ARG002
        """What it is, so that its place does not depend on the order of the list."""
        return "-".join((str(self.occurrence), self.sanction, *([self.ground] if self.ground else [])))


class Override(Part):
    """What differs in one jurisdiction: each field replaces the general one, but `adds` follows the general text."""

    counting: tuple[Counting, ...] | None = None
    consequences: tuple[Consequence, ...] | None = None
    text: Text | None = None
    adds: Text | None = None


class Offence(Item):
    """A breach, how grave it is, and what follows. `kind` tells the checks which statutory grounds can carry it."""

    kind: Handled[BreachKind | None] = None
    heading: Text
    text: BlockText | None = None
    severity: Literal["minor", "serious", "gross"]
    counting: tuple[Counting, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    overrides: dict[Jurisdiction, Override] = Field(default_factory=dict)


class CaseStep(Step):
    """A step of a disciplinary case, perhaps only in some places; `act` is what it is in law."""

    act: Handled[CaseAct | None] = None
    jurisdictions: Handled[tuple[Jurisdiction, ...]] = ()


class Discipline(PolicyBody):
    """The disciplinary rules. Recovery of damage and bonus rules are separate regimes, never sanctions."""

    offences: Counted[Annotated[tuple[Offence, ...], Field(min_length=1)]]
    procedure: Counted[tuple[CaseStep, ...]] = ()
    damage_recovery: Counted[tuple[Clause, ...]] = ()
    bonus_rules: Counted[tuple[Clause, ...]] = ()
    rewards: Counted[tuple[Clause, ...]] = ()


AnyPolicy = Policy | Discipline
