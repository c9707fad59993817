"""The Python interface: what other programs may rely on. Everything else in the package is private until 1.0.

Every function works on the handbook in a folder and takes, by keyword, the day that counts as today, how many
processes work at once (0: one a core), and whether results of earlier runs may be used and kept. These hold for the one
call: two handbooks in one process do not meet. Every function raises UserError for what a user can put right.
"""

from collections.abc import Callable
from contextvars import copy_context
from datetime import date
from pathlib import Path
from typing import Literal, ParamSpec, TypeVar

from rolebook.diagnostics import Diagnostic, Phrase, Severity, UserError
from rolebook.language.messages import phrasebook
from rolebook.mkdocs_plugin import build as _build
from rolebook.model.handbook import Document, Handbook
from rolebook.model.settings import Entity
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.run import PrintRun, print_papers
from rolebook.pipeline.reading.handbook import require_whole_handbook
from rolebook.pipeline.running.workers import set_workers
from rolebook.pipeline.running.workers import workers as cores
from rolebook.source import find_root, set_today
from rolebook.store.cache import keep_nothing
from rolebook.view.fingerprint import fingerprint as _fingerprint
from rolebook.view.identity import identity_of

__all__ = [
    "Diagnostic",
    "Handbook",
    "Order",
    "Phrase",
    "PrintRun",
    "Report",
    "Severity",
    "UserError",
    "build",
    "check",
    "describe",
    "fingerprint",
    "load",
    "print_documents",
]

P = ParamSpec("P")
R = TypeVar("R")
Audience = Literal["public", "staff", "managers"]


def load(folder: Path | str, *, today: date | None = None, workers: int = 0, cache: bool = True) -> Handbook:
    """Returns the handbook in a folder, or around it. Raises UserError unless its files can be understood."""
    return _run(today, workers, cache, require_whole_handbook, find_root(Path(folder)))


def check(folder: Path | str, *, today: date | None = None, workers: int = 0, cache: bool = True) -> Report:
    """Returns the handbook in a folder with every finding, sorted by place. `describe` says a finding in words."""
    return _run(today, workers, cache, check_handbook, find_root(Path(folder)))


def describe(finding: Diagnostic, language: str = "en") -> Phrase:
    """Returns a finding's message and hint in the language of a tag, or of its parent, or in English."""
    return phrasebook(language)(finding)


def build(  # noqa: PLR0913  one for each option of the command
    folder: Path | str,
    site: Path | str | None = None,
    *,
    languages: tuple[str, ...] = (),
    audiences: tuple[Audience, ...] = (),
    strict: bool = False,
    search: bool = True,
    documents: bool = True,
    today: date | None = None,
    workers: int = 0,
    cache: bool = True,
) -> Report:
    """Builds the site into a folder, by default `site` in the handbook, and returns the check's report.

    Nothing is published where the report failed; the site from before stays. With several audiences, each gets a site
    in a folder of its name. Raises UserError when MkDocs fails, and for a folder that holds anything but such a site.
    """
    root = find_root(Path(folder))
    target = (Path(site) if site else root / "site").resolve()

    def work() -> Report:
        return _build(root, target, languages, audiences=audiences, strict=strict, search=search, documents=documents)

    return _run(today, workers, cache, work)


def print_documents(
    folder: Path | str, order: Order, *, today: date | None = None, workers: int = 0, cache: bool = True
) -> PrintRun:
    """Prints what an order says and returns the files, and what was refused with the findings that say why.

    Copies for signature are recorded in the order's ledger before their files are there.
    """

    def work() -> PrintRun:
        return print_papers(find_root(Path(folder)), order, workers=cores())

    return _run(today, workers, cache, work)


def fingerprint(handbook: Handbook, document: Document, entity: Entity, language: str) -> str:
    """Returns the fingerprint of a role or policy for an employer in a language: `rb1:` and 64 hexadecimal digits."""
    return _fingerprint(handbook, document, identity_of(document, entity, language))


def _run(
    today: date | None,
    workers: int,
    cache: bool,  # noqa: FBT001
    work: Callable[P, R],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """What `work` returns, run so that day, processes and cache are those of this call alone."""

    def scoped() -> R:
        if today is not None:
            set_today(today.isoformat())
        set_workers(workers)
        if not cache:
            keep_nothing()
        return work(*args, **kwargs)

    return copy_context().run(scoped)
