"""Documents made by a Dask cluster: any number of machines with the same Rolebook on them.

A job holds all that its copy is made from, and making it writes nothing, so a job that is lost with its machine is
done again by another. Files are written, and copies recorded, here alone: each once.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from rolebook.diagnostics import UserError
from rolebook.pipeline.running.program import program

_PATIENCE = 10
"""So many seconds may pass until the scheduler answers."""
_RETRIES = 3
"""So often a job may take its machine down with it before the job is to blame."""


_this = program


@contextmanager
def cluster_at(address: str) -> Iterator[Executor]:
    """The workers of the scheduler at an address such as `tcp://10.0.0.5:8786`, as an executor.

    Raises UserError where the extra `dask` is not installed, nobody answers, nobody works there, or another Rolebook
    does, whose papers would not be these; and when a job fails again and again.
    """
    try:
        from distributed import Client, KilledWorker  # noqa: PLC0415  an extra
    except ImportError:
        raise UserError("no-dask") from None
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UserError("no-cluster", address=address, reason=str(error)) from error
    with client:
        versions = client.run(program)
        if not versions:
            raise UserError("no-cluster", address=address, reason="0 workers")
        if strange := [worker for worker, version in versions.items() if version != _this()]:
            raise UserError("other-program", worker=strange[0])
        try:
            with client.get_executor(retries=_RETRIES, pure=False) as executor:  # type: ignore[no-untyped-call]
                yield executor
        except KilledWorker as error:
            raise UserError("no-cluster", address=address, reason=str(error)) from error
