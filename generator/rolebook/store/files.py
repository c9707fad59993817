"""Files written so that a reader, or a killed run, sees the old text or the new one, never half of either."""

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from rolebook.diagnostics import UserError

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def write_text(path: Path, text: str) -> bool:
    """Writes a file unless it says just that already; tells whether it wrote."""
    content = text.encode()
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True


def write_new(path: Path, text: str) -> None:
    """Writes a file that must not be there yet."""
    if path.exists():
        raise UserError("file-exists", file=str(path))
    write_text(path, text)


def write_tree(folder: Path, files: Mapping[str, str] | Iterable[tuple[str, str]]) -> int:
    """Makes `folder` hold just these files; those that already do are not touched. Returns how many were written."""
    wanted = dict(files)
    written = sum(write_text(folder / path, text) for path, text in wanted.items())
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(folder).as_posix() not in wanted:
            path.unlink()
    return written


def exchange(new: Path, published: Path) -> None:
    """Puts the folder `new` in the place of `published`, in one step where the system can, and removes the old one."""
    if not published.exists():
        new.rename(published)
        return
    if not _exchanged(new, published):
        aside = published.with_name(f".{published.name}.old")
        shutil.rmtree(aside, ignore_errors=True)
        published.rename(aside)
        new.rename(published)
        new = aside
    shutil.rmtree(new, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Swaps two folders by one system call; False where there is none."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    failed = libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return not failed
