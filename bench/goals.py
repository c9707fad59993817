"""What the project wants to hold, told by the rows: met, not met, or not measured at the size that it is about."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.row import (
    CHECK_COLD,
    CHECK_WARM,
    EDITOR_FINDINGS,
    EDITOR_PAGE,
    EDITOR_START,
    EDITOR_TEXT,
    HUGO,
    MATERIAL,
    MKDOCS,
    SITE_CHANGED,
    SITE_COLD,
    Row,
)

_FEW = range(15, 26)
LARGE, SMALL = range(4500, 5501), range(450, 551)
"""Pages of a site of 2,500 and of 250 roles in one language."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, what was measured, and the verdict."""

    goal: str
    measured: str
    verdict: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    """`measured` is the figure, or None where no row tells it; it is met from `least` to `most`."""

    goal: str
    measured: Callable[[list[Row]], float | None]
    unit: str
    least: float = 0
    most: float = float("inf")

    def judged(self, rows: list[Row]) -> Goal:
        figure = self.measured(rows)
        if figure is None:
            return Goal(self.goal, "", "not measured")
        met = self.least <= figure <= self.most
        return Goal(self.goal, f"{figure:.3g} {self.unit}".strip(), "met" if met else "**not met**")


def goals(rows: list[Row]) -> list[Goal]:
    """Every goal judged by the rows there are."""
    return [one.judged(rows) for one in _WANTED]


def _site(rows: list[Row], pages: range, job: str = SITE_COLD) -> Row | None:
    """A row of the site of so many pages."""
    corpora = [row.corpus for row in rows if row.job == SITE_COLD and row.count in pages]
    return next((row for row in rows if row.part == "site" and row.job == job and row.corpus in corpora[:1]), None)


def _times(peer: str) -> Callable[[list[Row]], float | None]:
    return lambda rows: row.cpu_ratio if (row := _site(rows, LARGE, peer)) else None


def _behind_hugo(rows: list[Row]) -> float | None:
    row = _site(rows, LARGE, HUGO)
    return 1 / row.wall_ratio if row and row.wall_ratio else None


def _changed(rows: list[Row]) -> float | None:
    row = _site(rows, LARGE, SITE_CHANGED)
    return row.wall if row else None


def _check(job: str) -> Callable[[list[Row]], float | None]:
    def wall(rows: list[Row]) -> float | None:
        wanted = (1000, 5, job)
        return next((row.wall for row in rows if (row.corpus.roles, row.corpus.languages, row.job) == wanted), None)

    return wall


def _memory(rows: list[Row]) -> float | None:
    """The most of ours, with and without search, in MB of 10^6 bytes."""
    large = _site(rows, LARGE)
    ours = [row.memory for row in rows if large and row.part == "site" and row.corpus == large.corpus and not row.peer]
    return max(ours) * 1.048576 if ours else None


def _growth(rows: list[Row]) -> float | None:
    """How much dearer in CPU time, in percent, a page of the large site is than one of the small site."""
    large, small = _site(rows, LARGE), _site(rows, SMALL)
    if large is None or small is None:
        return None
    return ((large.cpu / large.count) / (small.cpu / small.count) - 1) * 100


def _edited(job: str, figure: str = "wall", roles: range = range(1000, 1001)) -> Callable[[list[Row]], float | None]:
    def measured(rows: list[Row]) -> float | None:
        found = [row for row in rows if row.job == job and row.corpus.roles in roles and row.corpus.languages == 5]
        return getattr(found[0], figure) * (1.048576 if figure == "memory" else 1) if found else None

    return measured


_WANTED = (
    _Wanted("site, cold, ~5,000 pages: MkDocs at least 10 times as dear (CPU)", _times(MKDOCS), "times", least=10),
    _Wanted("site, cold, ~5,000 pages: Material at least 3 times as dear (CPU)", _times(MATERIAL), "times", least=3),
    _Wanted("site, cold, ~5,000 pages: at most 5 times as long as Hugo (wall)", _behind_hugo, "times", most=5),
    _Wanted("site, ~5,000 pages, one changed role: at most 5 s (wall)", _changed, "s", most=5),
    _Wanted("check, cold, 1,000 roles in 5 languages: under 10 s (wall)", _check(CHECK_COLD), "s", most=10),
    _Wanted("check, warm, 1,000 roles in 5 languages: under 2 s (wall)", _check(CHECK_WARM), "s", most=2),
    _Wanted("site, ~5,000 pages: under 600 MB of memory", _memory, "MB", most=600),
    _Wanted(
        "editor, 20 roles in 5 languages: first page at most 0.5 s", _edited(EDITOR_START, roles=_FEW), "s", most=0.5
    ),
    _Wanted("editor, 1,000 roles in 5 languages: first page at most 2 s", _edited(EDITOR_START), "s", most=2),
    _Wanted("editor, 20 roles: findings of a text at most 0.15 s", _edited(EDITOR_TEXT, roles=_FEW), "s", most=0.15),
    _Wanted("editor, 20 roles: all findings at most 1 s", _edited(EDITOR_FINDINGS, roles=_FEW), "s", most=1),
    _Wanted("editor, 1,000 roles: all findings at most 3 s", _edited(EDITOR_FINDINGS), "s", most=3),
    _Wanted("editor, 1,000 roles: preview of a paper at most 1.5 s", _edited(EDITOR_PAGE), "s", most=1.5),
    _Wanted("editor, 1,000 roles: at most 400 MB of memory", _edited(EDITOR_PAGE, "memory"), "MB", most=400),
    _Wanted("a page of ~5,000 costs within 15 % of one of ~500 (CPU)", _growth, "% more", least=-float("inf"), most=15),
)
