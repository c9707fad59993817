"""Durations as ISO 8601 writes them: `PT5M`, `P10D`, `P1Y`."""

import re
from dataclasses import dataclass

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
