"""Figures that the law of a place sets for the terms of work, wherever a text names them."""

from typing import Literal

from rolebook.model.base import Duration, Flag, Percent
from rolebook.model.law.cited import CitedItem, Weight

FigureTopic = Literal[
    "probation",
    "probation-pay",
    "annual-leave",
    "suspension",
    "deduction",
    "pay-interval",
    "year-end-bonus",
    "sanction-time",
]


class StatutoryFigure(CitedItem):
    """The most or the least of one term of work: a span, or a share of the pay in percent.

    `unless_agreed`: the law sets it only for want of a collective agreement that does.
    """

    id: FigureTopic
    max: Duration | None = None
    min: Duration | None = None
    max_share: Percent | None = None
    min_share: Percent | None = None
    unless_agreed: Flag = False
    weight: Weight = "warning"
