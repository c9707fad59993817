"""What the frame of a page knows of its place in the site: the way to it, its neighbours, and whom it is shown for."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from rolebook.model.role import Role
from rolebook.render.links import FOLDERS
from rolebook.render.listing import guide_pages, roles_by_department
from rolebook.view import Reader


@dataclass(slots=True)
class Step:
    """A page one can go to: its key, with a fragment where it is a part of one, and its name.

    `under` is the key of the post that it is a variant of, where that stands in the same group.
    """

    key: str
    name: str
    under: str = ""


@dataclass(slots=True)
class Place:
    """Where a page is: the pages above it, the one before and after, and the pages of its section beside it.

    `branches` are the section's groups, of which the page's own holds its pages; a section without groups has one.
    `family` is the page or the post that it is a variant of: only its variants are listed.
    """

    above: list[Step] = field(default_factory=list)
    previous: Step | None = None
    next: Step | None = None
    branches: list[tuple[Step | None, list[Step]]] = field(default_factory=list)
    family: str = ""


def wayfinding(reader: Reader) -> dict[str, Any]:
    """Returns `places` by the keys of pages, and where there are several `employers`: id, name and place.

    `shown_for` is JSON of what a page says when it is shown for one of them, by id.
    """
    entities = reader.handbook.settings.entities
    named = [(one.id, reader.plain(one.name), reader.place(one.jurisdiction)) for one in entities]
    employers = named if len(named) > 1 else []
    shown = json.dumps({id_: f"{name} · {where}" for id_, name, where in employers}, ensure_ascii=False)
    return {"employers": employers, "shown_for": shown, "places": dict(_places(reader))}


def _places(reader: Reader) -> Iterator[tuple[str, Place]]:
    book, word = reader.handbook, reader.word
    roles, policies = Step("roles/index", word("site-roles")), Step("policies/index", word("site-policies"))
    listed = roles_by_department(book)
    heads: list[Step | None] = [
        Step(f"roles/index#{unit.id}" if unit else "roles/index#others", _unit(reader, unit)) for unit, _ in listed
    ]
    groups = [_posts(members, reader) for _, members in listed]
    for place, (head, group) in enumerate(zip(heads, groups, strict=True)):
        branches = [(one, group if at == place else []) for at, one in enumerate(heads)]
        yield from _sequence([roles, *([head] if head else [])], group, branches)
    rules = [Step(f"{FOLDERS['policy']}/{one.id}", reader.title(one)) for one in book.policies.values()]
    yield from _sequence([policies], rules, [(None, rules)])
    guides = [Step(f"guide/{one.name}", one.title) for one in guide_pages(reader)]
    yield from _sequence([], guides, [(None, guides)])
    yield roles.key, Place(branches=[(head, []) for head in heads])
    yield policies.key, Place(branches=[(None, rules)])
    for one in book.roles.values():
        yield f"my/{one.id}", Place([Step("my/index", word("site-my-role"))])


def _posts(members: list[Role], reader: Reader) -> list[Step]:
    """The pages of a unit's posts."""
    keys = {one.id: f"{FOLDERS['role']}/{one.id}" for one in members}
    return [Step(keys[one.id], reader.title(one), keys.get(one.extends or "", "")) for one in members]


def _unit(reader: Reader, unit: Any) -> str:
    return reader.plain(unit.name) if unit else reader.word("site-no-department")


def _sequence(
    above: list[Step], pages: list[Step], branches: list[tuple[Step | None, list[Step]]]
) -> Iterator[tuple[str, Place]]:
    """The places of pages that follow one another."""
    places = {one.key: Place(above, branches=branches, family=one.under or one.key) for one in pages}
    for before, after in pairwise(pages):
        places[before.key].next, places[after.key].previous = after, before
    yield from places.items()
