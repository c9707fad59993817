"""Items that a role inherits: said anew in the variant alone, or changed in the parent for everybody."""

from pathlib import Path
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.model.variant import ITEM_LISTS
from rolebook.pipeline.edit.documents import DocumentId, require_path, text_of
from rolebook.pipeline.edit.door import Change
from rolebook.pipeline.edit.parts import PartHere
from rolebook.pipeline.edit.versions import value_at
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.source import Mapping
from rolebook.source.editing import Insert, plain_of, tree_of


def here_only(root: Path, variant: DocumentId, parent: DocumentId, list_name: str, item_id: str) -> list[Change]:
    """Returns the changes that copy an inherited item into the variant's `replace`, where it can be edited.

    None where the variant replaces it already. Raises UserError where the parent has no such item.
    """
    if value_at(_tree(root, variant), ("replace", list_name, item_id)) is not None:
        return []
    item = _find(_tree(root, parent).get(list_name), item_id)
    if item is None:
        raise UserError("edit-no-place", file=require_path(root, parent))
    replaced = value_at(_tree(root, variant), ("replace", list_name)) or []
    return [Change(variant, Insert(("replace", list_name), len(replaced), plain_of(item)))]


def _tree(root: Path, document: DocumentId) -> Mapping:
    path = require_path(root, document)
    return tree_of(text_of(root, path).removeprefix("\ufeff"), path)


def _find(items: object, item_id: str) -> object:
    """An item of a list, or of the groups in it."""
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            if item.get("id") == item_id:
                return item
            if (below := _find(item.get("items"), item_id)) is not None:
                return below
    return None


def inherited_items(snapshot: Snapshot, part: PartHere) -> list[dict[str, Any]]:
    """Returns the items that a variant takes over from the roles it builds on, list by list."""
    handbook = snapshot.handbook
    role = handbook.described.get(part.document.name) if handbook and part.document.kind == "role" else None
    if handbook is None or role is None or role.extends is None:
        return []
    own = snapshot.documents[part.document]
    by_file = {path: document for document, path in snapshot.documents.items()}
    found = []
    for name in ITEM_LISTS:
        for item in getattr(role, name):
            for one in (item, *getattr(item, "items", ())):
                document = by_file.get(one.at().file)
                if document is not None and one.at().file != own and "heading" not in (one.given or ()):
                    found.append({"list": name, "id": one.id, "parent": document, "value": plain_of(one.given)})
    return found
