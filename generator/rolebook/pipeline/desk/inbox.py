"""Documents that come in by the editor: imported, then shown beside their source, with what found no place yet."""

import json
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from rolebook.diagnostics import Diagnostic, UserError
from rolebook.exchange.documents import read_document
from rolebook.exchange.documents.blocks import Block, UnreadableDocumentError
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.pipeline.importing.findings import EXPECTED
from rolebook.pipeline.importing.importing import import_documents
from rolebook.pipeline.importing.order import ImportOrder, ImportRun
from rolebook.pipeline.importing.report import FOLDER
from rolebook.source.editing import Path as TreePath
from rolebook.store import private_files, write_text
from rolebook.store.together import journal_of
from rolebook.store.working_folder import private_subfolder, working_folder

_SOURCE = ".source.json"
_KINDS = {"roles": "role", "policies": "policy"}


@dataclass(frozen=True, slots=True)
class Leftover:
    """Words of a source that are not in the handbook: which of the list, why, and whether somebody placed them."""

    number: int
    reason: str
    text: str
    paragraph: int
    is_placed: bool


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A value to look at: which of the list, why, the source's words, where it is, and whether it was found right."""

    number: int
    reason: str
    words: str
    paragraph: int
    path: TreePath
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """An imported role or policy: the source's paragraphs by number, doubtful values and leftovers."""

    document: DocumentId
    file: str
    source: tuple[tuple[int, str], ...]
    doubtful: tuple[Doubtful, ...]
    leftovers: tuple[Leftover, ...]

    @property
    def waiting(self) -> tuple[Leftover, ...]:
        """The words that nobody has placed yet; headings, numbers of lists and names that became fields are at home."""
        return tuple(one for one in self.leftovers if not one.is_placed and one.reason not in EXPECTED)

    @property
    def doubts(self) -> tuple[Doubtful, ...]:
        """The values that nobody has said are right."""
        return tuple(one for one in self.doubtful if not one.is_settled)

    @property
    def lines_placed(self) -> int:
        """How many lines of the source have no words that wait for a place."""
        waiting = [(one.paragraph, one.text) for one in self.waiting]
        return sum(not any(at == place and words in said for place, words in waiting) for at, said in self.source)

    @property
    def settled(self) -> tuple[Leftover, ...]:
        """The others."""
        waiting = {one.number for one in self.waiting}
        return tuple(one for one in self.leftovers if one.number not in waiting)


def import_files(root: Path, files: Iterable[tuple[str, bytes]], kind: str, messages: str) -> ImportRun:
    """Imports files; their bytes are kept no longer than that takes, their words until the import is forgotten.

    Raises UserError where no file came.
    """
    private = private_subfolder(root, FOLDER)
    with private_files(), tempfile.TemporaryDirectory(dir=private, prefix=".") as folder:
        names = [_put(Path(folder), name, content) for name, content in files]
        if not names:
            raise UserError("edit-no-files")
        chosen = "role" if kind == "role" else "policy" if kind == "policy" else ""
        done = import_documents(root, ImportOrder(names, kind=chosen, messages=messages))  # type: ignore[arg-type]
        for one in done.files:
            if one.outcome == "written":
                _keep_source(private, one.document, Path(one.path).stem)
    return done


def imports_of(snapshot: Snapshot) -> list[Imported]:
    """Returns what was imported and is still in the handbook, by its file."""
    folder = working_folder(snapshot.root) / FOLDER
    known = {path: document for document, path in snapshot.documents.items()}
    undone = {one.get("undoes") for one in journal_of(snapshot.root)}
    found = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        record = {} if path.name.endswith(_SOURCE) else json.loads(path.read_text("utf-8"))
        document = known.get(str(record.get("path")))
        if document is not None:
            found.append(_imported(path, document, record, undone))
    return found


def imported_document(snapshot: Snapshot, document: DocumentId) -> Imported:
    """Returns an import by its document. Raises UserError where it was not imported."""
    found = next((one for one in imports_of(snapshot) if one.document == document), None)
    if found is None:
        raise UserError("edit-no-document", id=document.name)
    return found


def mark_placed(root: Path, document: DocumentId, number: int, edit: str) -> None:
    """Notes that leftover words have a place now, by an edit of the journal."""
    _mark(root, document, "leftovers", number, ("placed", edit))


def mark_right(root: Path, document: DocumentId, number: int, edit: str = "") -> None:
    """Notes that a doubtful value is right now: by an edit of the journal, or because somebody looked at it."""
    _mark(root, document, "doubtful", number, ("settled", edit))


def _mark(root: Path, document: DocumentId, kind: str, number: int, mark: tuple[str, str]) -> None:
    path = working_folder(root) / FOLDER / f"{document.name}.json"
    if not path.is_file():
        return
    record = json.loads(path.read_text("utf-8"))
    if 0 <= number < len(record[kind]):
        record[kind][number][mark[0]] = mark[1] or True
        with private_files():
            write_text(path, json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def problems_of(done: ImportRun) -> list[Diagnostic]:
    """Returns why documents were refused, and what the check says of the others."""
    refused = [one.findings[0] for one in done.files if one.outcome in ("refused", "exists") and one.findings]
    return [*refused, *done.checked]


def _imported(path: Path, document: DocumentId, record: dict[str, Any], undone: Collection[str | None]) -> Imported:
    beside = path.with_name(f"{path.stem}{_SOURCE}")
    source = json.loads(beside.read_text("utf-8")) if beside.is_file() else []
    leftovers = tuple(
        Leftover(number, one["reason"], one["text"], int(one["where"]["paragraph"]), _holds(one.get("placed"), undone))
        for number, one in enumerate(record["leftovers"])
    )
    doubtful = tuple(
        Doubtful(
            number,
            one["reason"],
            one["words"],
            int(one["where"]["paragraph"]),
            tuple(one["path"]),
            _holds(one.get("settled"), undone),
        )
        for number, one in enumerate(record["doubtful"])
    )
    file = PurePosixPath(str(record["document"]).replace("\\", "/")).name
    return Imported(document, file, tuple((int(at), words) for at, words in source), doubtful, leftovers)


def _holds(mark: object, undone: Collection[str | None]) -> bool:
    """Whether something is done: a mark of an edit that was taken back says that it is not."""
    return bool(mark) and mark not in undone


def _keep_source(folder: Path, path: Path, stem: str) -> None:
    try:
        document = read_document(path)
    except UnreadableDocumentError:
        return
    lines = [line for block in document.blocks for line in _lines_of(block)]
    write_text(folder / f"{stem}{_SOURCE}", json.dumps(lines, ensure_ascii=False) + "\n")


def _lines_of(block: Block) -> Iterator[tuple[int, str]]:
    if block.text.strip():
        yield block.where.paragraph, " ".join((block.number, block.text)).strip()
    for row in block.cells:
        for cell in row:
            yield from _lines_of(cell)


def _put(folder: Path, name: str, content: bytes) -> Path:
    """Writes a file; of two with one name the second gets a number."""
    path = folder / _file_name(name)
    path = next(one for number in range(1, 10_000) if not (one := _numbered(path, number)).exists())
    path.write_bytes(content)
    return path


def _numbered(path: Path, number: int) -> Path:
    return path if number == 1 else path.with_name(f"{path.stem} ({number}){path.suffix}")


def _file_name(name: str) -> str:
    """A name without a folder and without signs that a system does not take; what is left names the document."""
    plain = PurePosixPath(name.replace("\\", "/")).name
    return (
        "".join(sign if sign.isprintable() and sign not in '<>:"|?*' else "_" for sign in plain).lstrip(".")[-120:]
        or "_"
    )
