"""What somebody saw where an edit goes: the version of a string or list, never of a whole file."""

import hashlib
import json
import unicodedata
from typing import Any

from rolebook.source.editing import (
    Edit,
    Insert,
    Move,
    NoPlace,
    Path,
    Remove,
    RemoveLanguage,
    SetText,
    SetValue,
    at,
    steps_to,
)


def base_of(tree: Any, edit: Edit) -> str:
    """Returns what is where an edit goes, as a string that a form can keep.

    Of a text the words in the edit's language; of another value its JSON; of an insertion or move the order of the
    list; of a removal a digest of the whole item. Empty where there is nothing.
    """
    match edit:
        case SetText() | RemoveLanguage():
            words = value_at(tree, edit.path)
            if isinstance(words, str):
                return plain(words) if isinstance(edit, SetText) and edit.language == edit.origin else ""
            return plain(str(words.get(edit.language, ""))) if isinstance(words, dict) else ""
        case SetValue():
            return base_of_value(value_at(tree, edit.path))
        case Insert():
            return order_of(value_at(tree, edit.path))
        case Move():
            return order_of(value_at(tree, edit.path[:-1]))
        case Remove():
            return digest_of_value(value_at(tree, edit.path))


def plain(words: str) -> str:
    """Returns words of a form with one kind of line end and nothing around them: browsers send CR and LF."""
    return unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n")).strip()


def value_at(tree: Any, path: Path) -> Any:
    """Returns the value at a path, None where there is none."""
    try:
        return at(tree, steps_to(tree, path))
    except NoPlace:
        return None


def base_of_value(value: Any) -> str:
    """Returns the version of a value that is no text."""
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def order_of(items: Any) -> str:
    """Returns the version of a list: its items' ids in their order."""
    names = [one.get("id", "") if isinstance(one, dict) else one for one in items or ()]
    return json.dumps(names, ensure_ascii=False)


def digest_of_value(value: Any) -> str:
    """Returns the version of a whole item."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]
