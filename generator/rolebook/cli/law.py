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
    export: Annotated[Path | None, typer.Option(help="Write every fact into a Word form for a lawyer.")] = None,
    answers: Annotated[Path | None, typer.Option(help="Take the answers from a form that came back.")] = None,
    handbook: Root = Path(),
    messages: Messages = MESSAGES,
) -> None:
    """Say what is known of the law of a place, with articles and sources, and what is not looked at.

    Packs of the handbook around the current folder count, too. A form that a lawyer filled in says who reviewed the
    pack, and the handbook records that where every fact is right.

    Example: `rolebook law ES --export review.docx`
    """
    if export:
        from rolebook.pipeline.law.review import export_review

        export_review(place, handbook, messages, export)
        typer.echo(export)
    elif answers:
        from rolebook.pipeline.law.review import read_review, review_lines

        review = read_review(place, handbook, messages, answers)
        for line in review_lines(review, handbook, messages):
            typer.echo(line)
        if not review.is_complete:
            raise typer.Exit(1)
    else:
        from rolebook.pipeline.law.describe import describe_law

        for line in describe_law(place, handbook, messages):
            typer.echo(line)
