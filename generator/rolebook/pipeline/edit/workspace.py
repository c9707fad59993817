"""A handbook as an editor sees it: read again whenever a file changed, whoever changed it, and checked meanwhile."""

import os
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from rolebook.diagnostics import Diagnostic, Severity, UserError
from rolebook.model.handbook import Handbook
from rolebook.model.translation.units import State, Translations, Unit, translations_of
from rolebook.pipeline.check.check import check_read, find_at_once, read_to_check
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.edit.documents import DocumentId, documents_among, text_of
from rolebook.pipeline.reading.files import FOLDERS
from rolebook.pipeline.reading.memory import ReadingMemory
from rolebook.source import Mapping as Tree
from rolebook.source import Sequence
from rolebook.source.editing import EditRefused, tree_of
from rolebook.source.editing import Path as TreePath

_HEAD_START = 0.15
"""So many seconds the page that asked has for itself before the check takes its share of the processor."""

_TREES = 50
"""So many files that were looked at stay parsed."""

StringCounts = Mapping[str, Mapping[State, int]]
Stamps = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding and the document it is in; `Snapshot.path_of` says where in it."""

    finding: Diagnostic
    document: DocumentId | None


class Snapshot:
    """A handbook at one moment. It is read at once; all that the check says of it may follow."""

    def __init__(self, root: Path, before: "Snapshot | None" = None, memory: ReadingMemory | None = None) -> None:
        self.root = root
        self._read = read_to_check(root, memory)
        self.documents = documents_among(sorted([*(file.path for file in self._read.files), *self._read.refused]))
        self._is_first = before is None
        self._earlier = before.known_findings if before else self._placed(self._errors_of_shape())
        self._files = {file.path: file.text for file in self._read.files}
        self._changed = {path for path in self._files if before and not self._same(before, path)}
        trees = list(before.trees.items())[-_TREES:] if before else ()
        self._trees = {path: tree for path, tree in trees if before and self._same(before, path)}
        self._units: dict[tuple[DocumentId, str], dict[tuple[int, int], Unit]] = {}
        self._at_once: dict[DocumentId, tuple[PlacedFinding, ...]] = {}
        self._checking = Lock()
        self._report: Report | None = None
        self._counts: StringCounts | None = None
        self._earlier_counts: StringCounts = before.known_counts if before else {}

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
    def is_done(self) -> bool:
        """Whether every check is done and all strings are counted."""
        return self._counts is not None

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
        same = {*self._files, *self._read.refused} - self._changed
        kept = (one for one in self._earlier if self._is_first or one.finding.location.file in same)
        fresh = (document for document, path in self.documents.items() if path in self._changed)
        return (*kept, *(one for document in fresh for one in self.findings_of(document)))

    def findings_of(self, document: DocumentId) -> tuple[PlacedFinding, ...]:
        """Returns the findings of one document: all, or while the check is under way those that it shows alone."""
        if self.is_checked:
            return tuple(one for one in self._findings if one.document == document)
        if document not in self.documents:
            return ()
        if document not in self._at_once:
            self._at_once[document] = self.find_alone(document)
        return self._at_once[document]

    def find_alone(self, document: DocumentId) -> tuple[PlacedFinding, ...]:
        """Returns the findings that a document shows alone, looked for now."""
        found = find_at_once(self._read, document.place, self.documents[document])
        return tuple(PlacedFinding(one, document) for one in found)

    @cached_property
    def _findings(self) -> tuple[PlacedFinding, ...]:
        return self._placed(self.report.findings)

    def _errors_of_shape(self) -> list[Diagnostic]:
        """What is known of files before any check: nothing can make less of an error of shape."""
        return [one for one in self._read.faults if one.severity is Severity.ERROR]

    def _placed(self, findings: Iterable[Diagnostic]) -> tuple[PlacedFinding, ...]:
        by_file = {path: document for document, path in self.documents.items()}
        return tuple(PlacedFinding(finding, by_file.get(finding.location.file)) for finding in findings)

    def path_of(self, one: PlacedFinding) -> TreePath:
        """Returns the path of the smallest value around a finding; the empty path where that cannot be said."""
        tree = self.tree(one.document) if one.document in self.documents else None
        place = one.finding.location
        return path_at(tree, place.line, place.column) if tree is not None else ()

    @cached_property
    def translations(self) -> Translations | None:
        """States of all strings; None where the handbook cannot be read."""
        return translations_of(self.handbook) if self.handbook else None

    @property
    def known_counts(self) -> StringCounts:
        """How many strings of each language are in each state; while that is being counted, as it was before."""
        return self._earlier_counts if self._counts is None else self._counts

    def count_strings(self) -> None:
        """Counts the strings of all languages by their states."""
        known = self.translations
        units = {tag: known.units(tag) if known else () for tag in self.languages}
        self._counts = {tag: Counter(unit.state for unit in several) for tag, several in units.items()}

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


class Workspace:
    """The latest snapshot of one handbook; a thread checks what was read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._reading, self._checking = Lock(), Lock()
        self._memory = ReadingMemory()
        self._stamps: Stamps | None = None
        self._snapshot: Snapshot | None = None
        self._was_checked = self._is_at_work = False

    @property
    def is_checking(self) -> bool:
        """Whether the handbook that was read last is still being checked; looks at no file."""
        return self._snapshot is None or not self._snapshot.is_done

    @property
    def was_checked(self) -> bool:
        """Whether a check was done since the editor began."""
        return self._was_checked

    def now(self) -> Snapshot:
        """Returns the handbook as its files are; reads it only where one of them changed."""
        with self._reading:
            stamps = stamps_in(self.root)
            if self._snapshot is None or stamps != self._stamps:
                self._snapshot, self._stamps = Snapshot(self.root, self._snapshot, self._memory), stamps
                self._begin_check()
            return self._snapshot

    def warm_up(self) -> None:
        """Waits for the check, then does once what the first edit would have to wait for."""
        snapshot = self.now()
        _ = snapshot.report
        for kind in ("role", "policy"):
            first = next((one for one in snapshot.documents if one.kind == kind), None)
            if first is not None:
                snapshot.find_alone(first)

    def _begin_check(self) -> None:
        """Has one thread check what was read last; what is read while it does is checked after that, the last alone."""
        with self._checking:
            if not self._is_at_work:
                self._is_at_work = True
                Thread(target=partial(copy_context().run, self._check), daemon=True).start()

    def _check(self) -> None:
        try:
            while (snapshot := self._unchecked()) is not None:
                time.sleep(_HEAD_START)
                if snapshot is self._snapshot:  # else somebody saved again
                    _ = snapshot.report, snapshot.known_findings
                    snapshot.count_strings()
                    self._was_checked = True
        except BaseException:
            self._is_at_work = False
            raise

    def _unchecked(self) -> Snapshot | None:
        """The snapshot to check; None ends the thread."""
        with self._checking:
            snapshot = self._snapshot
            if snapshot is not None and not snapshot.is_done:
                return snapshot
            self._is_at_work = False
            return None


def stamps_in(root: Path) -> Stamps:
    """Returns when each file below the folders of a handbook was written, and how long it is."""
    found: Stamps = {}
    waiting = [str(root / folder) for folder in FOLDERS]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for one in entries:
                if one.is_dir():
                    waiting.append(one.path)
                elif not one.name.startswith("."):
                    stat = one.stat()
                    found[one.path] = (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)
    return found


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
