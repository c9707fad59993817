"""Files written so that a reader, or a killed run, sees the old text or the new one, never half of either.

A folder that Rolebook fills as a whole bears a marker; a folder in use without it is somebody else's and left alone.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from rolebook.diagnostics import UserError

MARKER = ".rolebook"
_MARKER_TEXT = "Made by Rolebook; everything here may be overwritten.\n"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def write_text(path: Path, text: str) -> bool:
    """Writes a file unless it says just that already; tells whether it wrote."""
    return write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> bool:
    """Writes a file unless it holds just that already; tells whether it wrote. A file keeps its permissions."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(content)
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return True


def write_new(path: Path, content: str | bytes) -> None:
    """Writes a file that must not be there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
    except FileExistsError:
        raise UserError("file-exists", file=str(path)) from None


def link_file(source: Path, target: Path) -> None:
    """Puts a file that nobody edits at a second place: as the same file where the disk can, else as a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def ignored_folder(folder: Path) -> Path:
    """Makes a folder that git leaves alone, whatever the repository around it says: it will hold personal data."""
    if not (folder / ".gitignore").is_file():
        write_text(folder / ".gitignore", "*\n")
    return folder


def claim(folder: Path) -> None:
    """Makes a folder ours to overwrite; raises UserError for one in use that does not bear the marker."""
    used = folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir())))
    if used and (folder.is_symlink() or not (folder / MARKER).is_file()):
        raise UserError("not-a-site", folder=str(folder))
    mark(folder)


def mark(folder: Path) -> None:
    """Puts the marker into a folder."""
    write_text(folder / MARKER, _MARKER_TEXT)


def write_tree(folder: Path, files: Mapping[str, str] | Iterable[tuple[str, str]]) -> int:
    """Makes `folder` hold just these files; those that already do are not touched. Returns how many were written."""
    claim(folder)
    wanted = dict(files)
    written = sum(write_text(folder / path, text) for path, text in wanted.items())
    kept = {*wanted, MARKER}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(folder).as_posix() not in kept:
            path.unlink()
    return written


def exchange(new: Path, published: Path) -> None:
    """Puts the folder `new` in the place of `published`, in one step where the system can; the old one is removed."""
    if not published.exists():
        new.rename(published)
        return
    if not _exchanged(new, published):
        aside = published.with_name(f".{published.name}.{os.getpid()}.old")
        published.rename(aside)
        try:
            new.rename(published)
        except OSError:
            aside.rename(published)
            raise
        new = aside
    shutil.rmtree(new, ignore_errors=True)


def remove_leftovers(published: Path) -> None:
    """Removes what killed runs left beside a published folder; what a living one is making stays."""
    for path in published.parent.glob(f".{published.name}.*"):
        owner = path.name.removeprefix(f".{published.name}.").partition(".")[0]
        if owner.isdigit() and not _lives(int(owner)):
            shutil.rmtree(path, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _exchanged(one: Path, other: Path) -> bool:
    """Swaps two folders by one system call; False where there is none."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    failed = libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return not failed
