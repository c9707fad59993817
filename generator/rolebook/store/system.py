"""What differs between operating systems: locks on files, who owns what, which processes run, reads at a place."""

import ctypes
import os
from contextlib import suppress
from typing import BinaryIO


def lock_file(file: BinaryIO) -> None:
    """Waits until no other process has this open file locked, and locks it until it is closed."""
    from portalocker import LockFlags, lock  # late: it takes longer to load than most commands run

    lock(file, LockFlags.EXCLUSIVE)


def read_at(descriptor: int, size: int, place: int) -> bytes:
    """Up to `size` bytes of an open file from `place` on; where the file is read next may change."""
    if hasattr(os, "pread"):
        return os.pread(descriptor, size, place)
    os.lseek(descriptor, place, os.SEEK_SET)
    return os.read(descriptor, size)


def process_runs(number: int) -> bool:
    """Whether a process with this number runs. On Windows, to ask by a signal would end it."""
    from psutil import pid_exists

    return pid_exists(number)


def owner_of_new() -> tuple[int, int]:
    """User and group that own what this process makes; zeros where a system does not number them."""
    return (os.geteuid(), os.getegid()) if hasattr(os, "geteuid") else (0, 0)


def is_ours(status: os.stat_result) -> bool:
    """Whether a file is owned by the user of this process; always, where a system does not number users."""
    return not hasattr(os, "getuid") or status.st_uid == os.getuid()


def usable_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_ARENA_MAX = -8
"""What glibc's `mallopt` calls the number of heaps."""


def use_few_heaps() -> None:
    """Has threads share two heaps, where glibc gives each its own: what one frees is of use to the others."""
    with suppress(OSError, AttributeError, TypeError):  # no glibc
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)
