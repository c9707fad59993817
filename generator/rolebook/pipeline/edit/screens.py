"""What each screen of the editor shows, as plain values for its template."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from rolebook.diagnostics import Severity
from rolebook.diagnostics.text import FOLDED, alike
from rolebook.language import phrasebook
from rolebook.language.editor_words import EditorWords, editor_words
from rolebook.language.messages import outline_of
from rolebook.model.translation.text_addresses import document_of
from rolebook.model.translation.units import UNRELIABLE, State, Unit
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.parts import holder_of, title_of, words_of
from rolebook.pipeline.edit.versions import plain, value_at
from rolebook.pipeline.edit.workspace import PlacedFinding, Snapshot
from rolebook.pipeline.translate.suggestions import Memory, WordsLeft, words_left

_MOST = 100
"""So many findings or strings are on one screen; the rest is counted."""

_OF_LAW = frozenset({"draft-pack", "no-pack"})
_OWN_HINTS = {
    "draft-pack": "law-review-help",
    "missing-field": "hint-missing",
    **dict.fromkeys(("missing-translation", "unconfirmed-translation", "stale-translation"), "hint-translate"),
}
"""What the editor advises where the check advises a command."""
_WEIGHTS = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_IN_GROUP = 30
"""So many findings of a kind that was folded are listed; the rest is counted."""


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in words, with where to mend it."""

    severity: str
    message: str
    hint: str
    where: str
    document: DocumentId | None
    at: str
    href: str
    field: str
    line: int


def finding_lines(snapshot: Snapshot, words: EditorWords, document: DocumentId | None = None) -> list[FindingLine]:
    """Returns the findings that are known by now, by weight, of one document or of all."""
    order = list(Severity)
    chosen = list(snapshot.findings_of(document) if document else snapshot.known_findings)
    chosen.sort(key=lambda one: order.index(one.finding.severity))
    return [line_of(snapshot, one, words) for one in chosen]


