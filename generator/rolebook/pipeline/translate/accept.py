"""`rolebook translate`: what is confirmed, by whom the state says, and what is left to do."""

from dataclasses import dataclass
from pathlib import Path

from rolebook.model.translation.lock import LockState
from rolebook.model.translation.units import State, Translations, Unit
from rolebook.pipeline.reading.handbook import require_whole_handbook
from rolebook.pipeline.translate.lock_file import require_sound_lock, write_lock
from rolebook.pipeline.translate.selection import languages_of, within
from rolebook.store import settle_before_writing


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was confirmed, and the stale strings left alone because nobody touched or named them."""

    confirmed: tuple[Unit, ...]
    left: tuple[Unit, ...]


def accept(root: Path, places: tuple[str, ...], languages: tuple[str, ...], state: LockState) -> Accepted:
    """Confirms that translations say what their sources say now, and writes the lock.

    `places` are places or beginnings of them; none means everything typed since: what is unconfirmed or changed.
    A stale string whose translation nobody touched is confirmed only where it is named. Nothing is written where
    nothing is confirmed. Raises UserError for a place or language that is not there, and for a lock with faults.
    """
    settle_before_writing(root)
    require_sound_lock(root)
    handbook = require_whole_handbook(root)
    translations = Translations(handbook)
    chosen = [unit for tag in languages_of(handbook, languages) for unit in translations.units(tag)]
    wanted = list(within(chosen, places))
    open_ones = [unit for unit in wanted if unit.target_fingerprint and _waits(unit, state, named=bool(places))]
    left = tuple(unit for unit in wanted if unit.state is State.STALE and unit not in open_ones)
    write_lock(root, translations, ((unit, state) for unit in open_ones))
    return Accepted(tuple(open_ones), left)


def _waits(unit: Unit, state: LockState, *, named: bool) -> bool:
    """Whether accepting would say something new of a unit."""
    line = unit.line
    if line is None:
        return True
    touched = line.target != unit.target_fingerprint
    if line.source != unit.source_fingerprint:
        return named or touched
    return touched or (named and line.state != state)
