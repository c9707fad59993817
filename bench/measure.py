"""What is timed, in turn, so that a drifting machine hits all alike: whole processes, and steps of a warm process.

The system's own accounting tells CPU time, with that of processes started, and the peak memory of the largest one.
"""

import multiprocessing
import os
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Made:
    """What a run came to: pages, documents or whatever else is counted, and megabytes (10^6) of output."""

    count: int = 0
    megabytes: float = 0.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: CPU seconds of user and system, wall seconds, peak resident memory in MiB, and what it made."""

    cpu: float
    wall: float
    memory: float
    made: Made = field(default_factory=Made)


class Timed(Protocol):
    """Something to time; one of a `peer` may fail, and is left out from then on."""

    @property
    def name(self) -> str:
        """What the table calls it."""

    @property
    def peer(self) -> bool:
        """Whether it is somebody else's."""

    @property
    def warm_ups(self) -> int:
        """How many runs do not count."""

    def run(self) -> Sample:
        """Runs it once; raises RuntimeError when it fails."""


@dataclass(frozen=True, slots=True)
class Job:
    """A command to time, each time as a new process; `prepare` runs before each run and is not timed."""

    name: str
    command: tuple[str, ...]
    folder: Path
    prepare: Callable[[], object] = lambda: None
    made: Callable[[], Made] = Made
    peer: bool = False
    warm_ups: int = 0

    def run(self) -> Sample:
        """Runs the command once; raises RuntimeError with its last words when it fails."""
        self.prepare()
        with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
            began = time.perf_counter()
            process = subprocess.Popen(self.command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=told)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
            told.seek(0)
            last = told.read().strip().splitlines()[-1:]
        if process.returncode:
            raise RuntimeError(f"{self.name}: exit code {process.returncode} {' '.join(last)}")
        return Sample(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, self.made())


class Step:
    """A call to time in a process of its own; `make`, with its arguments, sets it up there and is not timed.

    A `warm` one is set up once and called again and again; else each call has a new process.
    """

    def __init__(
        self, name: str, make: Callable[..., Callable[[], Made]], *told: Any, peer: bool = False, warm: bool = True
    ) -> None:
        self.name, self.peer, self.warm_ups = name, peer, 2 if warm else 0
        self._made_by, self._warm = (make, told), warm
        self._pool: ProcessPoolExecutor | None = None

    def run(self) -> Sample:
        """Calls it once; raises RuntimeError when it fails."""
        self._pool = self._pool or ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
        try:
            return self._pool.submit(_call, *self._made_by).result()
        except Exception as problem:
            raise RuntimeError(f"{self.name}: {problem}") from problem
        finally:
            if not self._warm:
                self.close()

    def close(self) -> None:
        """Ends its process."""
        if self._pool:
            self._pool.shutdown()
        self._pool = None


_steps: dict[Callable[..., Callable[[], Made]], Callable[[], Made]] = {}
"""What the process of a step has set up."""


def _call(make: Callable[..., Callable[[], Made]], told: tuple[Any, ...]) -> Sample:
    if make not in _steps:
        _steps[make] = make(*told)
    began, used = time.perf_counter(), _cpu()
    made = _steps[make]()
    return Sample(_cpu() - used, time.perf_counter() - began, _peak(), made)


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak() -> float:
    """Since this program began; what `getrusage` tells of it counts from the process that started it."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def in_turn(jobs: list[Timed], rounds: int, failed: Callable[[str], object]) -> Iterator[dict[str, list[Sample]]]:
    """All samples so far, by the job's name, after each counted run; every job has one a round.

    With one round only what is warm has runs that do not count. `failed` is told of a peer that fails.
    """
    samples: dict[str, list[Sample]] = {}
    able = {job.name: job for job in jobs}
    try:
        for turn in range(rounds):
            for job in list(able.values()):
                try:
                    sample = [job.run() for _ in range(1 if turn else job.warm_ups + 1)][-1]
                except RuntimeError as problem:
                    if not job.peer:
                        raise
                    del able[job.name]
                    failed(str(problem))
                    continue
                samples.setdefault(job.name, []).append(sample)
                yield samples
    finally:
        for job in jobs:
            if isinstance(job, Step):
                job.close()


def run(name: str, command: tuple[str, ...], folder: Path) -> None:
    """Runs what only prepares; raises RuntimeError when it fails."""
    Job(name, command, folder).run()


def figures_of(samples: list[Sample], figure: str) -> list[float]:
    """One figure of every sample."""
    return [getattr(sample, figure) for sample in samples]


def median(samples: list[Sample], figure: str) -> float:
    """The median of one figure."""
    return statistics.median(figures_of(samples, figure))


def ratio(samples: list[Sample], peers: list[Sample], figure: str) -> float:
    """The median, pair by pair, of a figure of the peer's over ours: 3 means a third of the peer's."""
    pairs = zip(figures_of(samples, figure), figures_of(peers, figure), strict=False)  # a round may be under way
    return statistics.median(theirs / max(mine, 1e-6) for mine, theirs in pairs)


def files_in(folder: Path, pattern: str) -> Made:
    """How many files of a pattern there are, and how large all files are together."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return Made(sum(path.match(pattern) for path in files), sum(path.stat().st_size for path in files) / 1e6)
