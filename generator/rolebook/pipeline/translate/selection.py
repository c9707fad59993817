"""Which languages and places a command of translations is asked for."""

from collections.abc import Iterator

from rolebook.diagnostics import UserError, did_you_mean
from rolebook.model.handbook import Handbook
from rolebook.model.translation.text_addresses import document_of
from rolebook.model.translation.units import Unit


def languages_of(handbook: Handbook, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The languages asked for, or all; raises UserError for one that the handbook does not have."""
    known = handbook.settings.languages
    for tag in languages:
        if tag not in known:
            raise UserError("not-a-language", tag=tag, languages=", ".join(known))
    return languages or known


def within(units: list[Unit], places: tuple[str, ...]) -> Iterator[Unit]:
    """The units at the places or below them."""
    for place in places:
        if not any(_is_below(unit.place, place) for unit in units):
            known = {unit.place for unit in units} | {document_of(unit.place) for unit in units}
            near = did_you_mean(place, known).get("suggestion", "")
            raise UserError("misspelt-place" if near else "unknown-place", place=place, suggestion=near)
    for unit in units:
        if not places or any(_is_below(unit.place, place) for place in places):
            yield unit


def _is_below(place: str, above: str) -> bool:
    return place == above or place.startswith(f"{above.rstrip('/')}/")
