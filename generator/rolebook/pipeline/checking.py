"""`rolebook check`: a handbook's folder to its model and all findings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rolebook.check import check
from rolebook.check.translations import STATE_CODES, states_in
from rolebook.diagnostics import Diagnostic, Severity
from rolebook.model.handbook import Handbook
from rolebook.model.loading import load
from rolebook.model.pack import Pack
from rolebook.source import SourceFile, allowances_in, files_under, read_source

YAML = (".yml", ".yaml")
FOLDERS = {"content": (*YAML, ".md", ".lock", ".json"), "roles": YAML, "policies": YAML}


@dataclass(frozen=True, slots=True)
class Report:
    """A checked handbook; None where its settings cannot be used."""

    handbook: Handbook | None
    findings: list[Diagnostic]

    @property
    def failed(self) -> bool:
        """Whether there is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def packs(self) -> Mapping[str, Pack]:
        """What the handbook was checked under, by jurisdiction."""
        return self.handbook.packs if self.handbook else {}

    def count(self, severity: Severity) -> int:
        """How many findings weigh so much."""
        return sum(finding.severity is severity for finding in self.findings)


def check_handbook(root: Path) -> Report:
    """Reads and checks the handbook in `root`."""
    files, refused, findings = read_files(root)
    handbook, problems = load(files, refused)
    allowed = [one for file in files if file.path.endswith(YAML) for one in allowances_in(file.text, file.path)]
    return Report(handbook, check(handbook, [*findings, *problems], allowed))


def strictly(report: Report, languages: Iterable[str] = ()) -> Report:
    """The report where warnings are errors and no string of the languages may be missing, unconfirmed or stale."""
    if report.handbook is None:
        return report
    others = [finding.as_error() for finding in report.findings if finding.code not in STATE_CODES]
    gate = states_in(report.handbook, tuple(languages) or report.handbook.settings.languages)
    return Report(report.handbook, sorted({*others, *(finding.as_error() for finding in gate)}))


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
