"""Where a document holds, what weighs how much there, and how it is cited. Shared by the families about law."""

from collections.abc import Iterator
from typing import Any

from rolebook.diagnostics import Localized, Severity
from rolebook.model.handbook import Document, Handbook
from rolebook.model.law.agreement import Agreement
from rolebook.model.law.merge import citations, is_verified
from rolebook.model.law.pack import Pack


def places_of(handbook: Handbook, document: Document) -> Iterator[tuple[str, Pack]]:
    """The jurisdictions of a document that have a pack, with it; once more for each agreement of an employer there."""
    yield from ((code, pack) for code, pack, _ in laws_of(handbook, document))


def laws_of(handbook: Handbook, document: Document) -> Iterator[tuple[str, Pack, Agreement | None]]:
    """The same with the collective agreement that the pack was joined with; None where it was with none."""
    told: set[tuple[str, str]] = set()
    for entity in handbook.entities_of(document):
        pack, agreement = handbook.packs_of_employers.get(entity.id), handbook.agreed.get(entity.id)
        key = (entity.jurisdiction, agreement.id if agreement else "")
        if pack and key not in told:
            told.add(key)
            yield entity.jurisdiction, pack, agreement


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
