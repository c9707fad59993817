"""What `rolebook import` is asked for, and what it did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rolebook.diagnostics import Diagnostic
from rolebook.pipeline.importing.draft import Draft

Outcome = Literal["written", "unchanged", "refused", "exists", "would-be-written"]


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """Files or folders, the language and kind where somebody says them, and where in the handbook the result goes.

    With `pair`, the documents are one in several languages. `columns` says which field a column of a table is;
    `messages` is the language of comments and reports.
    """

    files: Sequence[Path]
    language: str = ""
    into: str = ""
    kind: Literal["", "role", "policy"] = ""
    dry_run: bool = False
    replace: bool = False
    pair: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    messages: str = "en"


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One role or policy of a document, where it went, and what somebody has to look at."""

    document: Path
    outcome: Outcome
    path: str = ""
    draft: Draft | None = None
    findings: tuple[Diagnostic, ...] = ()


@dataclass(slots=True)
class ImportRun:
    """All results in the order of the documents, and what the check says of the files that were written."""

    files: list[ImportedFile] = field(default_factory=list)
    checked: list[Diagnostic] = field(default_factory=list)
    page: Path | None = None

    @property
    def failed(self) -> bool:
        """Whether a document was refused or its file is there already."""
        return any(one.outcome in ("refused", "exists") for one in self.files)
