"""Variants of roles: one parent each, resolved when the handbook is loaded.

## missing-field
**Meaning.** Something compulsory is not given, after inheritance.
**Why.** A role needs a title, a purpose and duties.
```yaml bad
title: Cook
```
```yaml good
title: Cook
purpose: Cooks.
duties: [{id: cook, text: Cooks the day's meals.}]
```

## empty-list
**Meaning.** A list that must have an element has none.
**Why.** A group without duties, a process without steps says nothing.
```yaml bad
duties: [{id: kitchen, heading: Kitchen, items: []}]
```
```yaml good
duties: [{id: kitchen, heading: Kitchen, items: [{id: cook, text: Cooks.}]}]
```

## unknown-parent
**Meaning.** `extends` names a role that does not exist.
**Why.** There is nothing to inherit.
```yaml bad
extends: chef
```
```yaml good
extends: head-chef
```

## extends-cycle
**Meaning.** Roles extend one another in a circle.
**Why.** None of them can be completed.
```yaml bad
extends: cook   # in roles/cook.yml
```
```yaml good
extends: kitchen-staff
```

## unknown-item
**Meaning.** A variant changes an item that its parent does not have.
**Why.** The change would silently do nothing.
```yaml bad
remove: {duties: [wash-dishs]}
```
```yaml good
remove: {duties: [wash-dishes]}
```

## not-a-group
**Meaning.** `in` names an item that cannot hold others.
**Why.** Only groups of duties, and duties with duties below them, can.
```yaml bad
add: {rights: [{id: stop, in: refuse, text: May stop the line.}]}
```
```yaml good
add: {rights: [{id: stop, after: refuse, text: May stop the line.}]}
```

## no-parent
**Meaning.** `add`, `replace` or `remove` without `extends`.
**Why.** There is nothing to change; the words would silently be lost.
```yaml bad
add: {duties: [{id: clean, text: Cleans the stove.}]}   # and no `extends`
```
```yaml good
extends: kitchen-staff
add: {duties: [{id: clean, text: Cleans the stove.}]}
```

## item-exists
**Meaning.** A variant adds an item under an id that its parent uses already.
**Why.** Use `replace` to change it, or another id to add to it.
```yaml bad
add: {duties: [{id: cook, text: Cooks at night.}]}
```
```yaml good
replace: {duties: [{id: cook, text: Cooks at night.}]}
```
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rolebook.diagnostics import Diagnostic, Location, Rule, did_you_mean
from rolebook.model.base import Item
from rolebook.model.role import DutyGroup, Role
from rolebook.model.variant import ITEM_LISTS, NEVER_INHERITED, Placed, RoleFile

UNKNOWN_PARENT = Rule("unknown-parent")
EXTENDS_CYCLE = Rule("extends-cycle")
UNKNOWN_ITEM = Rule("unknown-item")
NOT_A_GROUP = Rule("not-a-group")
NO_PARENT = Rule("no-parent")
EMPTY_LIST = Rule("empty-list")
ITEM_EXISTS = Rule("item-exists")
MISSING_FIELD = Rule("missing-field")

RULES = (UNKNOWN_PARENT, EXTENDS_CYCLE, UNKNOWN_ITEM, NOT_A_GROUP, NO_PARENT, ITEM_EXISTS)

_COMPULSORY = ("title", "purpose", "duties")
_OF_FAMILY = ("title",)
"""A family may leave the rest to its roles."""
_LOCAL = frozenset({"add", "replace", "remove", "extends"})
_Items = tuple[Any, ...]


def resolve_roles(
    files: Mapping[str, RoleFile], written: Mapping[str, frozenset[str]]
) -> tuple[dict[str, Role], list[Diagnostic]]:
    """Whole roles from what their files say.

    `written` has the keys of every role's file, those that could not be understood included.
    """
    resolver = _Resolver(files, written)
    for name in files:
        resolver.resolve(name, ())
    return {name: role for name in files if (role := resolver.roles.get(name))}, resolver.findings


class _Resolver:
    def __init__(self, files: Mapping[str, RoleFile], written: Mapping[str, frozenset[str]]) -> None:
        self.files, self.written = files, written
        self.roles: dict[str, Role | None] = {}
        self.findings: list[Diagnostic] = []

    def resolve(self, name: str, below: tuple[str, ...]) -> Role | None:
        """The role of a file, its parents resolved first; None where that is impossible."""
        if name not in self.roles:
            file = self.files[name]
            parent = self._parent_of(file, (*below, name)) if file.extends else None
            orphan = parent is None and "extends" in self.written[name]
            self.roles[name] = None if orphan else self._whole(name, file, parent)
        return self.roles[name]

    def _parent_of(self, file: RoleFile, below: tuple[str, ...]) -> Role | None:
        name = file.extends or ""
        if name in below:
            circle = " → ".join((*below[below.index(name) :], name))
            self.findings.append(EXTENDS_CYCLE.at(file.at("extends"), circle=circle))
            return None
        if name not in self.files:
            if name not in self.written:
                hint = did_you_mean(name, self.files)
                self.findings.append(UNKNOWN_PARENT.at(file.at("extends"), id=name, **hint))
            return None
        return self.resolve(name, below)

    def _whole(self, name: str, file: RoleFile, parent: Role | None) -> Role | None:
        fields = {field: getattr(file, field) for field in RoleFile.model_fields if field not in _LOCAL}
        if parent is None:
            changes = [key for key in ("add", "replace", "remove") if file.says(key)]
            self.findings.extend(NO_PARENT.at(file.at(key, key=True), key=key) for key in changes)
        else:
            fields |= {field: getattr(parent, field) for field in _inherited(file)}
            for field in ITEM_LISTS:
                fields[field] = self._edited(file, field, fields[field])
        missing = [field for field in (_OF_FAMILY if file.abstract else _COMPULSORY) if not fields[field]]
        unsaid = [field for field in missing if field not in self.written[name]]
        self.findings.extend(MISSING_FIELD.at(_top(file), field=field) for field in unsaid)
        if missing:
            return None
        return Role.inheriting(file, parent, id=name, extends=file.extends, **fields)

    def _edited(self, file: RoleFile, field: str, items: _Items) -> _Items:
        for index, name in enumerate(getattr(file.remove, field, ())):
            if self._finds(items, name, field, file.at("remove", field, index)):
                items = _replaced(items, name, ())
        for item in getattr(file.replace, field, ()):
            if self._finds(items, item.id, field, item.at("id")):
                items = _replaced(items, item.id, (item,))
        for placed in getattr(file.add, field, ()):
            items = self._added(items, placed, field)
        for group in _flat(items):
            if isinstance(group, DutyGroup) and group not in items:
                self.findings.append(NOT_A_GROUP.at(group.at(), id=group.id, hint="group-in-group"))
            if isinstance(group, DutyGroup) and not group.items:
                self.findings.append(EMPTY_LIST.at(file.at("remove", field), field=group.id, hint="empty-group"))
        return items

    def _finds(self, items: _Items, name: str, field: str, place: Location) -> bool:
        if name not in _ids(items):
            self.findings.append(UNKNOWN_ITEM.at(place, id=name, field=field, **did_you_mean(name, _ids(items))))
        return name in _ids(items)

    def _added(self, items: _Items, placed: Placed, field: str) -> _Items:
        item, after, into = placed.item, placed.after, placed.into
        if isinstance(item, DutyGroup) and into is not None:
            self.findings.append(NOT_A_GROUP.at(item.at(), id=into, hint="group-in-group"))
            return items
        if item.id in _ids(items):
            self.findings.append(ITEM_EXISTS.at(item.at("id"), id=item.id))
            return items
        if not all(self._finds(items, name, field, item.at()) for name in (into, after) if name is not None):
            return items
        if into is None:
            return _inserted(items, after, item) if after is not None else (*items, item)
        holder = _item(items, into)
        if not hasattr(holder, "items"):
            self.findings.append(NOT_A_GROUP.at(item.at(), id=into))
        elif after is not None and not self._finds(holder.items, after, into, item.at()):
            return items
        else:
            return _inserted(items, after, item) if after is not None else _appended(items, into, item)
        return items


def _inherited(file: RoleFile) -> Iterator[str]:
    for field, info in RoleFile.model_fields.items():
        if field not in NEVER_INHERITED | _LOCAL and not file.says(info.alias or field):
            yield field


def _top(file: RoleFile) -> Location:
    whole = file.at()
    return Location(whole.file, whole.line, whole.column)


def _ids(items: _Items) -> list[str]:
    return [name for item in items for name in (item.id, *_ids(getattr(item, "items", ())))]


def _replaced(items: _Items, name: str, new: tuple[Item, ...]) -> _Items:
    """`items` with the item of that id, at any depth, exchanged for `new`."""
    found: list[Item] = []
    for item in items:
        if item.id == name:
            found.extend(new)
        elif name in _ids(getattr(item, "items", ())):
            found.append(item.model_copy(update={"items": _replaced(item.items, name, new)}))
        else:
            found.append(item)
    return tuple(found)


def _inserted(items: _Items, after: str, new: Item) -> _Items:
    return _replaced(items, after, (_item(items, after), new))


def _appended(items: _Items, group: str, new: Item) -> _Items:
    holder = _item(items, group)
    return _replaced(items, group, (holder.model_copy(update={"items": (*holder.items, new)}),))


def _item(items: _Items, name: str) -> Any:
    return next(item for item in _flat(items) if item.id == name)


def _flat(items: _Items) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _flat(getattr(item, "items", ()))
