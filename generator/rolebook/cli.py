"""The command `rolebook`: options in, pipeline call, report and exit code out.

Exit codes: 0 clean, 1 findings of severity error, 2 wrong use.
"""

import io
import os
import sys
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from rolebook import __version__
from rolebook.check import FIXED, LEGAL, RULES, explain
from rolebook.diagnostics import Diagnostic, Severity, UserError, did_you_mean
from rolebook.diagnostics.machine import as_github, as_json, as_sarif
from rolebook.diagnostics.text import show
from rolebook.language import known_languages, phrasebook, say
from rolebook.pipeline.checking import FOLDERS, Report, check_handbook
from rolebook.pipeline.scaffold import init_handbook, new_policy, new_role
from rolebook.pipeline.schema import schemas, write_schemas
from rolebook.source import find_root, set_today

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False
)
new = typer.Typer(no_args_is_help=True, help="Add a role or a policy to the handbook.")
app.add_typer(new, name="new")


Folder = Annotated[Path, typer.Argument(help="The handbook; by default the one around the current folder.")]
MESSAGES = os.environ.get("ROLEBOOK_MESSAGES") or "en"
_reader_language: ContextVar[str] = ContextVar("reader_language", default=MESSAGES)


def _in_language(tag: str) -> str:
    """Wrong use, too, is told in the language asked for."""
    if tag.partition("-")[0] not in known_languages():
        raise UserError("no-messages", tag=tag, known=", ".join(known_languages()))
    _reader_language.set(tag)
    return tag


def _on_day(day: str | None) -> str | None:
    if day is not None:
        set_today(day)
    return day


Messages = Annotated[
    str,
    typer.Option(
        "--messages", help="The language of messages: en, es, zh, vi, ru.", callback=_in_language, is_eager=True
    ),
]


class Format(StrEnum):
    """Forms of findings."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


_FORMS = {Format.JSON: as_json, Format.GITHUB: as_github, Format.SARIF: as_sarif}


def main() -> None:
    """Runs the command; wrong use ends with one line and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a script gets codes, not a crash
    try:
        app()
    except UserError as error:
        _tell(error)
    except OSError as error:
        unwritten = UserError("no-write", file=str(error.filename or ""), reason=error.strerror or str(error))
        _tell(unwritten)


def _tell(error: UserError) -> NoReturn:
    """One line, whatever the reason holds."""
    told = " ".join(f"rolebook: {say(error, _reader_language.get())}".split())
    Console(stderr=True).print(told, soft_wrap=True, highlight=False, markup=False)
    sys.exit(2)


def _version(value: bool) -> None:  # noqa: FBT001
    if value:
        typer.echo(f"rolebook {__version__}")
        raise typer.Exit


