"""Everything in a handbook that names a role or policy, as edits that name it otherwise."""

import re
from collections.abc import Iterator
from pathlib import Path

from rolebook.model.base import references_in
from rolebook.model.handbook import Guide, Handbook
from rolebook.model.role import Role
from rolebook.model.translation.text_addresses import document_of, documents_of, own_parts, strings_of
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Change
from rolebook.source import Mapping, Sequence, Value
from rolebook.source.editing import Path as TreePath
from rolebook.source.editing import SetText, SetValue

Places = dict[tuple[int, int], TreePath]


def references_to(handbook: Handbook, kind: str, old: str, new: str) -> Iterator[Change]:
    """Yields the changes of every field and text that refers to a role or policy by its id."""
    paths: dict[str, Places] = {}
    for place, whole in documents_of(handbook):
        document = DocumentId(*place.split("/"))
        for part in own_parts(whole):
            if part.given is None:
                continue
            file = part.file_of()
            places = paths.setdefault(file, _places_in(whole.given))
            for said, name, path in references_in(part):
                new_value = _renamed(said, name, kind, old, new)
                where = part.at(*path)
                if new_value and where.file == file and (where.line, where.column) in places:
                    yield Change(document, SetValue(places[where.line, where.column], new_value))
        if isinstance(whole, Role) and kind == "role" and whole.extends == old:
            yield Change(document, SetValue(("extends",), new))
    yield from _in_texts(handbook, paths, kind, old, new)


def page_texts(root: Path, handbook: Handbook, kind: str, old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """Yields path, old and new text of each hand-written page that refers to it."""
    for page in handbook.pages:
        text = (root / page.path).read_bytes().decode("utf-8")
        if (changed := in_words(text, kind, old, new)) != text:
            yield page.path, text, changed


def in_words(words: str, kind: str, old: str, new: str) -> str:
    """Returns words with `[[kind:old]]`, with or without a label or clause, naming the new id."""
    return re.sub(rf"(\[\[\s*{kind}:){re.escape(old)}(?=\s*[\]|#])", rf"\g<1>{new}", words)


def _in_texts(handbook: Handbook, paths: dict[str, Places], kind: str, old: str, new: str) -> Iterator[Change]:
    for placed in strings_of(handbook):
        if isinstance(placed.part, Guide):
            continue
        where = placed.part.at(placed.field)
        path = paths.get(where.file, {}).get((where.line, where.column))
        for tag, words in placed.text.values.items():
            if path is not None and (changed := in_words(words, kind, old, new)) != words:
                document = DocumentId(*document_of(placed.place).split("/"))
                yield Change(document, SetText(path, tag, changed, placed.text.origin))


def _renamed(said: str, name: str, kind: str, old: str, new: str) -> str | None:
    """The new value of a field that refers to the old id; posts name a role with its kind."""
    if said == kind and name == old:
        return new
    return f"role:{new}" if said == "post" and kind == "role" and name == f"role:{old}" else None


def _places_in(tree: Value, path: TreePath = ()) -> Places:
    """The paths of all values by the line and column where they begin."""
    found: Places = {}
    if isinstance(tree, Mapping):
        below = [(key, value, tree.values_at[key]) for key, value in tree.items() if key in tree.values_at]
    elif isinstance(tree, Sequence):
        below = [(index, value, tree.values_at[index]) for index, value in enumerate(tree)]  # type: ignore[misc]
    else:
        return found
    for key, value, span in below:
        found[span.line, span.column] = (*path, key)
        found |= _places_in(value, (*path, key))
    return found
