"""What the check finds as the editor's screens show it: in words, with where to mend it, and what repeats once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from rolebook.diagnostics import Diagnostic, Severity
from rolebook.diagnostics.folding import alike, is_folded, joined_where_they_differ
from rolebook.language.editor_words import TAGGED, EditorWords
from rolebook.language.messages import outline_of
from rolebook.pipeline.edit.documents import ONLY_WORDS, DocumentId
from rolebook.pipeline.edit.excerpts import Excerpts
from rolebook.pipeline.edit.parts import holder_of, words_of
from rolebook.pipeline.edit.place_words import place_in_words
from rolebook.pipeline.edit.titles import title_of_document
from rolebook.pipeline.edit.versions import value_at
from rolebook.pipeline.edit.workspace import PlacedFinding, Snapshot

_MOST = 100
"""So many lines of one weight are on a screen, beside the first of each kind; the rest is counted."""

_IN_FOLD = 50
"""So many lines of one kind are on a screen."""

RELEASE = "release"
"""The weight of a text that waits for its release, beside those of the check."""
WEIGHTS = (str(Severity.ERROR), str(Severity.WARNING), RELEASE, str(Severity.INFO))
"""What weighs how much on a screen, the heaviest first."""
_TO_RELEASE = frozenset({"changed-without-revision"})
_OF_LAW = frozenset({"draft-pack", "no-pack"})
_OWN_HINTS = {
    "changed-without-revision": "hint-release",
    "draft-pack": "law-review-help",
    "missing-field": "hint-missing",
    **dict.fromkeys(("missing-translation", "unconfirmed-translation", "stale-translation"), "hint-translate"),
}
"""What the editor advises where the check advises a command."""


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in words, with where to mend it; what a form refuses is no finding of the check."""

    severity: str
    code: str
    message: str
    hint: str
    where: str
    document: DocumentId | None
    at: str
    href: str
    field: str
    line: int
    finding: Diagnostic | None = None
    release: str = ""
    """Where the document is released, for a text that waits for a new revision; empty for any other finding."""
    language: str = ""
    """The language of the one text that the finding is about, unless its words say so already."""
    count: int = 1
    """How many findings the line stands for: of one place in several languages."""


def finding_lines(snapshot: Snapshot, words: EditorWords, document: DocumentId | None = None) -> list[FindingLine]:
    """Returns the findings that are known by now, by weight, of one document or of all."""
    chosen = list(snapshot.findings_of(document) if document else snapshot.known_findings)
    chosen.sort(key=lambda one: WEIGHTS.index(weight_of(one.finding)))
    excerpt = Excerpts(snapshot.handbook, words.tag)
    return merged_lines([line_of(snapshot, one, words, excerpt) for one in chosen], words)


def weight_of(finding: Diagnostic) -> str:
    """Returns one of WEIGHTS."""
    return RELEASE if finding.code in _TO_RELEASE else str(finding.severity)


@dataclass(frozen=True, slots=True)
class FindingFold:
    """Findings of one kind with one thing to do: what is said of all, some of them as lines, and how many they are.

    `where` is the document that all lines are in; empty where they are in several. `total` counts findings, of which
    a line may stand for several. `is_folded` says whether a reader
    sees one line that opens, instead of each.
    """

    severity: str
    code: str
    message: str
    hint: str
    where: str
    lines: list[FindingLine]
    total: int
    is_folded: bool


def folds_of(snapshot: Snapshot, found: Iterable[PlacedFinding], words: EditorWords) -> tuple[list[FindingFold], int]:
    """Returns findings with what is of one kind and mended in one way together, and how many are in no fold shown."""
    kinds = list(alike(found, lambda one: (weight_of(one.finding), one.finding.code, _hint(one, words))).values())
    folds, room, excerpt = [], _MOST, Excerpts(snapshot.handbook, words.tag)
    for several in kinds[:_MOST]:
        shown = several[: max(1, min(_IN_FOLD, room))]
        room -= len(shown)
        lines = merged_lines([line_of(snapshot, one, words, excerpt) for one in shown], words)
        folds.append(_fold(lines, [one.finding for one in several], words))
    return folds, sum(len(several) for several in kinds[_MOST:])


