"""`rolebook register scan` and `confirm`: signed paper read back, and looked at where a program cannot tell."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolebook.cli.common import MESSAGES, Day, Messages, Root, Workers, family, progress_bar
from rolebook.cli.register.options import Documents, Entities, Ledgers, Place, report, tell
from rolebook.diagnostics import Message

if TYPE_CHECKING:
    from rolebook.pipeline.register.confirm import LaidOut
    from rolebook.pipeline.register.waiting import Picture

commands = family()


@commands.command("scan")
def scan_command(
    folder: Annotated[Path, typer.Argument(help="A folder of scans: PDF, JPEG, PNG, TIFF, HEIC, WebP, GIF.")],
    *,
    copies: Ledgers = None,
    review: Annotated[
        bool, typer.Option("--review", help="Everything waits for `confirm`, also where a click would do.")
    ] = False,
    entity: Annotated[str, typer.Option(help="Whose register keeps copies that nobody printed.")] = "",
    workers: Workers = None,
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,
) -> None:
    """Read signed paper back: pages in any order, turned any way, several documents in a scan.

    The program sorts the signature lines; what must be signed counts once a person has looked: `register confirm`.

    Example: `rolebook register scan scans/`
    """
    from rolebook.pipeline.register.issued_copies import issued_in, usual_ledgers
    from rolebook.pipeline.register.scans import Scans, scan_folder
    from rolebook.source import find_root

    root = find_root(handbook)
    issued = issued_in(copies or usual_ledgers(root, register))
    scans = Scans(folder, issued, entity, review, workers or os.cpu_count() or 1)
    with progress_bar() as told:
        done = scan_folder(root, scans, register, told)
    tell("scanned", messages, {"sheets": done.sheets, "blank": done.blank})
    report(done.outcomes, messages)
    if done.waiting:
        tell("look-now", messages, {})


@commands.command("confirm")
def confirm_command(
    people: Annotated[list[str] | None, typer.Argument(metavar="PERSON…", help="Whose papers; by id.")] = None,
    *,
    document: Documents = None,
    entity: Entities = None,
    everything: Annotated[bool, typer.Option("--all", help="Everything that waits.")] = False,
    answers: Annotated[
        Path | None, typer.Option("--accept", metavar="FILE", help="The answers of the contact sheet (CSV or XLSX).")
    ] = None,
    by: Annotated[str, typer.Option(help="Who looked; by default the user of this machine.")] = "",
    reject: Annotated[bool, typer.Option("--reject", help="It is not theirs, or no signature.")] = False,
    reason: Annotated[str, typer.Option(help="Why; needed for a rejection.")] = "",
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,
) -> None:
    """Say that you looked at what `scan` sorted. Without names, list what waits and write one contact sheet of it:
    a page with every signature line, where you answer and save a file for `--accept`.

    Example: `rolebook register confirm`, then `rolebook register confirm --accept answers.csv`
    """
    from rolebook.pipeline.register.confirm import Looked, accept, confirm, lay_out
    from rolebook.pipeline.register.status import Wanted
    from rolebook.source import find_root

    root, chosen = find_root(handbook), Wanted(tuple(entity or ()), tuple(people or ()), tuple(document or ()))
    if answers:
        report(accept(root, answers, register, by), messages)
    elif people or document or everything:
        report(confirm(root, chosen, register, Looked(by, reject, reason)), messages)
    else:
        _list(lay_out(root, chosen, register, messages), messages)


def _list(found: LaidOut, messages: str) -> None:
    for one in found.waiting:
        told: dict[str, str | int] = {"person": one.person, "document": one.document, "number": one.review}
        files = ", ".join(_picture(picture, messages) for picture in one.pictures)
        tell("waits", messages, {**told, "group": one.group, "files": files})
    if found.sheet is None:
        tell("nothing-waits", messages, {})
    else:
        tell("contact-sheet", messages, {"file": str(found.sheet), "lines": len(found.waiting)})


def _picture(picture: Picture, messages: str) -> str:
    from rolebook.language import say

    if not picture.name:
        return str(picture.path)
    about = {"path": str(picture.path), "name": picture.name, "sheets": picture.sheets or "—"}
    return say(Message("register-picture", **about), messages)
