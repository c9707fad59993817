"""Digests of what results depend on: this program, what it is built on, files, and the day."""

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path

from rolebook.source import SourceFile, today

PACKAGE = "rolebook"


def digest(*parts: str) -> str:
    """Of texts in their order, told apart."""
    found = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        found.update(len(content).to_bytes(8, "big") + content)
    return found.hexdigest()


@cache
def program() -> str:
    """Of this program: its code, templates, packs and words, what it is built on, and Python."""
    requirements = metadata.requires(PACKAGE) or []
    names = sorted({_name(line) for line in requirements if "extra ==" not in line})
    versions = [f"{name} {metadata.version(name)}" for name in names]
    files = hashlib.sha256()
    for path, content in _contents(resources.files(PACKAGE), ""):
        files.update(f"{path} {len(content)}\n".encode() + content)
    return digest(sys.version, *versions, files.hexdigest())


def whole_key(files: Iterable[SourceFile], refused: Iterable[str]) -> str:
    """Of a handbook's files as they are, the program and the day."""
    return digest(program(), today().isoformat(), *refused, *(part for one in files for part in (one.path, one.text)))


def templates_in(folder: Path | None) -> Iterator[str]:
    """The names and contents of a handbook's own templates, if it has a folder of them."""
    if folder is None or not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()
            yield path.read_bytes().hex()


def _contents(folder: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    for one in sorted(folder.iterdir(), key=lambda found: found.name):
        if one.is_dir():
            if one.name != "__pycache__":
                yield from _contents(one, f"{above}{one.name}/")
        else:
            yield f"{above}{one.name}", one.read_bytes()


def _name(requirement: str) -> str:
    """`babel` of `babel<3,>=2.17`."""
    return re.split(r"[\s\[<>=!~;(]", requirement, maxsplit=1)[0]
