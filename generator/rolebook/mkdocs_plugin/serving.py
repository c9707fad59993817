"""`rolebook serve`: MkDocs' server with our options, which no fault of what somebody writes ends."""

import gc
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.exceptions import Abort, MkDocsException

from rolebook.diagnostics import UserError
from rolebook.mkdocs_plugin.running import CONFIG_FILE, plugins_of
from rolebook.mkdocs_plugin.watching import WATCHED, log

_CYCLES = 100_000
_LOOK = 0.3
"""So often, in seconds, files are looked at while there is nothing to serve yet."""


def serve(
    root: Path, languages: tuple[str, ...] = (), address: str = "127.0.0.1:8000", ready: Callable[[str], object] = print
) -> None:
    """Serves the site and rebuilds it on every change until interrupted: only what changed, MkDocs calls it dirty.

    What cannot be built at the start is awaited. `ready` is told the site's address once it answers. Raises UserError
    for an address that cannot be had.
    """
    if not _is_address(address):
        raise UserError("serve-failed", address=address, reason="HOST:PORT")
    gc.set_threshold(_CYCLES)  # each build leaves MkDocs' circles behind, with a handbook in them
    while True:
        seen = _stamps(root)
        try:
            options: dict[str, Any] = {"plugins": plugins_of(root, languages, {})} if languages else {}
            with _heard(ready):
                mkdocs_serve(config_file=str(root / CONFIG_FILE), build_type="dirty", dev_addr=address, **options)
        except (OSError, OverflowError) as error:
            raise UserError("serve-failed", address=address, reason=str(error)) from error
        except (Abort, MkDocsException) as error:
            if not isinstance(error, Abort):  # MkDocs has told why
                log.error(" ".join(str(error).split()))
            log.error("waiting until it is mended")
        else:
            return
        while _stamps(root) == seen:
            time.sleep(_LOOK)


def _is_address(text: str) -> bool:
    host, _, port = text.rpartition(":")
    return bool(host) and port.isascii() and port.isdigit() and int(port) < 1 << 16


def _stamps(root: Path) -> dict[Path, int]:
    """When each file that somebody may mend was changed."""
    stamps = {}
    for path in (root / CONFIG_FILE, *(path for folder in WATCHED for path in (root / folder).rglob("*"))):
        with suppress(OSError):  # gone since it was listed
            stamps[path] = path.stat().st_mtime_ns
    return stamps


@contextmanager
def _heard(ready: Callable[[str], object]) -> Iterator[None]:
    """MkDocs tells in its log alone where it listens, after the first build; and it warns of dirty builds."""

    def served(record: logging.LogRecord) -> bool:
        _, said, address = record.getMessage().partition("Serving on ")
        if said and record.levelno == logging.INFO:
            ready(address)
        return record.levelno >= logging.WARNING

    def built(record: logging.LogRecord) -> bool:
        return "'dirty' build" not in str(record.msg)

    server, builder = logging.getLogger("mkdocs.livereload"), logging.getLogger("mkdocs.commands.build")
    level = server.level
    server.setLevel(logging.INFO)
    server.addFilter(served)
    builder.addFilter(built)
    try:
        yield
    finally:
        builder.removeFilter(built)
        server.removeFilter(served)
        server.setLevel(level)
