"""`rolebook register scan FOLDER`: signed paper back into the register, in any order, turned any way.

Sheets are brought together by their copy code, from as many files as they are in. What is on a signature line is only
estimated, and the program sorts: marks are seen, a person has to look, or nothing seems to be there. Where a signature
is due, nothing counts before a named person has looked (`register confirm`). Where a click would do, marks are recorded
as marks, and who ran the command that took them for the person's.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.model.handbook import Handbook
from rolebook.pipeline.reading.handbook import require_handbook
from rolebook.pipeline.register.answers import WAITING, Answer, Clerk, Outcome
from rolebook.pipeline.register.folder import register_folder
from rolebook.pipeline.register.issued_copies import Edition, Issued, document_by_key, holder_steps
from rolebook.pipeline.register.sheets import SHEETS, Reading, ScanPart, read_parts
from rolebook.register import Book, entities_in
from rolebook.scan import Line, Mark, UnreadableScanError, sheets_in
from rolebook.source import today
from rolebook.store import read_bytes
from rolebook.view.copies.code import spaced

_NOT_SCANS = frozenset({"thumbs.db", "desktop.ini"})
"""What file managers put into folders, beside names that begin with a dot."""
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
    """What was found of one copy: on which sheet each page is, and what each edition of it reads there."""

    code: str
    copy: Issued | None
    pages: dict[int, Sheet] = field(default_factory=dict)
    readings: dict[int, tuple[Reading, ...]] = field(default_factory=dict)
    review: bool = False

    def judged_by(self) -> int | None:
        """Which edition the sheets are of, by its place: the only one whose lines are where they were printed.

        None where none fits, or two do: then nothing is said of any line. A copy printed once is of that edition.
        """
        editions = self.copy.editions if self.copy else ()
        if len(editions) == 1:
            return 0
        fitting = [place for place, edition in enumerate(editions) if self._fits(place, edition)]
        proven = [place for place in fitting if any(one[place].proven for one in self.readings.values())]
        return only(proven or fitting)

    def _fits(self, place: int, edition: Edition) -> bool:
        return max(self.pages) <= edition.pages and all(one[place].fits for one in self.readings.values())

    def lines(self, edition: int | None) -> dict[str, tuple[int, Line]]:
        """The signature lines by name: the page each is on, and what is there as an edition has it."""
        known = edition if edition is not None else -1
        return {
            name: (page, line if edition is not None else replace(line, mark="unsure"))
            for page, read in sorted(self.readings.items())
            for name, line in read[known].lines.items()
        }


@dataclass(slots=True)
class Scanned:
    """What a run came to. `sheets` were read, `blank` of them bore no code of ours."""

    outcomes: list[Outcome] = field(default_factory=list)
    sheets: int = 0
    blank: int = 0

    @property
    def waiting(self) -> bool:
        """Whether a person has to look at something."""
        return any(one.code in WAITING for one in self.outcomes)


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
            done.outcomes += [_homeless(found) for found in own.values()]
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
                found.readings[page.copy.page] = page.readings
    return gathered


def _parts(folder: Path, done: Scanned) -> Iterator[ScanPart]:
    """The sheets to read, a few at a time; every file that cannot be read is named."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file() and not _hidden(one, folder)):
        try:
            count = sheets_in(read_bytes(path))
        except UnreadableScanError:
            done.outcomes.append(Outcome("scan-unreadable", path.name))
            continue
        yield from (ScanPart(path, first, min(first + SHEETS, count)) for first in range(0, count, SHEETS))


def _hidden(path: Path, folder: Path) -> bool:
    """Whether a file is what systems keep for themselves."""
    parts = path.relative_to(folder).parts
    return any(part.startswith(".") for part in parts) or path.name.casefold() in _NOT_SCANS


def only(places: Sequence[int]) -> int | None:
    """The only one of several; None where there is none, or another."""
    return places[0] if len(places) == 1 else None


