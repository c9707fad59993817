"""What the first page shows: the questions asked most, how many posts a department has, what is new, whom to call."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rolebook.model.handbook import Document
from rolebook.model.release import Release
from rolebook.model.role import Role
from rolebook.model.settings import Body, Office
from rolebook.render.links import FOLDERS
from rolebook.view import Reader
from rolebook.view.contacts import contact_lines
from rolebook.view.tree import Prose

ASKED = ("leave", "ill", "pay", "bonus", "report", "device")
"""Questions of staff anywhere, as a handbook without its own asks them: interface words `ask-<name>`."""
LATEST = 4


@dataclass(frozen=True, slots=True)
class Latest:
    """A document and its newest release."""

    title: str
    key: str
    release: Release


@dataclass(frozen=True, slots=True)
class Call:
    """An office or a body with a line for each way to reach it, and the employers each line is for, None for all.

    `employers` are those at which it can be reached, None for all.
    """

    name: Prose
    employers: tuple[str, ...] | None
    lines: tuple[tuple[tuple[str, ...] | None, Prose], ...]


def latest_of(reader: Reader) -> list[Latest]:
    """The documents released last, the newest first."""
    book = reader.handbook
    documents: Sequence[Document] = [*book.policies.values(), *book.roles.values()]
    found = [
        Latest(reader.title(one), f"{FOLDERS['role' if isinstance(one, Role) else 'policy']}/{one.id}", releases[-1])
        for one in documents
        if (releases := book.releases_of(one))
    ]
    return sorted(found, key=lambda one: one.release.released, reverse=True)[:LATEST]


def calls_of(reader: Reader) -> Iterator[Call]:
    """Offices and bodies that can be reached."""
    posts: Sequence[Office | Body] = [*reader.handbook.settings.offices, *reader.handbook.settings.bodies]
    for one in posts:
        told = [reader.only_for(contact.entities) if contact.entities else None for contact in one.contacts]
        lines = tuple(zip(told, contact_lines(one, reader), strict=True))
        if lines:
            anywhere = any(employers is None for employers, _ in lines)
            somewhere = dict.fromkeys(id_ for employers, _ in lines for id_ in employers or ())
            yield Call(reader.prose(one.name), None if anywhere else tuple(somewhere), lines)
