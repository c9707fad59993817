"""What the law asks of work rules and of a case: steps, adoption, acknowledgement, languages, and whom it protects."""

from typing import Annotated, Literal

from pydantic import Field

from rolebook.model.base import Duration, Flag
from rolebook.model.law.cited import Cited, CitedItem, Weight
from rolebook.model.policy import CaseAct, Sanction
from rolebook.model.words.text import LanguageTag, Text

ProtectedGroup = Literal[
    "pregnant",
    "parent",
    "sick",
    "on-leave",
    "minor",
    "detained",
    "staff-representative",
    "union-member",
    "reporter",
]


class RequiredStep(CitedItem):
    """A step that a case must have, before the sanctions named, or before any."""

    id: CaseAct
    sanctions: tuple[Sanction, ...] = ()


class RequiredAcknowledgement(CitedItem):
    """Who must have confirmed what, how that may be signed, and whether before the contract is."""

    document: Literal["work-rules", "job-description", "order"]
    before_contract: Flag = False
    weight: Weight = "error"
    methods: tuple[Literal["ink", "qualified", "advanced", "electronic"], ...] = ("ink",)


class RequiredAdoption(CitedItem):
    """Something that must have been done for work rules to hold; `headcount` is the size from which it must.

    `rules_only`: for the disciplinary rules themselves, not for every policy whose breach has consequences.
    `ahead` is how long before the rules come into force it must have been done.
    """

    act: Literal["consulted", "agreed", "approved", "registered", "published"]
    within: Duration | None = None
    ahead: Duration | None = None
    headcount: Annotated[int, Field(strict=True, ge=1)] | None = None
    rules_only: Flag = False
    weight: Weight = "error"


class RequiredLanguage(Cited):
    """The languages that work rules must have, and how much it weighs that a rule lacks one."""

    languages: tuple[LanguageTag, ...] = ()
    weight: Weight = "warning"


class WorkRules(Cited):
    """The internal work rules: what they are called, how they come into force, and in which languages."""

    term: Text | None = None
    adoption: tuple[RequiredAdoption, ...] = ()
    language: RequiredLanguage = RequiredLanguage()


class ProtectedEmployees(CitedItem):
    """Employees whom the law protects from sanctions, from all of them where none is named.

    `needs-consent`: of an authority, a court or the union; `needs-step`: a step of its own comes first.
    """

    id: ProtectedGroup
    standing: Literal["forbidden", "needs-consent", "needs-step"] = "forbidden"
    sanctions: tuple[Sanction, ...] = ()
