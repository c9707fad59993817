"""Kills a process before and after each system call that writes, or makes the call fail as a full disk would.

`python -m tests.kills FOLDER kill|full`: a small record is made in a register again and again, by a child that is
traced (ptrace) and stopped at one call further each time. Whatever happens, the register must be whole, hold the
record as a whole or not at all, and take it on the next try, once. Prints how many places were tried.
"""

import ctypes
import os
import platform
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.register import Book, flaws
from rolebook.store import write_bytes

ENTITY = "example-ru"
WRITING = {
    "x86_64": {1: "write", 18: "pwrite64", 74: "fsync", 75: "fdatasync", 77: "ftruncate", 82: "rename", 87: "unlink"},
    "aarch64": {
        64: "write",
        68: "pwrite64",
        82: "fsync",
        83: "fdatasync",
        46: "ftruncate",
        38: "renameat",
        35: "unlinkat",
    },
}.get(platform.machine(), {})
_TRACEME, _POKEUSER, _SYSCALL, _SETOPTIONS, _SYSCALL_INFO = 0, 6, 24, 0x4200, 0x420E
_SYSGOOD, _EXITKILL = 1, 0x100000
_ENTERS, _LEAVES = 1, 2
_ORIG_RAX, _RAX, _FULL = 15 * 8, 10 * 8, -28  # of x86-64; ENOSPC
_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_libc.ptrace.restype = ctypes.c_long


def _ptrace(request: int, child: int, address: int = 0, data: int = 0) -> None:
    if _libc.ptrace(request, child, address, data) < 0:
        raise OSError(ctypes.get_errno(), "ptrace")


def _call(child: int) -> tuple[int, int]:
    """Whether the child enters or leaves a system call, and which it enters."""
    told = ctypes.create_string_buffer(128)
    _libc.ptrace(_SYSCALL_INFO, child, len(told), ctypes.addressof(told))
    return told.raw[0], int.from_bytes(told.raw[24:32], "little")


def traced(work: Callable[[], None], place: int, *, full: bool) -> int | None:
    """Runs `work` in a child, killed at a place counted from 0, or failed there; None where it ended by itself first.

    Places are entrances and exits of calls that write; with `full` entrances only.
    """
    child = os.fork()
    if not child:
        _libc.ptrace(_TRACEME, 0, None, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        with suppress(UserError, OSError):
            work()
        os._exit(0)
    os.waitpid(child, 0)
    _ptrace(_SETOPTIONS, child, 0, _SYSGOOD | _EXITKILL)
    seen, writing, failing, failed = 0, False, False, False
    while True:
        _ptrace(_SYSCALL, child)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            return place if failed else None
        if os.WSTOPSIG(status) != signal.SIGTRAP | 0x80:
            continue
        step, number = _call(child)
        writing = number in WRITING if step == _ENTERS else writing
        if failing and step == _LEAVES:
            _ptrace(_POKEUSER, child, _RAX, _FULL)
            failing, failed = False, True
        elif writing and not failed and (step == _ENTERS or not full):
            if seen == place and not full:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return place
            if seen == place:
                _ptrace(_POKEUSER, child, _ORIG_RAX, -1)
                failing = True
            seen += 1


def record(folder: Path, number: int) -> None:
    """One person, assigned and answered with evidence, unless they are there already; then a file beside."""
    with Book(folder, ENTITY) as book:
        proof = book.evidence.keep(b"scan of %d" % number)
        with book.writing() as writer:
            subject = writer.know({"person": f"E{number}", "name": f"Employee {number}"})
            if not book.first("SELECT 1 FROM entries WHERE kind = 'assign' AND subject = ?", subject):
                about = writer.add("assign", {"document": "role/cook", "due": "2026-12-20"}, subject=subject)
                writer.add("acknowledge", {"method": "ink", "evidence": [proof]}, subject=subject, about=about)
    write_bytes(folder / "beside.txt", b"%d" % number)


def check(folder: Path, number: int) -> int:
    """How often a record is there: the register must be whole, and have all of it or nothing."""
    with Book(folder, ENTITY) as book:
        assert list(flaws(book)) == [], list(flaws(book))
        kinds = "SELECT count(*) FROM entries JOIN personal p USING (subject) WHERE kind = ? AND p.person = ?"
        counts = {book.first(kinds, kind, f"E{number}")[0] for kind in ("assign", "acknowledge")}
    assert len(counts) == 1, counts
    return int(counts.pop())


def tries(start: Path, here: Path, number: int, *, full: bool) -> int:
    """Stops a record at each place, from a fresh copy of a folder each time; how many places there are."""
    place = 0
    while True:
        shutil.copytree(start, here)
        stopped = traced(partial(record, here, number), place, full=full)
        assert check(here, number) in (0, 1), place
        record(here, number)
        assert check(here, number) == 1, place
        assert number == 1 or check(here, 1) == 1, place
        shutil.rmtree(here)
        if stopped is None:
            return place
        place += 1


def main(folder: Path, how: str) -> None:
    """The first record, which begins the register, and a second."""
    places = 0
    for number in (1, 2):
        start = folder / f"start-{number}"
        start.mkdir()
        if number > 1:
            record(start, 1)
        places += tries(start, folder / "here", number, full=how == "full")
    sys.stdout.write(f"{places}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
