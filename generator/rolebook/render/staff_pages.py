"""Pages for people rather than documents: a post's own page, first days, what is new and its feed, the print center."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from jinja2 import Environment

from rolebook.model.handbook import Document
from rolebook.model.role import Role
from rolebook.render.environment import rendered
from rolebook.render.links import FOLDERS
from rolebook.render.papers import Papers
from rolebook.render.read_links import ReadLink, ReadLinks
from rolebook.view import Audience, Reader, holder_view, newcomer_sections
from rolebook.view.history import Revision
from rolebook.view.tree import DocumentView

NEWS_SHOWN = 50
"""So many revisions are told of on the page and in the feed."""


@dataclass(frozen=True, slots=True)
class Special:
    """A page to render: its key, its template and title, and what the template is given."""

    key: str
    kind: str
    title: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class News:
    """A revision that was put in force, and the document it is of."""

    document: Document
    title: str
    key: str
    revision: Revision

    @property
    def places(self) -> tuple[str, ...]:
        """Where it says something else than the revision before, in words, each once."""
        return tuple(dict.fromkeys(change.label for change in self.revision.changes or ()))


Day = tuple[date, list[News], list[News]]
"""What was released on a day: changed documents, and first editions, which a site tells of as one."""


def special_pages(reader: Reader, audience: Audience, papers: Papers, news: Sequence[News]) -> Iterator[Special]:
    """The pages but for what all pages are given, and but for each post's own."""
    yield Special("my/index", "my-roles", reader.word("site-my-role"))
    own = reader.reading()
    sections = newcomer_sections(own)
    found = {"sections": sections, "fallbacks": own.fallbacks, "outdated": own.outdated}
    yield Special("first-days", "newcomers", reader.word("site-newcomers"), found)
    yield Special("news", "news", reader.word("site-news"), {"days": days_of(news)})
    if papers.made:
        yield Special("documents", "all-documents", reader.word("site-all-documents"), {"papers": papers})
    if audience is Audience.MANAGERS:
        yield Special("print", "print-center", reader.word("site-print-center"), {"papers": papers})


def news_of(reader: Reader, histories: Mapping[int, Sequence[Revision]]) -> list[News]:
    """The revisions of everything the reader is shown, the newest first."""
    documents: list[Document] = [*reader.handbook.policies.values(), *reader.handbook.roles.values()]
    found = [
        News(one, reader.title(one), f"{FOLDERS['role' if isinstance(one, Role) else 'policy']}/{one.id}", revision)
        for one in documents
        for revision in histories[id(one)]
    ]
    found.sort(key=lambda one: one.revision.release.released, reverse=True)  # stable: one day's in their order
    return found


def days_of(news: Sequence[News]) -> list[Day]:
    """The latest by day, the newest first; the first editions of a day are one piece of news, however many they are."""
    days: list[Day] = []
    shown = 0
    for released, group in groupby(news, key=lambda one: one.revision.release.released):
        several = list(group)
        firsts = [one for one in several if one.revision.release.change == "first"]
        changed = [one for one in several if one.revision.release.change != "first"][: NEWS_SHOWN - shown]
        days.append((released, changed, firsts))
        shown += len(changed) + bool(firsts)
        if shown >= NEWS_SHOWN:
            break
    return days


def feed_text(env: Environment, reader: Reader, news: Sequence[News]) -> str:
    """The same as an Atom feed (RFC 4287); its dates are those of the releases, so it changes only with them."""
    address = f"{reader.handbook.settings.url.rstrip('/')}/{reader.language.tag}/"
    return rendered(env, "feed.xml.j2", reader=reader, days=days_of(news), address=address)


def my_role(role: Role, reader: Reader, papers: Papers, reads: ReadLinks, whole: DocumentView) -> Special:
    """The page of a post, whose description the reader sees as `whole`."""
    view = holder_view(role, reader, whole)
    context = {
        "document": role,
        "view": view,
        "papers": papers,
        "reads": list(_by_employer(role, reader, reads, (role, *view.papers))),
        "fallbacks": view.fallbacks,
        "outdated": view.outdated,
    }
    return Special(f"my/{role.id}", "my-role", reader.title(role), context)


def _by_employer(
    role: Role, reader: Reader, reads: ReadLinks, documents: Sequence[Document]
) -> Iterator[tuple[str, list[tuple[str, ReadLink]]]]:
    """What a holder says to have read, under each employer of the role: its name, and titles with their links."""
    links = [(reader.title(one), link) for one in documents for link in reads.of(one)]
    for entity in reader.handbook.entities_of(role):
        if own := [(title, link) for title, link in links if link.entity == entity.id]:
            yield own[0][1].employer, own