def folded_lines(lines: Iterable[FindingLine], words: EditorWords) -> list[FindingFold]:
    """Returns lines with what is of one kind and mended in one way together."""
    kinds = alike(lines, lambda one: (one.severity, one.code, one.hint)).values()
    return [_fold(several[:_IN_FOLD], [one.finding for one in several if one.finding], words) for several in kinds]


def merged_lines(lines: Sequence[FindingLine], words: EditorWords) -> list[FindingLine]:
    """Returns lines with what is said of one place in several languages said once, for all of them."""
    told = alike(lines, lambda one: (one.severity, one.code, one.hint, one.document, one.where, one.field))
    merged: list[FindingLine] = []
    for several in told.values():
        same = [one.finding for one in several if one.finding]
        tongues = list(dict.fromkeys(one.language for one in several if one.language))
        if len(several) == 1 or len(same) < len(several) or not _differ_in_language(same, tongues):
            merged += several
            continue
        said = several[0].message if tongues else _common_message(same, words)
        merged.append(replace(several[0], message=said, language=", ".join(tongues), count=len(several)))
    return distinct_lines(merged, words)


def _differ_in_language(findings: Sequence[Diagnostic], tongues: Sequence[str]) -> bool:
    """Whether findings of a place are of as many languages, and alike otherwise."""
    rest = {tuple((key, str(one.arguments[key])) for key in one.arguments if key not in TAGGED) for one in findings}
    tagged = {tuple(str(one.arguments.get(key)) for key in TAGGED) for one in findings}
    return len(rest) == 1 and len(findings) in (len(tongues), len(tagged))


def distinct_lines(lines: Sequence[FindingLine], words: EditorWords) -> list[FindingLine]:
    """Returns lines so that no two read alike: those that do have the line of the file, too."""
    counts = Counter((one.where, one.field, one.language, one.message) for one in lines)
    return [
        replace(one, field=" · ".join(filter(None, (one.field, words.screen("file-line", line=one.line)))))
        if counts[one.where, one.field, one.language, one.message] > 1
        else one
        for one in lines
    ]


def line_of(snapshot: Snapshot, one: PlacedFinding, words: EditorWords, excerpt: Excerpts | None = None) -> FindingLine:
    """Returns a finding in words, with where to mend it; who asks for many hands `excerpt` over."""
    phrase = words.phrase(one.finding)
    document, path = one.document, snapshot.path_of(one)
    where = title_of_document(snapshot, document, words.tag) if document and document.name else ""
    where = where or (words.screen(document.kind) if document else _title_of_file(snapshot, one, words))
    missing = one.finding.arguments.get("field") if one.finding.code == "missing-field" else None
    if document and isinstance(missing, str):  # it is said of the map, at the map's first word
        is_map = isinstance(value_at(snapshot.tree(document), path), dict)
        is_part = is_map and holder_of(document, (*path, missing)) == (path, missing)  # and no text in languages
        path = (*(path if is_part else path[:-1]), missing)
    steps = list(path)
    language = str(steps[-1]) if len(steps) > 1 and steps[-1] in snapshot.languages else ""
    label = ""
    if document:
        label = place_in_words(snapshot, document, path[:-1] if language else path, words, excerpt)
    waits = one.finding.code in _TO_RELEASE
    weight, told = weight_of(one.finding), phrase.message
    if waits:  # what somebody has just changed is no mistake of theirs
        told = words.screen("changed-since-release", revision=str(one.finding.arguments["revision"]))
    said = (weight, one.finding.code, told, _hint(one, words))
    href = ""
    if one.finding.code in _OF_LAW:
        href = f"/law?place={one.finding.arguments.get('code', '')}"
    elif page := _page_at(one.finding.location.file):
        where, href = (
            title_of_document(snapshot, DocumentId("page", page[0]), words.tag),
            f"/page/{page[0]}?lang={page[1]}",
        )
    elif document and document.kind in ONLY_WORDS:
        href = address_of_words(document, path)
    elif document:
        part, anchor = holder_of(document, path)
        href = f"/edit/{document.place}"
        asked = {"at": words_of(part), "also": _language_of(snapshot, document, steps)}
        tail = "&".join(f"{name}={quote(value, safe='/')}" for name, value in asked.items() if value)
        href += f"?{tail}" if tail else ""
        href += f"#f-{quote(anchor)}" if anchor else ""
    release = f"/redline/{document.place}" if document and waits else ""
    line = one.finding.location.line
    language = str(one.finding.arguments.get("language", "")) if waits else language
    tongue = words.language(language) if language and len(snapshot.languages) > 1 else ""
    tongue = "" if tongue in told else tongue
    return FindingLine(*said, where, document, words_of(path), href, label, line, one.finding, release, tongue)


