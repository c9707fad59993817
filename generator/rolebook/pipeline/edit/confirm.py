"""Confirming a translation: a line of the lock, through the same door as every other write."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.model.translation.lock import PATH, LockState
from rolebook.model.translation.units import Translations, Unit
from rolebook.pipeline.edit.door import Door
from rolebook.pipeline.edit.versions import plain
from rolebook.pipeline.reading.handbook import require_whole_handbook
from rolebook.pipeline.translate.lock_file import changed_lock
from rolebook.store.together import FileChange


class WordsChanged(Exception):
    """One of the two texts is no longer as it was on screen; nothing was confirmed."""


def confirm(door: Door, place: str, language: str, seen: Mapping[str, str], state: LockState) -> str | None:
    """Records that a translation says what its source says, and returns the id in the journal.

    `seen` are the words that were on screen, by language: the source's and the translation's. Returns None where the
    lock says so already. Raises WordsChanged where either text is another by now, and UserError for no such string.
    """
    translations = Translations(require_whole_handbook(door.root))
    unit = next((one for one in translations.units(language) if one.place == place), None)
    if unit is None or unit.text_language is None:
        raise UserError("edit-no-string", place=place, language=language)
    if any(seen.get(tag) != words for tag, words in words_of(unit).items()):
        raise WordsChanged
    after = changed_lock(door.root, translations, [(unit, state)])
    path = door.root / PATH
    before = path.read_bytes().decode("utf-8") if path.is_file() else None
    if after is None or after == before:
        return None
    lines = [line_in(text or "", place, language) for text in (before, after)]
    about = {"confirmed": [place, language, state], "lock_lines": lines}
    return door.write_files([FileChange(PATH, before, after)], about)


def unconfirmed(root: Path, record: Mapping[str, Any]) -> list[FileChange]:
    """Returns the change that takes a confirmation back, whatever others confirmed since.

    Raises UserError where the same string was confirmed anew, or the journal does not say how it was before.
    """
    place, language, _ = record["confirmed"]
    was, became = record.get("lock_lines", ("", None))
    path = root / PATH
    now = path.read_bytes().decode("utf-8") if path.is_file() else ""
    if became is None or line_in(now, place, language) != became:
        raise UserError("edit-confirmed-since")
    lines = [line for line in now.splitlines(keepends=True) if line.rstrip("\r\n") != became]
    after = "".join(sorted([*lines, f"{was}\n"], key=_order) if was else lines)
    return [FileChange(PATH, now, after)]


def line_in(lock: str, place: str, language: str) -> str:
    """Returns the line of a lock for a string in a language, empty where it has none."""
    head = f"{place} {language} "
    return next((line for line in lock.splitlines() if line.startswith(head)), "")


def _order(line: str) -> tuple[bool, list[str]]:
    return not line.startswith("#"), line.split()[:2]


def words_of(unit: Unit) -> dict[str, str]:
    """Returns the words of a string as `confirm` wants to have them seen."""
    found = {unit.source_language: plain(unit.source)}
    return found | ({unit.text_language: plain(unit.target or "")} if unit.text_language else {})
