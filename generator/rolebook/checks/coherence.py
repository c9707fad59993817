"""# Coherence

Statements of one handbook that cannot all be meant.

## contradicting-experience
**Meaning.** A role asks for different lengths of the same experience.
**Why.** Applicants, managers and courts will each read another number.
```yaml bad
requirements:
  - {id: sales, kind: experience, years: 8, text: More than 8 years of experience in sales.}
  - {id: field, kind: experience, years: 5, text: At least 5 years of work in sales.}
```
```yaml good
requirements:
  - {id: sales, kind: experience, years: 5, text: Sales experience.}
```
Two lengths are fine when each says *of what* in words that differ, or when one is preferred and the other required.

## contradicting-language-level
**Meaning.** A role requires one language at two levels.
**Why.** Only one of them can be the requirement.
```yaml bad
requirements:
  - {id: en, kind: language, language: en, level: B1, text: English.}
  - {id: en-clients, kind: language, language: en, level: C1, text: English with clients.}
```
```yaml good
requirements:
  - {id: en, kind: language, language: en, level: C1, text: English.}
```

## time-over-100
**Meaning.** The shares of time of a role's duties add up to more than 100 %.
**Why.** The description promises more work than there is time.
```yaml bad
duties: [{id: a, text: Cooks., time_share: 70}, {id: b, text: Cleans., time_share: 40}]
```
```yaml good
duties: [{id: a, text: Cooks., time_share: 70}, {id: b, text: Cleans., time_share: 30}]
```

## weights-not-100
**Meaning.** The weights of an evaluation do not add up to 100 %.
**Why.** Nobody can compute the result.
```yaml bad
criteria: [{id: speed, text: Speed., weight: 50}, {id: taste, text: Taste., weight: 40}]
```
```yaml good
criteria: [{id: speed, text: Speed., weight: 50}, {id: taste, text: Taste., weight: 50}]
```

## headcount-mismatch
**Meaning.** A role says it leads fewer people than report to it in the handbook.
**Why.** Chart and description disagree.
```yaml bad
dimensions: {direct_reports: 1}   # while two roles report to this one
```
```yaml good
dimensions: {direct_reports: 2}
```

## contradicting-rhythm
**Meaning.** A duty's words name a rhythm quicker than its `frequency`. A slower one is a detail: daily work may
end in a report every month.
**Why.** Staff read both, and what is done every week is not done monthly.
```yaml bad
duties: [{id: report, frequency: monthly, text: Reports on waste every week.}]
```
```yaml good
duties: [{id: report, frequency: weekly, text: Reports on waste every week.}]
```

## effective-after-review
**Meaning.** A document is due for review before it is in force, or on the same day.
**Why.** One of the dates is wrong.
```yaml bad
effective: 2027-01-01
review: 2026-12-01
```
```yaml good
effective: 2027-01-01
review: 2028-01-01
```

## consequence-order
**Meaning.** A breach skips an occurrence: a first and a third time, but no second.
**Why.** Nobody knows what follows the second time.
```yaml bad
consequences: [{occurrence: 1, sanction: notice}, {occurrence: 3, sanction: dismissal}]
```
```yaml good
consequences: [{occurrence: 1, sanction: notice}, {occurrence: 2, sanction: reprimand}]
```

## dropped-description
**Meaning.** A place's `text` replaces the description of a breach and does not repeat it.
**Why.** Staff of that place sign a paper that does not say what the breach is. `adds` follows the description.
```yaml bad
text: Arrives after the beginning of working time.
overrides: {RU: {text: A written explanation is asked for first.}}
```
```yaml good
text: Arrives after the beginning of working time.
overrides: {RU: {adds: A written explanation is asked for first.}}
```
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from rolebook.checks import case_rules, document_numbers, duplicates, other_places, working_days
from rolebook.checks.places import place_name
from rolebook.checks.similarity import content_words, origin_words, says, similarity
from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.language import language_for
from rolebook.language.comparison import folded
from rolebook.model.handbook import Handbook
from rolebook.model.policy import EvaluationCycle, Offence, Override
from rolebook.model.requirements import Requirement
from rolebook.model.role import Duty, DutyOrGroup, Role
from rolebook.model.translation.text_addresses import documents_of, own_parts
from rolebook.model.words.text import Text

CONTRADICTING_EXPERIENCE = Rule("contradicting-experience", Severity.WARNING)
CONTRADICTING_LANGUAGE_LEVEL = Rule("contradicting-language-level", Severity.WARNING)
TIME_OVER_100 = Rule("time-over-100")
WEIGHTS_NOT_100 = Rule("weights-not-100")
HEADCOUNT_MISMATCH = Rule("headcount-mismatch", Severity.WARNING)
CONTRADICTING_RHYTHM = Rule("contradicting-rhythm", Severity.WARNING)
EFFECTIVE_AFTER_REVIEW = Rule("effective-after-review")
CONSEQUENCE_ORDER = Rule("consequence-order")
DROPPED_DESCRIPTION = Rule("dropped-description", Severity.WARNING)

PARTS = (duplicates, case_rules, working_days, document_numbers, other_places)
RULES = (
    CONTRADICTING_EXPERIENCE,
    CONTRADICTING_LANGUAGE_LEVEL,
    TIME_OVER_100,
    WEIGHTS_NOT_100,
    HEADCOUNT_MISMATCH,
    *duplicates.RULES,
    CONTRADICTING_RHYTHM,
    EFFECTIVE_AFTER_REVIEW,
    CONSEQUENCE_ORDER,
    DROPPED_DESCRIPTION,
    *(rule for part in PARTS[1:] for rule in part.RULES),
)

RHYTHMS = ("daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly")
_DUTY_PATHS = (("duties",), ("add", "duties"), ("replace", "duties"))
_SAME_FIELD = 0.5


def contradicting_requirements(handbook: Handbook) -> Iterator[Diagnostic]:
    """One experience has one length, one language one level."""
    for role in handbook.roles.values():
        required = [one for one in role.requirements if one.need == "required"]
        for first, second in combinations(required, 2):
            yield from _contradiction(first, second, role)


def time_shares(handbook: Handbook) -> Iterator[Diagnostic]:
    """Shares of time fit into the time there is."""
    for role in handbook.roles.values():
        total = _sum(_share(duty) for duty in role.duties)
        changed = next((path for path in _DUTY_PATHS if role.says(path[0])), None)
        if total > 100 and changed:
            yield TIME_OVER_100.at(role.at(*changed, key=True), total=_whole(total))


def weights(handbook: Handbook) -> Iterator[Diagnostic]:
    """Weights of criteria, where given, make 100 %."""
    for policy in handbook.policies.values():
        for cycle in own_parts(policy):
            if isinstance(cycle, EvaluationCycle):
                total = _sum(one.weight or 0 for one in cycle.criteria)
                if total and total != 100:
                    yield WEIGHTS_NOT_100.at(cycle.at("criteria", key=True), total=_whole(total))


def headcounts(handbook: Handbook) -> Iterator[Diagnostic]:
    """A role leads at least the roles that report to it."""
    for role in handbook.roles.values():
        said = role.dimensions.direct_reports if role.dimensions else None
        found = len(handbook.reports.get(role.id, ()))
        if said is not None and said < found:
            yield HEADCOUNT_MISMATCH.at(role.at("dimensions", "direct_reports"), said=said, found=found)


def rhythms(handbook: Handbook) -> Iterator[Diagnostic]:
    """Words and `frequency` of a duty name one rhythm."""
    for _, role in documents_of(handbook):
        for duty in own_parts(role) if isinstance(role, Role) else ():
            if isinstance(duty, Duty):
                yield from _contradicting_rhythm(duty)


def dates(handbook: Handbook) -> Iterator[Diagnostic]:
    """Documents are in force before they are due for review."""
    for document in (*handbook.roles.values(), *handbook.policies.values()):
        if document.effective and document.review and document.review <= document.effective:
            yield EFFECTIVE_AFTER_REVIEW.at(
                document.at("review"), review=str(document.review), effective=str(document.effective)
            )


def consequence_order(handbook: Handbook) -> Iterator[Diagnostic]:
    """Consequences begin with the first time and leave none out."""
    rules = handbook.discipline
    for offence in rules.offences if rules else ():
        parts: tuple[Offence | Override, ...] = (offence, *offence.overrides.values())
        for part in parts:
            times = {one.occurrence for one in part.consequences or ()}
            missing = set(range(1, max(times, default=0))) - times
            if missing:
                yield CONSEQUENCE_ORDER.at(part.at("consequences", key=True), missing=min(missing))


def dropped_descriptions(handbook: Handbook) -> Iterator[Diagnostic]:
    """A place's words that replace what a breach is, though they do not say it."""
    rules = handbook.discipline
    for offence in rules.offences if rules else ():
        for code, override in offence.overrides.items():
            if offence.text and override.text and not _says_as_well(override.text, offence.text):
                place = place_name(handbook.packs.get(code), code)
                yield DROPPED_DESCRIPTION.at(override.at("text", key=True), place=place, offence=offence.id)


