"""A jurisdiction pack: what the law and the custom of a place say, as data.

Every rule cites an article of one of the pack's `sources`; `verified: false` marks what was not read at its source.
"""

from typing import Annotated, Literal

from pydantic import Field

from rolebook.model.base import (
    Day,
    Duration,
    Flag,
    Id,
    Item,
    Jurisdiction,
    Name,
    Part,
    Percent,
)
from rolebook.model.law.citation import Citation
from rolebook.model.law.cited import Cited, CitedItem, Weight
from rolebook.model.law.counted_days import CountedSpan
from rolebook.model.law.figures import StatutoryFigure
from rolebook.model.law.own_terms import OwnTerms, SeverityTerm
from rolebook.model.law.printed_form import PrintedDocument
from rolebook.model.law.work_rules import ProtectedEmployees, RequiredAcknowledgement, RequiredStep, WorkRules
from rolebook.model.policy import BreachKind, CaseAct, Counting, Sanction
from rolebook.model.visibility import Handled
from rolebook.model.words.text import Text

Standing = Literal["permitted", "conditional", "needs-agreement", "needs-rules", "forbidden"]
"""May it be used: yes, under conditions, if the collective agreement or the work rules list it, or never."""

ConditionKind = Literal[
    "fault",
    "duty-acknowledged",
    "prior-sanction",
    "no-valid-reason",
    "absence",
    "secret-regime",
    "known-through-work",
    "authority-decision",
    "handles-money-or-goods",
    "rule-defines-breach",
    "rules-adopted",
    "serious-damage",
    "serious-and-culpable",
    "contract-right",
    "written-consent",
    "minimum-wage",
    "full-days-exempt-staff",
    "set-in-local-rules",
    "bonus-of-the-period",
    "share-of-monthly-pay",
    "not-yet-earned",
    "direct-damage-only",
    "wilful-or-gross",
    "agreed-in-contract",
    "court-claim",
    "acted-reasonably",
    "affects-work",
    "anti-corruption-post",
    "continued-and-voluntary",
    "discipline-disturbed",
    "during-probation",
    "educates",
    "equally-serious",
    "fair-reason",
    "final-judgment",
    "habitual",
    "head-or-deputy",
    "hinders-work-or-persists",
    "no-contract-limit",
    "no-discrimination",
    "no-retaliation",
    "serious-consequences",
    "trained-or-transferred",
]
LimitKind = Literal[
    "impose-from-discovery",
    "impose-from-breach",
    "explanation-wait",
    "hearing-notice",
    "announce",
    "lapse",
    "change-notice",
    "challenge",
]
Attribute = Literal[
    "age",
    "sex",
    "family",
    "origin",
    "residence",
    "appearance",
    "health",
    "photo",
    "politics",
    "religion",
    "pay-history",
    "criminal-record",
]
ClauseTopic = Literal[
    "deposit",
    "papers-held",
    "overtime",
    "no-marriage",
    "forced-resignation",
    "noncompete",
    "pay-secrecy",
    "leaving-penalty",
    "insurance-waiver",
    "dismissal-at-will",
    "retaliation",
    "privacy",
    "unpaid-work",
    "leave-waiver",
    "tips",
    "lie-detector",
]
"""Families of clauses that are void or punishable in many places, whoever agreed to them."""


class Source(Item):
    """A law, a judgment or guidance. `cite` has a template of its citation in each language."""

    title: Text
    cite: Text
    kind: Literal["statute", "decree", "judgment", "guidance", "standard", "custom", "agreement"] = "statute"
    url: Annotated[str, Field(strict=True, pattern=r"^https?://\S+$")] | None = None
    edition: Name | None = None
    checked: Day | None = None
    confidence: Literal["confirmed", "secondary", "unverified"] = "confirmed"


class SanctionModel(Cited):
    """Where sanctions and breaches must be listed: by statute (`closed`), agreement, work rules, or nowhere."""

    list: Literal["closed", "agreement", "work-rules", "open"] = "open"
    one_per_breach: Flag = False
    listed_breaches: Flag = False
    breaches_article: Citation | None = None
    single_article: Citation | None = None


class Condition(Part):
    """What must hold, of a closed vocabulary, with its measure; `sanctions` are those that count as a prior one."""

    kind: ConditionKind
    duration: Duration | None = None
    percent: Percent | None = None
    sanctions: tuple[Sanction, ...] = ()


class Carried(Part):
    """A kind of breach that a ground carries the first time it happens, perhaps only under more conditions."""

    breach: BreachKind
    conditions: tuple[Condition, ...] = ()


