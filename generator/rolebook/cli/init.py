"""`rolebook init` and `rolebook new`."""

from pathlib import Path
from typing import Annotated

import typer

from rolebook.cli.common import MESSAGES, FileFormat, Folder, Messages, family
from rolebook.diagnostics import Message

commands = family()
new = family()
commands.add_typer(new, name="new", help="Add a role, a policy or a template to the handbook.")


@commands.command("init")
def init_command(
    folder: Annotated[Path, typer.Argument(help="The new handbook's folder.")],
    *,
    language: Annotated[list[str], typer.Option(help="A language of the staff; the first is the source. Repeatable.")],
    jurisdiction: Annotated[list[str], typer.Option(help="Where the employer is: ES, CN-GD … Repeatable.")],
    messages: Messages = MESSAGES,
) -> None:
    """Start a handbook that checks clean and builds.

    In a language that Rolebook has no texts in, they are in English, and each is marked to be translated.

    Example: `rolebook init handbook --language en --language es --jurisdiction ES`
    """
    from rolebook.language import say
    from rolebook.pipeline.init.scaffold import init_handbook, written_in

    for path in init_handbook(folder, tuple(language), tuple(jurisdiction)):
        typer.echo(path)
    written = written_in(tuple(language))
    if lacking := [tag for tag in language if tag not in written]:
        told = Message("init-language", languages=", ".join(lacking), written=", ".join(written))
        typer.echo(say(told, messages), err=True)


@new.command("role")
def new_role_command(role_id: Annotated[str, typer.Argument(metavar="ID")], folder: Folder = Path()) -> None:
    """Write a commented role to fill in.

    Example: `rolebook new role sales-manager`
    """
    from rolebook.pipeline.init.scaffold import new_role
    from rolebook.source import find_root

    typer.echo(new_role(find_root(folder), role_id))


@new.command("template")
def new_template_command(
    layout: Annotated[str, typer.Argument(help="The layout: instruction, table, profile, description, policy …")],
    folder: Folder = Path(),
    *,
    form: Annotated[FileFormat, typer.Option("--format", help="For PDF or for Word.")] = FileFormat.DOCX,
) -> None:
    """Copy a built-in template of documents into the handbook, to be changed there.

    Example: `rolebook new template profile --format docx`
    """
    from rolebook.pipeline.init.scaffold import new_template
    from rolebook.source import find_root

    typer.echo(new_template(find_root(folder), layout, word=form is FileFormat.DOCX))


@new.command("policy")
def new_policy_command(
    policy_id: Annotated[str, typer.Argument(metavar="ID")],
    folder: Folder = Path(),
    subject: Annotated[
        str, typer.Option(metavar="SUBJECT", help="leave, remote, expenses, personal-data or gifts")
    ] = "",
) -> None:
    """Write a commented policy to fill in, or one about a subject with blanks for what you decide.

    Example: `rolebook new policy working-from-home --subject remote`
    """
    from rolebook.pipeline.init.scaffold import new_policy
    from rolebook.source import find_root

    typer.echo(new_policy(find_root(folder), policy_id, subject))
