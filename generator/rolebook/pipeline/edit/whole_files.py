"""Documents made, deleted and renamed, with everything that refers to them, as one change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from rolebook.diagnostics import UserError
from rolebook.model.base import is_id
from rolebook.model.reading.load import LIST_PAGE
from rolebook.pipeline.edit.documents import DocumentId, documents_in, folder_of, require_path, text_of
from rolebook.pipeline.edit.door import Change, Door
from rolebook.pipeline.edit.references import page_texts, references_to
from rolebook.pipeline.edit.versions import plain, value_at
from rolebook.pipeline.init.scaffold import new_text
from rolebook.pipeline.reading.handbook import require_whole_handbook
from rolebook.source import write_yaml
from rolebook.source.editing import Edit, Insert, Remove, RemoveLanguage, SetText, SetValue, edit_file, tree_of
from rolebook.store.together import FileChange

_OWN_FIELDS = ("formerly", "code", "forms", "effective", "review", "adoption")
"""What belongs to one document: earlier ids, number, forms of its title, days, and how it was adopted."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of a new role or policy from the start: its title in a language, and of a role where it belongs.

    `copy_of` is the id of another of its kind whose texts it begins with, `subject` what a policy is about.
    """

    title: str
    language: str
    fields: Mapping[str, str] = field(default_factory=dict)
    extends: str = ""
    copy_of: str = ""
    subject: str = ""


def create(door: Door, document: DocumentId, beginning: Beginning | None = None) -> str:
    """Adds a role or policy to fill in. Raises UserError for an id that is taken or cannot be."""
    _require_free(door.root, document)
    path = f"{folder_of(document.kind)}/{document.name}.yml"
    text = _first_text(door.root, path, document, beginning)
    return door.write_files([FileChange(path, None, text)], {"created": [document.kind, document.name]})


def _first_text(root: Path, path: str, document: DocumentId, beginning: Beginning | None) -> str:
    """A skeleton with the title instead of its own in every language; a variant says what it builds on and no more."""
    if beginning is None:
        return new_text(root, document.kind, document.name)
    title = {beginning.language: beginning.title}
    if beginning.copy_of:
        return _copied(root, DocumentId(document.kind, beginning.copy_of), title, beginning)
    if beginning.extends:
        return write_yaml({"extends": beginning.extends, "title": title, **beginning.fields, "revision": "1.0"}, {})
    text = new_text(root, document.kind, document.name, beginning.subject)
    written = value_at(tree_of(text, path), ("title",)) or {}
    is_same = bool(beginning.subject) and plain(str(written.get(beginning.language))) == plain(beginning.title)
    others = set() if is_same else written.keys() - title.keys()  # a subject has its title in every language
    edits: list[Edit] = [SetText(("title",), beginning.language, beginning.title, beginning.language)]
    edits += [RemoveLanguage(("title",), tag) for tag in sorted(others)]
    order = ("title", "purpose", *beginning.fields)
    edits += [SetValue((name,), value, order) for name, value in beginning.fields.items()]
    return edit_file(text, path, edits)


def _copied(root: Path, other: DocumentId, title: Mapping[str, str], beginning: Beginning) -> str:
    """What another document says, under a title of its own, without what was decided of the other alone."""
    path = require_path(root, other)
    text = text_of(root, path).removeprefix("\ufeff").replace("\r\n", "\n")
    tree = tree_of(text, path)
    told = value_at(tree, ("title",))
    language = next(iter(title))
    edits: list[Edit] = [SetText(("title",), language, beginning.title, language)]
    edits += [
        RemoveLanguage(("title",), tag) for tag in sorted(set(told if isinstance(told, dict) else ()) - {language})
    ]
    edits += [SetValue((name,), value) for name, value in beginning.fields.items()]
    edits += [Remove((name,)) for name in _OWN_FIELDS if name in tree]
    return edit_file(text, path, [*edits, SetValue(("revision",), "1.0")])


def create_wording(door: Door, language: str) -> str:
    """Adds a file for the words that a handbook watches in one of its languages."""
    document = DocumentId("wording", language)
    handbook = require_whole_handbook(door.root)
    if language not in handbook.settings.languages:
        raise UserError("edit-no-document", id=language)
    if taken := documents_in(door.root).get(document):
        raise UserError("file-exists", file=taken)
    path = f"{folder_of(document.kind)}/{language}.yml"
    return door.write_files([FileChange(path, None, "rules: []\n")], {"created": [document.kind, document.name]})


def create_agreement(door: Door, name: str, place: str, beginning: Beginning) -> str:
    """Adds a collective agreement with its title and the place where it holds, to fill in."""
    document = DocumentId("agreement", name)
    _require_free(door.root, document)
    path = f"{folder_of(document.kind)}/{document.name}.yml"
    text = write_yaml({"title": {beginning.language: beginning.title}, "jurisdictions": [place]}, {})
    return door.write_files([FileChange(path, None, text)], {"created": [document.kind, document.name]})


def delete(door: Door, document: DocumentId) -> str:
    """Deletes a role, policy or agreement. Raises UserError while others refer to it, with how many places."""
    path = require_path(door.root, document)
    handbook = require_whole_handbook(door.root)
    naming = [
        one for one in references_to(handbook, document.kind, document.name, "x") if one.document != document
    ] + list(page_texts(door.root, handbook, document.kind, document.name, "x"))
    if naming:
        raise UserError("edit-referred", id=document.name, count=len(naming))
    text = text_of(door.root, path)
    return door.write_files([FileChange(path, text, None)], {"deleted": [document.kind, document.name]})


def rename(door: Door, document: DocumentId, new: str) -> str:
    """Gives a role or policy a new id; the old one goes to `formerly`, and every reference names the new one.

    Translations keep their confirmations, and what was signed keeps its fingerprint: both follow `formerly`.
    """
    _require_free(door.root, DocumentId(document.kind, new))
    path = require_path(door.root, document)
    handbook = require_whole_handbook(door.root)
    texts: dict[str, str] = {}
    paths = documents_in(door.root)
    for change in references_to(handbook, document.kind, document.name, new):
        _edit(door.root, texts, paths[change.document], change)
    known = (handbook.described if document.kind == "role" else handbook.policies)[document.name].formerly
    formerly = Change(document, Insert(("formerly",), len(known), document.name))
    _edit(door.root, texts, path, formerly)
    changes = [FileChange(one, text_of(door.root, one), after) for one, after in texts.items() if one != path]
    changes += [FileChange(path, text_of(door.root, path), None)]
    renamed = str(PurePosixPath(path).with_name(f"{new}{PurePosixPath(path).suffix}"))
    changes += [FileChange(renamed, None, texts[path])]
    pages = page_texts(door.root, handbook, document.kind, document.name, new)
    changes += [FileChange(*one) for one in pages]
    return door.write_files(changes, {"renamed": [document.kind, document.name, new]})


def _edit(root: Path, texts: dict[str, str], path: str, change: Change) -> None:
    whole = texts.get(path) or text_of(root, path)
    mark = whole[: len(whole) - len(whole.removeprefix("\ufeff"))]
    texts[path] = mark + edit_file(whole.removeprefix("\ufeff"), path, [change.edit])


def _require_free(root: Path, document: DocumentId) -> None:
    if not is_id(document.name) or document.name == LIST_PAGE:
        raise UserError("invalid-id", id=document.name)
    if taken := documents_in(root).get(document):
        raise UserError("file-exists", file=taken)
