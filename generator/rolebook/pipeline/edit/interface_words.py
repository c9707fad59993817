"""The words of the site and the papers, and where a handbook says them otherwise in one of its languages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.language import Language, language_for, misfits
from rolebook.language.editor_words import EditorWords
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Change, Door
from rolebook.pipeline.edit.own_words import OwnWord, Written, create_words, differs
from rolebook.pipeline.edit.versions import value_at
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.source.editing import Edit, Remove, SetValue

TOPICS = ("sanction", "severity", "section", "field")
"""What the words can be narrowed to, by the beginning of their keys."""


def interface_words(snapshot: Snapshot, words: EditorWords, tags: Sequence[str]) -> list[OwnWord]:
    """Returns the words in some languages; a word that is counted has several forms."""
    own = snapshot.handbook.languages if snapshot.handbook else {}
    now = {tag: language_for(tag, own.get(tag)) for tag in tags}
    brought = {tag: language_for(tag) for tag in tags}
    shown, found = language_for(words.tag), []
    for key in shown.keys:
        label, names = shown.forms(key), _forms(key, now)
        forms = {form: {tag: one.forms(key).get(form, "") for tag, one in now.items()} for form in names}
        for form in names:
            before = {tag: one.forms(key).get(form, "") for tag, one in brought.items()}
            name = f"{key}.{form}" if form else key
            told = label.get(form) or label.get("other", "")
            found.append(OwnWord(name, told, forms[form], before, key.partition("-")[0], forms if form else {}))
    return found


def save_interface_words(door: Door, snapshot: Snapshot, words: EditorWords, said: Iterable[Written]) -> bool:
    """Writes what differs from what was shown, and returns whether anything does; empty words give Rolebook's back.

    Raises Collision where somebody changed one of the words since.
    """
    several = list(said)
    known = {one.name: one for one in interface_words(snapshot, words, list(dict.fromkeys(one.tag for one in several)))}
    changed: dict[str, dict[str, Any]] = {}
    for one in several:
        word, (key, _, form) = known.get(one.name), one.name.partition(".")
        if word is None or not differs(word, one, DocumentId("language", one.tag)):
            continue
        told = changed.setdefault(one.tag, {})
        if form:
            forms = told.setdefault(key, {name: by[one.tag] for name, by in word.forms.items() if by[one.tag]})
            forms[form] = one.words or word.brought[one.tag]
        else:
            told[key] = one.words
        _require_fitting(key, told[key], word.brought[one.tag])
    changes = [change for tag, told in changed.items() for change in _changes(door, snapshot, tag, told)]
    if changes:
        door.write(changes)
    return bool(changed)


def _changes(door: Door, snapshot: Snapshot, tag: str, told: Mapping[str, Any]) -> list[Change]:
    """The changes of a language's file; none where it was made with the words just now."""
    document = DocumentId("language", tag)
    if document not in snapshot.documents:
        create_words(
            door, document, {"name": language_for(tag).name, "words": {k: one for k, one in told.items() if one}}
        )
        return []
    own = value_at(snapshot.tree(document), ("words",)) or {}
    changes: list[Change] = []
    for key, one in told.items():
        brought = language_for(tag).forms(key)
        back = not one or one in (brought, brought.get(""))
        edit: Edit = Remove(("words", key)) if back else SetValue(("words", key), one)
        changes += [Change(document, edit)] if key in own or not back else []
    return changes


def _require_fitting(key: str, told: Any, brought: str) -> None:
    """Raises UserError for words with something in braces that nothing fills in."""
    if told and dict(misfits({"words": {key: told}})):
        raise UserError("edit-word-braces", words=brought)


def _forms(key: str, languages: Mapping[str, Language]) -> list[str]:
    return list(dict.fromkeys(form for one in languages.values() for form in one.forms(key)))
