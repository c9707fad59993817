"""`rolebook register …`: who must acknowledge what, who has, and the proof."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rolebook.cli.common import MESSAGES, Day, Format, Messages, Root, family, progress_bar, write
from rolebook.cli.register_shown import COLUMNS, show_counts, show_csv
from rolebook.diagnostics import UserError
from rolebook.language import say
from rolebook.pipeline.checking import Report
from rolebook.pipeline.register_answers import Outcome
from rolebook.pipeline.register_assign import assign
from rolebook.pipeline.register_copies import issued_in, ledgers_under
from rolebook.pipeline.register_proof import heads, prove
from rolebook.pipeline.register_record import Entered, enter
from rolebook.pipeline.register_remind import remind
from rolebook.pipeline.register_scan import Scans, scan_folder
from rolebook.pipeline.register_signed import SignedFiles, record_signed
from rolebook.pipeline.register_status import Wanted, counted, lines
from rolebook.pipeline.register_tables import record_table
from rolebook.pipeline.signing import trust_in
from rolebook.register import STATES
from rolebook.source import find_root, today

commands = family()
DOCUMENTS = "documents"
_TABLES = (".csv", ".xlsx")

Place = Annotated[
    Path | None,
    typer.Option(
        "--register", envvar="ROLEBOOK_REGISTER", help="The registers' folder; by default beside the handbook."
    ),
]
Entities = Annotated[list[str] | None, typer.Option("--entity", help="Only these employers; repeatable.")]
People = Annotated[list[str] | None, typer.Option("--person", help="Only these people, by id; repeatable.")]
Documents = Annotated[list[str] | None, typer.Option("--document", help="Only these documents; repeatable.")]
States = Annotated[list[str] | None, typer.Option("--state", help=f"Only these: {', '.join(STATES)}; repeatable.")]
Ledgers = Annotated[list[Path] | None, typer.Option("--copies", help="Ledgers `print` wrote; by default all there.")]


class Form(StrEnum):
    """Forms of a status."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@commands.command("assign")
def assign_command(
    roster: Annotated[Path, typer.Argument(help="The roster, CSV or XLSX.")],
    *,
    in_repository: Annotated[
        bool, typer.Option("--in-repository", help="Begin a register inside a Git repository all the same.")
    ] = False,
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,
) -> None:
    """Give everybody on a roster the documents they must acknowledge. Run again, it adds only what is new.

    Example: `rolebook register assign people.csv`
    """
    with progress_bar() as told:
        done = assign(find_root(handbook), roster, register, told, in_repository=in_repository)
    write(done.report, Format.TEXT, messages, summary=False)
    if done.report.failed:
        raise typer.Exit(1)
    if done.begun:
        _tell("begun", messages, {"folder": str(done.begun)})
    counts = {name: done.counts[name] for name in ("new", "changed", "language", "renewed", "kept", "withdrawn")}
    _tell("assigned", messages, {"people": done.people, **counts})
    for (document, entity, language), findings in done.held.items():
        about = {"document": document, "entity": entity, "language": language}
        _tell("held-back", messages, about, error=True)
        write(Report(None, list(findings)), Format.TEXT, messages, summary=False)
    if done.held:
        raise typer.Exit(1)


@commands.command("status")
def status_command(
    *,
    entity: Entities = None,
    person: People = None,
    document: Documents = None,
    state: States = None,
    form: Annotated[Form, typer.Option("--format", help="How to show it.")] = Form.TABLE,
    each: Annotated[bool, typer.Option("--each", help="A line an assignment instead of counts.")] = False,
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,
) -> None:
    """Tell who has acknowledged what: counts, or a line for each assignment. CSV and JSON have a line for each.

    Example: `rolebook register status --state overdue --format csv`
    """
    root, wanted = find_root(handbook), _wanted(entity, person, document, state)
    if form is Form.TABLE and not each and not (person or document or state):
        show_counts(counted(root, register, wanted.entities), messages)
        return
    found = lines(root, wanted, register)
    if form is Form.JSON:
        told = [{name: getattr(line, name) for name in COLUMNS} for line in found]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    elif form is Form.CSV:
        show_csv(found)
    else:
        for line in found:
            _tell("line", messages, {name: str(getattr(line, name)) for name in COLUMNS})


