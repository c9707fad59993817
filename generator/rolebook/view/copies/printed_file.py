"""A file that was printed, as the ledger knows it for good: what a signed file is held to."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """Where a printed file was put, its SHA-256, and that of its page text (empty in ledgers of 0.1).

    `fields` are the names of its signature fields, where the ledger has them.
    """

    path: Path
    sha256: str
    text: str = ""
    fields: tuple[str, ...] = ()
