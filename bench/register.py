"""Times the register: many people assigned, assigned again, counted; and sheets read from a scan.

`python -m bench.register --people 100000 --sheets 1000`; the people have 5 documents each. Memory is the peak of a
process of its own for each step, so that two runs of different sizes show what grows.
"""

import argparse
import json
import multiprocessing
import os
import shutil
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2

from rolebook.pipeline.order import Order
from rolebook.pipeline.printing import print_papers
from rolebook.pipeline.register_assign import assign
from rolebook.pipeline.register_copies import issued_in, ledgers_under
from rolebook.pipeline.register_proof import Held, prove
from rolebook.pipeline.register_scan import Scans, scan_folder
from rolebook.pipeline.register_status import counted
from rolebook.pipeline.scaffold import init_handbook
from rolebook.sign.trust import Trust

OUT = Path("build", "bench", "register").absolute()
REGISTER = OUT / "private"
POLICY = """\
title: Rules {number}
purpose: What everybody keeps to.
scope: {{everyone: true}}
sections: [{{id: all, heading: All, clauses: [{{id: one, text: Everybody keeps to it.}}]}}]
acknowledgement: {{form: read-and-sign, within: P10D}}
sign_off: policy
revision: "1"
"""
DOCUMENTS = 5


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(prog="python -m bench.register", description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--sheets", type=int, default=1000)
    chosen = options.parse_args()
    shutil.rmtree(OUT, ignore_errors=True)
    root = OUT / "handbook"
    init_handbook(root, ("en",), ("GB",))
    have = 2  # the role and the policy that a fresh handbook has
    for number in range(DOCUMENTS - have):
        text = POLICY.format(number=number).replace("sign_off: policy\n", "")
        (root / "policies" / f"rules-{number}.yml").write_text(text, "utf-8")
    roster = OUT / "people.csv"
    rows = (f"E{n},Employee {n},en,employer-gb,team-member,2026-01-01\n" for n in range(chosen.people))
    with roster.open("w", encoding="utf-8") as file:
        file.write("person,name,language,entity,role,start\n")
        file.writelines(rows)
    _sheets(root, chosen.sheets)
    figures = {"people": chosen.people, "sheets": chosen.sheets, "day": date.today().isoformat()}
    figures |= {name: _measured(name, root) for name in STEPS}
    OUT.joinpath("result.json").write_text(json.dumps(figures, indent=1), "utf-8")
    print(json.dumps(figures, indent=1))


def _assigned(root: Path) -> object:
    return dict(assign(root, OUT / "people.csv", REGISTER, in_repository=True).counts)


def _counted(root: Path) -> object:
    return [dict(one.states) for one in counted(root, REGISTER)]


def _proved(root: Path) -> object:
    return [len(one.flaws) for one in prove(root, Held(Trust(datetime.now(UTC))), REGISTER).proofs]


def _scanned(root: Path) -> object:
    issued = issued_in(ledgers_under(OUT / "printed"))
    done = scan_folder(root, Scans(OUT / "scans", issued, workers=os.cpu_count() or 1), REGISTER)
    return {"sheets": done.sheets, "without a code": done.blank}


STEPS = {"assign": _assigned, "assign again": _assigned, "status": _counted, "verify": _proved, "scan": _scanned}


def _measured(name: str, root: Path) -> dict[str, object]:
    """A step in a process of its own: seconds on the clock and of the CPU, peak memory, and what it came to."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_run, name, root).result()


def _run(name: str, root: Path) -> dict[str, object]:
    before = time.perf_counter(), _cpu()
    came = STEPS[name](root)
    spent = {"wall": round(time.perf_counter() - before[0], 2), "cpu": round(_cpu() - before[1], 2)}
    return {**spent, "memory, MB": _peak(), "result": came}


def _peak() -> int:
    """Since this program began; what `getrusage` tells counts from the process that started it."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM:"))


def _cpu() -> float:
    """CPU seconds of this process and of those it started that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _sheets(root: Path, count: int) -> None:
    """A printed page as a scanner at 200 dpi gives it, signed by nobody, in files of 50."""
    printed = print_papers(root, Order(OUT / "printed", ("team-member",), ("en",)))
    with pypdfium2.PdfDocument(printed.files[0]) as document:
        picture = document[0].render(scale=200 / 72).to_pil().convert("L")
    folder = OUT / "scans"
    folder.mkdir()
    for first in range(0, count, 50):
        pages = [picture] * (min(50, count - first) - 1)
        picture.save(folder / f"{first:05}.pdf", save_all=True, append_images=pages, resolution=200)


if __name__ == "__main__":
    main()
