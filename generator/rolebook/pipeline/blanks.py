"""The blank documents that a site offers: made once for all audiences, and for each those that it may have.

They are kept under `build/`, so that only what changed is made again. Their copies are recorded in the ledger of
`rolebook print`, which lives as long as the papers do.
"""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.model.handbook import Document, Handbook
from rolebook.model.role import Role
from rolebook.pipeline.checking import check_handbook
from rolebook.pipeline.order import Order
from rolebook.pipeline.printing import LEDGER, Printed, print_checked
from rolebook.pipeline.workers import workers
from rolebook.render.papers import FOLDER, Paper
from rolebook.sign import bears_signature
from rolebook.store import ignored_folder, link_file
from rolebook.view import Audience, Reader, identity_of, shown_to
from rolebook.view.paper import paper_of

KEPT = Path("build", FOLDER)


@dataclass(frozen=True, slots=True)
class Blanks:
    """What was made of a handbook: the papers, and the folder their files are in."""

    folder: Path
    papers: tuple[Paper, ...]

    def for_audience(self, handbook: Handbook, audience: Audience) -> tuple[Paper, ...]:
        """The papers that say no more than the audience may see, in the words it may see."""
        shown = shown_to(handbook, audience)
        return tuple(one for one in self.papers if _says_no_more(one, handbook, shown))

    def put_into(self, site: Path, papers: Iterable[Paper]) -> None:
        """Brings the files of papers into a site, where their pages say they are."""
        for paper in papers:
            for path in filter(None, (paper.pdf, paper.docx)):
                link_file(self.folder / Path(path).name, site / path)


def make_blanks(root: Path, languages: tuple[str, ...] = (), executor: Executor | None = None) -> Blanks | None:
    """Every role and policy for every employer in its languages: to sign as PDF, to work with as DOCX.

    None for a handbook with errors, of which no site is made either.
    """
    report = check_handbook(root)
    if report.handbook is None or report.failed:
        return None
    for tag in languages:
        if tag not in report.handbook.settings.languages:
            raise UserError("not-a-language", tag=tag, languages=", ".join(report.handbook.settings.languages))
    folder, ledger = root / KEPT, ignored_folder(root / FOLDER) / LEDGER
    orders = [Order(output=folder, word=word, ledger=ledger) for word in (False, True)]
    made = [print_checked(root, report, one, workers=workers(), executor=executor) for one in orders]
    papers = tuple(_papers(report.handbook, *made))
    if languages:
        papers = tuple(one for one in papers if one.language in languages)
    _forget(folder, papers)
    return Blanks(folder, papers)


def _papers(handbook: Handbook, pdf: Printed, word: Printed) -> Iterator[Paper]:
    """One for each document, employer and language: roles, then policies."""
    files = {path.name for path in (*pdf.files, *word.files)}
    refused = {one.name: one for one in pdf.refused}
    known: Mapping[str, Document] = {**handbook.roles, **handbook.policies}
    for document in known.values():
        kind = "role" if isinstance(document, Role) else "policy"
        for entity in handbook.entities_of(document):
            for language in entity.languages or handbook.settings.languages[:1]:
                name = f"{document.id}.{entity.id}.{language}"
                identity = (kind, document.id, entity.id, language)
                if f"{name}.pdf" in files:
                    docx = f"{FOLDER}/{name}.docx" if f"{name}.docx" in files else ""
                    yield Paper(*identity, pdf=f"{FOLDER}/{name}.pdf", docx=docx)
                elif name in refused:
                    yield Paper(*identity, findings=refused[name].findings, usable=refused[name].usable)


def _says_no_more(paper: Paper, whole: Handbook, shown: Handbook) -> bool:
    """Whether the paper made from what the audience may see would be the same, word for word."""
    wholes: Mapping[str, Document] = whole.roles if paper.kind == "role" else whole.policies
    visible: Mapping[str, Document] = shown.roles if paper.kind == "role" else shown.policies
    document = wholes[paper.id]
    if visible.get(paper.id) is not document:
        return False
    entity = whole.entities[paper.entity]
    identity = identity_of(document, entity, paper.language)
    one, other = (
        paper_of(document, identity, Reader(book, paper.language, book.entities[entity.id])) for book in (whole, shown)
    )
    return one == other


def _forget(folder: Path, papers: Iterable[Paper]) -> None:
    """Removes what an earlier build made and this one does not offer, but nothing that somebody signed in place."""
    kept = {Path(path).name for paper in papers for path in (paper.pdf, paper.docx)}
    for path in folder.glob("*.*"):
        if path.name not in kept and not bears_signature(path.read_bytes()):
            path.unlink()
