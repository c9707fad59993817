"""`rolebook check`, `explain` and `schema`."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from rolebook.cli.common import MESSAGES, Day, Format, Messages, NoCache, family, tell_new, write
from rolebook.diagnostics import Message, Severity, UserError, did_you_mean

commands = family()


@commands.command("check")
def check_command(
    folder: Annotated[
        Path, typer.Argument(help="The handbook, or one file of it; by default the one around the current folder.")
    ] = Path(),
    *,
    form: Annotated[Format, typer.Option("--format", help="How findings are written.")] = Format.TEXT,
    only: Annotated[list[str] | None, typer.Option(help="Show only this code; may be given again.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    _day: Day = None,
    _no_cache: NoCache = False,
    messages: Messages = MESSAGES,
) -> None:
    """Check the handbook and show every finding, sorted by place; of a file, the findings in it.

    Example: `rolebook check --format github --only unknown-role`
    """
    from rolebook.pipeline.check.cached_report import findings_of
    from rolebook.source import find_root

    for code in only or ():
        _known(code)
    root = find_root(folder.parent if folder.is_file() else folder)
    file = _of_handbook(folder, root) if folder.is_file() else None
    report = findings_of(root)
    findings = [
        finding
        for finding in report.findings
        if (not only or finding.code in only) and (file is None or finding.location.file == file)
    ]
    if strict:
        findings = [finding.as_error() for finding in findings]
    told = report.telling(findings)
    write(replace(told, coverage=None) if only or file else told, form, messages)  # a part says nothing of a law
    if strict and form is Format.TEXT:
        tell_new(told, messages)
    raise typer.Exit(1 if any(finding.severity is Severity.ERROR for finding in findings) else 0)


@commands.command("cache")
def cache_command(
    *,
    clear: Annotated[bool, typer.Option("--clear", help="Forget everything; the next run makes it anew.")] = False,
    messages: Messages = MESSAGES,
) -> None:
    """Say where results of earlier runs are kept, and how much; or forget them.

    Example: `rolebook cache --clear`
    """
    from rolebook.language import say
    from rolebook.store.cache import this_cache

    cache = this_cache()
    if clear:
        cache.clear()
    if cache.folder is None:
        told = Message("cache-off")
    elif not cache.usable():
        told = Message("cache-unusable", folder=str(cache.folder))
    else:
        told = Message("cache-size", folder=str(cache.folder), size=f"{cache.size() / 1e6:.1f}")
    typer.echo(say(told, messages))


@commands.command("explain")
def explain_command(
    code: Annotated[
        str | None,
        typer.Argument(help="The code in a finding's brackets, a field, or `format`; without it, all codes."),
    ] = None,
) -> None:
    """Say what a finding means, why it matters, and show a bad and a good example.

    For a field, such as `reports_to`, show what the format reference says; for `format`, the whole reference.
    Without a word, list all codes with their weight, one line each.

    Example: `rolebook explain unknown-role`
    """
    from rolebook.pipeline.check.explanations import explanations
    from rolebook.pipeline.check.format_reference import about_field, format_reference

    known = explanations()
    if code is None:
        width = max(map(len, known))
        told = "".join(f"{name:{width}}  {known[name].severity:7}  {known[name].meaning}\n" for name in sorted(known))
    elif code == "format":
        told = format_reference()
    elif code in known:
        told = known[code].text
    else:
        told = about_field(code)
        if not told:
            _known(code)
    typer.echo(told, nl=False)


@commands.command("schema")
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
    from rolebook.pipeline.check.schema import schemas, write_schemas

    if output is not None:
        for path in write_schemas(output):
            typer.echo(path)
        return
    known = schemas()
    if kind not in known:
        raise UserError("unknown-kind", kind=kind or "", known=", ".join(known))
    typer.echo(known[kind], nl=False)


def _of_handbook(path: Path, root: Path) -> str:
    """The file's place in the handbook, as findings name it."""
    from rolebook.pipeline.reading.files import FOLDERS

    place = (path.parent.resolve() / path.name).relative_to(root).as_posix()  # a link is checked where it stands
    if path.suffix.casefold() not in FOLDERS.get(place.partition("/")[0], ()):
        raise UserError("not-checked", file=place, folders=", ".join(f"`{folder}/`" for folder in FOLDERS))
    return place


def _known(code: str) -> None:
    from rolebook.pipeline.check.explanations import explanations

    if code not in explanations():
        near = did_you_mean(code, explanations()).get("suggestion")
        if near:
            raise UserError("misspelt-code", code=code, suggestion=near)
        raise UserError("unknown-code", code=code)
