"""What an edit means, on plain values: what the edited file must say, and nothing about how it is written."""

from itertools import zip_longest

from rolebook.source.editing.values import (
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
from rolebook.source.tree import Value


def plain_of(tree: Value) -> Value:
    """Returns a copy without places, in which nothing is shared."""
    if isinstance(tree, dict):
        return {key: plain_of(value) for key, value in tree.items()}
    return [plain_of(value) for value in tree] if isinstance(tree, list) else tree


def is_same(one: Value, other: Value) -> bool:
    """Returns whether two values are equal in kind and in the order of their keys, too: `1` is not `1.0` nor true."""
    if isinstance(one, dict) and isinstance(other, dict):
        pairs = zip_longest(one.items(), other.items(), fillvalue=("", None))
        return len(one) == len(other) and all(a[0] == b[0] and is_same(a[1], b[1]) for a, b in pairs)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return type(one) is type(other) and bool(one == other)


def make(tree: Value, edit: Edit) -> None:
    """Makes an edit on plain values. Raises NoPlace where they have nothing at its path."""
    match edit:
        case SetText():
            _set_text(tree, edit)
        case SetValue():
            _put(tree, edit.path, edit.value, edit.order)
        case RemoveLanguage():
            words = at(tree, steps_to(tree, edit.path))
            if not isinstance(words, dict) or words.keys() == {edit.language} or edit.language not in words:
                raise NoPlace(edit.path)
            del words[edit.language]
        case Insert():
            _insert(tree, edit)
        case Move():
            steps, to = steps_to(tree, edit.path), steps_to(tree, edit.to)
            target = at(tree, to)
            item = at(tree, steps[:-1]).pop(steps[-1])
            if not isinstance(target, list) or edit.index > len(target) or steps == to[: len(steps)]:
                raise NoPlace(edit.to)
            target.insert(edit.index, item)
        case Remove():
            steps = steps_to(tree, edit.path)
            if not steps:
                raise NoPlace(edit.path)
            del at(tree, steps[:-1])[steps[-1]]


def position_of(keys: list[str], key: str, order: tuple[str, ...]) -> int:
    """Returns where a new key goes among others: behind the last one that comes before it in the order."""
    before = order[: order.index(key)] if key in order else tuple(keys)
    return max((index + 1 for index, one in enumerate(keys) if one in before), default=0)


def missing_from(tree: Value, path: Path) -> int:
    """Returns how many elements of a path the tree has; a value that is empty or null counts as there."""
    for count, _ in enumerate(path):
        try:
            steps_to(tree, path[: count + 1])
        except NoPlace:
            return count
    return len(path)


def wrapped(path: Path, value: Value) -> Value:
    """Returns a value inside the maps that a path names. Raises NoPlace for an item of a list."""
    for element in reversed(path):
        if not isinstance(element, str):
            raise NoPlace(path)
        value = {element: value}
    return value


def _set_text(tree: Value, edit: SetText) -> None:
    count = missing_from(tree, edit.path)
    old = at(tree, steps_to(tree, edit.path)) if count == len(edit.path) else None
    if isinstance(old, dict) and old:
        told = old.get(edit.language, "")
        if not isinstance(told, str):
            raise NoPlace(edit.path)
        old[edit.language] = as_long(edit.words, told)
    elif isinstance(old, str):
        one = edit.language == edit.origin
        words = as_long(edit.words, old) if one else {edit.origin: old, edit.language: edit.words}
        _put(tree, edit.path, words, ())
    elif old is None or old == {}:
        _put(tree, edit.path, {edit.language: edit.words}, edit.order)
    else:
        raise NoPlace(edit.path)


def as_long(words: str, old: str) -> str:
    """Returns words with as many line ends behind them as the old ones: a matter of style, not of what is said."""
    return words.rstrip("\n") + old[len(old.rstrip("\n")) :]


def _put(tree: Value, path: Path, value: Value, order: tuple[str, ...]) -> None:
    count = missing_from(tree, path)
    if count == len(path):
        steps = steps_to(tree, path)
        at(tree, steps[:-1])[steps[-1]] = plain_of(value)
        return
    holder_at = steps_to(tree, path[:count])
    holder, key = at(tree, holder_at), path[count]
    value = wrapped(path[count + 1 :], plain_of(value))
    if holder is None and holder_at:
        holder = at(tree, holder_at[:-1])[holder_at[-1]] = {}
    if not isinstance(holder, dict) or not isinstance(key, str):
        raise NoPlace(path)
    items = list(holder.items())
    items.insert(position_of(list(holder), key, order), (key, value))
    holder.clear()
    holder.update(items)


def _insert(tree: Value, edit: Insert) -> None:
    count = missing_from(tree, edit.path)
    target = at(tree, steps_to(tree, edit.path)) if count == len(edit.path) else None
    if target is None:
        if edit.index:
            raise NoPlace(edit.path)
        _put(tree, edit.path, [edit.value], edit.order)
    elif isinstance(target, list) and 0 <= edit.index <= len(target):
        target.insert(edit.index, plain_of(edit.value))
    else:
        raise NoPlace(edit.path)
