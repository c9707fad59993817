"""Where words of an imported document may go: lists that take another item, and texts that take another sentence."""

import re
from collections.abc import Iterator
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.language.editor_words import EditorWords
from rolebook.model.form_fields import FormField, field_of, form_fields, has_id
from rolebook.model.requirements import Requirement
from rolebook.model.words.escaping import as_text
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Change
from rolebook.pipeline.edit.excerpts import Excerpts
from rolebook.pipeline.edit.forms import free_id
from rolebook.pipeline.edit.parts import PartHere, fields_of, part_at, path_of
from rolebook.pipeline.edit.place_words import shortened
from rolebook.pipeline.edit.versions import base_of, order_of, value_at
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.pipeline.importing.lexicon import lexicon_of
from rolebook.pipeline.importing.requirements import requirement
from rolebook.source.editing import Edit, Insert, Remove, RemoveLanguage, SetText
from rolebook.source.editing import Path as TreePath

TEXT, LIST = "text:", "list:"
"""How an address says that words go to the end of a text or list; what follows is its path."""
_IN_LIST, _IN_INNER_LIST = 2, 4
_NO_PLACES = frozenset({
    "add", "replace", "remove", "headings", "title", "alternative_titles", "acknowledgement", "occupation",
})  # fmt: skip
"""Fields that no sentence of a document belongs in."""
_SECTIONS = "sections"


def targets_of(part: PartHere, words: EditorWords) -> list[tuple[str, str]]:
    """Returns what words can be placed in, as an address says it and by its label, in the order of the form.

    What begins with TEXT or LIST takes them at once; for any other list a form asks for what an item needs besides.
    """
    offered = [one for one in fields_of(part) if one.name not in _NO_PLACES and not _lacks_more(part, one)]
    return [(value, label) for one in offered for value, label in _of(part, one, words)]


def _lacks_more(part: PartHere, one: FormField) -> bool:
    """Whether a part is not there yet and needs more than a text."""
    is_new = one.kind == "part" and not part.value.get(one.name)
    return is_new and any(inner.required for inner in form_fields(one.models[0]))


def _of(part: PartHere, one: FormField, words: EditorWords) -> Iterator[tuple[str, str]]:
    label = words.label(one.label)
    if one.kind == "text":
        yield f"{TEXT}{one.name}", label
    elif one.kind == "items" and any(field_of(model, "text") for model in one.models):
        if one.name == _SECTIONS:
            yield from _sections(part, label, words)
        takes = _takes_sentence(one)
        yield f"{LIST}{one.name}" if takes else one.name, label if takes else words.screen("place-new", list=label)
    elif one.kind == "part":
        for inner in form_fields(one.models[0]):
            if inner.kind == "text":
                same = inner.name == "text"
                yield f"{TEXT}{one.name}/{inner.name}", label if same else f"{label} › {words.label(inner.label)}"


def _sections(part: PartHere, label: str, words: EditorWords) -> Iterator[tuple[str, str]]:
    """The sections that are there: those with clauses take another, the others more text."""
    excerpt = Excerpts(None, words.tag)
    for one in part.value.get(_SECTIONS) or ():
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            place = f"{_SECTIONS}/{one['id']}"
            value = f"{LIST}{place}/clauses" if one.get("clauses") else f"{TEXT}{place}/text"
            yield value, f"{label} › {shortened(excerpt(one))}"


def _takes_sentence(one: FormField) -> bool:
    """Whether a sentence is all that an item of a list needs; the kind of a requirement is read in it."""
    needed = {inner.name for inner in form_fields(one.models[0]) if inner.required}
    return needed == ({"kind", "text"} if one.models[0] is Requirement else {"text"})


def placed_in(snapshot: Snapshot, document: DocumentId, target: str, words: str) -> Change:
    """Returns the change that puts words at the end of a text or list, in the language that the document is written in.

    Raises UserError for a target that is none of the document's.
    """
    path = path_of(target.partition(":")[2])
    holder = part_at(snapshot, document, path[:-1])
    field = field_of(holder.model, str(path[-1])) if path else None
    whole = field_of(document.model, str(path[0])) if path else None
    is_open = whole is not None and not _lacks_more(part_at(snapshot, document, ()), whole)
    if field is None or not is_open or str(path[0]) in _NO_PLACES:
        raise UserError("edit-no-place", file=snapshot.documents[document])
    if field.kind == "items" and target.startswith(LIST) and _takes_sentence(field):
        return _as_item(snapshot, document, path, field, words)
    if field.kind != "text" or not target.startswith(TEXT):
        raise UserError("edit-no-place", file=snapshot.documents[document])
    origin = snapshot.origin(document)
    order = tuple(one.name for one in fields_of(holder))
    told = value_at(snapshot.tree(document), path)
    before = (told.get(origin) or "") if isinstance(told, dict) else str(told or "")
    gap = "\n\n" if field.long else " "
    edit = SetText(path, origin, f"{before}{gap if before else ''}{as_text(words, starts_block=True)}", origin, order)
    return Change(document, edit, base_of(snapshot.tree(document), edit))


