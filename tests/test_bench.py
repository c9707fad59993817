"""The benchmarks run and report; their figures are for people to read."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench.corpus import write_handbook
from bench.goals import goals
from bench.measure import Job, Step, Timed
from bench.peers import rendercv
from bench.row import (
    CHECK_COLD,
    EDITOR_PAGE,
    EDITOR_START,
    HUGO,
    MATERIAL,
    MKDOCS,
    SITE_CHANGED,
    SITE_COLD,
    ZENSICAL,
    Corpus,
    Row,
)
from bench.table import Table

from rolebook.pipeline.check.check import check_handbook
from tests.conftest import ROOT


def run(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def told_in(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "build" / "bench" / "results.json").read_text("utf-8"))
    return told


def test_one_run_makes_one_table_of_every_part_and_judges_the_goals(tmp_path: Path) -> None:
    small = ("--roles", "3", "--languages", "2", "--rounds", "1", "--people", "4", "--sheets", "2", "--no-peers")
    run(tmp_path, "bench", *small)
    told = told_in(tmp_path)
    jobs = Counter(row["part"] for row in told["rows"])
    assert jobs == {"check": 3, "site": 4, "translations": 3, "documents": 3, "wording": 1, "register": 5, "editor": 5}
    assert all(min(row["cpu"], row["wall"], row["memory"]) > 0 and not row["peer"] for row in told["rows"])
    counted = {row["job"]: row["count"] for row in told["rows"]}
    assert counted["site with search, cold"] == counted["site, cold"] > 20
    assert [counted[job] for job in ("rolebook print", "assign", "scan")] == [4, 20, 2]
    assert {goal["verdict"] for goal in told["goals"]} == {"not measured"}
    assert told["machine"]["cores"] > 0
    text = (tmp_path / "build" / "bench" / "results.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith(tuple(f"| {part} |" for part in jobs))]
    assert len(rows) == len(told["rows"])
    assert {line.count("|") for line in rows} == {11}


def test_sites_stand_beside_peers_and_what_is_missing_is_told(tmp_path: Path) -> None:
    run(tmp_path, "bench", "site", "--roles", "3", "--languages", "1", "--rounds", "1")
    told = told_in(tmp_path)
    rows = {row["job"]: row for row in told["rows"]}
    assert rows[MKDOCS]["cpu_ratio"] > 0
    assert rows[MKDOCS]["count"] == rows[SITE_COLD]["count"]
    assert len(told["left out"]) == sum(peer not in rows for peer in (MATERIAL, ZENSICAL, HUGO))


def test_a_peer_that_fails_is_left_out_with_its_last_words_and_ours_is_not(tmp_path: Path) -> None:
    fails = (sys.executable, "-c", "raise SystemExit('no such theme')")
    jobs: list[Timed] = [
        Job("ours", (sys.executable, "-c", ""), tmp_path),
        Job("theirs", fails, tmp_path, peer=True),
        Step("RenderCV", rendercv, tmp_path / "nothing", peer=True),
    ]
    table = Table(tmp_path / "out", rounds=2)
    table.measure("site", Corpus("nothing"), jobs, "ours")
    theirs, other = table.left_out
    assert theirs == "theirs: exit code 1 no such theme"
    assert other.startswith("RenderCV: ")
    assert [(row.job, len(row.samples)) for row in table.rows.values()] == [("ours", 2)]
    with pytest.raises(RuntimeError, match="no such theme"):
        table.measure("site", Corpus("nothing"), [Job("ours", fails, tmp_path)], "ours")
    assert "| site | nothing | ours |" in (tmp_path / "out" / "results.md").read_text("utf-8"), "kept as it came"


def test_goals_are_judged_by_the_rows_of_their_size() -> None:
    def row(job: str, count: int, cpu: float, **ratios: float) -> Row:
        corpus = Corpus(f"{count} pages", count // 2, 1)
        return Row("site", corpus, job, bool(ratios), count, 1.0, cpu, cpu / 2, 500.0, **ratios)

    rows = [
        row(SITE_COLD, 511, 2.0),
        row(SITE_COLD, 5011, 25.0),
        row(SITE_CHANGED, 5011, 8.0),
        row(MKDOCS, 5011, 240.0, cpu_ratio=9.6, wall_ratio=9.0),
        row(HUGO, 5011, 2.0, cpu_ratio=0.1, wall_ratio=0.25),
        replace(row(CHECK_COLD, 0, 12.0), corpus=Corpus("large", 1000, 5)),
    ]
    judged = [(goal.measured, goal.verdict) for goal in goals(rows) if not goal.goal.startswith("editor")]
    assert judged == [
        ("9.6 times", "**not met**"),
        ("", "not measured"),
        ("4 times", "met"),
        ("4 s", "met"),
        ("6 s", "met"),
        ("", "not measured"),
        ("524 MB", "met"),
        ("27.5 % more", "**not met**"),
    ]


def test_goals_of_the_editor_are_judged_by_handbooks_in_five_languages_of_their_size() -> None:
    def row(job: str, roles: int, languages: int, wall: float, memory: float) -> Row:
        return Row(
            "editor",
            Corpus(f"{roles} roles", roles, languages),
            job,
            peer=False,
            count=0,
            megabytes=1.0,
            cpu=wall,
            wall=wall,
            memory=memory,
        )

    rows = [
        row(EDITOR_START, 1000, 3, 9.0, 900.0),
        row(EDITOR_START, 1000, 5, 1.9, 300.0),
        row(EDITOR_START, 20, 5, 0.6, 200.0),
        row(EDITOR_PAGE, 1000, 5, 0.2, 391.0),
    ]
    judged = {goal.goal: (goal.measured, goal.verdict) for goal in goals(rows) if goal.measured}
    assert judged == {
        "editor, 20 roles in 5 languages: first page at most 0.5 s": ("0.6 s", "**not met**"),
        "editor, 1,000 roles in 5 languages: first page at most 2 s": ("1.9 s", "met"),
        "editor, 1,000 roles: preview of a paper at most 1.5 s": ("0.2 s", "met"),
        "editor, 1,000 roles: at most 400 MB of memory": ("410 MB", "**not met**"),
    }


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
    told = run(tmp_path, "bench.wording", "--onet", str(tmp_path))
    assert "3 sentences in " in told
    assert "above info: 1, 1 in 3\n" in told
    assert "sex-only: [men only] Hires men only.\n" in told
