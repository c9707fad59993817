"""Several files of a handbook changed as one: written down before the first is touched, and finished after a kill.

The state of a handbook lies beside it, in `<handbook>.rolebook/`: `edits.jsonl`, a journal of what was changed, and
`pending.json` while files are being changed. Files that are no text, such as pictures, are known by their digests
there, and what was in them is in `removed/`. All are for their owner alone.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rolebook.store.files import remove_abandoned, turn, write_bytes, write_durably, write_text
from rolebook.store.journal import append_lines, read_lines
from rolebook.store.private import make_private, private_files
from rolebook.store.removed_bytes import forget_all_but, keep_bytes, removed_bytes
from rolebook.store.working_folder import working_folder

JOURNAL = "edits.jsonl"
_PENDING = "pending.json"

Content = str | bytes | None
"""What a file says: its text, its bytes where it is no text, None where there is no file."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file before and after, both as text or both as bytes. `path` is relative to the handbook."""

    path: str
    before: Content
    after: Content

    @property
    def is_binary(self) -> bool:
        """Whether it is no text."""
        return isinstance(self.before, bytes) or isinstance(self.after, bytes)


class FileMoved(Exception):
    """A file is no longer as it was when the change was prepared; nothing was written."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def change_together(root: Path, changes: Sequence[FileChange], about: Mapping[str, Any]) -> str:
    """Changes all files or none, and returns the id under which the journal has it.

    The caller has the turn of `working_folder(root)` and has settled it. Raises FileMoved for a file that is not as
    `before` says.
    """
    folder = working_folder(root)
    for change in changes:
        if _read(root / change.path, as_bytes=change.is_binary) != change.before:
            raise FileMoved(change.path)
    kept = [content for change in changes for content in (change.before, change.after) if isinstance(content, bytes)]
    for content in kept:
        keep_bytes(folder, content)
    record = {**about, "id": secrets.token_hex(8), "files": [_as_record(change) for change in changes]}
    with private_files():
        write_durably(folder / _PENDING, json.dumps(record, ensure_ascii=False).encode())
    for change in changes:
        _write(root / change.path, change.after)
    with private_files():
        append_lines(folder / JOURNAL, [record])
    (folder / _PENDING).unlink()
    if kept:
        _forget_needless(folder)
    return str(record["id"])


def note_changes(root: Path, changes: Sequence[FileChange], about: Mapping[str, Any]) -> str:
    """Writes down changes that were made already, so that they can be taken back; returns the id.

    The caller has the turn of `working_folder(root)`. Raises FileMoved for a file that is not as `after` says.
    """
    for change in changes:
        if _read(root / change.path, as_bytes=change.is_binary) != change.after:
            raise FileMoved(change.path)
    record = {**about, "id": secrets.token_hex(8), "files": [_as_record(change) for change in changes]}
    with private_files():
        append_lines(working_folder(root) / JOURNAL, [record])
    return str(record["id"])


def settle(root: Path) -> None:
    """Finishes what a killed process was changing; reverts it where somebody else changed one of the files since.

    The caller has the turn of `working_folder(root)`.
    """
    folder = working_folder(root)
    pending = folder / _PENDING
    remove_abandoned(folder)
    if not pending.is_file():
        return
    record = _pending_record(pending)
    if record is None:
        pending.unlink()
        return
    now = [(file, content_now(root, file)) for file in record["files"]]
    for file, _ in now:
        remove_abandoned((root / file["path"]).parent)
    known = any(one.get("id") == record["id"] for one in read_lines(folder / JOURNAL))
    goes_on = known or all(_can_go_on(root, file, content) for file, content in now)
    for file, content in now:
        with suppress(FileMoved):  # what it was is not kept any more
            if goes_on and not known and digest_of(content) == file["before"]:
                _write(root / file["path"], applied(root, file, content))
            elif not goes_on and digest_of(content) == file["after"]:
                _write(root / file["path"], reverted(root, file, content))
    if goes_on and not known:
        with private_files():
            append_lines(folder / JOURNAL, [record])
    pending.unlink()
    if any(file.get("binary") for file, _ in now):
        _forget_needless(folder)


def _can_go_on(root: Path, file: Mapping[str, Any], content: Content) -> bool:
    """Whether a file is as the change leaves it, or as it found it and what it makes of it is at hand."""
    digest, is_at_hand = digest_of(content), True
    if file.get("binary") and file["after"] is not None:
        is_at_hand = removed_bytes(working_folder(root), file["after"]) is not None
    return digest == file["after"] or (digest == file["before"] and is_at_hand)


def _forget_needless(folder: Path) -> None:
    """Keeps of bytes those alone that an undo brings back."""
    records = (one for one in read_lines(folder / JOURNAL) if "undoes" not in one)
    files = (file for one in records for file in one.get("files", ()) if file.get("binary"))
    forget_all_but(folder, {file["before"] for file in files if file["before"]})


def _pending_record(pending: Path) -> dict[str, Any] | None:
    """What was being changed; None for a record that is not whole: it is on disk before the first file is touched."""
    try:
        record = json.loads(pending.read_bytes())
    except ValueError:
        return None
    return record if isinstance(record, dict) and {"id", "files"} <= record.keys() else None


def settle_before_writing(root: Path) -> None:
    """Finishes what a killed editor left, for commands that write the handbook in another way than by edits."""
    if (working_folder(root) / _PENDING).is_file():
        with turn(working_folder(root)):
            settle(root)


def prepared_state(root: Path) -> Path:
    """Returns the folder of the handbook's state, made for its owner alone."""
    folder = working_folder(root)
    with private_files():
        folder.mkdir(exist_ok=True)
        (folder / ".turn").touch()
    make_private(folder)
    return folder


