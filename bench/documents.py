"""Printed documents timed one by one, in turn with peers that set the same words: warm, in one process, on one core.

Ours is the whole way: view, fingerprint, values, QR, typesetting, signature fields, file. WeasyPrint sets equal HTML
as PDF/UA-1, RenderCV a document of as many words (with an empty stand-in for the icon package that it would download),
LibreOffice converts our DOCX; what is not installed is left out.
`python -m bench.documents` prints a table of medians and ratios, and writes it to `build/bench/`.
"""

import argparse
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any

from bench.__main__ import OUT, ROOT
from bench.peers import Step, as_curriculum, as_html, libreoffice, rendercv, weasyprint
from rolebook.model.handbook import Handbook
from rolebook.model.person import Person, Roster
from rolebook.pipeline.checking import check_handbook
from rolebook.pipeline.copies import Copies
from rolebook.pipeline.order import Order
from rolebook.pipeline.press import Job, press
from rolebook.pipeline.printing import print_papers

PLACES = (("ru", "example-ru"), ("zh", "example-cn"), ("es", "example-es"), ("vi", "example-vn"))
ROLE = "sales-assistant"
OURS = "Rolebook, another document each time"


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(prog="python -m bench.documents", description=__doc__)
    options.add_argument("--pairs", type=int, default=30, help="how often each is timed")
    options.add_argument("--batch", type=int, default=1000, help="people of the roster that is printed at the end")
    chosen = options.parse_args()
    handbook = check_handbook(ROOT).handbook
    if handbook is None:
        raise SystemExit("the sample cannot be read")
    with tempfile.TemporaryDirectory() as folder:
        steps = {name: step for name, step in _steps(handbook, Path(folder)) if step is not None}
        told = _timed(steps, chosen.pairs)
        report = _report(told, _batch(Path(folder), chosen.batch))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "documents.md").write_text(report, "utf-8")
    (OUT / "documents.json").write_text(json.dumps(told, indent=1), "utf-8")
    print(report)


def _timed(steps: dict[str, Step], pairs: int) -> dict[str, list[float]]:
    """CPU milliseconds of every step, in turn, after two rounds that do not count; children are counted."""
    times: dict[str, list[float]] = {name: [] for name in steps}
    for turn in range(pairs + 2):
        for name, step in steps.items():
            began = _cpu()
            step()
            if turn > 1:
                times[name].append((_cpu() - began) * 1000)
    return times


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _steps(handbook: Handbook, folder: Path) -> Iterator[tuple[str, Step | None]]:
    documents = _documents(handbook, folder)
    yield OURS, lambda: press(next(documents))
    copies = cycle(_copies(handbook, folder))
    yield "Rolebook, another copy of one document", lambda: press(next(copies))
    papers = [json.loads(job.paper) for job in islice(_documents(handbook, folder), 60)]
    yield "WeasyPrint, equal HTML as PDF/UA-1", weasyprint(cycle([as_html(paper) for paper in papers]))
    yield "RenderCV, as many words", rendercv(cycle(map(as_curriculum, papers)), folder)
    (job,) = _jobs(handbook, folder, *PLACES[0], documents=(ROLE,), word=True)
    yield "LibreOffice, our DOCX", libreoffice(press(job).temporary.rename(folder / "copy.docx"), folder)


def _documents(handbook: Handbook, folder: Path) -> Iterator[Job]:
    """Every role in every place, places in turn; each is arranged when it is asked for."""
    roles = tuple(handbook.roles)
    orders = [_jobs(handbook, folder, *place, documents=roles) for place in PLACES]
    return chain.from_iterable(zip(*orders, strict=True))


def _jobs(handbook: Handbook, folder: Path, language: str, entity: str, **wanted: Any) -> Iterator[Job]:
    place = handbook.entities[entity].jurisdiction
    order = Order(output=folder, languages=(language,), jurisdictions=(place,), **wanted)
    return (job for job in Copies(handbook, order, Roster({})) if isinstance(job, Job))


def _copies(handbook: Handbook, folder: Path) -> list[Job]:
    people = {
        f"E{n:03}": Person(
            f"E{n:03}", f"Employee {n:03}", "ru", "example-ru", (ROLE,), {"person": handbook.settings.at()}
        )
        for n in range(200)
    }
    jobs = list(Copies(handbook, Order(output=folder), Roster(people)))
    return [job for job in jobs if isinstance(job, Job)]


def _batch(folder: Path, people: int) -> str:
    """A whole roster on two cores, from the command's first step to the last file."""
    rows = (f"E{n:06},Employee {n:06},es,example-es,{ROLE}\n" for n in range(people))
    roster = folder / "people.csv"
    roster.write_text("person,name,language,entity,role\n" + "".join(rows), "utf-8")
    began = time.perf_counter()
    printed = print_papers(ROOT, Order(output=folder / "batch", roster=roster), workers=2)
    wall = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{len(printed.files)} personal documents, two workers: {wall:.1f} s of wall time, peak {memory} MiB here"


def _report(told: dict[str, list[float]], batch: str) -> str:
    ours = told[OURS]
    versions = ", ".join(f"{name} {_version(name)}" for name in ("rolebook", "typst", "weasyprint", "rendercv"))
    lines = [versions, "", "| what | CPU ms, median | peer / ours |", "|---|--:|--:|"]
    for name, times in told.items():
        pairs = statistics.median(theirs / mine for mine, theirs in zip(ours, times, strict=True))
        lines.append(f"| {name} | {statistics.median(times):.0f} | {pairs:.1f} |")
    return "\n".join([*lines, "", batch]) + "\n"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


if __name__ == "__main__":
    main()