def waiting(snapshot: Snapshot, words: EditorWords) -> dict[str, Any]:
    """Returns what waits: findings by weight, and how many strings of each language."""
    strings = []
    for tag, states in snapshot.known_counts.items():
        counts = [(words.screen(f"state-{state}"), states[state]) for state in states if state in UNRELIABLE]
        strings.append((tag, counts))
    known = snapshot.known_findings
    weights = [(weight, [one for one in known if one.finding.severity == weight]) for weight in _WEIGHTS]
    shown = [
        (str(weight), [group_of(snapshot, several, words) for several in _alike(found)], len(found))
        for weight, found in weights
        if found
    ]
    return {"weights": shown, "strings": [one for one in strings if one[1]]}


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one kind: few as they are, many as one line that opens; `more` are not listed."""

    is_folded: bool
    message: str
    hint: str
    total: int
    more: int
    lines: list[FindingLine]


def _alike(found: list[PlacedFinding]) -> list[list[PlacedFinding]]:
    """Findings by their kind: whoever mends one of a kind mends the others the same way."""
    return list(alike(found, lambda one: one.finding.code).values())


def group_of(snapshot: Snapshot, several: list[PlacedFinding], words: EditorWords) -> FindingGroup:
    """Returns findings of one kind for a screen; what all say is said once, else what the kind says."""
    is_folded = len(several) > FOLDED
    lines = [line_of(snapshot, one, words) for one in (several[:_IN_GROUP] if is_folded else several)]
    messages = list(dict.fromkeys(one.message for one in lines))
    hints = list(dict.fromkeys(one.hint for one in lines))
    said = messages[0] if len(messages) == 1 else outline_of(several[0].finding.code, words.tag)
    hint = hints[0] if len(hints) == 1 else ""
    return FindingGroup(is_folded, said, hint, len(several), len(several) - len(lines), lines)


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
    counts = Counter(one.document for one in snapshot.known_findings if one.finding.severity is not Severity.INFO)
    rows: list[dict[str, Any]] = [
        {"id": document, "title": title_of_document(snapshot, document, words.tag), "findings": counts[document]}
        for document in snapshot.documents
        if document.kind == kind
    ]
    wanted = query.casefold()
    fitting = [row for row in rows if wanted in f"{row['title']} {row['id'].name}".casefold()]
    return sorted(fitting, key=lambda row: str(row["title"]).casefold())


def library_list(snapshot: Snapshot, words: EditorWords) -> list[dict[str, Any]]:
    """Returns what there is one of, and the wording rules of each language, with how many findings each has."""
    counts = Counter(one.document for one in snapshot.known_findings if one.finding.severity is not Severity.INFO)
    found = [one for one in snapshot.documents if one.kind not in ("role", "policy")]
    titles = {one: title_of_document(snapshot, one, words.tag) or words.screen(one.kind) for one in found}
    titles |= {one: f"{words.label('agreement')}: {titles[one]}" for one in found if one.kind == "agreement"}
    return [{"id": one, "title": titles[one], "findings": counts[one]} for one in sorted(found)]


def title_of_document(snapshot: Snapshot, document: DocumentId, language: str) -> str:
    """Returns what a document is called on screens."""
    handbook = snapshot.handbook
    if document.kind == "wording":
        return f"{editor_words(language).screen('wording')}: {editor_words(language).language(document.name)}"
    known: Mapping[str, Any] = {}
    if handbook is not None and document.name:
        several = {"role": handbook.described, "agreement": handbook.agreements}
        known = several.get(document.kind, handbook.policies)
    return title_of(known.get(document.name), language) or document.name


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
    strings = [
        _string(snapshot, unit, words) | {"suggestions": [] if review else memory.suggestions(unit.source)}
        for unit in waits[:_MOST]
    ]
    return Queue(strings, len(waits), words_left(units, memory))


def _string(snapshot: Snapshot, unit: Unit, words: EditorWords) -> dict[str, Any]:
    document = DocumentId(*document_of(unit.place).split("/"))
    title = title_of_document(snapshot, document, words.tag) or words.screen(document.kind)
    target = plain(unit.target or "") if unit.text_language == unit.language else ""
    return {
        "place": unit.place,
        "state": str(unit.state),
        "source": plain(unit.source),
        "source_language": unit.source_language,
        "target": target,
        "where": f"{title} › {words.label(unit.placed.field)}",
        "href": f"/edit/{document.place}",
        "rows": min(max(2, 1 + len(unit.source) // 55), 14),
    }


def line_of(snapshot: Snapshot, one: PlacedFinding, words: EditorWords) -> FindingLine:
    """Returns a finding in words, with where to mend it."""
    phrase = phrasebook(words.tag)(one.finding)
    document, path = one.document, snapshot.path_of(one)
    where = title_of_document(snapshot, document, words.tag) if document and document.name else ""
    where = where or (words.screen(document.kind) if document else one.finding.location.file)
    missing = one.finding.arguments.get("field") if one.finding.code == "missing-field" else None
    if document and isinstance(missing, str):  # it is said of the map, at the map's first word
        is_map = isinstance(value_at(snapshot.tree(document), path), dict)
        path = (*(path if is_map else path[:-1]), missing)
    steps = list(path)
    named = [str(step) for step in steps]
    field = next((step for step in reversed(named) if words.has_label(step)), "")
    label = words.label(field) if field else ""
    hint = words.screen(_OWN_HINTS[one.finding.code]) if one.finding.code in _OWN_HINTS else phrase.hint
    said = (str(one.finding.severity), phrase.message, hint)
    href = ""
    if one.finding.code in _OF_LAW:
        href = f"/law?place={one.finding.arguments.get('code', '')}"
    elif document:
        part, anchor = holder_of(document, path)
        href = f"/edit/{document.place}"
        asked = {"at": words_of(part), "lang": _language_of(snapshot, document, steps)}
        tail = "&".join(f"{name}={quote(value, safe='/')}" for name, value in asked.items() if value)
        href += f"?{tail}" if tail else ""
        href += f"#f-{quote(anchor)}" if anchor else ""
    return FindingLine(*said, where, document, words_of(path), href, label, one.finding.location.line)


def _language_of(snapshot: Snapshot, document: DocumentId, path: list[str | int]) -> str:
    """The language that a finding's text is in, where a form would not show it by itself; else empty."""
    last = str(path[-1]) if len(path) > 1 else ""
    return last if last in snapshot.languages and last != snapshot.origin(document) else ""