def _title_of_file(snapshot: Snapshot, one: PlacedFinding, words: EditorWords) -> str:
    """What a file is called that no form shows: a release by its title and revision, any other by its path."""
    path = one.finding.location.file
    kind, _, rest = path.removeprefix("content/releases/").partition("/")
    name, _, revision = rest.partition("/")
    if not path.startswith("content/releases/") or not revision:
        return path
    title = title_of_document(snapshot, DocumentId(kind, name), words.tag)
    return f"{title} {revision.removesuffix('.json')}"


def _page_at(path: str) -> tuple[str, ...]:
    """The name and the language of the page that a file is; nothing for any other file."""
    folder, _, name = path.removeprefix("content/pages/").partition("/")
    is_page = path.startswith("content/pages/") and name.endswith(".md") and "/" not in name
    return (name.removesuffix(".md"), folder) if is_page else ()


def address_of_words(document: DocumentId, path: Sequence[str | int] = ()) -> str:
    """Returns where what a place or the site calls things is edited, at a word where a path leads to one."""
    steps = [str(one) for one in path]
    if document.kind == "language":
        anchor = f"#f-{steps[1]}" if steps[:1] == ["words"] and len(steps) > 1 else ""
        return f"/interface-words?lang={document.name}&topic=own{anchor}"
    anchor = f"#f-{'.'.join(steps[1:3])}" if steps[:1] == ["terms"] and len(steps) > 2 else ""
    return f"/law-words?place={document.name}{anchor}"


def _language_of(snapshot: Snapshot, document: DocumentId, path: list[str | int]) -> str:
    """The language that a finding's text is in, where a form would not show it by itself; else empty."""
    last = str(path[-1]) if len(path) > 1 else ""
    return last if last in snapshot.languages and last != snapshot.origin(document) else ""


def _fold(lines: list[FindingLine], several: Sequence[Diagnostic], words: EditorWords) -> FindingFold:
    first, shown = lines[0], sum(one.count for one in lines)
    total = max(len(several), shown)
    said = first.message if first.severity == RELEASE or len(lines) == 1 else _common_message(several, words)
    where = first.where if len({one.document for one in lines}) == 1 and shown == total else ""
    is_long = is_folded(range(len(lines) + total - shown))
    return FindingFold(first.severity, first.code, said, first.hint, where, lines, total, is_long)


def _common_message(findings: Sequence[Diagnostic], words: EditorWords) -> str:
    """What is said of all: as it is where they differ in languages alone, else without what differs."""
    first, known = findings[0], {}
    for key in first.arguments:
        values = list(dict.fromkeys(str(one.arguments.get(key)) for one in findings))
        if len(values) > 1 and key in TAGGED:
            known[key] = ", ".join(dict.fromkeys(tag for one in values for tag in one.split(", ")))
    told = [words.phrase(replace(one, arguments={**one.arguments, **known})).message for one in findings]
    several = list(dict.fromkeys(told))
    return told[0] if len(several) == 1 else joined_where_they_differ(several) or outline_of(first.code, words.tag)


def _hint(one: PlacedFinding, words: EditorWords) -> str:
    own = _OWN_HINTS.get(one.finding.code)
    return words.screen(own) if own else words.phrase(one.finding).hint
