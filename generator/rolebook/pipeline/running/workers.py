"""Work spread over all cores by processes that are forked once everything is loaded, so that nothing is sent to them.

Where a system cannot fork, or other threads run that a fork would tear out of their work, it is done here, one after
the other. Either way the results are the same and in the same order.
"""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextvars import ContextVar
from itertools import chain
from typing import Any, TypeVar

from rolebook.store.system import usable_cores

T = TypeVar("T")
R = TypeVar("R")

_CHUNKS = 4
"""So many pieces a worker gets, one after the other, so that all are done at about the same time."""

_LOOK_AGAIN = 1.0
"""So many seconds may pass until a worker sees that it works for nobody."""

_workers: ContextVar[int] = ContextVar("workers", default=0)
_work: Callable[[int], Any] | None = None
"""What forked workers find here and do; functions cannot be sent to them, numbers can."""


def set_workers(count: int) -> None:
    """Uses so many processes for the rest of the run; 0 is one a core."""
    _workers.set(count)


def workers() -> int:
    """How many processes work at once."""
    return _workers.get() or usable_cores()


def spread(work: Callable[[Sequence[T]], list[R]], items: Sequence[T], *, least: int = 2) -> list[R]:
    """What `work` makes of runs of items, in their order, joined; of all at once where that is fewer than `least`.

    `work` must make the same of two runs as of both in one.
    """
    if len(items) < max(least, 2) or workers() < 2 or not _can_fork():
        return work(items)
    count = min(len(items), workers() * _CHUNKS)
    bounds = [len(items) * number // count for number in range(count + 1)]

    def piece(number: int) -> list[R]:
        return work(items[bounds[number] : bounds[number + 1]])

    return list(chain.from_iterable(_forked(piece, count)))


def _forked(piece: Callable[[int], list[R]], count: int) -> list[list[R]]:
    global _work  # noqa: PLW0603  forked processes share nothing else
    _work = piece
    try:
        with ProcessPoolExecutor(
            min(workers(), count), multiprocessing.get_context("fork"), end_with, (os.getpid(),)
        ) as pool:
            return list(pool.map(_do, range(count)))
    except BrokenProcessPool:  # a worker was killed, for its memory perhaps
        return [piece(number) for number in range(count)]
    finally:
        _work = None


def end_with(parent: int) -> None:
    """Ends this worker soon after the process it works for, which, once killed, tells nobody; a pool waits for ever."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_AGAIN)
    os._exit(1)


def _do(number: int) -> Any:
    if _work is None:
        raise AssertionError("no work")
    return _work(number)


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
