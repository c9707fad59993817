"""`rolebook register …`: who must acknowledge what, who has, and the proof."""

import json
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rolebook.cli.common import MESSAGES, Day, Format, Messages, Root, family, progress_bar, write
from rolebook.cli.register.options import (
    DOCUMENTS,
    Documents,
    Entities,
    Ledgers,
    People,
    Place,
    States,
    end_of_day,
    report,
    tell,
    wanted,
)
from rolebook.cli.register.shown import COLUMNS, show_counts, show_csv
from rolebook.diagnostics import Severity, UserError

commands = family()
_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")


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
    skip_faulty: Annotated[
        bool, typer.Option("--skip-faulty", help="Assign the sound rows, though others have faults.")
    ] = False,
    column: Annotated[list[str] | None, typer.Option(help="A heading: `theirs=ours`; repeatable.")] = None,
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,
) -> None:
    """Give everybody on a roster the documents they must acknowledge. Run again, it adds only what is new.

    Example: `rolebook register assign people.csv`
    """
    from rolebook.pipeline.check.report import Report
    from rolebook.pipeline.register.assign import assign
    from rolebook.source import find_root

    with progress_bar() as told:
        done = assign(
            find_root(handbook),
            roster,
            register,
            told,
            in_repository=in_repository,
            skip_faulty=skip_faulty,
            columns=column or (),
        )
    write(done.report, Format.TEXT, messages, summary=False)
    if done.report.failed and not done.faulty:
        tell("faulty-rows" if done.skippable else "nothing-assigned", messages, {}, error=True)
        raise typer.Exit(1)
    if done.begun:
        tell("begun", messages, {"folder": str(done.begun)})
    counts = {name: done.counts[name] for name in ("new", "changed", "language", "renewed", "kept", "withdrawn")}
    tell("assigned", messages, {"people": done.people, **counts})
    if done.faulty:
        tell("rows-skipped", messages, {"count": done.faulty}, error=True)
    for (document, entity, language), findings in done.held.items():
        about = {"document": document, "entity": entity, "language": language}
        tell("held-back", messages, about, error=True)
        write(Report(None, list(findings)), Format.TEXT, messages, summary=False)
    if done.held or done.faulty:
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
    from rolebook.pipeline.register.status import counted, lines
    from rolebook.source import find_root

    root, chosen = find_root(handbook), wanted(entity, person, document, state)
    if form is Form.TABLE and not each and not (person or document or state):
        show_counts(counted(root, register, chosen.entities), messages)
        return
    found = lines(root, chosen, register)
    if form is Form.JSON:
        told = [{name: getattr(line, name) for name in COLUMNS} for line in found]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    elif form is Form.CSV:
        show_csv(found, messages)
    else:
        for line in found:
            tell("line", messages, {name: str(getattr(line, name)) for name in COLUMNS})


@commands.command("record")
def record_command(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE…", help="Signed PDFs, tables, mails or folders of them; by hand, evidence."),
    ] = None,
    *,
    person: Annotated[str, typer.Option(help="By hand: whose acknowledgement, by id.")] = "",
    document: Annotated[str, typer.Option(help="By hand: of which role or policy.")] = "",
    method: Annotated[str, typer.Option(help="ink, qualified, advanced, electronic or click.")] = "",
    reason: Annotated[str, typer.Option(help="By hand: how it is known.")] = "",
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="By hand: when it was.")] = None,
    refused: Annotated[bool, typer.Option("--refused", help="By hand: a refusal, with its record.")] = False,
    column: Annotated[list[str] | None, typer.Option(help="A table's heading: `theirs=ours`; repeatable.")] = None,
    trust: Annotated[list[Path] | None, typer.Option(help="Certificates you believe (PEM); repeatable.")] = None,
    copies: Ledgers = None,
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,
) -> None:
    """Record acknowledgements: signed PDFs, tables and mails from elsewhere, or one by hand with a reason.

    Example: `rolebook register record signed/*.pdf --trust company-root.pem`
    """
    from rolebook.pipeline.check.report import Report
    from rolebook.pipeline.register.by_hand import Entered, enter
    from rolebook.pipeline.register.issued_copies import issued_in, ledgers_under
    from rolebook.pipeline.register.mails import is_mail, record_mails
    from rolebook.pipeline.register.signed_pdfs import SignedFiles, record_signed
    from rolebook.pipeline.register.tables import record_table
    from rolebook.pipeline.sign.sign import trust_in
    from rolebook.source import find_root

    root, given = find_root(handbook), tuple(files or ())
    if person:
        entered = Entered(person, document, method or "ink", reason, _date(day), refused, given)
        report([enter(root, entered, register)], messages)
        return
    if not given:
        raise UserError("register-nothing-given")
    tables = [file for file in given if file.suffix.casefold() in _TABLES]
    rows = [record_table(root, one, columns=column or (), method=method, folder=register) for one in tables]
    unreadable = [finding for one in rows for finding in one.findings]
    write(Report(None, unreadable), Format.TEXT, messages, summary=False)
    mails = [file for file in given if is_mail(file)]
    outcomes = [*(told for one in rows for told in one.outcomes), *record_mails(root, mails, register)]
    signed = [file for file in given if file not in tables and file not in mails]
    if signed:
        believed = trust_in(trust or (), (), end_of_day())
        issued = issued_in(copies or ledgers_under(root / DOCUMENTS))
        outcomes += record_signed(root, SignedFiles(signed, believed, issued, method or "advanced"), register)
    report(outcomes, messages)
    if any(one.severity is Severity.ERROR for one in unreadable):
        raise typer.Exit(1)


@commands.command("remind")
def remind_command(
    *,
    entity: Entities = None,
    person: People = None,
    document: Documents = None,
    state: States = None,
    output: Annotated[Path | None, typer.Option(help="By default `reminders/` beside the register.")] = None,
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,
) -> None:
    """Write a mail (`.eml`) for each person with something overdue or due soon, in their language. Sends nothing.

    Example: `rolebook register remind --state overdue`
    """
    from rolebook.pipeline.register.remind import remind
    from rolebook.source import find_root

    done = remind(find_root(handbook), wanted(entity, person, document, state), register, output)
    for path in done.files:
        typer.echo(path)
    if not done.files and not done.unreachable:
        tell("nobody-due", messages, {}, error=True)
    if done.unreachable:
        tell("unreachable", messages, {"people": ", ".join(done.unreachable)}, error=True)


def _date(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
