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

## sanction-over-cap
**Meaning.** A sanction lasts longer than the place allows. Its length is `length`, or what its text says.
**Why.** What goes beyond the limit does not hold.
```yaml bad
consequences: [{occurrence: 1, sanction: unpaid-suspension, length: P10D}]     # in Mexico, where 8 days are the limit
```
```yaml good
consequences: [{occurrence: 1, sanction: unpaid-suspension, length: P8D}]
```

## missing-procedure-step
**Meaning.** The procedure lacks a step that the place asks for, such as a written explanation or a notice to the
union. Steps say what they are with `act`.
**Why.** A sanction without it is set aside, however clear the breach.
```yaml bad
procedure: [{id: decide, act: decision, text: Decides.}]                        # in Russia
```
```yaml good
procedure:
  - {id: ask, act: explanation, within: P2D, text: Asks for a written explanation.}
  - {id: decide, act: decision, within: P1M, text: Decides.}
  - {id: tell, act: announcement, within: P3D, text: Announces the order.}
```

## missing-time-limit
**Meaning.** A step of the procedure has a time limit by law, and says none.
**Why.** People who follow the rules must be able to keep the limit without knowing the statute.
```yaml bad
procedure: [{id: decide, act: decision, text: Decides.}]
```
```yaml good
procedure: [{id: decide, act: decision, within: P1M, text: Decides.}]
```

## over-time-limit
**Meaning.** A step takes longer than the law allows, or gives less time than it grants.
**Why.** The time limit of the law holds, not that of the rules.
```yaml bad
procedure: [{id: decide, act: decision, within: P3M, text: Decides.}]           # in Russia: 1 month
```
```yaml good
procedure: [{id: decide, act: decision, within: P1M, text: Decides.}]
```
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rolebook.checks.places import grounds_of, place_name, places_of, weighed
from rolebook.checks.spans import longest_span
from rolebook.diagnostics import Diagnostic, Localized, Location, Rule, Severity, did_you_mean
from rolebook.model.handbook import Handbook
from rolebook.model.law.jurisdiction import applies_in, layers_of
from rolebook.model.law.pack import Condition, Ground, Pack, SanctionRule, TimeLimit
from rolebook.model.policy import CaseStep, Consequence, Discipline, Offence, Override

FORBIDDEN_SANCTION = Rule("forbidden-sanction")
SANCTION_WITHOUT_GROUND = Rule("sanction-without-ground")
SANCTION_OVER_CAP = Rule("sanction-over-cap")
MISSING_PROCEDURE_STEP = Rule("missing-procedure-step", Severity.WARNING)
MISSING_TIME_LIMIT = Rule("missing-time-limit", Severity.WARNING)
OVER_TIME_LIMIT = Rule("over-time-limit")

RULES = (
    FORBIDDEN_SANCTION,
    SANCTION_WITHOUT_GROUND,
    SANCTION_OVER_CAP,
    MISSING_PROCEDURE_STEP,
    MISSING_TIME_LIMIT,
    OVER_TIME_LIMIT,
)

MONEY = frozenset({"fine", "wage-deduction", "leave-reduction"})


@dataclass(frozen=True, slots=True)
class _Case:
    """One consequence of one breach in one place."""

    code: str
    pack: Pack
    offence: Offence
    counted: bool
    consequence: Consequence

    def about(self, *rules: object) -> dict[str, Any]:
        """What every finding about it tells."""
        return {
            "sanction": self.consequence.sanction,
            "place": place_name(self.pack, self.code),
            **grounds_of(self.pack, *rules),
        }


def sanctions(handbook: Handbook) -> Iterator[Diagnostic]:
    """Every consequence beside what the place says of its sanction."""
    rules = handbook.discipline
    if rules is None:
        return
    for code, pack in places_of(handbook, rules):
        for case in _cases(rules, code, pack):
            rule = pack.sanction(case.consequence.sanction)
            yield from _forbidden(case, rule)
            if rule is not None and rule.standing != "forbidden":
                yield from _groundless(case, rule)
                yield from _too_long(case, rule)


def procedure(handbook: Handbook) -> Iterator[Diagnostic]:
    """The steps of a case beside those that the place asks for, and their time limits."""
    rules = handbook.discipline
    if rules is None:
        return
    for code, pack in places_of(handbook, rules):
        steps = [step for step in rules.procedure if applies_in(step.jurisdictions, code)]
        used: set[str] = {case.consequence.sanction for case in _cases(rules, code, pack)}
        yield from _missing_steps(rules, steps, used, code, pack)
        for step in steps:
            yield from _time_limits(step, code, pack)


def _cases(rules: Discipline, code: str, pack: Pack) -> Iterator[_Case]:
    for offence in rules.offences:
        part: Offence | Override = next(
            (offence.overrides[one] for one in layers_of(code) if one in offence.overrides), offence
        )
        counting = part.counting if part.counting is not None else offence.counting
        counted = bool(counting) and all(window.count > 1 for window in counting)
        consequences = part.consequences if part.consequences is not None else offence.consequences
        yield from (_Case(code, pack, offence, counted, one) for one in consequences)


