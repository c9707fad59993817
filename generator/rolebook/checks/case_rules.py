"""Disciplinary rules that contradict themselves: who hears an appeal, which breach an act is, how often is warned.

## appeal-to-decider
**Meaning.** At one employer the step `act: appeal` is for the same post as the step `act: decision`. An office counts
as the role that holds it, the head of the employer as the role that its `head` names.
**Why.** Nobody reviews their own decision fairly, and courts and inspectors ask who looked at it again. Complaints in
other policies are not looked at: their steps do not say what they are in law.
```yaml bad
procedure:
  - {id: decide, act: decision, by: "role:director", text: Decides.}
  - {id: appeal, act: appeal, by: "role:director", text: Looks at the case again.}
```
```yaml good
procedure:
  - {id: decide, act: decision, by: "role:director", text: Decides.}
  - {id: appeal, act: appeal, by: "body:board", text: Looks at the case again.}
```

## breach-listed-twice
**Meaning.** Two breaches are described in the same words, or have the same heading and nothing else tells them apart.
**Why.** One act would be two breaches with two consequences.
```yaml bad
offences:
  - {id: late, heading: Lateness, severity: minor, text: Arrives late without leave.}
  - {id: tardy, heading: Tardiness, severity: serious, text: Arrives late without leave}
```
```yaml good
offences:
  - {id: late, heading: Lateness, severity: minor, text: Arrives late without leave.}
```
Breaches that overlap in other words are not found: how many words two descriptions share does not prove that one act
is both.

## warnings-differ
**Meaning.** A sentence about a breach names a number of warnings, and its table has another number of times that end
with a warning before the dismissal.
**Why.** After two warnings or after three: the sentence and the table are on one page, and only one can hold.
```yaml bad
text: 3 written warnings lead to dismissal.
consequences:
  - {occurrence: 1, sanction: notice}
  - {occurrence: 2, sanction: notice}
  - {occurrence: 3, sanction: dismissal}
```
```yaml good
text: After 2 written warnings, the third time leads to dismissal.
consequences:
  - {occurrence: 1, sanction: notice}
  - {occurrence: 2, sanction: notice}
  - {occurrence: 3, sanction: dismissal}
```
"""

import re
from collections.abc import Callable, Iterator, Sequence

from rolebook.checks.lexicon import folded
from rolebook.checks.places import place_name
from rolebook.checks.similarity import origin_words
from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.language.meanings import meanings_of
from rolebook.model.base import Part, post_of
from rolebook.model.handbook import Handbook
from rolebook.model.law.jurisdiction import applies_in
from rolebook.model.policy import Consequence, Discipline, Offence, Override
from rolebook.model.settings import Entity, Office
from rolebook.model.translation.text_addresses import documents_of
from rolebook.model.words.inline import plain
from rolebook.model.words.text import Text

APPEAL_TO_DECIDER = Rule("appeal-to-decider", Severity.WARNING)
BREACH_LISTED_TWICE = Rule("breach-listed-twice", Severity.WARNING)
WARNINGS_DIFFER = Rule("warnings-differ", Severity.WARNING)
RULES = (APPEAL_TO_DECIDER, BREACH_LISTED_TWICE, WARNINGS_DIFFER)

_WARNINGS = frozenset(("notice", "final-warning"))
_WORD = re.compile(r"\w+")


def appeals(handbook: Handbook) -> Iterator[Diagnostic]:
    """Whoever decided does not hear the appeal; each step is told once."""
    for rules in _rules_of(handbook):
        told: set[str] = set()
        for entity in handbook.entities_of(rules):
            steps = [step for step in rules.procedure if applies_in(step.jurisdictions, entity.jurisdiction)]
            acting = {step.id: _holder(step.by, entity, handbook) for step in steps if step.by}
            deciding = {acting.get(step.id) for step in steps if step.act == "decision"} - {None}
            for step in steps:
                post = acting.get(step.id)
                if post and step.act == "appeal" and post in deciding and step.id not in told:
                    told.add(step.id)
                    place = place_name(handbook.packs.get(entity.jurisdiction), entity.jurisdiction)
                    yield APPEAL_TO_DECIDER.at(step.at("by"), post=post, place=place)


def same_breaches(handbook: Handbook) -> Iterator[Diagnostic]:
    """No breach is listed twice."""
    for rules in _rules_of(handbook):
        headings: dict[str, Offence] = {}
        descriptions: dict[str, Offence] = {}
        for offence in rules.offences:
            words = _words(offence.text)
            by_heading = headings.setdefault(_words(offence.heading), offence)
            by_words = descriptions.setdefault(words, offence) if words else offence
            if by_words is not offence:
                yield BREACH_LISTED_TWICE.at(offence.at("text", key=True), id=by_words.id)
            elif by_heading is not offence and not (offence.text and by_heading.text):
                yield BREACH_LISTED_TWICE.at(offence.at("heading", key=True), id=by_heading.id)


def warnings_named(handbook: Handbook) -> Iterator[Diagnostic]:
    """Sentences and tables of breaches name the same number of warnings before a dismissal."""
    for offence in (one for rules in _rules_of(handbook) for one in rules.offences):
        yield from _warnings_in(offence, offence.consequences, offence.id)
        for override in offence.overrides.values():
            listed = offence.consequences if override.consequences is None else override.consequences
            yield from _warnings_in(override, listed, offence.id)


def _rules_of(handbook: Handbook) -> list[Discipline]:
    return [document for _, document in documents_of(handbook) if isinstance(document, Discipline)]


def _warnings_in(part: Offence | Override, consequences: Sequence[Consequence], name: str) -> Iterator[Diagnostic]:
    """The texts of one table that name another number of warnings than it has; each is told once."""
    warned = _warnings_before_dismissal(consequences)
    if warned is None:
        return
    texts: list[tuple[Part, str, Text | None]] = [
        (part, "text", part.text),
        (part, "adds", getattr(part, "adds", None)),
    ]
    texts += [(one, "text", one.text) for one in part.consequences or ()]
    for holder, field, text in texts:
        named = [(tag, count) for tag in text.values for count in _warnings_named(text, tag)] if text else []
        other = next(((tag, count) for tag, count in named if count != warned), None)
        if other:
            yield WARNINGS_DIFFER.at(holder.at(field, other[0]), said=other[1], found=warned, offence=name)


def _warnings_named(text: Text, tag: str) -> list[int]:
    known = meanings_of(tag)
    return known.warnings_in(folded(plain(text.blocks(tag)))) if known else []


def _warnings_before_dismissal(consequences: Sequence[Consequence]) -> int | None:
    """How often a warning comes before the first dismissal; None where it may come at once, or never."""
    dismissal = min((one.occurrence for one in consequences if one.sanction == "dismissal"), default=1)
    earlier = {one.occurrence for one in consequences if one.occurrence < dismissal and one.sanction in _WARNINGS}
    return len(earlier) or None


def _words(text: Text | None) -> str:
    """The words and numbers of a text, without what tells nothing apart: case, spaces, punctuation."""
    return f"{text.origin} {' '.join(_WORD.findall(folded(origin_words(text))))}" if text else ""


def _holder(post: str, entity: Entity, handbook: Handbook) -> str:
    """The role that acts as a post at an employer; the post itself where none is named."""
    kind, name = post_of(post)
    office = handbook.named(kind, name)
    if not isinstance(office, Office):
        return post
    role = (entity.head if office.kind == "head-of-entity" else None) or office.role
    return f"role:{role}" if role else post


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (appeals, same_breaches, warnings_named)
