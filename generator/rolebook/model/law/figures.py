"""Figures that the law of a place sets for the terms of work, wherever a text names them."""

from typing import Literal

from rolebook.language import Duration as Span
from rolebook.model.base import Duration, Flag, Percent
from rolebook.model.law.citation import Citation
from rolebook.model.law.cited import CitedItem, Weight
from rolebook.model.law.counted_days import CountedSpan

FigureTopic = Literal[
    "probation",
    "probation-pay",
    "annual-leave",
    "suspension",
    "deduction",
    "pay-interval",
    "year-end-bonus",
    "sanction-time",
    "liability",
    "recovery-order",
    "shortage",
    "fine",
]


Bound = CountedSpan | float | None
"""What a figure sets: a span with the days that it counts, or a share in percent."""


class StatutoryFigure(CitedItem):
    """The most or the least of one term of work: a span, or a share of the pay in percent.

    `max_pay` is the pay of a span: `P1M` is a month's pay. `minimum_wage`: that much stays in any case. `exceptions`
    cites what the law lets go beyond. `working_days`: a span of days counts these alone; an agreement that does not
    say counts as the law does. `unless_agreed`: the law sets it only for want of a collective agreement that does.
    """

    id: FigureTopic
    max: Duration | None = None
    min: Duration | None = None
    max_share: Percent | None = None
    min_share: Percent | None = None
    max_pay: Duration | None = None
    minimum_wage: Flag = False
    exceptions: Citation | None = None
    working_days: Flag | None = None
    unless_agreed: Flag = False
    weight: Weight = "warning"

    def bound(self, field: str) -> Bound:
        """What one of its fields sets; None if nothing."""
        value: Span | float | None = getattr(self, field)
        days = bool(self.working_days) and field != "max_pay"
        return CountedSpan(value, days) if isinstance(value, Span) else value

    def counted_as(self, law: "StatutoryFigure") -> "StatutoryFigure":
        """The same with the days that the law counts, where it does not say which."""
        return self if self.working_days is not None else self.model_copy(update={"working_days": law.working_days})

    @property
    def has_bounds(self) -> bool:
        """Whether it sets a figure that a text can go beyond."""
        return any(one is not None for one in (self.max, self.min, self.max_pay, self.max_share, self.min_share))
