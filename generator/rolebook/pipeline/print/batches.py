"""Copies set in batches: here or in other processes, and taken from the cache where an earlier run made them."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from itertools import islice

from rolebook.pipeline.print.jobs import Refusal
from rolebook.pipeline.print.typeset import Job, StagedCopy, TypesetCopy, stage_copy, typeset_copy
from rolebook.pipeline.running.program import program
from rolebook.pipeline.running.workers import fresh_pool
from rolebook.store.cache import Bundle, this_cache

_ALONE = 24
"""So many copies are made here: starting other processes would take longer."""
_BATCH = 32


@contextmanager
def jobs_and_pool(
    copies: Iterable[Job | Refusal], workers: int, executor: Executor | None
) -> Iterator[tuple[Iterator[Job | Refusal], Executor | None]]:
    """The jobs, and who does them: this process for a few, others for many."""
    jobs = iter(copies)
    if executor is not None or workers < 2:
        yield jobs, executor
        return
    first = list(islice(jobs, _ALONE))
    if len(first) < _ALONE:
        yield iter(first), None
        return
    with fresh_pool(workers, typeset_copy.__module__) as pool:
        yield _chained(first, jobs), pool


def _chained(first: list[Job | Refusal], rest: Iterator[Job | Refusal]) -> Iterator[Job | Refusal]:
    yield from first
    yield from rest


def typeset_batches(jobs: Iterator[Job], pool: Executor | None) -> Iterator[list[StagedCopy]]:
    """Pressed copies in batches, in the order of the jobs; no more jobs are under way than two batches."""
    if pool is None:
        while batch := [stage_copy(job, _typeset_or_cached(job)) for job in islice(jobs, _BATCH)]:
            yield batch
        return
    under_way: deque[tuple[Job, Future[TypesetCopy]]] = deque(_submit(job, pool) for job in islice(jobs, 2 * _BATCH))
    while under_way:
        done = [under_way.popleft() for _ in range(min(_BATCH, len(under_way)))]
        batch = [stage_copy(job, _cache(job, future.result())) for job, future in done]
        under_way.extend(_submit(job, pool) for job in islice(jobs, len(batch)))
        yield batch


def _submit(job: Job, pool: Executor) -> tuple[Job, Future[TypesetCopy]]:
    """A job and what will become of it; what is known already is there at once."""
    found = _cached(job)
    if found is None:
        return job, pool.submit(typeset_copy, job)
    future: Future[TypesetCopy] = Future()
    future.set_result(found)
    return job, future


def _typeset_or_cached(job: Job) -> TypesetCopy:
    found = _cached(job)
    return found if found is not None else _cache(job, typeset_copy(job))


def _cached(job: Job) -> TypesetCopy | None:
    """What an earlier run made of the same job with the same program."""
    bundle = _bundle(job)
    return TypesetCopy.unpacked(bundle[job.digest]) if bundle is not None and job.digest in bundle else None


def _cache(job: Job, made: TypesetCopy) -> TypesetCopy:
    bundle = _bundle(job)
    if bundle is not None:
        bundle.keep({job.digest: made.packed()})
    return made


def _bundle(job: Job) -> Bundle | None:
    """Where a copy is kept: only one that names nobody, and is set by our own layouts alone."""
    named = job.values or job.record.get("person") or job.record.get("form") == "sheet"
    if named or job.templates is not None:
        return None
    return this_cache().bundle("document", program(), job.digest)
