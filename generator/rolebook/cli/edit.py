"""`rolebook edit`."""

from pathlib import Path
from typing import Annotated

import typer

from rolebook.cli.common import MESSAGES, Folder, Messages, family
from rolebook.diagnostics import Message

commands = family()


@commands.command("edit")
def edit_command(
    folder: Folder = Path(),
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port on this computer; by default any free one.")
    ] = 0,
    browser: Annotated[bool, typer.Option(help="Open the address in the browser.")] = True,
    messages: Messages = MESSAGES,
) -> None:
    """Edit the handbook in the browser, on this computer alone. Ends with Ctrl+C.

    In an empty or new folder the first page begins a handbook.

    Example: `rolebook edit --messages es`
    """
    from rolebook.language import say
    from rolebook.source import find_root_or_empty
    from rolebook.web import run_editor

    def tell(address: str) -> None:
        typer.echo(say(Message("edit-running", address=address), messages))

    run_editor(find_root_or_empty(folder), port, messages, tell, browser=browser)
