"""Files as trees with positions. Knows nothing of HR."""

from rolebook.source.clock import day_of, now, set_today, today
from rolebook.source.comments import Allowance, allowances_in
from rolebook.source.editing import EditRefused, TextChange, edit_texts
from rolebook.source.own_files import read_own_yaml
from rolebook.source.project import SourceFile, files_under, find_root, find_root_or_empty, read_picture, read_source
from rolebook.source.tree import Mapping, Sequence, Span, Value, locate
from rolebook.source.writing import write_yaml
from rolebook.source.yaml_reader import read_yaml

__all__ = [
    "Allowance",
    "EditRefused",
    "Mapping",
    "Sequence",
    "SourceFile",
    "Span",
    "TextChange",
    "Value",
    "allowances_in",
    "day_of",
    "edit_texts",
    "files_under",
    "find_root",
    "find_root_or_empty",
    "locate",
    "now",
    "read_own_yaml",
    "read_picture",
    "read_source",
    "read_yaml",
    "set_today",
    "today",
    "write_yaml",
]