def _filed(handbook: Handbook, clerk: Clerk, found: Gathered, kept: Mapping[Path, str]) -> Iterator[Outcome]:
    copy, code = found.copy, found.code
    told = _where(found)
    evidence, details = _evidence_of(found, kept)
    base = Answer("", copy.document if copy else "", "ink", today(), evidence=evidence, source=spaced(code))
    base = replace(base, facts={"channel": "scan", "copy": code, "pages": sorted(found.pages)}, details=details)
    if copy is None:
        yield clerk.keep_stray("copy-unknown", base, told)
        return
    place = found.judged_by()
    edition = copy.editions[place] if place is not None else copy.latest
    missing = sorted(set(range(1, edition.pages + 1)) - found.pages.keys())
    if missing:
        told |= {"pages": ", ".join(map(str, missing)), "total": edition.pages, "person": copy.person or "—"}
        yield clerk.keep_stray("pages-missing", base, told)
        return
    printed = {"edition": edition.files[-1].sha256} if place is not None else {}
    words = edition.fingerprints if place is not None else _words_of(copy)
    base = replace(base, fingerprints=words, facts={**base.facts, **printed})
    lines = _Lines(found, found.lines(place), kept)
    if copy.form == "sheet":
        yield from _rows(clerk, edition, base, lines, review=found.review)
    elif not copy.person:
        yield clerk.keep_stray("signer-unknown", base, told)
    else:
        own = replace(base, person=copy.person, refused=copy.form == "refusal")
        names = ("present",) if own.refused else holder_steps(handbook, document_by_key(handbook, copy.document))
        yield _line(clerk, own, lines, names, told, review=found.review)


def _homeless(found: Gathered) -> Outcome:
    """What is said of a copy that belongs to no register: nobody was asked, or nobody knows the copy."""
    copy, told = found.copy, _where(found)
    if copy is None:
        return Outcome("copy-unknown", spaced(found.code), arguments=told)
    about = {"person": copy.person or "—", "document": copy.document, "entity": copy.entity}
    return Outcome("nobody-asked", spaced(found.code), arguments={**told, **about})


def _where(found: Gathered) -> dict[str, str | int]:
    """The copy by its code, and in which file and on which of its sheets its first page came."""
    sheet = found.pages[min(found.pages)]
    return {"copy": spaced(found.code), "file": sheet.path.name, "sheet": sheet.number}


def _words_of(copy: Issued) -> tuple[str, ...]:
    """The fingerprints of a copy whose edition is not known: those that all editions have."""
    first = copy.editions[0].fingerprints
    return first if all(one.fingerprints == first for one in copy.editions) else ()


def _evidence_of(found: Gathered, kept: Mapping[Path, str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The digests of a copy's files, and by the same order what the files were called and which sheets it was on."""
    paths = sorted({sheet.path for sheet in found.pages.values()}, key=kept.__getitem__)
    sheets = [sorted({sheet.number for sheet in found.pages.values() if sheet.path == path}) for path in paths]
    told = {
        "file": "\n".join(path.name for path in paths),
        "sheets": "\n".join(", ".join(map(str, one)) for one in sheets),
    }
    return tuple(dict.fromkeys(kept[path] for path in paths)), told


@dataclass(frozen=True, slots=True)
class _Lines:
    """The signature lines of a copy, by name, and the files its sheets came in."""

    sheets: Gathered
    known: Mapping[str, tuple[int, Line]]
    digests: Mapping[Path, str]

    def mark(self, names: Sequence[str]) -> Mark:
        """The most that is on any of some lines; a line that is on no sheet is for a person to look for."""
        return max(
            (self.known[name][1].mark for name in names if name in self.known), key=_WEIGHT.index, default="unsure"
        )

    def places(self, names: Sequence[str]) -> list[dict[str, Any]]:
        """Where to look: the file by its digest, the sheet, and the corners of the line as shares of it."""
        found = []
        for page, line in (self.known[name] for name in names if name in self.known):
            sheet = self.sheets.pages[page]
            where = {"corners": [list(corner) for corner in line.corners], "frame": list(line.frame)}
            found.append({"evidence": self.digests[sheet.path], "sheet": sheet.number, **where})
        return found


def _rows(clerk: Clerk, edition: Edition, base: Answer, lines: _Lines, *, review: bool) -> Iterator[Outcome]:
    """The lines of an acknowledgement sheet: a person's each, but for those left empty to fill by hand."""
    for name in edition.fields:
        if name.startswith("line-"):
            mark = lines.mark([name])
            if mark != "none":
                facts = {**base.facts, "line": name, "ink": mark}
                yield clerk.keep_stray("signer-unknown", replace(base, facts=facts), {"copy": base.source})
        else:
            own = replace(base, person=name, facts={**base.facts, "line": name})
            yield _line(clerk, own, lines, [name], {}, review=review)


def _line(  # noqa: PLR0913  whose, which, where, what is told
    clerk: Clerk, answer: Answer, lines: _Lines, names: Sequence[str], told: Mapping[str, str | int], *, review: bool
) -> Outcome:
    """What is on somebody's line, filed; what it is called when it is told, for one that seems empty."""
    mark = lines.mark(names)
    facts = {**answer.facts, "ink": mark, "places": lines.places(names)}
    filed = clerk.file(replace(answer, sure=mark == "seen" and not review, facts=facts))
    return replace(filed, arguments={**filed.arguments, **told})
