"""Copies of roles to read: what a site's audience may see, as PDF in each language, with nothing to sign.

They have no copy code and are in no ledger. They are kept under `build/`, named by what they are made of, so that only
what changed is made again.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from rolebook.language import language_for
from rolebook.model.handbook import Handbook
from rolebook.model.role import Role
from rolebook.model.translation.units import translations_of
from rolebook.pipeline.print.batches import jobs_and_pool, typeset_batches
from rolebook.pipeline.print.run import FONTS, TEMPLATES
from rolebook.pipeline.print.typeset import Job
from rolebook.pipeline.running.program import digest, program, templates_in
from rolebook.pipeline.running.workers import workers
from rolebook.pipeline.site.archives import ReadingCopy
from rolebook.render.paper import OwnFonts, fonts_of, own_fonts
from rolebook.render.paper.values import as_text, values_of, with_fonts
from rolebook.render.papers import reading_path
from rolebook.view import Audience, Reader, shown_to
from rolebook.view.paper import reading_copy_of

READING_FOLDER = Path("build", "reading")
_SHORT, _DAY = 16, 24 * 60 * 60


def make_reading_copies(
    root: Path,
    handbook: Handbook,
    audience: Audience,
    languages: tuple[str, ...] = (),
    progress: Callable[[int, int], None] = lambda *_: None,
) -> tuple[ReadingCopy, ...]:
    """A copy of every role that the audience is shown, in every language; managers get what staff may see.

    `progress` hears how many of all are there.
    """
    readers = min(audience, Audience.STAFF)
    made_by = digest(program(), *templates_in(root / TEMPLATES))[:_SHORT]
    folder = root / READING_FOLDER / made_by / readers.name.lower()
    press = _Press(root, handbook, readers)
    jobs: dict[str, tuple[str, Job]] = {}
    tags = languages or handbook.settings.languages
    of, there = len(press) * len(tags), 0

    def to_make() -> Iterator[Job]:
        nonlocal there
        for language in tags:
            for role, job in press.jobs(language):
                target = folder / f"{role.id}.{language}.{job.digest[:_SHORT]}.pdf"
                jobs[reading_path(role.id, language)] = (language, made := replace(job, target=target))
                if not target.is_file():
                    yield made
                    continue
                there += 1
                progress(there, of)

    for count in _press_batches(to_make()):
        there += count
        progress(there, of)
    _forget(root / READING_FOLDER, {job.target for _, job in jobs.values()})
    return tuple(ReadingCopy(language, path, job.target) for path, (language, job) in jobs.items())


class _Press:
    """What the copies of one handbook for one audience are made with."""

    def __init__(self, root: Path, handbook: Handbook, audience: Audience) -> None:
        self._shown = shown_to(handbook, audience)
        self._translations = translations_of(handbook) if handbook.lock else None
        self._fonts: OwnFonts | None = own_fonts(root / FONTS)
        own = root / TEMPLATES
        self._templates = own if own.is_dir() else None

    def __len__(self) -> int:
        """How many copies there are in one language."""
        return len(self._shown.roles)

    def jobs(self, language: str) -> Iterator[tuple[Role, Job]]:
        """Every role in a language, and how its copy is made."""
        stale = self._translations.stale_texts(language) if self._translations else frozenset[int]()
        reader = Reader(self._shown, language, stale=stale)
        for role in self._shown.roles.values():
            yield role, self._job(role, reader)

    def _job(self, role: Role, reader: Reader) -> Job:
        paper, book, words = reading_copy_of(role, reader), self._shown, reader.word("paper-reading-copy")
        tags = dict.fromkeys((paper.language, *sorted(book.settings.languages)))  # it may name or borrow any of them
        sets = [language_for(tag, book.languages.get(tag)).fonts for tag in tags]
        values = values_of(paper, reader.language)
        values["fonts"] = list(dict.fromkeys(family for one in sets for family in one.families))
        values |= {"marks": [], "footer": [words, *values["footer"]]}
        fonts, text = fonts_of(sets), as_text(values)
        own = ""
        if self._fonts and set(text) - fonts.characters:
            fonts, text = fonts.with_own(self._fonts), with_fonts(text, self._fonts.families)
            own = self._fonts.digest
        released = next((one.released for one in book.releases_of(role) if one.revision == role.revision), None)
        return Job(
            target=Path(),
            layout=paper.layout,
            paper=text,
            fonts=fonts.folders,
            templates=self._templates,
            profile="draft",
            watermark=words,
            timestamp=datetime.combine(released, time(), UTC) if released else None,
            own_fonts=own,
        )


def _press_batches(jobs: Iterator[Job]) -> Iterator[int]:
    """Makes copies, and says of each batch how many they are."""
    with jobs_and_pool(jobs, workers(), None) as (several, pool):
        for batch in typeset_batches(_only(several), pool):
            for one in batch:
                one.temporary.replace(one.job.target)
            yield len(batch)


def _only(jobs: Iterator[object]) -> Iterator[Job]:
    return (job for job in jobs if isinstance(job, Job))


def _forget(kept: Path, wanted: set[Path]) -> None:
    """Removes what no build wanted for a day: another one may run now, for other languages or by another program."""
    for path in wanted:
        path.touch()
    begun = max((path.stat().st_mtime for path in wanted), default=0.0)
    for path in kept.rglob("*.pdf"):
        if path not in wanted and path.stat().st_mtime < begun - _DAY:
            path.unlink(missing_ok=True)
