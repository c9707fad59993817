"""Who may review a translation: somebody who neither wrote nor confirmed it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rolebook.pipeline.edit.strings import string_change
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.store.together import journal_of


def worked_on(snapshot: Snapshot, actor: str, places: Iterable[str], language: str) -> frozenset[str]:
    """Returns those of several strings that somebody wrote or confirmed in a language."""
    own = [one for one in journal_of(snapshot.root) if one["actor"] == actor]
    return frozenset(one for one in places if own and has_worked_on(snapshot, actor, one, language, own))


def has_worked_on(
    snapshot: Snapshot, actor: str, place: str, language: str, records: Sequence[Mapping[str, Any]] | None = None
) -> bool:
    """Returns whether somebody wrote a string in a language in the editor, or confirmed it, at any time."""
    change = string_change(snapshot, place, language, "", "")
    document = [change.document.kind, change.document.name]
    for record in journal_of(snapshot.root) if records is None else records:
        if record["actor"] != actor:
            continue
        if record.get("confirmed", [])[:2] == [place, language] or record.get("created") == document:
            return True
        for one in record.get("changes", ()):
            edit = one["edit"]
            same = one["document"] == document and edit["path"] == list(change.edit.path)
            if same and edit.get("language", language) == language:
                return True
            if one["document"] == document and edit["kind"] == "Insert" and _is_within(edit, change.edit.path):
                return True
    return False


def _is_within(edit: dict[str, object], path: tuple[str | int, ...]) -> bool:
    """Whether a string is in an item that an edit added."""
    holder, value = edit["path"], edit["value"]
    name = value.get("id") if isinstance(value, dict) else None
    return isinstance(holder, list) and list(path[: len(holder) + 1]) == [*holder, name]
