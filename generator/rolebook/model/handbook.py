"""Everything loaded: look-up by id, and where documents apply."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from rolebook.diagnostics import Location
from rolebook.model.figures import FigureFile
from rolebook.model.law.agreement import Agreement, under_agreement
from rolebook.model.law.jurisdiction import applies_in
from rolebook.model.law.merge import pack_for
from rolebook.model.law.pack import Pack
from rolebook.model.law.wording_rules import OwnWording
from rolebook.model.library import Competencies, Competency, Glossary, Term
from rolebook.model.policy import AnyPolicy, Discipline, Scope
from rolebook.model.release import Release
from rolebook.model.role import Role
from rolebook.model.settings import BarePost, Body, Department, Entity, Office, Settings, SignOffStep
from rolebook.model.translation.lock import Lock
from rolebook.model.words.text import Markdown, Text

Document = Role | AnyPolicy


@dataclass(frozen=True)
class Page:
    """A page written by hand: Markdown, and the front matter's title and order."""

    name: str
    language: str
    title: str
    order: int
    markdown: str
    path: str
    first_line: int


@dataclass(frozen=True)
class Guide:
    """A hand-written page in all its languages."""

    name: str
    title: Text
    body: Text
    pages: Mapping[str, Page]

    def at(self, *path: str | int, key: bool = False) -> Location:  # noqa: ARG002
        """Where the field of a path stands in the language that ends it, else in the source."""
        field, language = (*path, self.title.source)[:2]
        page = self.pages.get(str(language)) or self.pages[self.title.source]
        return Location(page.path, page.first_line if field == "body" else 1)


