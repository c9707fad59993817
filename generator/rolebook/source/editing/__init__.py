"""Edits of YAML files by splicing: what is not edited keeps its bytes, comments travel with their item."""

from rolebook.source.editing.edits import edit_bytes, edit_file, tree_of
from rolebook.source.editing.inverse import inverse_of
from rolebook.source.editing.layout import EditRefused
from rolebook.source.editing.meaning import is_same, plain_of
from rolebook.source.editing.texts import TextChange, edit_texts
from rolebook.source.editing.values import (
    Edit,
    Insert,
    Move,
    NoPlace,
    Path,
    Remove,
    RemoveLanguage,
    SetText,
    SetValue,
    at,
    steps_to,
)

__all__ = [
    "Edit",
    "EditRefused",
    "Insert",
    "Move",
    "NoPlace",
    "Path",
    "Remove",
    "RemoveLanguage",
    "SetText",
    "SetValue",
    "TextChange",
    "at",
    "edit_bytes",
    "edit_file",
    "edit_texts",
    "inverse_of",
    "is_same",
    "plain_of",
    "steps_to",
    "tree_of",
]
