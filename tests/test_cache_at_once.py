"""Several processes on one cache, and one killed while it writes there: what is made is what a clean run makes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rolebook.diagnostics.record import as_record
from rolebook.pipeline.check.cached_report import findings_of
from rolebook.store.cache import VARIABLE, Cache
from tests.attacks.kills import MKDOCS, whole
from tests.edits import grown_firm
from tests.kills import WRITING, traced
from tests.test_cache import kept_in

traceable = pytest.mark.skipif(sys.platform != "linux" or not WRITING, reason="system calls are stopped on Linux")


def started(root: Path, cache: Path | str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "rolebook", *words],
        cwd=root,
        env=os.environ | {VARIABLE: str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(run: subprocess.Popen[str]) -> tuple[int, str]:
    """Its code and what it found; nothing of it may be a fault of ours."""
    out, err = run.communicate(timeout=120)
    assert "Traceback" not in err, err
    return run.returncode, out


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = grown_firm(tmp_path / "firm")
    (made / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    return made


def changed(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def test_processes_at_once_on_one_cache_make_what_clean_ones_make(root: Path, tmp_path: Path) -> None:
    cache, sites = tmp_path / "cache", [tmp_path / "sites" / name for name in ("one", "two", "clean")]
    build = ("build", "--no-documents", "--no-search", "--output")
    edits = (
        ("roles/cook.yml", "the stove", "the oven"),
        ("roles/head-chef.yml", "Tastes every dish", "Tastes each dish as needed"),
        ("content/handbook.yml", "Corner Kitchen Ltd", "Other Kitchen Ltd"),
    )
    seen = set()
    for path, before, after in edits:
        changed(root / path, before, after)
        runs = [
            started(root, cache, *build, str(sites[0])),
            started(root, cache, "check", "--format", "json"),
            started(root, cache, *build, str(sites[1])),
            started(root, cache, "check", "--format", "json"),
        ]
        one, first, two, second = map(ended, runs)
        assert (one[0], two[0]) == (0, 0)
        clean = ended(started(root, "off", "check", "--format", "json"))
        assert ended(started(root, "off", *build, str(sites[2])))[0] == 0
        assert first == second == clean
        made = whole(tmp_path / "sites", ("clean",))
        assert len(made) > 50
        for name in ("one", "two"):
            assert {path.removeprefix(name): told for path, told in whole(tmp_path / "sites", (name,)).items()} == {
                path.removeprefix("clean"): told for path, told in made.items()
            }
        assert not [path for path in cache.rglob(".*") if path.is_file()], "something half written"
        assert all(Cache(cache).bundle(kind, str(root.resolve())) for kind in ("report", "readings", "findings"))
        seen.add(tuple(made.values()))
    assert len(seen) == len(edits)


@traceable
def test_a_run_killed_at_any_write_leaves_a_cache_that_the_next_may_use(root: Path, tmp_path: Path) -> None:
    def told() -> list[object]:
        return [as_record(one) for one in findings_of(root).findings]

    start, here = tmp_path / "start", tmp_path / "here"
    with kept_in(start):
        before = told()
    changed(root / "roles" / "cook.yml", "en: Cleans", "en: As needed cleans")
    with kept_in("off"):
        clean = told()
    assert clean != before
    place, stopped = 0, True
    while stopped:
        shutil.copytree(start, here)
        with kept_in(here):
            stopped = traced(lambda: findings_of(root), place, full=False) is not None
            assert told() == clean, place
            assert told() == clean, place
            Cache(here).clear()
            assert not [path for path in here.rglob("*") if path.is_file()], "what a killed run left goes, too"
        shutil.rmtree(here)
        place += 1
    assert place > 3 * 2 * 2, "three bundles are written and renamed: killed before each call and after"
