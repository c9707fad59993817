"""The roles and departments that a handbook has, and that are imported with a document, by their titles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rolebook.language.comparison import folded
from rolebook.model.handbook import Handbook
from rolebook.model.words.text import Text

_LEAST_SHARED = 4
"""Letters at a word's beginning that words of one stem share."""


@dataclass(slots=True)
class KnownPosts:
    """Ids by title: roles with posts that no file describes, departments, and policies."""

    roles: dict[str, str] = field(default_factory=dict)
    departments: dict[str, str] = field(default_factory=dict)

    def role(self, title: str) -> str:
        """Returns the id of the one role with a title, in any case of its language; empty for none or several."""
        return _only(self.roles, title)

    def candidates(self, title: str) -> list[str]:
        """Returns ids of roles that share a word with a title."""
        stems = _stems(title)
        return sorted({name for known, name in self.roles.items() if stems & _stems(known)})[:3]

    def department(self, name: str) -> str:
        """Returns the id of a department with a name; empty for none."""
        return _only(self.departments, name)


def known_posts(handbook: Handbook | None) -> KnownPosts:
    """Returns what a handbook knows; nothing without one."""
    if handbook is None:
        return KnownPosts()
    roles: dict[str, str] = {}
    for name, role in handbook.roles.items():
        titles = [role.title, *(one.text for one in role.alternative_titles)]
        roles |= _titles(titles, name)
        roles |= {folded(form): name for forms in role.forms.values() for form in forms.values()}
    for post in handbook.settings.posts:
        roles |= _titles([post.title], post.id)
    departments: dict[str, str] = {}
    for department in handbook.settings.departments:
        departments |= _titles([department.name], department.id)
    return KnownPosts(roles, departments)


def _titles(texts: Iterable[Text], name: str) -> dict[str, str]:
    return {folded(words): name for text in texts for words in text.values.values()}


def _only(known: Mapping[str, str], title: str) -> str:
    plain = folded(title.strip(" .,;:。；，"))
    if plain in known:
        return known[plain]
    stems = _stems(plain)
    alike = {name for other, name in known.items() if stems and _stems(other) == stems}
    return alike.pop() if len(alike) == 1 else ""


def _stems(title: str) -> frozenset[str]:
    """The words of a title without their endings; of Chinese, the title itself."""
    return frozenset(
        word[: max(_LEAST_SHARED, len(word) - 3)] for word in folded(title).split() if len(word) >= _LEAST_SHARED
    ) or frozenset({folded(title)})
