"""What there is to check a handbook's law by: packs of its places, wording rules of its languages."""

from rolebook.checks.lexicon import wording_of
from rolebook.model.handbook import Handbook
from rolebook.model.translation.text_addresses import strings_of


def coverage_of(
    handbook: Handbook,
) -> tuple[dict[str, str], dict[str, str], dict[str, str], dict[str, str], tuple[str, ...], tuple[str, ...]]:
    """Packs by place, layers of places without one, countries' packs of regions without one, who reviewed a place's
    pack, places with none of these, languages without wording rules; packs with their dates.
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
    return packs, layers, regions, reviewers, without, unread
