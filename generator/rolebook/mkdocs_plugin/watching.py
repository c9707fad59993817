"""MkDocs' preview server, made to look at what people write, often, and to outlive what they break."""

import logging
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserver
from watchdog.utils.dirsnapshot import DirectorySnapshot

from rolebook.pipeline.site.build import TEMPLATES

WATCHED = ("content", "roles", "policies", TEMPLATES)
_LOOK = 0.1
"""So often, in seconds, files are looked at, or less often where there are many."""
_IDLE = 20
"""Between two looks pass at least as many times what a look costs."""
_SETTLED = 1.2
"""Pages are made anew after as many times of looking without another save: a change of branches is one."""

log = logging.getLogger("mkdocs.plugins.rolebook")


def watch(server: LiveReloadServer, config: MkDocsConfig) -> None:
    """Watches the handbook's files instead of the pages that were made from them."""
    root = Path(config.config_file_path).parent
    folders = [str(root / folder) for folder in WATCHED if (root / folder).is_dir()]
    every = _time_to_look(folders)
    server.build_delay = every * _SETTLED
    server.unwatch(config.docs_dir)
    server.unwatch(config.config_file_path)
    server.observer = PollingObserver(timeout=every)
    server.builder = _surviving(server.builder)
    for path in (config.config_file_path, *folders):
        server.watch(path)


def _time_to_look(folders: Iterable[str]) -> float:
    """How often to look at all files of the folders, in seconds."""
    began = time.perf_counter()
    for folder in folders:
        DirectorySnapshot(folder)
    return max(_LOOK, (time.perf_counter() - began) * _IDLE)


def _surviving(build: Callable[[], object]) -> Callable[[], None]:
    """A build that fails in one line; after one that raises, MkDocs' server answers nobody until the next."""

    def tried() -> None:
        try:
            build()
        except Exception as error:
            log.error("%s; the pages are those from before", " ".join(str(error).split()))

    return tried
