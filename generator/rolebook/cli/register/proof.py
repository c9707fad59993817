"""`rolebook register verify`, `head` and `anchor`: whether nobody changed the record, and what shows it later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolebook.cli.common import MESSAGES, Messages, Root, family
from rolebook.cli.register.options import Entities, Place, Trusted, end_of_day, tell

if TYPE_CHECKING:
    from rolebook.pipeline.register.anchor import Anchor

commands = family()


@commands.command("verify")
def verify_command(
    *,
    head: Annotated[list[str] | None, typer.Option(help="A head written down earlier; repeatable.")] = None,
    stamps: Annotated[
        list[Path] | None, typer.Option("--anchor", help="A time stamp that was kept elsewhere; repeatable.")
    ] = None,
    trust: Trusted = None,
    entity: Entities = None,
    handbook: Root = Path(),
    register: Place = None,
    messages: Messages = MESSAGES,
) -> None:
    """Check that nothing in the registers was changed after it was recorded. Exits 1 if so.

    Example: `rolebook register verify --head example-ru:1204:9f0c…`
    """
    from rolebook.pipeline.register.verify import Anchors, prove
    from rolebook.pipeline.sign.sign import trust_in
    from rolebook.source import find_root

    held = Anchors(trust_in(trust or (), (), end_of_day()), head or (), stamps or ())
    done = prove(find_root(handbook), held, register, tuple(entity or ()))
    for proof in done.proofs:
        for flaw in proof.flaws:
            tell(flaw.code, messages, {"entity": proof.head.entity, "number": flaw.number, **flaw.arguments})
        if not proof.flaws:
            tell("whole", messages, {"entity": proof.head.entity, "number": proof.head.number})
        for one in proof.anchors:
            _tell_anchor(one, messages)
    for path in done.strange:
        tell("anchor-strange", messages, {"file": str(path)})
    raise typer.Exit(1 if done.strange or any(proof.flaws for proof in done.proofs) else 0)


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
    from rolebook.pipeline.register.verify import heads
    from rolebook.source import find_root

    for found in heads(find_root(handbook), register, tuple(entity or ())):
        typer.echo(found)


@commands.command("anchor")
def anchor_command(
    *,
    server: Annotated[str, typer.Option("--timestamp", metavar="URL", help="A time-stamp server (RFC 3161).")],
    trust: Trusted = None,
    entity: Entities = None,
    handbook: Root = Path(),
    register: Place = None,
    messages: Messages = MESSAGES,
) -> None:
    """Have the head of each register stamped by a time-stamp server; only its hash is sent. Keep the files elsewhere.

    Example: `rolebook register anchor --timestamp https://tsa.example/ --trust tsa-root.pem`
    """
    from rolebook.pipeline.register.anchor import anchor
    from rolebook.pipeline.sign.sign import trust_in
    from rolebook.source import find_root

    believed = trust_in(trust or (), (), end_of_day())
    for one in anchor(find_root(handbook), server, believed, register, tuple(entity or ())):
        _tell_anchor(one, messages)
        typer.echo(one.file)


def _tell_anchor(one: Anchor, messages: str) -> None:
    about: dict[str, str | int] = {
        "entity": one.head.entity,
        "number": one.head.number,
        "authority": one.stamp.authority,
    }
    code = "anchored" if one.stamp.trusted else "anchored-unknown"
    tell(code, messages, {**about, "time": f"{one.stamp.time:%Y-%m-%d %H:%M} UTC"})
