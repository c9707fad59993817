"""How much an input may cost: 2 s of CPU time and 1 ms for each KB, ten times its size in memory and 200 MB."""

import resource
import time
from collections.abc import Callable
from pathlib import Path

SECONDS, SECONDS_A_KB = 2.0, 0.001
MEMORY, MEMORY_A_BYTE = 200 * 2**20, 10
_PAGE = resource.getpagesize()


def held() -> int:
    """Memory the process holds now, in bytes."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * _PAGE


def most_held() -> int:
    """The most it ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def bounded(attacked: Callable[[bytes], object], data: bytes, size: int | None = None, slower: int = 1) -> None:
    """Runs a target; AssertionError where it took longer or more memory than an input of `size` bytes may.

    `slower` is how many times longer it may take because it is watched.
    """
    length = len(data) if size is None else size
    most = slower * (SECONDS + SECONDS_A_KB * length / 1024)
    before, peak = held(), most_held()
    seconds = _seconds(attacked, data)
    if seconds > most:  # two processes that share a core slow each other down; what is too slow is so twice
        seconds = min(seconds, _seconds(attacked, data))
    now = most_held()
    assert seconds <= most, f"{seconds:.1f} s for {length} bytes"
    if now > peak:
        assert now - before <= MEMORY + MEMORY_A_BYTE * length, f"{(now - before) >> 20} MB for {length} bytes"


def _seconds(attacked: Callable[[bytes], object], data: bytes) -> float:
    start = time.process_time()
    attacked(data)
    return time.process_time() - start
