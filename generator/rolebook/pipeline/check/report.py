"""The findings of a handbook as one value."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rolebook.diagnostics import Diagnostic, Severity
from rolebook.pipeline.check.coverage import Coverage

if TYPE_CHECKING:
    from rolebook.model.handbook import Handbook
    from rolebook.pipeline.running.keys import Keys


@dataclass(frozen=True, slots=True)
class Report:
    """A checked handbook; None where its settings cannot be used, or nobody asked for more than the findings.

    `coverage` is what it was checked by; None where that is not to be told. `keys` are there for a handbook that was
    read without a fault. `has_legal_findings`: a finding rests on a pack, or on a file that could not be understood, so
    that nobody may say that the packs found nothing.
    """

    handbook: "Handbook | None"
    findings: list[Diagnostic]
    coverage: Coverage | None = None
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
