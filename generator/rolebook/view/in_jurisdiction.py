"""A document as it stands in one jurisdiction: what holds elsewhere is left out, overrides are put in."""

from typing import Any, TypeVar, cast

from rolebook.model.base import Part
from rolebook.model.handbook import Document
from rolebook.model.law.jurisdiction import applies_in, layers_of
from rolebook.model.policy import Discipline, Offence
from rolebook.model.words.text import Text

D = TypeVar("D", bound=Document)
_REPLACING = ("counting", "consequences", "text")


def in_place(document: D, jurisdiction: str | None) -> D:
    """The document in `jurisdiction`; for None, all places together, as it is."""
    if jurisdiction is None:
        return document
    changes: dict[str, Any] = {
        field: kept
        for field in type(document).model_fields
        if (kept := _holding(getattr(document, field), jurisdiction)) is not getattr(document, field)
    }
    if isinstance(document, Discipline):
        changes["offences"] = tuple(offence_in(offence, jurisdiction) for offence in document.offences)
    return cast("D", document.model_copy(update=changes))


def offence_in(offence: Offence, jurisdiction: str) -> Offence:
    """The offence with what its override for the jurisdiction says; what that adds to the text stays in `overrides`."""
    override = next((offence.overrides[code] for code in layers_of(jurisdiction) if code in offence.overrides), None)
    if override is None:
        return offence.model_copy(update={"overrides": {}})
    said = {field: value for field in _REPLACING if (value := getattr(override, field)) is not None}
    added = {jurisdiction: override.model_copy(update=dict.fromkeys(_REPLACING))} if override.adds else {}
    return offence.model_copy(update={**said, "overrides": added})


def added_in(offence: Offence, jurisdiction: str) -> Text | None:
    """What the place adds to the general text of an offence."""
    here = offence_in(offence, jurisdiction).overrides
    return here[jurisdiction].adds if here else None


def _holding(value: Any, jurisdiction: str) -> Any:
    """`value` without parts that hold elsewhere only; the same object when nothing is left out."""
    if isinstance(value, Part):
        return _trimmed(value, jurisdiction)
    if not isinstance(value, tuple):
        return value
    kept = tuple(
        _trimmed(element, jurisdiction)
        for element in value
        if applies_in(getattr(element, "jurisdictions", ()), jurisdiction)
    )
    same = len(kept) == len(value) and all(one is other for one, other in zip(kept, value, strict=True))
    return value if same else kept


def _trimmed(part: Any, jurisdiction: str) -> Any:
    if not isinstance(part, Part):
        return part
    changes = {
        field: kept
        for field in type(part).model_fields
        if (kept := _holding(getattr(part, field), jurisdiction)) is not getattr(part, field)
    }
    return part.model_copy(update=changes) if changes else part
