"""Durations as ISO 8601 writes them: `PT5M`, `P10D`, `P1Y`."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_ISO = re.compile(
    r"P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?\Z"
)

UNITS = ("years", "months", "weeks", "days", "hours", "minutes")
_MINUTES = {"years": 525_960, "months": 43_830, "weeks": 10_080, "days": 1_440, "hours": 60, "minutes": 1}


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration in the units it was written in; nothing is converted."""

    iso: str
    parts: tuple[tuple[str, int], ...]

    @classmethod
    def parse(cls, iso: str) -> "Duration":
        """Reads `P…`; raises ValueError for anything else, fractions and seconds included."""
        match = _ISO.match(iso)
        if not match:
            raise ValueError(iso)
        return cls(iso, tuple((unit, int(match[unit])) for unit in UNITS if match[unit]))

    @property
    def minutes(self) -> int:
        """About how long it is, to compare; months and years are mean ones."""
        return sum(_MINUTES[unit] * count for unit, count in self.parts)

    def after(self, day: date) -> date:
        """The day that lies so much later; a month ends on its last day, hours make no day."""
        counts = dict(self.parts)
        months = day.year * 12 + day.month - 1 + counts.get("years", 0) * 12 + counts.get("months", 0)
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        days = counts.get("weeks", 0) * 7 + counts.get("days", 0)
        return date(year, month + 1, min(day.day, last)) + timedelta(days)
