"""Typst as Rolebook uses it: an empty root, no packages, no system fonts, values only as data.

One Typesetter belongs to one thread of one process; a process that has set a page must not be forked.
"""

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import typst

from rolebook.diagnostics import UserError
from rolebook.render.environment import layout_environment, rendered
from rolebook.render.paper.code import qr

Profile = Literal["default", "archive", "ru-kedo", "esign", "draft"]
_STANDARDS: Mapping[Profile, list[typst.PDFStandard]] = {
    "default": ["a-2a", "ua-1"],
    "archive": ["a-3a", "ua-1"],
    "ru-kedo": ["a-1a"],
    "esign": ["a-2a", "ua-1"],
    "draft": ["a-2a", "ua-1"],
}
_PAGES_AT_FIRST = 6


@dataclass(frozen=True, slots=True)
class Copy:
    """What belongs to one copy: its code, what the symbol of each page says, personal data by blank, a watermark."""

    code: str = ""
    payload: Callable[[int], str] | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    watermark: str = ""


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a signature goes: page from 1; left, bottom, right, top in points from the page's bottom left corner."""

    name: str
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheets:
    """A set document: the PDF, how many pages it has, and where its signatures go, in reading order."""

    pdf: bytes
    pages: int
    fields: tuple[FieldPlace, ...]


class Typesetter:
    """Sets papers with the fonts it is given; keeps Typst's memory of what it has laid out before."""

    def __init__(self, fonts: tuple[Path, ...], templates: Path | None = None) -> None:
        self._templates = templates
        self._compiler = typst.Compiler(
            b"", root=_empty_folder(), font_paths=_fonts(fonts), package_path=_empty_folder()
        )
        self._sources: dict[str, bytes] = {}
        self._pages: dict[str, int] = {}

    def set(
        self, layout: str, paper: str, copy: Copy, *, profile: Profile = "default", timestamp: datetime | None = None
    ) -> Sheets:
        """Sets one copy of a paper; raises UserError for a fault in a layout, which only a handbook's own can have.

        The same arguments and font files give the same bytes.
        """
        expected = self._pages.get(paper, _PAGES_AT_FIRST)
        sheets = self._set(layout, paper, copy, expected, profile, timestamp)
        if copy.payload and sheets.pages > expected:
            sheets = self._set(layout, paper, copy, sheets.pages, profile, timestamp)
        self._pages[paper] = sheets.pages
        return sheets

    def _set(
        self, layout: str, paper: str, copy: Copy, pages: int, profile: Profile, timestamp: datetime | None
    ) -> Sheets:
        codes = [qr(copy.payload(page)) for page in range(1, pages + 1)] if copy.payload else []
        told = {"code": copy.code, "codes": codes, "values": dict(copy.values), "watermark": copy.watermark or None}
        try:
            pdf = self._compiler.compile(
                self._source(layout),
                format="pdf",
                sys_inputs={"paper": paper, "copy": json.dumps(told, ensure_ascii=False), "profile": profile},
                pdf_standards=_STANDARDS[profile],
                timestamp=timestamp or datetime(1980, 1, 1, tzinfo=UTC),
            )
            marks = json.loads(self._compiler.query("<mark>", field="value"))
        except typst.TypstError as error:
            raise UserError("layout-failed", layout=layout, reason=error.message) from error
        return _sheets(cast("bytes", pdf), marks)

    def _source(self, layout: str) -> bytes:
        if layout not in self._sources:
            environment = layout_environment(self._templates)
            self._sources[layout] = rendered(environment, f"{layout}.typ").encode()
        return self._sources[layout]


def _sheets(pdf: bytes, marks: list[dict[str, Any]]) -> Sheets:
    end = next(mark for mark in marks if mark["kind"] == "end")
    fields = tuple(
        FieldPlace(
            mark["name"],
            mark["page"],
            (mark["x"], end["height"] - mark["y"] - mark["height"], mark["x"] + mark["width"], end["height"] - mark["y"]),
        )
        for mark in marks
        if mark["kind"] == "signature"
    )
    return Sheets(pdf, end["pages"], fields)


@cache
def _empty_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="rolebook-"))


@cache
def _fonts(paths: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(paths))
