"""The lock after an import: what the translator confirmed, and what is unfinished again."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from rolebook.model.translation.units import State, Translations, Unit
from rolebook.pipeline.reading.handbook import require_whole_handbook
from rolebook.pipeline.translate.judge import UNFINISHED, Result
from rolebook.pipeline.translate.lock_file import write_lock


def record_results(root: Path, language: str, results: Iterable[Result]) -> None:
    """Writes the lock for what is in the files now."""
    handbook = require_whole_handbook(root)
    translations = Translations(handbook)
    units = {unit.place: unit for unit in translations.units(language)}
    confirmed = [(units[one.place], one.state) for one in results if one.state and one.place in units]
    unfinished = {(one.place, language) for one in results if one.outcome == UNFINISHED}
    write_lock(root, translations, _states(confirmed), unfinished)


def _states(confirmed: Iterable[tuple[Unit, State]]) -> Iterator[tuple[Unit, State]]:
    return (pair for pair in confirmed if pair[0].target_fingerprint)
