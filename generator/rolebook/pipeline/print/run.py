"""`rolebook print`: an order to files, one or a hundred thousand, each recorded before it is there to be signed."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from rolebook.checks.engine import FIXED
from rolebook.checks.signable import CHANGED, GATES, out_of_place
from rolebook.diagnostics import Diagnostic, Location, Severity
from rolebook.exchange.tables import read_table
from rolebook.language.comparison import folded
from rolebook.model.handbook import Document, Handbook
from rolebook.model.people.person import Roster, Signatory
from rolebook.model.people.roster import COLUMNS as ROSTER_COLUMNS
from rolebook.model.people.roster import RosterRows
from rolebook.model.people.signatories import SIGNATORY_COLUMNS, read_signatories
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.print.batches import jobs_and_pool, typeset_batches
from rolebook.pipeline.print.jobs import Copies, Refusal
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.packs import Pack, packs_of, stage_pack
from rolebook.pipeline.print.typeset import Job, StagedCopy
from rolebook.render.paper import LAYOUT_VERSION, own_fonts
from rolebook.sign import bears_signature
from rolebook.source import today
from rolebook.store import private_files, remove_abandoned
from rolebook.store.journal import append_lines, read_lines

LEDGER = "copies.jsonl"
TEMPLATES, FONTS = "templates", "content/fonts"

Progress = Callable[[int], None]


@dataclass(slots=True)
class PrintRun:
    """What an order came to. `files` are those there now, `unchanged` of them were there already, unchanged.

    `later` are the documents among them that can be signed only from a day to come, by id, with the day.
    """

    report: Report
    files: list[Path] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    later: dict[str, date] = field(default_factory=dict)


def print_papers(
    root: Path,
    order: Order,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress = lambda _: None,
) -> PrintRun:
    """Checks the handbook and prints what is asked for.

    Nothing is printed while files cannot be understood; another error keeps the document from being printed that it
    is in.

    A copy that is there already from the same input is left alone, so an interrupted order goes on where it
    stopped. A file that was signed or changed since it was printed is never overwritten: its copy is refused.
    `progress` is told after each batch, and of each that is passed over, how many copies are done or refused.
    """
    return print_checked(root, check_handbook(root), order, workers=workers, executor=executor, progress=progress)


def print_checked(  # noqa: PLR0913  as above, with the report
    root: Path,
    report: Report,
    order: Order,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress = lambda _: None,
) -> PrintRun:
    """The same for a handbook that was checked already, so that several orders need one check."""
    errors = [one for one in report.findings if one.severity is Severity.ERROR]
    weighty = [*errors, *(one for one in report.findings if one.code in GATES and one not in errors)]
    if report.handbook is None or any(one.code in FIXED for one in errors):
        return PrintRun(Report(report.handbook, errors))
    people, findings = _people(report.handbook, order)
    printed = PrintRun(Report(report.handbook, findings))
    if order.roster is not None and not people.people and not people.faulty & set(order.people):
        return printed
    own = root / TEMPLATES
    fonts = None if order.word else own_fonts(root / FONTS)
    copies = Copies(report.handbook, order, people, own if own.is_dir() else None, weighty, fonts=fonts)
    ledger = order.ledger or order.output / LEDGER
    known = _files_in_ledger(ledger)
    remove_abandoned(order.output)
    alone = private_files() if order.roster is not None else nullcontext()
    with alone, _nothing_half_done(order.output), jobs_and_pool(copies, workers, executor) as (jobs, pool):
        for batch in typeset_batches(_jobs_to_do(jobs, printed, known, progress), pool):
            _deliver(_fitting(batch, printed), ledger, printed)
            progress(len(printed.files) + len(printed.refused))
        if order.joined:
            _deliver_packs(copies, ledger, printed)
    return printed


def _people(handbook: Handbook, order: Order) -> tuple[Roster, list[Diagnostic]]:
    """The people and signatories of an order, and what is wrong with their tables; with `people`, only with theirs."""
    roster, signers = Roster({}), tuple[Signatory, ...]()
    findings: list[Diagnostic] = []
    if order.roster is not None:
        table, findings = read_table(order.roster)
        if table is not None:
            rows = RosterRows(table, handbook, _columns_for(order.columns, ROSTER_COLUMNS, order))
            roster = Roster(rows.people(), (), rows.faulty, rows.names)
            lines = rows.lines_of(order.people)
            findings = [one for one in findings if not order.people or one.location.line in lines]
            findings += rows.findings_on(order.people) if order.people else rows.findings
    if order.signatories is not None:
        table, found = read_table(order.signatories)
        findings += found
        if table is not None:
            signers, found = read_signatories(table, handbook, _columns_for(order.columns, SIGNATORY_COLUMNS, order))
            findings += found
    return replace(roster, signatories=signers), findings


def _columns_for(entries: tuple[str, ...], known: Sequence[str], order: Order) -> list[str]:
    """The entries that concern a table: of two tables, a column that one has only is none of the other's."""
    if order.roster is None or order.signatories is None:
        return list(entries)
    return [one for one in entries if {folded(part) for part in one.rsplit("=", 1)} & set(known)]


