"""Whole processes timed by the system's own accounting, in turn, so that a drifting machine hits all alike."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: CPU seconds of user and system, wall seconds, peak resident memory in MiB."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True, slots=True)
class Job:
    """A command to time; `prepare` runs before each run and is not timed."""

    name: str
    command: tuple[str, ...]
    folder: Path
    prepare: Callable[[], None] = lambda: None


def run(job: Job) -> Sample:
    """Runs a job once; raises RuntimeError when it fails."""
    job.prepare()
    began = time.perf_counter()
    process = subprocess.Popen(job.command, cwd=job.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{job.name}: exit code {process.returncode}")
    return Sample(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def interleaved(jobs: list[Job], rounds: int) -> dict[str, list[Sample]]:
    """Every job once a round, after one round that does not count."""
    samples: dict[str, list[Sample]] = {job.name: [] for job in jobs}
    for turn in range(rounds + 1):
        for job in jobs:
            sample = run(job)
            if turn:
                samples[job.name].append(sample)
    return samples


def median(samples: list[Sample], figure: str) -> float:
    """The median of one figure."""
    return statistics.median(getattr(sample, figure) for sample in samples)


def ratio(samples: list[Sample], peers: list[Sample], figure: str = "cpu") -> float:
    """The median, pair by pair, of a figure of the peer's over ours: 3 means a third of the peer's."""
    pairs = zip(samples, peers, strict=True)
    return statistics.median(getattr(peer, figure) / getattr(ours, figure) for ours, peer in pairs)
