"""`rolebook register erase`, `hold` and `export`: what a person, a court or an auditor may ask for."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolebook.cli.common import MESSAGES, Day, Messages, Root, family
from rolebook.cli.register.options import Entities, Place, tell
from rolebook.diagnostics import Message, UserError

if TYPE_CHECKING:
    from rolebook.pipeline.register.erase import Erased

commands = family()
Person = Annotated[str, typer.Argument(help="The person, by id, as in the roster.")]


@commands.command("export")
def export_command(
    person: Person,
    *,
    language: Annotated[str, typer.Option(help="The language of the explanations; by default the person's.")] = "",
    output: Annotated[Path | None, typer.Option(help="The PDF; by default in `exports/` beside the register.")] = None,
    shared: Annotated[bool, typer.Option("--shared", help="With evidence that is about other people, too.")] = False,
    entity: Entities = None,
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

    wanted = tuple(entity or ())
    root = find_root(handbook)
    for done in export(root, person, register, language=language, output=output, shared=shared, entities=wanted):
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
    entity: Entities = None,
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
    done = erase(root, person, reason, register, tuple(entity or ())) if person else erase_expired(root, register)
    gone = list(dict.fromkeys(one.person for one in done if not one.obstacle))
    if gone or not person:
        typer.echo(say(Message("register-erased", people=", ".join(gone) or "—"), messages))
    for one in done:
        _tell_erased(one, messages)
    if person and any(one.obstacle for one in done):
        raise typer.Exit(1)


def _tell_erased(one: Erased, messages: str) -> None:
    """What went and what remains of a person at an employer, and whose job that is."""
    about: dict[str, str | int] = {"entity": one.entity, "person": one.person, "until": one.until}
    if one.obstacle:
        tell(f"not-erased-{one.obstacle}", messages, about, error=True)
        return
    tell("erased-at", messages, {**about, "files": len(one.removed)})
    for path in one.removed:
        tell("removed", messages, {"path": path})
    for left in one.remaining:
        tell(f"remains-{left.reason}", messages, {"path": left.path}, error=True)


@commands.command("hold")
def hold_command(
    person: Person,
    *,
    reason: Annotated[str, typer.Option(help="Which dispute or proceeding.")],
    lift: Annotated[bool, typer.Option("--lift", help="Let go again.")] = False,
    entity: Entities = None,
    handbook: Root = Path(),
    register: Place = None,
    messages: Messages = MESSAGES,
) -> None:
    """Keep somebody's data from being erased, or let go of them again.

    Example: `rolebook register hold E001 --reason "case 12"`
    """
    from rolebook.pipeline.register.erase import hold
    from rolebook.source import find_root

    found = hold(find_root(handbook), person, reason, register, lift=lift, entities=tuple(entity or ()))
    for one in found:
        tell("let-go" if lift else "on-hold", messages, {"person": person, "entity": one})
