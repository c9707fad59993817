"""# Validity

What the law of a place asks of the rules themselves before they hold: their languages, how long a sanction lasts at
most, and the time between what was done to adopt them and the day they come into force.

## rules-not-in-language
**Meaning.** Disciplinary rules, or a policy whose clauses name breaches, lack texts in a language that rules must have
in the place of one of their employers. Found once for each place and language, at the first such text.
**Why.** A rule that the law wants in the language of the place cannot be held against anybody without it.
```yaml bad
languages: [en]                                    # and `work_rules: {language: {languages: [fr]}}` in the pack
```
```yaml good
languages: [en, fr]                                # and every text of the rules in both
```

## unstated-maximum
**Meaning.** A sanction holds in the place only where the rules say how long it lasts at most, and neither `length` nor
the text of the consequence does.
**Why.** A suspension without a longest time in the rules is set aside.
```yaml bad
consequences: [{occurrence: 1, sanction: unpaid-suspension}]                  # where the pack says `states_max`
```
```yaml good
consequences: [{occurrence: 1, sanction: unpaid-suspension, length: P5D}]
```

## in-force-too-soon
**Meaning.** The rules come into force earlier than the law allows after they were registered, published or
consulted on.
**Why.** What is sanctioned before that day is sanctioned without rules.
```yaml bad
adoption: [{id: filed, act: registered, date: 2026-12-14}]
effective: 2026-12-21                              # where the pack says `ahead: P1M`
```
```yaml good
adoption: [{id: filed, act: registered, date: 2026-12-14}]
effective: 2027-01-14
```
"""

from collections.abc import Callable, Iterator

from rolebook.checks.cases import cases_in, sanction_terms
from rolebook.checks.formalities import about_discipline
from rolebook.checks.law import length_of
from rolebook.checks.places import grounds_of, place_name, places_of, weighed
from rolebook.diagnostics import Diagnostic, Localized, Rule, Severity
from rolebook.language import known_languages, language_for
from rolebook.model.handbook import Handbook
from rolebook.model.law.pack import Pack
from rolebook.model.policy import AnyPolicy
from rolebook.model.translation.text_addresses import texts_in
from rolebook.model.words.text import chain_of

RULES_NOT_IN_LANGUAGE = Rule("rules-not-in-language", Severity.WARNING)
UNSTATED_MAXIMUM = Rule("unstated-maximum", Severity.WARNING)
IN_FORCE_TOO_SOON = Rule("in-force-too-soon", Severity.WARNING)
RULES = (RULES_NOT_IN_LANGUAGE, UNSTATED_MAXIMUM, IN_FORCE_TOO_SOON)


def languages(handbook: Handbook) -> Iterator[Diagnostic]:
    """Rules about discipline have the languages that their places want."""
    for policy in filter(about_discipline, handbook.policies.values()):
        for code, pack in places_of(handbook, policy):
            for tag in pack.work_rules.language.languages:
                yield from _without(policy, tag, code, pack)


def _without(policy: AnyPolicy, tag: str, code: str, pack: Pack) -> Iterator[Diagnostic]:
    told = list(texts_in(policy, f"policy/{policy.id}"))
    lacking = [one for one in told if not any(tag in chain_of(own) for own in one.text.values)]
    if lacking:
        asked = pack.work_rules.language
        yield RULES_NOT_IN_LANGUAGE.at(
            lacking[0].part.at(lacking[0].field),
            language=_named(tag),
            count=len(lacking),
            all=len(told),
            place=place_name(pack, code),
            **grounds_of(pack, asked),
        ).weighing(weighed(pack, asked, Severity(asked.weight)))


def _named(tag: str) -> Localized:
    return Localized.of({"en": language_for(tag).name if tag in known_languages() else tag})


def maxima(handbook: Handbook) -> Iterator[Diagnostic]:
    """Sanctions say how long they last at most where the place wants it."""
    rules = handbook.discipline
    for code, pack in places_of(handbook, rules) if rules else ():
        for case in cases_in(rules, code, pack) if rules else ():
            rule = pack.sanction(case.consequence.sanction)
            if rule and rule.states_max and length_of(case) is None:
                yield UNSTATED_MAXIMUM.at(
                    case.consequence.at("sanction"),
                    term=sanction_terms(pack, [rule.id]),
                    place=place_name(pack, code),
                    **grounds_of(pack, rule),
                ).weighing(weighed(pack, rule, Severity.WARNING))


def coming_into_force(handbook: Handbook) -> Iterator[Diagnostic]:
    """Rules come into force no earlier after an act of adoption than their places allow."""
    for policy in filter(about_discipline, handbook.policies.values()):
        for entity in handbook.entities_of(policy):
            pack = handbook.packs.get(entity.jurisdiction)
            for asked in pack.work_rules.adoption if pack else ():
                days = [
                    step.date
                    for step in policy.adoption
                    if step.act == asked.act and step.date and (not step.entities or entity.id in step.entities)
                ]
                if not (pack and asked.ahead and days and policy.effective):
                    continue
                earliest = asked.ahead.after(max(days))
                if policy.effective < earliest:
                    yield IN_FORCE_TOO_SOON.at(
                        policy.at("effective"),
                        act=asked.act,
                        entity=entity.id,
                        day=str(earliest),
                        place=place_name(pack, entity.jurisdiction),
                        **grounds_of(pack, asked),
                    ).weighing(weighed(pack, asked, Severity(asked.weight)))


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (languages, maxima, coming_into_force)
