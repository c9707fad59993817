"""All documents of a language in one file: the same documents make the same bytes."""

import os
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rolebook.render.papers import ARCHIVE, READING_FOLDER, OfferedPaper

_NO_DAY = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_UNIX = 3

Files = Mapping[str, Path]
"""What an archive holds: files by their names in it."""


@dataclass(frozen=True, slots=True)
class ReadingCopy:
    """A copy that was made: in which language, where the site has it, and the file."""

    language: str
    path: str
    file: Path


def archives_of(folder: Path, papers: Iterable[OfferedPaper], copies: Iterable[ReadingCopy]) -> dict[str, Files]:
    """What the archive of each language holds: the papers, whose files are in `folder`, by employer, and the copies."""
    found: dict[str, dict[str, Path]] = {}
    for paper in papers:
        for path in paper.files:
            name = Path(path).name
            found.setdefault(paper.language, {})[f"{paper.entity}/{name}"] = folder / name
    for copy in copies:
        found.setdefault(copy.language, {})[f"{READING_FOLDER}/{Path(copy.path).name}"] = copy.file
    return {language: dict(sorted(files.items())) for language, files in sorted(found.items())}


def size_of(files: Files) -> int:
    """How large the archive is, but for the names."""
    return sum(path.stat().st_size for path in files.values())


def put_archives(site: Path, archives: Mapping[str, Files]) -> None:
    """Writes the archives into a site. Each is as old as the newest file in it, so that `rsync` sees what changed."""
    for language, files in archives.items():
        target = site / language / ARCHIVE
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:  # PDF and Word are packed already
            for name, path in files.items():
                entry = zipfile.ZipInfo(name, _NO_DAY)
                entry.create_system, entry.external_attr = _UNIX, _READABLE
                archive.writestr(entry, path.read_bytes())
        newest = max(path.stat().st_mtime_ns for path in files.values())
        os.utime(target, ns=(newest, newest))
