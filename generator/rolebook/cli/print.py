"""`rolebook print`: documents to sign, for one person or for a whole roster."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolebook.cli.common import (
    MESSAGES,
    Cluster,
    Day,
    FileFormat,
    Format,
    Messages,
    NoCache,
    Root,
    Workers,
    family,
    progress_bar,
    write,
)
from rolebook.diagnostics import Message, UserError

if TYPE_CHECKING:
    from rolebook.pipeline.print.jobs import Refusal
    from rolebook.pipeline.print.order import Order
    from rolebook.pipeline.print.run import PrintRun

commands = family()
OUTPUT = "documents"


class Profile(StrEnum):
    """What a PDF is for."""

    DEFAULT = "default"
    ARCHIVE = "archive"
    RU_KEDO = "ru-kedo"
    ESIGN = "esign"
    DRAFT = "draft"


class PrintForm(StrEnum):
    """Papers about documents."""

    DOCUMENT = "document"
    SHEET = "sheet"
    REFUSAL = "refusal"
    SANCTIONS = "sanctions"
    HANDBOOK = "handbook"


class Service(StrEnum):
    """E-signature services whose marks are known."""

    DOCUSEAL = "docuseal"
    DOCUMENSO = "documenso"
    DOCUSIGN = "docusign"
    ADOBE = "adobe"


Documents = Annotated[list[str] | None, typer.Argument(help="Ids of roles and policies; all when none is given.")]
Languages = Annotated[list[str] | None, typer.Option(help="The reader's language; may be given again.")]
Jurisdictions = Annotated[list[str] | None, typer.Option(help="Only for employers there: ES, CN.")]
Roster = Annotated[Path | None, typer.Option(help="People: a CSV or XLSX file.")]
People = Annotated[list[str] | None, typer.Option(help="Only this person; may be given again.")]
Headings = Annotated[list[str] | None, typer.Option(help="A table's heading: `theirs=ours`; may be given again.")]
Signatories = Annotated[Path | None, typer.Option(help="Who signs for which post: a CSV or XLSX file.")]
Output = Annotated[Path | None, typer.Option(help="Where to; by default `documents` in the handbook.")]
_AS = "The document, a sheet for many signers, a record of refusal, sanctions, everything."

_JOINED = "With --pack: also all papers of a person in one PDF to put on paper, with a list on top."


@commands.command("print")
def print_command(
    documents: Documents = None,
    *,
    language: Languages = None,
    jurisdiction: Jurisdictions = None,
    form: Annotated[FileFormat, typer.Option("--format", help="PDF to sign, or a Word copy.")] = FileFormat.PDF,
    paper: Annotated[PrintForm, typer.Option("--as", help=_AS)] = PrintForm.DOCUMENT,
    bilingual: Annotated[str, typer.Option(help="A second language, side by side.")] = "",
    roster: Roster = None,
    person: People = None,
    pack: Annotated[bool, typer.Option("--pack", help="Also every policy that binds the person.")] = False,
    joined: Annotated[bool, typer.Option("--one-file", help=_JOINED)] = False,
    signatories: Signatories = None,
    column: Headings = None,
    profile: Annotated[Profile, typer.Option(help="What the PDF is for.")] = Profile.DEFAULT,
    service: Annotated[Service | None, typer.Option(help="Marks for it, with --profile esign.")] = None,
    issue: Annotated[int, typer.Option(min=1, help="A further copy for the same person.")] = 1,
    output: Output = None,
    workers: Workers = None,
    cluster: Cluster = "",
    handbook: Root = Path(),
    _day: Day = None,
    _no_cache: NoCache = False,
    messages: Messages = MESSAGES,
) -> None:
    """Print documents for signature. Example: `rolebook print sales-manager --language es`."""
    from rolebook.pipeline.print.order import Order
    from rolebook.source import find_root
    from rolebook.store import ignored_folder

    root = find_root(handbook)
    order = Order(
        output=(output or ignored_folder(root / OUTPUT)).resolve(),
        documents=tuple(documents or ()),
        languages=tuple(language or ()),
        jurisdictions=tuple(jurisdiction or ()),
        form=paper.value,
        word=form is FileFormat.DOCX,
        bilingual=bilingual,
        profile=profile.value,
        service=service.value if service else None,
        roster=roster,
        signatories=signatories,
        people=tuple(person or ()),
        columns=tuple(column or ()),
        pack=pack,
        joined=joined,
        issue=issue,
    )
    _report(_printed(root, order, workers, cluster), messages)


def _printed(root: Path, order: Order, workers: int | None, cluster: str) -> PrintRun:
    from rolebook.pipeline.print.cluster import cluster_at
    from rolebook.pipeline.print.run import print_papers
    from rolebook.pipeline.running.workers import workers as cores

    with progress_bar() as told, cluster_at(cluster) if cluster else nullcontext() as executor:
        return print_papers(root, order, workers=workers or cores(), executor=executor, progress=told)


def _report(printed: PrintRun, messages: str) -> None:
    from rolebook.language import say
    from rolebook.pipeline.check.report import Report

    write(printed.report, Format.TEXT, messages, summary=False)
    for path in printed.files:
        typer.echo(path)
    for name, day in printed.later.items():
        typer.echo(say(Message("signed-from", name=name, date=day.isoformat()), messages), err=True)
    for same in _together(printed.refused):
        names = ", ".join(refusal.name for refusal in same)
        typer.echo(say(Message("not-printed", name=names), messages), err=True)
        write(Report(None, list(same[0].findings)), Format.TEXT, messages, summary=False)
        if usable := same[0].usable:
            told = {"revision": usable.revision, "date": str(usable.effective or usable.released)}
            typer.echo(f"    {say(Message('usable-revision', **told), messages)}", err=True)
    if printed.refused or printed.report.failed:
        raise typer.Exit(1)
    if not printed.files:
        raise UserError("nothing-to-print")


def _together(refused: list[Refusal]) -> Iterable[list[Refusal]]:
    """Copies refused for the same reasons, to be told once."""

    reasons: dict[object, list[Refusal]] = {}
    for refusal in refused:
        told = tuple((finding, str(finding.arguments)) for finding in refusal.findings)
        revision = refusal.usable.revision if refusal.usable else ""
        reasons.setdefault((told, revision), []).append(refusal)
    return reasons.values()
