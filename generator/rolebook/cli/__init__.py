"""The command `rolebook`: options in, pipeline call, report and exit code out. One module a family of commands.

Exit codes: 0 clean, 1 findings of severity error, 2 wrong use.
"""

import io
import sys
from typing import Annotated

import typer

from rolebook import __version__
from rolebook.cli import (
    checking,
    printing,
    register,
    register_care,
    releasing,
    report,
    scaffold,
    signing,
    site,
    translate,
)
from rolebook.cli.common import family, tell
from rolebook.diagnostics import UserError

app = family()
for part in (checking, translate, site, releasing, printing, signing, report, scaffold):
    app.add_typer(part.commands)
register.commands.add_typer(register_care.commands)
app.add_typer(register.commands, name="register", help="Who must acknowledge what, who has, and the proof.")


def main() -> None:
    """Runs the command; wrong use ends with one line and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a script gets codes, not a crash
    try:
        app()
    except UserError as error:
        tell(error)
    except OSError as error:
        tell(UserError("no-write", file=str(error.filename or ""), reason=error.strerror or str(error)))


def _version(value: bool) -> None:  # noqa: FBT001
    if value:
        typer.echo(f"rolebook {__version__}")
        raise typer.Exit


@app.callback()
def rolebook(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Roles, policies and disciplinary rules, written once as YAML in several languages."""
