"""The fonts of the languages: files of installed packages, and which characters they can show."""

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

from rolebook.diagnostics import UserError
from rolebook.language import FontSet

_SUFFIXES = (".ttf", ".otf")
_INVISIBLE = frozenset("\n\r\t\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class FontFiles:
    """Folders that hold the fonts of some languages, and every character that one of the fonts can show."""

    folders: tuple[Path, ...]
    characters: frozenset[str]

    def with_own(self, own: "OwnFonts") -> "FontFiles":
        """These and a handbook's own."""
        return FontFiles((*self.folders, own.folder), self.characters | own.characters)

    def spelt(self, text: str) -> str:
        """Returns a text with each character that no font shows as its code point in brackets."""
        return "".join(sign if sign in self.characters else f"[U+{ord(sign):04X}]" for sign in text)


def fonts_of(sets: Sequence[FontSet]) -> FontFiles:
    """The fonts of languages; raises UserError where a package is not installed or lacks a family."""
    packages = tuple(dict.fromkeys(package for one in sets for package in one.packages))
    families = tuple(dict.fromkeys(family for one in sets for family in one.families))
    return _font_files(packages, families)


@dataclass(frozen=True, slots=True)
class OwnFonts:
    """Fonts that a handbook brings for names; `digest` is SHA-256 over the files."""

    folder: Path
    families: tuple[str, ...]
    characters: frozenset[str]
    digest: str


def own_fonts(folder: Path) -> OwnFonts | None:
    """The fonts in a handbook's folder, None where there are none; raises UserError for a file that is no font."""
    paths = [path for path in sorted(folder.glob("*")) if path.suffix.lower() in _SUFFIXES and path.is_file()]
    families, characters, digest = [], set[str](), hashlib.sha256()
    for path in paths:
        try:
            families.append(_family(path))
            characters |= {chr(code) for code in _characters(path)}
        except Exception as error:  # fontTools raises whatever the damage in a file leads it to
            raise UserError("unusable-font", file=str(path)) from error
        digest.update(path.read_bytes())
    if not paths:
        return None
    known = _families_for_typst(folder, digest.hexdigest())
    for path, family in zip(paths, families, strict=True):
        if family not in known:
            raise UserError("unusable-font", file=str(path))
    return OwnFonts(folder, tuple(dict.fromkeys(families)), frozenset(characters), digest.hexdigest())


@cache
def _families_for_typst(folder: Path, _digest: str) -> frozenset[str]:
    """The families that the typesetter finds in a folder: it asks more of a font than to be readable."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return frozenset(fonts.families())


@cache
def _font_files(packages: tuple[str, ...], families: tuple[str, ...]) -> FontFiles:
    paths = [path for package in packages for path in _files(package) if _family(path) in families]
    for family in families:
        if family not in {_family(path) for path in paths}:
            raise UserError("no-font", family=family, packages=", ".join(packages))
    characters = frozenset(chr(code) for path in paths for code in _characters(path))
    return FontFiles(tuple(sorted({path.parent for path in paths})), characters | _INVISIBLE)


def _installed() -> list[str]:
    """Where packages are installed: never the current folder, nor what PYTHONPATH adds."""
    return [folder for folder in sys.path if Path(folder).name in ("site-packages", "dist-packages")]


@cache
def _files(package: str) -> tuple[Path, ...]:
    # a dotted name would import what is above it, and a handbook's folder may be on Python's path
    spec = PathFinder.find_spec(package, _installed()) if package.isidentifier() else None
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise UserError("no-fonts", package=package)
    return tuple(path for folder in folders for path in sorted(Path(folder).rglob("*")) if path.suffix in _SUFFIXES)


@cache
def _characters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        font.setGlyphOrder([*map(str, range(font["maxp"].numGlyphs))])  # their own names take long to read
        return frozenset(font.getBestCmap())


@cache
def _family(path: Path) -> str:
    with TTFont(path, lazy=True) as font:
        names = font["name"]
        return str(names.getDebugName(16) or names.getDebugName(1))
