"""The fonts of the languages: files of installed packages, and which characters they can show."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

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


def fonts_of(sets: Sequence[FontSet]) -> FontFiles:
    """The fonts of languages; raises UserError where a package is not installed or lacks a family."""
    packages = tuple(dict.fromkeys(package for one in sets for package in one.packages))
    families = tuple(dict.fromkeys(family for one in sets for family in one.families))
    return _font_files(packages, families)


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
        return frozenset(font.getBestCmap())


@cache
def _family(path: Path) -> str:
    with TTFont(path, lazy=True) as font:
        names = font["name"]
        return str(names.getDebugName(16) or names.getDebugName(1))
