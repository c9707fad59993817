"""The blank documents of a handbook printed once, for sites of all audiences.

They are kept under `build/`, so that only what changed is made again, in a folder of the program and the handbook's own
templates: nobody signs them there, so they need not outlive either. Their copies are recorded in the ledger of
`rolebook print`, which lives as long as the papers do.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import suppress
from functools import partial
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.model.handbook import Document, Handbook
from rolebook.model.role import Role
from rolebook.model.settings import Entity
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.run import LEDGER, TEMPLATES, PrintRun, print_checked
from rolebook.pipeline.running.program import digest, program, templates_in
from rolebook.pipeline.running.workers import workers
from rolebook.pipeline.site.offered_documents import OfferedDocuments
from rolebook.render.papers import FOLDER, OfferedPaper
from rolebook.sign import bears_signature
from rolebook.store import ignored_folder

DOCUMENTS_FOLDER = Path("build", FOLDER)
_SHORT = 16


def make_blanks(
    root: Path,
    report: Report,
    languages: tuple[str, ...] = (),
    executor: Executor | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> OfferedDocuments | None:
    """Every role and policy for every employer in its languages: to sign as PDF, to work with as DOCX.

    `progress` hears how many of all are done. None for a handbook with errors, of which no site is made either.
    """
    if report.handbook is None or report.failed:
        return None
    for tag in languages:
        if tag not in report.handbook.settings.languages:
            raise UserError("not-a-language", tag=tag, languages=", ".join(report.handbook.settings.languages))
    made_by = digest(program(), *templates_in(root / TEMPLATES))[:_SHORT]
    folder, ledger = root / DOCUMENTS_FOLDER / made_by, ignored_folder(root / FOLDER) / LEDGER
    orders = [Order(output=folder, word=word, ledger=ledger) for word in (False, True)]
    each = sum(1 for _ in _wanted(report.handbook))
    made = []
    for number, one in enumerate(orders):
        told = partial(_report_progress, progress, number * each, len(orders) * each)
        made.append(print_checked(root, report, one, workers=workers(), executor=executor, progress=told))
    papers = tuple(_papers(report.handbook, *made))
    if languages:
        papers = tuple(one for one in papers if one.language in languages)
    _forget(folder, papers)
    return OfferedDocuments(folder, papers)


def _report_progress(progress: Callable[[int, int], None], before: int, of: int, done: int) -> None:
    progress(before + done, of)


def _wanted(handbook: Handbook) -> Iterator[tuple[Document, Entity, str]]:
    """Every document for every employer in each of its languages: roles, then policies."""
    for document in (*handbook.roles.values(), *handbook.policies.values()):
        for entity in handbook.entities_of(document):
            for language in handbook.languages_of(document, entity):
                yield document, entity, language


def _papers(handbook: Handbook, pdf: PrintRun, word: PrintRun) -> Iterator[OfferedPaper]:
    """One for each document, employer and language: roles, then policies."""
    files = {path.name for path in (*pdf.files, *word.files)}
    refused = {one.name: one for one in pdf.refused}
    for document, entity, language in _wanted(handbook):
        kind = "role" if isinstance(document, Role) else "policy"
        name = f"{document.id}.{entity.id}.{language}"
        identity = (kind, document.id, entity.id, language)
        if f"{name}.pdf" in files:
            docx = f"{FOLDER}/{name}.docx" if f"{name}.docx" in files else ""
            yield OfferedPaper(*identity, pdf=f"{FOLDER}/{name}.pdf", docx=docx)
        elif name in refused:
            yield OfferedPaper(*identity, findings=refused[name].findings, usable=refused[name].usable)


def _forget(folder: Path, papers: Iterable[OfferedPaper]) -> None:
    """Removes what an earlier build or program made and this one does not offer, but nothing that somebody signed."""
    offered = {folder / Path(path).name for paper in papers for path in (paper.pdf, paper.docx)}
    for path in folder.parent.rglob("*.*"):
        if path.is_file() and path not in offered and not bears_signature(path.read_bytes()):
            path.unlink()
    for other in folder.parent.iterdir() if folder.parent.is_dir() else ():  # nothing was made where all were refused
        if other != folder and other.is_dir():
            with suppress(OSError):  # somebody signed a file in it
                other.rmdir()
