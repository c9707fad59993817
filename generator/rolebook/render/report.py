"""The report for HR: one HTML page that loads nothing, with plots in SVG and tables that sort."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rolebook.language import Language
from rolebook.render.environment import environment, rendered

STATES = ("completed", "awaiting-review", "pending", "due-soon", "overdue", "refused")
"""From what is done to what is not, as bars show it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a plot: counts by state, of which the bar shows the shares."""

    name: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def share(self) -> int:
        """How many of a hundred are done, rounded down: 100 is all."""
        return self.counts.get("completed", 0) * 100 // self.total if self.total else 0

    @property
    def pieces(self) -> list[tuple[str, int, float, float]]:
        """State, count, start and width of each piece, in percent."""
        found, start = [], 0.0
        for state in STATES:
            width = self.counts.get(state, 0) * 100 / self.total if self.total else 0.0
            if width:
                found.append((state, self.counts[state], round(start, 2), round(width, 2)))
            start += width
        return found


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars under a heading."""

    title: str
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its heading, columns and rows; `empty` is said where there is no row, `more` how many are left out."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    empty: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything on the page, in order."""

    title: str
    about: str
    figures: Sequence[tuple[str, str]]
    plots: Sequence[Plot]
    grids: Sequence[Grid]


def report_page(page: ReportPage, language: Language) -> str:
    """The page's HTML."""
    return rendered(environment(), "report.html", page=page, language=language, states=STATES)
