"""Commands in processes of their own, begun by a process that has imported everything already.

A fresh Python spends a second on imports before it does anything, and the tests run hundreds of commands. What a user
types, `python -m rolebook`, is run so by the tests of starting, killing and serving.
"""

import importlib
import multiprocessing
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

_PATIENCE = 300
_PARTS = (
    "rolebook.api",
    "rolebook.cli",
    "rolebook.mkdocs_plugin",
    "rolebook.pipeline",
    "rolebook.render",
    "mkdocs.__main__",
    "docxtpl",
    "fontTools.ttLib",
    "typst",
)


def import_parts() -> None:
    """Imports what commands import, without doing anything: nothing that a forked process must not share."""
    for name in _PARTS:
        module = importlib.import_module(name)
        for found in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{name}."):
            if name.startswith("rolebook"):
                importlib.import_module(found.name)


def rolebook(
    *words: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """`python -m rolebook` with these words: exit code, output and messages."""
    return _run("rolebook", [*map(str, words)], cwd, env)


def mkdocs(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`python -m mkdocs` with these words."""
    return _run("mkdocs", [*map(str, words)], cwd, None)


def preview(root: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """What `rolebook serve` shows of a handbook first, built into a folder."""
    return _run("preview", [str(root), str(site)], None, None)


def _run(
    program: str, words: list[str], cwd: Path | None, env: Mapping[str, str] | None
) -> subprocess.CompletedProcess[str]:
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["tests.preloaded"])
    with tempfile.TemporaryDirectory() as folder:
        files = [str(Path(folder) / name) for name in ("out", "err")]
        surroundings = dict(os.environ) | dict(env or {})
        child = server.Process(target=_child, args=(program, words, str(cwd or Path.cwd()), surroundings, files))
        child.start()
        child.join(_PATIENCE)
        if child.exitcode is None:
            child.kill()
            raise subprocess.TimeoutExpired([program, *words], _PATIENCE)
        out, err = (Path(file).read_text("utf-8") for file in files)
    return subprocess.CompletedProcess([program, *words], child.exitcode, out, err)


def _child(program: str, words: list[str], cwd: str, env: Mapping[str, str], files: list[str]) -> None:
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    for number, file in ((1, files[0]), (2, files[1])):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8") for number in (1, 2))  # noqa: SIM115, PTH123
    sys.argv = [program, *words]
    _PROGRAMS[program]()


def _rolebook() -> None:
    from rolebook.cli import run  # noqa: PLC0415  where the server did not import it

    run()


def _mkdocs() -> None:
    from mkdocs.__main__ import cli  # noqa: PLC0415

    cli()


def _preview() -> None:
    from tests.previews import previewing  # noqa: PLC0415

    root, site = map(Path, sys.argv[1:])
    previewing(root, site, dirty=False)()


_PROGRAMS: Mapping[str, Callable[[], None]] = {"rolebook": _rolebook, "mkdocs": _mkdocs, "preview": _preview}
