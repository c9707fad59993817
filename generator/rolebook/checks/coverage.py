"""What there is to check a handbook's law by: packs of its places, wording rules of its languages."""

from rolebook.checks.lexicon import wording_of
from rolebook.model.handbook import Handbook
from rolebook.model.translation.text_addresses import strings_of

NamedAgreement = tuple[dict[str, str], str]
"""A collective agreement by its title in each language, and its last day; empty where it has none."""


def coverage_of(
    handbook: Handbook,
) -> tuple[
    dict[str, str],
    dict[str, str],
    dict[str, str],
    dict[str, str],
    dict[str, list[NamedAgreement]],
    tuple[str, ...],
    tuple[str, ...],
]:
    """Packs by place, layers of places without one, countries' packs of regions without one, who reviewed a place's
    pack, the agreements of its employers, places with none of these, languages without wording rules; packs with
    their dates.
    """
    packs, layers, regions, reviewers = {}, {}, {}, {}
    places = dict.fromkeys(entity.jurisdiction for entity in handbook.settings.entities)
    for place, pack in handbook.packs.items():
        if pack.id == place:
            packs[place] = str(pack.as_of)
            if pack.status == "lawyer-reviewed" and pack.reviewed_by:
                reviewers[place] = pack.reviewed_by
        elif pack.id == place.partition("-")[0]:
            regions[place] = f"{pack.id} {pack.as_of}"
        else:
            layers[place] = f"{pack.id} {pack.as_of}"
    without = tuple(place for place in places if place not in handbook.packs)
    spoken = {tag for placed in strings_of(handbook) for tag in placed.text.values}
    unread = tuple(sorted(tag for tag in spoken if not wording_of(tag, handbook.wording).rules))
    return packs, layers, regions, reviewers, _agreements(handbook), without, unread


def _agreements(handbook: Handbook) -> dict[str, list[NamedAgreement]]:
    """The agreements that the employers of each place name and that hold there, each once."""
    named: dict[str, dict[str, NamedAgreement]] = {}
    for entity, one in handbook.agreed.items():
        place = handbook.entities[entity].jurisdiction
        if place in handbook.packs:
            told = (dict(one.title.values), str(one.valid_until or ""))
            named.setdefault(place, {})[one.id] = told
    return {place: list(agreements.values()) for place, agreements in named.items()}
