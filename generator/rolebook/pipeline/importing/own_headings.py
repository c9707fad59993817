"""`content/import/<tag>.yml`: what a handbook's own headings mean."""

from collections.abc import Mapping
from pathlib import Path

from rolebook.model.headings import OwnHeadings
from rolebook.model.reading.read_part import read_part
from rolebook.source import SourceFile, files_under, read_source

FOLDER = "content/import"


def own_headings(root: Path) -> Mapping[str, OwnHeadings]:
    """Returns the handbook's own headings by language; faulty files are passed over, for `check` names them."""
    found = {}
    for path in files_under(root, FOLDER, (".yml", ".yaml")):
        file, _ = read_source(root, path)
        part = read_part(file, OwnHeadings, "", "en").part if isinstance(file, SourceFile) else None
        if part is not None:
            found[Path(path).stem] = part
    return found
