"""The managers that a roster names, compared with its people once all rows are read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rolebook.diagnostics import Diagnostic, Location, Rule, Severity, did_you_mean
from rolebook.language.comparison import folded
from rolebook.model.handbook import Handbook

UNKNOWN_MANAGER = Rule("unknown-manager")
SIMILAR_MANAGER = Rule("similar-manager", Severity.WARNING)
MANAGER_POST = Rule("manager-of-another-post", Severity.WARNING)

RULES = (UNKNOWN_MANAGER, SIMILAR_MANAGER, MANAGER_POST)

_ID = re.compile(r"(?=.*\d)[A-Za-z0-9_-]{1,64}\Z")
_ALMOST = 0.85
_MOST_COMPARED = 5000
"""Among more people than this, nobody is looked for whose id or name is only similar: that would take minutes."""


@dataclass(frozen=True, slots=True)
class _Named:
    row: int
    person: str
    manager: str
    place: Location
    roles: Sequence[str]


class Managers:
    """Collects who names whom; `faults` then says who is nobody, almost somebody, or holds another post."""

    def __init__(self, handbook: Handbook) -> None:
        self._handbook = handbook
        self._named: list[_Named] = []
        self._roles: dict[str, Sequence[str]] = {}
        self._ids: dict[str, str] = {}
        self._people: dict[str, list[str]] = {}

    def add(
        self,
        row: int,
        person: str,
        words: Mapping[str, str],
        places: Mapping[str, Location],
        roles: Sequence[str],
    ) -> None:
        """Takes a row; `roles` are those of a sound one."""
        self._roles[person] = roles
        self._ids[folded(person)] = person
        self._people.setdefault(folded(words.get("name", "")), []).append(person)
        if "manager" in words:
            self._named.append(_Named(row, person, words["manager"], places["manager"], roles))

    def faults(self) -> Iterator[tuple[int, Diagnostic]]:
        """Each fault with the row it is in."""
        for one in self._named:
            if one.manager in self._roles:
                yield from ((one.row, fault) for fault in self._of_another_post(one, one.manager))
            elif folded(one.manager) in self._ids or _ID.match(one.manager):
                near = self._near(one.manager, self._ids.values())
                yield one.row, UNKNOWN_MANAGER.at(one.place, manager=one.manager, **near)
            elif namesakes := self._people.get(folded(one.manager)):
                if len(namesakes) == 1:
                    yield from ((one.row, fault) for fault in self._of_another_post(one, namesakes[0]))
            elif near := self._near(one.manager, [*self._ids.values()]):
                yield one.row, UNKNOWN_MANAGER.at(one.place, manager=one.manager, **near)
            elif near := self._near(folded(one.manager), [*self._people]):
                name = self._people[near["suggestion"]][0]
                yield one.row, SIMILAR_MANAGER.at(one.place, manager=one.manager, person=name)

    def _near(self, told: str, known: object) -> dict[str, str]:
        """Arguments of the did-you-mean hint."""
        listed = list(known) if len(self._ids) <= _MOST_COMPARED else []  # type: ignore[call-overload]
        spelt = {folded(one): one for one in listed}
        near = did_you_mean(folded(told), spelt, near=_ALMOST if len(told) > 5 else 0.7)
        return {**near, "suggestion": spelt[near["suggestion"]]} if near else {}

    def _of_another_post(self, one: _Named, manager: str) -> Iterator[Diagnostic]:
        """The paper names the manager as the holder of the post that the role reports to."""
        held = self._roles[manager]
        for role in one.roles:
            above = self._handbook.roles[role].reports_to
            if held and above and above not in held:
                yield MANAGER_POST.at(one.place, manager=manager, held=", ".join(held), post=above)
