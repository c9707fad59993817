"""Printed documents one by one, in turn with peers that set the same words: warm, each in one process, on one core.

Ours is the whole way: view, fingerprint, values, QR, typesetting, signature fields, file. WeasyPrint sets equal HTML
as PDF/UA-1, RenderCV a document of as many words (with an empty stand-in for the icon package that it would download),
LibreOffice converts our DOCX. Then a whole roster, by the command and with all cores.
"""

import shutil
from collections.abc import Callable, Iterator
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any

from bench import peers
from bench.bare import FLOOR, bare
from bench.measure import Job, Made, Step, Timed, files_in
from bench.plan import ROLEBOOK, ROOT, Plan
from bench.row import Corpus
from bench.table import Table
from rolebook.model.handbook import Handbook
from rolebook.model.people.person import Person, Roster
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.print import typeset
from rolebook.pipeline.print.jobs import Copies
from rolebook.pipeline.print.order import Order

PLACES = (("ru", "example-ru"), ("zh", "example-cn"), ("es", "example-es"), ("vi", "example-vn"))
ROLE = "sales-assistant"
OURS, BATCH = "one document, another each time", "rolebook print"
SET_BY_PEERS = 60
"""So many documents the peers set, one after the other and then again."""
OFTEN = 10
"""A document takes so little time that each is timed so many times a round."""


def documents(plan: Plan, table: Table) -> None:
    """One document at a time, and then the documents of a roster."""
    folder = plan.out / "documents"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    steps = [Step(OURS, _another, folder), Step("one document, another copy of it", _copy, folder)]
    if plan.peers:
        Step("what the peers set", _material, folder, warm=False).run()
        steps += [Step(name, make, folder, peer=True) for name, make in (peers.PEERS | {FLOOR: bare}).items()]
    table.measure("documents", Corpus("roles of the sample, 4 places"), [*steps], OURS, plan.rounds * OFTEN)
    people = min(plan.people, 1000)
    table.measure("documents", Corpus(f"{people:,} people of a roster"), [_batch(folder, people)], BATCH)


def _batch(folder: Path, people: int) -> Timed:
    """From the command's first step to the last file."""
    rows = (f"E{n:06},Employee {n:06},es,example-es,{ROLE}\n" for n in range(people))
    roster, output = folder / "people.csv", folder / "batch"
    roster.write_text("person,name,language,entity,role\n" + "".join(rows), "utf-8")
    command = (*ROLEBOOK, "print", "--roster", str(roster), "--output", str(output))

    def anew() -> None:
        shutil.rmtree(output, ignore_errors=True)

    return Job(BATCH, command, ROOT, anew, lambda: files_in(output, "*.pdf"))


def _sample() -> Handbook:
    handbook = check_handbook(ROOT).handbook
    if handbook is None:
        raise RuntimeError("the sample cannot be read")
    return handbook


def _jobs(handbook: Handbook, folder: Path) -> Iterator[typeset.Job]:
    """Every role in every place, places in turn; each is arranged when it is asked for."""
    roles = tuple(handbook.roles)
    orders = [_jobs_in(handbook, folder, *place, documents=roles) for place in PLACES]
    return chain.from_iterable(zip(*orders, strict=True))


def _jobs_in(handbook: Handbook, folder: Path, language: str, entity: str, **wanted: Any) -> Iterator[typeset.Job]:
    place = handbook.entities[entity].jurisdiction
    order = Order(output=folder, languages=(language,), jurisdictions=(place,), **wanted)
    return (job for job in Copies(handbook, order, Roster({})) if isinstance(job, typeset.Job))


def _another(folder: Path) -> Callable[[], Made]:
    handbook = _sample()
    jobs = chain.from_iterable(_jobs(handbook, folder) for _ in cycle((0,)))
    return lambda: peers.made(typeset.make_copy(next(jobs)).temporary)


def _copy(folder: Path) -> Callable[[], Made]:
    handbook = _sample()
    day = handbook.settings.at()
    people = {
        f"E{n:03}": Person(f"E{n:03}", f"Employee {n:03}", "ru", "example-ru", (ROLE,), {"person": day})
        for n in range(200)
    }
    jobs = cycle(
        [job for job in Copies(handbook, Order(output=folder), Roster(people)) if isinstance(job, typeset.Job)]
    )
    return lambda: peers.made(typeset.make_copy(next(jobs)).temporary)


def _material(folder: Path) -> Callable[[], Made]:
    """Leaves the papers and one Word document in files."""

    def step() -> Made:
        handbook = _sample()
        papers = [job.paper for job in islice(_jobs(handbook, folder), SET_BY_PEERS)]
        (folder / peers.PAPERS).write_text(f"[{','.join(papers)}]", "utf-8")
        (job,) = _jobs_in(handbook, folder, *PLACES[0], documents=(ROLE,), word=True)
        typeset.make_copy(job).temporary.rename(folder / peers.WORD)
        return Made(len(papers))

    return step
