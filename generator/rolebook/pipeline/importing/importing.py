"""`rolebook import` from its order to its report."""

from collections.abc import Callable
from pathlib import Path

from rolebook.checks import LEGAL
from rolebook.diagnostics import Diagnostic, Severity
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.importing.order import ImportOrder, ImportRun
from rolebook.pipeline.importing.report import write_report
from rolebook.pipeline.importing.run import Importer


def import_documents(root: Path, order: ImportOrder, progress: Callable[[int], None] = lambda _: None) -> ImportRun:
    """Imports documents, checks what was written and writes the report; a dry run writes nothing.

    Raises UserError for a language that the handbook does not have, and for a folder outside `roles` and `policies`.
    """
    done = ImportRun(list(Importer(root, order).run(progress)))
    written = {one.path for one in done.files if one.outcome == "written"}
    if written:
        done.checked = _unlawful(root, written)
    if done.files and not order.dry_run:
        done.page = write_report(root, done.files, done.checked, order.messages)
    return done


def _unlawful(root: Path, written: set[str]) -> list[Diagnostic]:
    """What the check says at once: errors, and whatever rests on law or on wording that it protects."""
    found = check_handbook(root).findings
    told = [one for one in found if one.location.file in written]
    return [
        one
        for one in told
        if one.severity is Severity.ERROR or (one.code in LEGAL and one.severity is Severity.WARNING)
    ]
