"""Taking edits back: byte for byte where the file is as the edit left it, else at the edit's place, else refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.pipeline.edit.confirm import unconfirmed
from rolebook.pipeline.edit.documents import DocumentId, require_path, text_of
from rolebook.pipeline.edit.door import Change, Collision, Door
from rolebook.pipeline.edit.records import edit_of
from rolebook.pipeline.edit.versions import base_of
from rolebook.source.editing import Edit, EditRefused, NoPlace, edit_file, tree_of
from rolebook.store.together import FileChange, FileMoved, content_now, digest_of, journal_of, reverted


def edits_to_undo(root: Path, actor: str) -> list[dict[str, Any]]:
    """Returns the actor's edits that can be taken back, the latest first."""
    records = journal_of(root)
    undone = {one.get("undoes") for one in records}
    return [
        one
        for one in reversed(records)
        if one.get("actor") == actor and "undoes" not in one and one["id"] not in undone and one["files"]
    ]


def edits_to_undo_at_once(root: Path, actor: str) -> list[dict[str, Any]]:
    """Returns those of them that nobody has released since: people may have signed what was released."""
    records, found = journal_of(root), []
    known = {one["id"]: place for place, one in enumerate(records)}
    last = {tuple(one["released"][:2]): place for place, one in enumerate(records) if "released" in one}
    for one in edits_to_undo(root, actor):
        documents = {tuple(each["document"]) for each in one.get("changes", ())}
        documents |= {
            (kind, name) for key in ("created", "renamed") for kind, *names in (one.get(key, ("",)),) for name in names
        }
        documents |= {_document_in(path) for path in one.get("imported", ())}
        if all(last.get(each, -1) < known[one["id"]] for each in documents):
            found.append(one)
    return found


def undo(door: Door, edit_id: str, about: Mapping[str, Any] | None = None) -> str:
    """Takes an edit back and returns the id of that in the journal, which says `about` it what is given.

    Raises Collision where somebody changed the same place since, and UserError for an edit that is not there, or whose
    files cannot be brought back because others came between.
    """
    records = {one["id"]: one for one in edits_to_undo(door.root, door.actor)}
    if edit_id not in records:
        raise UserError("edit-no-edit", id=edit_id)
    record, told = records[edit_id], {"undoes": edit_id, **(about or {})}
    moved = [file for file in record["files"] if digest_of(content_now(door.root, file)) != file["after"]]
    if not moved:
        return door.write_files(_back(door.root, record["files"]), told)
    if record.get("confirmed"):
        return door.write_files(unconfirmed(door.root, record), told)
    whole = [file for file in record["files"] if file["path"] in record.get("whole", ())]
    gone = [file for file in moved if file in whole or not record.get("changes")]
    if gone:
        raise UserError("edit-file-changed", file=gone[0]["path"])
    inverse = list(_inverse_changes(door.root, record["changes"]))
    return door.write(inverse, files=_back(door.root, whole), about=told)


@dataclass(frozen=True, slots=True)
class Since:
    """What was done to the files of an edit after it: the actor's own edits and those of others, the latest first."""

    own: tuple[str, ...]
    others: tuple[str, ...]


def since(root: Path, actor: str, edit_id: str) -> Since:
    """Returns what stands between an edit and its files as it left them, by the ids in the journal.

    Raises UserError for an edit that is not there.
    """
    records, own, others = journal_of(root), list[str](), list[str]()
    gone = {one.get("undoes") for one in records}
    mine = {one["id"] for one in edits_to_undo(root, actor)}
    at = next((number for number, one in enumerate(records) if one["id"] == edit_id), None)
    if at is None:
        raise UserError("edit-no-edit", id=edit_id[:40])
    paths = {file["path"] for file in records[at]["files"]}
    for one in records[at + 1 :]:
        if "undoes" in one or one["id"] in gone or not paths & {file["path"] for file in one["files"]}:
            continue
        paths |= {file["path"] for file in one["files"] if file["before"] is None}  # what was renamed goes on there
        (own if one["id"] in mine else others).append(one["id"])
    return Since(tuple(reversed(own)), tuple(reversed(others)))


def _document_in(path: str) -> tuple[str, str]:
    return ("role" if path.startswith("roles/") else "policy"), PurePosixPath(path).stem


def _back(root: Path, files: Sequence[Mapping[str, Any]]) -> list[FileChange]:
    """Files that are as an edit left them, as they were before it."""
    try:
        return [FileChange(one["path"], now := content_now(root, one), reverted(root, one, now)) for one in files]
    except FileMoved as moved:
        raise UserError("edit-file-changed", file=moved.path) from None


def _inverse_changes(root: Path, changes: list[dict[str, Any]]) -> list[Change]:
    """The inverse edits, the last first; each place must still say what its edit left there."""
    found = []
    for one in reversed(changes):
        document = DocumentId(*one["document"])
        edit, inverse = edit_of(one["edit"]), edit_of(one["inverse"])
        found.append(Change(document, inverse, _left_by(root, document, edit, inverse)))
    return found


def _left_by(root: Path, document: DocumentId, edit: Edit, inverse: Edit) -> str:
    """What the edit left where its inverse goes: the inverse undone and the edit made again would be the same."""
    path = require_path(root, document)
    text = text_of(root, path).removeprefix("\ufeff")
    now = tree_of(text, path)
    try:
        again = tree_of(edit_file(text, path, [inverse, edit]), path)
    except (EditRefused, NoPlace):
        raise Collision(Change(document, inverse), base_of(now, inverse)) from None
    return base_of(again, inverse)
