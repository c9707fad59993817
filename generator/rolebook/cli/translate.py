"""`rolebook translate`: what is translated and confirmed, files for translators, and what comes back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolebook.cli.common import MESSAGES, Folder, Json, Messages, Root, family
from rolebook.diagnostics import Message

if TYPE_CHECKING:
    from rolebook.model.translation.units import Unit
    from rolebook.pipeline.translate.accept import Accepted
    from rolebook.pipeline.translate.status import LanguageStatus, Progress

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
    from rolebook.pipeline.translate.status import status
    from rolebook.source import find_root

    found = status(find_root(folder), tuple(language or ()))
    if as_json:
        data = {"languages": {one.language: one.as_data() for one in found}}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for one in found:
        for line in _lines(one, messages):
            typer.echo(line)


@translate.command("export")
def export_command(
    place: Places = None,
    *,
    language: Annotated[
        list[str], typer.Option("--language", help="Translate into this language; may be given again.")
    ],
    form: Annotated[str, typer.Option("--format", help="xliff (1.2), xliff2 (2.1), po or xlsx.")] = "xliff",
    everything: Annotated[bool, typer.Option("--all", help="Confirmed texts too, not only what is open.")] = False,
    kit: Annotated[bool, typer.Option("--kit", help="With glossary, translation memory, preview and brief.")] = False,
    output: Annotated[Path | None, typer.Option(help="The folder; by default `build/translation`.")] = None,
    root: Root = Path(),
    messages: Messages = MESSAGES,
) -> None:
    """Write files for translators: what is missing, stale, unconfirmed or made by a machine.

    Example: `rolebook translate export --language es --kit`
    """
    from rolebook.language import say
    from rolebook.pipeline.translate.export import KitOrder, export, export_form
    from rolebook.source import find_root

    handbook = find_root(root)
    folder = output or handbook / "build" / "translation"
    order = KitOrder(export_form(form), tuple(place or ()), everything, kit)
    for tag in language:
        done = export(handbook, tag, folder / tag if kit else folder, order)
        for path in done.files:
            typer.echo(path)
        for left in done.left_out:
            typer.echo(say(Message("too-long-string", place=left), messages), err=True)
        if not done.strings:
            typer.echo(say(Message("nothing-open", language=tag), messages), err=True)


@translate.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="What came back: .xlf, .xliff, .po or .xlsx.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    root: Root = Path(),
    as_json: Json = False,
    messages: Messages = MESSAGES,
) -> None:
    """Take a translator's file into the YAML, string by string; what does not fit is refused and reported.

    Example: `rolebook translate import handbook.en-es.xlf`
    """
    from rolebook.language import say
    from rolebook.pipeline.translate.import_file import import_file
    from rolebook.pipeline.translate.judge import CONFIRMED, REFUSED, TAKEN, UNCHANGED, UNFINISHED
    from rolebook.source import find_root

    done = import_file(find_root(root), file, dry_run=dry_run)
    if as_json:
        rows = [{"place": one.place, "outcome": one.outcome, "detail": one.detail} for one in done.results]
        typer.echo(json.dumps({"language": done.language, "strings": rows}, ensure_ascii=False, indent=2))
    else:
        for one in done.results:
            if one.outcome != UNCHANGED:
                told = Message(f"import-{one.outcome}", place=one.place, detail=one.detail)
                typer.echo(say(told, messages), err=one.refused)
        counts = done.counts()
        taken = counts[TAKEN] + counts[UNFINISHED]
        refused = sum(count for outcome, count in counts.items() if outcome in REFUSED)
        numbers = {"taken": taken, "confirmed": counts[CONFIRMED], "unchanged": counts[UNCHANGED], "refused": refused}
        typer.echo(say(Message("imported", **numbers), messages))
    if done.failed:
        raise typer.Exit(1)


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
    from rolebook.model.translation.lock import LockState
    from rolebook.pipeline.translate.accept import accept
    from rolebook.source import find_root

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
    from rolebook.pipeline.translate.accept import accept
    from rolebook.source import find_root

    _tell(accept(find_root(root), tuple(place), tuple(language), "reviewed"), as_json, messages)


def _tell(accepted: Accepted, as_json: bool, messages: str) -> None:  # noqa: FBT001
    from rolebook.language import say

    if as_json:
        data = {"confirmed": _listed(accepted.confirmed), "left": _listed(accepted.left)}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    typer.echo(say(Message("accepted", count=len(accepted.confirmed)), messages))
    for unit in accepted.left:
        where = f"{unit.location.file}:{unit.location.line}:{unit.location.column}"
        typer.echo(say(Message("left-stale", where=where, place=unit.place, language=unit.language), messages))


def _listed(units: Iterable[Unit]) -> list[dict[str, str]]:
    return [{"place": unit.place, "language": unit.language} for unit in units]


def _lines(one: LanguageStatus, messages: str) -> Iterable[str]:
    yield f"{one.language}  {_progress_line(one.whole, messages)}"
    for place, progress in sorted(one.documents.items()):
        if not progress.is_done:
            yield f"    {place}  {_progress_line(progress, messages)}"


def _progress_line(progress: Progress, messages: str) -> str:
    """Strings by state, then how much of the source is left."""
    from rolebook.language import counts_signs, say
    from rolebook.model.translation.units import State

    states = [
        say(Message("strings-in", state=state, count=progress.states[state]), messages)
        for state in State
        if progress.states[state]
    ]
    left = [
        say(Message("left-signs" if counts_signs(tag) else "left-words", count=count, language=tag), messages)
        for tag, count in sorted(progress.left.items())
    ]
    return " · ".join([", ".join(states), *left] if states else [say(Message("no-strings"), messages)])
