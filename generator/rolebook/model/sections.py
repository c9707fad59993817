"""Free sections, in roles and policies alike: clauses under a heading, and blocks of text, tables and figures."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from rolebook.model.base import Id, Item, Jurisdiction, Name, OffenceId, Part, Percent, Worded
from rolebook.model.visibility import Handled
from rolebook.model.words.text import BlockText, Text

ClauseKind = Literal["obligation", "prohibition", "permission", "right", "reward", "procedure", "information"]
FIGURE_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.(?:svg|png|jpe?g|webp|gif|SVG|PNG|JPE?G|WEBP|GIF)"
MOST_COLUMNS = 8
"""More fit on no paper."""


class Column(Item):
    """A column of a table and its heading."""

    id: Handled[Id]
    heading: Text


class TableRow(Item):
    """A row; the id of a cell is its column's, and the first column heads the row."""

    cells: Annotated[tuple[Worded, ...], Field(min_length=1)]


class DataTable(Part):
    """A table."""

    caption: Text | None = None
    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=MOST_COLUMNS)]
    rows: Annotated[tuple[TableRow, ...], Field(min_length=1)]


class FigureBlock(Part):
    """A picture of `content/figures/`; `alt` says what it shows to who cannot see it, `width` is a share of the page's.

    The fingerprint covers the picture, and not the name of its file.
    """

    file: Handled[Annotated[str, Field(strict=True, pattern=f"^{FIGURE_NAME}$")]]
    alt: Text
    caption: Text | None = None
    width: Percent = 100.0


class ContentBlock(Item):
    """One of a text, a table and a figure."""

    text: BlockText | None = None
    table: DataTable | None = None
    figure: FigureBlock | None = None

    @model_validator(mode="after")
    def _is_text_table_or_figure(self) -> "ContentBlock":
        if sum(one is not None for one in (self.text, self.table, self.figure)) != 1:
            raise PydanticCustomError("block-shape", "not one thing")
        return self


class Clause(Item):
    """One rule; `number` is stored where it must not follow from the order."""

    text: BlockText
    number: Name | None = None
    kind: ClauseKind | None = None
    jurisdictions: Handled[tuple[Jurisdiction, ...]] = ()
    offence: OffenceId | None = None
    items: tuple[Worded, ...] = ()
    blocks: tuple[ContentBlock, ...] = ()


class PolicySection(Item):
    """Clauses and blocks under a heading."""

    heading: Text
    number: Name | None = None
    text: BlockText | None = None
    blocks: tuple[ContentBlock, ...] = ()
    clauses: tuple[Clause, ...] = ()


RolePart = Literal[
    "purpose",
    "outcomes",
    "duties",
    "other_tasks",
    "service_levels",
    "requirements",
    "competencies",
    "behaviours",
    "rights",
    "authority",
    "prohibitions",
    "liability",
    "indicators",
    "relations",
    "dimensions",
    "conditions",
    "pay",
    "employment",
    "appointment",
    "career",
    "policies",
    "legal_basis",
]
"""The parts of a role that a free section can follow, in their order on the page."""


class Headings(Part):
    """Headings that a role gives its parts in the place of the usual words."""

    duties: Text | None = None
    outcomes: Text | None = None
    service_levels: Text | None = None
    requirements: Text | None = None
    competencies: Text | None = None
    behaviours: Text | None = None
    rights: Text | None = None
    authority: Text | None = None
    prohibitions: Text | None = None
    liability: Text | None = None
    indicators: Text | None = None
    relations: Text | None = None
    conditions: Text | None = None


class RoleSection(PolicySection):
    """A section of a role that no field is made for; it follows the part that `after` names, else all of them."""

    after: RolePart = "legal_basis"
