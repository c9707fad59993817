"""Times the register: many people assigned, assigned again, counted; and sheets read from a scan.

`python -m bench.register --people 100000 --sheets 100`; the people have 5 documents each.
"""

import argparse
import json
import resource
import shutil
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2

from rolebook.pipeline.order import Order
from rolebook.pipeline.printing import print_papers
from rolebook.pipeline.register_assign import assign
from rolebook.pipeline.register_proof import prove
from rolebook.pipeline.register_status import counted
from rolebook.pipeline.scaffold import init_handbook
from rolebook.scan import read_scan

OUT = Path("build", "bench", "register").absolute()
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
    options.add_argument("--sheets", type=int, default=100)
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
    figures: dict[str, object] = {"people": chosen.people, "day": date.today().isoformat()}
    _timed(figures, "assign", lambda: figures.update(counts=dict(assign(root, roster).counts)))
    _timed(figures, "assign again", lambda: assign(root, roster))
    _timed(figures, "status", lambda: figures.update(states=[dict(one.states) for one in counted(root)]))
    _timed(figures, "verify", lambda: prove(root, ()))
    figures["memory after assigning, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sheet = _sheet(root)
    _timed(figures, f"{chosen.sheets} sheets", lambda: [sum(1 for _ in read_scan(sheet)) for _ in range(chosen.sheets)])
    figures["memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    OUT.joinpath("result.json").write_text(json.dumps(figures, indent=1), "utf-8")
    print(json.dumps(figures, indent=1))


def _timed(figures: dict[str, object], name: str, work: Callable[[], object]) -> None:
    before = time.perf_counter(), time.process_time()
    work()
    figures[name] = {
        "wall": round(time.perf_counter() - before[0], 2),
        "cpu": round(time.process_time() - before[1], 2),
    }


def _sheet(root: Path) -> bytes:
    """A printed page as a scanner at 200 dpi gives it."""
    printed = print_papers(root, Order(OUT / "printed", ("team-member",), ("en",)))
    with pypdfium2.PdfDocument(printed.files[0]) as document:
        picture = document[0].render(scale=200 / 72).to_pil().convert("L")
    content = BytesIO()
    picture.save(content, "PDF", resolution=200)
    return content.getvalue()


if __name__ == "__main__":
    main()
