"""The documents a site offers: where each stands in it, or why it may not be signed and whose job that is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rolebook.diagnostics import Diagnostic
from rolebook.language import phrasebook
from rolebook.model.handbook import Document, Handbook
from rolebook.model.release import Release
from rolebook.model.role import Role
from rolebook.view import Audience, Reader

FOLDER = "documents"
"""The folder of the site that holds the documents, beside those of its languages."""
READING_FOLDER = "reading"
"""The folder of the site that holds the copies to read."""
ARCHIVE = "documents.zip"
"""All documents of a language in one file, in the language's folder."""
_COMMAND = "`rolebook "
"""A hint that names a command is for whoever mends the handbook; readers of the site have no terminal."""
_TRANSLATORS_JOB = frozenset({"unsettled-translation", "borrowed-language"})
_EMPLOYERS_JOB = frozenset({"missing-adoption-record"})


@dataclass(frozen=True, slots=True)
class OfferedPaper:
    """One document for an employer in a language: names of its files, empty where there is none.

    `findings` say why there is none; `usable` is the released revision that may be signed instead.
    """

    kind: str
    id: str
    entity: str
    language: str
    pdf: str = ""
    docx: str = ""
    findings: tuple[Diagnostic, ...] = ()
    usable: Release | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The files there are."""
        return tuple(filter(None, (self.pdf, self.docx)))


def reading_path(role: str, language: str) -> str:
    """Where the site has the copy of a role to read."""
    return f"{READING_FOLDER}/{role}.{language}.pdf"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a document is refused, in words: what, what to do (if a reader can), where, and whose job it is."""

    message: str
    hint: str
    place: str
    job: str


class Papers:
    """The documents of a site, as one reader is told of them."""

    def __init__(
        self,
        whole: Handbook,
        reader: Reader,
        papers: tuple[OfferedPaper, ...] | None,
        archives: Mapping[str, int] | None = None,
    ) -> None:
        self._whole, self._reader = whole, reader
        self.made = papers is not None
        self.all = papers or ()
        self._archive = (archives or {}).get(reader.language.tag, 0)
        self._of: dict[tuple[str, str], list[OfferedPaper]] = defaultdict(list)
        for one in self.all:
            self._of[one.kind, one.id].append(one)

    def of(self, document: Document) -> list[OfferedPaper]:
        """Those of a role or policy, in the order of employers and their languages."""
        kind = "role" if isinstance(document, Role) else "policy"
        return self._of.get((kind, document.id), [])

    @property
    def own(self) -> list[OfferedPaper]:
        """Those in the reader's language that can be had."""
        return [one for one in self.all if one.pdf and one.language == self._reader.language.tag]

    def reading_copy(self, role: Document) -> str:
        """The path of the copy to read in the reader's language; empty for a post that staff are not shown."""
        shown = isinstance(role, Role) and Audience.of(role.visibility) <= Audience.STAFF
        return reading_path(role.id, self._reader.language.tag) if self.made and shown else ""

    @property
    def archive(self) -> str:
        """How all documents of the language are had in one file, in words; empty where there is none."""
        size = self._reader.language.number(max(0.1, round(self._archive / 1_000_000, 1)))
        return self._reader.word("site-all-zip", size=size) if self._archive else ""

    def by_employer(
        self, documents: Iterable[Document]
    ) -> list[tuple[str, str, list[tuple[Document, list[OfferedPaper]]]]]:
        """Those of several documents under their employers: the id, the name, and documents with their papers."""
        listed = [(one, self.of(one)) for one in documents]
        found = []
        for entity in self._reader.handbook.settings.entities:
            held = [(one, [paper for paper in several if paper.entity == entity.id]) for one, several in listed]
            if kept := [(one, several) for one, several in held if several]:
                found.append((entity.id, self._reader.plain(entity.name), kept))
        return found

    def language(self, paper: OfferedPaper) -> str:
        """The paper's language by its own name."""
        return self._reader.language_name(paper.language)

    def employer(self, paper: OfferedPaper) -> str:
        """The employer's name."""
        return self._reader.plain(self._reader.handbook.entities[paper.entity].name)

    def title(self, paper: OfferedPaper) -> str:
        """The document's title."""
        book = self._reader.handbook
        return self._reader.title(book.roles[paper.id] if paper.kind == "role" else book.policies[paper.id])

    def ask(self, document: Document) -> str:
        """Whom to ask for a document that is not handed out here."""
        book, reader = self._reader.handbook, self._reader
        office = next((one for one in book.settings.offices if one.kind == "hr"), None)
        told = [reader.plain(office.name)] if office else []
        superior = reader.post_title(document.reports_to or "") if isinstance(document, Role) else ""
        told += [superior] if superior else []
        return reader.language.listed(told) or book.settings.organisation.contact or reader.word("the-employer")

    def reasons(self, paper: OfferedPaper) -> Iterator[Reason]:
        """Why a paper is refused; the same words once, with the first place."""
        phrase, seen = phrasebook(self._reader.language.tag), set()
        for finding in paper.findings:
            told = phrase(finding)
            if told not in seen:
                seen.add(told)
                hint = "" if _COMMAND in told.hint else told.hint
                yield Reason(told.message, hint, finding.location.file, self._job(finding, paper))

    def usable(self, paper: OfferedPaper) -> str:
        """Which released revision may be signed meanwhile."""
        reader, release = self._reader, paper.usable
        if release is None:
            return reader.word("site-usable-none")
        return reader.word(
            "site-usable", revision=release.revision, date=reader.date(release.effective or release.released)
        )

    def _job(self, finding: Diagnostic, paper: OfferedPaper) -> str:
        reader, book = self._reader, self._whole
        if finding.code in _TRANSLATORS_JOB:
            return reader.word("job-translator", language=self.language(paper))
        if finding.code in _EMPLOYERS_JOB:
            return reader.word("job-adoption")
        policy = book.policies.get(paper.id) if paper.kind == "policy" else None
        if policy and policy.owner:
            return "".join(getattr(run, "text", "") for run in reader.post(policy.owner).runs)
        return reader.word("job-owner")
