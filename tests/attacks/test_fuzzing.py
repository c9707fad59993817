"""Fuzzing for a quarter of a minute from real files. By hand: `make fuzz TARGET=yaml SECONDS=600`."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import EFFORT, ROOT

RUNS = 50 * EFFORT


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris has wheels for Linux on x86-64 only")
def test_what_others_send_ends_in_a_result_or_a_finding(tmp_path: Path) -> None:
    options = [str(tmp_path / "corpus"), f"-runs={RUNS}", "-seed=1", "-max_len=6000", "-print_final_stats=1"]
    command = [sys.executable, "-m", "tests.attacks.fuzz", "all", *options]
    surroundings = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=surroundings, capture_output=True, check=False)
    told = done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, told[-4000:]
    assert "Instrumenting rolebook.source.yaml_reader" in told
    done_runs = re.search(r"Done (\d+) runs", told)
    assert done_runs, told[-2000:]
    assert int(done_runs[1]) >= RUNS
