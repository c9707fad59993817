"""Where words of an imported document may go: lists that take another item, and texts that take another sentence."""

from collections.abc import Iterator
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.language.editor_words import EditorWords
from rolebook.model.form_fields import FormField, field_of, form_fields
from rolebook.model.words.escaping import as_text
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Change
from rolebook.pipeline.edit.parts import PartHere, fields_of, part_at, path_of
from rolebook.pipeline.edit.versions import base_of, value_at
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.source.editing import Path as TreePath
from rolebook.source.editing import Remove, SetText

TEXT = "text:"
"""How an address says that words go to the end of a text; what follows is its path."""
_IN_LIST, _IN_INNER_LIST = 2, 4
_NO_PLACES = frozenset({
    "add", "replace", "remove", "headings", "title", "alternative_titles", "acknowledgement", "occupation",
})  # fmt: skip
"""Fields that no sentence of a document belongs in."""


def targets_of(part: PartHere, words: EditorWords) -> list[tuple[str, str]]:
    """Returns what words can be placed in, as an address says it and by its label, in the order of the form."""
    offered = [one for one in fields_of(part) if one.name not in _NO_PLACES and not _lacks_more(part, one)]
    return [(value, label) for one in offered for value, label in _of(one, words)]


def _lacks_more(part: PartHere, one: FormField) -> bool:
    """Whether a part is not there yet and needs more than a text."""
    is_new = one.kind == "part" and not part.value.get(one.name)
    return is_new and any(inner.required for inner in form_fields(one.models[0]))


def _of(one: FormField, words: EditorWords) -> Iterator[tuple[str, str]]:
    label = words.label(one.label)
    if one.kind == "text":
        yield f"{TEXT}{one.name}", label
    elif one.kind == "items" and any(field_of(model, "text") for model in one.models):
        yield one.name, label
    elif one.kind == "part":
        for inner in form_fields(one.models[0]):
            if inner.kind == "text":
                same = inner.name == "text"
                yield f"{TEXT}{one.name}/{inner.name}", label if same else f"{label} › {words.label(inner.label)}"


def added_to_text(snapshot: Snapshot, document: DocumentId, target: str, words: str) -> Change:
    """Returns the change that puts words at the end of a text, in the language that the document is written in.

    Raises UserError for a target that is no text of the document.
    """
    path = path_of(target.removeprefix(TEXT))
    holder = part_at(snapshot, document, path[:-1])
    field = field_of(holder.model, str(path[-1])) if path else None
    whole = field_of(document.model, str(path[0])) if path else None
    is_open = whole is not None and not _lacks_more(part_at(snapshot, document, ()), whole)
    if field is None or field.kind != "text" or str(path[0]) in _NO_PLACES or not is_open:
        raise UserError("edit-no-place", file=snapshot.documents[document])
    origin = snapshot.origin(document)
    order = tuple(one.name for one in fields_of(holder))
    told = value_at(snapshot.tree(document), path)
    before = (told.get(origin) or "") if isinstance(told, dict) else str(told or "")
    gap = "\n\n" if field.long else " "
    edit = SetText(path, origin, f"{before}{gap if before else ''}{as_text(words, starts_block=True)}", origin, order)
    return Change(document, edit, base_of(snapshot.tree(document), edit))


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


def without_item(snapshot: Snapshot, document: DocumentId, path: TreePath) -> Change:
    """Returns the change that takes an item out, with the section that has nothing else in it."""
    outer = value_at(snapshot.tree(document), path[:2])
    is_last = len(path) == _IN_INNER_LIST and isinstance(outer, dict) and len(outer.get(str(path[2]), ())) == 1
    is_empty = is_last and not outer.keys() & ({"text", "blocks", "clauses"} - {path[2]})
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
