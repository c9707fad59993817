"""The translations' lock as a file: lines for strings whose state changed, the others as they were."""

from collections.abc import Collection, Iterable
from pathlib import Path

from rolebook.model.handbook import Handbook
from rolebook.model.translation.lock import PATH, LockLine, lock_state, lock_text
from rolebook.model.translation.units import Translations, Unit
from rolebook.store import remove_abandoned, write_text


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
            if (
                unit.line is not None
                and unit.text_language is not None
                and (unit.place, unit.text_language) not in dropped
            ):
                lines[unit.place, unit.text_language] = unit.line._replace(place=unit.place)
    for unit, state in confirmed:
        if unit.text_language is not None and unit.target_fingerprint is not None:
            line = LockLine(
                unit.place, unit.text_language, unit.source_fingerprint, unit.target_fingerprint, lock_state(state)
            )
            lines[unit.place, unit.text_language] = line
    remove_abandoned((root / PATH).parent)
    write_text(root / PATH, lock_text(lines.values()))
