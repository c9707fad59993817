"""Which languages and places a command of translations is asked for."""

from collections.abc import Iterator

from rolebook.diagnostics import UserError, did_you_mean
from rolebook.language import script_of
from rolebook.model.handbook import Handbook
from rolebook.model.translation.text_addresses import document_of
from rolebook.model.translation.units import Unit
from rolebook.model.words.text import chain_of


def languages_of(handbook: Handbook, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The languages asked for, or all; raises UserError for one that the handbook does not have."""
    known = handbook.settings.languages
    for tag in languages:
        if tag not in known:
            raise UserError("not-a-language", tag=tag, languages=", ".join(known))
    return languages or known


def language_meant(handbook: Handbook, tag: str) -> str:
    """The language of the handbook that a translation tool's tag means: `vi` for `vi-VN`, `vi_VN` and `VI`.

    Raises UserError where there is none. A tag in another script is another language: `zh-TW` is not `zh`.
    """
    known = {own.casefold(): own for own in handbook.settings.languages}
    for shorter in chain_of(tag.replace("_", "-").casefold()):
        if shorter in known and script_of(known[shorter]) == script_of(tag):
            return known[shorter]
    return languages_of(handbook, (tag,))[0]


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
