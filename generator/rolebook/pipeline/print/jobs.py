"""Which copies an order asks for: documents by employer, language and person, each as a job for the press."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import cached_property, lru_cache
from pathlib import Path

from rolebook.checks.signable import NOTHING_FOR_PERSON, missing_data, unshowable_data
from rolebook.diagnostics import Diagnostic, UserError, did_you_mean
from rolebook.model.handbook import Document, Handbook
from rolebook.model.law.jurisdiction import layers_of
from rolebook.model.people.person import Person, Roster
from rolebook.model.release import Release
from rolebook.model.role import Role
from rolebook.model.settings import Entity
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.prepare import PreparedDocument, Preparer
from rolebook.pipeline.print.typeset import Job
from rolebook.render.paper import OwnFonts
from rolebook.render.paper.values import with_fonts
from rolebook.source import today
from rolebook.view import Reader
from rolebook.view.copies.code import copy_code
from rolebook.view.paper.pack import KIND

_MOST_PREPARED = 256
_KNOWN = {
    "territory": "field-territory",
    "workplace": "field-workplace",
    "hours": "field-hours",
    "start": "evidence-start",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A copy that is not made, by the name its file would have, and why; `usable` is what may be signed instead.

    `document` is its place, such as `role/cook`, and `person` whom it was for; empty where it is no one's.
    """

    name: str
    findings: tuple[Diagnostic, ...]
    usable: Release | None = None
    document: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class PackParts:
    """What goes into one person's file: each document with its copy, or why there is none."""

    person: Person
    language: str
    target: Path
    copies: tuple[tuple[Document, Job | Refusal], ...]


