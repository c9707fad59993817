"""Which document exactly: kind, id, entity, jurisdiction, language, revision."""

from collections.abc import Iterator
from dataclasses import dataclass

from rolebook.model.handbook import Document, Handbook
from rolebook.model.role import Role

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
    kind = "role" if isinstance(document, Role) else "policy"
    for entity in handbook.entities_of(document):
        yield Identity(
            kind,
            document.formerly[0] if document.formerly else document.id,
            entity.id,
            entity.jurisdiction,
            language,
            document.revision or UNREVISED,
        )
