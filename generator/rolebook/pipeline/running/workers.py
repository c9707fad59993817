"""Work spread over all cores.

`spread` forks once everything is loaded, so that nothing is sent to the processes. Where a system cannot fork, or other
threads run that a fork would tear out of their work, it works here, one item after the other. Either way the results
are the same and in the same order.

`fresh_pool` is for work in libraries with threads of their own, such as Typst's, which no fork takes along.
"""

import multiprocessing
import os
import threading
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
        with ProcessPoolExecutor(min(workers(), count), multiprocessing.get_context("fork"), _end_with_parent) as pool:
            return list(pool.map(_do, range(count)))
    except BrokenProcessPool:  # a worker was killed, for its memory perhaps
        return [piece(number) for number in range(count)]
    finally:
        _work = None


def fresh_pool(
    count: int, module: str, begin: Callable[..., object] | None = None, given: tuple[Any, ...] = ()
) -> ProcessPoolExecutor:
    """Processes that share no thread with this one; each first calls `begin` with what is `given`.

    Where the system has a fork server, it imports `module` once, for all pools of this process.
    """
    server = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if server else "spawn")
    if server:
        context.set_forkserver_preload([module])
    return ProcessPoolExecutor(count, context, _begin, (begin, given))


def _begin(begin: Callable[..., object] | None, given: tuple[Any, ...]) -> None:
    _end_with_parent()
    if begin is not None:
        begin(*given)


def _end_with_parent() -> None:
    """Ends this worker with the process it works for, which, once killed, tells nobody; a pool waits for ever."""
    threading.Thread(target=_wait_and_end, daemon=True).start()


def _wait_and_end() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(number: int) -> Any:
    if _work is None:
        raise AssertionError("no work")
    return _work(number)


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
