"""The one door for writes: changes of several documents are made together or not at all, and written down before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.pipeline.edit.documents import DocumentId, require_path, text_of
from rolebook.pipeline.edit.records import as_record
from rolebook.pipeline.edit.versions import base_of
from rolebook.source import now
from rolebook.source.editing import Edit, EditRefused, NoPlace, edit_file, inverse_of, plain_of, tree_of
from rolebook.store import turn
from rolebook.store.together import (
    Content,
    FileChange,
    FileMoved,
    change_together,
    note_changes,
    prepared_state,
    settle,
)

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Change:
    """An edit of a document, and what its writer saw there: see `base_of`. None asks for no comparison.

    `seen` is the edit whose base was shown, where it is not the edit itself: a text that is emptied is removed.
    `field` is what a form calls the field, where the path does not say it.
    """

    document: DocumentId
    edit: Edit
    base: str | None = None
    seen: Edit | None = None
    field: str = ""


class Collision(Exception):
    """Somebody changed the same string or list since the writer saw it; nothing was written."""

    def __init__(self, change: Change, theirs: str) -> None:
        super().__init__(change.document, theirs)
        self.change = change
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class Door:
    """Writes to one handbook in the name of one actor."""

    root: Path
    actor: str = ""

    def write(
        self, changes: Sequence[Change], *, files: Sequence[FileChange] = (), about: Mapping[str, Any] | None = None
    ) -> str:
        """Makes changes in their order, with whole files beside them, and returns the id of all in the journal.

        Raises Collision for a stale one, and UserError for one that cannot be made without touching more.
        """
        with self._turn():
            edited: dict[str, FileChange] = {}
            done: list[dict[str, Any]] = []
            for change in changes:
                path = require_path(self.root, change.document)
                known = edited.get(path)
                before = known.before if known else text_of(self.root, path)
                after, inverse = self._edited(known.after if known else before, path, change)
                edited[path] = FileChange(path, before, after)
                document = [change.document.kind, change.document.name]
                done.append({"document": document, "edit": as_record(change.edit), "inverse": as_record(inverse)})
            whole = {"whole": [one.path for one in files]} if files else {}
            return self.record([*edited.values(), *files], {"changes": done, **whole, **(about or {})})

    def write_files(self, changes: Iterable[FileChange], about: Mapping[str, Any]) -> str:
        """Writes whole files: new, deleted, renamed ones."""
        with self._turn():
            return self.record(changes, about)

    def note(self, about: Mapping[str, Any]) -> str:
        """Writes down what was done that changed no file of the handbook by an edit: it cannot be undone here."""
        with self._turn():
            return self.record([], about)

    def note_new_files(self, paths: Iterable[str], about: Mapping[str, Any]) -> str:
        """Writes down files that were made otherwise, as by an import: they can be taken back while they are so."""
        with self._turn():
            made = [FileChange(path, None, text_of(self.root, path)) for path in paths]
            return note_changes(self.root, made, self._signed(about))

    def record(self, changes: Iterable[FileChange], about: Mapping[str, Any]) -> str:
        """Writes files within a turn."""
        try:
            return change_together(self.root, list(changes), self._signed(about))
        except FileMoved as moved:
            raise UserError("edit-file-changed", file=moved.path) from None

    def _signed(self, about: Mapping[str, Any]) -> dict[str, Any]:
        return {**about, "at": now().isoformat(timespec="seconds"), "actor": self.actor}

    @contextmanager
    def _turn(self) -> Iterator[None]:
        folder = prepared_state(self.root)
        with turn(folder):
            settle(self.root)
            yield

    @staticmethod
    def _edited(text: Content, path: str, change: Change) -> tuple[str, Edit]:
        whole = text if isinstance(text, str) else ""
        mark = _MARK if whole.startswith(_MARK) else ""
        plain = whole.removeprefix(_MARK)
        try:
            tree = tree_of(plain, path)
            theirs = base_of(tree, change.seen or change.edit) if change.base is not None else None
            if theirs != change.base and not _holds(plain, path, change.edit):
                raise Collision(change, theirs or "")
            return mark + edit_file(plain, path, [change.edit]), inverse_of(plain_of(tree), change.edit)
        except NoPlace:
            raise UserError("edit-no-place", file=path) from None
        except EditRefused as refused:
            raise UserError(f"edit-{refused.reason}", file=path) from None


def _holds(text: str, path: str, edit: Edit) -> bool:
    """Whether a file says already what an edit would make it say: two who want the same do not collide."""
    try:
        return edit_file(text, path, [edit]) == text
    except (NoPlace, EditRefused):
        return False
