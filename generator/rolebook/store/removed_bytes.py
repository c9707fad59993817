"""Bytes that a journal needs and a line of text cannot hold, such as a picture that was taken out: files by digest.

They are in `removed/` of the handbook's working folder, for its owner alone, and are there before a journal names them.
"""

import hashlib
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from rolebook.store.files import remove_abandoned, write_durably
from rolebook.store.private import make_private, private_files

FOLDER = "removed"


def keep_bytes(folder: Path, content: bytes) -> None:
    """Keeps bytes in a working folder; returns once they are on disk."""
    path = _path_of(folder, hashlib.sha256(content).hexdigest())
    with private_files():
        path.parent.mkdir(exist_ok=True)
        make_private(path.parent)
        if not path.is_file() or path.read_bytes() != content:
            write_durably(path, content)


def removed_bytes(folder: Path, digest: str) -> bytes | None:
    """Returns bytes by their digest; None where they are not kept, or are no longer what they were."""
    try:
        content = _path_of(folder, digest).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None


def forget_all_but(folder: Path, needed: Collection[str]) -> None:
    """Removes what no journal needs, and what a killed process left."""
    remove_abandoned(folder / FOLDER)
    for path in (folder / FOLDER).glob("[!.]*") if (folder / FOLDER).is_dir() else ():
        if path.name not in needed:
            with suppress(OSError):
                path.unlink()


def _path_of(folder: Path, digest: str) -> Path:
    return folder / FOLDER / digest
