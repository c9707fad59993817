"""Spans that count working days beside spans that count all: which is longer, as far as the calendar tells.

A week has five working days here, and no public holidays: either way round, only what is certain then is said.
"""

from dataclasses import dataclass

from rolebook.language import Duration

_DAY = 1_440
_WEEK, _WORKING_WEEK = 7, 5
_REST = _WEEK - _WORKING_WEEK


@dataclass(frozen=True, slots=True)
class CountedSpan:
    """A span, and whether its days are working days; weeks and months are always those of the calendar."""

    span: Duration
    working_days: bool = False

    @property
    def is_working(self) -> bool:
        """Whether it counts working days."""
        return self.working_days and [unit for unit, _ in self.span.parts] == ["days"]

    @property
    def least(self) -> int:
        """The minutes of the calendar that it takes at least: from a Monday on."""
        days = self.span.minutes // _DAY
        return (days + (days - 1) // _WORKING_WEEK * _REST) * _DAY if self.is_working else self.span.minutes

    @property
    def most(self) -> int:
        """The minutes of the calendar that it takes at most, without holidays: from a weekend on."""
        days = self.span.minutes // _DAY
        return (days + -(-days // _WORKING_WEEK) * _REST) * _DAY if self.is_working else self.span.minutes

    def exceeds(self, other: "CountedSpan") -> bool | None:
        """Whether it is longer than another; None where that depends on the days it falls on."""
        if self.is_working is other.is_working:
            return self.span.minutes > other.span.minutes
        if self.least > other.most:
            return True
        return False if self.most <= other.least else None
