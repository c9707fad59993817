"""Documents whose text is released only on a day to come: a signature from before proves nothing."""

from collections.abc import Iterable, Mapping
from datetime import date

from rolebook.model.acknowledgement import acknowledgements_due
from rolebook.model.handbook import Document, Handbook
from rolebook.model.people.person import Person
from rolebook.model.role import Role
from rolebook.model.succession import counts_from
from rolebook.source import today


def signed_from(handbook: Handbook | None, key: str, revision: str = "") -> date | None:
    """Returns from when a document, by its place or its name for good, can be signed, if that is a day to come.

    `revision` is the one that somebody was asked for; without it, the one that stands.
    """
    document = _document(handbook, key) if handbook else None
    return counts_from(handbook, document, today(), revision) if handbook and document else None


def later_papers(handbook: Handbook, person: Person) -> Mapping[str, date]:
    """Returns what somebody must sign and can sign only from a day to come, by its place, with the day."""
    entity = handbook.entities[person.entity]
    due = [one for role in person.roles for one in acknowledgements_due(handbook, handbook.roles[role], entity)]
    found = ((place_of(one.document), counts_from(handbook, one.document, today())) for one in due)
    return {place: day for place, day in found if day is not None}


def later_of(handbook: Handbook, people: Iterable[Person]) -> Mapping[str, date]:
    """Returns the same for several people, the earliest day first."""
    found: dict[str, date] = {}
    known: set[tuple[str, tuple[str, ...]]] = set()
    for one in people:
        if (one.entity, one.roles) not in known:
            known.add((one.entity, one.roles))
            found |= later_papers(handbook, one)
    return dict(sorted(found.items(), key=lambda item: (item[1], item[0])))


def everything_of(handbook: Handbook, person: Person) -> list[Document]:
    """Returns the roles of somebody and the policies that bind them, those that the employer has."""
    roles = [handbook.roles[name] for name in person.roles]
    policies = {one.id: one for role in roles for one in handbook.policies_of(role)}
    entity = handbook.entities[person.entity]
    return [one for one in (*roles, *policies.values()) if entity in handbook.entities_of(one)]


def place_of(document: Document) -> str:
    """Returns where the editor has a document."""
    return f"{'role' if isinstance(document, Role) else 'policy'}/{document.id}"


def _document(handbook: Handbook, key: str) -> Document | None:
    kind, _, name = key.partition("/")
    known: Mapping[str, Document] = handbook.roles if kind == "role" else handbook.policies
    return known.get(name) or next((one for one in known.values() if name in one.formerly), None)
