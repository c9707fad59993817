"""Files as trees with positions. Knows nothing of HR."""

from rolebook.source.project import SourceFile, files_under, find_root, read_source
from rolebook.source.tree import Mapping, Sequence, Span, Value, locate
from rolebook.source.yaml_reader import read_yaml

__all__ = [
    "Mapping",
    "Sequence",
    "SourceFile",
    "Span",
    "Value",
    "files_under",
    "find_root",
    "locate",
    "read_source",
    "read_yaml",
]
