"""`rolebook check`: a handbook's folder to its model and all findings."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rolebook.checks import FIXED, LEGAL, check, document_findings
from rolebook.checks.coverage import coverage_of
from rolebook.checks.translations import STATE_CODES, states_in
from rolebook.diagnostics import Diagnostic, Severity
from rolebook.model.handbook import Handbook
from rolebook.pipeline.check.cached_findings import find_cached, find_locally
from rolebook.pipeline.check.coverage import Coverage
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.reading.files import YAML, read_files
from rolebook.pipeline.reading.handbook import load_files
from rolebook.pipeline.reading.memory import ReadingMemory
from rolebook.pipeline.running.keys import Keys
from rolebook.source import Allowance, SourceFile, allowances_in
from rolebook.store.cache import this_cache


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A handbook as its files say it, with the faults of their shape; None where its settings cannot be used.

    `refused` are the paths of files that could not be read.
    """

    root: Path
    files: list[SourceFile]
    handbook: Handbook | None
    faults: list[Diagnostic]
    refused: tuple[str, ...] = ()


def check_handbook(root: Path) -> Report:
    """Reads and checks the handbook in `root`."""
    return check_read(read_to_check(root))


def check_files(root: Path, files: list[SourceFile], refused: list[str], unread: list[Diagnostic]) -> Report:
    """Checks the handbook that `files` hold; `refused` could not be read, `unread` says why."""
    return check_read(_as_read(root, files, refused, unread))


def read_to_check(root: Path, memory: ReadingMemory | None = None) -> Unchecked:
    """Reads the handbook in `root`; of files that are as they were, `memory` has the models."""
    files = memory.files(root) if memory else read_files(root)
    return _as_read(root, *files, memory)


def check_read(read: Unchecked) -> Report:
    """Returns a handbook that was read with all findings."""
    handbook, found = read.handbook, read.faults
    sound = handbook is not None and not any(one.severity is Severity.ERROR for one in found)
    keys = Keys(read.files, handbook) if sound and handbook else None
    bundle = this_cache().bundle("findings", str(read.root.resolve()))
    local = partial(find_cached, keys=keys, bundle=bundle) if keys else find_locally
    covered = Coverage(*coverage_of(handbook)) if handbook else None
    findings = check(handbook, found, _allowances(read.files), local)
    legal = any(finding.code in LEGAL or finding.code in FIXED for finding in findings)
    return Report(handbook, findings, covered, keys, has_legal_findings=legal)


def find_at_once(read: Unchecked, place: str, path: str) -> list[Diagnostic]:
    """Returns what can be said of the document of a place, in the file of a path, without looking at the others.

    It is a part of what `check_read` finds there.
    """
    found = [one for one in read.faults if one.location.file == path]
    if read.handbook is None:
        return found
    allowed = _allowances([file for file in read.files if file.path == path])
    return document_findings(read.handbook, place, found, allowed)


def _as_read(
    root: Path,
    files: list[SourceFile],
    refused: list[str],
    unread: list[Diagnostic],
    memory: ReadingMemory | None = None,
) -> Unchecked:
    handbook, problems = load_files(root, files, refused, memory)
    return Unchecked(root, files, handbook, [*unread, *problems], tuple(refused))


def _allowances(files: Iterable[SourceFile]) -> list[Allowance]:
    return [one for file in files if file.path.endswith(YAML) for one in allowances_in(file.text, file.path)]


def strictly(report: Report, languages: Iterable[str] = ()) -> Report:
    """The report where warnings are errors and no string of the languages may be missing, unconfirmed or stale."""
    if report.handbook is None:
        return report
    others = [finding.as_error() for finding in report.findings if finding.code not in STATE_CODES]
    gate = states_in(report.handbook, tuple(languages) or report.handbook.settings.languages)
    return report.telling(sorted({*others, *(finding.as_error() for finding in gate)}))
