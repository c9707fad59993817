"""The one table of all parts, as Markdown and as JSON, written anew with every run that is counted."""

import json
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.goals import goals
from bench.measure import Sample, Timed, in_turn, median, ratio
from bench.row import Corpus, Row

PACKAGES = ("rolebook", "mkdocs", "mkdocs-material", "zensical", "rendercv", "weasyprint", "typst", "pagefind")
PROGRAMS = {"hugo": ("hugo", "version"), "libreoffice": ("soffice", "--version")}
HEAD = (
    "part", "corpus", "job", "pages, documents", "CPU s", "wall s", "peak MiB", "output MB", "CPU / ours", "wall / ours"
)  # fmt: skip


def machine() -> dict[str, str | int]:
    """What the figures were measured on, and with."""
    told: dict[str, str | int] = {"cpu": _processor(), "cores": len(os.sched_getaffinity(0))}
    told |= {"system": f"{platform.system()} {platform.machine()}", "python": platform.python_version()}
    told |= {name: found for name in PACKAGES if (found := _package(name))}
    return told | {name: found for name, command in PROGRAMS.items() if (found := _program(*command))}


@dataclass
class Table:
    """The rows so far, and one line on whatever was left out; kept in `folder` as `results.md` and `results.json`."""

    folder: Path
    rounds: int
    rows: dict[tuple[str, str, str], Row] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    machine: dict[str, str | int] = field(default_factory=machine)

    def measure(self, part: str, corpus: Corpus, jobs: list[Timed], ours: str, rounds: int = 0) -> None:
        """Times the jobs in turn and keeps a row of each; peers are compared with the one named `ours`."""
        for samples in in_turn(jobs, rounds or self.rounds, self.leave_out):
            for job in jobs:
                if job.name in samples:
                    against = samples.get(ours, []) if job.peer else []
                    self.rows[part, corpus.name, job.name] = _row(part, corpus, job, samples[job.name], against)
            self.write()

    def leave_out(self, why: str) -> None:
        """Says once, in one line, why something is not in the table."""
        line = " ".join(why.split())[:300]
        if line not in self.left_out:
            self.left_out.append(line)
            self.write()

    def write(self) -> None:
        """Writes both files; an interrupted run leaves what it had."""
        self.folder.mkdir(parents=True, exist_ok=True)
        rows = list(self.rows.values())
        told = {
            "machine": self.machine,
            "left out": self.left_out,
            "rows": [asdict(row) for row in rows],
            "goals": [asdict(goal) for goal in goals(rows)],
        }
        (self.folder / "results.json").write_text(json.dumps(told, indent=1, ensure_ascii=False), "utf-8")
        (self.folder / "results.md").write_text(self.text(), "utf-8")

    def text(self) -> str:
        """The table as Markdown, with the machine above and the goals below."""
        rows = list(self.rows.values())
        lines = ["; ".join(f"{name} {value}" for name, value in self.machine.items()), ""]
        lines += [*(f"* Left out: {line}" for line in self.left_out), *([""] if self.left_out else [])]
        lines += _table(HEAD, (_cells(row) for row in rows), text=3)
        judged = ((one.goal, one.measured, one.verdict) for one in goals(rows))
        lines += ["", *_table(("goal", "measured", "verdict"), judged)]
        return "\n".join(lines) + "\n"


def _row(part: str, corpus: Corpus, job: Timed, samples: list[Sample], ours: list[Sample]) -> Row:
    figures = {figure: round(median(samples, figure), 4) for figure in ("cpu", "wall", "memory")}
    made = samples[-1].made
    ratios = {f"{figure}_ratio": round(ratio(ours, samples, figure), 3) for figure in ("cpu", "wall") if ours}
    return Row(part, corpus, job.name, job.peer, made.count, made.megabytes, **figures, **ratios, samples=samples)


def _cells(row: Row) -> tuple[str, ...]:
    """Three significant digits; nothing where there is nothing to tell."""
    figures = (row.cpu, row.wall, row.memory, row.megabytes, row.cpu_ratio, row.wall_ratio)
    return row.part, row.corpus.name, row.job, f"{row.count:,}" if row.count else "", *map(_figure, figures)


def _figure(value: float | None) -> str:
    if not value:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], text: int = 0) -> list[str]:
    """A Markdown table whose first `text` columns are texts, the others figures; all are texts when it is 0."""
    rule = "".join("---|" if place < (text or len(head)) else "--:|" for place in range(len(head)))
    return [f"| {' | '.join(head)} |", f"|{rule}", *(f"| {' | '.join(row)} |" for row in rows)]


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _program(name: str, *arguments: str) -> str:
    if not (path := shutil.which(name)):
        return ""
    told = subprocess.run([path, *arguments], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+(\.\d+)+", told)
    return found[0] if found else "installed"
