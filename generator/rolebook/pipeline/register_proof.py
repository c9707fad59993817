"""`rolebook register verify` and `head`: whether the registers are as they were recorded, and what to hold them to."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rolebook.pipeline.register_folder import books, register_folder
from rolebook.register import Flaw, Head, flaws


@dataclass(frozen=True, slots=True)
class Proof:
    """What is wrong with one register, and where it ends."""

    head: Head
    flaws: tuple[Flaw, ...]


def prove(root: Path, told: Sequence[str], folder: Path | None = None, entities: tuple[str, ...] = ()) -> list[Proof]:
    """Looks through each register, and holds it to the heads that were written down earlier."""
    written = [Head.parse(one) for one in told]
    named = tuple(dict.fromkeys((*entities, *(head.entity for head in written if entities))))
    found = [Proof(book.head, tuple(flaws(book, written))) for book in books(register_folder(root, folder), named)]
    known = {proof.head.entity for proof in found}
    lost = {head.entity: head for head in written if head.entity not in known}
    return [*found, *(Proof(head, (Flaw("file-missing", head.number),)) for head in lost.values())]


def heads(root: Path, folder: Path | None = None, entities: tuple[str, ...] = ()) -> list[Head]:
    """The last entry of each register."""
    return [book.head for book in books(register_folder(root, folder), entities)]
