"""What a handbook calls a place, and the sanctions, degrees of breaches and grounds of its law."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rolebook.language.editor_words import EditorWords
from rolebook.model.law.merge import pack_for
from rolebook.model.law.own_terms import OwnTerms
from rolebook.model.law.pack import Pack
from rolebook.model.words.text import Text
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Change, Door
from rolebook.pipeline.edit.own_words import OwnWord, Written, create_words, differs
from rolebook.pipeline.edit.versions import value_at
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.source.editing import Edit, Insert, Remove, RemoveLanguage, SetText, SetValue
from rolebook.source.editing import Path as TreePath

GROUPS = ("sanctions", "severities", "grounds")
_NAME = "name"


def law_words(snapshot: Snapshot, place: str, words: EditorWords) -> list[OwnWord]:
    """Returns what a place and its sanctions, degrees and grounds are called; nothing where no law of it is known."""
    handbook = snapshot.handbook
    pack = pack_for(handbook, place) if handbook else None
    if handbook is None or pack is None:
        return []
    bare = {code: one.model_copy(update={"terms": OwnTerms()}) for code, one in handbook.jurisdictions.items()}
    brought = pack_for(_Packs(bare), place) or pack
    label = words.screen("name-of-place", place=words.territory(place))
    found = [_word(_NAME, label, pack.name, brought.name)]
    for rule in pack.sanctions:
        before = brought.sanction(rule.id)
        label = words.choice("sanction", rule.id)
        found.append(_word(f"sanctions.{rule.id}", label, rule.term, before.term if before else None))
    for degree in ("minor", "serious", "gross"):
        label = words.choice("severity", degree)
        found.append(_word(f"severities.{degree}", label, pack.severity(degree), brought.severity(degree)))
    grounds = {one.id: one.term for rule in brought.sanctions for one in rule.grounds}
    for name, now in {one.id: one.term for rule in pack.sanctions for one in rule.grounds}.items():
        term = grounds[name]
        found.append(_word(f"grounds.{name}", term.values[term.language_for(words.tag)], now, term))
    return found


def path_of_word(name: str) -> TreePath:
    """Returns where the file of a place says a word."""
    kind, _, item = name.partition(".")
    return ("terms", kind, item, "term") if item else (_NAME,)


def save_law_words(door: Door, snapshot: Snapshot, place: str, words: EditorWords, said: Iterable[Written]) -> bool:
    """Writes what differs from what was shown, and returns whether anything does; empty words give the law's back.

    Raises Collision where somebody changed one of the words since.
    """
    known = {one.name: one for one in law_words(snapshot, place, words)}
    document, changed = DocumentId("jurisdiction", place), dict[str, dict[str, str]]()
    for one in said:
        if one.name in known and differs(known[one.name], one, document):
            changed.setdefault(one.name, {})[one.tag] = one.words
    if document not in snapshot.documents:
        return _begin(door, document, {name: _first(known[name], told) for name, told in changed.items()})
    tree, origin = snapshot.tree(document), snapshot.origin(document)
    counts = {kind: len(value_at(tree, ("terms", kind)) or ()) for kind in GROUPS}
    edits: list[Edit] = []
    for name, told in changed.items():
        path, (kind, _, item) = path_of_word(name), name.partition(".")
        own = value_at(tree, path)
        first = _first(known[name], told)
        if own is not None:
            edits += _text_edits(path, own, told, origin)
        elif first and item:
            edits.append(Insert(("terms", kind), counts[kind], {"id": item, "term": first}))
            counts[kind] += 1
        elif first:
            edits.append(SetValue(path, first))
    if edits:
        door.write([Change(document, edit) for edit in edits])
    return bool(edits)


@dataclass(frozen=True, slots=True)
class _Packs:
    """The packs of a handbook without its own words."""

    jurisdictions: Mapping[str, Pack]


def _word(name: str, label: str, now: Text | None, before: Text | None) -> OwnWord:
    group = name.partition(".")[0] if "." in name else ""
    return OwnWord(name, label, now.values if now else {}, before.values if before else {}, group)


def _first(word: OwnWord, told: Mapping[str, str]) -> dict[str, str]:
    """The words to begin a text with; a name takes the place of the law's in every language, so those come along."""
    whole = {**word.brought, **told} if word.name == _NAME else told
    return {tag: words for tag, words in whole.items() if words}


def _begin(door: Door, document: DocumentId, first: Mapping[str, Mapping[str, str]]) -> bool:
    whole: dict[str, Any] = {}
    for name, told in first.items():
        kind, _, item = name.partition(".")
        if told and item:
            whole.setdefault("terms", {}).setdefault(kind, []).append({"id": item, "term": dict(told)})
        elif told:
            whole[_NAME] = dict(told)
    if whole:
        create_words(door, document, whole)
    return bool(whole)


def _text_edits(path: TreePath, own: Any, told: Mapping[str, str], origin: str) -> Iterator[Edit]:
    """The edits of a text that the file has: in some languages new words, in others none any more."""
    left = set(own) if isinstance(own, dict) else {origin}
    for tag, words in told.items():
        if words:
            left.add(tag)
            yield SetText(path, tag, words, origin)
    for tag in [tag for tag, words in told.items() if not words and tag in left]:
        left.discard(tag)
        yield RemoveLanguage(path, tag) if left else Remove(path[:-1] if len(path) > 1 else path)
