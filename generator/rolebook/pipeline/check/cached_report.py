"""The findings of a handbook as an earlier run left them in the cache, else made anew."""

import hashlib
import json
from dataclasses import astuple
from pathlib import Path

from rolebook.diagnostics.record import as_record, from_record
from rolebook.pipeline.check.coverage import Coverage
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.reading.files import figures_in, read_files
from rolebook.pipeline.running.program import whole_key
from rolebook.store.cache import this_cache


def findings_of(root: Path) -> Report:
    """Returns the findings in the handbook in `root`, from the cache while nothing that they depend on has changed.

    The report has no handbook. A warm run imports neither the model nor any check: that would take most of its time.
    """
    files, refused, findings = read_files(root)
    bundle = this_cache().bundle("report", str(root.resolve()))
    pictures, _ = figures_in(root)
    shown = (f"{path} {hashlib.sha256(content).hexdigest()}" for path, content in pictures.items())
    key = whole_key(files, [*refused, *(repr(one) for one in findings), *shown])
    if key in bundle:
        covered, legal, records = json.loads(bundle[key])
        coverage = Coverage(*covered[:5], *map(tuple, covered[5:])) if covered else None
        return Report(None, [from_record(one) for one in records], coverage, has_legal_findings=legal)
    from rolebook.pipeline.check.check import check_files  # noqa: PLC0415  see above

    report = check_files(root, files, refused, findings)
    records = [as_record(one) for one in report.findings]
    told = json.dumps(
        [report.coverage and astuple(report.coverage), report.has_legal_findings, records], ensure_ascii=False
    )
    bundle.keep({key: told.encode("utf-8", "surrogatepass")})
    return report.telling(report.findings)
