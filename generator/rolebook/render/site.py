"""The handbook as a tree of Markdown pages, one folder a language, for MkDocs and its kin."""

import json
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from rolebook.model.handbook import Document, Handbook, Page
from rolebook.model.policy import AnyPolicy
from rolebook.model.role import Role
from rolebook.model.settings import Entity
from rolebook.model.translation.text_addresses import PAGES
from rolebook.model.translation.units import translations_of
from rolebook.render.brand import brand_addresses
from rolebook.render.charts import Charts
from rolebook.render.environment import environment, rendered
from rolebook.render.handwritten import as_html
from rolebook.render.home import ASKED, calls_of, latest_of
from rolebook.render.links import FOLDERS, ROOT, Links
from rolebook.render.listing import guide_pages, roles_by_department, roles_by_family
from rolebook.render.markup import Markups
from rolebook.render.papers import Papers
from rolebook.render.pieces import Output, Piece, SiteOptions
from rolebook.render.read_links import ReadLinks
from rolebook.render.sources import source_of
from rolebook.render.staff_pages import Special, feed_text, my_role, news_of, special_pages
from rolebook.render.summary import shortened, summary_of
from rolebook.view import Audience, Reader, fingerprint, history_of, identities_of, policy_view, role_view, shown_to
from rolebook.view.audience import tells_all
from rolebook.view.contacts import complaint_facts, contact_lines
from rolebook.view.history import Revision
from rolebook.view.tree import DocumentView

_SHORT = 16
_NOTICE = "\x1anotice\x1a"  # no text can hold this sign; what a page borrows is known when it is rendered


def render_site(handbook: Handbook, options: SiteOptions | None = None) -> Iterator[Output]:
    """Every page of the site in every language, and the language chooser at its root."""
    for piece in site_pieces(handbook, options or SiteOptions()):
        yield from piece.make()


def site_pieces(handbook: Handbook, options: SiteOptions) -> list[Piece]:
    """The same, still to be made, in any order and in any process."""
    env = environment(options.templates)
    languages = options.languages or handbook.settings.languages
    shown = shown_to(handbook, options.audience)
    translations = translations_of(handbook) if handbook.lock else None
    stale = {tag: translations.stale_texts(tag) if translations else frozenset[int]() for tag in languages}
    readers = [Reader(shown, tag, stale=stale[tag]) for tag in languages]
    sites = [_LanguageSite(env, handbook, reader, languages, options) for reader in readers]
    pieces = [piece for site in sites for piece in site.pieces()]
    return [*pieces, Piece(ROOT, None, lambda: (_chooser(env, readers),))]


