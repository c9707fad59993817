"""What the commands share: options, the language of messages, and how a report is told."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

import rolebook
from rolebook.diagnostics import Message, Severity, UserError

if TYPE_CHECKING:
    from rolebook.pipeline.check.report import Report

Folder = Annotated[Path, typer.Argument(help="The handbook; by default the one around the current folder.")]
Root = Annotated[Path, typer.Option("--handbook", help="The handbook; by default the one around the current folder.")]
Json = Annotated[bool, typer.Option("--json", help="For programs: JSON instead of words.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes at once; by default one a core.")]
_MESSAGE_FILES = Path(rolebook.__file__).parent / "language" / "messages"
MESSAGE_LANGUAGES = tuple(sorted(path.stem for path in _MESSAGE_FILES.glob("*.yml")))
"""The languages that messages are written in; listed without reading any, which would take longer than a help page."""
MESSAGES = os.environ.get("ROLEBOOK_MESSAGES") or "en"
_reader_language: ContextVar[str] = ContextVar("reader_language", default=MESSAGES)


def in_language(tag: str) -> str:
    """Wrong use, too, is told in the language asked for."""
    if tag.partition("-")[0] not in MESSAGE_LANGUAGES:
        raise UserError("no-messages", tag=tag, known=", ".join(MESSAGE_LANGUAGES))
    _reader_language.set(tag)
    return tag


Messages = Annotated[
    str,
    typer.Option(
        "--messages",
        help=f"The language of messages: {', '.join(MESSAGE_LANGUAGES)}.",
        callback=in_language,
        is_eager=True,
    ),
]


def _on_day(day: str | None) -> str | None:
    if day is not None:
        from rolebook.source import set_today

        set_today(day)
    return day


Day = Annotated[str | None, typer.Option("--today", help="What day it is, such as 2027-01-31.", callback=_on_day)]


def _without_cache(told: bool) -> None:  # noqa: FBT001
    if told:
        from rolebook.store.cache import keep_nothing

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
    """Forms of findings; for programs, those of `diagnostics.machine.as_…`."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def family(*, completion: bool = False) -> typer.Typer:
    """The commands of one module, or below one word; with `completion`, options that teach a shell to complete them."""
    return typer.Typer(
        no_args_is_help=True, add_completion=completion, rich_markup_mode=None, pretty_exceptions_enable=False
    )


def tell(error: UserError) -> NoReturn:
    """Ends with wrong use, told in one line whatever the reason holds."""
    from rolebook.language import say

    typer.echo(" ".join(f"rolebook: {say(error.message, _reader_language.get())}".split()), err=True)
    sys.exit(2)


@contextmanager
def progress_bar() -> Iterator[Callable[[int], None]]:
    """Tells how many are done: a bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.completed}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None)
        yield lambda done: bar.update(task, completed=done)


def tell_new(report: Report, messages: str) -> None:
    """Names the checks that this version brought, where they made a strict run fail."""
    from rolebook.checks import NEW
    from rolebook.language import say

    new = sorted({one.code for one in report.findings if one.severity is Severity.ERROR} & NEW)
    if new:
        typer.echo(say(Message("new-checks", codes=", ".join(new)), messages), err=True)


def write(report: Report, form: Format, messages: str, *, summary: bool = True) -> None:
    """All findings, and how many; without `summary` they go to the side, where errors go."""
    from rolebook.language import phrasebook, say

    phrase = phrasebook(messages)
    if form is not Format.TEXT:
        from rolebook.diagnostics import machine

        typer.echo(getattr(machine, f"as_{form}")(report.findings, phrase), nl=False)
        return
    from rolebook.diagnostics.text import show

    show(report.findings, phrase, sys.stdout if summary else sys.stderr)
    if summary:
        counts = {"errors": report.count(Severity.ERROR), "warnings": report.count(Severity.WARNING)}
        typer.echo(say(Message("summary", **counts), messages))
        if len(report.findings) > _MANY:
            codes = Counter(finding.code for finding in report.findings)
            typer.echo(", ".join(f"{code} {count}" for code, count in codes.most_common(_MOST)))
        if told := _under(report, messages):
            typer.echo(told)


def _under(report: Report, messages: str) -> str:
    """What was checked, by place and language; that nothing was found, where every file could be read."""
    from rolebook.pipeline.check.coverage import coverage_line

    return coverage_line(report.coverage, messages, clean=not report.has_legal_findings) if report.coverage else ""
