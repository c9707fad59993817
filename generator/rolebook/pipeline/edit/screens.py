"""What each screen of the editor shows, as plain values for its template."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from rolebook.language.editor_words import EditorWords
from rolebook.model.translation.text_addresses import document_of
from rolebook.model.translation.units import UNRELIABLE, State, Unit
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.earlier_words import EarlierWords
from rolebook.pipeline.edit.excerpts import Excerpts
from rolebook.pipeline.edit.finding_lines import WEIGHTS, folds_of, weight_of
from rolebook.pipeline.edit.parts import holder_of, words_of
from rolebook.pipeline.edit.place_words import place_in_words
from rolebook.pipeline.edit.strings import path_of_string
from rolebook.pipeline.edit.titles import title_of_document
from rolebook.pipeline.edit.versions import plain
from rolebook.pipeline.edit.word_changes import changed_words
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.pipeline.translate.suggestions import Memory, WordsLeft, words_left

_MOST = 100
"""So many findings or strings are on one screen; the rest is counted."""


def waiting(snapshot: Snapshot, words: EditorWords) -> dict[str, Any]:
    """Returns what waits: findings by weight, and how many strings of each language."""
    strings = []
    for tag, states in snapshot.known_counts.items():
        counts = [(words.screen(f"state-{state}"), states[state]) for state in states if state in UNRELIABLE]
        strings.append((tag, counts))
    known = snapshot.known_findings
    weights = [(weight, [one for one in known if weight_of(one.finding) == weight]) for weight in WEIGHTS]
    shown = [(weight, *folds_of(snapshot, found, words), len(found)) for weight, found in weights if found]
    return {"weights": shown, "strings": [one for one in strings if one[1]]}


def most_waiting(snapshot: Snapshot) -> str:
    """Returns the language in which most strings wait."""
    counts = {tag: sum(states.get(one, 0) for one in UNRELIABLE) for tag, states in snapshot.known_counts.items()}
    return max(reversed(snapshot.languages), key=lambda tag: counts.get(tag, 0))


def waiting_elsewhere(snapshot: Snapshot, language: str, *, review: bool = False) -> list[tuple[str, int]]:
    """Returns the other languages that have strings waiting, or with `review` to be reviewed, and how many."""
    counts = ((tag, len(_waiting(_units_of(snapshot, tag), review=review))) for tag in snapshot.languages)
    return [(tag, count) for tag, count in counts if count and tag != language]


def _units_of(snapshot: Snapshot, language: str) -> list[Unit]:
    """The strings of a language that forms can show: those of pages are in their files."""
    every = snapshot.translations.units(language) if snapshot.translations else ()
    return [unit for unit in every if not unit.place.startswith("page/")]


def _waiting(units: list[Unit], *, review: bool) -> list[Unit]:
    states = {State.TRANSLATED, State.MACHINE} if review else UNRELIABLE
    return [unit for unit in units if unit.state in states]


def document_list(snapshot: Snapshot, kind: str, words: EditorWords, query: str) -> list[dict[str, Any]]:
    """Returns roles or policies with their titles and how many findings each has, those that a filter leaves."""
    counts = Counter(one.document for one in snapshot.known_findings)
    rows: list[dict[str, Any]] = [
        {"id": document, "title": title_of_document(snapshot, document, words.tag), "findings": counts[document]}
        for document in snapshot.documents
        if document.kind == kind
    ]
    wanted = query.casefold()
    fitting = [row for row in rows if wanted in f"{row['title']} {row['id'].name}".casefold()]
    titles = Counter(row["title"] for row in rows)
    for row in fitting:
        row["is_alike"] = titles[row["title"]] > 1  # then the short name tells them apart
    return sorted(fitting, key=lambda row: str(row["title"]).casefold())


def library_list(snapshot: Snapshot, words: EditorWords) -> list[dict[str, Any]]:
    """Returns what there is one of, and the wording rules of each language, with how many findings each has."""
    counts = Counter(one.document for one in snapshot.known_findings)
    found = [one for one in snapshot.documents if one.kind not in ("role", "policy")]
    titles = {one: title_of_document(snapshot, one, words.tag) or words.screen(one.kind) for one in found}
    titles |= {one: f"{words.label('agreement')}: {titles[one]}" for one in found if one.kind == "agreement"}
    return [{"id": one, "title": titles[one], "findings": counts[one], "is_alike": False} for one in sorted(found)]


@dataclass(frozen=True, slots=True)
class Queue:
    """The strings of a language that wait, as many as a screen shows, how many there are, and the words left."""

    strings: list[dict[str, Any]]
    total: int
    left: WordsLeft


def queue_of(snapshot: Snapshot, language: str, words: EditorWords, *, review: bool = False) -> Queue:
    """Returns what waits to be translated or confirmed in a language, or with `review` to be reviewed."""
    units = _units_of(snapshot, language)
    waits, memory = _waiting(units, review=review), Memory(units)
    shown = _Strings(snapshot, words)
    strings = [
        shown.of(unit) | {"suggestions": [] if review else memory.suggestions(unit.source)} for unit in waits[:_MOST]
    ]
    return Queue(strings, len(waits), words_left(units, memory))


class _Strings:
    """Strings as the queue shows them."""

    def __init__(self, snapshot: Snapshot, words: EditorWords) -> None:
        self._snapshot, self._words = snapshot, words
        self._excerpts, self._earlier = Excerpts(snapshot.handbook, words.tag), EarlierWords(snapshot)

    def of(self, unit: Unit) -> dict[str, Any]:
        """Returns a string with where it is, what of its source changed since it was confirmed, and by whom."""
        document = DocumentId(*document_of(unit.place).split("/"))
        tree = self._snapshot.tree(document) if document in self._snapshot.documents else None
        path = path_of_string(tree, unit) if tree is not None else ()
        title = title_of_document(self._snapshot, document, self._words.tag) or self._words.screen(document.kind)
        place = place_in_words(self._snapshot, document, path, self._words, self._excerpts)
        target = plain(unit.target or "") if unit.text_language == unit.language else ""
        source, before = plain(unit.source), self._earlier.source_of(unit, document, path)
        person, at = self._earlier.confirmed_by(unit)
        holder, anchor = holder_of(document, path)
        return {
            "place": unit.place,
            "state": str(unit.state),
            "source": source,
            "source_language": unit.source_language,
            "target": target,
            "where": f"{title} › {place or self._words.label(unit.placed.field)}",
            "href": f"/edit/{document.place}?{urlencode({'at': words_of(holder), 'lang': unit.language})}#f-{anchor}",
            "changed": changed_words(before, source) if before else (),
            "confirmed_by": (person, self._words.moment(at)) if at else (),
            "rows": min(max(2, 1 + len(unit.source) // 55), 14),
        }