def _says_as_well(here: Text, general: Text) -> bool:
    return all(folded(general.values[tag]) in folded(words) for tag, words in here.values.items() if general.has(tag))


def _contradiction(first: Requirement, second: Requirement, role: Role) -> Iterator[Diagnostic]:
    own = [one for one in (second, first) if one.at().file == role.at().file]
    if not own or first.kind != second.kind:
        return
    told, other = own[0], first if own[0] is second else second
    if told.years and other.years and told.years != other.years and _same_experience(told, other):
        yield CONTRADICTING_EXPERIENCE.at(
            told.at("years"), years=_whole(told.years), other=_whole(other.years), id=other.id
        )
    same_language = told.language is not None and told.language == other.language
    if same_language and told.level and other.level and told.level != other.level:
        yield CONTRADICTING_LANGUAGE_LEVEL.at(told.at("level"), level=told.level, other=other.level, id=other.id)


def _same_experience(one: Requirement, other: Requirement) -> bool:
    """Whether two requirements are about the same experience, in a language whose empty words are known."""
    language = language_for(one.text.origin)
    empty = language.words_about("experience")
    if one.kind != "experience" or not empty or one.text.origin != other.text.origin:
        return False
    fields = [content_words(origin_words(each.text), language.tag) - empty for each in (one, other)]
    return similarity(*fields) >= _SAME_FIELD


