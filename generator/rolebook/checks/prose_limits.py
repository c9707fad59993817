"""# Limits in words

Figures that the law of a place sets for the terms of work, beside those that a text names: probation, leave,
suspension, deductions, days of pay, time for a sanction. Only a figure right beside its topic is compared.

## limit-in-words
**Meaning.** A text names a figure that goes beyond what the law of the place allows, or gives less than it grants.
**Why.** The figure of the law holds, and people who rely on the text are misled.
```yaml bad
clauses: [{id: trial, text: The probation period is 6 months.}]          # in Viet Nam, where 60 days are the rule
```
```yaml good
clauses: [{id: trial, text: The probation period is 60 days.}]
```
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from rolebook.checks.denials import sentence_around
from rolebook.checks.lexicon import wording_of
from rolebook.checks.places import grounds_of, place_name, weighed
from rolebook.checks.readings import Reading, packs_of, readings_of
from rolebook.checks.spans import figure_pattern, span_in
from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.language import Duration
from rolebook.model.handbook import Handbook
from rolebook.model.law.figures import StatutoryFigure
from rolebook.model.law.wording_rules import FigureWords

LIMIT_IN_WORDS = Rule("limit-in-words", Severity.WARNING)
RULES = (LIMIT_IN_WORDS,)

Figure = Duration | int
"""A span, or a share in percent."""


def prose_limits(handbook: Handbook) -> Iterator[Diagnostic]:
    """Every figure of a topic that the law of a place limits, where the text goes beyond the limit."""
    told: set[tuple[object, str, str]] = set()
    for reading in readings_of(handbook):
        for words in wording_of(reading.line.language, handbook.wording).figures:
            for found, figure in figures_in(words, reading.line.words, reading.line.language.partition("-")[0]):
                for code, pack in packs_of(reading, handbook):
                    limits = (one for one in pack.figures if one.id == words.about and one.weight != "off")
                    broken = next((one for one in limits if _limit_broken(one, figure)), None)
                    if broken and (key := (reading.at, words.about, code)) not in told:
                        told.add(key)
                        arguments = {"place": place_name(pack, code), **grounds_of(pack, broken)}
                        yield _finding(reading, found, broken, figure, arguments).weighing(
                            weighed(pack, broken, Severity(broken.weight))
                        )


def figures_in(words: FigureWords, text: str, language: str) -> Iterator[tuple[str, Figure]]:
    """What a folded text says of a topic, and which figure that is."""
    unless = re.compile(words.unless) if words.unless else None
    for match, figure in _matches(words, text, language):
        if not (unless and unless.search(text, *sentence_around(text, *match.span()))):
            yield match[0], figure


def _matches(words: FigureWords, text: str, language: str) -> Iterator[tuple[re.Match[str], Figure]]:
    for template in words.any:
        pattern = figure_pattern(template, language)
        for match in pattern.finditer(text) if pattern else ():
            span = span_in(match, language)
            yield match, span if span is not None else int(match["share"])
    for said in words.worded:
        yield from ((match, said.span) for match in re.finditer(said.words, text))


def _limit_broken(limit: StatutoryFigure, figure: Figure) -> str | None:
    """The limit that a figure does not keep, as its code; None where it keeps them."""
    if isinstance(figure, int):
        over = limit.max_share is not None and figure > limit.max_share
        under = limit.min_share is not None and figure < limit.min_share
    else:
        over = limit.max is not None and figure.minutes > limit.max.minutes
        under = limit.min is not None and figure.minutes < limit.min.minutes
    return "over" if over else "under" if under else None


def _finding(
    reading: Reading, found: str, limit: StatutoryFigure, figure: Figure, arguments: dict[str, Any]
) -> Diagnostic:
    over = _limit_broken(limit, figure) == "over"
    topic = f"figure-{limit.id}"
    if isinstance(figure, int):
        share = limit.max_share if over else limit.min_share
        hint = "share-at-most" if over else "share-at-least"
        return LIMIT_IN_WORDS.at(reading.at, hint=hint, found=found, topic=topic, share=f"{share:g}", **arguments)
    span = limit.max if over else limit.min
    bound = span.iso if span else ""
    hint = "span-at-most" if over else "span-at-least"
    return LIMIT_IN_WORDS.at(reading.at, hint=hint, found=found, topic=topic, limit=bound, **arguments)


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (prose_limits,)
