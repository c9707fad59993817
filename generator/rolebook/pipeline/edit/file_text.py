"""The text of a file that no form can show, because it is not YAML as it is."""

from dataclasses import dataclass

from rolebook.diagnostics import UserError
from rolebook.pipeline.edit.documents import DocumentId, require_path, text_of
from rolebook.pipeline.edit.door import Door
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.store.together import FileChange, digest_of

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class FileText:
    """A file as its writer sees it: line feeds alone end lines; `digest` tells whether it changed meanwhile."""

    path: str
    text: str
    digest: str


def file_text(snapshot: Snapshot, document: DocumentId) -> FileText:
    """Returns the text of a document's file. Raises UserError for one that is not there or not in UTF-8."""
    path = require_path(snapshot.root, document)
    text = text_of(snapshot.root, path)
    return FileText(path, text.removeprefix(_MARK).replace("\r\n", "\n"), digest_of(text) or "")


def is_mended_as_text(snapshot: Snapshot, document: DocumentId) -> bool:
    """Whether a document's file has to be mended before a form can show it."""
    return document in snapshot.documents and snapshot.tree(document) is None


def write_file_text(door: Door, document: DocumentId, text: str, digest: str) -> str:
    """Writes the whole text of a file, with the line ends and the mark that it had, and returns the edit's id.

    Raises UserError where the file is no longer the one of `digest`.
    """
    path = require_path(door.root, document)
    before = text_of(door.root, path)
    if digest_of(before) != digest:
        raise UserError("edit-file-changed", file=path)
    after = text.replace("\n", "\r\n") if "\r\n" in before else text
    mark = _MARK if before.startswith(_MARK) else ""
    return door.write_files([FileChange(path, before, mark + after)], {"mended": [document.kind, path]})
