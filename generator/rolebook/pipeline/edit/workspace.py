"""A handbook as an editor sees it: read and checked again whenever a file changed, whoever changed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from rolebook.diagnostics import Diagnostic
from rolebook.model.handbook import Handbook
from rolebook.model.translation.units import Translations, Unit
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.edit.documents import DocumentId, documents_in, text_of
from rolebook.pipeline.reading.files import FOLDERS
from rolebook.source import Mapping as Tree
from rolebook.source import Sequence, files_under
from rolebook.source.editing import EditRefused, tree_of
from rolebook.source.editing import Path as TreePath

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding, the document it is in, and the path of the smallest value around it."""

    finding: Diagnostic
    document: DocumentId | None
    path: TreePath


class Snapshot:
    """A handbook at one moment, with what the check says of it."""

    def __init__(self, root: Path, report: Report) -> None:
        self.root, self.report = root, report
        self.documents = documents_in(root)
        self._trees: dict[DocumentId, Tree | None] = {}
        self._units: dict[str, dict[tuple[str, int, int], Unit]] = {}

    @property
    def handbook(self) -> Handbook | None:
        """The model; None where the settings cannot be read."""
        return self.report.handbook

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the handbook, the source first."""
        return self.handbook.settings.languages if self.handbook else ("en",)

    @cached_property
    def findings(self) -> tuple[PlacedFinding, ...]:
        """Every finding with its document and path."""
        by_file = {path: document for document, path in self.documents.items()}
        return tuple(self._placed(finding, by_file) for finding in self.report.findings)

    @cached_property
    def translations(self) -> Translations | None:
        """States of all strings; None where the handbook cannot be read."""
        return Translations(self.handbook) if self.handbook else None

    def units(self, language: str) -> Mapping[tuple[str, int, int], Unit]:
        """Returns the strings in a language by the file, line and column of their text."""
        if language not in self._units:
            found: dict[tuple[str, int, int], Unit] = {}
            for unit in self.translations.units(language) if self.translations else ():
                where = unit.placed.part.at(unit.placed.field)
                found[where.file, where.line, where.column] = unit
            self._units[language] = found
        return self._units[language]

    def tree(self, document: DocumentId) -> Tree | None:
        """Returns what a document's file says; None where it has faults of YAML."""
        if document not in self._trees:
            path = self.documents[document]
            try:
                self._trees[document] = tree_of(text_of(self.root, path).removeprefix("\ufeff"), path)
            except EditRefused:
                self._trees[document] = None
        return self._trees[document]

    def origin(self, document: DocumentId) -> str:
        """Returns the language of the texts of a document that name none."""
        tree = self.tree(document)
        told = tree.get("language") if tree is not None else None
        return told if isinstance(told, str) and document.kind != "handbook" else self.languages_source

    @property
    def languages_source(self) -> str:
        """The language that the handbook is written in."""
        return self.handbook.settings.language if self.handbook else self.languages[0]

    def _placed(self, finding: Diagnostic, by_file: Mapping[str, DocumentId]) -> PlacedFinding:
        document = by_file.get(finding.location.file)
        tree = self.tree(document) if document else None
        path = path_at(tree, finding.location.line, finding.location.column) if tree is not None else ()
        return PlacedFinding(finding, document, path)


class Workspace:
    """The latest snapshot of one handbook."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = Lock()
        self._stamp: Stamp | None = None
        self._snapshot: Snapshot | None = None

    def now(self) -> Snapshot:
        """Returns the handbook as its files are; checks it only where one of them changed."""
        with self._lock:
            stamp = self._stamp_of_files()
            if self._snapshot is None or stamp != self._stamp:
                self._snapshot, self._stamp = Snapshot(self.root, check_handbook(self.root)), stamp
            return self._snapshot

    def _stamp_of_files(self) -> Stamp:
        names = [name for folder, suffixes in FOLDERS.items() for name in files_under(self.root, folder, suffixes)]
        stats = ((name, (self.root / name).stat()) for name in names)
        return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def path_at(tree: Any, line: int, column: int) -> TreePath:
    """Returns the path of the deepest value or key around a place; items of lists by id where they have one."""
    path: list[str | int] = []
    while isinstance(tree, Tree | Sequence):
        step = _step_at(tree, line, column)
        if step is None:
            break
        value = tree[step]  # type: ignore[index]
        named = isinstance(value, Tree) and isinstance(tree, Sequence) and isinstance(value.get("id"), str)
        path.append(value["id"] if named else step)
        tree = value
    return tuple(path)


def _step_at(node: Tree | Sequence, line: int, column: int) -> str | int | None:
    if isinstance(node, Tree):
        for key, span in node.values_at.items():
            start = node.keys_at[key]
            if (start.line, start.column) <= (line, column) < (span.end_line, span.end_column) and key in node:
                return key
        return None
    spans = ((span.line, span.column, span.end_line, span.end_column) for span in node.values_at)
    return next((at for at, one in enumerate(spans) if one[:2] <= (line, column) < one[2:]), None)
