"""The organisation as charts: all of it, and what is around one role."""

from markupsafe import Markup

from rolebook.model.role import Role
from rolebook.model.settings import BarePost
from rolebook.render.links import Links
from rolebook.render.org_chart import Post, draw
from rolebook.view import Reader

Chartable = Role | BarePost


class Charts:
    """Draws the posts that a reader is shown, each with the way to its page if it has one."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self._handbook = reader, reader.handbook

    def whole(self, links: Links) -> Markup:
        """Everybody under those who report to nobody."""
        return draw(tuple(self._post(one, links) for one in self.tops()), self._reader.word("site-chart"))

    def tops(self) -> tuple[Chartable, ...]:
        """Posts that report to nobody; one without a description only where others report to it."""
        book = self._handbook
        everyone: tuple[Chartable, ...] = (*book.posts.values(), *book.roles.values())
        known = {one.id for one in everyone}
        return tuple(
            one for one in everyone if one.reports_to not in known and (one.id in book.roles or self.below(one.id))
        )

    def below(self, post_id: str) -> tuple[Chartable, ...]:
        """The posts that report to a post, those without a description first."""
        book = self._handbook
        bare = (post for post in book.posts.values() if post.reports_to == post_id)
        return (*bare, *book.reports.get(post_id, ()))

    def around(self, role: Role, links: Links) -> Markup:
        """The chain above a role, the role, and its direct reports."""
        reader, book = self._reader, self._handbook
        below = tuple(self._box(one, links) for one in self.below(role.id))
        chart = Post(reader.title(role), None, below, marked=True)
        seen, name = {role.id}, role.reports_to
        while (above := book.roles.get(name or "") or book.posts.get(name or "")) and above.id not in seen:
            seen.add(above.id)
            chart = self._box(above, links, (chart,))
            name = above.reports_to
        return draw((chart,), reader.word("site-chart-note", title=reader.title(role)))

    def _post(self, one: Chartable, links: Links) -> Post:
        return self._box(one, links, tuple(self._post(below, links) for below in self.below(one.id)))

    def _box(self, one: Chartable, links: Links, below: tuple[Post, ...] = ()) -> Post:
        outside = isinstance(one, BarePost) and one.kind == "external"
        address = None if isinstance(one, BarePost) else links.document("role", one.id)
        return Post(self._reader.post_title(one.id), address, below, outside=outside)
