"""The blank documents that a site offers: for each audience those that it may have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rolebook.model.handbook import Document, Handbook
from rolebook.pipeline.site.archives import Files, ReadingCopy, archives_of, put_archives, size_of
from rolebook.render.papers import OfferedPaper
from rolebook.store import link_file
from rolebook.view import Audience, Reader, identity_of, shown_to
from rolebook.view.audience import tells_all
from rolebook.view.paper import paper_of


@dataclass(frozen=True, slots=True)
class OfferedDocuments:
    """What was made of a handbook: the papers, and the folder their files are in."""

    folder: Path
    papers: tuple[OfferedPaper, ...]

    def for_audience(self, handbook: Handbook, audience: Audience) -> tuple[OfferedPaper, ...]:
        """The papers that say no more than the audience may see, in the words it may see."""
        shown = shown_to(handbook, audience)
        return tuple(one for one in self.papers if _says_no_more(one, handbook, shown))

    def downloads(
        self,
        root: Path,
        handbook: Handbook,
        audience: Audience,
        languages: tuple[str, ...],
        progress: Callable[[int, int], None] = lambda *_: None,
    ) -> "Downloads":
        """What a site for the audience offers: these papers, copies to read, and archives of each language.

        `progress` hears how many of the copies to read are there.
        """
        from rolebook.pipeline.site.reading_copies import make_reading_copies  # noqa: PLC0415  takes long to import

        papers = self.for_audience(handbook, audience)
        copies = make_reading_copies(root, handbook, audience, languages, progress)
        return Downloads(self.folder, papers, copies, archives_of(self.folder, papers, copies))


@dataclass(frozen=True, slots=True)
class Downloads:
    """What one site offers beside its pages; `folder` has the files of the papers, `archives` are by language."""

    folder: Path
    papers: tuple[OfferedPaper, ...]
    copies: tuple[ReadingCopy, ...]
    archives: Mapping[str, Files]

    @property
    def sizes(self) -> dict[str, int]:
        """How large each archive is."""
        return {language: size_of(files) for language, files in self.archives.items()}

    def put_into(self, site: Path) -> None:
        """Brings the files into a site, where its pages say they are."""
        for path in (path for paper in self.papers for path in paper.files):
            link_file(self.folder / Path(path).name, site / path)
        for copy in self.copies:
            link_file(copy.file, site / copy.path)
        put_archives(site, self.archives)


def _says_no_more(paper: OfferedPaper, whole: Handbook, shown: Handbook) -> bool:
    """Whether the paper made from what the audience may see would be the same, word for word."""
    wholes: Mapping[str, Document] = whole.roles if paper.kind == "role" else whole.policies
    visible: Mapping[str, Document] = shown.roles if paper.kind == "role" else shown.policies
    document = wholes[paper.id]
    if paper.id not in visible or not tells_all(visible[paper.id], document):
        return False
    entity = whole.entities[paper.entity]
    identity = identity_of(document, entity, paper.language)
    both = ((document, whole), (visible[paper.id], shown))
    one, other = (
        paper_of(said, identity, Reader(book, paper.language, book.entities[entity.id])) for said, book in both
    )
    return one == other
