"""`rolebook check`: a handbook's folder to its model and all findings."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from rolebook.check import check
from rolebook.check.coverage import Coverage, coverage_from, coverage_of
from rolebook.check.translations import STATE_CODES, states_in
from rolebook.diagnostics import Diagnostic, Severity
from rolebook.diagnostics.record import as_record, from_record
from rolebook.model.handbook import Handbook
from rolebook.model.loading import load
from rolebook.pipeline.findings import found_again, found_locally
from rolebook.pipeline.keys import Keys, whole_key
from rolebook.pipeline.reading import Readings
from rolebook.source import SourceFile, allowances_in, files_under, read_source
from rolebook.store.cache import this_cache

YAML = (".yml", ".yaml")
FOLDERS = {"content": (*YAML, ".md", ".lock", ".json"), "roles": YAML, "policies": YAML}


@dataclass(frozen=True, slots=True)
class Report:
    """A checked handbook; None where its settings cannot be used, or nobody asked for more than the findings.

    `coverage` is what it was checked by; None where that is not to be told. `keys` are there for a handbook that was
    read without a fault.
    """

    handbook: Handbook | None
    findings: list[Diagnostic]
    coverage: Coverage | None = None
    keys: Keys | None = None

    @property
    def failed(self) -> bool:
        """Whether there is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """How many findings weigh so much."""
        return sum(finding.severity is severity for finding in self.findings)

    def telling(self, findings: list[Diagnostic]) -> "Report":
        """The report with other findings."""
        return replace(self, findings=findings)


def check_handbook(root: Path) -> Report:
    """Reads and checks the handbook in `root`."""
    return _checked(root, *read_files(root))


def findings_of(root: Path) -> Report:
    """The same without the handbook, which need not be understood again while nothing of it has changed."""
    files, refused, findings = read_files(root)
    bundle = this_cache().bundle("report", str(root.resolve()))
    key = whole_key(files, [*refused, *(repr(one) for one in findings)])
    if key in bundle:
        covered, records = json.loads(bundle[key])
        return Report(None, [from_record(one) for one in records], coverage_from(covered) if covered else None)
    report = _checked(root, files, refused, findings)
    covered = report.coverage.as_record() if report.coverage else None
    told = json.dumps([covered, [as_record(one) for one in report.findings]], ensure_ascii=False)
    bundle.keep({key: told.encode("utf-8", "surrogatepass")})
    return report.telling(report.findings)


def _checked(root: Path, files: list[SourceFile], refused: list[str], unread: list[Diagnostic]) -> Report:
    readings = Readings(files, this_cache().bundle("readings", str(root.resolve())))
    handbook, problems = load(files, refused, readings)
    readings.keep()
    allowed = [one for file in files if file.path.endswith(YAML) for one in allowances_in(file.text, file.path)]
    found = [*unread, *problems]
    sound = handbook is not None and not any(one.severity is Severity.ERROR for one in found)
    keys = Keys(files, handbook) if sound and handbook else None
    bundle = this_cache().bundle("findings", str(root.resolve()))
    local = partial(found_again, keys=keys, bundle=bundle) if keys else found_locally
    covered = coverage_of(handbook) if handbook else None
    return Report(handbook, check(handbook, found, allowed, local), covered, keys)


def strictly(report: Report, languages: Iterable[str] = ()) -> Report:
    """The report where warnings are errors and no string of the languages may be missing, unconfirmed or stale."""
    if report.handbook is None:
        return report
    others = [finding.as_error() for finding in report.findings if finding.code not in STATE_CODES]
    gate = states_in(report.handbook, tuple(languages) or report.handbook.settings.languages)
    return report.telling(sorted({*others, *(finding.as_error() for finding in gate)}))


def read_files(root: Path) -> tuple[list[SourceFile], list[str], list[Diagnostic]]:
    """The files of the handbook in `root`, the paths of those that cannot be read, and why."""
    files: list[SourceFile] = []
    refused: list[str] = []
    findings: list[Diagnostic] = []
    for folder, suffixes in FOLDERS.items():
        for path in files_under(root, folder, suffixes):
            file, problems = read_source(root, path)
            findings += problems
            if file is None:
                refused.append(path)
            else:
                files.append(file)
    return files, refused, findings
