"""Documents made by a cluster of two: the same as here, each once, whatever becomes of a worker."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from rolebook.diagnostics import UserError
from rolebook.pipeline.print import cluster as cluster_module
from rolebook.pipeline.print.cluster import cluster_at
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.run import LEDGER, print_papers
from rolebook.store.journal import read_lines
from tests.edits import grown_firm

PEOPLE = 72
"""More than are under way at once."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as made:
        yield made


def order_of(folder: Path, name: str) -> Order:
    roster = folder / "people.csv"
    rows = "".join(f"E{n:03},Employee {n:03},es,kitchen-es,cook\n" for n in range(PEOPLE))
    roster.write_text(f"person,name,language,entity,role\n{rows}", "utf-8")
    return Order(folder / name, roster=roster, profile="draft", word=True)


def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(cluster: LocalCluster, tmp_path: Path) -> None:
    root, address = grown_firm(tmp_path / "firm"), cluster.scheduler_address
    here = print_papers(root, order_of(tmp_path, "here"))
    with Client(address) as client:
        victim = next(iter(client.run(os.getpid).values()))
    killed: list[int] = []

    def kill_once(done: int) -> None:
        if not killed:
            os.kill(victim, signal.SIGKILL)
            killed.append(done)

    with cluster_at(address) as executor:
        there = print_papers(root, order_of(tmp_path, "there"), executor=executor, progress=kill_once)
    assert 0 < killed[0] < PEOPLE
    assert [path.name for path in there.files] == [path.name for path in here.files]
    assert len(there.files) == PEOPLE
    assert all(one.read_bytes() == other.read_bytes() for one, other in zip(there.files, here.files, strict=True))
    recorded = [record["file"] for record in read_lines(tmp_path / "there" / LEDGER)]
    assert sorted(recorded) == sorted(path.name for path in there.files)
    assert {path.name for path in (tmp_path / "there").iterdir()} == {*recorded, LEDGER}


def test_a_cluster_that_runs_another_rolebook_is_refused(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "_this", lambda: "another")
    with pytest.raises(UserError) as caught, cluster_at(cluster.scheduler_address):
        pass
    assert caught.value.code == "other-program"


def test_where_nobody_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "_PATIENCE", 1)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(UserError) as caught, cluster_at(address):
            pass
        assert caught.value.code == "no-cluster"
