"""Typst as Rolebook uses it: a root that holds its layouts only, no packages, no system fonts, values only as data.

What copies of one document share is laid out once: Typst remembers it while its inputs are the same, so the copy's own
data lie in a file of their own that only the places which show them read, and the copy code enters the finished file's
keywords, in the stead of a mark as long as itself.

One Typesetter belongs to one thread of one process; a process that has set a page must not be forked.
"""

import json
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

import typst

from rolebook.diagnostics import UserError
from rolebook.render.environment import layout_environment, rendered
from rolebook.render.paper.symbols import data_matrix, qr

Profile = Literal["default", "archive", "ru-kedo", "esign", "draft"]
_STANDARDS: Mapping[Profile, list[Any]] = {
    "default": ["a-2a", "ua-1"],
    "archive": ["a-3a", "ua-1"],
    "ru-kedo": ["a-1a"],
    "esign": ["a-2a", "ua-1"],
    "draft": ["a-2a", "ua-1"],
}
_PAGES_AT_FIRST = 7
LAYOUT_VERSION = 2
"""What a page of our own layouts bears: 1 the QR alone, 2 the QR and a symbol in each other corner."""
UNISSUED = "ZZZZ-UNISSUED"
"""Stands in the keywords for a copy code, which is as long, until a copy gets its own."""


_DAYS = re.compile(
    rb"/(?:CreationDate|ModDate) ?\(D:[^)]*\)"
    rb"|<xmp:(CreateDate|ModifyDate|MetadataDate)>[^<]*</xmp:\1>"
)
_NO_DAY = datetime(1980, 1, 1, tzinfo=UTC)
"""What a layout gets for today where nothing has a day: the same bytes every day."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What belongs to one copy.

    `code` goes into the file's keywords, and as `shown` beside the page number; `payload` into the symbol of each page,
    `corners` into the other corners of each page, `values` into the blanks of the same name, `watermark` behind the
    text; `known` are labels and words below it.
    """

    code: str = ""
    shown: str = ""
    payload: Callable[[int], str] | None = None
    corners: Callable[[int], Sequence[str]] | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    watermark: str = ""
    known: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What copies of one document share: layout, values as JSON, what the PDF is for, when it was created.

    A PDF without a `timestamp` names no day of creation.

    `files` may be attached by the layout, by these names.
    """

    layout: str
    paper: str
    profile: Profile = "default"
    timestamp: datetime | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a signature goes: page from 1; left, bottom, right, top in points from the page's bottom left corner."""

    name: str
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheets:
    """A set document: the PDF, how many pages it has, where its signatures go, in reading order, and its symbols.

    `sides` are the margins left and right, in points. `corners` are the small symbols of the first page, by their
    numbers; the other pages have them at the same places.
    """

    pdf: bytes
    pages: int
    fields: tuple[FieldPlace, ...]
    symbols: tuple[FieldPlace, ...] = ()
    corners: tuple[FieldPlace, ...] = ()
    sides: tuple[float, float] = (0.0, 0.0)


def layout_source(layout: str) -> str:
    """The source of a built-in layout, for a handbook to change; what it includes stays ours."""
    return (files("rolebook.render.paper") / "layouts" / f"{layout}.typ").read_text("utf-8")