class Ground(CitedItem):
    """A statutory ground of a sanction. `repeated` ones carry a breach of any kind that was repeated.

    `formerly` are ids of before; content that names one means this ground. With `counting` the ground carries a breach
    only from one of these figures on.
    """

    formerly: tuple[Id, ...] = ()
    term: Text
    carries: tuple[Carried, ...] = ()
    counting: tuple[Counting, ...] = ()
    repeated: Flag = False
    conditions: tuple[Condition, ...] = ()


class SanctionRule(CitedItem):
    """What the place says of one sanction of the common vocabulary, and what it is called there.

    `states_max`: it holds only where the rules say how long it lasts at most. `working_days`: `max` counts these alone.
    """

    id: Sanction
    standing: Standing
    term: Text | None = None
    conditions: tuple[Condition, ...] = ()
    max: Duration | None = None
    working_days: Flag = False
    states_max: Flag = False
    requires_ground: Flag = False
    grounds: tuple[Ground, ...] = ()

    @property
    def counted(self) -> CountedSpan | None:
        """How long it lasts at most, with the days that this counts."""
        return CountedSpan(self.max, self.working_days) if self.max else None

    def ground(self, name: str | None) -> Ground | None:
        """The ground with this id, now or formerly; None when it has none such."""
        return next((one for one in self.grounds if name == one.id or name in one.formerly), None)


class Regime(CitedItem):
    """A consequence that is no sanction and stands in a section of its own."""

    id: Literal["damage-recovery", "bonus-reduction"]
    standing: Standing
    conditions: tuple[Condition, ...] = ()


class TimeLimit(CitedItem):
    """A span that the law sets; working days where it says so. `act` is the step of a case it governs."""

    kind: LimitKind
    value: Duration
    working_days: Flag = False
    bound: Literal["at-most", "at-least"] = "at-most"
    act: CaseAct | None = None
    severity: Literal["minor", "serious", "gross"] | None = None
    sanctions: tuple[Sanction, ...] = ()
    only: Literal["audit", "finance-or-secrets", "corruption"] | None = None

    @property
    def counted(self) -> CountedSpan:
        """Its span with the days that it counts."""
        return CountedSpan(self.value, self.working_days)


class Protected(CitedItem):
    """How much it weighs that a text asks for, or asks after, something the law protects."""

    id: Attribute
    weight: Weight


class VoidClause(CitedItem):
    """A family of clauses that cannot hold in the place, and how much it weighs that a text has one."""

    id: ClauseTopic
    weight: Weight


class Pack(Part):
    """The rules of one place. Lists merge by id with those of the packs it rests on, and the nearer one wins.

    `extra_work` cites what binds work to the contract. `reviewed_facts` is the digest of the facts that somebody
    reviewed: where the pack has others since, `model.law.merge.pack_for` gives it as a draft. `terms` are a handbook's
    own words for what the pack names; `pack_for` puts them in the places of the pack's.
    """

    id: Handled[Jurisdiction]
    extends: tuple[Jurisdiction, ...] | None = None
    name: Text | None = None
    as_of: Day | None = None
    review_by: Day | None = None
    status: Literal["draft", "lawyer-reviewed"] = "draft"
    reviewed_by: Name | None = None
    reviewed_on: Day | None = None
    reviewed_facts: Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{64}$")] | None = None
    sources: tuple[Source, ...] = ()
    sanction_model: SanctionModel = SanctionModel()
    sanctions: tuple[SanctionRule, ...] = ()
    severities: tuple[SeverityTerm, ...] = ()
    regimes: tuple[Regime, ...] = ()
    limits: tuple[TimeLimit, ...] = ()
    procedure: tuple[RequiredStep, ...] = ()
    acknowledgements: tuple[RequiredAcknowledgement, ...] = ()
    work_rules: WorkRules = WorkRules()
    protected: tuple[Protected, ...] = ()
    protected_employees: tuple[ProtectedEmployees, ...] = ()
    void_clauses: tuple[VoidClause, ...] = ()
    figures: tuple[StatutoryFigure, ...] = ()
    extra_work: Cited = Cited()
    document: PrintedDocument = PrintedDocument()
    terms: OwnTerms = OwnTerms()

    def sanction(self, sanction: str) -> SanctionRule | None:
        """What the place says of a sanction; None when it says nothing."""
        return next((rule for rule in self.sanctions if rule.id == sanction), None)

    def severity(self, severity: str) -> Text | None:
        """What the place calls a severity; None when it has no words of its own."""
        return next((one.term for one in self.severities if one.id == severity), None)

    def source(self, source_id: str) -> Source | None:
        """A source by its id."""
        return next((source for source in self.sources if source.id == source_id), None)
