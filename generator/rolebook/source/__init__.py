"""Files as trees with positions. Knows nothing of HR."""

from rolebook.source.clock import set_today, today
from rolebook.source.comments import Allowance, allowances_in
from rolebook.source.project import SourceFile, files_under, find_root, read_source
from rolebook.source.tree import Mapping, Sequence, Span, Value, locate
from rolebook.source.yaml_reader import read_yaml

__all__ = [
    "Allowance",
    "Mapping",
    "Sequence",
    "SourceFile",
    "Span",
    "Value",
    "allowances_in",
    "files_under",
    "find_root",
    "locate",
    "read_source",
    "read_yaml",
    "set_today",
    "today",
]
