"""# Formalities

What must be done for a document to hold: adoption, acknowledgement, sections and signatures, as the pack of the place
has it; and how old the pack itself is.

## missing-adoption-record
**Meaning.** Disciplinary rules, or a policy whose clauses name breaches, lack the record of something the place asks
for before they hold: consultation, approval, registration, publication. A record counts for the entities it names, or
for all. What begins at a number of employees is not asked of an employer whose `headcount` is smaller.
**Why.** Rules that were not adopted as the law asks cannot carry a sanction.
```yaml bad
adoption: []                                       # for an employer in China
```
```yaml good
adoption:
  - {id: assembly, act: consulted, by: body:staff-assembly, date: 2026-11-18}
  - {id: notice, act: published, by: office:hr-office, date: 2026-12-21}
```

## missing-acknowledgement
**Meaning.** Rules that staff must have read, or sign for, ask for no acknowledgement; or the sign-off of a role
leaves its holder out.
**Why.** Without proof that they were known, rules and job descriptions prove nothing.
```yaml bad
acknowledgement: {form: read}                      # where a signature is wanted
```
```yaml good
acknowledgement: {form: read-and-sign, within: P10D}
```

## missing-document-section
**Meaning.** A role leaves a section empty that its printed document has in that place, such as rights and liability
in Russia.
**Why.** The document would be incomplete by the custom, or the law, of the place.
```yaml bad
duties: [{id: cook, text: Cooks.}]                 # and nothing else
```
```yaml good
duties: [{id: cook, text: Cooks.}]
rights: [{id: refuse, text: Refuses goods that are not fresh.}]
liability: [{id: law, text: Answers within the limits of the labour law.}]
```

## missing-signatory
**Meaning.** The sign-off chain of a role lacks an act that the place asks for: approval by the head, acknowledgement
by the holder.
**Why.** The document would be signed by the wrong people.
```yaml bad
steps: [{id: prepare, act: prepare, by: "office:hr-office"}]
```
```yaml good
steps:
  - {id: prepare, act: prepare, by: "office:hr-office"}
  - {id: approve, act: approve, by: "office:head", after: prepare}
  - {id: acknowledge, act: acknowledge, by: holder, after: approve}
```

## stale-pack
**Meaning.** The day on which the pack of a place had to be checked again has passed.
**Why.** Law moves; findings under an old pack may be wrong, and what it misses is not reported.
```yaml bad
review_by: 2026-05-31                              # in content/jurisdictions/ES.yml, a year later
```
```yaml good
review_by: 2028-05-31
```

## unknown-source
**Meaning.** A rule of a handbook's own pack cites a source that neither it nor the packs below it have; or one of a
collective agreement cites neither the agreement itself nor a source of its place's pack.
**Why.** A finding that rests on it could not say which law it means.
```yaml bad
sanctions: [{id: fine, standing: forbidden, article: act 7}]
```
```yaml good
sources: [{id: act, title: The Act, cite: "Act s. {article}"}]
sanctions: [{id: fine, standing: forbidden, article: act 7}]
```

## draft-pack
**Meaning.** No lawyer has reviewed the pack of a place. Localized once for each place.
**Why.** Findings under it, and their absence, are not legal advice.
```yaml bad
status: draft
```
```yaml good
status: lawyer-reviewed
reviewed_by: Counsel of the Spanish company
```

## no-pack
**Meaning.** There is no pack for the place of an entity.
**Why.** Nothing is checked against its law, and a clean check says nothing about it.
```yaml bad
jurisdiction: AR
```
```yaml good
jurisdiction: AR                                   # and content/jurisdictions/AR.yml
```
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from rolebook.checks.places import grounds_of, place_name, places_of, weighed
from rolebook.diagnostics import Diagnostic, Localized, Rule, Severity, did_you_mean
from rolebook.model.base import post_of, walk
from rolebook.model.handbook import Handbook
from rolebook.model.law.agreement import Agreement
from rolebook.model.law.citation import source_of
from rolebook.model.law.merge import is_verified, pack_for
from rolebook.model.law.pack import Pack
from rolebook.model.law.printed_form import CustomarySignature, DocumentSection
from rolebook.model.law.work_rules import RequiredAcknowledgement, RequiredAdoption
from rolebook.model.policy import AnyPolicy, Discipline
from rolebook.model.role import Role
from rolebook.model.sections import Clause
from rolebook.model.settings import SignOffChain, SignOffStep
from rolebook.source import today

MISSING_ADOPTION_RECORD = Rule("missing-adoption-record", Severity.WARNING)
MISSING_ACKNOWLEDGEMENT = Rule("missing-acknowledgement", Severity.WARNING)
MISSING_DOCUMENT_SECTION = Rule("missing-document-section", Severity.WARNING)
MISSING_SIGNATORY = Rule("missing-signatory", Severity.WARNING)
STALE_PACK = Rule("stale-pack", Severity.WARNING)
UNKNOWN_SOURCE = Rule("unknown-source")
DRAFT_PACK = Rule("draft-pack", Severity.INFO)
NO_PACK = Rule("no-pack", Severity.INFO)

RULES = (
    MISSING_ADOPTION_RECORD,
    MISSING_ACKNOWLEDGEMENT,
    MISSING_DOCUMENT_SECTION,
    MISSING_SIGNATORY,
    STALE_PACK,
    UNKNOWN_SOURCE,
    DRAFT_PACK,
    NO_PACK,
)

ALWAYS_THERE = frozenset({"essentials", "record", "purpose", "duties"})
# What an adoption record may be instead of what is asked: who agreed was consulted.
_STRONGER = {"consulted": {"agreed"}}


def packs(handbook: Handbook) -> Iterator[Diagnostic]:
    """How old the packs are and who reviewed them, once for each, at the first entity of the place."""
    seen: set[str] = set()
    for entity in handbook.settings.entities:
        code, place = entity.jurisdiction, entity.at("jurisdiction")
        pack = handbook.packs.get(code)
        if (pack.id if pack else code) in seen:
            continue
        seen.add(pack.id if pack else code)
        if pack is None:
            yield NO_PACK.at(place, code=code)
            continue
        name, as_of = place_name(pack, code), str(pack.as_of or "?")
        if pack.status == "draft":
            yield DRAFT_PACK.at(place, place=name, as_of=as_of, code=pack.id)
        if pack.review_by and pack.review_by < today():
            yield STALE_PACK.at(place, place=name, as_of=as_of, review_by=str(pack.review_by))


def sources(handbook: Handbook) -> Iterator[Diagnostic]:
    """What a handbook's own packs and agreements cite is among the sources of the place."""
    for own, packs in _citing(handbook):
        known = [source.id for pack in packs for source in pack.sources]
        known += [own.source.id] if isinstance(own, Agreement) else []
        for part in walk(own):
            for field in ("article", "breaches_article", "single_article"):
                article = getattr(part, field, None)
                if article and source_of(article) not in known:
                    near = did_you_mean(source_of(article), known)
                    hint = {"hint": "agreement-source"} if isinstance(own, Agreement) else {}
                    yield UNKNOWN_SOURCE.at(part.at(field), id=source_of(article), **(near or hint))


