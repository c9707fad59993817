"""A file of JSON lines that only grows. A line is whole and on disk, or it is not there."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rolebook.store.system import lock_file, read_at


def append_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Appends records, in one write, and waits until they are on disk. Two writers take turns.

    What a killed writer left without an end is closed off; `read_lines` passes over it.
    """
    text = "".join(json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n" for record in records)
    if not text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        lock_file(file)
        size = file.seek(0, os.SEEK_END)
        if size and not _ends_line(file.fileno(), size):
            text = f"\n{text}"
        try:
            _append(file.fileno(), text.encode())
        except OSError as error:
            file.truncate(size)
            error.filename = str(path)
            raise


def _append(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]
    os.fsync(descriptor)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a journal; none for one that is not there. Damaged lines are passed over."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(record, dict):
                yield record


def change_lines(path: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    """Writes a journal anew with some records changed. Returns how many were.

    What was damaged goes: nobody can say what is in it. Writers take turns with `append_lines`.
    """
    if not path.is_file():
        return 0
    with path.open("rb+") as file:
        lock_file(file)
        before = list(read_lines(path))
        after = [change(record) for record in before]
        changed = sum(old != new for old, new in zip(before, after, strict=True))
        if changed:
            text = "".join(json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n" for record in after)
            # In place: another writer may wait for this very file. What is shorter is filled up first.
            size = file.seek(0, os.SEEK_END)
            content = text.encode()
            file.seek(0)
            file.write(content)
            file.write(b"\n" * max(size - len(content), 0))
            file.flush()
            os.fsync(file.fileno())
            file.truncate(len(content))
    return changed


def _ends_line(descriptor: int, size: int) -> bool:
    return read_at(descriptor, 1, size - 1) == b"\n"
