"""Papers from the editor: the roster that was chosen, copies for the people on it, and drafts to look at.

The roster and the copies are in the registers' folder, beside the handbook; drafts name nobody and are not kept.
"""

import csv
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path, PurePosixPath
from typing import Any

from rolebook.diagnostics import Diagnostic, UserError
from rolebook.exchange.tables import read_table
from rolebook.language import cell_separator
from rolebook.model.handbook import Handbook
from rolebook.model.people.person import Person, Signatory
from rolebook.model.people.roster import RosterRows
from rolebook.model.people.signatories import read_signatories
from rolebook.pdf.pages import page_count, page_pictures
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.parts import title_of
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.run import LEDGER, PrintRun, print_checked
from rolebook.pipeline.register.folder import DOCUMENTS, register_folder
from rolebook.store import ignored_folder, private_files, write_bytes
from rolebook.store.journal import read_lines
from rolebook.view.paper.pack import KIND as PACK

ROSTER = "roster"
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")
_DPI, _MOST_PAGES, _MOST_PIXELS = 120, 12, 4_000_000


@dataclass(frozen=True, slots=True)
class ChosenRoster:
    """The roster at hand: its people, and what is wrong with its rows; empty where none was chosen."""

    path: Path | None = None
    people: tuple[Person, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    rows: RosterRows | None = None


@dataclass(frozen=True, slots=True)
class ChosenSignatories:
    """The signatories at hand, and what is wrong with their table; empty where none was chosen."""

    path: Path | None = None
    signers: tuple[Signatory, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of a paper: its pages as PNG, the PDF, and why there is none where it cannot be made."""

    pages: tuple[bytes, ...] = ()
    pdf: bytes = b""
    findings: tuple[Diagnostic, ...] = field(default=())


def choose_roster(root: Path, name: str, content: bytes) -> None:
    """Keeps a roster instead of the one before. Raises UserError for a file that is no table by its name."""
    _keep_table(root, "roster", _ending(name), content)


def choose_signatories(root: Path, name: str, content: bytes) -> None:
    """Keeps a table of who signs for which post, instead of the one before. Raises UserError for no table."""
    _keep_table(root, "signatories", _ending(name), content)


def chosen_signatories(root: Path, handbook: Handbook | None) -> ChosenSignatories:
    """Returns who signs for which post by the table that was chosen last."""
    path = _table(root, "signatories")
    if path is None or handbook is None:
        return ChosenSignatories(path)
    table, findings = read_table(path)
    signers, faults = read_signatories(table, handbook) if table else ((), [])
    return ChosenSignatories(path, signers, (*findings, *faults))


def chosen_roster(root: Path, handbook: Handbook | None) -> ChosenRoster:
    """Returns the people of the roster that was chosen last, in its order."""
    path = _table(root, "roster")
    if path is None or handbook is None:
        return ChosenRoster(path)
    table, findings = read_table(path)
    if table is None:
        return ChosenRoster(path, (), tuple(findings))
    rows = RosterRows(table, handbook)
    return ChosenRoster(path, tuple(rows.people().values()), (*findings, *rows.findings), rows)


def print_for(
    snapshot: Snapshot, people: Sequence[str], documents: Sequence[str] = (), *, joined: bool = False
) -> PrintRun:
    """Prints papers for people of the roster, to sign, and records each copy before its file is there.

    Those are the documents that are named, else all that are theirs; `joined`: also all of a person in one file.
    Raises UserError where no roster was chosen.
    """
    root = snapshot.root
    roster = _table(root, "roster")
    if roster is None:
        raise UserError("edit-nobody")
    with private_files():
        output = ignored_folder(register_folder(root, None, create=True) / DOCUMENTS)
        order = Order(
            output,
            tuple(documents),
            roster=roster,
            signatories=_table(root, "signatories"),
            people=tuple(people),
            pack=True,
            joined=joined,
        )
        return print_checked(root, snapshot.report, order)


def printed_file(root: Path, name: str) -> bytes | None:
    """Returns a printed paper by its name, among those that are there; None for any other name."""
    folder = register_folder(root, None, missing=True) / DOCUMENTS
    path = next((one for one in folder.glob("*.pdf") if one.name == name), None)
    return path.read_bytes() if path else None


def printed_copies(root: Path, files: Sequence[Path]) -> dict[str, tuple[str, str]]:
    """Returns of printed files, by name, whose they are and the document's place; `` for all papers of a person."""
    names = {path.name for path in files}
    found: dict[str, tuple[str, str]] = {}
    for record in read_lines(register_folder(root, None, missing=True) / DOCUMENTS / LEDGER):
        if (name := str(record.get("file"))) in names:
            kind = str(record.get("kind")).partition("-")[0]
            found[name] = str(record.get("person")), "" if kind == PACK else f"{kind}/{record.get('id')}"
    return found


def draft_of(snapshot: Snapshot, document: DocumentId, language: str, place: str) -> Draft:
    """Returns a role or policy as it would be printed in a language for the employers of a place, marked as a draft."""
    with tempfile.TemporaryDirectory() as folder:
        places = (place,) if place else ()
        order = Order(Path(folder), (document.name,), (language,), places, profile="draft")
        printed = print_checked(snapshot.root, snapshot.report, order)
        pdf = printed.files[0].read_bytes() if printed.files else b""
    why = tuple(one for refused in printed.refused for one in refused.findings)
    return Draft(tuple(_pictures(pdf)) if pdf else (), pdf, (*printed.report.findings, *why))


def _ending(name: str) -> str:
    ending = PurePosixPath(name).suffix.casefold()
    if ending not in TABLES:
        raise UserError("edit-no-table", file=name)
    return ending


def _keep_table(root: Path, stem: str, ending: str, content: bytes) -> None:
    with private_files():
        folder = ignored_folder(register_folder(root, None, create=True) / ROSTER)
        for before in folder.glob(f"{stem}.*"):
            before.unlink()
        write_bytes(folder / f"{stem}{ending}", content)


def _table(root: Path, stem: str) -> Path | None:
    folder = register_folder(root, None, missing=True) / ROSTER
    return next(iter(sorted(folder.glob(f"{stem}.*"))), None)


def _pictures(pdf: bytes) -> list[bytes]:
    shown = []
    for picture in page_pictures(pdf, range(min(page_count(pdf), _MOST_PAGES)), dpi=_DPI, most_pixels=_MOST_PIXELS):
        buffer = BytesIO()
        picture.save(buffer, "PNG")
        shown.append(buffer.getvalue())
    return shown


def example_roster(handbook: Handbook, language: str) -> str:
    """Returns a list of two people as CSV, with posts, employers and a language of the handbook, to be filled in."""
    posts = _names(handbook.roles.values(), language)[:2]
    employers = _names(handbook.settings.entities, language)[:1]
    table = StringIO()
    writer = csv.writer(table, delimiter=cell_separator(language))
    writer.writerow(("person", "name", "role", "entity", "language"))
    for number, post in enumerate(posts, 1):
        writer.writerow((f"E{number:03}", f"Employee {number:03}", post, *employers, language))
    return table.getvalue()


def _names(parts: Iterable[Any], language: str) -> list[str]:
    """The titles of parts; of those that share one, their ids."""
    titles = [(title_of(one, language), one.id) for one in parts]
    count = Counter(title for title, _ in titles)
    return [title if count[title] == 1 else name for title, name in titles]
