"""What a program that reads a handbook again and again keeps of it: files that stayed the same are not read again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from rolebook.diagnostics import Diagnostic
from rolebook.model.reading.read_part import M, PartReading, Read
from rolebook.pipeline.reading.files import FilesRead, read_files
from rolebook.source import SourceFile, read_source

_Known = tuple[SourceFile, type, str, str, PartReading[Any]]
Stamp = tuple[int, int, int, int]


class ReadingMemory:
    """The files and models of the last reading. Nobody changes a model, so that two readings may share them."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[Stamp, SourceFile | None, list[Diagnostic]]] = {}
        self._models: dict[str, _Known] = {}

    def files(self, root: Path) -> FilesRead:
        """Returns the files of a handbook as `read_files` does; reads those that were written since."""
        before, self._files = self._files, {}

        def read(root: Path, path: str) -> tuple[SourceFile | None, list[Diagnostic]]:
            stamp = stamp_of(root / path)
            known = before.get(path)
            if known is None or known[0] != stamp:
                known = (stamp, *read_source(root, path))
            self._files[path] = known
            return known[1:]

        return read_files(root, read)

    def model(self, read: Read, file: SourceFile, model: type[M], name: str, language: str) -> PartReading[M]:
        """Returns what a file says as a model, by `read` where that is not known."""
        known = self._models.get(file.path)
        if known is None or known[:4] != (file, model, name, language):
            known = (file, model, name, language, read(file, model, name, language))
            self._models[file.path] = known
        return cast("PartReading[M]", known[4])

    def forget_others(self, files: Sequence[SourceFile]) -> None:
        """Keeps the models of these files alone."""
        here = {file.path for file in files}
        for path in self._models.keys() - here:
            del self._models[path]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read yet."""
        return not self._models


def stamp_of(path: Path) -> Stamp:
    """Returns what changes whenever a file is written, or exchanged for another; raises OSError."""
    found = path.stat()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
