"""`rolebook translate`: what is confirmed, by whom the state says, and what is left to do."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rolebook.diagnostics import UserError, did_you_mean
from rolebook.model.handbook import Handbook
from rolebook.model.reading.load import load
from rolebook.model.translation.lock import PATH, LockLine, LockState, lock_state, lock_text
from rolebook.model.translation.text_addresses import document_of
from rolebook.model.translation.units import State, Translations, Unit
from rolebook.pipeline.check.check import read_files
from rolebook.store import remove_abandoned, write_text


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was confirmed, and the stale strings left alone because nobody touched or named them."""

    confirmed: tuple[Unit, ...]
    left: tuple[Unit, ...]


def readable(root: Path) -> Handbook:
    """The handbook in `root`, read and not checked; raises UserError when it has faults that hide strings."""
    files, refused, _ = read_files(root)
    handbook, _ = load(files, refused)
    if handbook is None or handbook.unreadable:
        raise UserError("unreadable-handbook")
    return handbook


def accept(root: Path, places: tuple[str, ...], languages: tuple[str, ...], state: LockState) -> Accepted:
    """Confirms that translations say what their sources say now, and writes the lock.

    `places` are places or beginnings of them; none means everything typed since: what is unconfirmed or changed.
    A stale string whose translation nobody touched is confirmed only where it is named. Lines of strings that are
    no more are dropped. Raises UserError for a place or language that is not there.
    """
    handbook = readable(root)
    translations = Translations(handbook)
    chosen = [unit for tag in languages_of(handbook, languages) for unit in translations.units(tag)]
    wanted = list(within(chosen, places))
    open_ones = [unit for unit in wanted if unit.target_fingerprint and _waits(unit, state, named=bool(places))]
    left = tuple(unit for unit in wanted if unit.state is State.STALE and unit not in open_ones)
    write_lock(root, handbook, translations, ((unit, state) for unit in open_ones))
    return Accepted(tuple(open_ones), left)


def write_lock(
    root: Path,
    handbook: Handbook,
    translations: Translations,
    confirmed: Iterable[tuple[Unit, str]],
    dropped: Collection[tuple[str, str]] = (),
) -> None:
    """Writes the lock anew: these units in their states, the others as they were.

    Left out is what there is no more, and what is `dropped`, by place and language.
    """
    lines: dict[tuple[str, str], LockLine] = {}
    for tag in handbook.settings.languages:
        for unit in translations.units(tag):
            if unit.line is not None and unit.told is not None and (unit.place, unit.told) not in dropped:
                lines[unit.place, unit.told] = unit.line._replace(place=unit.place)
    for unit, state in confirmed:
        if unit.told is not None and unit.target_fingerprint is not None:
            line = LockLine(unit.place, unit.told, unit.source_fingerprint, unit.target_fingerprint, lock_state(state))
            lines[unit.place, unit.told] = line
    remove_abandoned((root / PATH).parent)
    write_text(root / PATH, lock_text(lines.values()))


def _waits(unit: Unit, state: LockState, *, named: bool) -> bool:
    """Whether accepting would say something new of a unit."""
    line = unit.line
    if line is None:
        return True
    touched = line.target != unit.target_fingerprint
    if line.source != unit.source_fingerprint:
        return named or touched
    return touched or (named and line.state != state)


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
