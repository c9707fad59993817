"""One reader: a language, an audience, perhaps an entity. Turns the model's texts into what this reader sees."""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date
from functools import cached_property
from typing import Any

from rolebook.language import Duration, Language, language_for
from rolebook.model.base import Money, Part, post_of
from rolebook.model.handbook import Document, Handbook
from rolebook.model.law.jurisdiction import applies_in
from rolebook.model.library import Term
from rolebook.model.policy import AnyPolicy
from rolebook.model.role import Limit, Role
from rolebook.model.settings import BarePost, Entity
from rolebook.model.words import inline
from rolebook.model.words.inline import Inline
from rolebook.model.words.text import Text, chain_of
from rolebook.view.sentence import in_sentence, is_inside, towns_in
from rolebook.view.tree import (
    Blank,
    Explained,
    Fact,
    Flow,
    Link,
    Listing,
    Paragraph,
    Pointer,
    Prose,
    Run,
    Styled,
    words,
)


class Reader:
    """What one reader sees.

    `borrowed` collects the texts that were not there in the reader's own language, by identity, and `fallbacks` the
    languages they are shown in; `outdated` the sources of those whose translation is of an earlier source; `stale` are
    the identities of all such texts.
    """

    def __init__(
        self,
        handbook: Handbook,
        language: str,
        entity: Entity | None = None,
        *,
        stale: frozenset[int] = frozenset(),
    ) -> None:
        self.handbook = handbook
        self.language: Language = language_for(language, handbook.languages.get(language))
        self.entity = entity
        self.document: Document | None = None
        self.fallbacks: set[str] = set()
        self.outdated: set[str] = set()
        self.borrowed: dict[int, Text] = {}
        self._stale = stale

    @property
    def jurisdiction(self) -> str | None:
        """Where the reader works; None for all places together."""
        return self.entity.jurisdiction if self.entity else None

    def reading(self, document: Document | None = None) -> "Reader":
        """The same reader opening a page: placeholders are filled from its document, notices start anew."""
        reader = copy(self)
        reader.document, reader.fallbacks, reader.outdated, reader.borrowed = document, set(), set(), {}
        return reader

    def word(self, key: str, **arguments: object) -> str:
        """An interface word."""
        return self.language.word(key, **arguments)

    def prose(self, text: Text) -> Prose:
        """A text in one run."""
        return Prose(self._runs(text.inline(self.language.tag)), self._foreign(text))

    def flow(self, text: Text) -> tuple[Flow, ...]:
        """A text with its paragraphs and lists."""
        return self._flow(text.blocks(self.language.tag), self._foreign(text))

    def plain(self, text: Text) -> str:
        """A text as bare words: references by what they show, placeholders left out."""
        self._foreign(text)
        return inline.plain(tuple(self._bare(run) for run in text.inline(self.language.tag))).strip()

    def title(self, document: Document) -> str:
        """A document's title."""
        return self.plain(document.title)

    def role(self, role_id: str, form: str = "") -> Prose:
        """A link to a role by its title, in a word form if it has it; a neutral word for one that is not shown."""
        role = self.handbook.roles.get(role_id)
        if role is None:
            return words(self.post_title(role_id, form) or self.word("not-shown"))
        return Prose((Pointer("role", role_id, "", self._titled(role, form)),))

    def post_title(self, role_id: str, form: str = "") -> str:
        """A post's title, whether a page describes it or not; empty for one that is not shown."""
        found = self.handbook.titled.get(role_id)
        return self._titled(found, form) if found else ""

    def policy(self, policy_id: str, fragment: str = "") -> Prose:
        """A link to a policy by its title; a neutral word for one that is not shown."""
        policy = self.handbook.policies.get(policy_id)
        if policy is None:
            return words(self.word("not-shown"))
        return Prose((Pointer("policy", policy_id, fragment, self.title(policy)),))

    def post(self, post: str) -> Prose:
        """A role, office, body, the holder or the superior, by name."""
        kind, name = post_of(post)
        if kind == "role":
            return self.role(name)
        named = self.handbook.named(kind, name)
        return self.prose(named.name) if named else words(name or self.word(f"by-{kind}"))

    def posts(self, posts: Iterable[str]) -> tuple[Prose, ...]:
        """Roles by their ids."""
        return tuple(self.role(post) for post in posts)

    def limit(self, limit: Limit | Money) -> str:
        """An amount or a share."""
        if isinstance(limit, Limit) and limit.percent is not None:
            return self.language.percent(limit.percent)
        return self.language.money(limit.amount or 0, limit.currency or "")

    def date(self, day: date) -> str:
        """A date in full."""
        return self.language.date(day)

    def duration(self, duration: Duration) -> str:
        """A duration in words."""
        return self.language.duration(duration)

    def places(self, jurisdictions: Iterable[str]) -> tuple[str, ...]:
        """Marks that name the places something is limited to."""
        listed = tuple(jurisdictions)
        if not listed or self.jurisdiction is not None:
            return ()
        names = [self.place(code) for code in listed]
        return (self.word("only-in", places=self.language.listed(names)),)

    def employers_in(self, jurisdictions: Iterable[str]) -> tuple[str, ...] | None:
        """The entities that something limited to places holds for; None for all, and for a reader who has one."""
        listed = tuple(jurisdictions)
        entities = self.handbook.settings.entities
        if not listed:
            return None
        return self.only_for(entity.id for entity in entities if applies_in(listed, entity.jurisdiction))

    def only_for(self, entities: Iterable[str]) -> tuple[str, ...] | None:
        """Entities as something says that it holds for them alone; None where a page need not tell them apart."""
        listed, everyone = tuple(entities), {one.id for one in self.handbook.settings.entities}
        return None if self.entity is not None or everyone <= set(listed) else listed

    def place(self, code: str) -> str:
        """The name of a jurisdiction."""
        return self.language.territory(code)

    def language_name(self, tag: str) -> str:
        """A language by its own name."""
        return language_for(tag, self.handbook.languages.get(tag)).name

    def blank(self, name: str) -> Prose:
        """The blank of a personal placeholder."""
        return Prose((Blank(name, self.word(f"blank-{name}")),))

    def fact(self, key: str, *prose: Prose | str) -> Fact:
        """A fact under the interface word `key`."""
        return Fact(self.word(key), tuple(words(one) if isinstance(one, str) else one for one in prose))

    def facts(self, part: Part, *fields: str) -> tuple[Fact, ...]:
        """Facts for those of a part's text fields that are given, under the words `field-<name>`."""
        given = ((field, getattr(part, field)) for field in fields)
        return tuple(self.fact(f"field-{field.replace('_', '-')}", self.prose(text)) for field, text in given if text)

    def is_stale(self, text: Text) -> bool:
        """Whether this reader's words of a text are of an earlier source."""
        return id(text) in self._stale

    def _foreign(self, text: Text) -> str | None:
        if self.is_stale(text):
            self.outdated.add(text.source)
        if text.has(self.language.tag):
            return None
        told = text.language_for(self.language.tag)
        self.fallbacks.add(told)
        self.borrowed[id(text)] = text
        return told

    def _flow(self, blocks: inline.Blocks, foreign: str | None) -> tuple[Flow, ...]:
        return tuple(
            Paragraph(Prose(self._runs(block.content), foreign))
            if isinstance(block, inline.Paragraph)
            else Listing(block.ordered, tuple(self._flow(item, foreign) for item in block.items))
            for block in blocks
        )

    def _runs(self, content: Inline, before: str = "") -> tuple[Run, ...]:
        """Runs in order; `before` is what the same paragraph says before them."""
        runs: list[Run] = []
        for run in content:
            runs.append(self._run(run, before))
            before = "" if isinstance(run, inline.Break) else before + inline.plain((run,))
        return tuple(runs)

    def _run(self, run: inline.Run, before: str) -> Run:
        match run:
            case inline.Styled(style, content):
                return Styled(style, self._runs(content, before))
            case inline.Link(target, content):
                return Link(target, self._runs(content, before))
            case inline.Reference():
                return self._reference(run, before)
            case inline.Placeholder("title") if self.document and is_inside(before):
                return inline.Words(self._small(self.title(self.document)))
            case inline.Placeholder(name):
                return self._filled(name)
            case _:
                return run

    def _small(self, title: str) -> str:
        return in_sentence(title, self.language, self._proper)

    @cached_property
    def _proper(self) -> frozenset[str]:
        """Words of the organisation's and its employers' names, and their towns: written large wherever they are."""
        settings = self.handbook.settings
        names = (settings.organisation.name, *(entity.name for entity in settings.entities))
        words = {word for name in names for told in name.values.values() for word in told.split()}
        towns = {
            town
            for entity in settings.entities
            for address in (entity.address.values.values() if entity.address else ())
            for town in towns_in(address)
        }
        countries = {entity.jurisdiction.partition("-")[0] for entity in settings.entities}
        return frozenset(words | towns | {place for code in countries for place in self.language.places_in(code)})

    def _reference(self, reference: inline.Reference, before: str) -> Run:
        name, shown, inside = reference.id, reference.shown, is_inside(before)
        if reference.kind == "term":
            term = self.handbook.terms.get(name)
            if term is None:
                return inline.Words(shown or name)
            named = self._named(term, reference.form)
            return Explained(name, shown or (self._small(named) if inside else named), self.plain(term.definition))
        found: Role | AnyPolicy | None = (
            self.handbook.roles.get(name) if reference.kind == "role" else self.handbook.policies.get(name)
        )
        if found is None:
            bare = self.post_title(name, reference.form) if reference.kind == "role" else ""
            return inline.Words(shown or (self._small(bare) if inside else bare) or self.word("not-shown"))
        return Pointer(reference.kind, name, reference.fragment, shown or self._called(reference, found, before))

    def _called(self, reference: inline.Reference, found: Role | AnyPolicy, before: str) -> str:
        """What a text calls a role or a policy: a policy has the marks of titles, unless its title is declined."""
        declined = self._form(found.forms, reference.form)
        titled = declined or self.plain(found.title)
        if reference.kind == "role":
            return self._small(titled) if is_inside(before) else titled
        return titled if declined else self.language.typography.title(titled, before)

    def _bare(self, run: inline.Run) -> inline.Run:
        """A run that refers to nothing: titles and definitions may name one another."""
        match run:
            case inline.Reference():
                return inline.Words(run.shown or self._raw_title(run))
            case inline.Placeholder():
                return inline.Words("")
            case _:
                return run

    def _raw_title(self, reference: inline.Reference) -> str:
        name = reference.id
        holders: dict[str, Mapping[str, Any]] = {
            "role": self.handbook.titled,
            "policy": self.handbook.policies,
            "term": self.handbook.terms,
        }
        found = holders[reference.kind].get(name)
        if found is None:
            return name if reference.kind == "term" else self.word("not-shown")
        text: Text = found.term if isinstance(found, Term) else found.title
        return inline.plain(text.inline(self.language.tag))

    def _titled(self, document: Document | BarePost, form: str) -> str:
        return self._form(document.forms, form) or self.plain(document.title)

    def _named(self, term: Term, form: str) -> str:
        return self._form(term.forms, form) or self.plain(term.term)

    def _form(self, forms: Mapping[str, Mapping[Any, str]], form: str) -> str | None:
        known = next((forms[tag] for tag in chain_of(self.language.tag) if tag in forms), {})
        return known.get(form)

    def _filled(self, name: str) -> Run:
        if name in inline.PERSONAL:
            return Blank(name, self.word(f"blank-{name}"))
        if name == "organisation":
            return inline.Words(self.plain(self.handbook.settings.organisation.name))
        if name == "entity":
            return inline.Words(self.plain(self.entity.name) if self.entity else self.word("the-employer"))
        if name == "jurisdiction":
            return inline.Words(self.place(self.jurisdiction) if self.jurisdiction else self.word("the-place"))
        return inline.Words(self._of_document(name))

    def _of_document(self, name: str) -> str:
        if self.document is None:
            return f"{{{name}}}"
        if name == "title":
            return self.title(self.document)
        department = self.handbook.departments.get(getattr(self.document, "department", None) or "")
        return self.plain(department.name) if department else self.word("the-department")