@dataclass(frozen=True, eq=False)
class Handbook:
    """A loaded handbook, itself and no other: what is made of it may be kept beside it.

    `unreadable` holds kind and id of files that exist but could not be understood.

    `focus` are the documents that checks look into, by their places; None for all. Everything else is there as well.
    `lock` is None where the handbook does not keep track of its translations yet.
    `jurisdictions` are the packs it brings itself; `model.packs.pack_for` says what holds in a place. `agreements` are
    the collective agreements that its employers may name.
    `families` are the abstract roles: others extend them, and nobody holds them.
    """

    settings: Settings
    roles: Mapping[str, Role] = field(default_factory=dict)
    policies: Mapping[str, AnyPolicy] = field(default_factory=dict)
    competencies: Competencies = field(default_factory=Competencies)
    glossary: Glossary = field(default_factory=Glossary)
    pages: tuple[Page, ...] = ()
    unreadable: frozenset[tuple[str, str]] = frozenset()
    languages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lock: Lock | None = None
    jurisdictions: Mapping[str, Pack] = field(default_factory=dict)
    releases: tuple[Release, ...] = ()
    wording: Mapping[str, OwnWording] = field(default_factory=dict)
    families: Mapping[str, Role] = field(default_factory=dict)
    figures: Mapping[str, FigureFile] = field(default_factory=dict)
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    focus: frozenset[str] | None = None

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Glossary terms by id."""
        return {term.id: term for term in self.glossary.terms}

    @cached_property
    def library(self) -> Mapping[str, Competency]:
        """Competencies by id."""
        return {competency.id: competency for competency in self.competencies.competencies}

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """Legal entities by id."""
        return {entity.id: entity for entity in self.settings.entities}

    @cached_property
    def packs(self) -> Mapping[str, Pack]:
        """What holds in each place that has an entity, by its code; places without a pack are left out."""
        codes = dict.fromkeys(entity.jurisdiction for entity in self.settings.entities)
        return {code: pack for code in codes if (pack := pack_for(self, code))}

    @cached_property
    def agreed(self) -> Mapping[str, Agreement]:
        """The collective agreements of employers, by the employer's id; without those that do not hold in its place."""
        named = ((entity, self.agreements.get(entity.agreement or "")) for entity in self.settings.entities)
        return {entity.id: one for entity, one in named if one and one.holds_in(entity.jurisdiction)}

    @cached_property
    def packs_of_employers(self) -> Mapping[str, Pack]:
        """What holds at each employer, by its id: the pack of its place, and its agreement's where it has one."""
        found: dict[str, Pack] = {}
        for entity in self.settings.entities:
            pack, agreement = self.packs.get(entity.jurisdiction), self.agreed.get(entity.id)
            if pack:
                found[entity.id] = under_agreement(pack, agreement) if agreement else pack
        return found

    @cached_property
    def posts(self) -> Mapping[str, BarePost]:
        """Posts and external bodies without a description, by id."""
        return {post.id: post for post in self.settings.posts}

    @cached_property
    def described(self) -> Mapping[str, Role]:
        """Everything that a file of `roles/` describes, by id: roles and families."""
        return {**self.roles, **self.families}

    @cached_property
    def titled(self) -> Mapping[str, Role | BarePost]:
        """Everything that a role's id can name, by id: roles, families and posts without a description."""
        return {**self.posts, **self.described}

    @cached_property
    def departments(self) -> Mapping[str, Department]:
        """Departments by id."""
        return {department.id: department for department in self.settings.departments}

    @cached_property
    def discipline(self) -> Discipline | None:
        """The disciplinary rules, if there are any."""
        return next((policy for policy in self.policies.values() if isinstance(policy, Discipline)), None)

    @cached_property
    def guides(self) -> tuple[Guide, ...]:
        """Hand-written pages by name, each with all its languages."""
        named: dict[str, dict[str, Page]] = {}
        for page in self.pages:
            named.setdefault(page.name, {})[page.language] = page
        return tuple(
            Guide(
                name,
                Text({tag: page.title for tag, page in pages.items()}, self.settings.language),
                Markdown({tag: page.markdown for tag, page in pages.items()}, self.settings.language),
                pages,
            )
            for name, pages in sorted(named.items())
        )

    @cached_property
    def reports(self) -> Mapping[str, tuple[Role, ...]]:
        """Direct reports by their superior's id, in the order of ids."""
        found: dict[str, list[Role]] = {}
        for role in self.roles.values():
            if role.reports_to:
                found.setdefault(role.reports_to, []).append(role)
        return {superior: tuple(sorted(below, key=lambda role: role.id)) for superior, below in found.items()}

    def first_id(self, kind: str, name: str) -> str:
        """The first id that a role or policy ever had; any other name as it is."""
        documents: Mapping[str, Document] = {"role": self.described, "policy": self.policies}.get(kind, {})
        found = documents.get(name)
        return found.formerly[0] if found and found.formerly else name

    def families_of(self, role: Role) -> tuple[Role, ...]:
        """The families that a role belongs to, the nearest first."""
        found: list[Role] = []
        above = self.described.get(role.extends or "")
        while above is not None and above not in found:
            found.append(above)
            above = self.described.get(above.extends or "")
        return tuple(one for one in found if one.id in self.families)

    def names_role(self, scope: Scope, role: Role) -> bool:
        """Whether a scope names the role, or a family it belongs to."""
        return role.id in scope.roles or any(family.id in scope.roles for family in self.families_of(role))

    def superiors(self, role: Role) -> tuple[Role, ...]:
        """The chain above a role, its direct superior first; each once, even in a circle."""
        chain: list[Role] = []
        above = self.roles.get(role.reports_to or "")
        while above is not None and above is not role and above not in chain:
            chain.append(above)
            above = self.roles.get(above.reports_to or "")
        return tuple(chain)

    def named(self, kind: str, name: str) -> Body | Office | None:
        """A body or an office by its id."""
        listed: tuple[Body | Office, ...] = ()
        if kind == "body":
            listed = self.settings.bodies
        elif kind == "office":
            listed = self.settings.offices
        return next((item for item in listed if item.id == name), None)

    def releases_of(self, document: Document) -> tuple[Release, ...]:
        """The releases of a document, oldest first, under every name it has had."""
        kind = "role" if isinstance(document, Role) else "policy"
        names = {document.id, *document.formerly}
        return tuple(one for one in self.releases if one.kind == kind and one.id in names)

    def in_force(self, document: Document, entity: str, language: str, day: date) -> Release | None:
        """The latest release that may be used on a day at an employer in a language."""
        fitting = [
            one
            for one in self.releases_of(document)
            if language in one.fingerprints.get(entity, {}) and (one.effective or one.released) <= day
        ]
        return fitting[-1] if fitting else None

    def sign_off(self, document: Document) -> tuple[SignOffStep, ...]:
        """The steps on a document's way to being signed; none when it names no chain."""
        return next((chain.steps for chain in self.settings.sign_off if chain.id == document.sign_off), ())

    def languages_of(self, document: Document, entity: Entity) -> tuple[str, ...]:
        """The languages that a document is made in at an employer: the employer's, narrowed by the document's own."""
        listed = entity.languages or self.settings.languages[:1]
        return tuple(tag for tag in listed if tag in (document.languages or listed)) or document.languages

    def language_for(self, document: Document, entity: Entity, wanted: str) -> str:
        """The language that somebody gets a document in: the wanted one, if the document is asked for in it."""
        return wanted if wanted in (document.languages or (wanted,)) else self.languages_of(document, entity)[0]

    def prevailing(self, entity: Entity) -> str | None:
        """The language that decides at an employer where two differ, by its own word or that of its place."""
        pack = self.packs.get(entity.jurisdiction)
        return entity.prevails or (pack.document.prevails if pack else None)

    def entities_of(self, document: Document) -> tuple[Entity, ...]:
        """The legal entities a document applies to: its own, else its department's, else all."""
        named = document.entities
        if not named and isinstance(document, Role) and (department := self.departments.get(document.department or "")):
            named = department.entities
        chosen = [entity for entity in self.settings.entities if not named or entity.id in named]
        if document.jurisdictions:
            chosen = [entity for entity in chosen if applies_in(document.jurisdictions, entity.jurisdiction)]
        return tuple(chosen)

    def policies_of(self, role: Role) -> tuple[AnyPolicy, ...]:
        """The policies that bind the holder of a role: by their scope, or named by the role."""
        return tuple(
            policy for policy in self.policies.values() if policy.id in role.policies or self.binds(policy, role)
        )

    def binds(self, policy: AnyPolicy, role: Role) -> bool:
        """Whether the policy's scope takes in the role.

        Entities and jurisdictions of the scope are where it holds; departments, with those below them, and roles
        are whom it binds there. With neither of the two it binds everyone there.
        """
        scope = policy.scope
        if scope is None:
            return False
        places = {entity.id for entity in self.entities_of(policy)} & {entity.id for entity in self.entities_of(role)}
        held = [
            entity
            for entity in self.settings.entities
            if entity.id in places
            and (not scope.entities or entity.id in scope.entities)
            and applies_in(scope.jurisdictions, entity.jurisdiction)
        ]
        everyone = scope.everyone or not (scope.departments or scope.roles)
        named = self.names_role(scope, role) or bool(set(scope.departments) & set(self.units_of(role)))
        return bool(held) and (everyone or named)

    def units_of(self, role: Role) -> tuple[str, ...]:
        """The role's department and those above it."""
        units: list[str] = []
        name = role.department
        while name is not None and name in self.departments and name not in units:
            units.append(name)
            name = self.departments[name].parent
        return tuple(units)
