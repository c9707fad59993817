"""Which document exactly: kind, id, entity, jurisdiction, language, revision."""

from collections.abc import Iterator
from dataclasses import dataclass

from rolebook.model.handbook import Document, Handbook
from rolebook.model.role import Role
from rolebook.model.settings import Entity

UNREVISED = "0"


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """Names a document for good. `id` is the first id the document ever had: renaming keeps its identity."""

    kind: str
    id: str
    entity: str
    jurisdiction: str
    language: str
    revision: str


def identities_of(handbook: Handbook, document: Document, language: str) -> Iterator[Identity]:
    """The documents in one language that a role or policy makes, one for each legal entity it applies to."""
    for entity in handbook.entities_of(document):
        yield identity_of(document, entity, language)


def identity_of(document: Document, entity: Entity, language: str) -> Identity:
    """The document in one language for one of the legal entities it applies to."""
    return Identity(
        "role" if isinstance(document, Role) else "policy",
        document.formerly[0] if document.formerly else document.id,
        entity.id,
        entity.jurisdiction,
        language,
        document.revision or UNREVISED,
    )
