"""`rolebook register erase`, `hold` and `export`: what a person, a court or an auditor may ask for."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from rolebook.cli.common import MESSAGES, Day, Messages, Root, family
from rolebook.cli.register.options import Place
from rolebook.diagnostics import Message, UserError

commands = family()
Person = Annotated[str, typer.Argument(help="The person, by id, as in the roster.")]


@commands.command("export")
def export_command(
    person: Person,
    *,
    language: Annotated[str, typer.Option(help="The language of the explanations; by default the person's.")] = "",
    output: Annotated[Path | None, typer.Option(help="The PDF; by default in `exports/` beside the register.")] = None,
    shared: Annotated[bool, typer.Option("--shared", help="With evidence that is about other people, too.")] = False,
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,
) -> None:
    """Put everything about a person into one PDF: what was shown, when, how it was answered, and the chain's state.

    Example: `rolebook register export E001`
    """
    from rolebook.language import say
    from rolebook.pipeline.register.export import export
    from rolebook.source import find_root

    done = export(find_root(handbook), person, register, language=language, output=output, shared=shared)
    typer.echo(done.file)
    if done.shared:
        left = "; ".join(say(Message("register-left-out", **asdict(one)), messages) for one in done.shared)
        typer.echo(say(Message("register-shared", files=left), messages), err=True)


@commands.command("erase")
def erase_command(
    person: Annotated[str, typer.Argument(help="The person, by id, as in the roster.")] = "",
    *,
    reason: Annotated[str, typer.Option(help="Why; kept for good, so without names.")] = "",
    expired: Annotated[bool, typer.Option("--expired", help="Everybody whose time is over.")] = False,
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,
) -> None:
    """Destroy the personal data of somebody and keep the chain. A legal hold or a running retention period forbids it.

    Example: `rolebook register erase E001 --reason "request granted"`
    """
    from rolebook.language import say
    from rolebook.pipeline.register.erase import erase, erase_expired
    from rolebook.source import find_root

    root = find_root(handbook)
    if expired == bool(person):
        raise UserError("register-whom")
    if person:
        erase(root, person, reason, register)
        typer.echo(say(Message("register-erased", people=person), messages))
        return
    done = erase_expired(root, register)
    typer.echo(say(Message("register-erased", people=", ".join(done.people) or "—"), messages))
    if done.held:
        typer.echo(say(Message("register-still-held", people=", ".join(done.held)), messages))


@commands.command("hold")
def hold_command(
    person: Person,
    *,
    reason: Annotated[str, typer.Option(help="Which dispute or proceeding.")],
    lift: Annotated[bool, typer.Option("--lift", help="Let go again.")] = False,
    handbook: Root = Path(),
    register: Place = None,
    messages: Messages = MESSAGES,
) -> None:
    """Keep somebody's data from being erased, or let go of them again.

    Example: `rolebook register hold E001 --reason "case 12"`
    """
    from rolebook.language import say
    from rolebook.pipeline.register.erase import hold
    from rolebook.source import find_root

    hold(find_root(handbook), person, reason, register, lift=lift)
    typer.echo(say(Message("register-let-go" if lift else "register-on-hold", person=person), messages))