def _citing(handbook: Handbook) -> Iterator[tuple[Pack | Agreement, list[Pack]]]:
    """What of a handbook cites laws, and the packs whose sources it may cite."""
    for code, own in handbook.jurisdictions.items():
        yield own, [pack_for(handbook, code) or own]
    for agreement in handbook.agreements.values():
        yield agreement, [pack for code in agreement.jurisdictions if (pack := pack_for(handbook, code))]


def adoption(handbook: Handbook) -> Iterator[Diagnostic]:
    """Rules about discipline have the adoption record that their places ask for."""
    for policy in filter(about_discipline, handbook.policies.values()):
        for entity in handbook.entities_of(policy):
            pack = handbook.packs.get(entity.jurisdiction)
            for asked in pack.work_rules.adoption if pack else ():
                wanted = isinstance(policy, Discipline) or not asked.rules_only
                wanted = wanted and (entity.headcount or asked.headcount or 0) >= (asked.headcount or 0)
                if pack and wanted and not _recorded(policy, asked, entity.id):
                    about: dict[str, Any] = {"act": asked.act, "place": place_name(pack, entity.jurisdiction)}
                    finding = MISSING_ADOPTION_RECORD.at(
                        policy.at("adoption", key=True), entity=entity.id, **about, **grounds_of(pack, asked)
                    )
                    yield finding.weighing(weighed(pack, asked, Severity(asked.weight)))


def acknowledgements(handbook: Handbook) -> Iterator[Diagnostic]:
    """Rules are acknowledged in the form their places ask for, and holders acknowledge their roles."""
    for policy in filter(about_discipline, handbook.policies.values()):
        for code, pack in places_of(handbook, policy):
            for asked in pack.acknowledgements:
                if asked.document == "work-rules" and not _acknowledged(policy, asked):
                    yield _unacknowledged(policy, asked, code, pack)
    for role in handbook.roles.values():
        chain = _chain(role, handbook)
        for code, pack in places_of(handbook, role) if chain else ():
            for asked in pack.acknowledgements:
                acts = {step.act for step in chain.steps if step.by == "holder"} if chain else set()
                if asked.document == "job-description" and not acts & {"acknowledge", "receive-copy"}:
                    yield _unacknowledged(role, asked, code, pack)


