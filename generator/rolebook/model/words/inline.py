"""Text of a handbook as a tree: a closed subset of Markdown, parsed once, rendered by every output."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

ID = r"[a-z][a-z0-9-]{0,39}"
PLACEHOLDERS = frozenset(
    {"organisation", "entity", "jurisdiction", "title", "department"}
    | {"holder", "manager", "territory", "workplace", "hours", "start"}
)
PERSONAL = frozenset({"holder", "manager", "territory", "workplace", "hours", "start"})
WORD_FORMS = (
    "genitive",
    "dative",
    "accusative",
    "instrumental",
    "prepositional",
    "plural",
    "feminine",
    "masculine",
    "neutral",
)
SCHEMES = ("https:", "http:", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class Words:
    """Characters, as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Emphasis, strong emphasis or code."""

    style: Literal["emphasis", "strong", "code"]
    content: "Inline"


@dataclass(frozen=True, slots=True)
class Link:
    """A link out of the handbook."""

    target: str
    content: "Inline"


@dataclass(frozen=True, slots=True)
class Break:
    """A line break."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A term, role or policy by its id; `fragment` is a clause, `shown` the writer's own words."""

    kind: Literal["term", "role", "policy"]
    id: str
    fragment: str = ""
    form: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A blank that the handbook or the roster fills."""

    name: str


Run = Words | Styled | Link | Break | Reference | Placeholder
Inline = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    content: Inline


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; each item is blocks."""

    ordered: bool
    items: tuple["Blocks", ...]


Block = Paragraph | Listing
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a text that cannot be meant: the code of its rule and the words."""

    code: Literal["malformed-reference", "unknown-placeholder", "unsafe-link", "tangled-text"]
    markup: str


def inline_of(blocks: Blocks) -> Inline:
    """The runs of a text that is shown in one line; paragraphs are joined by breaks."""
    runs: list[Run] = []
    for block in blocks:
        parts = [block.content] if isinstance(block, Paragraph) else [inline_of(item) for item in block.items]
        for part in parts:
            runs.extend([Break(), *part] if runs else part)
    return tuple(runs)


def runs_in(blocks: Blocks) -> Iterator[Run]:
    """Every run of a text, nested ones after their holder."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _nested(block.content)
        else:
            for item in block.items:
                yield from runs_in(item)


def plain(content: Inline | Blocks) -> str:
    """The words alone, references by what the writer chose to show."""
    return "".join(_plain_run(run) for run in content)


def _plain_run(run: Run | Block) -> str:
    match run:
        case Words(text):
            return text
        case Styled(_, content) | Link(_, content) | Paragraph(content):
            return plain(content)
        case Listing(_, items):
            return " ".join(plain(item) for item in items)
        case Reference():
            return run.shown or run.id
        case Placeholder(name):
            return f"{{{name}}}"
        case _:
            return " "


def _nested(content: Inline) -> Iterator[Run]:
    for run in content:
        yield run
        if isinstance(run, Styled | Link):
            yield from _nested(run.content)
