"""What can be edited, by kind and id of the model. Nobody outside names a path: ids are looked up among the files."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.model.base import Part
from rolebook.model.law.agreement import Agreement
from rolebook.model.law.pack import Pack
from rolebook.model.law.wording_rules import OwnWording
from rolebook.model.library import Competencies, Glossary, LanguageFile
from rolebook.model.policy import Discipline, Policy
from rolebook.model.reading.load import DISCIPLINE
from rolebook.model.settings import Settings
from rolebook.model.variant import RoleFile
from rolebook.pipeline.reading.files import YAML
from rolebook.source import files_under, read_source

_FOLDERS = {
    "role": "roles",
    "policy": "policies",
    "wording": "content/wording",
    "agreement": "content/agreements",
    "jurisdiction": "content/jurisdictions",
    "language": "content/languages",
}
_KINDS = {folder: kind for kind, folder in _FOLDERS.items()}
_OTHERS: dict[str, type[Part]] = {
    "wording": OwnWording,
    "agreement": Agreement,
    "jurisdiction": Pack,
    "language": LanguageFile,
}
ONLY_WORDS = ("jurisdiction", "language")
"""Kinds of files of which the editor shows what they call things, and leaves the rest to who writes the file."""
_SINGLE: dict[str, type[Part]] = {"handbook": Settings, "glossary": Glossary, "competencies": Competencies}


@dataclass(frozen=True, slots=True, order=True)
class DocumentId:
    """A file of the handbook: its kind, and the id of a role, policy or agreement, or a language or place."""

    kind: str
    name: str = ""

    @property
    def place(self) -> str:
        """How texts of it begin in places: `role/cook`, `glossary`."""
        return f"{self.kind}/{self.name}" if self.name else self.kind

    @property
    def model(self) -> type[Part]:
        """The model that the file is read as."""
        if self.kind == "role":
            return RoleFile
        if self.kind in _OTHERS:
            return _OTHERS[self.kind]
        return _SINGLE.get(self.kind) or (Discipline if self.name == DISCIPLINE else Policy)


def documents_in(root: Path) -> dict[DocumentId, str]:
    """Returns the documents of a handbook and their paths in it."""
    single = [path for kind in _SINGLE if (root / (path := f"content/{kind}.yml")).is_file()]
    return documents_among(
        [*single, *(path for folder in _FOLDERS.values() for path in files_under(root, folder, YAML))]
    )


def documents_among(paths: Iterable[str]) -> dict[DocumentId, str]:
    """Returns the documents among files of a handbook by their sorted paths; of two with one id the first."""
    found: dict[DocumentId, str] = {}
    for path in paths:
        stem = path.rpartition("/")[2].rpartition(".")[0]
        kind = next((kind for folder, kind in _KINDS.items() if path.startswith(f"{folder}/")), None)
        if kind is not None:
            found.setdefault(DocumentId(kind, stem), path)
        elif stem in _SINGLE and path == f"content/{stem}.yml":
            found[DocumentId(stem)] = path
    return found


def folder_of(kind: str) -> str:
    """Returns the folder that new documents of a kind go into."""
    return _FOLDERS[kind]


def require_path(root: Path, document: DocumentId) -> str:
    """Returns a document's path in the handbook. Raises UserError for one that is not there."""
    path = documents_in(root).get(document)
    if path is None:
        raise UserError("edit-no-document", id=document.name or document.kind)
    return path


def text_of(root: Path, path: str) -> str:
    """Returns what a file says, its byte order mark included. Raises UserError where it cannot be read."""
    _, problems = read_source(root, path)
    if problems:
        raise UserError("edit-unreadable", file=path)
    return (root / path).read_bytes().decode("utf-8")
