"""A string by its place, as a change of the file that says it."""

from rolebook.diagnostics import UserError
from rolebook.model.translation.text_addresses import document_of
from rolebook.model.translation.units import Unit
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Change
from rolebook.pipeline.edit.workspace import Snapshot, path_at
from rolebook.source import Mapping as Tree
from rolebook.source.editing import Path as TreePath
from rolebook.source.editing import SetText


def string_change(snapshot: Snapshot, place: str, language: str, words: str, base: str) -> Change:
    """Returns the change that gives a string its words in a language. Raises UserError for one that is not there."""
    units = snapshot.translations.units(language) if snapshot.translations else ()
    unit = next((one for one in units if one.place == place), None)
    document = DocumentId(*document_of(place).split("/"))
    tree = snapshot.tree(document) if document in snapshot.documents else None
    if unit is None or tree is None:
        raise UserError("edit-no-string", place=place, language=language)
    path = path_of_string(tree, unit)
    return Change(document, SetText(path, language, words, unit.placed.text.origin), base)


def path_of_string(tree: Tree, unit: Unit) -> TreePath:
    """Returns where a string is in the file that says it, whatever its language."""
    where = unit.placed.part.at(unit.placed.field)
    path = path_at(tree, where.line, where.column)
    return path[:-1] if path and path[-1] in unit.placed.text.values else path
