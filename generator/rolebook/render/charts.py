"""The organisation as charts: all of it, and what is around one role."""

from markupsafe import Markup

from rolebook.model.role import Role
from rolebook.render.links import Links
from rolebook.render.org_chart import Post, draw
from rolebook.view import Reader


class Charts:
    """Draws the posts that a reader is shown, each with the way to its page."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self._handbook = reader, reader.handbook

    def whole(self, links: Links) -> Markup:
        """Everybody under those who report to nobody."""
        roles = self._handbook.roles
        tops = [role for role in roles.values() if role.reports_to not in roles]
        return draw(tuple(self._post(role, links) for role in tops), self._reader.word("site-chart"))

    def around(self, role: Role, links: Links) -> Markup:
        """The chain above a role, the role, and its direct reports."""
        reader = self._reader
        below = tuple(Post(reader.title(one), links.document("role", one.id)) for one in self._below(role.id))
        post = Post(reader.title(role), None, below, marked=True)
        for above in self._handbook.superiors(role):
            post = Post(reader.title(above), links.document("role", above.id), (post,))
        return draw((post,), reader.word("site-chart-note", title=reader.title(role)))

    def _post(self, role: Role, links: Links) -> Post:
        below = tuple(self._post(one, links) for one in self._below(role.id))
        return Post(self._reader.title(role), links.document("role", role.id), below)

    def _below(self, role_id: str) -> tuple[Role, ...]:
        return self._handbook.reports.get(role_id, ())
