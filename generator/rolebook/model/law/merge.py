"""Which pack holds where: those that come with Rolebook, overridden by a handbook's own, layer upon layer."""

from collections.abc import Iterator, Mapping
from functools import cache, reduce
from importlib.resources import files
from typing import Any, Protocol, TypeVar

from rolebook.model.base import Item, Part, walk
from rolebook.model.law.citation import cited, source_of
from rolebook.model.law.cited import Cited
from rolebook.model.law.jurisdiction import layers_of
from rolebook.model.law.pack import Pack
from rolebook.model.words.canonical import digest
from rolebook.model.words.text import Text
from rolebook.source import read_own_yaml

T = TypeVar("T", bound=Item)


class Packed(Protocol):
    """What may bring packs of its own: a handbook."""

    @property
    def jurisdictions(self) -> Mapping[str, Pack]: ...


def pack_for(handbook: Packed, jurisdiction: str) -> Pack | None:
    """The merged pack of a place, or of the nearest place above it that has one; None where there is none."""
    layers = list(_layers(jurisdiction, handbook.jurisdictions, ()))
    return _as_reviewed(_in_own_terms(reduce(merged, reversed(layers)))) if layers else None


def _in_own_terms(pack: Pack) -> Pack:
    """The pack with the handbook's words for sanctions, degrees and grounds; other languages keep the pack's."""
    own = pack.terms
    if not (own.sanctions or own.severities or own.grounds):
        return pack
    named, graded, ground = (
        {one.id: one.term for one in several} for several in (own.sanctions, own.severities, own.grounds)
    )
    degrees = {one.id: one for one in (*own.severities, *pack.severities)}
    sanctions = [
        _called(rule, named).model_copy(update={"grounds": tuple(_called(one, ground) for one in rule.grounds)})
        for rule in pack.sanctions
    ]
    severities = tuple(_called(one, graded) for one in degrees.values())
    return pack.model_copy(update={"sanctions": tuple(sanctions), "severities": severities})


def _called(item: T, own: Mapping[str, Text]) -> T:
    """An item under the words of a handbook, where it has some for it."""
    words, told = own.get(item.id), getattr(item, "term", None)
    if words is None:
        return item
    return item.model_copy(update={"term": Text({**(told.values if told else {}), **words.values}, words.origin)})


def facts_digest(pack: Pack) -> str:
    """SHA-256 of everything in a pack that may cite an article; not of its sources, or of what papers look like.

    Only what differs from a field's default counts, so that a field that the format gains leaves reviews as they are.
    """
    said = [one.model_dump(mode="json", exclude_defaults=True) for one in walk(pack) if isinstance(one, Cited)]
    return digest(sorted(filter(None, said), key=digest))


def _as_reviewed(pack: Pack) -> Pack:
    """The pack, as a draft where it says something else than what was reviewed."""
    if pack.reviewed_facts is None or pack.reviewed_facts == facts_digest(pack):
        return pack
    return pack.model_copy(update={"status": "draft"})


def known_packs() -> tuple[str, ...]:
    """Codes of the packs that come with Rolebook, sorted."""
    folder = files("rolebook") / "jurisdictions"
    return tuple(sorted(entry.name.removesuffix(".yml") for entry in folder.iterdir() if entry.name.endswith(".yml")))


def merged(below: Pack, above: Pack) -> Pack:
    """What two packs say together: maps field by field, lists of items by id; `above` wins."""
    result: Pack = _merged(below, above)
    return result


def citations(pack: Pack, *rules: Cited | None) -> dict[str, str]:
    """The articles of some rules by language, `ст. 193 ч. 1 ТК РФ`; empty where none cites any."""
    asked = [(pack.source(source_of(rule.article)), rule.article) for rule in rules if rule and rule.article]
    told = [(source, article) for source, article in asked if source]
    tags = dict.fromkeys(tag for source, _ in told for tag in source.cite.values)
    return {
        tag: "; ".join(dict.fromkeys(cited(_template(source.cite.values, tag), article) for source, article in told))
        for tag in tags
    }


def is_verified(pack: Pack, rule: Any) -> bool:
    """Whether a rule was read at its source."""
    found = pack.source(source_of(rule.article)) if rule.article else None
    return bool(rule.verified) and (found is None or found.confidence != "unverified")


def _template(cite: Mapping[str, str], tag: str) -> str:
    return cite.get(tag) or next(iter(cite.values()))


def _layers(code: str, own: Mapping[str, Pack], seen: tuple[str, ...]) -> Iterator[Pack]:
    """Packs that hold in a place, nearest first: the handbook's before the one that comes with Rolebook."""
    if code in seen:
        return
    chain = [pack for pack in (own.get(code), shipped(code)) if pack is not None]
    yield from chain
    said = next((pack.extends for pack in chain if pack.extends is not None), None)
    above = said if said is not None else tuple(layers_of(code))[1:2]
    for layer in above:
        yield from _layers(layer, own, (*seen, code))


@cache
def shipped(code: str) -> Pack | None:
    """The pack that comes with Rolebook for exactly this code."""
    resource = files("rolebook") / "jurisdictions" / f"{code}.yml"
    if not resource.is_file():
        return None
    return Pack.model_validate({**read_own_yaml(resource), "id": code}, context={"language": "en"})


def _merged(below: Any, above: Any) -> Any:
    if isinstance(below, Part) and isinstance(above, Part):
        said = {field: _merged(getattr(below, field), getattr(above, field)) for field in above.model_fields_set}
        return below.model_copy(update=said)
    if isinstance(below, dict) and isinstance(above, dict):
        return {**below, **above}
    if isinstance(below, tuple) and _by_id(below) and _by_id(above):
        items = {item.id: item for item in below} | {item.id: item for item in above}
        return tuple(items.values())
    return above


def _by_id(items: tuple[Any, ...]) -> bool:
    return all(isinstance(item, Item) for item in items)
