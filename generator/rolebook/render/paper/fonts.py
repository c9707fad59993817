"""The fonts of the languages: files of installed packages, and which characters they can show."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

from rolebook.diagnostics import UserError

_SUFFIXES = (".ttf", ".otf")


@cache
def files_of(package: str, families: tuple[str, ...]) -> dict[str, tuple[Path, ...]]:
    """The font files of `families` that a package brings, by family; raises UserError when it is not installed."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise UserError("no-fonts", package=package)
    found: dict[str, list[Path]] = {}
    for folder in spec.submodule_search_locations:
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix in _SUFFIXES and (family := _family(path)) in families:
                found.setdefault(family, []).append(path)
    return {family: tuple(paths) for family, paths in found.items()}


@cache
def characters_of(path: Path) -> frozenset[int]:
    """The code points that a font file has glyphs for."""
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _family(path: Path) -> str:
    with TTFont(path, lazy=True) as font:
        names = font["name"]
        return str(names.getDebugName(16) or names.getDebugName(1))
