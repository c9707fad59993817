"""`rolebook translate`: what is translated and confirmed, files for translators, and what comes back."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from rolebook.cli.common import MESSAGES, Folder, Json, Messages, Root, family
from rolebook.diagnostics import UserError
from rolebook.language import counts_signs, say
from rolebook.model.lock import LockState
from rolebook.model.translations import State, Unit
from rolebook.pipeline.translation import Accepted, accept
from rolebook.pipeline.translation_status import LanguageStatus, Progress, status
from rolebook.source import find_root

commands = family()
translate = family()
commands.add_typer(translate, name="translate", help="What is translated, from which words, and files for translators.")

Languages = Annotated[list[str] | None, typer.Option("--language", help="Only this language; may be given again.")]
Places = Annotated[list[str] | None, typer.Argument(metavar="[PLACE]…", help="Texts, or what they are part of.")]


@translate.command("status")
def status_command(
    folder: Folder = Path(),
    *,
    language: Languages = None,
    as_json: Json = False,
    messages: Messages = MESSAGES,
) -> None:
    """Show what is missing, stale and unconfirmed, by language and document.

    Example: `rolebook translate status --language es`
    """
    found = status(find_root(folder), tuple(language or ()))
    if as_json:
        data = {"languages": {one.language: one.as_data() for one in found}}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for one in found:
        for line in _lines(one, messages):
            typer.echo(line)


@translate.command("accept")
def accept_command(
    place: Places = None,
    *,
    language: Languages = None,
    machine: Annotated[bool, typer.Option("--machine", help="A machine made the translation.")] = False,
    root: Root = Path(),
    as_json: Json = False,
    messages: Messages = MESSAGES,
) -> None:
    """Confirm that translations say what their sources say now. Without a place: all that was typed since.

    Example: `rolebook translate accept role/sales-manager --language es`
    """
    state: LockState = "machine" if machine else "translated"
    _tell(accept(find_root(root), tuple(place or ()), tuple(language or ()), state), as_json, messages)


@translate.command("review")
def review_command(
    place: Annotated[list[str], typer.Argument(metavar="PLACE…", help="Texts, or what they are part of.")],
    *,
    language: Annotated[list[str], typer.Option("--language", help="The language reviewed; may be given again.")],
    root: Root = Path(),
    as_json: Json = False,
    messages: Messages = MESSAGES,
) -> None:
    """Record that a second person has compared translations with their sources.

    Example: `rolebook translate review policy/discipline --language es`
    """
    _tell(accept(find_root(root), tuple(place), tuple(language), "reviewed"), as_json, messages)


def _tell(accepted: Accepted, as_json: bool, messages: str) -> None:  # noqa: FBT001
    if as_json:
        data = {"confirmed": _listed(accepted.confirmed), "left": _listed(accepted.left)}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    typer.echo(say(UserError("accepted", count=len(accepted.confirmed)), messages))
    for unit in accepted.left:
        where = f"{unit.location.file}:{unit.location.line}:{unit.location.column}"
        typer.echo(say(UserError("left-stale", where=where, place=unit.place, language=unit.language), messages))


def _listed(units: Iterable[Unit]) -> list[dict[str, str]]:
    return [{"place": unit.place, "language": unit.language} for unit in units]


def _lines(one: LanguageStatus, messages: str) -> Iterable[str]:
    yield f"{one.language}  {_told(one.whole, messages)}"
    for place, progress in sorted(one.documents.items()):
        if not progress.is_done:
            yield f"    {place}  {_told(progress, messages)}"


def _told(progress: Progress, messages: str) -> str:
    """Strings by state, then how much of the source is left."""
    states = [
        say(UserError("strings-in", state=state, count=progress.states[state]), messages)
        for state in State
        if progress.states[state]
    ]
    left = [
        say(UserError("left-signs" if counts_signs(tag) else "left-words", count=count, language=tag), messages)
        for tag, count in sorted(progress.left.items())
    ]
    return " · ".join([", ".join(states), *left] if states else [say(UserError("no-strings"), messages)])
