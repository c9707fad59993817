"""`rolebook register scan` and `confirm`: signed paper read back, and looked at where a program cannot tell."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolebook.cli.common import MESSAGES, Day, Messages, Root, Workers, family, progress_bar
from rolebook.cli.register.options import DOCUMENTS, Documents, Entities, Ledgers, Place, report, tell
from rolebook.diagnostics import Message

if TYPE_CHECKING:
    from rolebook.pipeline.register.confirm import Picture

commands = family()


@commands.command("scan")
def scan_command(
    folder: Annotated[Path, typer.Argument(help="A folder of scans: PDF, JPEG, PNG, TIFF.")],
    *,
    copies: Ledgers = None,
    review: Annotated[
        bool, typer.Option("--review", help="Everything waits for `confirm`, marks plainly seen as well.")
    ] = False,
    entity: Annotated[str, typer.Option(help="Whose register keeps copies that nobody printed.")] = "",
    workers: Workers = None,
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,
) -> None:
    """Read signed paper back: pages in any order, turned any way, several documents in a scan.

    Example: `rolebook register scan scans/`
    """
    from rolebook.pipeline.register.issued_copies import issued_in, ledgers_under
    from rolebook.pipeline.register.scans import Scans, scan_folder
    from rolebook.source import find_root

    root = find_root(handbook)
    issued = issued_in(copies or ledgers_under(root / DOCUMENTS))
    scans = Scans(folder, issued, entity, review, workers or os.cpu_count() or 1)
    with progress_bar() as told:
        done = scan_folder(root, scans, register, told)
    tell("scanned", messages, {"sheets": done.sheets, "blank": done.blank})
    report(done.outcomes, messages)


@commands.command("confirm")
def confirm_command(
    people: Annotated[list[str] | None, typer.Argument(metavar="PERSON…", help="Whose papers; by id.")] = None,
    *,
    document: Documents = None,
    entity: Entities = None,
    everything: Annotated[bool, typer.Option("--all", help="Everything that waits.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="It is not theirs, or no signature.")] = False,
    reason: Annotated[str, typer.Option(help="Why; needed for a rejection.")] = "",
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,
) -> None:
    """Say that you looked at what `scan` was not sure of. Without names, list what waits and which files to look at.

    Example: `rolebook register confirm E001`
    """
    from rolebook.pipeline.register.confirm import confirm, waiting
    from rolebook.pipeline.register.status import Wanted
    from rolebook.source import find_root

    root, chosen = find_root(handbook), Wanted(tuple(entity or ()), tuple(people or ()), tuple(document or ()))
    if not (people or document or everything):
        found = waiting(root, chosen, register)
        if not found:
            tell("nothing-waits", messages, {})
        for one in found:
            told: dict[str, str | int] = {"person": one.person, "document": one.document, "number": one.review}
            files = ", ".join(_picture(picture, messages) for picture in one.pictures)
            tell("waits", messages, {**told, "files": files})
        return
    report(confirm(root, chosen, register, reject=reject, reason=reason), messages)


def _picture(picture: Picture, messages: str) -> str:
    from rolebook.language import say

    if not picture.name:
        return str(picture.path)
    about = {"path": str(picture.path), "name": picture.name, "sheets": picture.sheets or "—"}
    return say(Message("register-picture", **about), messages)
