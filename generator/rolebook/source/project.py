"""Which files make up a handbook, and their text. Nothing outside the handbook's folder is read.

## not-utf8
**Meaning.** The file is not saved as UTF-8.
**Why.** Accents and other scripts would come out wrong, differently on each machine.
```text bad
a file saved as Windows-1251
```
```text good
the same file saved as UTF-8
```

## file-too-large
**Meaning.** The file is over 1 MiB.
**Why.** No role is that long; it is the wrong file or an attack.
```text bad
roles/cook.yml, 52 428 800 bytes
```
```text good
roles/cook.yml, 9 120 bytes
```

## outside-handbook
**Meaning.** A link leads out of the handbook's folder.
**Why.** A handbook must not publish files from elsewhere on the machine.
```text bad
roles/cook.yml -> /etc/passwd
```
```text good
roles/cook.yml
```

## unreadable-file
**Meaning.** The system does not let the file be read.
**Why.** What cannot be read cannot be checked.
```text bad
roles/cook.yml without the right to read it
```
```text good
roles/cook.yml with that right
```
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rolebook.diagnostics import Diagnostic, Location, Rule, UserError
from rolebook.source.file_names import unportable

NOT_UTF8 = Rule("not-utf8")
FILE_TOO_LARGE = Rule("file-too-large")
OUTSIDE_HANDBOOK = Rule("outside-handbook")
UNREADABLE_FILE = Rule("unreadable-file")

RULES = (NOT_UTF8, FILE_TOO_LARGE, OUTSIDE_HANDBOOK, UNREADABLE_FILE)

MAX_BYTES = 1024 * 1024
MAX_LOCK_BYTES = 64 * MAX_BYTES
"""What a machine writes may be longer: about half a million strings."""
MAX_PICTURE_BYTES = 16 * MAX_BYTES
SETTINGS = "content/handbook.yml"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text file of the handbook: its path from the root with forward slashes, and what it says."""

    path: str
    text: str


def find_root(start: Path) -> Path:
    """The handbook that holds `start`: the nearest folder, upwards, with `content/handbook.yml`."""
    if not start.is_dir():
        raise UserError("no-folder", folder=str(start))
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise UserError("no-handbook", folder=str(start))


def find_root_or_empty(start: Path) -> Path:
    """The handbook that holds `start`, or `start` itself where a handbook can begin: an empty folder, or none yet."""
    try:
        return find_root(start)
    except UserError:
        if start.exists() and (not start.is_dir() or any(start.iterdir())):
            raise
        return start.resolve()


def files_under(root: Path, folder: str, suffixes: tuple[str, ...]) -> list[str]:
    """Paths below `folder` with one of the suffixes in either case, sorted; hidden ones are passed over."""
    found: list[str] = []
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        with suppress(OSError), os.scandir(root / here) as entries:
            for one in entries:
                path = f"{here}/{one.name}"
                if one.name.startswith("."):
                    continue
                if one.is_dir(follow_symlinks=False):
                    waiting.append(path)
                elif PurePosixPath(one.name).suffix.casefold() in suffixes and one.is_file():
                    found.append(path)
    return sorted(found)


def read_source(root: Path, path: str) -> tuple[SourceFile | None, list[Diagnostic]]:
    """The text of one file, or why it cannot be read. A byte order mark is dropped, line ends are kept."""
    problems = list(_unreadable(root, root / path, path))
    if problems:
        return None, problems
    try:
        raw = (root / path).read_bytes()
    except OSError as error:
        return None, [UNREADABLE_FILE.at(Location(path), reason=error.strerror or str(error))]
    try:
        return SourceFile(path, raw.decode("utf-8-sig")), list(unportable(path))
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return None, [NOT_UTF8.at(Location(path, line, column), byte=f"0x{raw[error.start]:02X}")]


def read_picture(root: Path, path: str) -> tuple[bytes | None, list[Diagnostic]]:
    """The bytes of a picture, or why it cannot be read."""
    problems = list(_unreadable(root, root / path, path, MAX_PICTURE_BYTES))
    if problems:
        return None, problems
    try:
        return (root / path).read_bytes(), []
    except OSError as error:
        return None, [UNREADABLE_FILE.at(Location(path), reason=error.strerror or str(error))]


def _unreadable(root: Path, file: Path, path: str, most: int = MAX_BYTES) -> Iterator[Diagnostic]:
    target = file.resolve()
    if not target.is_relative_to(root.resolve()):
        yield OUTSIDE_HANDBOOK.at(Location(path), target=str(target))
        return
    size, limit = target.stat().st_size, MAX_LOCK_BYTES if file.suffix == ".lock" else most
    if size > limit:
        yield FILE_TOO_LARGE.at(Location(path), size=size // 1024, limit=limit // 1024)
