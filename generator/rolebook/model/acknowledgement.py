"""Who must acknowledge what, in which way, and by when: what roles, scopes and the pack of the place ask for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rolebook.language import Duration
from rolebook.model.handbook import Document, Handbook
from rolebook.model.law.jurisdiction import applies_in
from rolebook.model.policy import AnyPolicy
from rolebook.model.role import Role
from rolebook.model.settings import Entity

SIGNATURES = ("ink", "qualified", "advanced", "electronic")
VERIFIED = ("qualified", "advanced")
"""Signatures that count only where the signed file itself was verified."""
CLICK = "click"
METHODS = (*SIGNATURES, CLICK)
WITHIN = Duration.parse("P10D")
"""How long there is where a document does not say."""
_HOLDER_ACTS = frozenset({"agree", "acknowledge", "receive-copy"})


@dataclass(frozen=True, slots=True)
class AcknowledgementDue:
    """A document that the holders of a role at an employer must acknowledge.

    `methods` are those that count: a click only where reading is enough, a signature as the place accepts it.
    `before_contract`: whoever is hired must know it before signing the contract (RU: art. 68 of the Labour Code).
    """

    document: Document
    methods: tuple[str, ...]
    within: Duration
    renew: Duration | None = None
    before_contract: bool = False

    @property
    def key(self) -> str:
        """The document's name for good: `role/sales-manager`, by the first id it had."""
        return key_of(self.document)

    def due(self, start: date | None, effective: date | None, today: date) -> date:
        """When it must be done: from the start or from when the text took effect, whichever is later.

        Where it must be known before the contract, and was in force at the start, that is the day before the start.
        """
        if self.before_contract and start and (effective is None or effective <= start):
            return start - timedelta(days=1)
        return self.within.after(max(filter(None, (start, effective)), default=today))


def key_of(document: Document) -> str:
    """The document's name for good."""
    kind = "role" if isinstance(document, Role) else "policy"
    return f"{kind}/{document.formerly[0] if document.formerly else document.id}"


def acknowledgements_due(handbook: Handbook, role: Role, entity: Entity) -> Iterator[AcknowledgementDue]:
    """What the holders of a role must acknowledge at an employer: the role itself, then policies by id."""
    if entity in handbook.entities_of(role) and is_acknowledged(handbook, role):
        yield acknowledgement_due(handbook, role, entity)
    for policy in sorted(handbook.policies_of(role), key=lambda one: one.id):
        if _holds_at(handbook, policy, entity) and _binds_to_answer(handbook, policy, role):
            yield acknowledgement_due(handbook, policy, entity)


def is_acknowledged(handbook: Handbook, document: Document) -> bool:
    """Whether anybody acknowledges a document: its field or its sign-off says so; a role without one that binds."""
    steps = handbook.sign_off(document)
    if isinstance(document, Role) and not steps:
        return document.legal_nature != "information"
    asked = not isinstance(document, Role) and document.acknowledgement is not None
    return asked or any(step.by == "holder" and step.act in _HOLDER_ACTS for step in steps)


def acknowledgement_due(handbook: Handbook, document: Document, entity: Entity) -> AcknowledgementDue:
    """What is asked of whoever must acknowledge a document at an employer."""
    if isinstance(document, Role):
        methods, before = _asked(handbook, entity, "job-description")
        return AcknowledgementDue(document, methods or SIGNATURES, WITHIN, before_contract=before)
    return _of_policy(handbook, document, entity)


def _of_policy(handbook: Handbook, policy: AnyPolicy, entity: Entity) -> AcknowledgementDue:
    asked = policy.acknowledgement
    methods, before = _asked(handbook, entity, "work-rules")
    if asked is not None and asked.form == "read":
        methods, before = METHODS, False
    within = asked.within if asked and asked.within else WITHIN
    return AcknowledgementDue(policy, methods or SIGNATURES, within, asked.renew if asked else None, before)


def _asked(handbook: Handbook, entity: Entity, document: str) -> tuple[tuple[str, ...], bool]:
    """Which methods the place accepts for a kind of document, and whether it must be known before the contract."""
    pack = handbook.packs.get(entity.jurisdiction)
    for rule in pack.acknowledgements if pack else ():
        if rule.document == document:
            return rule.methods, rule.before_contract
    return (), False


def _holds_at(handbook: Handbook, policy: AnyPolicy, entity: Entity) -> bool:
    scope = policy.scope
    if entity not in handbook.entities_of(policy):
        return False
    if scope is None:
        return True
    return (not scope.entities or entity.id in scope.entities) and applies_in(scope.jurisdictions, entity.jurisdiction)


def _binds_to_answer(handbook: Handbook, policy: AnyPolicy, role: Role) -> bool:
    """`by: holders` asks those whose role names the policy, or is named by its scope; `by: scope` all it binds."""
    asked = policy.acknowledgement
    if asked is None:
        return is_acknowledged(handbook, policy)
    named = policy.id in role.policies or (policy.scope is not None and handbook.names_role(policy.scope, role))
    return asked.by == "scope" or named
