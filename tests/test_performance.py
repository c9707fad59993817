"""Costs grow with the handbook and no faster: calls are counted, which are the same on every machine, not seconds.

A function that looks at everything from everywhere is called four times as often in a handbook of twice the size; one
that does its share, twice as often. Fixed costs hide nothing of that.
"""

import cProfile
import json
import pstats
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bench.corpus import write_handbook

from rolebook.diagnostics import Diagnostic
from rolebook.model.handbook import Handbook
from rolebook.pipeline.check import check as checking
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.running.workers import set_workers
from rolebook.pipeline.site.build import DocsTree, docs_of

FEW, SOME, MANY = SIZES = (40, 160, 320)
LINEAR = 2.6
"""Between twice and four times as often; what is called most unevenly today, comparing models, comes to 2.3."""

Calls = Counter[tuple[str, int, str]]
"""How often each function was called, by file, line and name."""


@pytest.fixture(scope="module")
def handbooks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Path]]:
    """Handbooks of growing size, for one process that has met everything once."""
    roots = {roles: tmp_path_factory.mktemp(f"roles-{roles}") for roles in SIZES}
    for roles, root in roots.items():
        write_handbook(root, roles, 1)
    set_workers(1)
    pages_of(roots[FEW])
    yield roots
    set_workers(0)


def pages_of(root: Path) -> DocsTree:
    return docs_of(root, check_handbook(root))


JOBS: dict[str, Callable[[Path], object]] = {"check": check_handbook, "pages": pages_of}
COMMITTED = Path(__file__).parent / "golden" / "calls.json"


def calls_in(work: Callable[[Path], object], root: Path) -> Calls:
    """Calls of all functions, those of the interpreter too; no cache helps (`conftest`)."""
    profile = cProfile.Profile()
    profile.runcall(work, root)
    return Counter({function: told[1] for function, told in pstats.Stats(profile).stats.items()})  # type: ignore[attr-defined]


def grown_faster(some: Calls, many: Calls) -> dict[str, tuple[int, int]]:
    """Functions whose calls grew faster than the handbook did, with how often each was called."""
    return {
        f"{Path(file).name}:{line} {name}": (some[file, line, name], calls)
        for (file, line, name), calls in many.items()
        if calls > 2 * MANY and calls > LINEAR * some[file, line, name]
    }


@pytest.fixture(scope="module", params=JOBS)
def job(request: pytest.FixtureRequest, handbooks: dict[int, Path]) -> tuple[str, dict[int, Calls]]:
    """A job's name, and its calls in a handbook of each size."""
    return request.param, {roles: calls_in(JOBS[request.param], root) for roles, root in handbooks.items()}


def test_twice_the_roles_are_twice_the_calls_in_every_function(job: tuple[str, dict[int, Calls]]) -> None:
    few, some, many = (job[1][roles] for roles in SIZES)
    assert sum(name == "near_duplicates" for _, _, name in many) == 1, "checks are counted"
    assert not grown_faster(some, many)
    assert many.total() / MANY < 1.3 * few.total() / FEW
    assert (many.total() - some.total()) / (MANY - SOME) < 1.1 * (some.total() - few.total()) / (SOME - FEW)


def test_no_job_calls_more_than_it_did(job: tuple[str, dict[int, Calls]], request: pytest.FixtureRequest) -> None:
    """Calls differ by less than 5 % from the committed ones; `--update-golden` renews those of this Python."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    name, counted = job
    calls = {str(roles): one.total() for roles, one in counted.items()}
    committed = json.loads(COMMITTED.read_text("utf-8"))
    if request.config.getoption("--update-golden"):
        committed.setdefault(python, {})[name] = calls
        COMMITTED.write_text(json.dumps(committed, indent=1, sort_keys=True) + "\n", "utf-8")
    if python not in committed:
        pytest.skip(f"nobody has counted the calls of Python {python} yet")
    assert calls == pytest.approx(committed[python][name], rel=0.05)


def test_a_check_that_compares_each_role_with_each_is_found_out(
    handbooks: dict[int, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = checking.check

    def compared(one: str, other: str) -> bool:
        return one == other

    def each_with_each(handbook: Handbook, *told: object) -> list[Diagnostic]:
        for role in handbook.roles:
            for other in handbook.roles:
                compared(role, other)
        return sound(handbook, *told)

    monkeypatch.setattr(checking, "check", each_with_each)
    some, many = (calls_in(check_handbook, handbooks[roles]) for roles in (SOME, MANY))
    assert [(name.split()[1], calls) for name, calls in grown_faster(some, many).items()] == [
        ("compared", (SOME**2, MANY**2))
    ]
