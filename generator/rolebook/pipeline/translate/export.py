"""`rolebook translate export`: strings for translators with all they need to know, and the kit around them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rolebook import __version__
from rolebook.diagnostics import UserError
from rolebook.exchange.po import write_po
from rolebook.exchange.segment import Segment
from rolebook.exchange.tbx import Entry, write_tbx
from rolebook.exchange.tmx import write_tmx
from rolebook.exchange.xliff import write_xliff
from rolebook.exchange.xliff2 import write_xliff2
from rolebook.exchange.xlsx import LONGEST, write_xlsx
from rolebook.language import language_for
from rolebook.model.handbook import Handbook
from rolebook.model.library import Term
from rolebook.model.settings import Style
from rolebook.model.translation.units import State, Translations, Unit
from rolebook.model.words.inline import Reference, plain, runs_in
from rolebook.model.words.text import Text, chain_of
from rolebook.pipeline.reading.handbook import require_whole_handbook
from rolebook.pipeline.translate.earlier_sources import earlier_sources
from rolebook.pipeline.translate.selection import languages_of, within
from rolebook.render.preview import preview
from rolebook.store import write_bytes
from rolebook.view.context import Contexts

SUFFIXES = {"xliff": "xlf", "xliff2": "xliff2.xlf", "po": "po", "xlsx": "xlsx"}
LONGEST_TITLE = 80
"""Characters that a title or heading should not exceed: it stands in boxes and tables."""
_SHORT_FIELDS = ("title", "heading", "name", "term")
_CONFIRMED = (State.TRANSLATED, State.REVIEWED)
_COLUMNS = ("place", "context-column", "source", "translation", "state", "previous", "notes")


@dataclass(frozen=True, slots=True)
class KitOrder:
    """What to export: the format, everything or what is open, with the kit or without."""

    form: str = "xliff"
    places: tuple[str, ...] = ()
    everything: bool = False
    kit: bool = False


@dataclass(frozen=True, slots=True)
class TranslatorsKit:
    """The files written, how many strings are in them, and those too long for their format."""

    files: tuple[Path, ...]
    strings: int
    left_out: tuple[str, ...]


def export(root: Path, language: str, folder: Path, order: KitOrder) -> TranslatorsKit:
    """Writes files for translation into a language, one for each source language, into a folder.

    Raises UserError for a language the handbook does not have, and for places where there is no text.
    """
    handbook = require_whole_handbook(root)
    languages_of(handbook, (language,))
    translations = Translations(handbook)
    units = list(translations.units(language))
    chosen = [unit for unit in within(units, order.places) if order.everything or unit.state not in _CONFIRMED]
    made = _Segments(root, handbook, translations, language)
    segments = made.of(chosen)
    left_out = [one.place for one in segments if order.form == "xlsx" and _too_long(one)]
    fitting = [one for one in segments if one.place not in left_out]
    files = {}
    for source in dict.fromkeys(one.source_language for one in fitting):
        listed = [one for one in fitting if one.source_language == source]
        files[f"handbook.{source}-{language}.{SUFFIXES[order.form]}"] = _written(order.form, listed, handbook, language)
    if order.kit:
        files |= dict(_kit(handbook, made, units, {unit.place for unit in chosen}, language))
    for name, content in files.items():
        write_bytes(folder / name, content)
    return TranslatorsKit(tuple(folder / name for name in files), len(fitting), tuple(left_out))


def _written(form: str, segments: list[Segment], handbook: Handbook, language: str) -> bytes:
    match form:
        case "xliff":
            return write_xliff(segments, language)
        case "xliff2":
            return write_xliff2(segments, language)
        case "po":
            return write_po(segments, language)
        case _:
            words = language_for(language, handbook.languages.get(language))
            return write_xlsx(segments, language, tuple(words.word(f"kit-{column}") for column in _COLUMNS))


def _too_long(segment: Segment) -> bool:
    return max(len(segment.source), len(segment.target), len(segment.previous)) > LONGEST


class _Segments:
    """Turns units into segments: with context, notes, and the source they were made from."""

    def __init__(self, root: Path, handbook: Handbook, translations: Translations, language: str) -> None:
        self._root, self._handbook, self._language = root, handbook, language
        self._contexts = Contexts(handbook)
        self._translations = translations

    def of(self, units: list[Unit]) -> list[Segment]:
        """The segments of units, in order."""
        stale = [unit for unit in units if unit.state is State.STALE]
        earlier = earlier_sources(self._root, self._handbook, stale) if stale else {}
        return [self._segment(unit, earlier.get(unit.place, "")) for unit in units]

    def _segment(self, unit: Unit, previous: str) -> Segment:
        where = unit.placed.location(unit.source_language)
        return Segment(
            unit.place,
            unit.source_language,
            unit.source.strip(),
            (unit.target or "").strip(),
            unit.state,
            unit.target_fingerprint or "-",
            self._contexts.of(unit.placed, unit.source_language),
            f"{where.file}:{where.line}",
            previous.strip(),
            tuple(self._notes(unit)),
            LONGEST_TITLE if unit.placed.field in _SHORT_FIELDS else None,
        )

    def _notes(self, unit: Unit) -> Iterator[str]:
        """The fixed translation of every term that the string refers to."""
        text = unit.placed.text
        for run in runs_in(text.blocks(text.source)):
            term = self._handbook.terms.get(run.id) if isinstance(run, Reference) and run.kind == "term" else None
            if term is not None:
                yield f"{_words_in(term.term, unit.source_language)} = {_term_note(term, self._language)}"


def _term_note(term: Term, language: str) -> str:
    avoided = [word for tag in chain_of(language) for word in term.forbidden.get(tag, ())]
    shown = _words_in(term.term, language) if term.term.has(language) else "?"
    return f"{shown} (≠ {', '.join(avoided)})" if avoided else shown


def _words_in(text: Text, language: str) -> str:
    return plain(text.blocks(language))


def _kit(
    handbook: Handbook, made: _Segments, units: list[Unit], places: set[str], language: str
) -> Iterator[tuple[str, bytes]]:
    """Glossary, memory of confirmed pairs, preview with places, and the brief."""
    yield "glossary.tbx", write_tbx(_entries(handbook), handbook.settings.language)
    confirmed = made.of([unit for unit in units if unit.state in _CONFIRMED])
    for source in dict.fromkeys(one.source_language for one in confirmed):
        pairs = [one for one in confirmed if one.source_language == source]
        yield f"memory.{source}-{language}.tmx", write_tmx(pairs, source, language, __version__)
    yield "preview.pdf", preview(handbook, places)
    yield "brief.md", brief(handbook, language).encode()


def _entries(handbook: Handbook) -> Iterable[Entry]:
    for term in handbook.glossary.terms:
        note = _words_in(term.note, handbook.settings.language) if term.note else ""
        yield Entry(
            term.id,
            {tag: _words_in(term.term, tag) for tag in term.term.values},
            {tag: _words_in(term.definition, tag) for tag in term.definition.values},
            term.forbidden,
            note,
        )


def brief(handbook: Handbook, language: str) -> str:
    """What a translator is asked to do, in the source language: tone, form of address, codes, states."""
    source = handbook.settings.language
    words = language_for(source, handbook.languages.get(source))
    target = language_for(language, handbook.languages.get(language))
    styles = handbook.settings.translation
    style = next((styles[tag] for tag in chain_of(language) if tag in styles), Style())
    parts = [
        f"# {words.word('kit-brief', language=target.name)}",
        words.word("kit-purpose"),
        words.word(f"kit-address-{style.address}"),
        *([style.tone] if style.tone else []),
        words.word("kit-codes"),
        words.word("kit-states"),
        words.word("kit-glossary"),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def export_form(form: str) -> str:
    """The format, if there is one of that name; raises UserError for another."""
    if form not in SUFFIXES:
        raise UserError("unknown-format", format=form, known=", ".join(SUFFIXES))
    return form