def _forbidden(case: _Case, rule: SanctionRule | None) -> Iterator[Diagnostic]:
    place = case.consequence.at("sanction")
    model = case.pack.sanction_model
    if rule is None and model.list == "closed":
        yield FORBIDDEN_SANCTION.at(place, **case.about(model)).weighing(weighed(case.pack, model, Severity.ERROR))
    elif rule is not None and rule.standing == "forbidden":
        weight = weighed(case.pack, rule, Severity.ERROR)
        yield FORBIDDEN_SANCTION.at(place, **case.about(rule)).weighing(weight)
    elif rule is not None and rule.standing == "conditional" and rule.id in MONEY:
        weight = weighed(case.pack, rule, Severity.WARNING)
        yield FORBIDDEN_SANCTION.at(place, hint="sanction-conditional", **case.about(rule)).weighing(weight)


def _groundless(case: _Case, rule: SanctionRule) -> Iterator[Diagnostic]:
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
        hint: dict[str, Any] = near or {"hint": "sanction-grounds", "grounds": _named(rule.grounds)}
        yield SANCTION_WITHOUT_GROUND.at(place, **case.about(rule), **hint)
    elif _conditions(named, case) is None:
        weight = weighed(case.pack, named, Severity.ERROR)
        hint = {"hint": "sanction-other-ground", "ground": named.id}
        yield SANCTION_WITHOUT_GROUND.at(place, **case.about(named), **hint).weighing(weight)


def _unnamed(case: _Case, rule: SanctionRule) -> Diagnostic:
    """No ground is named: how bad that is depends on whether one of the place could carry the breach."""
    could = {ground: told for ground in rule.grounds if (told := _conditions(ground, case)) is not None}
    if not could or case.offence.kind is None:
        hint: dict[str, Any] = {
            "hint": "sanction-no-ground" if case.offence.kind else "sanction-grounds",
            "grounds": _named(rule.grounds),
        }
        return SANCTION_WITHOUT_GROUND.at(case.consequence.at("sanction"), **case.about(rule), **hint)
    free = [ground for ground, conditions in could.items() if not conditions]
    weight = Severity.INFO if free else Severity.WARNING
    hint = {"hint": "sanction-free-ground" if free else "sanction-conditional-ground", "grounds": _named(free or could)}
    about = case.about(*(free or could))
    return SANCTION_WITHOUT_GROUND.at(case.consequence.at("sanction"), **about, **hint).weighing(weight)


def _conditions(ground: Ground, case: _Case) -> tuple[Condition, ...] | None:
    """Under which conditions the ground carries this breach this time; None when it cannot."""
    again = case.consequence.occurrence > 1
    if any(one.kind == "prior-sanction" for one in ground.conditions) and not again:
        return None
    if case.offence.kind is None or (ground.repeated and (again or case.counted)):
        return ground.conditions
    carried = next((one for one in ground.carries if one.breach == case.offence.kind), None)
    return (*ground.conditions, *carried.conditions) if carried else None


def _too_long(case: _Case, rule: SanctionRule) -> Iterator[Diagnostic]:
    said = case.consequence
    longest = said.length or (longest_span(said.text) if said.text else None)
    if rule.max and longest and longest.minutes > rule.max.minutes:
        place = said.at("length") if said.length else said.at("text")
        weight = weighed(case.pack, rule, Severity.ERROR)
        limits = {"span": longest.iso, "limit": rule.max.iso}
        yield SANCTION_OVER_CAP.at(place, **limits, **case.about(rule)).weighing(weight)


def _missing_steps(
    rules: Discipline, steps: list[CaseStep], used: set[str], code: str, pack: Pack
) -> Iterator[Diagnostic]:
    acts = {step.act for step in steps}
    for asked in pack.procedure:
        wanted = not asked.sanctions or bool(used & set(asked.sanctions))
        if used and wanted and asked.id not in acts:
            yield MISSING_PROCEDURE_STEP.at(
                rules.at("procedure", key=True),
                act=asked.id,
                place=place_name(pack, code),
                **grounds_of(pack, asked),
            ).weighing(weighed(pack, asked, Severity.WARNING))


def _time_limits(step: CaseStep, code: str, pack: Pack) -> Iterator[Diagnostic]:
    limits = [limit for limit in pack.limits if limit.act is not None and limit.act == step.act and not limit.only]
    if not limits:
        return
    loosest = max(limits, key=lambda limit: limit.value.minutes)
    if step.within is None:
        yield _limit_finding(MISSING_TIME_LIMIT, step.at(), loosest, code, pack)
        return
    over = step.within.minutes - loosest.value.minutes
    if over > 0 if loosest.bound == "at-most" else over < 0:
        yield _limit_finding(OVER_TIME_LIMIT, step.at("within"), loosest, code, pack)


def _limit_finding(rule: Rule, place: Location, limit: TimeLimit, code: str, pack: Pack) -> Diagnostic:
    return rule.at(
        place,
        hint="limit-at-most" if limit.bound == "at-most" else "limit-at-least",
        act=limit.act or "",
        limit=limit.value.iso,
        place=place_name(pack, code),
        **grounds_of(pack, limit),
    ).weighing(weighed(pack, limit, rule.severity))


def _named(grounds: Iterable[Ground]) -> Localized:
    """Grounds by what each language calls them, and by the id that `ground` takes."""
    listed = list(grounds)
    tags = dict.fromkeys(tag for ground in listed for tag in ground.term.values)
    return Localized.of(
        {
            tag: ", ".join(f"{ground.term.values[ground.term.language_for(tag)]} (`{ground.id}`)" for ground in listed)
            for tag in tags
        }
    )


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (sanctions, procedure)
