"""A document made ready for setting: its paper and values, who signs it, and what keeps it from being signed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from rolebook.checks.lifecycle import CHANGED
from rolebook.checks.signable import obstacles, unshowable
from rolebook.diagnostics import Diagnostic
from rolebook.language import FontSet, language_for
from rolebook.model.handbook import Document, Handbook
from rolebook.model.people.person import Roster
from rolebook.model.policy import Discipline
from rolebook.model.role import Role
from rolebook.model.settings import Entity
from rolebook.model.translation.units import Translations
from rolebook.pipeline.print.order import Form, Order
from rolebook.render.paper import UNISSUED, FontFiles, OwnFonts, fonts_of
from rolebook.render.paper.esign import tags_for
from rolebook.render.paper.values import as_text, values_of, with_fonts
from rolebook.view import Reader, identity_of
from rolebook.view.copies.mark import Mark, encode
from rolebook.view.identity import Identity
from rolebook.view.in_jurisdiction import in_place
from rolebook.view.paper import (
    Paper,
    PaperBrand,
    SheetRow,
    cover_of,
    employer,
    paper_of,
    refusal_of,
    sanctions_of,
    sheet_of,
)

_BLANK = re.compile(r'\["blank","([a-z]+)"')


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """What all copies of one document share.

    `fingerprints` are two in a bilingual one, the controlling language first.
    `signers` are names and tooltips of signature fields in the order of signing; `blanks` the personal data spoken of.
    """

    paper: Paper
    identity: Identity
    layout: str
    values: str
    fingerprints: tuple[str, ...]
    signers: tuple[tuple[str, str], ...]
    blanks: frozenset[str]
    fonts: FontFiles
    released: date | None
    obstacles: tuple[Diagnostic, ...]
    own_fonts: str = ""


class Preparer:
    """Makes documents of one handbook ready, in one form."""

    def __init__(
        self,
        handbook: Handbook,
        roster: Roster,
        order: Order,
        errors: Sequence[Diagnostic] = (),
        own: OwnFonts | None = None,
    ) -> None:
        self._own = own
        self._handbook, self._roster, self._order = handbook, roster, order
        self._form = order.form
        self._translations, self._errors = Translations(handbook), errors

    def prepare(self, document: Document, entity: Entity, language: str) -> PreparedDocument:
        """The document for an employer in a language, with every obstacle to its signature."""
        readers = [Reader(self._handbook, tag, entity) for tag in (language, self._order.bilingual) if tag]
        papers = [self._paper(document, reader) for reader in readers]
        sets = self._fonts(entity, readers)
        values = [self._values(paper, reader, sets) for paper, reader in zip(papers, readers, strict=True)]
        if self._order.bilingual:
            values[0]["other"] = values[1]
        if self._form == "handbook":
            values[0]["papers"] = [self._values(paper, readers[0], sets) for paper in self._book(readers[0])]
        marked = sorted(papers, key=lambda one: one.language != next(iter(entity.languages), ""))
        values[0]["marks"] = [self._mark(paper) for paper in marked if paper.fingerprint]
        text = as_text(values[0])
        fonts = fonts_of(sets)
        found = [one for paper in papers for one in self._obstacles(document, entity, paper)]
        found += [one for one in self._errors if one.location.file == document.at().file]
        if self._as_released(document, entity, papers):  # it changed in another language
            found = [one for one in found if one.code != CHANGED.code]
        missing = () if self._order.word else set(text) - fonts.characters  # Word takes its reader's fonts
        digest = ""
        if missing and self._own and self._own.characters >= missing:
            text, digest = with_fonts(text, self._own.families), self._own.digest
            fonts, missing = fonts.with_own(self._own), set()
        found += unshowable(document, language, missing, tuple(values[0]["fonts"])) if missing else ()
        return PreparedDocument(
            paper=papers[0],
            identity=_named(papers, self._form),
            layout="bilingual" if self._order.bilingual else papers[0].layout,
            values=text,
            fingerprints=tuple(paper.fingerprint for paper in marked),
            signers=tuple(_fields(papers[0])),
            blanks=frozenset(_BLANK.findall(text)),
            fonts=fonts,
            released=self._released(document),
            own_fonts=digest,
            obstacles=tuple(sorted(set(found), key=lambda one: one.location)),
        )

    def _as_released(self, document: Document, entity: Entity, papers: Sequence[Paper]) -> bool:
        """Whether what the papers show, in each of their languages, is the released text of this revision."""
        releases = self._handbook.releases_of(document)
        release = next((one for one in releases if one.revision == document.revision), None)
        known = release.fingerprints.get(entity.id, {}) if release else {}
        return all(paper.fingerprint and known.get(paper.language) == paper.fingerprint for paper in papers)

    def _released(self, document: Document) -> date | None:
        """When the revision that stands was released: the day the document was created, for its metadata."""
        releases = self._handbook.releases_of(document)
        return next((one.released for one in releases if one.revision == document.revision), None)

    def _paper(self, document: Document, reader: Reader) -> Paper:
        identity = identity_of(document, employer(reader), reader.language.tag)
        match self._form:
            case "document":
                return paper_of(document, identity, reader)
            case "sheet":
                return sheet_of(document, identity, reader, tuple(self._rows(document, reader)))
            case "refusal":
                return refusal_of(document, identity, reader)
            case "sanctions":
                return sanctions_of(cast("Discipline", document), identity, reader)
            case "handbook":
                return cover_of(identity, reader)

    def _rows(self, document: Document, reader: Reader) -> Iterator[SheetRow]:
        """Those whom the document concerns and who read it in this language."""
        for person in self._roster.people.values():
            roles = [self._handbook.roles[name] for name in person.roles]
            fits = person.entity == employer(reader).id and person.language == reader.language.tag
            if isinstance(document, Role):
                concerned = document in roles
            else:
                concerned = any(document in self._handbook.policies_of(role) for role in roles)
            if fits and concerned:
                yield SheetRow(person.id, person.name, ", ".join(reader.title(role) for role in roles))

    def _book(self, reader: Reader) -> Iterator[Paper]:
        """Every policy and role that applies at the employer, policies first: they bind everyone."""
        for document in (*self._handbook.policies.values(), *self._handbook.roles.values()):
            if employer(reader) in self._handbook.entities_of(document):
                identity = identity_of(document, employer(reader), reader.language.tag)
                yield replace(paper_of(document, identity, reader), brand=PaperBrand())  # the cover shows it

    def _fonts(self, entity: Entity, readers: list[Reader]) -> list[FontSet]:
        """Fonts of the papers' languages, then of the employer's: a paper names the one that controls by itself."""
        own = self._handbook.languages
        prevails = self._handbook.prevailing(entity)
        named = dict.fromkeys((*entity.languages, *((prevails,) if prevails else ())))
        others = [language_for(tag, own.get(tag)).fonts for tag in named]
        return list(dict.fromkeys((*(reader.language.fonts for reader in readers), *others)))

    def _values(self, paper: Paper, reader: Reader, sets: list[FontSet]) -> dict[str, Any]:
        service = self._order.service
        values = values_of(paper, reader.language, tags_for(service, paper.signers) if service else None)
        values["fonts"] = list(dict.fromkeys((*paper.fonts, *(family for one in sets for family in one.families))))
        return values

    def _mark(self, paper: Paper) -> str:
        identity = replace(paper.identity, kind=_kind(paper.identity, self._form))
        return encode(Mark(identity, paper.fingerprint, UNISSUED if self._order.issued else None))

    def _obstacles(self, document: Document, entity: Entity, paper: Paper) -> Iterator[Diagnostic]:
        if self._form != "handbook":
            here = in_place(document, entity.jurisdiction)
            yield from obstacles(here, paper.language, self._translations, shown=paper.borrowed)


def _named(papers: list[Paper], form: Form) -> Identity:
    """What the copy code names: a form of a document is another paper, and so is one in two languages."""
    identity = papers[0].identity
    return replace(identity, kind=_kind(identity, form), language="+".join(paper.language for paper in papers))


def _kind(identity: Identity, form: Form) -> str:
    return identity.kind if form == "document" else f"{identity.kind}-{form}"


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    """Names and tooltips of the signature fields."""
    yield from ((one.id, " — ".join(part for part in (one.act, one.post) if part)) for one in paper.signers)
    yield from ((row.id, row.name or f"{paper.genre} {place}") for place, row in enumerate(paper.rows, 1))
