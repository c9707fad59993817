"""`rolebook report`."""

from pathlib import Path
from typing import Annotated

import typer

from rolebook.cli.common import MESSAGES, Day, Messages, Root, family
from rolebook.cli.register.options import Place

commands = family()


@commands.command("report")
def report_command(
    *,
    language: Annotated[str, typer.Option(help="The language of the page; by default the handbook's.")] = "",
    output: Annotated[Path | None, typer.Option(help="The page; by default `reports/report.html`.")] = None,
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,  # noqa: ARG001
) -> None:
    """Write one HTML page for HR: coverage, what is overdue, stale translations, open findings.

    Example: `rolebook report --language es`
    """
    from rolebook.pipeline.report.report import report
    from rolebook.source import find_root

    typer.echo(report(find_root(handbook), language, register, output))
