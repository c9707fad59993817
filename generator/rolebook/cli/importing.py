"""`rolebook import`."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolebook.cli.common import MESSAGES, Day, Json, Messages, Root, family, progress_bar
from rolebook.diagnostics import Message, UserError

if TYPE_CHECKING:
    from rolebook.pipeline.importing.order import ImportRun

commands = family()


class Kind(StrEnum):
    """What a document is to become."""

    ROLE = "role"
    POLICY = "policy"


@commands.command("import")
def import_command(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE…", help="Documents, or folders of them.")] = None,
    *,
    pair: Annotated[bool, typer.Option("--pair", help="The files are one document in several languages.")] = False,
    compare: Annotated[
        Path | None, typer.Option("--compare", help="A Word copy that somebody edited: take its edits.")
    ] = None,
    language: Annotated[str, typer.Option(help="Their language; without it, each document's words decide.")] = "",
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
    column: Annotated[list[str] | None, typer.Option(help="A table's heading: `theirs=ours`; repeatable.")] = None,
    root: Root = Path(),
    _day: Day = None,
    as_json: Json = False,
    messages: Messages = MESSAGES,
) -> None:
    """Make draft roles and policies of Word, PDF, RTF, HTML, Markdown and text files, and of tables.

    Every word is in the file that is written, or in the report of what is left over.

    Example: `rolebook import job-descriptions --language es`
    """
    from rolebook.pipeline.importing.columns import asked_columns
    from rolebook.pipeline.importing.importing import import_documents
    from rolebook.pipeline.importing.order import ImportOrder
    from rolebook.source import find_root

    if compare is not None:
        _compare(find_root(root), compare, language, dry_run=dry_run, as_json=as_json, messages=messages)
        return
    if not files:
        raise UserError("no-file", file="FILE…")
    columns = asked_columns(column or ())
    order = ImportOrder(files, language, into, kind.value if kind else "", dry_run, replace, pair, columns, messages)
    with progress_bar() as progress:
        done = import_documents(find_root(root), order, progress)
    if as_json:
        from rolebook.pipeline.importing.report import file_data

        typer.echo(json.dumps({"files": [file_data(one) for one in done.files]}, ensure_ascii=False, indent=2))
    else:
        _tell(done, messages)
    raise typer.Exit(1 if done.failed else 0)


def _compare(root: Path, path: Path, language: str, *, dry_run: bool, as_json: bool, messages: str) -> None:
    from rolebook.language import say
    from rolebook.pipeline.importing.compare import compare_copy
    from rolebook.pipeline.translate.judge import UNCHANGED

    done = compare_copy(root, path, language, dry_run=dry_run)
    if as_json:
        typer.echo(json.dumps(done.data(), ensure_ascii=False, indent=2))
    else:
        for one in done.results:
            if one.outcome != UNCHANGED:
                typer.echo(say(Message(f"import-{one.outcome}", place=one.place, detail=one.detail), messages))
        for outcome, line in done.lines:
            typer.echo(say(Message(f"compare-{outcome}", words=line.after or line.before), messages))
    raise typer.Exit(1 if done.failed else 0)


def _tell(done: ImportRun, messages: str) -> None:
    from rolebook.diagnostics.text import show
    from rolebook.language import phrasebook, say
    from rolebook.pipeline.importing.report import left_over

    phrase = phrasebook(messages)
    for one in done.files:
        show(list(one.findings), phrase, sys.stdout)
        if one.draft is not None and one.outcome in ("written", "would-be-written"):
            counts = {"placed": one.draft.placed, "doubtful": len(one.draft.doubts), "left": left_over(one)}
            typer.echo(say(Message(f"import-{one.outcome}", path=one.path, **counts), messages))
        elif one.outcome == "unchanged":
            typer.echo(say(Message("import-unchanged", path=one.path), messages))
    show(done.checked, phrase, sys.stdout)
    counts = {name: sum(one.outcome == name for one in done.files) for name in ("written", "unchanged")}
    refused = sum(one.outcome in ("refused", "exists") for one in done.files)
    typer.echo(say(Message("import-summary", **counts, refused=refused), messages))
    if done.page:
        typer.echo(say(Message("import-report", file=str(done.page)), messages))
