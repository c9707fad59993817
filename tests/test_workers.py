"""Worker processes: the same results in the same order, and none that outlives the run it works for."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rolebook.pipeline.running.workers import set_workers, spread

LONG = """
import os, sys, time
from pathlib import Path
from rolebook.pipeline.running.workers import set_workers, spread

def work(items):
    Path(sys.argv[1], str(os.getpid())).touch()
    time.sleep(60)
    return list(items)

set_workers(2)
spread(work, range(8))
"""
forks = pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="the system cannot fork")


@forks
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_stand_in_the_order_of_the_items_whoever_makes_them(workers: int) -> None:
    set_workers(workers)
    try:
        assert spread(lambda items: [(one, one * one) for one in items], range(50)) == [(n, n * n) for n in range(50)]
    finally:
        set_workers(0)


@forks
def test_no_worker_outlives_a_run_that_was_killed(tmp_path: Path) -> None:
    run = subprocess.Popen([sys.executable, "-c", LONG, str(tmp_path)])
    until = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 2:
        assert time.monotonic() < until, "no worker began"
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    left = {int(path.name) for path in tmp_path.iterdir()}
    while left:
        assert time.monotonic() < until, f"still working: {left}"
        time.sleep(0.1)
        left = {process for process in left if _lives(process)}


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
        return "zombie" not in Path(f"/proc/{process}/status").read_text("utf-8")
    except OSError:
        return False
