"""Where a document holds, what weighs how much there, and how it is cited. Shared by the families about law."""

from collections.abc import Iterator
from typing import Any

from rolebook.diagnostics import Localized, Severity
from rolebook.model.handbook import Document, Handbook
from rolebook.model.law.merge import citations, is_verified
from rolebook.model.law.pack import Pack


def places_of(handbook: Handbook, document: Document) -> Iterator[tuple[str, Pack]]:
    """The jurisdictions of a document that have a pack, with it, each once."""
    for code in dict.fromkeys(entity.jurisdiction for entity in handbook.entities_of(document)):
        if code in handbook.packs:
            yield code, handbook.packs[code]


def place_name(pack: Pack | None, code: str) -> Localized:
    """The name of a place in every language."""
    return Localized.of(pack.name.values) if pack and pack.name else Localized.of({"en": code})


def weighed(pack: Pack, rule: Any, severity: Severity) -> Severity:
    """The severity of a finding that rests on a rule: one step less when nobody read it at its source."""
    return severity if is_verified(pack, rule) else severity.lower()


def grounds_of(pack: Pack, *rules: Any) -> dict[str, Any]:
    """The arguments `article` and `doubt` of a finding that rests on rules of a pack."""
    told = citations(pack, *rules)
    sure = all(is_verified(pack, rule) for rule in rules if rule)
    return {"article": Localized.of(told or {"en": pack.id}), "doubt": "" if sure else "not-verified"}
