"""`rolebook translate status`: how far each language has come, and what is left in which document."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rolebook.language import counts_signs, length
from rolebook.model.translation.text_addresses import document_of
from rolebook.model.translation.units import UNRELIABLE, State, Translations, Unit
from rolebook.model.words.inline import plain
from rolebook.pipeline.reading.handbook import require_whole_handbook
from rolebook.pipeline.translate.selection import languages_of


@dataclass(slots=True)
class Progress:
    """Strings by state, and the size of the sources of all of them and of those left, by source language.

    Sizes are words, or signs for languages that are written without spaces.
    """

    states: Counter[State] = field(default_factory=Counter)
    size: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)

    def take(self, unit: Unit, size: int) -> None:
        """Counts one unit."""
        self.states[unit.state] += 1
        self.size[unit.source_language] += size
        if unit.state in UNRELIABLE:
            self.left[unit.source_language] += size

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing, unconfirmed or stale."""
        return not UNRELIABLE & self.states.keys()

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        return {
            "strings": self.states.total(),
            "states": {str(state): self.states[state] for state in State},
            "size": {tag: _measured(tag, count) for tag, count in sorted(self.size.items())},
            "left": {tag: _measured(tag, count) for tag, count in sorted(self.left.items())},
        }


@dataclass(frozen=True, slots=True)
class LanguageStatus:
    """One language: the whole handbook, and each document by the place it begins."""

    language: str
    whole: Progress
    documents: dict[str, Progress]

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        documents = {place: progress.as_data() for place, progress in sorted(self.documents.items())}
        return {**self.whole.as_data(), "documents": documents}


def status(root: Path, languages: tuple[str, ...] = ()) -> list[LanguageStatus]:
    """The status of each language, in the handbook's order; raises UserError for one it does not have."""
    handbook = require_whole_handbook(root)
    translations = Translations(handbook)
    sizes: dict[int, int] = {}
    return [_of_language(tag, translations.units(tag), sizes) for tag in languages_of(handbook, languages)]


def _of_language(tag: str, units: Iterable[Unit], sizes: dict[int, int]) -> LanguageStatus:
    found = LanguageStatus(tag, Progress(), {})
    for unit in units:
        text = unit.placed.text
        size = sizes.get(id(text))
        if size is None:
            size = sizes[id(text)] = length(plain(text.blocks(text.source)))
        found.whole.take(unit, size)
        found.documents.setdefault(document_of(unit.place), Progress()).take(unit, size)
    return found


def _measured(tag: str, count: int) -> dict[str, int]:
    return {"characters" if counts_signs(tag) else "words": count}