def _contradicting_rhythm(duty: Duty) -> Iterator[Diagnostic]:
    said = [one for one in (duty.frequency, *duty.rhythms) if one]
    named = _rhythms_in(duty.text)
    quicker = [one for one in named if said and all(_quicker(one, other) for other in said)]
    if quicker and not set(said) & set(named):
        place = duty.at("frequency" if duty.frequency else "rhythms")
        yield CONTRADICTING_RHYTHM.at(place, frequency=", ".join(said), named=", ".join(quicker))


def _share(duty: DutyOrGroup) -> float:
    if duty.time_share or isinstance(duty, Duty):
        return duty.time_share or 0
    return sum(_share(below) for below in duty.items)


def _rhythms_in(text: Text) -> list[str]:
    words = origin_words(text).casefold()
    phrases = language_for(text.origin).rhythms
    return [rhythm for rhythm in RHYTHMS if any(says(words, phrase) for phrase in phrases.get(rhythm, ()))]


def _quicker(one: str, other: str) -> bool:
    return one in RHYTHMS and other in RHYTHMS and RHYTHMS.index(one) < RHYTHMS.index(other)


def _sum(shares: Iterable[float]) -> float:
    return round(sum(shares), 6)


def _whole(number: float) -> str:
    return f"{number:g}"


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (
    contradicting_requirements,
    time_shares,
    weights,
    headcounts,
    *duplicates.CHECKS,
    rhythms,
    dates,
    consequence_order,
    dropped_descriptions,
    *(check for part in PARTS[1:] for check in part.CHECKS),
)
