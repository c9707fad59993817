"""A document as blocks in reading order, whatever program wrote it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["heading", "paragraph", "item", "row"]
Origin = Literal[
    "body", "header", "footer", "text-box", "footnote", "comment", "deleted", "hidden", "field-code", "picture"
]
MAX_BLOCKS = 50_000


class UnreadableDocumentError(Exception):
    """A file that no blocks can be read from; `reason` is a word of messages."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a document: part of the package or page, paragraph from 1, characters in it from 0."""

    part: str = ""
    paragraph: int = 1
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style; `link` is the address that they lead to."""

    text: str
    is_bold: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document. `level` of a heading or item counts from 1, 0 where it has none.

    `number` is an automatic number as the program prints it, with its signs: `1.2.`, `а)`; it is not in `text`.
    A row has `cells`, each a tuple of blocks, and no text of its own.
    """

    kind: Kind
    text: str
    where: Where = Where()
    level: int = 0
    number: str = ""
    runs: tuple[Run, ...] = ()
    cells: tuple[tuple["Block", ...], ...] = ()
    origin: Origin = "body"

    @property
    def is_bold(self) -> bool:
        """Whether all its words are bold."""
        worded = [run for run in self.runs if run.text.strip()]
        return bool(worded) and all(run.is_bold for run in worded)


@dataclass(frozen=True, slots=True)
class Document:
    """A file's blocks, with its SHA-256; `encoding` where it is no Unicode, with a `sample` of how a word is read.

    `changes` counts tracked insertions and deletions that nobody has accepted; `title` is from its properties.
    """

    file: str
    form: str
    digest: str
    blocks: tuple[Block, ...]
    title: str = ""
    changes: int = 0
    encoding: str = ""
    sample: str = ""


@dataclass(slots=True)
class Counter:
    """Numbers paragraphs in the order of the file; raises UnreadableDocumentError where they do not end."""

    paragraph: int = field(default=0)

    def next(self) -> int:
        """Returns the number of the next paragraph."""
        self.paragraph += 1
        if self.paragraph > MAX_BLOCKS:
            raise UnreadableDocumentError("too-large")
        return self.paragraph


def leaves(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Returns the blocks that have words, those in cells included, in order."""
    for block in blocks:
        if block.kind == "row":
            for cell in block.cells:
                yield from leaves(cell)
        else:
            yield block