@commands.command("record")
def record_command(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE…", help="Signed PDFs, tables, or evidence.")
    ] = None,
    *,
    person: Annotated[str, typer.Option(help="By hand: whose acknowledgement, by id.")] = "",
    document: Annotated[str, typer.Option(help="By hand: of which role or policy.")] = "",
    method: Annotated[str, typer.Option(help="ink, qualified, advanced, electronic or click.")] = "",
    reason: Annotated[str, typer.Option(help="By hand: how it is known.")] = "",
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="By hand: when it was.")] = None,
    refused: Annotated[bool, typer.Option("--refused", help="By hand: a refusal, with its record.")] = False,
    column: Annotated[list[str] | None, typer.Option(help="`ours=theirs` for a table; repeatable.")] = None,
    trust: Annotated[list[Path] | None, typer.Option(help="Certificates you believe (PEM); repeatable.")] = None,
    copies: Ledgers = None,
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,
) -> None:
    """Record acknowledgements: signed PDFs, tables from elsewhere, or one by hand with a reason.

    Example: `rolebook register record signed/*.pdf --trust company-root.pem`
    """
    root, given = find_root(handbook), tuple(files or ())
    if person:
        entered = Entered(person, document, method or "ink", reason, _date(day), refused, given)
        _report([enter(root, entered, register)], messages)
        return
    if not given:
        raise UserError("register-nothing-given")
    outcomes: list[Outcome] = []
    tables = [file for file in given if file.suffix.casefold() in _TABLES]
    for file in tables:
        rows = record_table(root, file, mapping=_mapping(column or ()), method=method, folder=register)
        write(Report(None, rows.findings), Format.TEXT, messages, summary=False)
        outcomes += rows.outcomes
    signed = [file for file in given if file not in tables]
    if signed:
        believed = trust_in(trust or (), (), _now())
        issued = issued_in(copies or ledgers_under(root / DOCUMENTS))
        outcomes += record_signed(root, SignedFiles(signed, believed, issued, method or "advanced"), register)
    _report(outcomes, messages)


@commands.command("scan")
def scan_command(
    folder: Annotated[Path, typer.Argument(help="A folder of scans: PDF, JPEG, PNG, TIFF.")],
    *,
    copies: Ledgers = None,
    entity: Annotated[str, typer.Option(help="Whose register keeps copies that nobody printed.")] = "",
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,
) -> None:
    """Read signed paper back: pages in any order, turned any way, several documents in a scan.

    Example: `rolebook register scan scans/`
    """
    root = find_root(handbook)
    scans = Scans(folder, issued_in(copies or ledgers_under(root / DOCUMENTS)), entity)
    with progress_bar() as told:
        done = scan_folder(root, scans, register, told)
    _tell("scanned", messages, {"sheets": done.sheets, "blank": done.blank})
    _report(done.outcomes, messages)


@commands.command("remind")
def remind_command(
    *,
    entity: Entities = None,
    person: People = None,
    document: Documents = None,
    state: States = None,
    output: Annotated[Path | None, typer.Option(help="Write here; by default into `reminders/`.")] = None,
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,
) -> None:
    """Write a mail (`.eml`) for each person with something overdue or due soon, in their language. Sends nothing.

    Example: `rolebook register remind --state overdue`
    """
    done = remind(find_root(handbook), _wanted(entity, person, document, state), register, output)
    for path in done.files:
        typer.echo(path)
    if done.unreachable:
        _tell("unreachable", messages, {"people": ", ".join(done.unreachable)}, error=True)


@commands.command("verify")
def verify_command(
    *,
    head: Annotated[list[str] | None, typer.Option(help="A head written down earlier; repeatable.")] = None,
    entity: Entities = None,
    handbook: Root = Path(),
    register: Place = None,
    messages: Messages = MESSAGES,
) -> None:
    """Say whether anything in the registers is not as it was recorded. Exits 1 if so.

    Example: `rolebook register verify --head example-ru:1204:9f0c…`
    """
    whole = True
    for proof in prove(find_root(handbook), head or (), register, tuple(entity or ())):
        for flaw in proof.flaws:
            _tell(flaw.code, messages, {"entity": proof.head.entity, "number": flaw.number, **flaw.arguments})
        if not proof.flaws:
            _tell("whole", messages, {"entity": proof.head.entity, "number": proof.head.number})
        whole = whole and not proof.flaws
    raise typer.Exit(0 if whole else 1)


@commands.command("head")
def head_command(
    *,
    entity: Entities = None,
    handbook: Root = Path(),
    register: Place = None,
    messages: Messages = MESSAGES,  # noqa: ARG001
) -> None:
    """Print the head of each register: keep it elsewhere, and hold the register to it with `verify --head`.

    Example: `rolebook register head`
    """
    for found in heads(find_root(handbook), register, tuple(entity or ())):
        typer.echo(found)


def _wanted(
    entity: Sequence[str] | None,
    person: Sequence[str] | None,
    document: Sequence[str] | None,
    state: Sequence[str] | None,
) -> Wanted:
    for one in state or ():
        if one not in STATES:
            raise UserError("register-no-state", state=one, known=", ".join(STATES))
    states = tuple(one for one in STATES if one in (state or ()))
    return Wanted(tuple(entity or ()), tuple(person or ()), tuple(document or ()), states)


def _mapping(told: Iterable[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in told]
    for ours, sign, theirs in pairs:
        if not (ours and sign and theirs):
            raise UserError("register-no-mapping", column=f"{ours}{sign}{theirs}")
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def _date(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _now() -> datetime:
    return datetime.combine(today(), time(23, 59, 59), UTC)


def _report(outcomes: Iterable[Outcome], messages: str) -> None:
    """What became of each answer; exits 1 where a person has to look at one."""
    told = list(outcomes)
    for outcome in told:
        _tell(outcome.code, messages, {"source": outcome.source, **outcome.arguments}, error=not outcome.good)
    if not all(outcome.good for outcome in told):
        raise typer.Exit(1)


def _tell(code: str, messages: str, arguments: Mapping[str, str | int], *, error: bool = False) -> None:
    typer.echo(say(UserError(f"register-{code}", **arguments), messages), err=error)
