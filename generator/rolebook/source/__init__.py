"""Files as trees with positions. Knows nothing of HR."""

from rolebook.source.editing import EditRefused, TextChange, edit_texts
from rolebook.source.project import SourceFile, files_under, find_root, read_source
from rolebook.source.tree import Mapping, Sequence, Span, Value, locate
from rolebook.source.yaml_reader import read_yaml

__all__ = [
    "EditRefused",
    "Mapping",
    "Sequence",
    "SourceFile",
    "Span",
    "TextChange",
    "Value",
    "edit_texts",
    "files_under",
    "find_root",
    "locate",
    "read_source",
    "read_yaml",
]