class Copies:
    """The copies of one order, one after another. What several people get is arranged once."""

    def __init__(  # noqa: PLR0913  what is printed, for whom, with what
        self,
        handbook: Handbook,
        order: Order,
        roster: Roster,
        templates: Path | None = None,
        errors: Sequence[Diagnostic] = (),
        *,
        fonts: OwnFonts | None = None,
    ) -> None:
        self.handbook, self.fonts = handbook, fonts
        for tag in (*order.languages, *filter(None, (order.bilingual,))):
            if tag not in handbook.settings.languages:
                raise UserError("not-a-language", tag=tag, languages=", ".join(handbook.settings.languages))
        if order.bilingual in order.languages:
            raise UserError("same-language", tag=order.bilingual)
        self._order, self._roster, self._templates = order, roster, templates
        self._preparer = Preparer(handbook, roster, order, errors, fonts)
        self._packed: dict[tuple[str, str], list[tuple[Document, Job | Refusal]]] = {}
        self._prepared = lru_cache(maxsize=_MOST_PREPARED)(self._prepare)  # by names: models have no hash

    def __iter__(self) -> Iterator[Job | Refusal]:
        people = self._people
        if (people or self._order.people) and self._order.form != "sheet":
            for person in people:
                copies = list(self._for_person(person))
                yield from copies
                if not copies and self._order.people:
                    why = NOTHING_FOR_PERSON.at(person.at("role"), person=person.id)
                    yield Refusal(person.id, (why,), person=person.id)
            return
        for document in self._documents:
            for entity in self._entities(document):
                for language in self._order.languages or self.handbook.languages_of(document, entity):
                    yield self._copy(document, entity, language, None)

    def packs(self) -> Iterator[PackParts]:
        """What goes into the one file of each person and language, once the copies were asked for."""
        for (name, language), copies in self._packed.items():
            person = self._roster.people[name]
            tag = f"{language}+{self._order.bilingual}" if self._order.bilingual else language
            stem = ".".join((KIND, person.entity, tag, name, *self._ending()))
            yield PackParts(person, language, self._order.output / f"{stem}.pdf", tuple(copies))

    @cached_property
    def _people(self) -> tuple[Person, ...]:
        for name in self._order.people:
            if name not in self._roster.people and name not in self._roster.faulty:
                near = did_you_mean(name, (*self._roster.people, *self._roster.faulty)).get("suggestion", "")
                raise UserError("near-person" if near else "unknown-person", person=name, near=near)
        wanted = self._order.people or tuple(self._roster.people)
        return tuple(person for name, person in self._roster.people.items() if name in wanted)

    @cached_property
    def _documents(self) -> tuple[Document, ...]:
        """The documents asked for; all roles and policies when none is named."""
        known: Mapping[str, Document] = {**self.handbook.policies, **self.handbook.roles}
        if self._order.form == "sanctions":
            if self.handbook.discipline is None:
                raise UserError("no-discipline")
            return (self.handbook.discipline,)
        if self._order.form == "handbook":
            return tuple(known.values())[:1]
        for name in self._order.documents:
            if name not in known:
                raise UserError("unknown-document", id=name)
        return tuple(known[name] for name in self._order.documents or known)

    def _for_person(self, person: Person) -> Iterator[Job | Refusal]:
        entity = self.handbook.entities[person.entity]
        roles = [self.handbook.roles[name] for name in person.roles]
        documents: list[Document] = list(roles)
        if self._order.pack:
            bound = [policy for role in roles for policy in self.handbook.policies_of(role)]
            documents += {policy.id: policy for policy in bound}.values()
        if self._order.documents:
            held = {role.id for role in roles}
            documents = [one for one in self._documents if not isinstance(one, Role) or one.id in held]
        for document in documents:
            if entity in self.handbook.entities_of(document):
                own = self.handbook.language_for(document, entity, person.language)
                for language in self._order.languages or (own,):
                    copy = self._copy(document, entity, language, person)
                    if self._order.joined:
                        reading = language if self._order.languages else person.language
                        self._packed.setdefault((person.id, reading), []).append((document, copy))
                    yield copy

    def _entities(self, document: Document) -> tuple[Entity, ...]:
        """Employers the document applies to: those in the jurisdictions asked for, else those that use the language."""
        applying = self.handbook.entities_of(document)
        if self._order.jurisdictions:
            asked = set(self._order.jurisdictions)
            return tuple(one for one in applying if asked & set(layers_of(one.jurisdiction)))
        using = tuple(one for one in applying if set(one.languages) & set(self._order.languages))
        return using or applying

    def _copy(self, document: Document, entity: Entity, language: str, person: Person | None) -> Job | Refusal:
        order = self._order
        name = ".".join(self._name(document, entity, language, person))
        prepared = self._prepared(isinstance(document, Role), document.id, entity.id, language)
        values = self._values(prepared, entity, language, person)
        prepared = self._with_own_fonts(prepared, values)
        found = prepared.obstacles
        if person is not None:
            found += tuple(self._lacking(prepared, person, values))
        if found and order.profile != "draft":
            usable = self.handbook.in_force(document, entity.id, language, today())
            place = f"{'role' if isinstance(document, Role) else 'policy'}/{document.id}"
            return Refusal(name, found, usable, place, person.id if person else "")
        known = tuple(self._known(prepared, entity, language, person)) if person is not None else ()
        return replace(self._job(prepared, name, values, person), known=known, own_fonts=prepared.own_fonts)

    def _with_own_fonts(self, prepared: PreparedDocument, values: Mapping[str, str]) -> PreparedDocument:
        """The document with the handbook's fonts, where a name needs them that the languages' do not show."""
        missing = {sign for told in values.values() for sign in told} - prepared.fonts.characters
        if self._order.word or not self.fonts or not missing or not missing <= self.fonts.characters:
            return prepared
        values_too = with_fonts(prepared.values, self.fonts.families)
        fonts = prepared.fonts.with_own(self.fonts)
        return replace(prepared, values=values_too, fonts=fonts, own_fonts=self.fonts.digest)

    def _known(
        self, prepared: PreparedDocument, entity: Entity, language: str, person: Person
    ) -> Iterator[tuple[str, str]]:
        """What the roster says of a person beyond what the text says with its blanks, labelled in its languages."""
        readers = [Reader(self.handbook, tag, entity) for tag in (language, self._order.bilingual) if tag]
        for name, label in _KNOWN.items():
            value = readers[0].date(person.start) if name == "start" and person.start else getattr(person, name)
            if value and name not in prepared.blanks:
                yield " / ".join(reader.word(label) for reader in readers), value

    def _prepare(self, is_role: bool, document: str, entity: str, language: str) -> PreparedDocument:  # noqa: FBT001
        holder: Mapping[str, Document] = self.handbook.roles if is_role else self.handbook.policies
        return self._preparer.prepare(holder[document], self.handbook.entities[entity], language)

    def _job(self, prepared: PreparedDocument, name: str, values: Mapping[str, str], person: Person | None) -> Job:
        order, paper = self._order, prepared.paper
        code = copy_code(prepared.identity, person.id if person else None, order.issue) if order.issued else ""
        draft = Reader(self.handbook, paper.language).word("paper-draft") if order.profile == "draft" else ""
        return Job(
            target=order.output / f"{name}.{'docx' if order.word else 'pdf'}",
            layout=prepared.layout,
            paper=prepared.values,
            fonts=prepared.fonts.folders,
            templates=self._templates,
            profile=order.profile,
            word=order.word,
            code=code,
            values=values,
            watermark=draft,
            signers=prepared.signers,
            in_order=order.form != "sheet",
            service=order.service or "",
            timestamp=datetime.combine(prepared.released, time(), UTC) if prepared.released else None,
            record={
                "code": code,
                "kind": prepared.identity.kind,
                "id": prepared.identity.id,
                "entity": prepared.identity.entity,
                "jurisdiction": prepared.identity.jurisdiction,
                "language": prepared.identity.language,
                "revision": prepared.identity.revision,
                "fingerprints": [one for one in prepared.fingerprints if one],
                "form": order.form,
                "person": person.id if person else "",
                "issue": order.issue,
            },
        )

    def _lacking(self, prepared: PreparedDocument, person: Person, values: Mapping[str, str]) -> Iterator[Diagnostic]:
        yield from missing_data(person, prepared.blanks, values)
        if not self._order.word:  # Word takes its reader's fonts
            characters = {sign for told in values.values() for sign in told}
            yield from unshowable_data(person, characters - prepared.fonts.characters, prepared.paper.fonts)

    def _values(
        self, prepared: PreparedDocument, entity: Entity, language: str, person: Person | None
    ) -> dict[str, str]:
        """What stands in the blanks: the person's data and the names of who signs."""
        told = {f"signer:{one.party}": self._roster.signs_for(one.party, entity.id) for one in prepared.paper.signers}
        if person is not None:
            reader = Reader(self.handbook, language, entity)
            manager = self._roster.manager_of(person)
            told |= {"holder": person.name, "manager": manager, "territory": person.territory}
            told |= {"workplace": person.workplace, "hours": person.hours}
            told |= {"start": reader.date(person.start) if person.start else ""}
            told |= {"signer:holder": person.name, "signer:superior": manager}
        return {name: value for name, value in told.items() if value}

    def _name(self, document: Document, entity: Entity, language: str, person: Person | None) -> Iterator[str]:
        order = self._order
        yield "handbook" if order.form == "handbook" else document.id
        yield entity.id
        yield f"{language}+{order.bilingual}" if order.bilingual else language
        if person is not None:
            yield person.id
        yield from self._ending()

    def _ending(self) -> Iterator[str]:
        order = self._order
        if order.form not in ("document", "handbook"):
            yield order.form
        if order.profile != "default":
            yield order.profile
        if order.issue > 1:
            yield f"copy-{order.issue}"
