"""`rolebook register scan FOLDER`: signed paper back into the register, in any order, turned any way.

Sheets are brought together by their copy code, from as many files as they lie in. What is on a signature line is only
estimated: nothing there, marks, or a person has to look, and then it waits for `register confirm`. No more is ever
recorded than that marks were seen, and who ran the command that took them for the person's.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.model.handbook import Handbook
from rolebook.pipeline.reading.handbook import require_handbook
from rolebook.pipeline.register.answers import Answer, Clerk, Outcome
from rolebook.pipeline.register.folder import register_folder
from rolebook.pipeline.register.issued_copies import Issued, document_by_key, holder_steps
from rolebook.pipeline.register.sheets import SHEETS, ScanPart, read_parts
from rolebook.register import Book, entities_in
from rolebook.scan import Mark, UnreadableScanError, sheets_in
from rolebook.source import today
from rolebook.store import read_bytes
from rolebook.view.copies.code import spaced

SUFFIXES = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff"})
_WEIGHT: tuple[Mark, ...] = ("none", "unsure", "seen")
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Scans:
    """A folder of scans, the copies that were printed, and the entity that keeps those nobody printed.

    `review`: everything waits until somebody has looked at it, even where marks are plainly there.
    """

    folder: Path
    issued: Mapping[str, Issued]
    entity: str = ""
    review: bool = False
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a file of scans, counted from 1."""

    path: Path
    number: int


@dataclass(slots=True)
class Gathered:
    """What was found of one copy: on which sheet each page is, and what is on each signature line."""

    code: str
    copy: Issued | None
    pages: dict[int, Sheet] = field(default_factory=dict)
    ink: dict[str, Mark] = field(default_factory=dict)
    review: bool = False


@dataclass(slots=True)
class Scanned:
    """What a run came to. `sheets` were read, `blank` of them bore no code of ours."""

    outcomes: list[Outcome] = field(default_factory=list)
    sheets: int = 0
    blank: int = 0


def scan_folder(root: Path, scans: Scans, folder: Path | None = None, progress: Progress = lambda _: None) -> Scanned:
    """Reads every scan in a folder and below, and files what it finds."""
    if not scans.folder.is_dir():
        raise UserError("no-folder", folder=str(scans.folder))
    handbook, private = require_handbook(root), register_folder(root, folder)
    done = Scanned()
    gathered = _gathered(scans, done, progress)
    known = entities_in(private)
    homeless = scans.entity or (known[0] if len(known) == 1 else "")
    homes = {code: one.copy.entity if one.copy else homeless for code, one in gathered.items()}
    for home in sorted(set(homes.values())):
        own = {code: found for code, found in gathered.items() if homes[code] == home}
        if home not in known:
            done.outcomes += [Outcome("copy-unknown", spaced(code), arguments={"copy": spaced(code)}) for code in own]
            continue
        with Book(private, home) as book:
            paths = {sheet.path for one in own.values() for sheet in one.pages.values()}
            kept = {path: book.evidence.keep(read_bytes(path)) for path in sorted(paths)}
            with book.writing() as writer:
                clerk = Clerk(handbook, book, writer)
                for _, found in sorted(own.items()):
                    done.outcomes += _filed(handbook, clerk, found, kept)
    return done


def _gathered(scans: Scans, done: Scanned, progress: Progress) -> dict[str, Gathered]:
    gathered: dict[str, Gathered] = {}
    parts = _parts(scans.folder, done)
    for part, sheets in read_parts(parts, scans.issued, scans.workers):
        if sheets is None:
            done.outcomes.append(Outcome("scan-unreadable", part.path.name))
            continue
        for number, pages in enumerate(sheets, part.first + 1):
            done.sheets += 1
            done.blank += not pages
            progress(done.sheets)
            for page in pages:
                copy = scans.issued.get(page.copy.code)
                found = gathered.setdefault(page.copy.code, Gathered(page.copy.code, copy, review=scans.review))
                found.pages[page.copy.page] = Sheet(part.path, number)
                found.ink |= page.marks
    return gathered


def _parts(folder: Path, done: Scanned) -> Iterator[ScanPart]:
    """The sheets to read, a few at a time; files that cannot be read are told."""
    for path in sorted(one for one in folder.rglob("*") if one.suffix.casefold() in SUFFIXES and one.is_file()):
        try:
            count = sheets_in(read_bytes(path))
        except UnreadableScanError:
            done.outcomes.append(Outcome("scan-unreadable", path.name))
            continue
        yield from (ScanPart(path, first, min(first + SHEETS, count)) for first in range(0, count, SHEETS))


def _filed(handbook: Handbook, clerk: Clerk, found: Gathered, kept: Mapping[Path, str]) -> Iterator[Outcome]:
    copy, code = found.copy, found.code
    told: dict[str, str | int] = {"copy": spaced(code)}
    evidence, details = _evidence_of(found, kept)
    base = Answer("", copy.document if copy else "", "ink", today(), evidence=evidence, source=spaced(code))
    base = replace(base, facts={"channel": "scan", "copy": code, "pages": sorted(found.pages)}, details=details)
    if copy is None:
        yield clerk.keep_stray("copy-unknown", base, told)
        return
    missing = sorted(set(range(1, copy.pages + 1)) - found.pages.keys())
    if missing:
        told["pages"] = ", ".join(map(str, missing))
        yield clerk.keep_stray("pages-missing", base, told)
        return
    base = replace(base, fingerprints=copy.fingerprints)
    if copy.form == "sheet":
        yield from _rows(clerk, copy, base, found)
    elif not copy.person:
        yield clerk.keep_stray("signer-unknown", base, told)
    else:
        own = replace(base, person=copy.person, refused=copy.form == "refusal")
        lines = ("present",) if own.refused else holder_steps(handbook, document_by_key(handbook, copy.document))
        marks = [found.ink[name] for name in lines if name in found.ink]
        yield _line(clerk, own, max(marks, key=_WEIGHT.index, default="unsure"), told, review=found.review)


def _evidence_of(found: Gathered, kept: Mapping[Path, str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The digests of a copy's files, and by the same order what the files were called and which sheets it was on."""
    paths = sorted({sheet.path for sheet in found.pages.values()}, key=kept.__getitem__)
    sheets = [sorted({sheet.number for sheet in found.pages.values() if sheet.path == path}) for path in paths]
    told = {
        "file": "\n".join(path.name for path in paths),
        "sheets": "\n".join(", ".join(map(str, one)) for one in sheets),
    }
    return tuple(dict.fromkeys(kept[path] for path in paths)), told


def _rows(clerk: Clerk, copy: Issued, base: Answer, found: Gathered) -> Iterator[Outcome]:
    """The lines of an acquaintance sheet: a person's each, but for those left empty to fill by hand."""
    for name in copy.fields:
        mark = found.ink.get(name, "unsure")
        if name.startswith("line-"):
            if mark != "none":
                facts = {**base.facts, "line": name, "ink": mark}
                yield clerk.keep_stray("signer-unknown", replace(base, facts=facts), {"copy": base.source})
        else:
            own = replace(base, person=name, facts={**base.facts, "line": name})
            yield _line(clerk, own, mark, {}, review=found.review)


def _line(clerk: Clerk, answer: Answer, mark: Mark, told: Mapping[str, str | int], *, review: bool) -> Outcome:
    answer = replace(answer, sure=mark == "seen" and not review, facts={**answer.facts, "ink": mark})
    if mark == "none":
        return Outcome(
            "no-ink", answer.source, arguments={"person": answer.person, "document": answer.document, **told}
        )
    return clerk.file(answer)
