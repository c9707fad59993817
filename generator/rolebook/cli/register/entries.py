"""`rolebook register …`: who must acknowledge what, who has, and the proof."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolebook.cli.common import MESSAGES, Day, Format, Messages, Root, family, progress_bar, write
from rolebook.cli.register.options import (
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
from rolebook.diagnostics import Diagnostic, Message, Severity, UserError

if TYPE_CHECKING:
    from rolebook.pipeline.register.answers import Outcome
    from rolebook.pipeline.register.assign import Assigned
    from rolebook.pipeline.register.roster_difference import RosterDifference

commands = family()
_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")
_NAMED = 20
"""So many people are named in a line."""


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
    withdraw_gone: Annotated[
        bool, typer.Option("--withdraw-gone", help="Ask no more of people who are gone from the roster.")
    ] = False,
    show: Annotated[bool, typer.Option("--show", help="Only show who joined, left and moved.")] = False,
    column: Annotated[list[str] | None, typer.Option(help="A heading: `theirs=ours`; repeatable.")] = None,
    handbook: Root = Path(),
    register: Place = None,
    today: Day = None,  # noqa: ARG001
    messages: Messages = MESSAGES,
) -> None:
    """Give everybody on a roster the documents they must acknowledge. Run again, it adds only what is new.

    Example: `rolebook register assign people.csv`
    """
    from rolebook.pipeline.register.assign import Assigning, assign
    from rolebook.source import find_root

    how = Assigning(in_repository, skip_faulty, withdraw_gone, show, _asked(messages), tuple(column or ()))
    with progress_bar() as told:
        done = assign(find_root(handbook), roster, register, told, how)
    write(done.report, Format.TEXT, messages, summary=False)
    if done.report.failed and not done.faulty:
        tell("faulty-rows" if done.skippable else "nothing-assigned", messages, {}, error=True)
        raise typer.Exit(1)
    if done.shared:
        tell("on-network", messages, {"folder": str(done.folder), "by": done.shared}, error=True)
    if done.difference is not None:
        _tell_difference(done.difference, messages, withdrawn=withdraw_gone)
    if done.shown:
        tell("only-shown", messages, {}, error=True)
        return
    _tell_assigned(done, messages)


def _asked(messages: str) -> Callable[[RosterDifference], bool]:
    """Whether somebody at a terminal agrees to a difference; a script, with nobody there, goes on."""

    from rolebook.language import say

    def agree(difference: RosterDifference) -> bool:
        if not sys.stdin.isatty() or not difference.gone:
            return True
        _tell_difference(difference, messages, withdrawn=False)
        return typer.confirm(say(Message("register-go-on"), messages), err=True)

    return agree


def _tell_difference(found: RosterDifference, messages: str, *, withdrawn: bool) -> None:
    if found.joined:
        tell("joined", messages, {"count": len(found.joined), "people": _several(found.joined)}, error=True)
    for code, people in (("left", found.left), ("moved", found.moved)):
        for entity, own in people.items():
            tell(code, messages, {"entity": entity, "count": len(own), "people": _several(own)}, error=True)
    if found.gone and not withdrawn:
        tell("gone-stay", messages, {}, error=True)


def _several(people: Sequence[str]) -> str:
    shown = ", ".join(people[:_NAMED])
    return shown if len(people) <= _NAMED else f"{shown}, …"


def _tell_assigned(done: Assigned, messages: str) -> None:
    """What was assigned; exits 1 where something was held back or passed over."""
    from rolebook.pipeline.check.report import Report

    if done.begun:
        tell("begun", messages, {"folder": str(done.begun)})
    counts = {name: done.counts[name] for name in ("new", "changed", "language", "renewed", "kept", "withdrawn")}
    tell("assigned", messages, {"people": done.people, **counts})
    if done.faulty:
        tell("rows-skipped", messages, {"count": done.faulty}, error=True)
    for (document, entity), day in done.later.items():
        tell("signed-from", messages, {"document": document, "entity": entity, "day": day.isoformat()}, error=True)
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
    crl: Annotated[list[Path] | None, typer.Option(help="Lists of revoked certificates; repeatable.")] = None,
    signatories: Annotated[Path | None, typer.Option(help="Who signs for which post, as for `print`.")] = None,
    copies: Ledgers = None,
    entity: Entities = None,
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
    from rolebook.source import find_root

    root, given = find_root(handbook), tuple(files or ())
    if person:
        entered = Entered(person, document, method or "ink", reason, _date(day), refused, given, tuple(entity or ()))
        report([enter(root, entered, register)], messages)
        return
    if not given:
        raise UserError("register-nothing-given")
    believed = Believed(tuple(trust or ()), tuple(crl or ()), tuple(copies or ()), signatories, method)
    findings, outcomes = _recorded(root, given, believed, column or (), register)
    write(Report(None, findings), Format.TEXT, messages, summary=False)
    report(outcomes, messages)
    if any(one.severity is Severity.ERROR for one in findings):
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class Believed:
    """What signed files are judged by: certificates, lists of revoked ones, ledgers, signatories; and the method."""

    trust: tuple[Path, ...]
    revoked: tuple[Path, ...]
    ledgers: tuple[Path, ...]
    signatories: Path | None
    method: str


def _recorded(
    root: Path, given: Sequence[Path], believed: Believed, columns: Sequence[str], register: Path | None
) -> tuple[list[Diagnostic], list[Outcome]]:
    """What is wrong with tables, and what becomes of tables, mails and signed PDFs, each file by its kind."""
    from rolebook.pipeline.register.issued_copies import issued_in, usual_ledgers
    from rolebook.pipeline.register.mails import is_mail, record_mails
    from rolebook.pipeline.register.signed_pdfs import SignedFiles, record_signed
    from rolebook.pipeline.register.tables import record_table
    from rolebook.pipeline.sign.sign import trust_in

    tables = [file for file in given if file.suffix.casefold() in _TABLES]
    method = believed.method
    rows = [record_table(root, one, columns=columns, method=method, folder=register) for one in tables]
    mails = [file for file in given if is_mail(file)]
    outcomes = [*(told for one in rows for told in one.outcomes), *record_mails(root, mails, register)]
    signed = [file for file in given if file not in tables and file not in mails]
    if signed:
        trust = trust_in(believed.trust, believed.revoked, end_of_day())
        issued = issued_in(believed.ledgers or usual_ledgers(root, register))
        files = SignedFiles(signed, trust, issued, method or "advanced", believed.signatories)
        outcomes += record_signed(root, files, register)
    return [finding for one in rows for finding in one.findings], outcomes


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
    for someone, address in done.unsendable:
        tell("unsendable", messages, {"person": someone, "email": address}, error=True)
    if not done.files and not done.unreachable and not done.unsendable:
        tell("nobody-due", messages, {}, error=True)
    if done.unreachable:
        tell("unreachable", messages, {"people": ", ".join(done.unreachable)}, error=True)
    if done.unsendable:
        raise typer.Exit(1)


def _date(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
