"""A place of a document as its readers know it: labels of lists and the first words of what is in them."""

from typing import Any

from rolebook.language.editor_words import EditorWords
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.excerpts import Excerpts
from rolebook.pipeline.edit.parts import path_of
from rolebook.pipeline.edit.versions import value_at
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.source.editing import Path as TreePath

_LONGEST, _LEAST = 60, 30
_OF_COURSE = ("text", "title", "heading", "name")
"""Fields that say what an item is: who reads its first words need not be told."""
_BY_KEY = ("overrides", "translation")


def place_in_words(
    snapshot: Snapshot,
    document: DocumentId,
    place: str | TreePath,
    words: EditorWords,
    excerpt: Excerpts | None = None,
) -> str:
    """Returns a place such as `duties/sell/text` in words: `Duties › Supervises direct sales`; empty for the whole.

    Who asks for many places hands `excerpt` over.
    """
    path = path_of(place) if isinstance(place, str) else place
    tree: Any = snapshot.tree(document) if document in snapshot.documents else None
    told: list[tuple[str, bool]] = []
    excerpt = excerpt or Excerpts(snapshot.handbook, words.tag)
    for end, step in enumerate(path, 1):
        held, value = value_at(tree, path[: end - 1]), value_at(tree, path[:end])
        name = str(step)
        if isinstance(held, list) or (isinstance(step, int) and value is not None):
            if isinstance(value, dict) and (said := _first_words(value, words, excerpt)):
                if len(told) > 1 and not told[-1][1]:
                    told.pop()  # what kind of list within an item it is says nothing to a reader
                told.append((said, True))
        elif end > 1 and str(path[end - 2]) in _BY_KEY:
            told.append((words.language(name) if path[end - 2] == "translation" else words.territory(name), True))
        elif isinstance(step, str) and name not in _BY_KEY and words.has_label(name):
            told.append((words.label(name), False))
    if len(told) > 1 and told[-2][1] and path and str(path[-1]) in _OF_COURSE:
        told.pop()
    return " › ".join(said for said, _ in told)


def _first_words(value: dict[str, Any], words: EditorWords, excerpt: Excerpts) -> str:
    """The first words of an item; what follows a breach is known by its sanction."""
    if isinstance(sanction := value.get("sanction"), str):
        return words.choice("sanction", sanction)
    return shortened(excerpt(value))


def shortened(words: str) -> str:
    """Returns the first words, none of them cut in two where the language has spaces."""
    if len(words) <= _LONGEST:
        return words
    head = words[:_LONGEST]
    whole = head.rpartition(" ")[0] if not words[_LONGEST].isspace() else head
    return f"{(whole if len(whole) >= _LEAST else head).rstrip(' ,;:–-')}…"