def document_sections(handbook: Handbook) -> Iterator[Diagnostic]:
    """Roles fill the sections that their printed documents must have."""
    for role in handbook.roles.values():
        for code, pack in places_of(handbook, role):
            for section in pack.document.sections:
                known = role.legal_nature != "information" or is_verified(pack, section)  # custom binds no leaflet
                if section.required and known and not _filled(role, section):
                    yield _empty_section(role, section, code, pack)


def signatories(handbook: Handbook) -> Iterator[Diagnostic]:
    """Sign-off chains of roles have the acts that their places ask for; a chain is told once for each place."""
    told: set[tuple[str, str, str]] = set()
    for role in handbook.roles.values():
        chain = _chain(role, handbook)
        for code, pack in places_of(handbook, role) if chain else ():
            for asked in pack.document.signatures:
                key = (chain.id if chain else "", code, asked.id)
                if chain and asked.required and key not in told and not _signs(chain.steps, asked, role, handbook):
                    told.add(key)
                    about: dict[str, Any] = {"act": asked.act, "by": asked.by, "place": place_name(pack, code)}
                    finding = MISSING_SIGNATORY.at(chain.at("steps", key=True), **about, **grounds_of(pack, asked))
                    yield finding.weighing(weighed(pack, asked, Severity.WARNING))


def about_discipline(policy: AnyPolicy) -> bool:
    """Whether a policy is the disciplinary rules or has clauses whose breach they name."""
    return isinstance(policy, Discipline) or any(isinstance(one, Clause) and one.offence for one in walk(policy))


def _recorded(policy: AnyPolicy, asked: RequiredAdoption, entity: str) -> bool:
    acts = {asked.act, *_STRONGER.get(asked.act, ())}
    return any(step.act in acts and (not step.entities or entity in step.entities) for step in policy.adoption)


def _acknowledged(policy: AnyPolicy, asked: RequiredAcknowledgement) -> bool:
    given = policy.acknowledgement
    return given is not None and (given.form == "read-and-sign" or "electronic" in asked.methods)


def _unacknowledged(document: Role | AnyPolicy, asked: RequiredAcknowledgement, code: str, pack: Pack) -> Diagnostic:
    is_role = isinstance(document, Role)
    place = document.at("sign_off" if is_role else "acknowledgement", key=True)
    finding = MISSING_ACKNOWLEDGEMENT.at(
        place,
        hint="holder-acknowledges" if is_role else None,
        place=place_name(pack, code),
        **grounds_of(pack, asked),
    )
    return finding.weighing(weighed(pack, asked, Severity(asked.weight)))


def _filled(role: Role, section: DocumentSection) -> bool:
    return any(field in ALWAYS_THERE or getattr(role, field.replace("-", "_")) for field in section.fields)


def _empty_section(role: Role, section: DocumentSection, code: str, pack: Pack) -> Diagnostic:
    binding = role.legal_nature != "information"
    finding = MISSING_DOCUMENT_SECTION.at(
        role.at("title", key=True),
        section=Localized.of(section.title.values),
        fields=", ".join(f"`{field.replace('-', '_')}`" for field in section.fields),
        place=place_name(pack, code),
        **grounds_of(pack, section),
    )
    return finding.weighing(weighed(pack, section, Severity.WARNING if binding else Severity.INFO))


def _chain(role: Role, handbook: Handbook) -> SignOffChain | None:
    return next((chain for chain in handbook.settings.sign_off if chain.id == role.sign_off), None)


def _signs(steps: Iterable[SignOffStep], asked: CustomarySignature, role: Role, handbook: Handbook) -> bool:
    return any(step.act == asked.act and _is_signer(step.by, asked.by, role, handbook) for step in steps)


def _is_signer(post: str, asked: str, role: Role, handbook: Handbook) -> bool:
    """Whether who signs a step is the one that is asked for; whoever holds the office of that kind may."""
    if ":" not in post:
        return post == asked
    kind, name = post_of(post)
    if kind == "office":
        return any(office.id == name and office.kind == asked for office in handbook.settings.offices)
    heads = {entity.head for entity in handbook.entities_of(role)}
    named = name == role.reports_to if asked == "superior" else asked == "head-of-entity" and name in heads
    return kind == "role" and named


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (
    packs,
    sources,
    adoption,
    acknowledgements,
    document_sections,
    signatories,
)
