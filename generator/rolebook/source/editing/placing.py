"""The splices that make an edit, from the places of the tree that it is about."""

from collections.abc import Callable

from rolebook.source.editing.blocks import insert_lines, item_text, move_entry, remove_entry
from rolebook.source.editing.brackets import insert_entry, move_in_brackets, remove_from_brackets
from rolebook.source.editing.layout import EditRefused, Splice, is_flow, is_shared, line_start, next_line
from rolebook.source.editing.meaning import missing_from, plain_of, position_of, wrapped
from rolebook.source.editing.replacing import Spot, has_comments, replaced
from rolebook.source.editing.slots import block_slots, column_of
from rolebook.source.editing.texts import TextChange, text_splices
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
from rolebook.source.tree import Mapping, Sequence, Value
from rolebook.source.writing import STEP, entry_lines, flow, flow_entry, item_lines


def splices_of(text: str, tree: Mapping, edit: Edit) -> list[Splice]:
    """Returns the splices of an edit. Raises EditRefused or NoPlace where there are none."""
    match edit:
        case SetText():
            return _set_text(text, tree, edit)
        case SetValue():
            return _put(text, tree, edit.path, edit.value, edit.order)
        case RemoveLanguage():
            return _remove(text, tree, (*steps_to(tree, edit.path), edit.language))
        case Insert():
            return _insert(text, tree, edit)
        case Move():
            return _move(text, tree, edit)
        case Remove():
            return _remove(text, tree, steps_to(tree, edit.path))


def spot_at(text: str, tree: Mapping, steps: Path) -> Spot:
    """Returns the value at a path with its surroundings. Raises EditRefused where an anchor or alias is on the way."""
    node: Value = tree
    inside = is_flow(text, tree.span)
    spot = None
    for step in steps:
        holder = node
        span = holder.values_at[step]
        if is_shared(text, span):
            raise EditRefused("shared")
        indent = holder.keys_at[str(step)].column - 1 if isinstance(holder, Mapping) else max(span.column - 1 - STEP, 0)
        spot = Spot(holder, step, span, inside, indent)
        node = holder[step]
        inside = inside or (isinstance(node, Mapping | Sequence) and is_flow(text, span))
    if spot is None:
        raise EditRefused
    return spot


def _set_text(text: str, tree: Mapping, edit: SetText) -> list[Splice]:
    there = missing_from(tree, edit.path) == len(edit.path)
    spot = spot_at(text, tree, steps_to(tree, edit.path)) if there else None
    if spot is None or not spot.holder[spot.key]:
        return _put(text, tree, edit.path, {edit.language: edit.words}, edit.order)
    words = spot.holder[spot.key]
    if isinstance(words, Mapping) and edit.language in words and is_shared(text, words.values_at[edit.language]):
        raise EditRefused("shared")
    change = TextChange(0, 0, edit.origin, {edit.language: edit.words})
    return list(text_splices(text, spot, change, spot._replace(holder=plain_of(spot.holder))))


def _put(text: str, tree: Mapping, path: Path, value: Value, order: tuple[str, ...]) -> list[Splice]:
    count = missing_from(tree, path)
    steps = steps_to(tree, path[:count])
    if count == len(path):
        return replaced(text, spot_at(text, tree, steps), value)
    holder, key = at(tree, steps), str(path[count])
    value = wrapped(path[count + 1 :], value)
    if steps:
        spot = spot_at(text, tree, steps)
        if not holder:
            return replaced(text, spot, {key: value})
    index = position_of(list(holder), key, order)
    return [_entered(text, holder, index, lambda column: entry_lines(key, value, column), flow_entry(key, value, 0))]


def _entered(
    text: str, holder: Mapping | Sequence, index: int, lines: Callable[[int], str], in_brackets: str
) -> Splice:
    if is_flow(text, holder.span):
        return insert_entry(text, holder, index, in_brackets)
    return insert_lines(text, holder, index, lines(column_of(text, holder)))


def _insert(text: str, tree: Mapping, edit: Insert) -> list[Splice]:
    if missing_from(tree, edit.path) < len(edit.path):
        return _put(text, tree, edit.path, [edit.value], edit.order)
    steps = steps_to(tree, edit.path)
    return _item_in(text, tree, steps, edit.index, edit.value)


def _item_in(text: str, tree: Mapping, steps: Path, index: int, value: Value) -> list[Splice]:
    spot = spot_at(text, tree, steps)
    target = spot.holder[spot.key]
    if not target:
        return replaced(text, spot, [value])
    return [_entered(text, target, index, lambda column: item_lines(value, column), flow(value, 0))]


def _remove(text: str, tree: Mapping, steps: Path) -> list[Splice]:
    spot_at(text, tree, steps)
    holder, key = at(tree, steps[:-1]), steps[-1]
    index = list(holder).index(str(key)) if isinstance(holder, Mapping) else int(key)
    if is_flow(text, holder.span):
        return [remove_from_brackets(text, holder, index)]
    return [remove_entry(text, holder, index)] if len(holder) > 1 else _emptied(text, tree, steps[:-1])


def _emptied(text: str, tree: Mapping, steps: Path) -> list[Splice]:
    """The only entry of a block goes: what holds it becomes empty brackets, in the line of its key."""
    node = at(tree, steps)
    empty = "{}" if isinstance(node, Mapping) else "[]"
    slot = block_slots(text, node)[0]
    if slot.inline:
        return [Splice(slot.own, slot.end, empty)]
    if not steps or not isinstance(steps[-1], str):
        raise EditRefused
    key = at(tree, steps[:-1]).keys_at[steps[-1]]
    colon = text.index(":", key.end) + 1
    end = next_line(text, slot.end)
    rest = Splice(slot.start, end, "")
    if end == len(text) and not text.endswith("\n"):
        rest = Splice(len(text[: slot.start].rstrip("\r\n")), end, "")
    return [Splice(colon, colon, f" {empty}"), rest]


def _move(text: str, tree: Mapping, edit: Move) -> list[Splice]:
    steps, to = steps_to(tree, edit.path), steps_to(tree, edit.to)
    spot_at(text, tree, steps)
    source, old = at(tree, steps[:-1]), int(steps[-1])
    if steps[:-1] == to:
        move = move_in_brackets if is_flow(text, source.span) else move_entry
        return move(text, source, old, edit.index)
    target = at(tree, to)
    spot_at(text, tree, to)
    rest = _remove(text, tree, steps)
    if target and not is_flow(text, target.span) and not is_flow(text, source.span):
        lines = item_text(text, source, old, column_of(text, target))
        return [insert_lines(text, target, edit.index, lines), *rest]
    start = source.values_at[old].start if is_flow(text, source.span) else block_slots(text, source)[old].start
    end = source.values_at[old].end if is_flow(text, source.span) else block_slots(text, source)[old].end
    if has_comments(text, source[old], line_start(text, start) if not is_flow(text, source.span) else start, end):
        raise EditRefused
    return [*_item_in(text, tree, to, edit.index, plain_of(source[old])), *rest]
