"""What the commands share: options, the language of messages, and how a report is told."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from rolebook.check import FIXED, LEGAL, NEW
from rolebook.check.coverage import coverage_line
from rolebook.diagnostics import Severity, UserError
from rolebook.diagnostics.machine import as_github, as_json, as_sarif
from rolebook.diagnostics.text import show
from rolebook.language import known_languages, phrasebook, say
from rolebook.pipeline.checking import Report
from rolebook.source import set_today
from rolebook.store.cache import keep_nothing

Folder = Annotated[Path, typer.Argument(help="The handbook; by default the one around the current folder.")]
Root = Annotated[Path, typer.Option("--handbook", help="The handbook; by default the one around the current folder.")]
Json = Annotated[bool, typer.Option("--json", help="For programs: JSON instead of words.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes at once; by default one a core.")]
MESSAGES = os.environ.get("ROLEBOOK_MESSAGES") or "en"
_reader_language: ContextVar[str] = ContextVar("reader_language", default=MESSAGES)


def in_language(tag: str) -> str:
    """Wrong use, too, is told in the language asked for."""
    if tag.partition("-")[0] not in known_languages():
        raise UserError("no-messages", tag=tag, known=", ".join(known_languages()))
    _reader_language.set(tag)
    return tag


Messages = Annotated[
    str,
    typer.Option(
        "--messages", help="The language of messages: en, es, zh, vi, ru.", callback=in_language, is_eager=True
    ),
]


def _on_day(day: str | None) -> str | None:
    if day is not None:
        set_today(day)
    return day


Day = Annotated[str | None, typer.Option("--today", help="What day it is, such as 2027-01-31.", callback=_on_day)]


def _without_cache(told: bool) -> None:  # noqa: FBT001
    if told:
        keep_nothing()


NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Make everything anew; keep nothing.", callback=_without_cache)
]
Cluster = Annotated[str, typer.Option(help="A Dask scheduler, tcp://…:8786, whose workers make the documents.")]


class FileFormat(StrEnum):
    """What comes out."""

    PDF = "pdf"
    DOCX = "docx"


_MANY, _MOST = 50, 8
"""More findings than that hide one another: how many there are of the most frequent codes is told at the end."""


class Format(StrEnum):
    """Forms of findings."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


_FORMS = {Format.JSON: as_json, Format.GITHUB: as_github, Format.SARIF: as_sarif}


def family() -> typer.Typer:
    """The commands of one module, or below one word."""
    return typer.Typer(
        no_args_is_help=True, add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False
    )


def tell(error: UserError) -> NoReturn:
    """Ends with wrong use, told in one line whatever the reason holds."""
    told = " ".join(f"rolebook: {say(error, _reader_language.get())}".split())
    Console(stderr=True).print(told, soft_wrap=True, highlight=False, markup=False)
    sys.exit(2)


@contextmanager
def progress_bar() -> Iterator[Callable[[int], None]]:
    """Tells how many are done: a bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    columns = (TextColumn("{task.completed}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None)
        yield lambda done: bar.update(task, completed=done)


def tell_new(report: Report, messages: str) -> None:
    """Names the checks that this version brought, where they made a strict run fail."""
    new = sorted({one.code for one in report.findings if one.severity is Severity.ERROR} & NEW)
    if new:
        typer.echo(say(UserError("new-checks", codes=", ".join(new)), messages), err=True)


def write(report: Report, form: Format, messages: str, *, summary: bool = True) -> None:
    """All findings, and how many; without `summary` they go to the side, where errors go."""
    phrase = phrasebook(messages)
    if form is not Format.TEXT:
        typer.echo(_FORMS[form](report.findings, phrase), nl=False)
        return
    show(report.findings, phrase, Console(stderr=not summary))
    if summary:
        counts = {"errors": report.count(Severity.ERROR), "warnings": report.count(Severity.WARNING)}
        typer.echo(say(UserError("summary", **counts), messages))
        if len(report.findings) > _MANY:
            codes = Counter(finding.code for finding in report.findings)
            typer.echo(", ".join(f"{code} {count}" for code, count in codes.most_common(_MOST)))
        if told := _under(report, messages):
            typer.echo(told)


def _under(report: Report, messages: str) -> str:
    """What was checked, by place and language; that nothing was found, where every file could be read."""
    found = any(finding.code in LEGAL or finding.code in FIXED for finding in report.findings)
    return coverage_line(report.coverage, messages, clean=not found) if report.coverage else ""
