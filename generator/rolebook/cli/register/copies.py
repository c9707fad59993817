"""`rolebook register backup` and `restore`: registers in one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from rolebook.cli.common import MESSAGES, Messages, Root, family
from rolebook.cli.register.options import Place, tell

commands = family()


@commands.command("backup")
def backup_command(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
    *,
    handbook: Root = Path(),
    register: Place = None,
    messages: Messages = MESSAGES,
) -> None:
    """Write all registers with their evidence into one file and check it. Others may go on recording meanwhile.

    Example: `rolebook register backup ../2026-11-30.backup`
    """
    from rolebook.pipeline.register.backup import backup
    from rolebook.source import find_root

    done = backup(find_root(handbook), file, register)
    tell("backed-up", messages, {"file": str(done.file)})
    for head in done.heads:
        typer.echo(head)


@commands.command("restore")
def restore_command(
    file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")],
    *,
    handbook: Root = Path(),
    register: Place = None,
    messages: Messages = MESSAGES,
) -> None:
    """Put the registers of a backup back, where there are none, after checking every file in it.

    Example: `rolebook register restore ../2026-11-30.backup`
    """
    from rolebook.pipeline.register.backup import restore
    from rolebook.source import find_root

    done = restore(find_root(handbook), file, register)
    for head in done.heads:
        tell("restored", messages, {"entity": head.entity, "number": head.number})
