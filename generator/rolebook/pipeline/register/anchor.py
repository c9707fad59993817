"""`rolebook register anchor`: heads stamped by somebody else's clock (RFC 3161), and those stamps looked at again.

A token over a head shows that all entries up to it were there at its time. It is kept as evidence and in a file to
be kept elsewhere: a register that was replaced as a whole has lost what lay in it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.pipeline.register.folder import books, private_folder, register_folder
from rolebook.register import Book, Flaw, Head, body_of, texts_in
from rolebook.sign.stamps import TimeStamp, read_time_stamp, stamped_digest, time_stamp
from rolebook.sign.trust import Trust
from rolebook.store import write_bytes

FOLDER = "anchors"
SUFFIX = ".tsr"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head, and what a time-stamp server says of it. `file` is the token, to be kept elsewhere."""

    head: Head
    stamp: TimeStamp
    file: Path | None = None


def anchor(
    root: Path, url: str, trust: Trust, folder: Path | None = None, entities: tuple[str, ...] = ()
) -> list[Anchor]:
    """Has the head of each register stamped. Only its hash leaves the machine; UserError where no stamp can be had."""
    private = register_folder(root, folder)
    kept = private_folder(root, private / FOLDER)
    found = []
    for book in books(private, entities):
        head = book.head
        token = time_stamp(str(head).encode(), url)
        stamp = read_time_stamp(token, str(head).encode(), trust)
        if stamp is None:
            raise UserError("time-server-failed", reason=url)
        digest = book.evidence.keep(token)
        with book.writing() as writer:
            facts = {"head": str(head), "time": stamp.time.isoformat(), "authority": stamp.authority}
            writer.add("anchor", {**facts, "evidence": [digest]})
        file = kept / f"{book.entity}.{head.number}{SUFFIX}"
        write_bytes(file, token)
        found.append(Anchor(head, stamp, file))
    return found


def anchors_of(book: Book, trust: Trust) -> Iterator[Anchor | Flaw]:
    """The stamps that a register tells of: each with its head, or what is wrong with it."""
    for number, text in book.many("SELECT number, body FROM entries WHERE kind = 'anchor' ORDER BY number"):
        body = body_of(text)
        token = next(map(book.evidence.read, texts_in(body, "evidence")), None)
        if body and token is None:
            continue  # the proof of the register says that evidence is gone
        told = _over(book, str(body.get("head")), token or b"", trust)
        yield told or Flaw("anchor-broken", number)


def anchor_in(book: Book, token: bytes, trust: Trust) -> Anchor | None:
    """A token that was kept elsewhere, with the head of this register that it is over; None where it is over none."""
    digest = stamped_digest(token)
    for number, here in book.many("SELECT number, hash FROM entries ORDER BY number"):
        head = Head(book.entity, number, here)
        if hashlib.sha256(str(head).encode()).digest() == digest:
            told = read_time_stamp(token, str(head).encode(), trust)
            return Anchor(head, told) if told else None
    return None


def _over(book: Book, told: str, token: bytes, trust: Trust) -> Anchor | None:
    """The stamp over a head that an entry tells of; None where it is no head, or none of this register."""
    try:
        head = Head.parse(told)
    except UserError:
        return None
    stamp = _read(book, head, token, trust)
    return Anchor(head, stamp) if stamp else None


def _read(book: Book, head: Head, token: bytes, trust: Trust) -> TimeStamp | None:
    """What a token says of a head that is one of the register's."""
    found = book.first("SELECT hash FROM entries WHERE number = ?", head.number)
    if head.entity != book.entity or found != (head.hash,):
        return None
    return read_time_stamp(token, str(head).encode(), trust)
