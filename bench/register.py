"""The register: many people with 5 documents each assigned, assigned again, counted; sheets read from a scan.

Each step has a process of its own, so that two runs of different sizes show what grows.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2

from bench.measure import Made, Step, Timed, files_in
from bench.plan import Plan
from bench.row import Corpus
from bench.table import Table
from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.run import print_papers
from rolebook.pipeline.register.assign import Assigning, assign
from rolebook.pipeline.register.issued_copies import issued_in, ledgers_under
from rolebook.pipeline.register.scans import Scans, scan_folder
from rolebook.pipeline.register.status import counted
from rolebook.pipeline.register.verify import Anchors, prove
from rolebook.sign.trust import Trust

POLICY = """\
title: Rules {number}
purpose: What everybody keeps to.
scope: {{everyone: true}}
sections: [{{id: all, heading: All, clauses: [{{id: one, text: Everybody keeps to it.}}]}}]
acknowledgement: {{form: read-and-sign, within: P10D}}
revision: "1"
"""
DOCUMENTS = 5
FRESH = 2
"""The role and the policy that a fresh handbook has."""


@dataclass(frozen=True, slots=True)
class Office:
    """A folder with a handbook, a roster, scans and the register."""

    folder: Path
    people: int
    sheets: int

    @property
    def root(self) -> Path:
        """The handbook."""
        return self.folder / "handbook"

    @property
    def roster(self) -> Path:
        """The people."""
        return self.folder / "people.csv"

    @property
    def register(self) -> Path:
        """The register."""
        return self.folder / "private"


def register(plan: Plan, table: Table) -> None:
    """Every step in turn; each round begins with an empty register."""
    office = Office(plan.out / "register", plan.people, plan.sheets)
    _furnish(office)
    jobs: list[Timed] = [Step(name, make, office, warm=False) for name, make in STEPS.items()]
    corpus = Corpus(f"{office.people:,} people, {DOCUMENTS} documents each; {office.sheets:,} scanned sheets")
    table.measure("register", corpus, jobs, "assign")


def _furnish(office: Office) -> None:
    shutil.rmtree(office.folder, ignore_errors=True)
    init_handbook(office.root, ("en",), ("GB",))
    for number in range(DOCUMENTS - FRESH):
        (office.root / "policies" / f"rules-{number}.yml").write_text(POLICY.format(number=number), "utf-8")
    with office.roster.open("w", encoding="utf-8") as file:
        file.write("person,name,language,entity,role,start\n")
        file.writelines(f"E{n},Employee {n},en,employer-gb,team-member,2026-01-01\n" for n in range(office.people))
    _scan(office)


def _scan(office: Office) -> None:
    """A printed page as a scanner at 200 dpi gives it, signed by nobody, in files of 50."""
    printed = print_papers(office.root, Order(office.folder / "printed", ("team-member",), ("en",)))
    with pypdfium2.PdfDocument(printed.files[0]) as document:
        picture = document[0].render(scale=200 / 72).to_pil().convert("L")
    folder = office.folder / "scans"
    folder.mkdir()
    for first in range(0, office.sheets, 50):
        pages = [picture] * (min(50, office.sheets - first) - 1)
        picture.save(folder / f"{first:05}.pdf", save_all=True, append_images=pages, resolution=200)


def _first_assigned(office: Office) -> Callable[[], Made]:
    shutil.rmtree(office.register, ignore_errors=True)
    return _assigned(office)


def _assigned(office: Office) -> Callable[[], Made]:
    def step() -> Made:
        assign(office.root, office.roster, office.register, how=Assigning(in_repository=True))
        return Made(office.people * DOCUMENTS, files_in(office.register, "*").megabytes)

    return step


def _counted(office: Office) -> Callable[[], Made]:
    return lambda: Made(sum(sum(one.states.values()) for one in counted(office.root, office.register)))


def _proved(office: Office) -> Callable[[], Made]:
    def step() -> Made:
        flaws = [one.flaws for one in prove(office.root, Anchors(Trust(datetime.now(UTC))), office.register).proofs]
        if any(flaws):
            raise RuntimeError(f"the register does not hold: {flaws}")
        return Made(office.people * DOCUMENTS)

    return step


def _scanned(office: Office) -> Callable[[], Made]:
    def step() -> Made:
        issued = issued_in(ledgers_under(office.folder / "printed"))
        scans = Scans(office.folder / "scans", issued, workers=os.cpu_count() or 1)
        return Made(scan_folder(office.root, scans, office.register).sheets)

    return step


STEPS: dict[str, Callable[[Office], Callable[[], Made]]] = {
    "assign": _first_assigned,
    "assign again": _assigned,
    "status": _counted,
    "verify": _proved,
    "scan": _scanned,
}
