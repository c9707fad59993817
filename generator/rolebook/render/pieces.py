"""What a site is made of: for whom it is, and its pieces, each to be made by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rolebook.render.papers import OfferedPaper
from rolebook.view import Audience


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """For whom and in which languages the site is made; where the handbook keeps templates of its own.

    `papers` are the documents that this audience may have; None where none were made. `archives` are the sizes in bytes
    of the files that hold all of a language.
    """

    audience: Audience = Audience.STAFF
    languages: tuple[str, ...] = ()
    templates: Path | None = None
    papers: tuple[OfferedPaper, ...] | None = None
    archives: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Output:
    """A file to write: a path with forward slashes and its text."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """What is made at one go: a page, or the pages of one document.

    `of` is the place of the document whose inside they show beside the outlines of all others (`model/outline.py`);
    None for pages that may show everything.
    """

    name: str
    of: str | None
    make: Callable[[], tuple[Output, ...]]
