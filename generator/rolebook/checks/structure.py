"""# Structure

Faults in the shape of the files. They are found while the files are read, so a file that cannot be
read at all shows only the first of them; everything else is reported together.

## shared-id
**Meaning.** A role and a policy have, or once had, the same id.
**Why.** Documents, releases and answers are known by their id: the policy would never be printed, and its page would
offer the role's paper.
```text bad
roles/hygiene.yml and policies/hygiene.yml
```
```text good
roles/hygiene-officer.yml and policies/hygiene.yml
```
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TypeVar

from rolebook.diagnostics import Diagnostic, Location, Rule
from rolebook.model import inheritance
from rolebook.model.base import Item, Part, holding_fields, walk
from rolebook.model.handbook import Handbook
from rolebook.model.policy import AnyPolicy
from rolebook.model.reading import load, shape_rules
from rolebook.model.role import Role
from rolebook.model.translation.text_addresses import parts_of
from rolebook.source import direction, file_names, lookalikes, merge_markers, project, syntax_errors, yaml_reader

D = TypeVar("D", Role, AnyPolicy)
SHARED_ID = Rule("shared-id")

NEW_RULES = (*merge_markers.RULES, *direction.RULES, lookalikes.LOOKALIKE_SIGN, *file_names.RULES)
PARTS = (
    syntax_errors,
    yaml_reader,
    merge_markers,
    direction,
    lookalikes,
    file_names,
    project,
    shape_rules,
    load,
    inheritance,
)
"""The modules that raise rules of structure, and document them."""

RULES = (
    SHARED_ID,
    *syntax_errors.RULES,
    *yaml_reader.RULES,
    *NEW_RULES,
    *project.RULES,
    *shape_rules.RULES,
    *load.RULES,
    *inheritance.RULES,
)


def duplicate_ids(handbook: Handbook) -> Iterator[Diagnostic]:
    """Items of one list, nested ones included, have ids of their own."""
    agreements = (tuple(walk(agreement)) for agreement in handbook.agreements.values())
    for parts in (*(parts for _, parts in parts_of(handbook)), *agreements):
        for part in parts:
            for field in _holding_items(type(part)):
                yield from _duplicates(getattr(part, field))


@cache
def _holding_items(model: type[Part]) -> tuple[str, ...]:
    """The fields that may be lists of items, but for items below an item, which are in its list."""
    return tuple(field for field in holding_fields(model) if not (field == "items" and issubclass(model, Item)))


def _duplicates(value: object) -> Iterator[Diagnostic]:
    if not isinstance(value, tuple) or not value:
        return
    seen: dict[str, Item] = {}
    for item in _nested(value):
        if item.id in seen:
            first = seen[item.id].at("id")
            yield load.DUPLICATE_ID.at(item.at("id"), id=item.id, first=f"{first.file}:{first.line}")
        seen.setdefault(item.id, item)


def _nested(items: tuple[object, ...]) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Item):
            yield item
            yield from _nested(getattr(item, "items", ()))


def shared_ids(handbook: Handbook) -> Iterator[Diagnostic]:
    """No role has, or had, an id that a policy has or had; told where the policy says it, else where the role does."""
    of_roles = dict(_ids_of(handbook.described))
    for name, (document, place) in _ids_of(handbook.policies):
        if name in of_roles:
            other, earlier = of_roles[name]
            told = earlier if name == document.id and name != other.id else place
            yield SHARED_ID.at(told, id=name, role=other.file_of(), policy=document.file_of())


def _ids_of(documents: Mapping[str, D]) -> Iterator[tuple[str, tuple[D, Location]]]:
    """Every id that documents have or had, whose it is, and where it is said."""
    for name, document in documents.items():
        yield from ((old, (document, document.at("formerly", index))) for index, old in enumerate(document.formerly))
        yield name, (document, Location(document.file_of()))


CHECKS = (duplicate_ids, shared_ids)