def _as_item(snapshot: Snapshot, document: DocumentId, path: TreePath, field: FormField, words: str) -> Change:
    """The change that adds a sentence to a list as its last item."""
    origin, model = snapshot.origin(document), field.models[0]
    items = value_at(snapshot.tree(document), path) or []
    value: dict[str, Any] = {"text": {origin: as_text(words, starts_block=True)}}
    lexicon = lexicon_of(origin) if model is Requirement else None
    if model is Requirement:
        read = requirement(words, "", lexicon) if lexicon else {"kind": "skill"}
        value = {**read, **value}
    if has_id(model):
        taken = {str(one.get("id")) for one in items if isinstance(one, dict)}
        value = {"id": free_id(value, taken), **value}
    return Change(document, Insert(path, len(items), value), order_of(items))


def item_with(snapshot: Snapshot, document: DocumentId, path: TreePath, words: str) -> TreePath | None:
    """Returns where an item is that an import made of words; None once it says something else, or is gone.

    The places in `path` are those of the import: items may stand elsewhere in their lists by now.
    """
    tree = snapshot.tree(document)
    for holder in _lists_like(tree, path):
        for one in value_at(tree, holder) or ():
            if isinstance(one, dict) and isinstance(one.get("id"), str) and _says(one, words):
                return (*holder, one["id"])
    return None


def text_with(snapshot: Snapshot, document: DocumentId, path: TreePath, words: str) -> TreePath | None:
    """Returns the path where it leads to a text that has words of the source in it; None for anything else."""
    told = value_at(snapshot.tree(document), path)
    said = told.get(snapshot.origin(document)) if isinstance(told, dict) else told
    has_them = isinstance(said, str) and any(one in said for one in (as_text(words), as_text(words, starts_block=True)))
    return path if words and has_them else None


def without_words(snapshot: Snapshot, document: DocumentId, path: TreePath, words: str) -> Change:
    """Returns the change that takes words out of a text; the text goes with its last words."""
    origin, tree = snapshot.origin(document), snapshot.tree(document)
    told = value_at(tree, path)
    said = str(told[origin]) if isinstance(told, dict) else str(told)
    found = next(one for one in (as_text(words, starts_block=True), as_text(words)) if one in said)
    left = re.sub(r"[ \t]{2,}", " ", re.sub(r"\n{3,}", "\n\n", said.replace(found, "", 1))).strip()
    order = tuple(one.name for one in fields_of(part_at(snapshot, document, path[:-1])))
    others = isinstance(told, dict) and len(told) > 1
    edit: Edit = RemoveLanguage(path, origin) if others else Remove(path)
    edit = SetText(path, origin, left, origin, order) if left else edit
    return Change(document, edit, base_of(tree, edit))


def without_item(snapshot: Snapshot, document: DocumentId, path: TreePath, target: str = "") -> Change:
    """Returns the change that takes an item out, with the section that has nothing else in it.

    A section that the words go to, as `target` says, stays.
    """
    outer = value_at(snapshot.tree(document), path[:2])
    is_last = len(path) == _IN_INNER_LIST and isinstance(outer, dict) and len(outer.get(str(path[2]), ())) == 1
    stays = path_of(target.partition(":")[2])[:2] == path[:2]
    is_empty = is_last and not stays and not outer.keys() & ({"text", "blocks", "clauses"} - {path[2]})
    return Change(document, Remove(path[:2] if is_empty else path))


def _lists_like(tree: Any, path: TreePath) -> Iterator[TreePath]:
    """The list that a path such as `duties/3` is in, or those that `sections/0/clauses/2` may be in."""
    if len(path) == _IN_LIST:
        yield path[:1]
    elif len(path) == _IN_INNER_LIST:
        outer = value_at(tree, path[:1])
        for one in outer if isinstance(outer, list) else ():
            if isinstance(one, dict) and isinstance(one.get("id"), str):
                yield (path[0], one["id"], path[2])


def _says(item: dict[str, Any], words: str) -> bool:
    """Whether an item has the words of a line, alone or behind the label of its row."""
    text, said = item.get("text"), (as_text(words), as_text(words, starts_block=True))
    told = text.values() if isinstance(text, dict) else [text]
    return any(isinstance(one, str) and (one in said or one.endswith(f": {said[0]}")) for one in told)
