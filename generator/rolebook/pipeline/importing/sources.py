"""`content/import/sources.jsonl`: which file of the handbook was made from which document, by digests."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from rolebook.store.journal import append_lines, read_lines

PATH = "content/import/sources.jsonl"


@dataclass(frozen=True, slots=True)
class Source:
    """One file that an import wrote: digests of the document and of its name, which part of it, and the id."""

    document: str
    name: str
    part: int
    kind: str
    id: str
    path: str
    day: str


class Sources:
    """What was imported before, the newest entry of each path last."""

    def __init__(self, root: Path) -> None:
        self._path = root / PATH
        self._entries: dict[tuple[str, int], Source] = {}
        for record in read_lines(self._path) if self._path.is_file() else ():
            if record.keys() == Source.__dataclass_fields__.keys():
                source = Source(**record)
                self._entries[source.name, source.part] = source

    def entry_of(self, name: str, part: int) -> Source | None:
        """Returns what a document of this name made, as its part in the order of the document."""
        return self._entries.get((name_digest(name), part))

    def unchanged_entries(self, name: str, digest: str) -> list[Source]:
        """Returns all that a document of this name made, where it has not changed since."""
        wanted = name_digest(name)
        entries = sorted((one for one in self._entries.values() if one.name == wanted), key=lambda one: one.part)
        return entries if all(one.document == digest for one in entries) else []

    def record(self, sources: Iterable[Source]) -> None:
        """Adds entries for files that were written."""
        new = list(sources)
        append_lines(self._path, [asdict(one) for one in new])
        self._entries |= {(one.name, one.part): one for one in new}


def name_digest(name: str) -> str:
    """Returns the digest of a document's name: names of files may name people, and the list is committed."""
    return hashlib.sha256(name.encode()).hexdigest()[:16]
