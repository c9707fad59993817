"""Short names made of titles, in any script."""

from rolebook.diagnostics import UserError
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.pipeline.importing.ids import Ids


def short_name_for(snapshot: Snapshot, title: str) -> str:
    """Returns a short name that no role or policy has. Raises UserError for a title without any word."""
    if not title.strip():
        raise UserError("edit-no-title")
    return Ids(taken={one.name for one in snapshot.documents}).next(title)
