"""Which files make up a handbook, and their text. Nothing outside the handbook's folder is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rolebook.diagnostics import Diagnostic, Location, Rule, UserError

NOT_UTF8 = Rule("not-utf8")
FILE_TOO_LARGE = Rule("file-too-large")
OUTSIDE_HANDBOOK = Rule("outside-handbook")
UNREADABLE_FILE = Rule("unreadable-file")

RULES = (NOT_UTF8, FILE_TOO_LARGE, OUTSIDE_HANDBOOK, UNREADABLE_FILE)

MAX_BYTES = 1024 * 1024
MAX_LOCK_BYTES = 64 * MAX_BYTES
"""What a machine writes may be longer: about half a million strings."""
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


def files_under(root: Path, folder: str, suffixes: tuple[str, ...]) -> list[str]:
    """Paths below `folder` with one of the suffixes in either case, sorted; hidden ones are passed over."""
    found = ((root / folder).rglob("*")) if (root / folder).is_dir() else ()
    relative = (path.relative_to(root) for path in found if path.suffix.casefold() in suffixes and path.is_file())
    return sorted(path.as_posix() for path in relative if not any(part.startswith(".") for part in path.parts))


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
        return SourceFile(path, raw.decode("utf-8-sig")), []
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return None, [NOT_UTF8.at(Location(path, line, column), byte=f"0x{raw[error.start]:02X}")]


def _unreadable(root: Path, file: Path, path: str) -> Iterator[Diagnostic]:
    target = file.resolve()
    if not target.is_relative_to(root.resolve()):
        yield OUTSIDE_HANDBOOK.at(Location(path), target=str(target))
        return
    size, limit = target.stat().st_size, MAX_LOCK_BYTES if file.suffix == ".lock" else MAX_BYTES
    if size > limit:
        yield FILE_TOO_LARGE.at(Location(path), size=size // 1024, limit=limit // 1024)
