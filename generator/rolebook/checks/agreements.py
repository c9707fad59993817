"""# Collective agreements

The agreements that employers name, beside the law of their place: whether they hold there and then, and whether they
go beyond what the law lets an agreement say. Sanctions and breaches of the rules are compared with them as well.

## agreement-elsewhere
**Meaning.** An employer names an agreement that does not hold in its place.
**Why.** Its breaches and sanctions bind nobody there; the rules are checked against the law alone.
```yaml bad
entities: [{id: lyon, name: Lyon SAS, jurisdiction: FR, agreement: hotels-madrid}]     # with `jurisdictions: [ES]`
```
```yaml good
entities: [{id: madrid, name: Madrid SL, jurisdiction: ES, agreement: hotels-madrid}]
```

## agreement-not-in-force
**Meaning.** The agreement that an employer names ends before, or begins after, the day from which its disciplinary
rules hold. Rules without such a day hold today, and so do those that hold already.
**Why.** What the agreement provides for may no longer be there to rest a sanction on, or not yet.
```yaml bad
valid_until: 2025-12-31                                # and `effective: 2026-02-01` in the disciplinary rules
```
```yaml good
valid_until: 2027-12-31
```

## agreement-beyond-law
**Meaning.** An agreement is harsher than the law of a place where an employer names it: a sanction that the law
forbids, one that lasts longer, a longer time to impose it or a shorter one to answer, less leave. The rest is checked
as if it did not say so.
**Why.** An agreement may be milder, and may fill what the law leaves open; beyond that it does not hold.
```yaml bad
sanctions: [{id: fine}]                                # in Spain
```
```yaml good
sanctions: [{id: unpaid-suspension, max: P2D}]
```

## breach-not-agreed
**Meaning.** The rules have a breach of a `kind` that the agreement does not list, or hold it for graver than the
agreement does, in a place where agreements list the breaches. What a statutory ground carries is not asked for among
the gravest breaches.
**Why.** Where breaches are those of the law or of the agreement, others cannot be sanctioned.
```yaml bad
offences: [{id: late, kind: lateness, heading: Lateness, severity: gross}]     # and a minor breach in the agreement
```
```yaml good
offences: [{id: late, kind: lateness, heading: Lateness, severity: minor}]
```
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from rolebook.checks.cases import Case, cases_in, sanction_terms
from rolebook.checks.counted_days import compared, depends_on_days
from rolebook.checks.places import grounds_of, laws_of, place_name, weighed
from rolebook.diagnostics import Diagnostic, Localized, Location, Rule, Severity
from rolebook.language import known_languages, language_for, word_of
from rolebook.language.editor_words import editor_words
from rolebook.model.handbook import Handbook
from rolebook.model.law.agreement import (
    AgreedSanction,
    Agreement,
    is_graver,
    law_figure_broken,
    law_figure_unsure,
    law_limit_broken,
    law_limit_unsure,
)
from rolebook.model.law.cited import Cited
from rolebook.model.law.counted_days import CountedSpan
from rolebook.model.law.figures import Bound, StatutoryFigure
from rolebook.model.law.pack import Pack, SanctionRule, TimeLimit
from rolebook.source import today

AGREEMENT_ELSEWHERE = Rule("agreement-elsewhere")
AGREEMENT_NOT_IN_FORCE = Rule("agreement-not-in-force", Severity.WARNING)
AGREEMENT_BEYOND_LAW = Rule("agreement-beyond-law")
BREACH_NOT_AGREED = Rule("breach-not-agreed", Severity.WARNING)

RULES = (AGREEMENT_ELSEWHERE, AGREEMENT_NOT_IN_FORCE, AGREEMENT_BEYOND_LAW, BREACH_NOT_AGREED)


def named_agreements(handbook: Handbook) -> Iterator[Diagnostic]:
    """The agreement of each employer holds in its place, and when the disciplinary rules do."""
    rules = handbook.discipline
    held = {entity.id for entity in handbook.entities_of(rules)} if rules else set()
    start = (rules.effective if rules else None) or today()
    for entity in handbook.settings.entities:
        agreement = handbook.agreements.get(entity.agreement or "")
        if agreement is None:
            continue
        told: dict[str, Any] = {"agreement": Localized.of(agreement.title.values)}
        if not agreement.holds_in(entity.jurisdiction):
            place = place_name(handbook.packs.get(entity.jurisdiction), entity.jurisdiction)
            yield AGREEMENT_ELSEWHERE.at(entity.at("agreement"), place=place, **told)
        elif day := _out_of_force(agreement, start if entity.id in held else today()):
            yield AGREEMENT_NOT_IN_FORCE.at(
                entity.at("agreement"),
                hint=None if day == agreement.valid_until else "agreement-not-yet",
                day=str(day),
                **told,
            )


def beyond_law(handbook: Handbook) -> Iterator[Diagnostic]:
    """No agreement that an employer names is harsher than the law of its place."""
    places = {(one.id, handbook.entities[entity].jurisdiction): one for entity, one in handbook.agreed.items()}
    for (_, code), agreement in places.items():
        if pack := handbook.packs.get(code):
            yield from _beyond(agreement, code, pack)


def breaches(handbook: Handbook) -> Iterator[Diagnostic]:
    """Breaches of the rules are those of the agreement or of the law, and no graver."""
    rules = handbook.discipline
    for code, pack, agreement in laws_of(handbook, rules) if rules else ():
        if rules is None or agreement is None or not _lists_breaches(agreement, pack):
            continue
        told: set[str] = set()
        for case in cases_in(rules, code, pack, agreement):
            if case.offence.id not in told:
                told.add(case.offence.id)
                yield from _breach(case, agreement)


def _breach(case: Case, agreement: Agreement) -> Iterator[Diagnostic]:
    kind, severity = case.offence.kind, case.offence.severity
    if kind is None:
        return
    degrees = agreement.degrees_of(kind)
    if any(not is_graver(severity, one) for one in degrees):
        return
    grounds = (ground for rule in case.pack.sanctions for ground in rule.grounds)
    if severity == "gross" and any(kind == one.breach for ground in grounds for one in ground.carries):
        return
    model = case.pack.sanction_model
    yield BREACH_NOT_AGREED.at(
        case.offence.at("severity" if degrees else "kind"),
        hint="breach-agreed-milder" if degrees else None,
        agreement=Localized.of(agreement.title.values),
        kind=Localized.of({tag: editor_words(tag).choice("breach", kind) for tag in known_languages()}),
        severity=_severities(case.pack, (severity,)),
        degrees=_severities(case.pack, degrees),
        place=place_name(case.pack, case.code),
        **grounds_of(case.pack, Cited(article=model.breaches_article or model.article)),
    )


def _lists_breaches(agreement: Agreement, pack: Pack) -> bool:
    """Whether the place leaves the list of breaches to agreements, and this one has one."""
    model = pack.sanction_model
    listed = any(degree.breaches for degree in agreement.severities)
    return model.list == "agreement" and model.listed_breaches and listed


def _severities(pack: Pack, severities: tuple[str, ...]) -> Localized:
    """Degrees of gravity as the place calls them, in every language."""

    def named(severity: str, tag: str) -> str:
        own = pack.severity(severity)
        return own.values[tag] if own and own.has(tag) else language_for(tag).word(f"severity-{severity}")

    return Localized.of({tag: ", ".join(named(one, tag) for one in severities) for tag in known_languages()})


def _out_of_force(agreement: Agreement, start: date) -> date | None:
    """The day on which an agreement ended before rules do, or begins after them; None where it holds with them."""
    if agreement.valid_until and agreement.valid_until < max(start, today()):
        return agreement.valid_until
    if agreement.valid_from and agreement.valid_from > start:
        return agreement.valid_from
    return None


def _beyond(agreement: Agreement, code: str, pack: Pack) -> Iterator[Diagnostic]:
    beside = _BesideLaw(pack, place_name(pack, code))
    for sanction in (one for degree in agreement.severities for one in degree.sanctions):
        yield from beside.sanction(sanction)
    for limit in agreement.limits:
        yield from beside.limit(limit)
    for figure in agreement.figures:
        yield from beside.figure(figure)


@dataclass(frozen=True, slots=True)
class _BesideLaw:
    """What is found of an agreement's facts beside the pack of a place."""

    pack: Pack
    place: Localized

    def sanction(self, sanction: AgreedSanction) -> Iterator[Diagnostic]:
        rule = self.pack.sanction(sanction.id)
        term = sanction_terms(self.pack, [sanction.id])
        if law := _forbidding(rule, self.pack):
            yield self._finding(sanction.at("id"), term, law)
        elif rule and rule.counted and sanction.counted:
            longer = sanction.counted.exceeds(rule.counted)
            if longer:
                yield self._finding(sanction.at("max"), term, rule, **_bound(rule.counted, sanction.counted))
            elif longer is None:
                yield from self._unsure(sanction.at("max"), sanction.counted, rule.counted, rule)

    def limit(self, limit: TimeLimit) -> Iterator[Diagnostic]:
        if broken := law_limit_broken(limit, self.pack):
            term = Localized.of({tag: language_for(tag).word(f"limit-{limit.kind}") for tag in known_languages()})
            yield self._finding(limit.at("value"), term, broken, **_bound(broken.counted, limit.counted))
        elif other := law_limit_unsure(limit, self.pack):
            yield from self._unsure(limit.at("value"), limit.counted, other.counted, other)

    def figure(self, figure: StatutoryFigure) -> Iterator[Diagnostic]:
        if found := law_figure_broken(figure, self.pack):
            field, law = found
            term = Localized.of({tag: word_of(f"figure-{figure.id}", tag) for tag in known_languages()})
            bound = _bound(law.bound(field), figure.counted_as(law).bound(field))
            pay = {"hint": "agreement-pay"} if field == "max_pay" else {}
            yield self._finding(figure.at(field), term, law, **(bound | pay))
        elif found := law_figure_unsure(figure, self.pack):
            field, law = found
            yield from self._unsure(figure.at(field), figure.bound(field), law.bound(field), law)

    def _finding(self, at: Location, what: Localized, law: Cited, **bound: Any) -> Diagnostic:
        told: dict[str, Any] = {"what": what, "place": self.place, **bound, **grounds_of(self.pack, law)}
        return AGREEMENT_BEYOND_LAW.at(at, **told).weighing(weighed(self.pack, law, Severity.ERROR))

    def _unsure(self, at: Location, own: Bound, bound: Bound, law: Cited) -> Iterator[Diagnostic]:
        if isinstance(own, CountedSpan) and isinstance(bound, CountedSpan):
            yield depends_on_days(at, own, bound, place=self.place, **grounds_of(self.pack, law))


def _forbidding(rule: SanctionRule | None, pack: Pack) -> Cited | None:
    """What forbids a sanction: its own rule, or the closed list that does not hold it; None where nothing does."""
    if rule is None:
        return pack.sanction_model if pack.sanction_model.list == "closed" else None
    return rule if rule.standing == "forbidden" else None


def _bound(limit: Bound, own: Bound) -> dict[str, Any]:
    """The hint with the limit of the law, and with what was compared where the agreement counts other days."""
    if not isinstance(limit, CountedSpan):
        return {"hint": "agreement-share", "share": f"{limit:g}"}
    more = compared(own, limit) if isinstance(own, CountedSpan) else {}
    return {"hint": "agreement-span", "limit": limit.span.iso, **more}


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (named_agreements, beyond_law, breaches)
