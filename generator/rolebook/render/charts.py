"""The organisation as charts: all of it as a picture, as lists to unfold, and what is around one role."""

from dataclasses import dataclass

from markupsafe import Markup

from rolebook.model.role import Role
from rolebook.model.settings import BarePost
from rolebook.render.links import FOLDERS
from rolebook.render.org_chart import Post, draw
from rolebook.view import Reader

Chartable = Role | BarePost


TONES = 8
"""So many colours tell departments apart; a further department has one of them again."""


@dataclass(frozen=True, slots=True)
class Near:
    """The posts around a role, by their ids: superiors, also in functional lines, peers, and direct reports."""

    above: tuple[str, ...]
    functional: tuple[str, ...]
    peers: tuple[str, ...]
    below: tuple[str, ...]


class Charts:
    """Draws the posts that a reader is shown, each with the way to its page if it has one."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self._handbook = reader, reader.handbook
        self._counts: dict[str, int] = {}
        self._tones = {unit: at % TONES + 1 for at, unit in enumerate(self._handbook.departments)}

    def whole(self, pages: str) -> Markup:
        """Everybody under those who report to nobody, as a file; links lead to the site's `pages`, if it says where."""
        return draw(tuple(self._post(one, pages) for one in self.tops()), self._reader.word("site-chart"))

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

    def near(self, role: Role) -> Near:
        """What is around a role: one up, peers, direct reports."""
        known = {*self._handbook.roles, *self._handbook.posts}
        above = (role.reports_to,) if role.reports_to in known else ()
        peers = tuple(one.id for one in self.below(above[0]) if one.id != role.id) if above else ()
        functional = tuple(one for one in role.reports_to_functionally if one in known)
        return Near(above, functional, peers, tuple(one.id for one in self.below(role.id)))

    def count(self, post_id: str) -> int:
        """How many posts are below one, at any depth."""
        if post_id not in self._counts:
            self._counts[post_id] = sum(1 + self.count(one.id) for one in self.below(post_id))
        return self._counts[post_id]

    def tone(self, post: Chartable) -> int:
        """The colour of a post's department, from 1; 0 for none."""
        return self._tones.get(post.department or "", 0) if isinstance(post, Role) else 0

    def _post(self, one: Chartable, pages: str) -> Post:
        outside = isinstance(one, BarePost) and one.kind == "external"
        address = f"{pages}{FOLDERS['role']}/{one.id}.html" if pages and isinstance(one, Role) else None
        below = tuple(self._post(other, pages) for other in self.below(one.id))
        return Post(self._reader.post_title(one.id), address, below, outside=outside)
