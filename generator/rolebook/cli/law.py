"""`rolebook law`."""

from pathlib import Path
from typing import Annotated

import typer

from rolebook.cli.common import MESSAGES, Messages, Root, family

commands = family()


@commands.command("law")
def law_command(
    place: Annotated[str, typer.Argument(help="The place, such as ES, CN-GD or US-CA.")],
    *,
    handbook: Root = Path(),
    messages: Messages = MESSAGES,
) -> None:
    """Say what is known of the law of a place, with articles and sources, and what is not looked at.

    Packs of the handbook around the current folder count, too.

    Example: `rolebook law ES --messages es`
    """
    from rolebook.pipeline.law.describe import describe_law

    for line in describe_law(place, handbook, messages):
        typer.echo(line)
