"""A person's papers in one file to print: a cover that lists them, then each as it is."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from rolebook.checks.signable import INCOMPLETE
from rolebook.language import FontSet, language_for
from rolebook.model.handbook import Document, Handbook
from rolebook.pdf import page_count
from rolebook.pipeline.print.jobs import Copies, PackParts, Refusal
from rolebook.pipeline.print.typeset import Job, typesetter
from rolebook.render.paper import Copy, FontFiles, Manuscript, OwnFonts, fonts_of
from rolebook.render.paper.values import as_text, values_of
from rolebook.sign import joined_pdf
from rolebook.store import beside
from rolebook.view import Reader
from rolebook.view.copies.code import spaced
from rolebook.view.identity import UNREVISED, Identity
from rolebook.view.paper.pack import KIND, PackLine, pack_of


@dataclass(frozen=True)
class Pack:
    """A person's file, to be made from the single files that are there."""

    parts: PackParts
    handbook: Handbook
    own: OwnFonts | None = None

    @property
    def target(self) -> Path:
        """Where it goes."""
        return self.parts.target

    @cached_property
    def contents(self) -> tuple[tuple[Document, Job, bytes], ...]:
        """The documents with their copies and the bytes of these."""
        copies = self.parts.copies
        return tuple((document, job, job.target.read_bytes()) for document, job in copies if isinstance(job, Job))

    @cached_property
    def cover(self) -> str:
        """What its cover says, as the typesetter gets it."""
        paper = pack_of(self._identity, self.parts.person.name, self._posts, [*self._lines()], self._reader)
        values = values_of(paper, self._reader.language)
        families = [family for one in self._sets for family in one.families]
        values["fonts"] = list(dict.fromkeys((*families, *(self.own.families if self.own else ()))))
        return self._fonts.spelt(as_text(values | {"marks": []}))

    @property
    def digest(self) -> str:
        """SHA-256 over everything its bytes follow from, as for a copy."""
        told = [self.cover, [hashlib.sha256(content).hexdigest() for _, _, content in self.contents]]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def content(self) -> bytes:
        """The file: cover and documents."""
        cover = typesetter(self._fonts.folders, None).set(Manuscript(KIND, self.cover, "default"), Copy()).pdf
        titles = [self._reader.title(document) for document, _, _ in self.contents]
        contents = [content for _, _, content in self.contents]
        heading = self._reader.word("pack-title")
        parts = [(heading, cover), *zip(titles, contents, strict=True)]
        return joined_pdf(parts, f"{heading}: {self.parts.person.name}", self.parts.language)

    def record(self, content: bytes) -> dict[str, Any]:
        """Its line in the ledger: it is nobody's copy by itself, but it is about a person."""
        return {
            "code": "",
            "kind": KIND,
            "id": KIND,
            "entity": self._identity.entity,
            "jurisdiction": self._identity.jurisdiction,
            "language": self.parts.language,
            "revision": UNREVISED,
            "fingerprints": [],
            "form": KIND,
            "person": self.parts.person.id,
            "issue": self.contents[0][1].record["issue"],
            "file": self.target.name,
            "input": self.digest,
            "pages": page_count(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "text": "",
        }

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.handbook, self.parts.language, self.handbook.entities[self.parts.person.entity])

    @cached_property
    def _identity(self) -> Identity:
        entity = self.handbook.entities[self.parts.person.entity]
        return Identity(KIND, KIND, entity.id, entity.jurisdiction, self.parts.language, UNREVISED)

    @property
    def _posts(self) -> list[str]:
        return [self._reader.title(self.handbook.roles[name]) for name in self.parts.person.roles]

    @cached_property
    def _sets(self) -> list[FontSet]:
        tags = dict.fromkeys((self.parts.language, *self.handbook.entities[self.parts.person.entity].languages))
        return [language_for(tag, self.handbook.languages.get(tag)).fonts for tag in tags]

    @cached_property
    def _fonts(self) -> FontFiles:
        fonts = fonts_of(self._sets)
        return fonts.with_own(self.own) if self.own else fonts

    def _lines(self) -> Iterator[PackLine]:
        for document, job, content in self.contents:
            code = spaced(job.code) if job.code else ""
            number, revision = document.code or "", document.revision or ""
            yield PackLine(self._reader.title(document), number, revision, page_count(content), code)


def packs_of(copies: Copies, refused: Collection[str]) -> Iterator[Pack | Refusal]:
    """One file for each person and language whose papers are all there; who lacks one gets none, and is told which."""
    for parts in copies.packs():
        missing = [name for name in map(_name, (copy for _, copy in parts.copies)) if name in refused]
        if missing:
            at = parts.person.at("role")
            finding = INCOMPLETE.at(at, person=parts.person.id, documents=", ".join(missing))
            yield Refusal(parts.target.stem, (finding,), person=parts.person.id)
        else:
            yield Pack(parts, copies.handbook, copies.fonts)


def _name(copy: Job | Refusal) -> str:
    return copy.target.stem if isinstance(copy, Job) else copy.name


def stage_pack(pack: Pack) -> tuple[Path, Mapping[str, Any]]:
    """Writes a person's file beside its target; returns where, and its line for the ledger."""
    content = pack.content()
    temporary = beside(pack.target)
    temporary.write_bytes(content)
    return temporary, pack.record(content)
