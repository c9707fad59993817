"""Several files of a handbook changed as one: written down before the first is touched, and finished after a kill.

The state of a handbook lies beside it, in `<handbook>.rolebook/`: `edits.jsonl`, a journal of what was changed, and
`pending.json` while files are being changed. Both are for their owner alone.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rolebook.store.files import remove_abandoned, turn, write_durably, write_text
from rolebook.store.journal import append_lines, read_lines
from rolebook.store.private import make_private, private_files
from rolebook.store.working_folder import working_folder

JOURNAL = "edits.jsonl"
_PENDING = "pending.json"


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file's text before and after; None where there is no file. `path` is relative to the handbook."""

    path: str
    before: str | None
    after: str | None


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
        if _text_at(root / change.path) != change.before:
            raise FileMoved(change.path)
    record = {**about, "id": secrets.token_hex(8), "files": [_as_record(change) for change in changes]}
    with private_files():
        write_durably(folder / _PENDING, json.dumps(record, ensure_ascii=False).encode())
    for change in changes:
        _write(root / change.path, change.after)
    with private_files():
        append_lines(folder / JOURNAL, [record])
    (folder / _PENDING).unlink()
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
    now = [(file, _text_at(root / file["path"])) for file in record["files"]]
    for file, _ in now:
        remove_abandoned((root / file["path"]).parent)
    known = any(one.get("id") == record["id"] for one in read_lines(folder / JOURNAL))
    goes_on = known or all(digest_of(text) in (file["before"], file["after"]) for file, text in now)
    for file, text in now:
        if goes_on and not known and digest_of(text) == file["before"]:
            _write(root / file["path"], applied(file, text))
        elif not goes_on and digest_of(text) == file["after"]:
            _write(root / file["path"], reverted(file, text))
    if goes_on and not known:
        with private_files():
            append_lines(folder / JOURNAL, [record])
    pending.unlink()


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


def digest_of(text: str | None) -> str | None:
    """Returns the digest that a journal knows a text by; None for no file."""
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def applied(file: Mapping[str, Any], text: str | None) -> str | None:
    """Returns a text with the change that a journal records of its file."""
    return _with_piece(text, file["start"], file["old"], file["new"])


def reverted(file: Mapping[str, Any], text: str | None) -> str | None:
    """Returns a text as it was before the change that a journal records of its file."""
    return _with_piece(text, file["start"], file["new"], file["old"])


def _with_piece(text: str | None, start: int, old: str | None, new: str | None) -> str | None:
    if new is None or text is None or old is None:
        return new
    return text[:start] + new + text[start + len(old) :]


def _as_record(change: FileChange) -> dict[str, Any]:
    """What changed as one piece: where it begins, the old words there and the new ones."""
    before, after = change.before, change.after
    start = 0
    old, new = before, after
    if before is not None and after is not None:
        start = _common(before, after)
        tail = _common(before[start:][::-1], after[start:][::-1])
        old, new = before[start : len(before) - tail], after[start : len(after) - tail]
    told = {"path": change.path, "start": start, "old": old, "new": new}
    return {**told, "before": digest_of(before), "after": digest_of(after)}


def _common(one: str, other: str) -> int:
    """How many signs two strings begin with alike, found by halves: comparing signs one by one is slow."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _text_at(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.is_file() else None


def _write(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink(missing_ok=True)
    else:
        write_text(path, text)
