"""The part of a jurisdiction pack that says how a job description is printed there by custom."""

from typing import Annotated, Literal, get_args

from pydantic import Field

from rolebook.model.base import Flag, Item, LegalNature, Part
from rolebook.model.law.citation import Citation
from rolebook.model.words.text import LanguageTag, Text

ViewPart = Literal[
    "essentials",
    "purpose",
    "outcomes",
    "duties",
    "other-tasks",
    "service-levels",
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
    "legal-basis",
    "record",
]
"""What a role's view consists of: its summary (`purpose`), its two lists of facts, and its sections by their ids."""

CustomaryLayout = Literal["instruction", "table", "profile", "description"]
"""How a place prints job descriptions."""
Layout = Literal[CustomaryLayout, "policy", "sheet", "refusal", "bilingual", "handbook"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
"""All layouts: each has a Typst file, a Word template, a `genre-` word and a place in docs/documents.md."""
Formula = Literal["agrees-and-received-copy", "read-and-received-copy", "read"]
Signer = Literal["holder", "superior", "head-of-entity", "head-of-unit", "hr", "lawyer"]
"""Who signs by custom: the holder, the superior, or the holder of an office of that kind."""


class DocumentSection(Item):
    """A section of the printed document: the parts of the view shown there. `required` ones must not be empty."""

    title: Text
    fields: Annotated[tuple[ViewPart, ...], Field(min_length=1)]
    required: Flag = False
    article: Citation | None = None
    verified: Flag = True


class Header(Part):
    """The head of the document: its name, the stamps above the signatures, the facts that stand there by custom.

    `motto` are the lines of the state that stand above private documents too in some places.
    """

    name: Text | None = None
    motto: tuple[Text, ...] = ()
    approve: Text | None = None
    agree: Text | None = None
    acknowledge: Text | None = None
    fields: tuple[Literal["organisation", "registration", "number", "date", "place", "revision"], ...] = ()


class CustomarySignature(Item):
    """An act that usually stands under the document, and whose it is."""

    act: Literal["prepare", "agree", "approve", "acknowledge", "receive-copy"]
    by: Signer
    required: Flag = False
    article: Citation | None = None
    verified: Flag = True


class PrintedDocument(Part):
    """A job description on paper.

    `prevails` is the language that decides there where two differ. `formulas` says which acknowledgement fits which
    legal nature.
    """

    layout: CustomaryLayout = "description"
    paper: Literal["A4", "Letter"] = "A4"
    seal: Flag = False
    prevails: LanguageTag | None = None
    approval: Literal["top-right", "end"] = "end"
    header: Header = Header()
    sections: tuple[DocumentSection, ...] = ()
    signatures: tuple[CustomarySignature, ...] = ()
    formulas: dict[LegalNature, Formula] = Field(default_factory=dict)
