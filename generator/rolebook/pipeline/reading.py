"""Files read as parts of the model: those that an earlier run read are not read again."""

from pickle import UnpicklingError
from typing import cast

from rolebook.model.pickled import pickled, unpickled
from rolebook.model.reading import M, Reading, read_part
from rolebook.pipeline.keys import digest, program
from rolebook.source import SourceFile
from rolebook.store.cache import Bundle


class Readings:
    """`read_part` by what a bundle kept of the last run; `keep` keeps what this one asked for."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._used: dict[str, bytes] = {}

    def __call__(self, file: SourceFile, model: type[M], name: str, language: str) -> Reading[M]:
        """What a file says as a model."""
        key = digest(program(), model.__name__, name, language, file.path, file.text)
        if key in self._bundle:
            try:
                found = unpickled(content := self._bundle[key])
            except UnpicklingError:
                pass
            else:
                self._used[key] = content
                return cast("Reading[M]", found)
        reading = read_part(file, model, name, language)
        self._used[key] = pickled(reading)
        return reading

    def keep(self) -> None:
        """Makes what was asked for what is kept."""
        self._bundle.keep(self._used)
