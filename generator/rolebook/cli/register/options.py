"""What the commands of `rolebook register` share: options, and how outcomes are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolebook.cli.common import MESSAGES
from rolebook.diagnostics import Message, UserError

if TYPE_CHECKING:
    from rolebook.pipeline.register.answers import Outcome
    from rolebook.pipeline.register.status import Wanted

Place = Annotated[
    Path | None,
    typer.Option(
        "--register", envvar="ROLEBOOK_REGISTER", help="The registers' folder; by default beside the handbook."
    ),
]
Entities = Annotated[list[str] | None, typer.Option("--entity", help="Only these employers; repeatable.")]
People = Annotated[list[str] | None, typer.Option("--person", help="Only these people, by id; repeatable.")]
Documents = Annotated[list[str] | None, typer.Option("--document", help="Only these documents; repeatable.")]
Trusted = Annotated[list[Path] | None, typer.Option("--trust", help="Certificates you believe (PEM); repeatable.")]
States = Annotated[
    list[str] | None,
    typer.Option(
        "--state",
        help="Only these: overdue, due-soon, pending, awaiting-review, refused, "
        "completed, outdated, superseded; repeatable.",
    ),
]
Ledgers = Annotated[list[Path] | None, typer.Option("--copies", help="Ledgers `print` wrote; by default all there.")]


def begin(context: typer.Context) -> None:
    """Who must acknowledge what, who has, and the proof."""
    from rolebook.language import say
    from rolebook.register import waiting
    from rolebook.store import private_files

    def told(path: Path) -> None:
        typer.echo(say(Message("register-waiting", file=str(path)), MESSAGES), err=True)

    context.with_resource(private_files())
    before = waiting.set(told)
    context.call_on_close(lambda: waiting.reset(before))


def wanted(
    entity: Sequence[str] | None,
    person: Sequence[str] | None,
    document: Sequence[str] | None,
    state: Sequence[str] | None,
) -> Wanted:
    """What is asked for; UserError for a state that there is none of."""
    from rolebook.pipeline.register.status import Wanted
    from rolebook.register import STATES

    for one in state or ():
        if one not in STATES:
            raise UserError("register-no-state", state=one, known=", ".join(STATES))
    states = tuple(one for one in STATES if one in (state or ()))
    return Wanted(tuple(entity or ()), tuple(person or ()), tuple(document or ()), states)


def end_of_day() -> datetime:
    """The moment that certificates are judged at."""
    from rolebook.source import today

    return datetime.combine(today(), time(23, 59, 59), UTC)


def report(outcomes: Iterable[Outcome], messages: str) -> None:
    """What became of each answer; exits 1 where a person has to look at one."""
    told = list(outcomes)
    for outcome in told:
        tell(outcome.code, messages, {"source": outcome.source, **outcome.arguments}, error=not outcome.good)
    if not all(outcome.good for outcome in told):
        raise typer.Exit(1)


def tell(code: str, messages: str, arguments: Mapping[str, str | int], *, error: bool = False) -> None:
    """One line, in the reader's language."""
    from rolebook.language import say

    typer.echo(say(Message(f"register-{code}", **arguments), messages), err=error)
