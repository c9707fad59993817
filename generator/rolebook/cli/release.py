"""`rolebook release`, `rolebook diff` and `rolebook consult`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolebook.cli.common import MESSAGES, Format, Json, Messages, Root, family, write
from rolebook.diagnostics import UserError

if TYPE_CHECKING:
    from rolebook.view.changes import Difference

commands = family()

Documents = Annotated[list[str] | None, typer.Argument(help="Ids of roles and policies; all when none is given.")]
PerLanguage = list[str] | None
_MARKS = {"same": ("", ""), "added": ("{+", "+}"), "removed": ("[-", "-]")}


class Change(StrEnum):
    """How much a revision changes."""

    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"


@commands.command("release")
def release_command(
    documents: Documents = None,
    *,
    approver: Annotated[str, typer.Option(help="Who approves: a post, or a name.")],
    change: Annotated[Change, typer.Option("--change", help="Wording only, or more.")] = Change.SUBSTANTIVE,
    note: Annotated[PerLanguage, typer.Option(help="What changed and why: `en=…`; repeatable.")] = None,
    translator: Annotated[PerLanguage, typer.Option(help="Who translated: `es=…`; repeatable.")] = None,
    reviewer: Annotated[PerLanguage, typer.Option(help="Who reviewed: `es=…`; repeatable.")] = None,
    day: Annotated[datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="The day of release.")] = None,
    handbook: Root = Path(),
    messages: Messages = MESSAGES,
) -> None:
    """Record revisions as released: their words, fingerprints, approver and date. A released revision never changes.

    Errors in the handbook stop a release. Documents that you do not name may have changed since theirs.

    Example: `rolebook release sales-manager --approver office:head-of-entity --note "en=Credit limits added."`
    """
    from rolebook.pipeline.release.release import Decision, release_documents
    from rolebook.source import find_root, today

    decision = Decision(
        approver=approver,
        released=day.date() if day else today(),
        change=change.value,
        documents=tuple(documents or ()),
        note={tag: " ".join(several) for tag, several in _by_language(note).items()},
        translators=_by_language(translator),
        reviewers=_by_language(reviewer),
    )
    report, paths = release_documents(find_root(handbook), decision)
    write(report, Format.TEXT, messages, summary=False)
    for path in paths:
        typer.echo(path)
    raise typer.Exit(1 if report.failed else 0)


@commands.command("diff")
def diff_command(
    document: Annotated[str, typer.Argument(help="The id of a role or policy.")],
    revisions: Annotated[list[str] | None, typer.Argument(help="Two revisions; one, or none: against today's.")] = None,
    *,
    language: Annotated[str, typer.Option(help="In which language.")] = "en",
    handbook: Root = Path(),
    as_json: Json = False,
) -> None:
    """Show the difference between two revisions in words.

    Example: `rolebook diff sales-manager 1.0 1.1 --language es`
    """
    from rolebook.pipeline.release.release import compare
    from rolebook.source import find_root

    found = compare(find_root(handbook), document, tuple(revisions or ())[:2], language)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        typer.echo(_line(one))


@commands.command("consult")
def consult_command(
    policy: Annotated[str, typer.Argument(help="The id of a policy.")],
    *,
    by: Annotated[str, typer.Option(help="Who is asked: `body:union`, `office:legal`.")],
    language: Annotated[str, typer.Option(help="In which language they read.")],
    export: Annotated[Path | None, typer.Option(help="Write the policy with its changes into a Word file.")] = None,
    answers: Annotated[Path | None, typer.Option(help="Take the answer from the file that came back.")] = None,
    entity: Annotated[list[str] | None, typer.Option(help="Only for this employer; may be given again.")] = None,
    handbook: Root = Path(),
    messages: Messages = MESSAGES,
) -> None:
    """Ask a works council, a union or an assembly about a policy, and record that they were asked.

    The Word file shows the whole policy with what changed since its last release, and a table to answer in. The
    answer becomes a step of `adoption` in the policy's file.

    Example: `rolebook consult discipline --by body:union --language es --export consultation.docx`
    """
    from rolebook.pipeline.release.consultation import answer_lines, consultation, export_consultation, read_answer
    from rolebook.source import find_root

    asked = consultation(find_root(handbook), policy, by, language)
    if (export is None) == (answers is None):
        raise UserError("consult-what")
    if export:
        export_consultation(asked, export)
        typer.echo(export)
    elif answers:
        answer = read_answer(asked, answers)
        for line in answer_lines(asked, answer, tuple(entity or ()), messages):
            typer.echo(line)
        if not answer.is_complete:
            raise typer.Exit(1)


def _line(difference: Difference) -> str:
    told = "".join(f"{_MARKS[one.act][0]}{one.text}{_MARKS[one.act][1]}" for one in difference.passages)
    return f"{difference.place}: {told}"


def _by_language(told: PerLanguage) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in told or ():
        tag, sign, value = one.partition("=")
        if not (sign and value):
            raise UserError("needs-language", value=one)
        found[tag] = (*found.get(tag, ()), value)
    return found
