"""Packed files as other people send them, looked over before anything unpacks them.

A real workbook or Word file shrinks to a tenth or a thirtieth; what shrinks to a thousandth is made to fill a disk.
"""

import io
import zipfile
import zlib

MAX_PARTS = 2000
MAX_RATIO, FREE = 100, 4 * 1024 * 1024
"""A packed file may unpack to so many times its size; up to `FREE` bytes it may in any case."""
_ENTITIES = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)


class BadPackage(Exception):
    """A packed file that is none, unpacks to too much, or declares entities; `reason` as the words of messages."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def look_over(data: bytes, most: int) -> None:
    """Raises BadPackage for a packed file that should not be opened; `most` bytes are the limit in any case."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or unpacked > min(most, max(FREE, MAX_RATIO * len(data))):
                raise BadPackage("too-large")
            if any(_declares(packed, part) for part in parts):
                raise BadPackage("has-entities")
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        raise BadPackage("no-workbook") from None


def _declares(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part declares a document type; of what it says it holds, no more is unpacked."""
    with packed.open(part) as stream:
        content = stream.read(part.file_size + 1)
    return any(word in content for word in _ENTITIES)
