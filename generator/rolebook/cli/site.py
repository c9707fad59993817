"""`rolebook build` and `serve`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rolebook.cli.common import MESSAGES, Cluster, Folder, Format, Messages, NoCache, family, tell_new, write
from rolebook.diagnostics import Severity, UserError

commands = family()


class Readers(StrEnum):
    """For whom a site is made."""

    PUBLIC = "public"
    STAFF = "staff"
    MANAGERS = "managers"
    ALL = "all"


EVERYBODY = (Readers.PUBLIC.value, Readers.STAFF.value, Readers.MANAGERS.value)


@commands.command("build")
def build_command(
    folder: Folder = Path(),
    *,
    output: Annotated[Path | None, typer.Option(help="Where the site goes; by default `site` in the handbook.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="Build only this language; may be given again.")] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse warnings, and languages that are not fully translated.")
    ] = False,
    search: Annotated[bool, typer.Option(help="Make the site's search.")] = True,
    documents: Annotated[bool, typer.Option(help="Make the documents that the site offers.")] = True,
    audience: Annotated[
        Readers | None, typer.Option(help="For whom; `all` makes a site for each, in folders to host apart.")
    ] = None,
    cluster: Cluster = "",
    _no_cache: NoCache = False,
    messages: Messages = MESSAGES,
) -> None:
    """Build the whole handbook as a site. A failed build leaves the last site as it was.

    Example: `rolebook build --language en --language es`
    """
    from rolebook.mkdocs_plugin import build
    from rolebook.pipeline.reading.files import FOLDERS
    from rolebook.source import find_root

    root = find_root(folder)
    target = (output or root / "site").resolve()
    if root.is_relative_to(target) or any(target.is_relative_to(root / part) for part in FOLDERS):
        raise UserError("output-outside", folder=str(target))
    audiences = EVERYBODY if audience is Readers.ALL else (audience.value,) if audience else ()
    report = build(
        root,
        target,
        tuple(language or ()),
        messages,
        audiences=audiences,
        strict=strict,
        search=search,
        documents=documents,
        cluster=cluster,
    )
    weighty = [finding for finding in report.findings if finding.severity is not Severity.INFO]
    write(report.telling(weighty), Format.TEXT, messages, summary=False)
    if report.failed:
        if strict:
            tell_new(report, messages)
        raise typer.Exit(1)
    typer.echo(f"{target}")


@commands.command("serve")
def serve_command(
    folder: Folder = Path(),
    *,
    language: Annotated[list[str] | None, typer.Option(help="Only this language; may be given again.")] = None,
    address: Annotated[str, typer.Option(help="Address and port.")] = "127.0.0.1:8000",
    _no_cache: NoCache = False,
) -> None:
    """Show the handbook in the browser and follow every change.

    Example: `rolebook serve --language es`
    """
    from rolebook.mkdocs_plugin import serve
    from rolebook.source import find_root

    serve(find_root(folder), tuple(language or ()), address, typer.echo)
