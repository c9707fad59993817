"""# Law

Disciplinary rules beside the jurisdiction packs of the places where they hold. Packs are data with a date and
sources, most of them not reviewed by a lawyer: no finding here means no finding under that pack, and is not legal
advice. What a pack does not know from its source weighs one step less, and the finding says so.

## forbidden-sanction
**Meaning.** A consequence uses a sanction that the place forbids, or that its closed list does not hold. Fines and
deductions that are allowed only under conditions are warned about.
**Why.** Such a sanction is void, and using it is itself an offence in many places.
```yaml bad
consequences: [{occurrence: 1, sanction: fine}]      # in Viet Nam
```
```yaml good
overrides:
  VN: {consequences: [{occurrence: 1, sanction: reprimand}]}
```

## sanction-without-ground
**Meaning.** A sanction that needs a statutory ground, such as dismissal, names none, or one that cannot carry this
breach. How much it weighs depends on `kind` of the breach: an error where no ground of the place carries it this
time, a warning where one does under conditions, for information where one does. Where the law asks for no ground but
knows fair reasons, as in Great Britain, a ground that is named is compared with them.
**Why.** Dismissal needs a ground: without a ground of the law it does not hold.
```yaml bad
- id: lateness
  kind: lateness
  heading: Lateness
  severity: minor
  consequences: [{occurrence: 1, sanction: dismissal}]
```
```yaml good
- id: prolonged-absence
  kind: absence
  heading: Prolonged absence
  severity: gross
  consequences: [{occurrence: 1, sanction: dismissal, ground: absence}]
```

## ground-figures
**Meaning.** A breach names a ground that only carries it from a figure on, such as five days of absence in 30, and its
`counting` or its text names less, or says nothing of it.
**Why.** Below the figure of the law the dismissal does not hold.
```yaml bad
- id: gone                                                                      # in Viet Nam
  kind: absence
  heading: Absence of 3 days
  severity: gross
  consequences: [{occurrence: 1, sanction: dismissal, ground: absence}]
```
```yaml good
- id: gone
  kind: absence
  heading: Absence
  severity: gross
  counting: [{count: 5, within: P30D}]
  consequences: [{occurrence: 1, sanction: dismissal, ground: absence}]
```

## sanction-under-condition
**Meaning.** The place allows a sanction only under conditions, or only if the contract, the collective agreement or the
work rules provide for it. For information, once for a sanction and a place; a warning
where the rules themselves break the condition, or where the employer names an agreement that does not provide for the
sanction among breaches of this severity or lesser ones. Where it does, the agreement is no longer mentioned.
**Why.** Without its condition the sanction does not hold.
```yaml bad
consequences: [{occurrence: 1, sanction: demotion}]       # in Great Britain, without a contract right
```
```yaml good
consequences: [{occurrence: 1, sanction: final-warning}]
```

## sanction-over-cap
**Meaning.** A sanction lasts longer than the place, or the agreement that the employer names, allows. Its length is
`length`, or what its text says.
**Why.** What goes beyond the limit does not hold.
```yaml bad
consequences: [{occurrence: 1, sanction: unpaid-suspension, length: P10D}]     # in Mexico, where 8 days are the limit
```
```yaml good
consequences: [{occurrence: 1, sanction: unpaid-suspension, length: P8D}]
```
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rolebook.checks.cases import Case, cases_in, ground_terms, sanction_terms
from rolebook.checks.counted_days import compared, depends_on_days
from rolebook.checks.grounds import Gap, carried_under, figure_gap
from rolebook.checks.places import laws_of, weighed
from rolebook.checks.spans import days_counted, longest_span
from rolebook.diagnostics import Diagnostic, Localized, Rule, Severity, did_you_mean
from rolebook.language import Duration
from rolebook.model.handbook import Handbook
from rolebook.model.law.counted_days import CountedSpan
from rolebook.model.law.pack import Ground, Pack, SanctionRule

FORBIDDEN_SANCTION = Rule("forbidden-sanction")
SANCTION_WITHOUT_GROUND = Rule("sanction-without-ground")
GROUND_FIGURES = Rule("ground-figures")
SANCTION_UNDER_CONDITION = Rule("sanction-under-condition", Severity.INFO)
SANCTION_OVER_CAP = Rule("sanction-over-cap")

NEW_RULES = (GROUND_FIGURES, SANCTION_UNDER_CONDITION)
RULES = (FORBIDDEN_SANCTION, SANCTION_WITHOUT_GROUND, SANCTION_OVER_CAP, *NEW_RULES)

MONEY = frozenset({"fine", "wage-deduction", "leave-reduction"})
_ALLOWED = frozenset({"permitted", "conditional", "needs-agreement", "needs-rules"})
_DAY = 1_440


def sanctions(handbook: Handbook) -> Iterator[Diagnostic]:
    """Every consequence beside what the place says of its sanction."""
    rules = handbook.discipline
    if rules is None:
        return
    for code, pack, agreement in laws_of(handbook, rules):
        conditional: set[str] = set()
        for case in cases_in(rules, code, pack, agreement):
            rule = pack.sanction(case.consequence.sanction)
            yield from _forbidden(case, rule)
            if rule is not None and rule.standing != "forbidden":
                yield from _groundless(case, rule)
                yield from _too_long(case, rule)
                for finding in _conditional(case, rule):
                    if finding.severity is not Severity.INFO or rule.id not in conditional:
                        yield finding
                    conditional.add(rule.id)


def _forbidden(case: Case, rule: SanctionRule | None) -> Iterator[Diagnostic]:
    place = case.consequence.at("sanction")
    model = case.pack.sanction_model
    others = _allowed(case.pack)
    allowed: dict[str, Any] = (
        {"hint": "sanction-allowed", "allowed": sanction_terms(case.pack, others)} if others else {}
    )
    if rule is None and model.list == "closed":
        weight = weighed(case.pack, model, Severity.ERROR)
        yield FORBIDDEN_SANCTION.at(place, **case.about(model), **allowed).weighing(weight)
    elif rule is not None and rule.standing == "forbidden":
        weight = weighed(case.pack, rule, Severity.ERROR)
        yield FORBIDDEN_SANCTION.at(place, **case.about(rule), **allowed).weighing(weight)
    elif rule is not None and rule.standing == "conditional" and rule.id in MONEY:
        weight = weighed(case.pack, rule, Severity.WARNING)
        yield FORBIDDEN_SANCTION.at(place, hint="sanction-conditional", **case.about(rule)).weighing(weight)


def _allowed(pack: Pack) -> Sequence[str]:
    """The sanctions that a place allows, as its pack lists them; those of money last of all."""
    listed = [rule.id for rule in pack.sanctions if rule.standing in _ALLOWED and rule.id not in MONEY]
    return listed or [rule.id for rule in pack.sanctions if rule.standing in _ALLOWED]


def _conditional(case: Case, rule: SanctionRule) -> Iterator[Diagnostic]:
    """What a sanction depends on, for information; a part of a day where only full days are allowed is a warning."""
    if rule.standing == "permitted" or rule.requires_ground or rule.id in MONEY:
        return
    longest = length_of(case)
    part_of_day = any(one.kind == "full-days-exempt-staff" for one in rule.conditions)
    weight = Severity.WARNING if part_of_day and longest and longest.minutes < _DAY else Severity.INFO
    agreed = case.agreed if rule.standing == "needs-agreement" else None
    needed = () if rule.standing == "conditional" or agreed else (rule.standing,)
    conditions = ",".join(f"condition-{kind}" for kind in (*needed, *(one.kind for one in rule.conditions)))
    if conditions:
        place = case.consequence.at("sanction")
        told: dict[str, Any] = {"conditions": conditions, **case.about(rule)}
        if rule.standing == "needs-agreement" and not agreed and case.lists_sanctions:
            weight = weighed(case.pack, case.pack.sanction_model, Severity.WARNING)
            told |= _not_agreed(case)
        yield SANCTION_UNDER_CONDITION.at(place, **told).weighing(weight)


def _not_agreed(case: Case) -> dict[str, Any]:
    """The hint for a sanction that an agreement is named for and does not provide for."""
    listed = case.agreement.sanctions_for(case.offence.severity) if case.agreement else ()
    title = Localized.of(case.agreement.title.values if case.agreement else {})
    allowed: dict[str, Any] = {"allowed": sanction_terms(case.pack, listed)} if listed else {}
    return {"hint": "sanction-agreed" if listed else "sanction-none-agreed", "agreement": title, **allowed}


def _groundless(case: Case, rule: SanctionRule) -> Iterator[Diagnostic]:
    if case.consequence.ground is None:
        if rule.requires_ground:
            yield _unnamed(case, rule)
        return
    if not rule.grounds:
        return
    named = rule.ground(case.consequence.ground)
    place = case.consequence.at("ground")
    if named is None:
        near = did_you_mean(case.consequence.ground, [ground.id for ground in rule.grounds])
        hint: dict[str, Any] = near or {"hint": "sanction-grounds", "grounds": ground_terms(rule.grounds)}
        yield SANCTION_WITHOUT_GROUND.at(place, **case.about(rule), **hint)
    elif carried_under(named, case) is None:
        yield SANCTION_WITHOUT_GROUND.at(place, **case.about(named), **_why_not(named, case))
    elif gap := figure_gap(named, case):
        yield _below(case, named, gap)


def _why_not(ground: Ground, case: Case) -> dict[str, Any]:
    """The hint for a ground that does not carry a breach this time."""
    before = next((one.sanctions for one in ground.conditions if one.kind == "prior-sanction" and one.sanctions), ())
    if before and not case.earlier.intersection(before):
        return {
            "hint": "sanction-before",
            "ground": ground_terms([ground]),
            "before": sanction_terms(case.pack, before),
        }
    return {"hint": "sanction-other-ground", "ground": ground_terms([ground])}


def _below(case: Case, ground: Ground, gap: Gap) -> Diagnostic:
    """A breach below the figures of its ground: an error where the rules name less, a warning where they name none."""
    weight = weighed(case.pack, ground, Severity.ERROR if gap.stated else Severity.WARNING)
    about = {**case.about(ground), "ground": ground_terms([ground])}
    place = case.consequence.at("ground" if case.consequence.ground else "sanction")
    if gap.hours:
        return GROUND_FIGURES.at(place, hint="ground-hours", hours=gap.hours.iso, **about).weighing(weight)
    windows = " / ".join(f"{figure.count} ({figure.within.iso})" for figure in gap.figures)
    return GROUND_FIGURES.at(place, windows=windows, **about).weighing(weight)


def _unnamed(case: Case, rule: SanctionRule) -> Diagnostic:
    """No ground is named: how bad that is depends on whether one of the place could carry the breach."""
    could = {
        ground: conditions
        for ground in rule.grounds
        if (conditions := carried_under(ground, case)) is not None
        and not ((gap := figure_gap(ground, case)) and gap.stated)
    }
    place = case.consequence.at("sanction")
    if not could or case.offence.kind is None:
        hint: dict[str, Any] = {
            "hint": "sanction-no-ground" if case.offence.kind else "sanction-grounds",
            "grounds": ground_terms(rule.grounds),
        }
        return SANCTION_WITHOUT_GROUND.at(place, **case.about(rule), **hint)
    free = [ground for ground, conditions in could.items() if not conditions]
    weight = Severity.INFO if free else Severity.WARNING
    hint = {
        "hint": "sanction-free-ground" if free else "sanction-conditional-ground",
        "grounds": ground_terms(free or could),
    }
    return SANCTION_WITHOUT_GROUND.at(place, **case.about(*(free or could)), **hint).weighing(weight)


def _too_long(case: Case, rule: SanctionRule) -> Iterator[Diagnostic]:
    """A sanction that lasts longer than the law allows, else than the agreement does."""
    longest = length_of(case)
    for limit in (rule, case.agreed):
        if longest is None or limit is None or limit.counted is None:
            continue
        stated, bound = case.consequence, limit.counted
        said = days_counted(stated.text, longest) if stated.text else None
        own = CountedSpan(longest, bound.working_days if said is None else said)
        place = stated.at("length") if stated.length else stated.at("text")
        longer, about = own.exceeds(bound), case.about(limit)
        if longer:
            told = {"span": longest.iso, "limit": bound.span.iso, **about, **compared(own, bound)}
            yield SANCTION_OVER_CAP.at(place, **told).weighing(weighed(case.pack, limit, Severity.ERROR))
            return
        if longer is None:
            yield depends_on_days(place, own, bound, **about)


def length_of(case: Case) -> Duration | None:
    """How long a sanction lasts by its `length`, else by its text."""
    stated = case.consequence
    return stated.length or (longest_span(stated.text) if stated.text else None)


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (sanctions,)
