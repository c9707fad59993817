"""Texts that speak of one place on the papers of another.

## other-place
**Meaning.** A text of a policy cites, by its title, a law of another place of the handbook, where it does not hold. In
the disciplinary rules, a text names a country where it does not hold, or, for information, one of several where it
does.
**Why.** The paper of one country prints the rule of another, and its readers do not know whether it binds them.
```yaml bad
procedure: [{id: tell, jurisdictions: [VN], text: "In China the union is informed, under the Labour Contract Law."}]
```
```yaml good
procedure: [{id: tell, jurisdictions: [CN], text: "The union is informed, under the Labour Contract Law."}]
```
In other documents countries are named for good reasons, such as trips, customers and data that cross a border, and
nothing is said of them. Names of countries are known, adjectives such as *Spanish* are not.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from rolebook.checks.denials import joined, text_at
from rolebook.checks.places import place_name
from rolebook.checks.readings import Reading, readings_of
from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.language import counts_signs, language_for
from rolebook.model.base import Part
from rolebook.model.handbook import Handbook
from rolebook.model.law.jurisdiction import applies_in
from rolebook.model.policy import AnyPolicy, Discipline

OTHER_PLACE = Rule("other-place", Severity.WARNING)
RULES = (OTHER_PLACE,)

_DECLINING = frozenset({"ru"})
_SHORT = 5
"""Names of fewer letters, such as the Vietnamese *Nga*, are found only as they are."""
Named = tuple[str, str]
"""A place, and the title of its law where it is named by that, else nothing."""
Limits = tuple[tuple[str, ...], ...]
"""Places that a part and those above it hold in: each list narrows what is left."""


def other_places(handbook: Handbook) -> Iterator[Diagnostic]:
    """No policy speaks of a place on the papers of another; a place is told once for each text."""
    codes = dict.fromkeys(entity.jurisdiction for entity in handbook.settings.entities)
    policies = {f"policy/{name}": policy for name, policy in handbook.policies.items()} if len(codes) > 1 else {}
    read: dict[tuple[str, bool], list[Reading]] = defaultdict(list)
    for reading in readings_of(handbook) if policies else ():
        if policy := policies.get(reading.document):
            read[reading.line.language, isinstance(policy, Discipline)].append(reading)
    limits: dict[str, dict[int, Limits]] = {}
    told: set[tuple[str, str]] = set()
    for (tag, countries), readings in read.items():
        names = dict(_laws(handbook, tag)) | (dict(_countries(handbook, codes, tag)) if countries else {})
        for reading, found, (code, law) in _named_in(readings, names, tag):
            policy = policies[reading.document]
            if reading.document not in limits:
                limits[reading.document] = dict(_limits_in(policy, ()))
            places = _places(policy, limits[reading.document], reading, handbook)
            weight = _weight(code, law, places, handbook, tag)
            if weight and (reading.placed.place, code) not in told:
                told.add((reading.placed.place, code))
                other = next(one for one in places if _country(one) != _country(code))
                place = place_name(handbook.packs.get(other), other)
                yield OTHER_PLACE.at(reading.at, found=found, place=place).weighing(weight)


def _weight(code: str, law: str, places: Sequence[str], handbook: Handbook, tag: str) -> Severity | None:
    """How much it weighs that a text which holds in some places names one; None where it may."""
    others = [place for place in places if _country(place) != _country(code)]
    if not others:
        return None
    if len(others) < len(places):
        return None if law else Severity.INFO
    own = [title for place in places for title, _ in _titles(handbook, place, tag)]
    return None if law and any(law in title for title in own) else Severity.WARNING


def _places(policy: AnyPolicy, limits: Mapping[int, Limits], reading: Reading, handbook: Handbook) -> list[str]:
    """Where a text holds: the places of its policy that everything above it leaves."""
    listed = dict.fromkeys(entity.jurisdiction for entity in handbook.entities_of(policy))
    return [place for place in listed if all(applies_in(one, place) for one in limits.get(id(reading.part), ()))]


def _limits_in(part: Part, above: Limits) -> Iterator[tuple[int, Limits]]:
    """Every part of a policy, by identity, with the places that it and those above it are limited to."""
    own = getattr(part, "jurisdictions", ()) if above or not isinstance(part, AnyPolicy) else ()
    limits = (*above, own) if own else above
    yield id(part), limits
    for field, value in part:
        if isinstance(value, Part):
            yield from _limits_in(value, limits)
        elif isinstance(value, tuple):
            for one in value:
                if isinstance(one, Part):
                    yield from _limits_in(one, limits)
        elif isinstance(value, dict) and field == "overrides":
            for code, one in value.items():
                yield from _limits_in(one, (*limits, (code,)))


def _named_in(
    readings: Sequence[Reading], names: Mapping[str, Named], tag: str
) -> Iterator[tuple[Reading, str, Named]]:
    """The names that texts of one language say, each with the text and how it says it."""
    if not names:
        return
    ends = ("", "") if counts_signs(tag) else (r"(?<!\w)", r"(?!\w)")
    listed = list(names)
    pattern = re.compile("|".join(f"({ends[0]}{one}{ends[1]})" for one in sorted(listed, key=len, reverse=True)))
    order = sorted(listed, key=len, reverse=True)
    starts, corpus = joined([reading.words for reading in readings])
    for match in pattern.finditer(corpus):
        yield readings[text_at(starts, match.start())], match[0], names[order[(match.lastindex or 1) - 1]]


def _laws(handbook: Handbook, tag: str) -> Iterator[tuple[str, Named]]:
    """Patterns of the titles of the places' laws; in Chinese only within the marks of a title."""
    for code in handbook.packs:
        for title, pattern in _titles(handbook, code, tag):
            yield pattern, (code, title)


def _titles(handbook: Handbook, code: str, tag: str) -> Iterator[tuple[str, str]]:
    pack = handbook.packs.get(code)
    for source in pack.sources if pack else ():
        if source.kind in ("statute", "decree") and source.title.has(tag):
            title = source.title.values[source.title.language_for(tag)].strip("《》")
            yield title, f"《{re.escape(title)}》" if counts_signs(tag) else re.escape(title)


def _countries(handbook: Handbook, codes: Mapping[str, None], tag: str) -> Iterator[tuple[str, Named]]:
    """Patterns of the places' names; with the endings that a name takes, where the language declines names."""
    for code in codes:
        pack = handbook.packs.get(code)
        told = {language_for(tag).territory(_country(code))}
        told |= {pack.name.values[tag]} if pack and pack.name and tag in pack.name.values else set()
        for name in told:
            plain = tag.partition("-")[0] not in _DECLINING or len(name) < _SHORT
            yield re.escape(name) if plain else rf"{re.escape(name[:-1])}\w{{1,3}}", (code, "")


def _country(code: str) -> str:
    return code.partition("-")[0]


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (other_places,)
