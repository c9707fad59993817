"""`content/handbook.yml`: the organisation, its legal entities, and how the handbook is kept."""

from typing import Annotated, Literal

from pydantic import Field

from rolebook.language import Duration as IsoDuration
from rolebook.model.base import (
    AgreementId,
    DepartmentId,
    Duration,
    EntityId,
    Flag,
    Id,
    Item,
    Jurisdiction,
    Name,
    Part,
    Post,
    RoleId,
    Visibility,
    Worded,
)
from rolebook.model.role import Forms
from rolebook.model.sections import FIGURE_NAME
from rolebook.model.words.text import BlockText, LanguageTag, Text


class Organisation(Part):
    """Whose handbook it is."""

    name: Text
    about: Text | None = None
    contact: Name | None = None


FigureName = Annotated[str, Field(strict=True, pattern=f"^{FIGURE_NAME}$")]


class Brand(Part):
    """How site and papers look: pictures of `content/figures/`, and a line that follows an employer's address."""

    logo: FigureName | None = None
    colour: Annotated[str, Field(strict=True, pattern=r"^#[0-9a-fA-F]{6}$")] | None = None
    cover: FigureName | None = None
    favicon: FigureName | None = None
    letterhead: Text | None = None

    @property
    def pictures(self) -> dict[str, str]:
        """The files it shows, by field."""
        shown = {"logo": self.logo, "cover": self.cover, "favicon": self.favicon}
        return {field: name for field, name in shown.items() if name}


class Registration(Part):
    """The number an entity is registered under, and what it is called there."""

    label: Text
    number: Name


class Entity(Item):
    """A legal employer. `prevails` is the language that decides where two differ; without it, the first of its own.

    `headcount` is how many people it employs: some duties begin at a size. Where it is not given, they are asked for.
    `agreement` is the collective agreement that holds there.
    """

    name: Text
    jurisdiction: Jurisdiction
    registration: Registration | None = None
    address: Text | None = None
    head: RoleId | None = None
    languages: tuple[LanguageTag, ...] = ()
    prevails: LanguageTag | None = None
    seal: Flag = False
    headcount: Annotated[int, Field(strict=True, ge=1)] | None = None
    agreement: AgreementId | None = None


class Department(Item):
    """A unit of the organisation."""

    name: Text
    parent: DepartmentId | None = None
    head: RoleId | None = None
    entities: tuple[EntityId, ...] = ()


class Contact(Item):
    """How an office or a body is reached; without entities, at every employer."""

    mail: Annotated[str, Field(strict=True, pattern=r"^[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+$")] | None = None
    telephone: Annotated[str, Field(strict=True, pattern=r"^\+?[0-9][0-9 ()./-]{2,30}$")] | None = None
    hours: Text | None = None
    text: Text | None = None
    entities: tuple[EntityId, ...] = ()


class Body(Item):
    """A collective that approves, agrees or is consulted."""

    name: Text
    kind: Literal["board", "union", "works-council", "staff-assembly"]
    entities: tuple[EntityId, ...] = ()
    contacts: tuple[Contact, ...] = ()


class Office(Item):
    """A function that acts in sign-off, whoever holds it."""

    name: Text
    kind: Literal["head-of-entity", "head-of-unit", "hr", "lawyer", "data-protection", "other"]
    role: RoleId | None = None
    contacts: tuple[Contact, ...] = ()


class ComplaintChannel(Item):
    """Where somebody complains past their own superior; without entities, at every employer."""

    to: Post
    text: Text | None = None
    entities: tuple[EntityId, ...] = ()


class BarePost(Item):
    """A post or an external body that others name and that no file describes; its id is used like a role's."""

    title: Text
    forms: Forms = Field(default_factory=dict)
    kind: Literal["internal", "external"] = "internal"
    reports_to: RoleId | None = None
    visibility: Visibility = "staff"


class SignOffStep(Item):
    """One act on the way to a signed document."""

    act: Literal["prepare", "agree", "approve", "acknowledge", "receive-copy"]
    by: Annotated[str, Field(strict=True, pattern=r"^(holder|superior|(role|office|body):[a-z][a-z0-9-]{0,39})$")]
    after: Id | None = None


class SignOffChain(Item):
    """The acts a kind of document goes through."""

    name: Text
    steps: Annotated[tuple[SignOffStep, ...], Field(min_length=1)]


class Style(Part):
    """How a language addresses its readers: what translators are told."""

    address: Literal["formal", "informal"] = "formal"
    tone: Name | None = None


ANSWERED = ("document", "revision", "language", "fingerprint", "entity", "title")
"""What may be filled into the address of the site's answers, as `{name}`."""
_ADDRESS = (
    rf"^(https://[^\s\"'<>{{}}/?#]+|mailto:[^\s\"'<>{{}}?]+)([/?#]([^\s\"'<>{{}}]|\{{({'|'.join(ANSWERED)})\}})*)?$"
)


_EDITED = r"^https?://[^\s\"'<>{}/]+/[^\s\"'<>{}]*\{path\}[^\s\"'<>{}]*$"
"""Where a page's file is edited: its path stands behind the host."""


class Home(Part):
    """The site's first page: the words it begins with, and the questions staff ask most, each with its link."""

    welcome: BlockText | None = None
    questions: tuple[Worded, ...] = ()


class Acknowledging(Part):
    """Where the site's answers go, from when something is due soon, and how long personal data are kept.

    `retention` counts from the day somebody leaves. Placeholders of `address` stand behind its host, or its recipient.
    """

    address: Annotated[str, Field(strict=True, pattern=_ADDRESS)] | None = None
    due_soon: Duration = IsoDuration.parse("P7D")
    retention: Duration | None = None


class Settings(Part):
    """The handbook as a whole."""

    language: LanguageTag
    languages: Annotated[tuple[LanguageTag, ...], Field(min_length=1)]
    organisation: Organisation
    brand: Brand = Brand()
    home: Home = Home()
    url: Annotated[str, Field(strict=True, pattern=r"^https?://[^\s\"'<>]+$")] = "https://handbook.example/"
    edit_url: Annotated[str, Field(strict=True, pattern=_EDITED)] | None = None
    entities: Annotated[tuple[Entity, ...], Field(min_length=1)]
    departments: tuple[Department, ...] = ()
    bodies: tuple[Body, ...] = ()
    offices: tuple[Office, ...] = ()
    posts: tuple[BarePost, ...] = ()
    complaints: tuple[ComplaintChannel, ...] = ()
    sign_off: tuple[SignOffChain, ...] = ()
    translation: dict[LanguageTag, Style] = Field(default_factory=dict)
    acknowledgement: Acknowledging = Acknowledging()
    severities: dict[str, Literal["error", "warning", "info", "off"]] = Field(default_factory=dict)
