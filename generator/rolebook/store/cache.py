"""What earlier runs made, to be used again by what it was made from: a help that may be deleted at any time.

A cache holds bundles of entries by key, all that the last run of its kind used. A key is a digest of everything the
entry follows from, so an entry is right or not there. A bundle lies in a few files, so that one changed entry does not
write all again. Each file is written beside its place and renamed; of two runs at once the later one's stays. One that
is damaged, or that anybody else could have written, counts as empty. Entries are data and never run. Without a folder,
or where it cannot be written, nothing is kept and nothing fails.
"""

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from contextvars import ContextVar
from itertools import chain
from pathlib import Path
from zlib import crc32

from rolebook.store.system import is_ours

VARIABLE = "ROLEBOOK_CACHE"
"""The environment's name for a folder of one's own; `off` keeps nothing."""
LIMIT = 1 << 30
"""So many bytes are kept; the bundles not used for longest go first."""

_PARTS = 16
_SUFFIX = ".bundle"
_OURS = re.compile(rf"[0-9a-f]{{32}}(-[0-9a-f])?{_SUFFIX}|\.[0-9a-f]{{32}}-[0-9a-f]\.\d+")
_off: ContextVar[bool] = ContextVar("off", default=False)


class Bundle(Mapping[str, bytes]):
    """The entries of one kind that the last run used, by key."""

    def __init__(self, cache: "Cache", name: str) -> None:
        self._cache = cache
        self._parts = [_Part(cache, f"{name}-{number:x}") for number in range(_PARTS)]

    def __getitem__(self, key: str) -> bytes:
        return self._parts[_part_of(key)][key]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._parts[_part_of(key)].places

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(part.places for part in self._parts)

    def __len__(self) -> int:
        return sum(len(part.places) for part in self._parts)

    def keep(self, entries: Mapping[str, bytes]) -> None:
        """Makes these the entries from now on; writes those parts that have others now."""
        parted: list[dict[str, bytes]] = [{} for _ in self._parts]
        for key, content in entries.items():
            parted[_part_of(key)][key] = content
        changed = [
            (part, kept) for part, kept in zip(self._parts, parted, strict=True) if part.places.keys() != kept.keys()
        ]
        for part, kept in changed:
            self._cache.write(part.name, _closed(kept))
        if changed:
            self._cache.shrink()


class _Part:
    """One file of a bundle."""

    def __init__(self, cache: "Cache", name: str) -> None:
        self.name = name
        self.places, self._content = _opened(cache.read(name))

    def __getitem__(self, key: str) -> bytes:
        start, end = self.places[key]
        return bytes(self._content[start:end])


class Cache:
    """A folder of bundles, or none."""

    def __init__(self, folder: Path | None, limit: int = LIMIT) -> None:
        self.folder, self._limit = folder, limit

    def bundle(self, *name: str) -> Bundle:
        """The bundle of a name: what it is of, and for which handbook and readers."""
        return Bundle(self, hashlib.sha256("\0".join(name).encode()).hexdigest()[:32])

    def read(self, name: str) -> bytes:
        """The bytes of a bundle, which is in use from now on; none for one that is not there or not ours."""
        if self.folder is None or not _is_own(self.folder):
            return b""
        try:
            path = self.folder / f"{name}{_SUFFIX}"
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return b""
        return content

    def write(self, name: str, content: bytes) -> None:
        """Puts a bundle in its place."""
        if self.folder is None or len(content) > self._limit:
            return
        hidden = self.folder / f".{name}.{os.getpid()}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_own(self.folder):
                hidden.write_bytes(content)
                hidden.replace(self.folder / f"{name}{_SUFFIX}")
        except OSError:
            with suppress(OSError):
                hidden.unlink()

    def usable(self) -> bool:
        """Whether anything can be kept: the folder is the user's own, or can be made."""
        if self.folder is None:
            return False
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _is_own(self.folder) and os.access(self.folder, os.W_OK | os.X_OK)

    def size(self) -> int:
        """How many bytes are kept."""
        return sum(path.stat().st_size for path in self._files())

    def clear(self) -> None:
        """Forgets everything."""
        for path in self._files():
            path.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        """Bundles, and what killed runs left of some; nothing else that lies in the folder."""
        if self.folder is None or not self.folder.is_dir():
            return []
        return [path for path in self.folder.iterdir() if _OURS.fullmatch(path.name)]

    def shrink(self) -> None:
        """Puts the oldest bundles out while there are too many; others may do the same just now."""
        if self.folder is None or not _is_own(self.folder):
            return
        known = []
        for path in self._files():
            with suppress(OSError):
                found = path.stat()
                known.append((found.st_mtime, found.st_size, path))
        size = sum(one for _, one, _ in known)
        for _, one, path in sorted(known):
            if size <= self._limit:
                break
            with suppress(OSError):
                path.unlink()
            size -= one


def this_cache() -> Cache:
    """The cache of this run: the environment's, else the user's own."""
    told = os.environ.get(VARIABLE, "")
    if _off.get() or told == "off":
        return Cache(None)
    return Cache(Path(told) if told else _users_folder())


def keep_nothing() -> None:
    """Does without for the rest of the run."""
    _off.set(True)


def _users_folder() -> Path | None:
    """Where the system keeps what can be made again, for this user alone: nobody's pull request reaches it."""
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "rolebook"
    except RuntimeError:  # a process without a home
        return None


def _part_of(key: str) -> int:
    return crc32(key.encode()) % _PARTS


def _is_own(folder: Path) -> bool:
    """Whether only this user can write there."""
    if os.name == "nt":
        return True
    try:
        found = folder.stat()
    except OSError:
        return False
    return is_ours(found) and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _closed(entries: Mapping[str, bytes]) -> bytes:
    """A digest, the places of the entries as one line of JSON, and the entries."""
    places, start = {}, 0
    for key, content in entries.items():
        places[key] = (start, start + len(content))
        start += len(content)
    body = json.dumps(places).encode() + b"\n" + b"".join(entries.values())
    return hashlib.blake2b(body, digest_size=32).digest() + body


def _opened(raw: bytes) -> tuple[dict[str, tuple[int, int]], memoryview]:
    body = memoryview(raw)[32:]
    if hashlib.blake2b(body, digest_size=32).digest() != raw[:32]:
        return {}, memoryview(b"")
    end = raw.index(b"\n", 32)
    return json.loads(raw[32:end]), memoryview(raw)[end + 1 :]
