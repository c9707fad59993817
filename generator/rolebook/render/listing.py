"""In which order pages list roles and hand-written pages, and under which headings."""

from rolebook.model.handbook import Handbook, Page
from rolebook.model.role import Role
from rolebook.model.settings import Department
from rolebook.view import Reader

Group = tuple[Department | None, list[Role]]


def guide_pages(reader: Reader) -> list[Page]:
    """The hand-written pages: in the reader's language, else in the handbook's own."""
    found: dict[str, Page] = {}
    for page in reader.handbook.pages:
        own = page.language == reader.language.tag
        if own or (page.language == reader.handbook.settings.language and page.name not in found):
            found[page.name] = page
    return sorted(found.values(), key=lambda page: (page.order, page.name))


def roles_by_department(handbook: Handbook) -> list[Group]:
    """Roles by department, in the settings' order and from the top down; those without one last."""
    departments: list[Department | None] = [*handbook.settings.departments, None]
    known = set(handbook.departments)
    groups: list[Group] = []
    for department in departments:
        members = [
            role
            for role in handbook.roles.values()
            if (role.department == department.id if department else role.department not in known)
        ]
        if members:
            groups.append((department, sorted(members, key=lambda role: (len(handbook.superiors(role)), role.id))))
    return groups


def roles_by_family(handbook: Handbook) -> list[tuple[Role, list[Role]]]:
    """Families that have a role to show, each with its roles."""
    found = [
        (family, [role for role in handbook.roles.values() if family in handbook.families_of(role)])
        for family in handbook.families.values()
    ]
    return [(family, members) for family, members in found if members]
