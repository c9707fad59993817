"""Figures that the law of a place sets for the terms of work, wherever a text names them."""

from typing import Literal

from rolebook.model.base import Duration, Percent
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
    """The most or the least of one term of work: a span, or a share of the pay in percent."""

    id: FigureTopic
    max: Duration | None = None
    min: Duration | None = None
    max_share: Percent | None = None
    min_share: Percent | None = None
    weight: Weight = "warning"