class _LanguageSite:
    """The pages of one language."""

    def __init__(
        self, env: Environment, whole: Handbook, reader: Reader, languages: tuple[str, ...], options: SiteOptions
    ) -> None:
        self.audience, self.papers = options.audience, Papers(whole, reader, options.papers, options.archives)
        self.reads = ReadLinks(whole, reader, options.audience)
        self.env, self.whole, self.reader, self.handbook = env, whole, reader, reader.handbook
        self.tag, self.languages, self.charts = reader.language.tag, languages, Charts(reader)
        self.roles = list(self.handbook.roles.values())
        self.policies = list(self.handbook.policies.values())
        self.known = frozenset(
            [f"roles/{role.id}" for role in self.roles] + [f"policies/{policy.id}" for policy in self.policies]
        )

    def pieces(self) -> Iterator[Piece]:
        """Every page."""
        yield Piece(self.tag, None, lambda: tuple(self._lists()))
        yield Piece(f"{self.tag}/people", None, lambda: tuple(self._for_people()))
        for page in guide_pages(self.reader):
            yield Piece(f"{self.tag}/guide/{page.name}", PAGES, partial(self._handwritten, page))
        for policy in self.policies:
            yield Piece(f"{self.tag}/policies/{policy.id}", f"policy/{policy.id}", partial(self._policy, policy))
        for role in self.roles:
            yield Piece(f"{self.tag}/roles/{role.id}", f"role/{role.id}", partial(self._role, role))

    def _lists(self) -> Iterator[Output]:
        """Pages that lead to others, and those that explain."""
        cover = brand_addresses(self.handbook)["cover"]
        yield self._page(
            "index",
            "home",
            self._organisation(),
            guide=guide_pages(self.reader),
            groups=roles_by_department(self.handbook),
            cover=cover,
            asked=ASKED,
            latest=latest_of(self.reader),
            calls=tuple(calls_of(self.reader)),
        )
        yield self._page(
            "roles/index",
            "roles",
            self.reader.word("site-roles"),
            groups=roles_by_department(self.handbook),
            families=roles_by_family(self.handbook),
        )
        yield self._page("policies/index", "policies", self.reader.word("site-policies"), policies=self.policies)
        drawn: dict[str, Any] = {"charts": self.charts}
        drawn |= {
            "contacts": lambda office: tuple(contact_lines(office, self.reader)),
            "complaints": tuple(complaint_facts(self.reader)),
        }
        yield self._page("organisation", "organisation", self.reader.word("site-organisation"), **drawn)
        yield Output(f"{self.tag}/organisation.svg", str(self.charts.whole(self._pages_online())))
        if self.handbook.library:
            yield self._page("competencies", "competencies", self.reader.word("site-competencies"))
        if self.handbook.terms:
            yield self._page("glossary", "glossary", self.reader.word("site-glossary"))
        yield self._page("404", "not-found", self.reader.word("site-not-found"))

    def _for_people(self) -> Iterator[Output]:
        """Pages for newcomers and managers, and what is new."""
        news = news_of(self.reader, {id(one): self._history(one) for one in (*self.roles, *self.policies)})
        for one in special_pages(self.reader, self.audience, self.papers, news):
            yield self._special(one)
        yield Output(f"{self.tag}/feed.xml", feed_text(self.env, self.reader, news))

    def _special(self, one: Special) -> Output:
        shared = {
            "guide": guide_pages(self.reader),
            "groups": roles_by_department(self.handbook),
            "charts": self.charts,
        }
        return self._page(one.key, one.kind, one.title, **{**shared, **one.context})

    def _role(self, role: Role) -> tuple[Output, ...]:
        """The role's page, and its holder's."""
        view = role_view(role, self.reader)
        own = my_role(role, self.reader, self.papers, self.reads, view)
        mine = self._page(own.key, own.kind, own.title, charts=self.charts, **own.context)
        return self._document(role, view), mine

    def _policy(self, policy: AnyPolicy) -> tuple[Output, ...]:
        return (self._document(policy, policy_view(policy, self.reader)),)

    def _history(self, document: Document) -> tuple[Revision, ...]:
        return history_of(self.whole, document, self.audience, self.reader)

    def _document(self, document: Document, view: DocumentView) -> Output:
        key = f"{FOLDERS[view.kind]}/{view.id}"
        extra: dict[str, Any] = {"charts": self.charts} if isinstance(document, Role) else {}
        return self._page(
            key,
            view.kind,
            self.reader.title(document),
            fallbacks=view.fallbacks,
            outdated=view.outdated,
            document=document,
            view=view,
            editions=list(self._editions(document)),
            revisions=self._history(document),
            papers=self.papers,
            reads=self.reads.of(document),
            **extra,
        )

    def _editions(self, document: Document) -> Iterator[dict[str, str]]:
        """The documents a page stands for; none where it leaves something out, whose fingerprint would tell of it."""
        wholes: Mapping[str, Document] = self.whole.roles if isinstance(document, Role) else self.whole.policies
        if not tells_all(document, wholes[document.id]):
            return
        for identity in identities_of(self.whole, document, self.tag):
            entity = self.handbook.entities[identity.entity]
            digest = fingerprint(self.whole, document, identity)
            yield {
                "entity": self.reader.plain(entity.name),
                "place": self.reader.place(identity.jurisdiction),
                "fingerprint": digest,
                "short": digest[: _SHORT + 4],
                "prevails": self._prevailing(entity),
            }

    def _prevailing(self, entity: Entity) -> str:
        """Which language decides at an employer that uses several, in words."""
        prevails = self.whole.prevailing(entity)
        if prevails is None or len(entity.languages) <= 1:
            return ""
        return self.reader.word("controlling-language", language=self._name(prevails))

    def _handwritten(self, page: Page) -> tuple[Output, ...]:
        links = self._links(f"guide/{page.name}")
        foreign = page.language if page.language != self.tag else None
        body = as_html(page, self.reader, links)
        if foreign:
            body = f'<div lang="{foreign}">\n{body}\n</div>'
        made = self._page(
            f"guide/{page.name}",
            "guide",
            page.title,
            fallbacks={foreign} if foreign else set(),
            outdated=self._outdated(page),
            body=Markup(body),  # noqa: S704
        )
        return (made,)

    def _outdated(self, page: Page) -> frozenset[str]:
        """The source of a hand-written page whose words here are of an earlier one."""
        guide = next(one for one in self.whole.guides if one.name == page.name)
        stale = page.language == self.tag and (self.reader.is_stale(guide.body) or self.reader.is_stale(guide.title))
        return frozenset({guide.body.source} if stale else ())

    def _page(
        self,
        key: str,
        kind: str,
        title: str,
        fallbacks: Collection[str] = (),
        outdated: Collection[str] = (),
        **context: Any,
    ) -> Output:
        links = self._links(key)
        reader = self.reader.reading(context.get("document"))
        body = rendered(
            self.env,
            f"{kind}.md.j2",
            reader=reader,
            handbook=self.handbook,
            links=links,
            markup=Markups(links, reader.word("site-permalink")),
            title=title,
            key=key,
            for_managers=self.audience is Audience.MANAGERS,
            roles=self.roles,
            notice=_NOTICE,
            **context,
        )
        borrowed, old = {*fallbacks, *reader.fallbacks}, {*outdated, *reader.outdated}
        body = body.replace(_NOTICE, self._notice(borrowed, old, key, links))
        front = {
            "title": title,
            "lang": self.tag,
            "dir": self.reader.language.direction,
            "key": key,
            "kind": kind,
            "languages": list(self._languages_of(kind, key)),
            "revision": getattr(context.get("document"), "revision", None) or "",
            "description": summary_of(body),
        }
        if self.handbook.settings.edit_url:
            front["source"] = source_of(self.handbook, key, self.tag, context)
        return Output(f"{self.tag}/{key}.md", _front(front) + body)

    def _pages_online(self) -> str:
        """Where the pages of this language are for everybody; empty where the handbook does not say."""
        url = self.handbook.settings.url
        return f"{url.rstrip('/')}/{self.tag}/" if url else ""

    def _languages_of(self, kind: str, key: str) -> Iterator[str]:
        """The languages in which this site has the page: a hand-written one where it, or its source, was written."""
        source = self.handbook.settings.language
        written = {page.language for page in self.handbook.pages if key == f"guide/{page.name}"}
        for tag in self.languages:
            if kind != "guide" or tag in written or source in written:
                yield tag

    def _notice(self, fallbacks: set[str], outdated: set[str], key: str, links: Links) -> str:
        """Says which languages a page borrows from and which it lags behind, and leads to the page in those."""
        if not fallbacks and not outdated:
            return ""
        template = self.env.get_template("notice.md.j2")
        pages = [
            (self._name(tag), tag, links.within(tag, key))
            for tag in sorted(fallbacks | outdated)
            if tag in self.languages and tag != self.tag
        ]
        borrowed, old = ([self._name(tag) for tag in sorted(tags)] for tags in (fallbacks, outdated))
        return template.render(reader=self.reader, borrowed=borrowed, old=old, pages=pages)

    def _links(self, key: str) -> Links:
        return Links(f"{self.tag}/{key}", self.tag, self.known)

    def _name(self, tag: str) -> str:
        return self.reader.language_name(tag)

    def _organisation(self) -> str:
        return self.reader.plain(self.handbook.settings.organisation.name)


def _front(fields: dict[str, Any]) -> str:
    """A page's front matter; JSON is YAML."""
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
    return f"---\n{''.join(lines)}---\n\n"


def _chooser(env: Environment, readers: list[Reader]) -> Output:
    """The page at the root: every language by its own name."""
    first = readers[0]
    organisation = first.handbook.settings.organisation
    title = first.plain(organisation.name)
    front = {
        "title": title,
        "lang": first.language.tag,
        "dir": first.language.direction,
        "key": ROOT,
        "kind": "chooser",
        "description": shortened(first.plain(organisation.about)) if organisation.about else "",
    }
    body = env.get_template("chooser.md.j2").render(readers=readers, markup=Markups(Links(ROOT, "", frozenset())))
    return Output(f"{ROOT}.md", _front(front) + body)