def journal_of(root: Path) -> list[dict[str, Any]]:
    """Returns what was changed, oldest first."""
    return list(read_lines(working_folder(root) / JOURNAL))


def digest_of(content: Content) -> str | None:
    """Returns the digest that a journal knows a text or bytes by; None for no file."""
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogateescape")
    return None if content is None else hashlib.sha256(content).hexdigest()


def content_now(root: Path, file: Mapping[str, Any]) -> Content:
    """Returns what a file that a journal names says now, as text or bytes as the journal has it."""
    return _read(root / file["path"], as_bytes=bool(file.get("binary")))


def applied(root: Path, file: Mapping[str, Any], content: Content) -> Content:
    """Returns a file with the change that a journal records of it. Raises FileMoved where that is not kept."""
    if file.get("binary"):
        return _bytes_of(root, file, "after")
    return _with_piece(content, file["start"], file["old"], file["new"])


def reverted(root: Path, file: Mapping[str, Any], content: Content) -> Content:
    """Returns a file as it was before the change that a journal records of it.

    Raises FileMoved where that is not kept any more.
    """
    if file.get("binary"):
        return _bytes_of(root, file, "before")
    return _with_piece(content, file["start"], file["new"], file["old"])


def _bytes_of(root: Path, file: Mapping[str, Any], when: str) -> bytes | None:
    if file[when] is None:
        return None
    content = removed_bytes(working_folder(root), file[when])
    if content is None:
        raise FileMoved(file["path"])
    return content


def _with_piece(text: Content, start: int, old: str | None, new: str | None) -> str | None:
    if new is None or not isinstance(text, str) or old is None:
        return new
    return text[:start] + new + text[start + len(old) :]


def _as_record(change: FileChange) -> dict[str, Any]:
    """What changed as one piece: where it begins, the old words there and the new ones; of bytes their digests."""
    before, after = change.before, change.after
    known = {"path": change.path, "before": digest_of(before), "after": digest_of(after)}
    if isinstance(before, bytes) or isinstance(after, bytes):
        return {**known, "binary": True}
    start = 0
    old, new = before, after
    if before is not None and after is not None:
        start = _common(before, after)
        tail = _common(before[start:][::-1], after[start:][::-1])
        old, new = before[start : len(before) - tail], after[start : len(after) - tail]
    return {**known, "start": start, "old": old, "new": new}


def _common(one: str, other: str) -> int:
    """How many signs two strings begin with alike, found by halves: comparing signs one by one is slow."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _read(path: Path, *, as_bytes: bool) -> Content:
    if not path.is_file():
        return None
    content = path.read_bytes()
    return content if as_bytes else content.decode("utf-8", "surrogateescape")


def _write(path: Path, content: Content) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    elif isinstance(content, bytes):
        write_bytes(path, content)
    else:
        write_text(path, content)
