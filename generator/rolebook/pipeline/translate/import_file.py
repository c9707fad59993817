"""`rolebook translate import`: what came back from a translator, judged string by string and spliced into the files."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.exchange.po import read_po
from rolebook.exchange.segment import Delivery, Returned, Unreadable
from rolebook.exchange.xliff import read_xliff
from rolebook.exchange.xliff2 import read_xliff2
from rolebook.exchange.xlsx import read_xlsx
from rolebook.exchange.xml import MAX_BYTES, local, read_xml
from rolebook.model.handbook import Guide, Handbook
from rolebook.model.translation.units import State, Translations, Unit
from rolebook.model.words.markers import markers_of
from rolebook.model.words.text import Markdown, Text
from rolebook.pipeline.reading.handbook import require_whole_handbook
from rolebook.pipeline.translate.lock_file import write_lock
from rolebook.pipeline.translate.page_files import edited_page
from rolebook.pipeline.translate.selection import languages_of
from rolebook.source import EditRefused, TextChange, edit_texts
from rolebook.store import remove_abandoned, write_text

TAKEN, CONFIRMED, UNFINISHED, UNCHANGED, EMPTY = "taken", "confirmed", "unfinished", "unchanged", "empty"
REFUSED = frozenset({"unknown-string", "moved-on", "changed-here", "broken-codes", "formula", "not-editable"})
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


@dataclass(frozen=True, slots=True)
class Imported:
    """The language, and what became of every string of the file, in its order."""

    language: str
    results: tuple[Result, ...]

    @property
    def failed(self) -> bool:
        """Whether a string was refused."""
        return any(result.refused for result in self.results)

    def counts(self) -> Counter[str]:
        """How many strings had each outcome."""
        return Counter(result.outcome for result in self.results)


def import_file(root: Path, path: Path, *, dry_run: bool = False) -> Imported:
    """Takes a translator's file into the handbook; with `dry_run` only says what it would do.

    Raises Unreadable for a file that is not what its name says, UserError for one in a language the handbook lacks.
    """
    delivery = read_delivery(path)
    handbook = require_whole_handbook(root)
    (language,) = languages_of(handbook, (delivery.language,))
    judge = _Judge(handbook, language)
    results = [judge.result(one) for one in delivery.strings]
    files, results = _edited(root, judge, results)
    if not dry_run:
        for file, text in files.items():
            remove_abandoned((root / file).parent)
            write_text(root / file, text)
        _record(root, language, results)
    return Imported(language, tuple(results))


def read_delivery(path: Path) -> Delivery:
    """What a file says: XLIFF 1.2 or 2, PO or a workbook, by the ending of its name."""
    if not path.is_file():
        raise UserError("no-file", file=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable(path.name, "too-large")
    data = path.read_bytes()
    match path.suffix.lower():
        case ".xlf" | ".xliff":
            root = read_xml(data, path.name)
            if local(root) != "xliff":
                raise Unreadable(path.name, "no-xliff")
            reader = read_xliff2 if root.get("version", "").startswith("2") else read_xliff
            return reader(root, path.name)
        case ".po":
            return read_po(data, path.name)
        case ".xlsx":
            return read_xlsx(data, path.name)
        case _:
            raise Unreadable(path.name, "unknown-ending")


class _Judge:
    """Decides what becomes of a string that came back."""

    def __init__(self, handbook: Handbook, language: str) -> None:
        self.handbook, self.language = handbook, language
        self.translations = Translations(handbook)
        self.units = {unit.place: unit for unit in self.translations.units(language)}

    def unit(self, place: str) -> Unit | None:
        """The unit of a place, also by a name that its document had before."""
        return self.units.get(place) or self.units.get(self.translations.present(place))

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
                return [fault.found for fault in faults]
        first = self.handbook.first_id
        wanted, found = markers_of(text, unit.source, first), markers_of(text, words, first)
        pairs = ((wanted.placeholders, found.placeholders), (wanted.references, found.references))
        differing = [code for one, other in pairs for code in (one - other) + (other - one)]
        if wanted.links.total() != found.links.total():
            differing += sorted((wanted.links - found.links) + (found.links - wanted.links))
        return differing


def _edited(root: Path, judge: _Judge, results: list[Result]) -> tuple[dict[str, str], list[Result]]:
    """The new texts of files, and the results with those refused that cannot be spliced in."""
    wanted = {result.place: result for result in results if result.words}
    by_file: dict[str, list[tuple[str, TextChange]]] = {}
    guides: dict[str, dict[str, str]] = {}
    for place, result in wanted.items():
        placed = judge.units[place].placed
        if isinstance(placed.part, Guide):
            guides.setdefault(placed.part.name, {})[placed.field] = result.words
        else:
            where = placed.part.at(placed.field)
            change = TextChange(where.line, where.column, placed.text.origin, {judge.language: result.words})
            by_file.setdefault(where.file, []).append((place, change))
    files: dict[str, str] = {}
    failed: set[str] = set()
    for file, changes in by_file.items():
        text, refused = _spliced(root, file, changes)
        failed |= refused
        if text is not None:
            files[file] = text
    for guide in judge.handbook.guides:
        if guide.name in guides:
            path, text = edited_page(root, guide, judge.language, guides[guide.name])
            files[path] = text
    return files, [_refused(one) if one.words and one.place in failed else one for one in results]


def _spliced(root: Path, file: str, changes: list[tuple[str, TextChange]]) -> tuple[str | None, set[str]]:
    """A file with its changes, and the places of those that cannot be made."""
    raw = (root / file).read_bytes().decode("utf-8")
    mark = raw[:1] if raw.startswith("\ufeff") else ""
    text = raw.removeprefix("\ufeff")
    try:
        return mark + edit_texts(text, file, (change for _, change in changes)), set()
    except EditRefused:
        pass
    good = [(place, change) for place, change in changes if _works(text, file, change)]
    refused = {place for place, _ in changes} - {place for place, _ in good}
    try:
        return mark + edit_texts(text, file, (change for _, change in good)), refused
    except EditRefused:
        return None, {place for place, _ in changes}


def _works(text: str, file: str, change: TextChange) -> bool:
    try:
        edit_texts(text, file, [change])
    except EditRefused:
        return False
    return True


def _refused(result: Result) -> Result:
    return replace(result, outcome="not-editable", words="", state=None)


def _record(root: Path, language: str, results: Iterable[Result]) -> None:
    """Writes the lock for what is in the files now."""
    handbook = require_whole_handbook(root)
    translations = Translations(handbook)
    units = {unit.place: unit for unit in translations.units(language)}
    confirmed = [(units[one.place], one.state) for one in results if one.state and one.place in units]
    unfinished = {(one.place, language) for one in results if one.outcome == UNFINISHED}
    write_lock(root, handbook, translations, _states(confirmed), unfinished)


def _states(confirmed: Iterable[tuple[Unit, State]]) -> Iterator[tuple[Unit, State]]:
    return (pair for pair in confirmed if pair[0].target_fingerprint)
