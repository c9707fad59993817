"""The command `rolebook`: options in, pipeline call, report and exit code out. One module a family of commands.

Exit codes: 0 clean, 1 findings of severity error, 2 wrong use.
"""

import atexit
import gc
import io
import os
import sys
from importlib import import_module
from typing import Annotated, NoReturn

import typer

from rolebook import __version__
from rolebook.cli.common import family, tell
from rolebook.cli.parts import missing_part
from rolebook.diagnostics import UserError

FAMILIES = {
    "check": ("check", "cache", "explain", "schema"),
    "law": ("law",),
    "edit": ("edit",),
    "translate": ("translate",),
    "site": ("build", "serve"),
    "release": ("release", "diff", "consult"),
    "print": ("print",),
    "sign": ("sign", "verify"),
    "register": ("register",),
    "report": ("report",),
    "init": ("init", "new"),
    "importing": ("import",),
}
"""Which module has which commands: a command imports its own module only, since some libraries take a second."""

_VERSION = "--version"
_INTERRUPTED = 130  # what a shell expects after Ctrl-C
_CYCLES = 10_000_000
"""So many objects more than before are looked through for cycles: a run makes many of them and next to no cycles."""
_OUTPUT_LOST = 120  # what Python ends with when what was written reaches nobody


def run() -> NoReturn:
    """Runs the command, then ends the process at once: to take a large handbook apart again lasts seconds."""
    try:
        main()
    except SystemExit as end:
        if not isinstance(end.code, int | None):
            raise
        code = end.code or 0
    else:
        code = 0
    atexit._run_exitfuncs()  # noqa: SLF001  as Python's own forked processes do before they end so
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError:
            code = code or _OUTPUT_LOST
    os._exit(code)


def main() -> None:
    """Runs the command; wrong use ends with one line and exit code 2."""
    gc.set_threshold(_CYCLES)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a script gets codes, not a crash
    try:
        words = (word for word in sys.argv[1:] if word == _VERSION or not word.startswith("-"))
        application(next(words, ""))()
    except UserError as error:
        tell(error)
    except ModuleNotFoundError as error:
        missing = missing_part(error)
        if missing is None:
            raise
        tell(missing)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except OSError as error:
        tell(UserError("no-write", file=str(error.filename or "output"), reason=error.strerror or str(error)))


def application(command: str = "") -> typer.Typer:
    """The command line with one family of commands; with all for a word that names none, with none for `--version`."""
    app = family(completion=True)
    app.callback()(rolebook)
    families = [] if command == _VERSION else list(FAMILIES)
    for module in [module for module, names in FAMILIES.items() if command in names] or families:
        app.add_typer(import_module(f"rolebook.cli.{module}").commands)
    return app


def _version(value: bool) -> None:  # noqa: FBT001
    if value:
        typer.echo(f"rolebook {__version__}")
        raise typer.Exit


def rolebook(
    *,
    version: Annotated[
        bool, typer.Option(_VERSION, callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Roles, policies and disciplinary rules, written once as YAML in several languages."""
