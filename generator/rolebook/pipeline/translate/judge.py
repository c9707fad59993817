"""What becomes of each string in a translator's file, decided before any file of the handbook changes."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rolebook.exchange.segment import Returned
from rolebook.model.handbook import Handbook
from rolebook.model.translation.units import State, Translations, Unit
from rolebook.model.words.markers import markers_of
from rolebook.model.words.text import Markdown, Text

TAKEN, CONFIRMED, UNFINISHED, UNCHANGED, EMPTY = "taken", "confirmed", "unfinished", "unchanged", "empty"
REFUSED = frozenset(
    {"repeated-string", "unknown-string", "moved-on", "changed-here", "broken-codes", "not-editable"}
    | {"formula", "unreadable-cell", "obsolete", "plural"}
)
_HIDDEN = frozenset({"Cc", "Cs", "Cn"})
_RANK = {State.MACHINE: 0, State.TRANSLATED: 1, State.REVIEWED: 2}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one string; `detail` names codes that are wrong."""

    place: str
    outcome: str
    detail: str = ""
    words: str = ""
    state: State | None = None

    @property
    def refused(self) -> bool:
        """Whether nothing of it was taken because something is wrong."""
        return self.outcome in REFUSED


class Judge:
    """Decides what becomes of a string that came back."""

    def __init__(self, handbook: Handbook, language: str) -> None:
        self.handbook, self.language = handbook, language
        self.translations = Translations(handbook)
        self.units = {unit.place: unit for unit in self.translations.units(language)}

    def unit(self, place: str) -> Unit | None:
        """The unit of a place, also by a name that its document had before."""
        return self.units.get(place) or self.units.get(self.translations.present(place))

    def results(self, strings: Sequence[Returned]) -> list[Result]:
        """The outcome for each string. One that comes twice is refused each time: which words hold, a person says."""
        counts = Counter(self._present(one.place) for one in strings)
        return [
            Result(self._present(one.place), "repeated-string")
            if counts[self._present(one.place)] > 1
            else self.result(one)
            for one in strings
        ]

    def _present(self, place: str) -> str:
        unit = self.unit(place)
        return unit.place if unit else place

    def result(self, one: Returned) -> Result:
        """The outcome for one string, before the files are edited."""
        unit = self.unit(one.place)
        if unit is None:
            return Result(one.place, "unknown-string")
        if one.fault:
            return Result(unit.place, one.fault)
        text = unit.placed.text
        words = unicodedata.normalize("NFC", one.target.replace("\r\n", "\n")).strip()
        if self.translations.fingerprint_as(text, one.source.strip()) != unit.source_fingerprint:
            return Result(unit.place, "moved-on")
        if not words:
            return Result(unit.place, EMPTY)
        fingerprint = self.translations.fingerprint_as(text, words)
        if fingerprint == unit.target_fingerprint:
            return self._as_it_was(unit, one)
        if one.basis and one.basis != (unit.target_fingerprint or "-"):
            return Result(unit.place, "changed-here")
        if broken := self._broken(unit, words):
            return Result(unit.place, "broken-codes", ", ".join(broken))
        return Result(unit.place, TAKEN if one.state else UNFINISHED, "", words, one.state)

    def _as_it_was(self, unit: Unit, one: Returned) -> Result:
        """The words are the same; perhaps more is known of them."""
        known = _RANK.get(unit.state, -1)
        if one.state is None or _RANK[one.state] <= known:
            return Result(unit.place, UNCHANGED)
        return Result(unit.place, CONFIRMED, state=one.state)

    def _broken(self, unit: Unit, words: str) -> list[str]:
        """Codes that the words lack, have too many of, or have wrong."""
        text = unit.placed.text
        if hidden := [sign for sign in words if unicodedata.category(sign) in _HIDDEN and sign not in "\n\t"]:
            return [f"U+{ord(sign):04X}" for sign in dict.fromkeys(hidden)]
        if not isinstance(text, Markdown):
            faults = Text({"en": words}, "en", lists=text.lists).faults("en")
            if faults:
                return [fault.markup for fault in faults]
        first = self.handbook.first_id
        wanted, found = markers_of(text, unit.source, first), markers_of(text, words, first)
        pairs = ((wanted.placeholders, found.placeholders), (wanted.references, found.references))
        differing = [code for one, other in pairs for code in (one - other) + (other - one)]
        if wanted.links.total() != found.links.total():
            differing += sorted((wanted.links - found.links) + (found.links - wanted.links))
        return differing
