"""`rolebook print`: documents to sign, for one person or for a whole roster."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from rolebook.cli.common import MESSAGES, Format, Messages, Root, family, write
from rolebook.diagnostics import Diagnostic, UserError
from rolebook.diagnostics.text import show
from rolebook.language import phrasebook, say
from rolebook.pipeline.copies import Order, Refusal
from rolebook.pipeline.printing import Printed, print_papers
from rolebook.pipeline.setting import Form as PaperForm
from rolebook.render.paper import Profile as PaperProfile
from rolebook.source import find_root
from rolebook.store import ignored_folder

commands = family()
OUTPUT = "documents"


class FileFormat(StrEnum):
    """What comes out."""

    PDF = "pdf"
    DOCX = "docx"


class Profile(StrEnum):
    """What a PDF is for."""

    DEFAULT = "default"
    ARCHIVE = "archive"
    RU_KEDO = "ru-kedo"
    ESIGN = "esign"
    DRAFT = "draft"


class Form(StrEnum):
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


@commands.command("print")
def print_command(
    documents: Annotated[
        list[str] | None, typer.Argument(help="Ids of roles and policies; all when none is given.")
    ] = None,
    *,
    language: Annotated[list[str] | None, typer.Option(help="The reader's language; may be given again.")] = None,
    jurisdiction: Annotated[list[str] | None, typer.Option(help="Only for employers there: ES, CN.")] = None,
    form: Annotated[FileFormat, typer.Option("--format", help="PDF to sign, or a working copy for Word.")] = FileFormat.PDF,
    paper: Annotated[
        Form,
        typer.Option("--as", help="The document, a sheet for many signers, a record of refusal, the table of sanctions, everything."),
    ] = Form.DOCUMENT,
    bilingual: Annotated[str, typer.Option(help="A second language, side by side.")] = "",
    roster: Annotated[Path | None, typer.Option(help="People: a CSV or XLSX file.")] = None,
    person: Annotated[list[str] | None, typer.Option(help="Only this person of the roster; may be given again.")] = None,
    pack: Annotated[bool, typer.Option("--pack", help="Each person's role and every policy that binds them.")] = False,
    signatories: Annotated[Path | None, typer.Option(help="Who signs for which post: a CSV or XLSX file.")] = None,
    profile: Annotated[Profile, typer.Option(help="What the PDF is for.")] = Profile.DEFAULT,
    service: Annotated[Service | None, typer.Option(help="Marks for this e-signature service (with --profile esign).")] = None,
    issue: Annotated[int, typer.Option(min=1, help="A further copy of the same document for the same person.")] = 1,
    output: Annotated[Path | None, typer.Option(help="Where the files go; by default `documents` in the handbook.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that work at once; by default one a core.")] = None,
    handbook: Root = Path(),
    messages: Messages = MESSAGES,
) -> None:
    """Print documents for signature.

    Example: `rolebook print sales-manager --language es`
    """
    root = find_root(handbook)
    if person and roster is None:
        raise UserError("person-without-roster")
    if (service is not None) != (profile is Profile.ESIGN):
        raise UserError("service-without-esign")
    order = Order(
        output=(output or ignored_folder(root / OUTPUT)).resolve(),
        documents=tuple(documents or ()),
        languages=tuple(language or ()),
        jurisdictions=tuple(jurisdiction or ()),
        form=cast("PaperForm", paper.value),
        word=form is FileFormat.DOCX,
        bilingual=bilingual,
        profile=cast("PaperProfile", profile.value),
        service=service.value if service else None,
        people=tuple(person or ()),
        pack=pack,
        issue=issue,
    )
    with _progress() as told:
        printed = print_papers(
            root, order, roster, signatories, workers=workers or os.cpu_count() or 1, progress=told
        )
    _report(printed, messages)


@contextmanager
def _progress() -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with Progress(TextColumn("{task.completed}"), BarColumn(), TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None)
        yield lambda done: bar.update(task, completed=done)


def _report(printed: Printed, messages: str) -> None:
    write(printed.report, Format.TEXT, messages, summary=False)
    for path in printed.files:
        typer.echo(path)
    for names, findings in _together(printed.refused):
        typer.echo(say(UserError("not-printed", name=", ".join(names)), messages), err=True)
        show(findings, phrasebook(messages), Console(stderr=True))
    if printed.refused or printed.report.failed:
        raise typer.Exit(1)
    if not printed.files:
        raise UserError("nothing-to-print")


def _together(refused: list[Refusal]) -> Iterator[tuple[list[str], tuple[Diagnostic, ...]]]:
    """Copies refused for the same reasons, told once."""
    reasons: dict[tuple[tuple[Diagnostic, str], ...], list[Refusal]] = {}
    for refusal in refused:
        key = tuple((finding, str(finding.arguments)) for finding in refusal.findings)
        reasons.setdefault(key, []).append(refusal)
    for same in reasons.values():
        yield [refusal.name for refusal in same], same[0].findings
