"""The pictures of a handbook, by the names that its figures use."""

from dataclasses import dataclass
from functools import cached_property

from rolebook.pictures import source_digest


@dataclass(frozen=True)
class FigureFile:
    """A picture as somebody put it into the handbook."""

    path: str
    content: bytes

    @cached_property
    def digest(self) -> str:
        """What stands for it in fingerprints and releases."""
        return source_digest(self.content)
