"""Whether a statutory ground carries a breach this time: by its kind, repetition, sanctions before, and figures."""

from dataclasses import dataclass

from rolebook.checks.cases import Case
from rolebook.checks.spans import spans_in
from rolebook.language import Duration
from rolebook.model.law.pack import Condition, Ground
from rolebook.model.policy import Counting

_DAY, _HOUR = 1_440, 60


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure of the ground that a breach does not reach; `stated` where the rules name a lower one themselves."""

    figures: tuple[Counting, ...]
    hours: Duration | None
    stated: bool


def carried_under(ground: Ground, case: Case) -> tuple[Condition, ...] | None:
    """Under which conditions the ground carries this breach this time; None when it cannot."""
    again = case.consequence.occurrence > 1
    for condition in ground.conditions:
        if condition.kind == "prior-sanction" and not (again and _is_sanctioned(case, condition)):
            return None
    if case.offence.kind is None or (ground.repeated and (again or case.counted)):
        return ground.conditions
    carried = next((one for one in ground.carries if one.breach == case.offence.kind), None)
    return (*ground.conditions, *carried.conditions) if carried else None


def figure_gap(ground: Ground, case: Case) -> Gap | None:
    """The figure that the ground asks for and the breach does not reach; None where it does."""
    hours = next((one.duration for one in ground.conditions if one.kind == "absence"), None)
    if hours and (named := _smallest(case, below=_DAY)) is not None and named < hours.minutes:
        return Gap((), hours, stated=True)
    if not ground.counting:
        return None
    if case.counting:
        reached = all(any(_reaches(window, figure) for figure in ground.counting) for window in case.counting)
        return None if reached else Gap(ground.counting, None, stated=True)
    days = _smallest(case, at_least=_DAY)
    least = min(figure.count for figure in ground.counting)
    if days is None:
        return Gap(ground.counting, None, stated=False)
    return None if days >= least * _DAY else Gap(ground.counting, None, stated=True)


def _is_sanctioned(case: Case, condition: Condition) -> bool:
    """Whether a sanction that counts as a prior one came before; where the law names none, any does."""
    return not condition.sanctions or bool(case.earlier.intersection(condition.sanctions))


def _reaches(window: Counting, figure: Counting) -> bool:
    """Whether so many in so long are always as many as the figure asks for."""
    return window.count >= figure.count and window.within.minutes <= figure.within.minutes


def _smallest(case: Case, *, below: int | None = None, at_least: int | None = None) -> int | None:
    """The minutes of the smallest span that the texts of a breach name, within bounds; None when they name none."""
    named = [
        span.minutes
        for text in case.texts
        for span in spans_in(text)
        if (below is None or span.minutes < below) and (at_least is None or span.minutes >= at_least)
    ]
    return min(named, default=None)
