"""The blocks of a document as its reader sees it: interface words filled in, references resolved."""

from dataclasses import dataclass, field
from typing import Literal

from rolebook.model.words.inline import Break, Words
from rolebook.model.words.text import Text


@dataclass(frozen=True, slots=True)
class Styled:
    """Emphasis, strong emphasis or code."""

    style: Literal["emphasis", "strong", "code"]
    content: tuple["Run", ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link out of the handbook."""

    target: str
    content: tuple["Run", ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A reference to another document or a clause in it, by its title or the writer's words."""

    kind: Literal["role", "policy"]
    id: str
    fragment: str
    text: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A glossary term and what it means."""

    id: str
    text: str
    definition: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A place that a person's data fills; `label` says with what."""

    name: str
    label: str


Run = Words | Styled | Link | Break | Pointer | Explained | Blank


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text; `language` is set when it is not the reader's."""

    runs: tuple[Run, ...]
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    prose: Prose


@dataclass(frozen=True, slots=True)
class Listing:
    """A plain list inside a text."""

    ordered: bool
    items: tuple[tuple["Flow", ...], ...]


Flow = Paragraph | Listing
Fold = Literal["always", "on-phones"]
"""Where a page shows something on request only. Printed documents show all."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what holds for it; `time` is the duration that it names, as ISO 8601 writes it."""

    label: str
    prose: tuple[Prose, ...]
    time: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled facts."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture; `alt` says what it shows, `width` is its share of the line in percent."""

    id: str
    content: bytes
    alt: str
    caption: Prose | None = None
    width: float = 100.0


@dataclass(frozen=True, slots=True)
class Entry:
    """An item that can be linked to: its text, short marks, details, tables and figures, and items below it.

    `employers` are the entities it holds for, None for all of them; `fold` leaves its heading on a page at first.
    """

    id: str
    flow: tuple[Flow, ...]
    number: str = ""
    marks: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    heading: Prose | None = None
    entries: tuple["Entry", ...] = ()
    blocks: tuple["Block", ...] = ()
    employers: tuple[str, ...] | None = None
    fold: Fold | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """Items in order."""

    items: tuple[Entry, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table row that can be linked to; the first cell heads it.

    `also` are the ids of rows that were joined to this one, for each further line of the first cell; `employers` are
    the entities it holds for, None for all of them; `level` says which of how many levels its second cell names,
    `share` how large the limit in its second cell is beside the largest of the table, at most 1.
    """

    id: str
    cells: tuple[tuple[Prose, ...], ...]
    also: tuple[str, ...] = ()
    employers: tuple[str, ...] | None = None
    level: tuple[int, int] | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `columns` are its headings."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: Prose | None = None


Block = Flow | Facts | Entries | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading with a stable id; without a title and an id, they go on with the section above.

    `employers` are the entities it holds for, None for all of them; `fold` says where a page shows it on request only.
    """

    id: str
    title: Prose
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    number: str = ""
    marks: tuple[str, ...] = ()
    employers: tuple[str, ...] | None = None
    fold: Fold | None = None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A whole document. `fallbacks` are the languages of `borrowed`, the texts that its own language lacks."""

    kind: Literal["role", "policy"]
    id: str
    title: Prose
    language: str
    summary: tuple[Flow, ...]
    essentials: tuple[Fact, ...]
    sections: tuple[Section, ...]
    record: tuple[Fact, ...]
    fallbacks: frozenset[str] = field(default_factory=frozenset)
    outdated: frozenset[str] = field(default_factory=frozenset)
    borrowed: tuple[Text, ...] = ()


def words(text: str) -> Prose:
    """Prose of plain words."""
    return Prose((Words(text),))
