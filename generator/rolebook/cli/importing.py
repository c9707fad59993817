"""`rolebook import`."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolebook.cli.common import MESSAGES, Day, Json, Messages, Root, family, progress_bar

if TYPE_CHECKING:
    from rolebook.pipeline.importing.order import ImportedFile

commands = family()


class Kind(StrEnum):
    """What a document is to become."""

    ROLE = "role"
    POLICY = "policy"


@commands.command("import")
def import_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Documents, or folders of them.")],
    *,
    language: Annotated[str, typer.Option(help="Their language; without it, each is told by its words.")] = "",
    into: Annotated[
        str,
        typer.Option(help="A folder below `roles` or `policies`; by default `roles/imported`, `policies/imported`."),
    ] = "",
    kind: Annotated[
        Kind | None, typer.Option("--as", help="What they become; by default, each as its words say.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Write files that are there anew; ids of items stay.")
    ] = False,
    root: Root = Path(),
    _day: Day = None,
    as_json: Json = False,
    messages: Messages = MESSAGES,
) -> None:
    """Make draft roles and policies of Word, PDF, RTF, HTML, Markdown and text files.

    Every word is in the file that is written, or in the report of what is left over.

    Example: `rolebook import job-descriptions --language es`
    """
    from rolebook.pipeline.importing.order import ImportOrder
    from rolebook.pipeline.importing.run import Importer
    from rolebook.source import find_root

    order = ImportOrder(files, language, into, kind.value if kind else "", dry_run, replace, messages=messages)
    importer = Importer(find_root(root), order)
    with progress_bar() as progress:
        done = list(importer.run(progress))
    if as_json:
        typer.echo(json.dumps([_data(one) for one in done], ensure_ascii=False, indent=2))
    else:
        _tell(done, messages)
    raise typer.Exit(1 if any(one.outcome in ("refused", "exists") for one in done) else 0)


def _data(one: ImportedFile) -> dict[str, object]:
    return {"document": str(one.document), "outcome": one.outcome, "path": one.path}


def _tell(done: list[ImportedFile], messages: str) -> None:
    for one in done:
        typer.echo(f"{one.document} {one.outcome} {one.path} {one.draft.placed if one.draft else ''}")
