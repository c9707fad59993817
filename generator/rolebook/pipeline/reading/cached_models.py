"""Files read as parts of the model: those that an earlier run read are not read again, the others on all cores."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from pickle import UnpicklingError
from typing import cast

from rolebook.model.reading.pickled import pickled, unpickled
from rolebook.model.reading.read_part import M, PartReading, read_part
from rolebook.model.variant import RoleFile
from rolebook.pipeline.running.program import digest, program
from rolebook.pipeline.running.workers import spread
from rolebook.source import SourceFile
from rolebook.store.cache import Bundle

_ENOUGH = 100
"""Fewer files are not worth another process."""


class Readings:
    """`read_part` by what a bundle kept of the last run; `keep` keeps what this one asked for.

    Roles are most of a handbook: once one of `files` is asked for that nobody knows, all such are read together.
    """

    def __init__(self, files: Sequence[SourceFile], bundle: Bundle) -> None:
        self._roles = [file for file in files if file.path.startswith("roles/")]
        self._bundle = bundle
        self._ahead: dict[str, bytes] = {}
        self._used: dict[str, bytes] = {}

    def __call__(self, file: SourceFile, model: type[M], name: str, language: str) -> PartReading[M]:
        """What a file says as a model."""
        key = _key(file, model, name, language)
        if model is RoleFile and key not in self._bundle and not self._ahead:
            self._read_ahead(language)
        content = self._ahead.get(key) or self._bundle.get(key)
        if content:
            try:
                found = unpickled(content)
            except UnpicklingError:
                pass
            else:
                self._used[key] = content
                return cast("PartReading[M]", found)
        reading = read_part(file, model, name, language)
        self._used[key] = pickled(reading)
        return reading

    def keep(self) -> None:
        """Makes what was asked for what is kept."""
        self._bundle.keep(self._used)

    def _read_ahead(self, language: str) -> None:
        asked = {_key(file, RoleFile, _id_of(file), language): file for file in self._roles}
        fresh = [key for key in asked if key not in self._bundle]

        def read(files: Sequence[SourceFile]) -> list[bytes]:
            return [pickled(read_part(file, RoleFile, _id_of(file), language)) for file in files]

        made = spread(read, [asked[key] for key in fresh], least=_ENOUGH)
        self._ahead = dict(zip(fresh, made, strict=True))


def read_small(file: SourceFile, model: type[M], name: str, language: str) -> PartReading[M]:
    """Returns what a file says as a model that takes as little memory as one from the cache."""
    return cast("PartReading[M]", unpickled(pickled(read_part(file, model, name, language))))


def _key(file: SourceFile, model: type[M], name: str, language: str) -> str:
    return digest(program(), model.__name__, name, language, file.path, file.text)


def _id_of(file: SourceFile) -> str:
    return PurePosixPath(file.path).stem