@contextmanager
def _nothing_half_done(output: Path) -> Iterator[None]:
    """Removes what was made and not put in place; a full disk does not say which file, the output is then named."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(output)
        raise
    finally:
        remove_abandoned(output, own=True)


@dataclass(slots=True)
class _LedgerFile:
    """What the ledger says of a file: from what it was made last, and what it was before."""

    input: str = ""
    sha256: str = ""
    before: set[str] = field(default_factory=set)

    def is_copy_of(self, job: Job | Pack) -> bool:
        """Whether the file that is there is the job's copy, perhaps signed or edited since.

        A killed run may have recorded a copy and not have put it there: then the file is still an earlier one.
        """
        if self.input != job.digest or not job.target.is_file():
            return False
        return not self.before or hashlib.sha256(job.target.read_bytes()).hexdigest() not in self.before

    def was_changed(self, target: Path) -> bool:
        """Whether what is there is no longer what was printed: somebody signed it, or worked on it."""
        if not target.is_file():
            return False
        content = target.read_bytes()
        changed = self.input and hashlib.sha256(content).hexdigest() not in {self.sha256, *self.before}
        return bool(changed) or bears_signature(content)


def _files_in_ledger(ledger: Path) -> Mapping[str, _LedgerFile]:
    known: dict[str, _LedgerFile] = defaultdict(_LedgerFile)
    for record in read_lines(ledger):
        file = known[str(record.get("file"))]
        if file.input:
            file.before.add(file.sha256)
        file.input, file.sha256 = str(record.get("input")), str(record.get("sha256"))
        file.before.discard(file.sha256)
    return known


def _jobs_to_do(
    jobs: Iterable[Job | Refusal], printed: PrintRun, known: Mapping[str, _LedgerFile], progress: Progress
) -> Iterator[Job]:
    """The jobs still to do; refusals and files that are there are noted on the way."""
    for job in jobs:
        if isinstance(job, Refusal):
            printed.refused.append(job)
            continue
        if job.code and job.timestamp and job.timestamp.date() > today():
            printed.later[str(job.record["id"])] = job.timestamp.date()
        if _is_to_do(job, printed, known):
            yield job
        else:
            progress(len(printed.files) + len(printed.refused))


def _is_to_do(wanted: Job | Pack, printed: PrintRun, known: Mapping[str, _LedgerFile]) -> bool:
    """Whether a file is still to be made; one that is there, or that somebody has changed, is noted."""
    file, target = known[wanted.target.name], wanted.target
    if file.is_copy_of(wanted):
        printed.files.append(target)
        printed.unchanged += 1
        return False
    if file.was_changed(target):
        printed.refused.append(_refused(wanted, CHANGED.at(Location(str(target)))))
        return False
    return True


def _fitting(batch: list[StagedCopy], printed: PrintRun) -> list[StagedCopy]:
    """The copies whose words are all in their places; the others are taken away and refused."""
    fitting = [one for one in batch if not one.spills]
    for copy in batch:
        if copy.spills:
            for file in (copy.temporary, *(hidden for hidden, _ in copy.extra)):
                file.unlink(missing_ok=True)
            printed.refused.append(_refused(copy.job, *_spilled(copy, printed.report.handbook)))
    return fitting


def _refused(wanted: Job | Pack, *findings: Diagnostic) -> Refusal:
    """The refusal of a copy that was begun, with whose it is."""
    if not isinstance(wanted, Job):
        return Refusal(wanted.target.stem, findings, person=wanted.parts.person.id)
    place = f"{str(wanted.record['kind']).partition('-')[0]}/{wanted.record['id']}"
    return Refusal(wanted.target.stem, findings, document=place, person=str(wanted.record["person"]))


def _spilled(copy: StagedCopy, handbook: Handbook | None) -> Iterator[Diagnostic]:
    """What is out of place on each page."""
    record, pages = copy.job.record, defaultdict[int, list[str]](list)
    for spill in copy.spills:
        pages[spill.page].append(spill.words)
    if handbook is None:
        return
    held: Mapping[str, Document] = handbook.roles if record["kind"] == "role" else handbook.policies
    for page, pieces in pages.items():
        yield out_of_place(held[str(record["id"])], str(record["language"]), page, pieces)


def _deliver(batch: list[StagedCopy], ledger: Path, printed: PrintRun) -> None:
    """Records a batch, waits until that is on disk, and only then puts the files where people find them."""
    append_lines(ledger, (_record(one) for one in batch))
    for one in batch:
        for hidden, beside in one.extra:
            hidden.replace(beside)
        one.temporary.replace(one.job.target)
        printed.files.append(one.job.target)


def _deliver_packs(copies: Copies, ledger: Path, printed: PrintRun) -> None:
    """Makes the one file of each person whose papers are all there, each recorded before it is put in place."""
    known = _files_in_ledger(ledger)
    missing = {one.name for one in printed.refused}
    missing |= {path.stem for path in printed.files if known[path.name].was_changed(path)}
    for pack in packs_of(copies, missing):
        if isinstance(pack, Refusal):
            printed.refused.append(pack)
        elif _is_to_do(pack, printed, known):
            temporary, record = stage_pack(pack)
            append_lines(ledger, [record])
            temporary.replace(pack.target)
            printed.files.append(pack.target)


def _record(copy: StagedCopy) -> dict[str, Any]:
    return {
        **copy.job.record,
        "file": copy.job.target.name,
        "input": copy.job.digest,
        "pages": copy.pages,
        "sha256": copy.sha256,
        "text": copy.text,
        "layout_version": LAYOUT_VERSION,
        "size": json.loads(copy.job.paper)["size"],
        "symbol": [round(edge, 1) for edge in copy.symbol] if copy.symbol else None,
        "corners": [[round(edge, 2) for edge in corner] for corner in copy.corners],
        "fields": [[field.name, field.page, *(round(edge, 1) for edge in field.box)] for field in copy.fields],
    }
