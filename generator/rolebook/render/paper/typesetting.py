"""Typst as Rolebook uses it: a root that holds its layouts only, no packages, no system fonts, values only as data.

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
_STANDARDS: Mapping[Profile, list[Any]] = {
    "default": ["a-2a", "ua-1"],
    "archive": ["a-3a", "ua-1"],
    "ru-kedo": ["a-1a"],
    "esign": ["a-2a", "ua-1"],
    "draft": ["a-2a", "ua-1"],
}
_PAGES_AT_FIRST = 6


@dataclass(frozen=True, slots=True)
class Copy:
    """What belongs to one copy.

    `marks` go into the file's keywords, `code` beside the page number, `payload` into the symbol of each page, `values`
    into the blanks of the same name, `watermark` behind the text.
    """

    marks: tuple[str, ...] = ()
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
    """Sets papers with the fonts in some folders; keeps Typst's memory of what it has laid out before."""

    def __init__(self, fonts: tuple[Path, ...], templates: Path | None = None) -> None:
        self._templates, self._fonts = templates, fonts
        self._root = tempfile.TemporaryDirectory(prefix="rolebook-")  # Typst answers queries for files only
        self._compilers: dict[str, typst.Compiler] = {}
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
        told = {"marks": copy.marks, "code": copy.code, "codes": codes, "values": dict(copy.values), "watermark": copy.watermark or None}
        compiler = self._compiler(layout)
        try:
            pdf, warnings = compiler.compile_with_warnings(
                format="pdf",
                sys_inputs={"paper": paper, "copy": json.dumps(told, ensure_ascii=False), "profile": profile},
                pdf_standards=_STANDARDS[profile],
                timestamp=timestamp or datetime(1980, 1, 1, tzinfo=UTC),
            )
            marks = json.loads(compiler.query("<mark>", field="value"))
        except typst.TypstError as error:
            raise UserError("layout-failed", layout=layout, reason=error.message) from error
        if warnings:  # a family that is not there is one: the page would be white
            raise UserError("layout-failed", layout=layout, reason=warnings[0].message)
        return _sheets(cast("bytes", pdf), marks)

    def _compiler(self, layout: str) -> typst.Compiler:
        if layout not in self._compilers:
            source = rendered(layout_environment(self._templates), f"{layout}.typ")
            main = Path(self._root.name) / f"{layout}.typ"
            main.write_text(source, "utf-8")
            self._compilers[layout] = typst.Compiler(
                main, root=main.parent, font_paths=_fonts(self._fonts), package_path=main.parent / "no-packages"
            )
        return self._compilers[layout]


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
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
