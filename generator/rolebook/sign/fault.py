"""A requirement on a PDF that is not met."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is not met, and by what: a field, a font, a page; empty for the file as a whole."""

    code: str
    of: str = ""
