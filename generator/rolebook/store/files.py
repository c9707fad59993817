"""Files written so that a reader, or a killed run, sees the old text or the new one, never half of either.

A folder that Rolebook fills as a whole bears a marker; a folder in use without it is somebody else's and left alone.
"""

import ctypes
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.store.system import lock_file, owner_of_new, process_runs

MARKER = ".rolebook"
_MARKER_TEXT = "Made by Rolebook; everything here may be overwritten.\n"
_NEW, _OLD = ".new", ".old"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def write_text(path: Path, text: str) -> bool:
    """Writes a file unless it says just that already; tells whether it wrote."""
    return write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> bool:
    """Writes a file unless it holds just that already; tells whether it wrote. A file keeps its permissions."""
    if path.is_file() and path.read_bytes() == content:
        return False
    with staged(path, content) as temporary:
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    return True


def write_durably(path: Path, content: bytes) -> None:
    """Writes a file and waits until it is on disk: what comes after may rely on it, whatever happens to the machine."""
    with staged(path, content) as temporary:
        _wait_for_disk(temporary, os.O_RDWR)
        temporary.replace(path)
    if os.name != "nt":
        _wait_for_disk(path.parent, os.O_RDONLY)


def _wait_for_disk(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_bytes(path: Path) -> bytes:
    """Reads a file; UserError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError("no-read", file=str(path), reason=error.strerror or str(error)) from None


@contextmanager
def staged(path: Path, content: bytes) -> Iterator[Path]:
    """The content in a hidden file beside `path`, to be moved there; what is not moved, is removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = beside(path)
    try:
        temporary.write_bytes(content)
        yield temporary
    except OSError as error:
        error.filename = error.filename or str(path)  # a full disk does not say which file
        raise
    finally:
        temporary.unlink(missing_ok=True)


def beside(path: Path) -> Path:
    """The hidden file in which this process makes what shall stand at `path`."""
    return path.with_name(f".{path.name}.{os.getpid()}{_NEW}")


def remove_abandoned(folder: Path, *, own: bool = False) -> None:
    """Removes what killed processes were making in a folder; with `own`, what this one was."""
    for path in folder.glob(f".*{_NEW}") if folder.is_dir() else ():
        owner = path.name.removesuffix(_NEW).rpartition(".")[2]
        if owner.isdigit() and (int(owner) == os.getpid() if own else not process_runs(int(owner))):
            path.unlink(missing_ok=True)


def write_new(path: Path, content: str | bytes) -> None:
    """Writes a file that must not be there yet."""
    write_all_new({path: content})


def write_all_new(files: Mapping[Path, str | bytes]) -> None:
    """Writes files that must not be there yet: all of them or, where one cannot be written or is there, none."""
    for folder in {path.parent for path in files}:
        remove_abandoned(folder)
    with ExitStack() as made:
        ready = {
            path: made.enter_context(staged(path, told.encode() if isinstance(told, str) else told))
            for path, told in files.items()
        }
        done: list[Path] = []
        try:
            for path, temporary in ready.items():
                _put_new(temporary, path)
                done.append(path)
        except BaseException:
            for path in done:
                path.unlink(missing_ok=True)
            raise


def _put_new(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise UserError("file-exists", file=str(path)) from None
    except OSError:  # a disk without links
        if path.exists():
            raise UserError("file-exists", file=str(path)) from None
        temporary.replace(path)


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Waits until no other process is between here and the end with the same folder; a killed one waits for nobody."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".turn").open("ab") as file:
        lock_file(file)
        yield


def link_file(source: Path, target: Path) -> None:
    """Puts a file that nobody edits at a second place: as the same file where the disk can, else as a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def keep_file(old: Path, content: bytes, target: Path) -> bool:
    """Puts the file `old` at a second place, if it is what writing the content there would make; whether it was.

    What has another owner, group or mode than a file that this process makes is not taken, and no link is followed.
    Raises OSError where nothing can be put.
    """
    try:
        found = old.lstat()
        new = (_mode_of_new(), *owner_of_new(), len(content))
        same = (found.st_mode, found.st_uid, found.st_gid, found.st_size) == new and old.read_bytes() == content
    except OSError:  # there is no such file, or it cannot be read
        return False
    if same:
        link_file(old, target)
    return same


@cache
def _mode_of_new() -> int:
    """The mode that this process gives a new file."""
    mask = os.umask(0)
    os.umask(mask)
    return stat.S_IFREG | (0o666 & ~mask)


def ignored_folder(folder: Path) -> Path:
    """Makes a folder that git leaves alone, whatever the repository around it says: it will hold personal data."""
    if not (folder / ".gitignore").is_file():
        remove_abandoned(folder)
        write_text(folder / ".gitignore", "*\n")
    return folder


def claim(folder: Path) -> None:
    """Makes a folder ours to overwrite; raises UserError for one in use that does not bear the marker."""
    refuse_in_use(folder)
    mark(folder)


def refuse_in_use(folder: Path) -> None:
    """Raises UserError for a folder with files in it that Rolebook did not make; one that is not there may be made."""
    used = folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir())))
    if used and (folder.is_symlink() or not (folder / MARKER).is_file()):
        raise UserError("not-a-site", folder=str(folder))


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
        aside = published.with_name(f".{published.name}.{os.getpid()}{_OLD}")
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
        if owner.isdigit() and not process_runs(int(owner)):
            if path.name.endswith(_OLD) and not published.exists():  # killed between two renames
                path.rename(published)
            shutil.rmtree(path, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Swaps two folders by one system call; False where there is none."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    failed = libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return not failed
