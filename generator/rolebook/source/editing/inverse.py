"""The edit that takes another one back, as a meaning: written anew where the bytes of the first are gone."""

from rolebook.source.editing.meaning import missing_from
from rolebook.source.editing.values import (
    Edit,
    Insert,
    Move,
    Path,
    Remove,
    RemoveLanguage,
    SetText,
    SetValue,
    at,
    steps_to,
)
from rolebook.source.tree import Value


def inverse_of(before: Value, edit: Edit) -> Edit:
    """Returns the edit that takes one back, from the plain values before it. Raises NoPlace as the edit itself does."""
    match edit:
        case SetText():
            old = _value_at(before, edit.path)
            if isinstance(old, dict) and old:
                told = old.get(edit.language)
                return _with_words(edit, told) if told is not None else RemoveLanguage(edit.path, edit.language)
            return SetValue(edit.path, old) if old else _taken_out(before, edit.path)
        case SetValue():
            there = missing_from(before, edit.path) == len(edit.path)
            return SetValue(edit.path, _value_at(before, edit.path)) if there else _taken_out(before, edit.path)
        case RemoveLanguage():
            words = _value_at(before, edit.path)
            return SetText(edit.path, edit.language, words[edit.language], edit.language, tuple(words))
        case Insert():
            if _value_at(before, edit.path) is None:
                return _taken_out(before, edit.path)
            return Remove((*edit.path, _name(edit.value, edit.index)))
        case Move():
            steps = steps_to(before, edit.path)
            return Move((*edit.to, _name(at(before, steps), edit.index)), edit.path[:-1], int(steps[-1]))
        case Remove():
            steps = steps_to(before, edit.path)
            value, holder = at(before, steps), at(before, steps[:-1])
            if isinstance(holder, list):
                return Insert(edit.path[:-1], int(steps[-1]), value)
            return SetValue(edit.path, value, tuple(holder))


def _with_words(edit: SetText, words: str) -> SetText:
    return SetText(edit.path, edit.language, words, edit.origin, edit.order)


def _taken_out(before: Value, path: Path) -> Edit:
    """What was added goes with the maps that were added above it; an empty value that was there comes back."""
    count = missing_from(before, path)
    holder = at(before, steps_to(before, path[:count]))
    return SetValue(path[:count], holder) if count == len(path) or holder is None else Remove(path[: count + 1])


def _value_at(tree: Value, path: Path) -> Value:
    return at(tree, steps_to(tree, path)) if missing_from(tree, path) == len(path) else None


def _name(item: Value, index: int) -> str | int:
    return item["id"] if isinstance(item, dict) and isinstance(item.get("id"), str) else index
