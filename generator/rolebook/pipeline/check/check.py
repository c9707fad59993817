"""`rolebook check`: a handbook's folder to its model and all findings."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from rolebook.checks import FIXED, LEGAL, check
from rolebook.checks.coverage import coverage_of
from rolebook.checks.translations import STATE_CODES, states_in
from rolebook.diagnostics import Diagnostic, Severity
from rolebook.pipeline.check.cached_findings import find_cached, find_locally
from rolebook.pipeline.check.coverage import Coverage
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.reading.files import YAML, read_files
from rolebook.pipeline.reading.handbook import load_files
from rolebook.pipeline.running.keys import Keys
from rolebook.source import SourceFile, allowances_in
from rolebook.store.cache import this_cache


def check_handbook(root: Path) -> Report:
    """Reads and checks the handbook in `root`."""
    return check_files(root, *read_files(root))


def check_files(root: Path, files: list[SourceFile], refused: list[str], unread: list[Diagnostic]) -> Report:
    """Checks the handbook that `files` hold; `refused` could not be read, `unread` says why."""
    handbook, problems = load_files(root, files, refused)
    allowed = [one for file in files if file.path.endswith(YAML) for one in allowances_in(file.text, file.path)]
    found = [*unread, *problems]
    sound = handbook is not None and not any(one.severity is Severity.ERROR for one in found)
    keys = Keys(files, handbook) if sound and handbook else None
    bundle = this_cache().bundle("findings", str(root.resolve()))
    local = partial(find_cached, keys=keys, bundle=bundle) if keys else find_locally
    covered = Coverage(*coverage_of(handbook)) if handbook else None
    findings = check(handbook, found, allowed, local)
    legal = any(finding.code in LEGAL or finding.code in FIXED for finding in findings)
    return Report(handbook, findings, covered, keys, has_legal_findings=legal)


def strictly(report: Report, languages: Iterable[str] = ()) -> Report:
    """The report where warnings are errors and no string of the languages may be missing, unconfirmed or stale."""
    if report.handbook is None:
        return report
    others = [finding.as_error() for finding in report.findings if finding.code not in STATE_CODES]
    gate = states_in(report.handbook, tuple(languages) or report.handbook.settings.languages)
    return report.telling(sorted({*others, *(finding.as_error() for finding in gate)}))