class Typesetter:
    """Sets papers with the fonts in some folders; keeps Typst's memory of what it has laid out before."""

    def __init__(self, fonts: tuple[Path, ...], templates: Path | None = None) -> None:
        self._templates, self._fonts = templates, fonts
        self._root = tempfile.TemporaryDirectory(prefix="rolebook-")  # Typst answers queries for files only
        self._compilers: dict[tuple[str, Profile], typst.Compiler] = {}
        self._written: dict[str, str] = {}
        self._pages = _PAGES_AT_FIRST

    def set(self, manuscript: Manuscript, copy: Copy) -> Sheets:
        """Sets one copy; raises UserError for a fault in a layout, which only a handbook's own can have.

        The same arguments and font files give the same bytes.
        """
        expected = self._pages if self._written.get("paper.json") == manuscript.paper else _PAGES_AT_FIRST
        sheets = self._set(manuscript, copy, expected)
        if copy.payload and sheets.pages > expected:
            sheets = self._set(manuscript, copy, sheets.pages)
        self._pages = sheets.pages
        return sheets

    def _set(self, manuscript: Manuscript, copy: Copy, pages: int) -> Sheets:
        numbers = range(1, pages + 1)
        told: dict[str, Any] = {
            "code": copy.shown,
            "codes": [qr(copy.payload(page)) for page in numbers] if copy.payload else [],
            "corners": [[*map(data_matrix, copy.corners(page))] for page in numbers] if copy.corners else [],
            "values": dict(copy.values),
            "watermark": copy.watermark,
            "known": copy.known,
        }
        compiler = self._compiler(manuscript.layout, manuscript.profile)
        self._put("paper.json", manuscript.paper)
        for name, content in manuscript.files.items():
            (Path(self._root.name) / name).write_bytes(content)
        self._put("copy.json", json.dumps(told, ensure_ascii=False))
        try:
            pdf, warnings = self._compiled(compiler, manuscript)
            marks = json.loads(compiler.query("<mark>", field="value"))
        except typst.TypstError as error:
            raise UserError("layout-failed", layout=manuscript.layout, reason=error.message) from error
        if warnings:  # a family that is not there is one: the page would be white
            raise UserError("layout-failed", layout=manuscript.layout, reason=warnings[0].message)
        written = pdf.replace(UNISSUED.encode(), (copy.code or UNISSUED).encode())
        return _sheets(written if manuscript.timestamp else _without_days(written), marks)

    def _compiled(self, compiler: typst.Compiler, manuscript: Manuscript) -> tuple[bytes, Sequence[Any]]:
        """The PDF and Typst's warnings; a draft with a character that no font shows is made without its standards."""
        standards = _STANDARDS[manuscript.profile]
        while True:
            try:
                made = compiler.compile_with_warnings(
                    format="pdf", pdf_standards=standards, timestamp=manuscript.timestamp or _NO_DAY
                )
            except typst.TypstError:
                if manuscript.profile != "draft" or not standards:
                    raise
                standards = []
            else:
                return cast("bytes", made[0]), made[1]

    def _compiler(self, layout: str, profile: Profile) -> typst.Compiler:
        key = (layout, profile)
        if key not in self._compilers:
            source = rendered(layout_environment(self._templates), f"{layout}.typ", profile=profile)
            name = f"{layout}.{profile}.typ"
            self._put(name, source)
            folder = Path(self._root.name)
            self._compilers[key] = typst.Compiler(
                folder / name, root=folder, font_paths=_fonts(self._fonts), package_path=folder / "no-packages"
            )
        return self._compilers[key]

    def _put(self, name: str, text: str) -> None:
        if self._written.get(name) != text:
            (Path(self._root.name) / name).write_text(text, "utf-8")
            self._written[name] = text


def _without_days(pdf: bytes) -> bytes:
    """The PDF without the days that Typst must be given for PDF/A, which asks for none; everything stays in place."""
    return _DAYS.sub(lambda found: b" " * len(found[0]), pdf)


def _sheets(pdf: bytes, marks: list[dict[str, Any]]) -> Sheets:
    end = next(mark for mark in marks if mark["kind"] == "end")
    fields, symbols, corners = (
        tuple(
            FieldPlace(
                mark["name"],
                mark["page"],
                _box(mark, end["height"]),
            )
            for mark in marks
            if mark["kind"] == kind
        )
        for kind in ("signature", "symbol", "corner")
    )
    left, right = end.get("sides", (0.0, 0.0))  # a handbook may have its own end of a layout
    return Sheets(pdf, end["pages"], fields, symbols, corners, (left, right))


def _box(mark: Mapping[str, Any], height: float) -> tuple[float, float, float, float]:
    top = height - mark["y"]
    return mark["x"], top - mark["height"], mark["x"] + mark["width"], top


@cache
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
