"""The benchmarks run and report; their figures are for people to read."""

import json
import subprocess
import sys
from pathlib import Path

from bench.corpus import write_handbook

from rolebook.pipeline.checking import check_handbook
from tests.conftest import ROOT


def test_a_small_run_reports_every_job(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench", "--roles", "5", "--languages", "2", "--rounds", "1"]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads((tmp_path / "build" / "bench" / "results.json").read_text("utf-8"))
    rows = {row["job"]: row for row in told["rows"]}
    ways = ("cold", "warm", "one changed role")
    peers = ("Material, pruned", "Zensical", "Hugo")
    assert [*rows][:6] == [f"{job}, {way}" for job in ("check", "site") for way in ways]
    assert rows["site, MkDocs default theme"]["cpu/ours"] > 0
    assert len(told["left out"]) == sum(f"site, {peer}" not in rows for peer in peers)
    assert all(row["cpu"] > 0 and (row["pages"] > 10 or "check" in row["job"]) for row in rows.values())


def test_the_same_arguments_make_the_same_corpus(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_handbook(tmp_path / name, 12, 3)
    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.yml")]
    assert len(files) == 12 + 3
    assert all((tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes() for file in files)
    assert not check_handbook(tmp_path / "one").failed


def test_the_wording_rules_are_counted_on_sentences(tmp_path: Path) -> None:
    tasks = ["Sells goods.", "Hires men only.", "Reports as needed."]
    rows = "".join(f"1\tSeller\t{number}\t{task}\n" for number, task in enumerate(tasks))
    (tmp_path / "Task Statements.txt").write_text(f"Code\tTitle\tTask ID\tTask\n{rows}", "utf-8")
    command = [sys.executable, "-m", "bench.wording", "--onet", str(tmp_path)]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "3 sentences in " in done.stdout
    assert "above info: 1, 1 in 3\n" in done.stdout
    assert "sex-only: [men only] Hires men only.\n" in done.stdout


def test_translations_are_timed_on_handbooks_of_growing_size(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.translations", "--roles", "2", "4", "--rounds", "1"]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads((tmp_path / "build" / "bench" / "translations.json").read_text("utf-8"))
    assert [(row["roles"], row["job"]) for row in rows] == [(2, "status"), (2, "check"), (4, "status"), (4, "check")]
    assert all(row["cpu"] > 0 for row in rows)
    assert rows[2]["strings"] > rows[0]["strings"] > 100
