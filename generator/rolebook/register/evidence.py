"""Files that prove something, kept beside a register under their SHA-256. Nothing in here is ever changed."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from rolebook.diagnostics import UserError

_KINDS = (
    (b"%PDF-", "pdf", "application/pdf"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"\x89PNG", "png", "image/png"),
    (b"II*\x00", "tif", "image/tiff"),
    (b"MM\x00*", "tif", "image/tiff"),
    (b"GIF8", "gif", "image/gif"),
    (b"RIFF", "webp", "image/webp"),
    (b"PK\x03\x04", "zip", "application/zip"),
    (b"{", "json", "application/json"),
)


_DIGEST = re.compile(r"[0-9a-f]{64}")


def kind_of(content: bytes) -> tuple[str, str]:
    """The ending and media type of a file, by its first bytes: text where it is UTF-8, else any bytes."""
    if content[4:8] == b"ftyp":
        return "heic", "image/heic"
    for start, ending, media in _KINDS:
        if content.startswith(start):
            return ending, media
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "bin", "application/octet-stream"
    return "txt", "text/plain"


class Evidence:
    """The evidence of one register."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._folder

    def empty(self) -> bool:
        """Whether nothing was ever kept here."""
        return next(self._folder.glob("*/*"), None) is None

    def keep(self, content: bytes) -> str:
        """Keeps a file and tells its digest. It is on the disk, under its name, before this returns.

        An entry is recorded only after that, so no entry ever speaks of a file that is not there.
        """
        digest = hashlib.sha256(content).hexdigest()
        target = self.path(digest)
        if target.is_file():
            return digest
        temporary = target.with_name(f".{digest}.{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            target.parent.mkdir(exist_ok=True, mode=0o700)
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
            _settle(target.parent)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise UserError("register-failed", file=str(target), reason=error.strerror or str(error)) from error
        return digest

    def path(self, digest: str) -> Path:
        """Where a file is, or would be."""
        return self._folder / digest[:2] / digest

    def read(self, digest: str) -> bytes | None:
        """A file's content; None where it is not there."""
        path = self.path(digest)
        return path.read_bytes() if _DIGEST.fullmatch(digest) and path.is_file() else None

    def remove(self, digests: Iterable[str]) -> None:
        """Removes files whose subjects are erased; what is no digest, in a register that was changed, names no file."""
        for digest in filter(_DIGEST.fullmatch, digests):
            self.path(digest).unlink(missing_ok=True)

    def damaged(self, digests: Iterable[str]) -> Iterator[tuple[str, bool]]:
        """Files that are missing or not what their name says: the digest, and whether there is one at all."""
        for digest in digests:
            content = self.read(digest)
            if content is None or hashlib.sha256(content).hexdigest() != digest:
                yield digest, content is not None


def _settle(folder: Path) -> None:
    """Waits until a folder's new name is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
