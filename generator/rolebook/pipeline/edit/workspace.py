"""A handbook as an editor sees it: read again whenever a file changed, whoever changed it, and checked meanwhile."""

import time
from collections.abc import Mapping
from contextvars import copy_context
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from rolebook.diagnostics import Diagnostic, UserError
from rolebook.model.handbook import Handbook
from rolebook.model.translation.units import Translations, Unit, translations_of
from rolebook.pipeline.check.check import check_read, find_at_once, read_to_check
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.edit.documents import DocumentId, documents_in, text_of
from rolebook.pipeline.reading.files import FOLDERS
from rolebook.source import Mapping as Tree
from rolebook.source import Sequence, files_under
from rolebook.source.editing import EditRefused, tree_of
from rolebook.source.editing import Path as TreePath

_HEAD_START = 0.15
"""So many seconds the page that asked has for itself before the check takes its share of the processor."""

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding, the document it is in, and the path of the smallest value around it."""

    finding: Diagnostic
    document: DocumentId | None
    path: TreePath


class Snapshot:
    """A handbook at one moment. It is read at once; all that the check says of it may follow."""

    def __init__(self, root: Path, before: "Snapshot | None" = None) -> None:
        self.root = root
        self.documents = documents_in(root)
        self._read = read_to_check(root)
        self._earlier = before.known_findings if before else ()
        self._files = {file.path: file.text for file in self._read.files}
        self._changed = {path for path in self._files if before and not self._same(before, path)}
        self._trees = {path: tree for path, tree in before.trees.items() if self._same(before, path)} if before else {}
        self._units: dict[tuple[DocumentId, str], dict[tuple[int, int], Unit]] = {}
        self._at_once: dict[DocumentId, tuple[PlacedFinding, ...]] = {}
        self._checking = Lock()
        self._report: Report | None = None

    @property
    def trees(self) -> Mapping[str, Tree | None]:
        """What the files say that somebody asked for, by their paths."""
        return dict(self._trees)

    def says(self, path: str) -> str | None:
        """Returns the text of a file."""
        return self._files.get(path)

    @property
    def handbook(self) -> Handbook | None:
        """The model; None where the settings cannot be read."""
        return self._read.handbook

    @property
    def is_checked(self) -> bool:
        """Whether every check is done."""
        return self._report is not None

    @property
    def report(self) -> Report:
        """What the check says; waits until it is done."""
        with self._checking:
            if self._report is None:
                self._report = check_read(self._read)
            return self._report

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the handbook, the source first."""
        return self.handbook.settings.languages if self.handbook else ("en",)

    @property
    def known_findings(self) -> tuple[PlacedFinding, ...]:
        """All findings, or while the check is under way those of before and what changed documents show alone."""
        if self.is_checked:
            return self._findings
        kept = (one for one in self._earlier if one.finding.location.file in self._files.keys() - self._changed)
        fresh = (document for document, path in self.documents.items() if path in self._changed)
        return (*kept, *(one for document in fresh for one in self.findings_of(document)))

    def findings_of(self, document: DocumentId) -> tuple[PlacedFinding, ...]:
        """Returns the findings of one document: all, or while the check is under way those that it shows alone."""
        if self.is_checked:
            return tuple(one for one in self._findings if one.document == document)
        if document not in self._at_once:
            path = self.documents[document]
            found = find_at_once(self._read, document.place, path)
            self._at_once[document] = tuple(self._placed(one, {path: document}) for one in found)
        return self._at_once[document]

    @cached_property
    def _findings(self) -> tuple[PlacedFinding, ...]:
        by_file = {path: document for document, path in self.documents.items()}
        return tuple(self._placed(finding, by_file) for finding in self.report.findings)

    @cached_property
    def translations(self) -> Translations | None:
        """States of all strings; None where the handbook cannot be read."""
        return translations_of(self.handbook) if self.handbook else None

    def units(self, document: DocumentId, language: str) -> Mapping[tuple[int, int], Unit]:
        """Returns the strings of a document in a language by the line and column of their text."""
        if (document, language) not in self._units:
            found: dict[tuple[int, int], Unit] = {}
            for unit in self.translations.written_in(document.place, language) if self.translations else ():
                where = unit.placed.part.at(unit.placed.field)
                found[where.line, where.column] = unit
            self._units[document, language] = found
        return self._units[document, language]

    def tree(self, document: DocumentId) -> Tree | None:
        """Returns what a document's file says; None where it has faults of YAML or cannot be read."""
        path = self.documents[document]
        if path not in self._trees:
            try:
                self._trees[path] = tree_of(text_of(self.root, path).removeprefix("\ufeff"), path)
            except (EditRefused, UserError):
                self._trees[path] = None
        return self._trees[path]

    def origin(self, document: DocumentId) -> str:
        """Returns the language of the texts of a document that name none."""
        tree = self.tree(document)
        told = tree.get("language") if tree is not None else None
        return told if isinstance(told, str) and document.kind != "handbook" else self.languages_source

    @property
    def languages_source(self) -> str:
        """The language that the handbook is written in."""
        return self.handbook.settings.language if self.handbook else self.languages[0]

    def _same(self, before: "Snapshot", path: str) -> bool:
        return path in self._files and before.says(path) == self._files[path]

    def _placed(self, finding: Diagnostic, by_file: Mapping[str, DocumentId]) -> PlacedFinding:
        document = by_file.get(finding.location.file)
        tree = self.tree(document) if document else None
        path = path_at(tree, finding.location.line, finding.location.column) if tree is not None else ()
        return PlacedFinding(finding, document, path)


class Workspace:
    """The latest snapshot of one handbook; a thread checks what was read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._reading, self._checking = Lock(), Lock()
        self._stamp: Stamp | None = None
        self._snapshot: Snapshot | None = None

    def now(self) -> Snapshot:
        """Returns the handbook as its files are; reads it only where one of them changed."""
        with self._reading:
            stamp = self._stamp_of_files()
            if self._snapshot is None or stamp != self._stamp:
                self._snapshot, self._stamp = Snapshot(self.root, self._snapshot), stamp
                work = partial(copy_context().run, self._check, self._snapshot)
                Thread(target=work, daemon=True).start()
            return self._snapshot

    def _check(self, snapshot: Snapshot) -> None:
        time.sleep(_HEAD_START)
        with self._checking:
            if snapshot is self._snapshot:  # else a later one is checked
                _ = snapshot.report, snapshot.known_findings

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
