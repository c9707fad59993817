"""`rolebook register verify` and `head`: whether the registers are as they were recorded, and what to hold them to."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rolebook.pipeline.register.anchor import Anchor, anchor_in, anchors_of
from rolebook.pipeline.register.folder import books, register_folder
from rolebook.register import Book, Flaw, Head, flaws
from rolebook.sign.trust import Trust
from rolebook.store import read_bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """What is wrong with one register, where it ends, and since when others say that its entries were there."""

    head: Head
    flaws: tuple[Flaw, ...]
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchors:
    """What registers are held to: heads and files of time stamps that were kept elsewhere, and who is believed."""

    trust: Trust
    heads: Sequence[str] = ()
    anchors: Sequence[Path] = ()


@dataclass(frozen=True, slots=True)
class Proved:
    """Each register, and the files of time stamps that are over no head of any of them."""

    proofs: list[Proof]
    strange: list[Path]


def prove(root: Path, held: Anchors, folder: Path | None = None, entities: tuple[str, ...] = ()) -> Proved:
    """Looks through each register, and holds it to what was written down earlier."""
    written = [Head.parse(one) for one in held.heads]
    tokens = {path: read_bytes(path) for path in held.anchors}
    named = tuple(dict.fromkeys((*entities, *(head.entity for head in written if entities))))
    found = []
    for book in books(register_folder(root, folder), named):
        here = {path: one for path, token in tokens.items() if (one := anchor_in(book, token, held.trust))}
        tokens = {path: token for path, token in tokens.items() if path not in here}
        found.append(_proof(book, written, [*anchors_of(book, held.trust), *here.values()]))
    known = {proof.head.entity for proof in found}
    lost = {head.entity: head for head in written if head.entity not in known}
    return Proved([*found, *(Proof(head, (Flaw("file-missing", head.number),)) for head in lost.values())], [*tokens])


def heads(root: Path, folder: Path | None = None, entities: tuple[str, ...] = ()) -> list[Head]:
    """The last entry of each register."""
    return [book.head for book in books(register_folder(root, folder), entities)]


def _proof(book: Book, written: Sequence[Head], told: Sequence[Anchor | Flaw]) -> Proof:
    wrong = tuple(one for one in told if isinstance(one, Flaw))
    stamped = {(one.head, one.stamp): one for one in told if isinstance(one, Anchor)}
    return Proof(book.head, (*flaws(book, written), *wrong), tuple(stamped.values()))
