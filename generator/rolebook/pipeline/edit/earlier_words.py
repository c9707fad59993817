"""What the journal knows of a string's past: the source that a translation was confirmed for, and who confirmed it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from rolebook.model.translation.units import State, Unit
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.versions import plain
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.source.editing import Path as TreePath
from rolebook.store.together import journal_of


class EarlierWords:
    """Looks into the journal of a handbook, read once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._translations = snapshot.translations
        self._said: dict[tuple[object, ...], list[str]] = defaultdict(list)
        self._confirmed: dict[tuple[str, str], Mapping[str, Any]] = {}
        for record in journal_of(snapshot.root):
            for one in record.get("changes", ()):
                before = one["inverse"]
                if isinstance(words := before.get("words"), str):
                    self._said[*one["document"], tuple(before["path"]), before.get("language")].append(words)
            if confirmed := record.get("confirmed"):
                self._confirmed[confirmed[0], confirmed[1]] = record

    def source_of(self, unit: Unit, document: DocumentId, path: TreePath) -> str:
        """Returns the source that a translation was confirmed for, where it changed since; empty where nobody knows."""
        if unit.state is not State.STALE or unit.line is None or self._translations is None:
            return ""
        said = self._said.get((document.kind, document.name, path, unit.source_language), [])
        fits = (one for one in reversed(said) if self._is_confirmed(unit, one))
        return plain(next(fits, ""))

    def confirmed_by(self, unit: Unit) -> tuple[str, str]:
        """Returns who confirmed a translation in the editor, and when; empty where it was confirmed elsewhere."""
        record = self._confirmed.get((unit.place, unit.language), {})
        return str(record.get("actor", "")), str(record.get("at", ""))

    def _is_confirmed(self, unit: Unit, words: str) -> bool:
        known, line = self._translations, unit.line
        return known is not None and line is not None and known.fingerprint_as(unit.placed.text, words) == line.source
