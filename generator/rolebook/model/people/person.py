"""People of a roster, and who signs for an office: personal data, in no handbook, no site and no fingerprint."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rolebook.diagnostics import Location


@dataclass(frozen=True, slots=True)
class Person:
    """One employee, as the roster (version 1) has them; `places` says where each value stands."""

    id: str
    name: str
    language: str
    entity: str
    roles: tuple[str, ...]
    places: Mapping[str, Location]
    email: str = ""
    manager: str = ""
    territory: str = ""
    workplace: str = ""
    hours: str = ""
    start: date | None = None
    end: date | None = None
    certificate: str = ""

    def at(self, field: str) -> Location:
        """Where a value of this person stands in the roster; the row for one that is not given."""
        return self.places.get(field, self.places["person"])


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs for a post of a sign-off chain (`office:hr-office`, `role:head-of-sales`) at one entity, or at all."""

    post: str
    name: str
    entity: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """The people that documents are printed for, by id and in the order of the file, and the signatories.

    `faulty` are people whose row is not taken; `names` are those of everybody in the file.
    """

    people: Mapping[str, Person]
    signatories: tuple[Signatory, ...] = ()
    faulty: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)

    def manager_of(self, person: Person) -> str:
        """The name of a person's manager: of a person of this roster, or as it is written."""
        found = self.people.get(person.manager)
        return found.name if found else self.names.get(person.manager) or person.manager

    def signatory(self, post: str, entity: str) -> Signatory | None:
        """Who is named for a post at an entity: for that entity, else for all; None when nobody is."""
        fitting = [one for one in self.signatories if one.post == post and one.entity in ("", entity)]
        return max(fitting, key=lambda one: one.entity, default=None)

    def signs_for(self, post: str, entity: str) -> str:
        """The name of who signs for a post at an entity; nothing when nobody is named."""
        found = self.signatory(post, entity)
        return found.name if found else ""
