"""`rolebook translate import`: what came back from a translator, judged string by string and spliced into the files."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rolebook.pipeline.reading.handbook import require_whole_handbook
from rolebook.pipeline.translate.delivery import read_delivery
from rolebook.pipeline.translate.judge import Judge, Result
from rolebook.pipeline.translate.lock_file import require_sound_lock
from rolebook.pipeline.translate.record import record_results
from rolebook.pipeline.translate.selection import language_meant
from rolebook.pipeline.translate.splice import edited_files
from rolebook.store import remove_abandoned, settle_before_writing, write_text


@dataclass(frozen=True, slots=True)
class Imported:
    """The language, and what became of every string of the file, in its order."""

    language: str
    results: tuple[Result, ...]

    @property
    def failed(self) -> bool:
        """Whether a string was refused."""
        return any(result.refused for result in self.results)

    def counts(self) -> Counter[str]:
        """How many strings had each outcome."""
        return Counter(result.outcome for result in self.results)


def import_file(root: Path, path: Path, *, dry_run: bool = False) -> Imported:
    """Takes a translator's file into the handbook; with `dry_run` only says what it would do.

    Raises Unreadable for a file that is not what its name says, UserError for one in a language the handbook lacks.
    """
    delivery = read_delivery(path)
    if not dry_run:
        settle_before_writing(root)
    require_sound_lock(root)  # before any file changes
    handbook = require_whole_handbook(root)
    language = language_meant(handbook, delivery.language)
    judge = Judge(handbook, language)
    results = judge.results(delivery.strings)
    files, results = edited_files(root, judge, results)
    if not dry_run:
        for file, text in files.items():
            remove_abandoned((root / file).parent)
            write_text(root / file, text)
        record_results(root, language, results)
    return Imported(language, tuple(results))
