"""`rolebook import --compare`: a Word copy that somebody edited, read back as edits of the handbook's strings."""

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.exchange.documents import read_document
from rolebook.exchange.documents.blocks import Block, Document, UnreadableDocumentError, leaves
from rolebook.exchange.segment import Returned
from rolebook.model.handbook import Handbook
from rolebook.model.people.person import Roster
from rolebook.model.translation.text_addresses import strings_of
from rolebook.model.translation.units import State, Unit
from rolebook.pipeline.importing.copy_lines import ChangedLine, changed_lines, lines_in
from rolebook.pipeline.importing.copy_words import PrintedString, printed_string
from rolebook.pipeline.print.jobs import Copies
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.typeset import Job, make_copy
from rolebook.pipeline.reading.handbook import require_whole_handbook
from rolebook.pipeline.translate.judge import Judge, Result
from rolebook.pipeline.translate.lock_file import require_sound_lock
from rolebook.pipeline.translate.record import record_results
from rolebook.pipeline.translate.splice import edited_files
from rolebook.store import remove_abandoned, settle_before_writing, write_text

_FINGERPRINT = re.compile(r"rb\d+:[0-9a-f]{8,}")
ADDED, REMOVED, UNKNOWN = "added-line", "removed-line", "no-string"


@dataclass(frozen=True, slots=True)
class CopyEdits:
    """The document and language of a copy, its edits by string, and lines that are no edit of one string."""

    document: str
    language: str
    results: tuple[Result, ...]
    lines: tuple[tuple[str, ChangedLine], ...]

    def data(self) -> dict[str, Any]:
        """Returns everything as values for JSON."""
        strings = [{"place": one.place, "outcome": one.outcome, "words": one.words} for one in self.results]
        lines = [{"outcome": outcome, **line._asdict()} for outcome, line in self.lines]
        return {"document": self.document, "language": self.language, "strings": strings, "lines": lines}

    @property
    def failed(self) -> bool:
        """Whether an edit was refused, or a line was added, removed or is none of the handbook's."""
        return bool(self.lines) or any(result.refused for result in self.results)


class CopyJudge(Judge):
    """Judges edits as those of a translator, also in the language that a string is written in."""

    def __init__(self, handbook: Handbook, language: str) -> None:
        super().__init__(handbook, language)
        for placed in strings_of(handbook):
            if language in placed.text.values and placed.text.source == language:
                own = self.translations.fingerprint(placed.text, language)
                self.units[placed.place] = Unit(placed, language, State.REVIEWED, own, own, None, language)


def compare_copy(root: Path, path: Path, language: str = "", *, dry_run: bool = False) -> CopyEdits:
    """Takes the edits of a working copy into the handbook; with `dry_run` only says what it would do.

    Raises UserError for a file that is no working copy of this handbook as it is now.
    """
    try:
        changed = read_document(path, language)
    except UnreadableDocumentError as error:
        raise UserError("unreadable-file", file=str(path), reason=error.reason) from None
    if not dry_run:
        settle_before_writing(root)
    require_sound_lock(root)
    handbook = require_whole_handbook(root)
    job, tag, name = _printed_as(handbook, changed, path)
    judge = CopyJudge(handbook, tag)
    differing = list(changed_lines(lines_in(_blocks_of(job)), lines_in(changed.blocks)))
    strings, lines = _strings_in(differing, judge, name)
    files, results = edited_files(root, judge, judge.results(strings))
    if not dry_run:
        for file, text in files.items():
            remove_abandoned((root / file).parent)
            write_text(root / file, text)
        record_results(root, tag, [one for one in results if judge.units[one.place].source_language != tag])
    return CopyEdits(name, tag, tuple(results), tuple(lines))


def _printed_as(handbook: Handbook, changed: Document, path: Path) -> tuple[Job, str, str]:
    """The copy that was printed before somebody edited it: the one with the fingerprint that the file still has."""
    words = [block.text for block in leaves(changed.blocks)]
    fingerprints = {found for text in words for found in _FINGERPRINT.findall(text)}
    if not fingerprints:
        raise UserError("no-working-copy", file=str(path))
    shown = {" ".join(text.split()) for text in words}
    documents = {**handbook.policies, **handbook.roles}
    for tag in handbook.settings.languages:
        named = tuple(name for name, one in documents.items() if one.title.values.get(tag) in shown)
        order = Order(Path(), documents=named, languages=(tag,), word=True, profile="draft")
        for job in Copies(handbook, order, Roster({})) if named else ():
            if isinstance(job, Job) and json.loads(job.paper)["fingerprint"].startswith(tuple(fingerprints)):
                return job, tag, job.target.name.partition(".")[0]
    raise UserError("working-copy-of-another-version", file=str(path))


def _blocks_of(job: Job) -> Sequence[Block]:
    with tempfile.TemporaryDirectory() as folder:
        made = make_copy(replace(job, target=Path(folder) / "copy.docx"))
        return read_document(made.temporary).blocks


def _strings_in(
    differing: Sequence[ChangedLine], judge: CopyJudge, name: str
) -> tuple[list[Returned], list[tuple[str, ChangedLine]]]:
    """Changed lines as strings that came back, and the lines that are none."""
    known = _printed_strings(judge, name)
    strings: list[Returned] = []
    lines: list[tuple[str, ChangedLine]] = []
    for line in differing:
        if not line.before or not line.after:
            lines.append((ADDED if line.after else REMOVED, line))
            continue
        found = next(((unit, words) for unit, one in known if (words := one.changed(*line))), None)
        if found is None:
            lines.append((UNKNOWN, line))
            continue
        unit, words = found
        strings.append(Returned(unit.place, unit.source, words, None, unit.target_fingerprint or ""))
    return strings, lines


def _printed_strings(judge: CopyJudge, name: str) -> list[tuple[Unit, PrintedString]]:
    """The handbook's strings, the document's own first, and of these the longest first."""
    found = [(unit, printed_string(unit.target)) for unit in judge.units.values() if unit.target]
    usable = [one for one in found if one[1].pattern is not None and one[1].length > 1]
    return sorted(usable, key=lambda one: (f"/{name}/" not in f"/{one[0].place}/", -one[1].length))
