"""# Procedure

The steps of a disciplinary case and their time limits, beside those that the packs of the places ask for.

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

## days-counted-otherwise
**Meaning.** A step, a sanction, or a figure of a collective agreement counts working days where the law counts all, or
the other way round, and which of them is longer depends on the days that they fall on. Five working days take five
days from a Monday on, and seven from a weekend on. What is longer on any day is found as usual, and the hint says what
was compared, as weeks of five working days without holidays.
**Why.** The same number of days is not the same time.
```yaml bad
limits: [{id: soon, kind: impose-from-discovery, value: P8D, working_days: true, severity: minor}]   # in Spain: 10 days
```
```yaml good
limits: [{id: soon, kind: impose-from-discovery, value: P8D, severity: minor}]
```
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rolebook.checks.cases import cases_in
from rolebook.checks.counted_days import OTHER_DAYS, compared, depends_on_days
from rolebook.checks.places import grounds_of, place_name, places_of, weighed
from rolebook.diagnostics import Diagnostic, Location, Rule, Severity
from rolebook.language import known_languages, language_for
from rolebook.model.handbook import Handbook
from rolebook.model.law.counted_days import CountedSpan
from rolebook.model.law.jurisdiction import applies_in
from rolebook.model.law.pack import Pack, TimeLimit
from rolebook.model.policy import CaseStep, Discipline

MISSING_PROCEDURE_STEP = Rule("missing-procedure-step", Severity.WARNING)
MISSING_TIME_LIMIT = Rule("missing-time-limit", Severity.WARNING)
OVER_TIME_LIMIT = Rule("over-time-limit")

NEW_RULES = (OTHER_DAYS,)
RULES = (MISSING_PROCEDURE_STEP, MISSING_TIME_LIMIT, OVER_TIME_LIMIT, *NEW_RULES)

_DAYS, _WORKING_DAYS = 7, 5
"""A week: a span that does not say *working days* counts all of them."""


def procedure(handbook: Handbook) -> Iterator[Diagnostic]:
    """The steps of a case beside those that the place asks for, and their time limits."""
    rules = handbook.discipline
    if rules is None:
        return
    for code, pack in places_of(handbook, rules):
        steps = [step for step in rules.procedure if applies_in(step.jurisdictions, code)]
        cases = list(cases_in(rules, code, pack))
        used: set[str] = {case.consequence.sanction for case in cases}
        limits = _limits_that_apply(pack, used, {case.offence.severity for case in cases})
        yield from _missing_steps(rules, steps, used, code, pack)
        for step in steps:
            yield from _time_limits(step, [limit for limit in limits if limit.act == step.act], code, pack)


def _limits_that_apply(pack: Pack, sanctions: set[str], severities: set[str]) -> list[TimeLimit]:
    """The limits of steps for the sanctions and the severities that the rules use in a place."""
    return [
        limit
        for limit in pack.limits
        if limit.act is not None
        and not limit.only
        and (limit.severity is None or limit.severity in severities)
        and (not limit.sanctions or bool(sanctions & set(limit.sanctions)))
    ]


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


def _time_limits(step: CaseStep, limits: Sequence[TimeLimit], code: str, pack: Pack) -> Iterator[Diagnostic]:
    """A step without a limit, or beyond the loosest; beyond a tighter one of some severity for information."""
    for bound in ("at-most", "at-least"):
        ordered = sorted((limit for limit in limits if limit.bound == bound), key=lambda limit: limit.value.minutes)
        if not ordered:
            continue
        tightest, loosest = (ordered[0], ordered[-1]) if bound == "at-most" else (ordered[-1], ordered[0])
        if step.within is None:
            yield _limit_finding(MISSING_TIME_LIMIT, step.at(), loosest, (code, pack))
            continue
        own = CountedSpan(step.within, step.working_days or _says_working_days(step))
        late = _breaks(own, loosest)
        if late or (late is None and _is_short_of_rest_days(own, loosest)):
            finding = _limit_finding(OVER_TIME_LIMIT, step.at("within"), loosest, (code, pack), own)
            yield finding if late else finding.weighing(Severity.WARNING)
        elif late is None or _breaks(own, tightest) is None:
            unsure = loosest if late is None else tightest
            about = {"place": place_name(pack, code), **grounds_of(pack, unsure)}
            yield depends_on_days(step.at("within"), own, unsure.counted, **about)
        elif _breaks(own, tightest):
            yield _limit_finding(OVER_TIME_LIMIT, step.at("within"), tightest, (code, pack), own).weighing(
                Severity.INFO
            )


def _breaks(own: CountedSpan, limit: TimeLimit) -> bool | None:
    """Whether a step does not keep a limit; None where it counts other days, and it depends on these."""
    return own.exceeds(limit.counted) if limit.bound == "at-most" else limit.counted.exceeds(own)


def _is_short_of_rest_days(own: CountedSpan, limit: TimeLimit) -> bool:
    """Whether a step gives fewer working days than the law grants, in the mean of all days it may begin on."""
    is_short = own.span.minutes * _WORKING_DAYS < limit.value.minutes * _DAYS
    return limit.bound == "at-least" and limit.counted.is_working and is_short


def _says_working_days(step: CaseStep) -> bool:
    texts = [text for text in (step.heading, step.text) if text]
    return any(
        tag in known_languages() and any(word in words.casefold() for word in language_for(tag).working_days)
        for text in texts
        for tag, words in text.values.items()
    )


def _limit_finding(
    rule: Rule, place: Location, limit: TimeLimit, law: tuple[str, Pack], own: CountedSpan | None = None
) -> Diagnostic:
    code, pack = law
    hint = "limit-at-most" if limit.bound == "at-most" else "limit-at-least"
    told: dict[str, Any] = {"hint": hint, "act": limit.act or "", "limit": limit.value.iso}
    told |= {"severity": f"severity-{limit.severity}" if limit.severity else "", "place": place_name(pack, code)}
    told |= {**grounds_of(pack, limit), **(compared(own, limit.counted) if own else {})}
    return rule.at(place, **told).weighing(weighed(pack, limit, rule.severity))


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (procedure,)
