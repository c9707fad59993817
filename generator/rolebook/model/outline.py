"""What everybody sees of a role: its name, its place in the organisation, where it applies, who may see it.

The other fields are seen by its own pages, and by pages and checks of the whole handbook, so a change in them leaves
other documents as they are.
"""

import json

from rolebook.model.role import Role
from rolebook.model.variant import ITEM_LISTS

OWN = frozenset(
    {*ITEM_LISTS, "purpose", "add", "replace", "remove", "other_tasks", "dimensions", "conditions", "career"}
    | {"appointment", "dismissal", "occupation", "deputising", "headings", "pay", "employment"}
)
"""Fields, as files name them, that no other document shows or checks. A new field is part of the outline until it is
put here, and `tests/test_cache.py` shows that it may be."""


def outline(role: Role) -> str:
    """The outline as text; equal texts are equal outlines."""
    given = {key: value for key, value in (role.given or {}).items() if key not in OWN}
    return json.dumps([role.id, role.title.origin, given], ensure_ascii=False, sort_keys=True)


def is_own(place: str) -> bool:
    """Whether the place of a text, `role/cook/duties/taste`, is in a field of the role's own."""
    kind, _, field = place.split("/", 3)[:3]
    return kind == "role" and field in OWN
