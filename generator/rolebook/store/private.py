"""Files about people: for their owner alone, whatever the umask, and where the folder really is."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rolebook.store.system import is_ours

_OTHERS = 0o077
# Kinds of file systems, in /proc/mounts, that another machine serves: SQLite's locks do not hold on all of them.
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "davfs", "fuse.rclone", "9p", "afs", "ceph"}
)
# What programs that copy a folder to other machines leave in it, or are called.
_SYNCHRONISED = ("dropbox", "onedrive", "google drive", "googledrive", "icloud", "nextcloud", "owncloud", "syncthing")
_MARKERS = (".dropbox", ".dropbox.cache", ".stfolder", ".sync", ".owncloudsync.log", ".nextcloudsync.log")


class _Umask:
    """The process's umask, which all threads share: the first that wants files private sets it, the last resets it."""

    def __init__(self) -> None:
        self._lock, self._users, self._before = threading.Lock(), 0, 0

    def tighten(self) -> None:
        with self._lock:
            before = os.umask(_OTHERS)
            if not self._users:
                self._before = before
            self._users += 1

    def reset(self) -> None:
        with self._lock:
            self._users -= 1
            if not self._users:
                os.umask(self._before)


_UMASK = _Umask()


@contextmanager
def private_files() -> Iterator[None]:
    """Makes what is created meanwhile readable for its owner alone: files 0600, folders 0700."""
    _UMASK.tighten()
    try:
        yield
    finally:
        _UMASK.reset()


def make_private(path: Path) -> None:
    """Takes a file or folder of ours away from others, where an earlier version or another program let them in."""
    mode = path.stat().st_mode
    if mode & _OTHERS and is_ours(path.stat()):
        path.chmod(mode & 0o7700)


def shared_by(folder: Path) -> str:
    """What shares a folder with other machines: a kind of file system or a program; empty where nothing is known to."""
    resolved = folder.resolve()
    for above in (resolved, *resolved.parents):
        if any((above / marker).exists() for marker in _MARKERS):
            return above.name
        if any(above.name.casefold().startswith(name) for name in _SYNCHRONISED):
            return above.name
    kind = _file_system(resolved)
    return kind if kind in _NETWORK else ""


def _file_system(folder: Path) -> str:
    """The kind of file system that a folder is on; empty where the system does not say."""
    try:
        lines = Path("/proc/mounts").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    mounts = [line.split()[1:3] for line in lines if len(line.split()) > 2]
    points = [(Path(point.replace("\\040", " ")), kind) for point, kind in mounts]
    around = [(point, kind) for point, kind in points if folder.is_relative_to(point)]
    return max(around, key=lambda one: len(one[0].parts))[1] if around else ""
