"""The findings of a handbook as one value, and as an earlier run left them in the cache."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rolebook.diagnostics import Diagnostic, Severity
from rolebook.diagnostics.record import as_record, from_record
from rolebook.pipeline.reading.files import read_files
from rolebook.pipeline.running.program import whole_key
from rolebook.store.cache import this_cache

if TYPE_CHECKING:
    from rolebook.model.handbook import Handbook
    from rolebook.pipeline.running.keys import Keys


@dataclass(frozen=True, slots=True)
class Report:
    """A checked handbook; None where its settings cannot be used, or nobody asked for more than the findings.

    `packs` are the dates of what it was checked under, by jurisdiction. `keys` are there for a handbook that was read
    without a fault. `has_legal_findings`: a finding rests on a pack, or on a file that could not be understood, so that
    nobody may say that the packs found nothing.
    """

    handbook: "Handbook | None"
    findings: list[Diagnostic]
    packs: Mapping[str, str] = field(default_factory=dict)
    keys: "Keys | None" = None
    has_legal_findings: bool = False

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


def findings_of(root: Path) -> Report:
    """Returns the findings in the handbook in `root`, from the cache while nothing that they depend on has changed.

    The report has no handbook. A warm run imports neither the model nor any check: that would take most of its time.
    """
    files, refused, findings = read_files(root)
    bundle = this_cache().bundle("report", str(root.resolve()))
    key = whole_key(files, [*refused, *(repr(one) for one in findings)])
    if key in bundle:
        packs, legal, records = json.loads(bundle[key])
        return Report(None, [from_record(one) for one in records], packs, has_legal_findings=legal)
    from rolebook.pipeline.check.check import check_files  # noqa: PLC0415  see above

    report = check_files(root, files, refused, findings)
    records = [as_record(one) for one in report.findings]
    told = json.dumps([report.packs, report.has_legal_findings, records], ensure_ascii=False)
    bundle.keep({key: told.encode("utf-8", "surrogatepass")})
    return report.telling(report.findings)
