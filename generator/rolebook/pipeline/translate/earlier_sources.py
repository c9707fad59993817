"""Earlier words of strings, from the history that git keeps of their files. Without git there are none."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from rolebook.model.handbook import Handbook
from rolebook.model.reading.load import SETTINGS, load
from rolebook.model.translation.text_addresses import strings_of
from rolebook.model.translation.units import Translations, Unit
from rolebook.source import SourceFile, read_source

FAR_BACK = 60
"""How many earlier versions of a file are looked through."""


def earlier_sources(root: Path, handbook: Handbook, units: Iterable[Unit]) -> dict[str, str]:
    """For stale units by place: the source words that their translations were confirmed for, where history has them."""
    wanted: dict[str, dict[str, set[str]]] = {}
    for unit in units:
        if unit.line is not None:
            file = unit.placed.location(unit.source_language).file
            wanted.setdefault(file, {}).setdefault(unit.place, set()).add(unit.line.source)
    git = shutil.which("git")
    if not wanted or git is None:
        return {}
    found: dict[str, str] = {}
    for path, places in wanted.items():
        around = _around(root, handbook, path)
        for text in _versions(git, root, path):
            if not places.keys() - found.keys():
                break
            earlier, _ = load([*around, SourceFile(path, text)])
            if earlier is not None:
                found |= {place: words for place, words in _matching(earlier, places).items() if place not in found}
    return found


def _around(root: Path, handbook: Handbook, path: str) -> list[SourceFile]:
    """What a version of one file needs to be understood: the settings, and the roles it extends."""
    needed = [SETTINGS]
    role = next((one for one in handbook.described.values() if one.at().file == path), None)
    while role is not None and (above := handbook.described.get(role.extends or "")):
        role = above
        needed.append(role.at().file)
    read = (read_source(root, one)[0] for one in needed if one != path)
    return [file for file in read if file is not None]


def _matching(handbook: Handbook, places: dict[str, set[str]]) -> dict[str, str]:
    translations = Translations(handbook)
    return {
        placed.place: placed.text.values[placed.text.source]
        for placed in strings_of(handbook)
        if placed.place in places and translations.fingerprint(placed.text, placed.text.source) in places[placed.place]
    }


def _versions(git: str, root: Path, path: str) -> Iterator[str]:
    """Earlier texts of a file, newest first."""
    log = _git_output(git, root, "log", f"--max-count={FAR_BACK}", "--format=%H", "--", path)
    for commit in (log or b"").decode().split():
        text = _git_output(git, root, "show", f"{commit}:./{path}")
        if text is not None:
            yield text.decode("utf-8-sig", "replace")


def _git_output(git: str, root: Path, *words: str) -> bytes | None:
    done = subprocess.run([git, "-C", str(root), *words], capture_output=True, check=False, timeout=60)  # noqa: S603
    return done.stdout if done.returncode == 0 else None
