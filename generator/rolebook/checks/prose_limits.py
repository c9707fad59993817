"""# Limits in words

Figures that the law of a place sets for the terms of work, beside those that a text names: probation, leave,
suspension, deductions, days of pay, time for a sanction, and what is owed for damage. Only a figure right beside its
topic is compared. A text that says neither counts the days that the law counts, working days or all; where it says
the others, it is compared as weeks of five working days, and what depends on the days is not found.

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
from dataclasses import dataclass
from typing import Any

from rolebook.checks.counted_days import compared
from rolebook.checks.denials import sentence_around
from rolebook.checks.lexicon import folded, wording_of
from rolebook.checks.places import grounds_of, place_name, weighed
from rolebook.checks.readings import Reading, packs_of, readings_of
from rolebook.checks.spans import behind, counts_working_days, figure_pattern, span_in
from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.language import Duration, language_for
from rolebook.model.handbook import Handbook
from rolebook.model.law.counted_days import CountedSpan
from rolebook.model.law.figures import StatutoryFigure
from rolebook.model.law.wording_rules import FigureWords
from rolebook.model.policy import Consequence

LIMIT_IN_WORDS = Rule("limit-in-words", Severity.WARNING)
RULES = (LIMIT_IN_WORDS,)

Figure = Duration | int
"""A span, or a share in percent."""
_OF_PAY = frozenset({"fine", "wage-deduction"})
"""Sanctions that cost so much of the pay."""
_HINTS = {
    "max": "span-at-most",
    "min": "span-at-least",
    "max_pay": "pay-at-most",
    "max_share": "share-at-most",
    "min_share": "share-at-least",
}


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """A figure as a text says it, and whether in working days; None where it does not say which."""

    words: str
    figure: Figure
    working_days: bool | None


def prose_limits(handbook: Handbook) -> Iterator[Diagnostic]:
    """Every figure of a topic that the law of a place limits, where the text goes beyond the limit."""
    told: set[tuple[object, str, str]] = set()
    for reading in readings_of(handbook):
        text, language = _as_read(reading), reading.line.language.partition("-")[0]
        for words in wording_of(reading.line.language, handbook.wording).figures:
            for said in figures_in(words, text, language):
                for code, pack in packs_of(reading, handbook):
                    limits = (one for one in pack.figures if one.id == words.about and one.weight != "off")
                    broken = next((one for one in limits if _limit_broken(one, said)), None)
                    if broken and (key := (reading.at, words.about, code)) not in told:
                        told.add(key)
                        arguments = {"place": place_name(pack, code), **grounds_of(pack, broken)}
                        yield _finding(reading, said, broken, arguments).weighing(
                            weighed(pack, broken, Severity(broken.weight))
                        )


def figures_in(words: FigureWords, text: str, language: str) -> Iterator[ReadFigure]:
    """The figures of a topic that a folded text says."""
    unless = re.compile(words.unless) if words.unless else None
    for match, figure in _matches(words, text, language):
        if not (unless and unless.search(text, *sentence_around(text, *match.span()))):
            start = match.start("count" if "count" in match.re.groupindex else 0)
            around = text[start : match.end()] + behind(text, match.end())
            yield ReadFigure(match[0], figure, counts_working_days(around, language))


def _as_read(reading: Reading) -> str:
    """The folded text; behind the word for its sanction where it says what a sanction costs, and for damage's rules."""
    language, part = language_for(reading.line.language), reading.part
    if isinstance(part, Consequence) and part.sanction in _OF_PAY:
        return f"{folded(language.word(f'sanction-{part.sanction}'))}: {reading.line.words}"
    if "damage_recovery" in reading.placed.place.split("/"):
        return f"{folded(language.word('section-damage-recovery'))}: {reading.line.words}"
    return reading.line.words


def _matches(words: FigureWords, text: str, language: str) -> Iterator[tuple[re.Match[str], Figure]]:
    for template in words.any:
        pattern = figure_pattern(template, language)
        for match in pattern.finditer(text) if pattern else ():
            span = span_in(match, language)
            yield match, span if span is not None else int(match["share"])
    for said in words.worded:
        yield from ((match, said.span) for match in re.finditer(said.words, text))


def _limit_broken(limit: StatutoryFigure, said: ReadFigure) -> str | None:
    """The field of the limit that a figure does not keep; None where it keeps them, or may."""
    figure = said.figure
    if isinstance(figure, int):
        over = limit.max_share is not None and figure > limit.max_share
        under = limit.min_share is not None and figure < limit.min_share
        return "max_share" if over else "min_share" if under else None
    if limit.max_pay is not None and figure.minutes > limit.max_pay.minutes:
        return "max_pay"
    own, most, least = _counted(figure, said, limit), limit.bound("max"), limit.bound("min")
    if isinstance(most, CountedSpan) and own.exceeds(most):
        return "max"
    return "min" if isinstance(least, CountedSpan) and least.exceeds(own) else None


def _counted(figure: Duration, said: ReadFigure, limit: StatutoryFigure) -> CountedSpan:
    """A figure with the days that its text counts, else those that the law does."""
    return CountedSpan(figure, bool(limit.working_days) if said.working_days is None else said.working_days)


def _finding(reading: Reading, said: ReadFigure, limit: StatutoryFigure, arguments: dict[str, Any]) -> Diagnostic:
    field = _limit_broken(limit, said) or "max"
    bound = getattr(limit, field)
    told: dict[str, Any] = {"hint": _HINTS[field], "found": said.words, "topic": f"figure-{limit.id}", **arguments}
    if not isinstance(bound, Duration):
        return LIMIT_IN_WORDS.at(reading.at, share=f"{bound:g}", **told)
    told["limit"] = bound.iso
    if isinstance(said.figure, Duration) and field != "max_pay":
        told |= compared(_counted(said.figure, said, limit), CountedSpan(bound, bool(limit.working_days)))
    return LIMIT_IN_WORDS.at(reading.at, **told)


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (prose_limits,)
