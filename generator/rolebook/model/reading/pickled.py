"""A file's reading as bytes and back: pickles that may name data of the model and nothing else; nothing of it runs."""

import pickle
from datetime import date
from io import BytesIO
from typing import Any

from rolebook.diagnostics import Diagnostic, Location, Severity
from rolebook.diagnostics.diagnostic import Localized
from rolebook.language import Duration
from rolebook.model.base import models_in
from rolebook.model.headings import OwnHeadings
from rolebook.model.law.agreement import Agreement
from rolebook.model.law.pack import Pack
from rolebook.model.law.wording_rules import OwnWording
from rolebook.model.library import Competencies, Glossary
from rolebook.model.policy import Discipline, Policy
from rolebook.model.reading.read_part import PartReading
from rolebook.model.settings import Settings
from rolebook.model.variant import Placed, RoleFile
from rolebook.model.words.text import Text
from rolebook.source import Mapping, Sequence, Span

_DATA: tuple[type, ...] = (
    *models_in(
        Agreement, Competencies, Discipline, Glossary, OwnHeadings, OwnWording, Pack, Policy, RoleFile, Settings
    ),
    *(PartReading, Placed, Text, Duration, Diagnostic, Location, Severity, Localized, date, Mapping, Sequence, Span),
)
_KNOWN = {(one.__module__, one.__qualname__): one for one in _DATA}


def pickled(reading: PartReading[Any]) -> bytes:
    """A reading as bytes, for this program alone."""
    return pickle.dumps(reading, protocol=pickle.HIGHEST_PROTOCOL)


def unpickled(content: bytes) -> PartReading[Any]:
    """The reading again; raises `pickle.UnpicklingError` for what names anything but data of the model."""
    found = _Unpickler(BytesIO(content)).load()
    if not isinstance(found, PartReading):
        raise pickle.UnpicklingError(type(found).__name__)
    return found


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return _KNOWN[module, name]
