"""What a clean bill of the law would speak of: places that have a pack, and languages that have wording rules."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from rolebook.check.lexicon import wording_of
from rolebook.diagnostics import UserError
from rolebook.language import say
from rolebook.model.handbook import Handbook
from rolebook.model.places import strings_of


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a check under the law looked at, by place and by language.

    `packs` are the dates of packs by jurisdiction, `layers` the layer above, with its date, of places that have no pack
    of their own, `without` places that have neither. `unread` are languages of texts without wording rules.
    """

    packs: Mapping[str, str]
    layers: Mapping[str, str]
    without: tuple[str, ...]
    unread: tuple[str, ...]

    def as_record(self) -> dict[str, Any]:
        """As JSON knows it."""
        return asdict(self)


def coverage_from(record: Mapping[str, Any]) -> Coverage:
    """The coverage of a record."""
    return Coverage(record["packs"], record["layers"], tuple(record["without"]), tuple(record["unread"]))


def coverage_of(handbook: Handbook) -> Coverage:
    """What there is to check a handbook by."""
    packs, layers = {}, {}
    places = dict.fromkeys(entity.jurisdiction for entity in handbook.settings.entities)
    for place, pack in handbook.packs.items():
        if pack.id.partition("-")[0] == place.partition("-")[0]:
            packs[place] = str(pack.as_of)
        else:
            layers[place] = f"{pack.id} {pack.as_of}"
    without = tuple(place for place in places if place not in handbook.packs)
    spoken = {tag for placed in strings_of(handbook) for tag in placed.text.values}
    unread = tuple(sorted(tag for tag in spoken if not wording_of(tag, handbook.wording).rules))
    return Coverage(packs, layers, without, unread)


def coverage_line(coverage: Coverage, tag: str, *, clean: bool) -> str:
    """One line in a language: what was checked, and what was not. It never says that anything is lawful.

    `clean` says that nothing was found; that is told only where every text could be read.
    """
    told = [say(UserError("pack-of", code=code, as_of=as_of), tag) for code, as_of in coverage.packs.items()]
    key = "packs-clean" if clean and not coverage.unread else "packs"
    parts = [say(UserError(key, packs=", ".join(told)), tag)] if told else []
    layers = ", ".join(f"{place} ({layer})" for place, layer in coverage.layers.items())
    gaps = {"covered-by-layer": layers, "covered-by-none": ", ".join(coverage.without)}
    gaps["covered-unread"] = ", ".join(coverage.unread)
    parts += [say(UserError(key, what=what), tag) for key, what in gaps.items() if what]
    return "; ".join(parts)
