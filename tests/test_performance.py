"""Costs grow with the handbook and no faster: calls are counted, which are the same on every machine, not seconds.

A function that looks at everything from everywhere is called four times as often in a handbook of twice the size; one
that does its share, twice as often. Fixed costs hide nothing of that.
"""

import cProfile
import pstats
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

FEW, SOME, MANY = SIZES = (60, 240, 480)
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


@pytest.mark.parametrize("work", [check_handbook, pages_of])
def test_twice_the_roles_are_twice_the_calls_in_every_function(
    work: Callable[[Path], object], handbooks: dict[int, Path]
) -> None:
    few, some, many = (calls_in(work, handbooks[roles]) for roles in SIZES)
    assert sum(name == "near_duplicates" for _, _, name in many) == 1, "checks are counted"
    assert not grown_faster(some, many)
    assert many.total() / MANY < 1.3 * few.total() / FEW
    assert (many.total() - some.total()) / (MANY - SOME) < 1.1 * (some.total() - few.total()) / (SOME - FEW)


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
