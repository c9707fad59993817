"""The translations' lock as a file: lines for strings whose state changed, the others as they were."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.model.translation.lock import PATH, LockLine, lock_state, lock_text, read_lock
from rolebook.model.translation.text_addresses import document_of
from rolebook.model.translation.units import Translations, Unit
from rolebook.store import remove_abandoned, settle_before_writing, write_text

Key = tuple[str, str]


def require_sound_lock(root: Path) -> tuple[LockLine, ...]:
    """Returns the lines of the lock as its file has them; UserError for a line that is malformed or contradicted.

    Whoever writes the lock asks first: a lock in the middle of a merge holds two people's work.
    """
    path = root / PATH
    if not path.is_file():
        return ()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError("unsound-lock", file=PATH, line=1) from None
    lock, findings = read_lock(text)
    if findings:
        raise UserError("unsound-lock", file=PATH, line=min(one.location.line for one in findings))
    return tuple(lock)


def write_lock(
    root: Path,
    translations: Translations,
    confirmed: Iterable[tuple[Unit, str]],
    dropped: Collection[Key] = (),
) -> None:
    """Writes the lock anew where something was confirmed or `dropped`, by place and language; else leaves the file.

    Raises UserError as `require_sound_lock` does.
    """
    settle_before_writing(root)
    if (text := changed_lock(root, translations, confirmed, dropped)) is not None:
        remove_abandoned((root / PATH).parent)
        write_text(root / PATH, text)


def changed_lock(
    root: Path,
    translations: Translations,
    confirmed: Iterable[tuple[Unit, str]],
    dropped: Collection[Key] = (),
) -> str | None:
    """Returns the text of the lock after confirmations; None where it stays as it is.

    Lines of strings that their document no longer has are left out. Lines of documents and languages that the
    handbook does not have are kept: they may be another branch's, or back tomorrow. Raises UserError as
    `require_sound_lock` does.
    """
    before = require_sound_lock(root)
    new = {line[:2]: line for unit, state in confirmed for line in _line_of(unit, state)}
    if not new and not {line[:2] for line in before} & set(dropped):
        return None
    kept = {line[:2]: line for line in _lines_to_keep(before, translations) if line[:2] not in dropped}
    return lock_text((kept | new).values())


def _line_of(unit: Unit, state: str) -> Iterator[LockLine]:
    if unit.text_language is not None and unit.target_fingerprint is not None:
        yield LockLine(
            unit.place, unit.text_language, unit.source_fingerprint, unit.target_fingerprint, lock_state(state)
        )


def _lines_to_keep(lines: Iterable[LockLine], translations: Translations) -> Iterator[LockLine]:
    """The lines that stay, each under its string's present place."""
    places = translations.places
    documents = {document_of(place) for place in places}
    for line in lines:
        place = line.place if line.place in places else translations.present(line.place)
        if place in places:
            recorded = translations.line(place, line.language)
            yield (recorded or line)._replace(place=place)
        elif document_of(place) not in documents:
            yield line