@app.callback()
def rolebook(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Roles, policies and disciplinary rules, written once as YAML in several languages."""


@app.command("check")
def check_command(
    folder: Folder = Path(),
    *,
    form: Annotated[Format, typer.Option("--format", help="How findings are written.")] = Format.TEXT,
    only: Annotated[list[str] | None, typer.Option(help="Show only this code; may be given again.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    _day: Annotated[
        str | None, typer.Option("--today", help="The day to check on, such as 2027-01-31.", callback=_on_day)
    ] = None,
    messages: Messages = MESSAGES,
) -> None:
    """Check the handbook and show every finding, sorted by place.

    Example: `rolebook check --format github --only unknown-role`
    """
    for code in only or ():
        _known(code)
    report = check_handbook(find_root(folder))
    findings = [finding for finding in report.findings if not only or finding.code in only]
    if strict:
        findings = [_as_error(finding) for finding in findings]
    _write(Report(report.handbook, findings), form, messages)
    raise typer.Exit(1 if any(finding.severity is Severity.ERROR for finding in findings) else 0)


@app.command("explain")
def explain_command(code: Annotated[str, typer.Argument(help="The code in a finding's brackets.")]) -> None:
    """Say what a finding means, why it matters, and show a bad and a good example.

    Example: `rolebook explain unknown-role`
    """
    _known(code)
    typer.echo(explain(code), nl=False)


@app.command("build")
def build_command(
    folder: Folder = Path(),
    *,
    output: Annotated[Path | None, typer.Option(help="Where the site goes; by default `site` in the handbook.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="Build only this language; may be given again.")] = None,
    messages: Messages = MESSAGES,
) -> None:
    """Build the whole handbook as a site. A failed build leaves the last site as it was.

    Example: `rolebook build --language en --language es`
    """
    from rolebook.mkdocs_plugin import build  # noqa: PLC0415  MkDocs takes long to import, and only these two need it

    root = find_root(folder)
    target = (output or root / "site").resolve()
    if root.is_relative_to(target) or any(target.is_relative_to(root / part) for part in FOLDERS):
        raise UserError("output-outside", folder=str(target))
    report = build(root, target, tuple(language or ()), messages)
    weighty = [finding for finding in report.findings if finding.severity is not Severity.INFO]
    _write(Report(report.handbook, weighty), Format.TEXT, messages, summary=False)
    if report.failed:
        raise typer.Exit(1)
    typer.echo(f"{target}")


@app.command("serve")
def serve_command(
    folder: Folder = Path(),
    *,
    language: Annotated[list[str] | None, typer.Option(help="Only this language; may be given again.")] = None,
    address: Annotated[str, typer.Option(help="Address and port.")] = "127.0.0.1:8000",
) -> None:
    """Show the handbook in the browser and follow every change.

    Example: `rolebook serve --language es`
    """
    from rolebook.mkdocs_plugin import serve  # noqa: PLC0415

    typer.echo(f"http://{address}/")
    serve(find_root(folder), tuple(language or ()), address)


@app.command("init")
def init_command(
    folder: Annotated[Path, typer.Argument(help="The new handbook's folder.")],
    *,
    language: Annotated[list[str], typer.Option(help="A language of the staff; the first is the source. Repeatable.")],
    jurisdiction: Annotated[list[str], typer.Option(help="Where the employer is: ES, CN-GD … Repeatable.")],
) -> None:
    """Start a handbook that checks clean and builds.

    Example: `rolebook init handbook --language en --language es --jurisdiction ES`
    """
    for path in init_handbook(folder, tuple(language), tuple(jurisdiction)):
        typer.echo(path)


@new.command("role")
def new_role_command(role_id: Annotated[str, typer.Argument(metavar="ID")], folder: Folder = Path()) -> None:
    """Write a commented role to fill in.

    Example: `rolebook new role sales-manager`
    """
    typer.echo(new_role(find_root(folder), role_id))


@new.command("policy")
def new_policy_command(policy_id: Annotated[str, typer.Argument(metavar="ID")], folder: Folder = Path()) -> None:
    """Write a commented policy to fill in.

    Example: `rolebook new policy remote-work`
    """
    typer.echo(new_policy(find_root(folder), policy_id))


@app.command("schema")
def schema_command(
    kind: Annotated[
        str | None,
        typer.Argument(help="handbook, role, policy, discipline, competencies, glossary, jurisdiction, wording."),
    ] = None,
    *,
    output: Annotated[Path | None, typer.Option(help="Write all schemas into this folder.")] = None,
) -> None:
    """Show the JSON Schema of a kind of file, or write all of them for editors.

    Example: `rolebook schema role`
    """
    if output is not None:
        for path in write_schemas(output):
            typer.echo(path)
        return
    known = schemas()
    if kind not in known:
        raise UserError("unknown-kind", kind=kind or "", known=", ".join(known))
    typer.echo(known[kind], nl=False)


def _known(code: str) -> None:
    if code not in RULES:
        near = did_you_mean(code, RULES).get("suggestion")
        if near:
            raise UserError("misspelt-code", code=code, suggestion=near)
        raise UserError("unknown-code", code=code)


def _as_error(finding: Diagnostic) -> Diagnostic:
    return finding.weighing(Severity.ERROR) if finding.severity is Severity.WARNING else finding


def _write(report: Report, form: Format, messages: str, *, summary: bool = True) -> None:
    phrase = phrasebook(messages)
    if form is not Format.TEXT:
        typer.echo(_FORMS[form](report.findings, phrase), nl=False)
        return
    show(report.findings, phrase, Console(stderr=not summary))
    if summary:
        counts = {"errors": report.count(Severity.ERROR), "warnings": report.count(Severity.WARNING)}
        typer.echo(say(UserError("summary", **counts), messages))
        if told := _under(report, messages):
            typer.echo(told)


def _under(report: Report, messages: str) -> str:
    """Which packs were looked at, of which dates; that they found nothing, where they did. Never that it is lawful."""
    told = {pack.id: str(pack.as_of or "?") for pack in report.packs.values()}
    packs = [say(UserError("pack-of", code=code, as_of=as_of), messages) for code, as_of in told.items()]
    found = any(finding.code in LEGAL or finding.code in FIXED for finding in report.findings)
    key = "packs" if found else "packs-clean"  # where something could not be read, nothing is known of it
    return say(UserError(key, packs=", ".join(packs)), messages) if packs else ""
