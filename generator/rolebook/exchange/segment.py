"""What goes to a translator and what comes back, whatever the format of the file."""

from collections.abc import Iterable
from dataclasses import dataclass

from rolebook.diagnostics import UserError
from rolebook.model.translation.text_addresses import document_of
from rolebook.model.translation.units import State


@dataclass(frozen=True, slots=True)
class Segment:
    """One string for a translator. `basis` is the fingerprint of the translation it was exported with, or `-`."""

    place: str
    source_language: str
    source: str
    target: str
    state: State
    basis: str
    context: str
    where: str
    previous: str = ""
    notes: tuple[str, ...] = ()
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """One string as it came back; `state` is None where its translator has not finished it.

    `fault` says why it cannot be read, as a key of the words of messages.
    """

    place: str
    source: str
    target: str
    state: State | None
    basis: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that came back: the language it translates into, and its strings in order."""

    language: str
    strings: tuple[Returned, ...]


class Unreadable(UserError):
    """A file that is not what it should be; the reason is a key of the words of messages."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__("unreadable-file", file=file, reason=reason)


def by_document(segments: Iterable[Segment]) -> dict[tuple[str, str], list[Segment]]:
    """Segments by what they are part of and their source language, in order."""
    groups: dict[tuple[str, str], list[Segment]] = {}
    for one in segments:
        groups.setdefault((document_of(one.place), one.source_language), []).append(one)
    return groups
