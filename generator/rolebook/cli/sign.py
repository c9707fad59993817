"""`rolebook sign` and `rolebook verify`."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rolebook.cli.common import MESSAGES, Json, Messages, family
from rolebook.diagnostics import Message, UserError

if TYPE_CHECKING:
    from rolebook.sign.statement import Statement
    from rolebook.sign.trust import Signature
    from rolebook.sign.verification import Verdict
    from rolebook.view.copies.mark import Mark

commands = family()

Pdf = Annotated[Path, typer.Argument(help="The PDF.")]
Clock = Annotated[datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="Judge as of this day.")]


@commands.command("sign")
def sign_command(
    file: Pdf,
    *,
    step: Annotated[str, typer.Option("--as", help="The step of the sign-off: the name of the field to sign.")],
    certificate: Annotated[Path, typer.Option(help="Your certificate and key, a `.p12` or `.pfx` file.")],
    password_file: Annotated[Path | None, typer.Option(help="A file whose first line is the password.")] = None,
    password_env: Annotated[str | None, typer.Option(help="The environment variable that holds the password.")] = None,
    timestamp: Annotated[str | None, typer.Option(metavar="URL", help="A time-stamp server (RFC 3161).")] = None,
    output: Annotated[Path | None, typer.Option(help="Write here; by default into the file itself.")] = None,
    stamp: Annotated[bool, typer.Option(help="Show name and time on the line.")] = True,
    messages: Messages = MESSAGES,
) -> None:
    """Sign a step of a PDF with a certificate (PAdES). The password is asked for where no option gives it.

    Example: `rolebook sign contract.pdf --as holder --certificate me.p12`
    """
    from rolebook.language import say
    from rolebook.pipeline.sign.sign import Signing, sign_file

    password = _password(password_file, password_env)
    if password is None and sys.stdin.isatty():
        asked = say(Message("password-prompt", file=str(certificate)), messages)
        password = str(typer.prompt(asked, hide_input=True, err=True))
    typer.echo(sign_file(Signing(file, step, certificate, password, timestamp, output, stamp)))


@commands.command("verify")
def verify_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Signed PDFs.")],
    *,
    trust: Annotated[list[Path] | None, typer.Option(help="Certificates you believe (PEM); repeatable.")] = None,
    crl: Annotated[list[Path] | None, typer.Option(help="Lists of revoked certificates; repeatable.")] = None,
    handbook: Annotated[Path | None, typer.Option(help="Also compare with this handbook.")] = None,
    copies: Annotated[
        list[Path] | None,
        typer.Option(help="Ledgers that `print` wrote; by default those of the handbook and beside the files."),
    ] = None,
    signatories: Annotated[Path | None, typer.Option(help="Who signs for which post, as for `print`.")] = None,
    partial: Annotated[bool, typer.Option("--partial", help="Steps that nobody signed yet are no doubt.")] = False,
    today: Clock = None,
    as_json: Json = False,
    messages: Messages = MESSAGES,
) -> None:
    """Say who signed what and when, and whether anything changed since. Exits 1 on any doubt.

    Example: `rolebook verify contract.pdf --trust company-root.pem`
    """
    from rolebook.pipeline.register.issued_copies import issued_in, ledgers_beside, printed_files, usual_ledgers
    from rolebook.pipeline.sign.sign import Against, trust_in, verify_files
    from rolebook.source import find_root, now

    moment = datetime.combine(today.date(), time(12), UTC) if today else now()
    root = find_root(handbook) if handbook else None
    ledgers = copies or [*(usual_ledgers(root) if root else ()), *ledgers_beside(files)]
    printed = printed_files(issued_in(ledgers))
    against = Against(printed, signatories)
    verdicts = verify_files(files, trust_in(trust or (), crl or (), moment), root, partial=partial, against=against)
    if as_json:
        told = [_as_data(file, verdict, messages) for file, verdict in verdicts]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for file, verdict in verdicts:
            typer.echo("\n".join(_lines(file, verdict, messages)))
    raise typer.Exit(0 if all(verdict.intact for _, verdict in verdicts) else 1)


def _password(file: Path | None, variable: str | None) -> str | None:
    if file is not None:
        try:
            return file.read_text("utf-8-sig").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise UserError("no-read", file=str(file), reason=str(error)) from None
    if variable is not None:
        if variable not in os.environ:
            raise UserError("no-variable", variable=variable)
        return os.environ[variable]
    return None


def _lines(file: Path, verdict: Verdict, messages: str) -> list[str]:
    """The verdict in words, a line each."""
    from rolebook.language import say

    def told(key: str, **arguments: str | int) -> str:
        return say(Message(f"verify-{key}", **arguments), messages)

    lines = [told("intact" if verdict.intact else "in-doubt", file=str(file))]
    for mark in verdict.marks:
        lines.append("  " + told("document", **_named(mark)))
        lines.append("  " + told("text", fingerprint=mark.fingerprint))
    for signature in verdict.signatures:
        lines.append("  " + told("signed-proven" if signature.proven else "signed", **_signed(signature)))
        lines += ["    " + _statement(statement, messages) for statement in signature.statements]
    lines += ["  " + _statement(statement, messages) for statement in verdict.statements]
    return lines


def _named(mark: Mark) -> dict[str, str]:
    from rolebook.view.copies.code import spaced

    identity = mark.identity
    return {
        "document": f"{identity.kind}/{identity.id}",
        "revision": identity.revision,
        "language": identity.language,
        "entity": identity.entity,
        "jurisdiction": identity.jurisdiction,
        "copy": spaced(mark.copy_code) if mark.copy_code else "—",
    }


def _signed(signature: Signature) -> dict[str, str]:
    moment = f"{signature.time.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if signature.time else "?"
    return {"step": signature.step, "signer": signature.signer, "issuer": signature.issuer, "time": moment}


def _statement(statement: Statement, messages: str) -> str:
    return f"{'doubt' if statement.doubt else 'note'}[{statement.code}]: {_words(statement, messages)}"


def _words(statement: Statement, messages: str) -> str:
    from rolebook.language import say

    arguments = {"step": statement.step, **statement.arguments}
    return say(Message(f"verify-{statement.code}", **arguments), messages)


def _as_data(file: Path, verdict: Verdict, messages: str) -> dict[str, Any]:

    def said(statements: tuple[Statement, ...]) -> list[dict[str, Any]]:
        return [
            {
                "code": statement.code,
                "doubt": statement.doubt,
                "step": statement.step or None,
                "message": _words(statement, messages),
                "arguments": dict(statement.arguments),
            }
            for statement in statements
        ]

    return {
        "file": str(file),
        "intact": verdict.intact,
        "documents": [
            {**_named(mark), "copy": mark.copy_code, "fingerprint": mark.fingerprint} for mark in verdict.marks
        ],
        "signatures": [
            {
                "step": signature.step,
                "signer": signature.signer,
                "issuer": signature.issuer,
                "time": signature.time.astimezone(UTC).isoformat() if signature.time else None,
                "time_proven": signature.proven,
                "statements": said(signature.statements),
            }
            for signature in verdict.signatures
        ],
        "unsigned": list(verdict.unsigned),
        "statements": said(verdict.statements),
    }
