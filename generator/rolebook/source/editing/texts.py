"""Edits of texts in YAML: the words change, everything around them survives byte for byte.

An edit splices new scalars into the text at the parser's marks. The result is read again and must say just what was
meant and nothing else; an edit that cannot be made so is refused.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rolebook.source.editing.layout import (
    EMPTY_LINES,
    EditRefused,
    Splice,
    content_start,
    is_flow,
    is_followed,
    is_shared,
    keeps_ends,
    line_end,
    newline_of,
    scalar_end,
    spliced,
    with_ends_of,
)
from rolebook.source.editing.meaning import as_long
from rolebook.source.editing.replacing import Spot
from rolebook.source.scalar_style import Place, Written, rendered
from rolebook.source.tree import Mapping as Map
from rolebook.source.tree import Sequence, Span, Value
from rolebook.source.writing import STEP
from rolebook.source.yaml_reader import read_yaml


@dataclass(frozen=True, slots=True)
class TextChange:
    """New words for the text whose value stands at a line and column; `origin` is the language of a plain string."""

    line: int
    column: int
    origin: str
    words: Mapping[str, str]


def edit_texts(text: str, file: str, changes: Iterable[TextChange]) -> str:
    """The YAML text with the changes made; raises EditRefused where one cannot be made without touching more."""
    tree, findings = read_yaml(text, file)
    if findings or not isinstance(tree, Map):
        raise EditRefused("unreadable")
    spots = {(spot.span.line, spot.span.column): spot for spot in _spots(tree, text, flow=False)}
    wanted = copy.deepcopy(tree)
    meant = {(spot.span.line, spot.span.column): spot for spot in _spots(wanted, text, flow=False)}
    splices: list[Splice] = []
    for change in changes:
        spot = spots.get((change.line, change.column))
        if spot is None:
            raise EditRefused
        splices += text_splices(text, spot, change, meant[change.line, change.column])
    result = spliced(text, splices)
    read, findings = read_yaml(result, file)
    if findings or read != wanted:
        raise EditRefused
    return result


def _spots(node: Value, text: str, *, flow: bool) -> Iterator[Spot]:
    """Every value that is held by something, with its surroundings."""
    if isinstance(node, Map):
        inside = flow or is_flow(text, node.span)
        for key, value in node.items():
            indent = node.keys_at[key].column - 1
            yield Spot(node, key, node.values_at[key], inside, indent)
            yield from _spots(value, text, flow=inside)
    elif isinstance(node, Sequence):
        inside = flow or is_flow(text, node.span)
        for index, value in enumerate(node):
            span = node.values_at[index]
            yield Spot(node, index, span, inside, max(span.column - 1 - STEP, 0))
            yield from _spots(value, text, flow=inside)


def text_splices(text: str, spot: Spot, change: TextChange, meant: Spot) -> Iterator[Splice]:
    """Yields the splices of one change, and makes it in `meant`, the spot's twin in the tree that shall come out."""
    value = spot.holder[spot.key]
    if isinstance(value, Map):
        twin: Map = meant.holder[meant.key]
        yield from _in_map(text, value, change.words, twin, flow=spot.flow)
    elif isinstance(value, str) and change.words.keys() == {change.origin}:
        words = as_long(change.words[change.origin], value)
        meant.holder[meant.key] = words
        yield _replacement(text, spot.span, words, Place(spot.flow, spot.indent))
    elif isinstance(value, str):
        yield _to_map(text, spot, value, change, meant)
    else:
        raise EditRefused


def _in_map(text: str, map_: Map, words: Mapping[str, str], twin: Map, *, flow: bool) -> Iterator[Splice]:
    inside = flow or is_flow(text, map_.span)
    indent = next(iter(map_.keys_at.values())).column - 1
    place = Place(inside, indent)
    added = []
    for tag, told in words.items():
        if tag in map_:
            if not isinstance(map_[tag], str):
                raise EditRefused
            twin[tag] = as_long(told, map_[tag])
            yield _replacement(text, map_.values_at[tag], twin[tag], place)
        else:
            twin[tag] = told
            added.append(f"{tag}: {_new(told, place)}")
    if not added:
        return
    last = list(map_)[-1]
    end = scalar_end(text, map_.values_at[last])
    if inside:
        yield Splice(end, end, "".join(f", {entry}" for entry in added))
    else:
        yield _below(text, end, keeps_ends(text, map_.values_at[last]), " " * indent, added)


def _below(text: str, end: int, keeps: bool, lead: str, entries: list[str]) -> Splice:  # noqa: FBT001
    """New lines below a scalar; empty lines that belong to its words come first."""
    rows = [lead + with_ends_of(text, entry) for entry in entries]
    below = line_end(text, end)
    gap = EMPTY_LINES.match(text, below)
    if not keeps or not gap or not gap[0]:
        return Splice(below, below, "".join(f"{newline_of(text)}{row}" for row in rows))
    return Splice(gap.end(), gap.end(), "".join(f"{row}{newline_of(text)}" for row in rows))


def _to_map(text: str, spot: Spot, value: str, change: TextChange, meant: Spot) -> Splice:
    """A plain string becomes a map: the old words under their language, the new ones beside them."""
    words = {change.origin: value, **change.words}
    meant.holder[meant.key] = dict(words)
    start, end = content_start(text, spot.span.start), scalar_end(text, spot.span)
    if is_shared(text, spot.span):
        raise EditRefused("shared")
    place = Place(spot.flow, spot.indent + STEP, is_followed(text, end))
    kept = None if "\n" in text[start:end] else text[start:end]
    told = {tag: kept if kept and said == value else _new(said, place) for tag, said in words.items()}
    if spot.flow or isinstance(spot.key, int):
        return Splice(start, end, "{" + ", ".join(f"{tag}: {said}" for tag, said in told.items()) + "}")
    gap = newline_of(text) + " " * place.indent
    while text[start - 1] == " ":
        start -= 1
    return Splice(start, end, "".join(f"{gap}{tag}: {with_ends_of(text, said)}" for tag, said in told.items()))


def _replacement(text: str, span: Span, words: str, place: Place) -> Splice:
    start, end = content_start(text, span.start), scalar_end(text, span)
    new = rendered(words, place._replace(commented=is_followed(text, end)), like=Written(text[start:end]))
    if new is None:
        raise EditRefused("unwritable")
    return Splice(start, end, with_ends_of(text, new.rstrip("\n")))  # the line ends behind a block stand there already


def _new(words: str, place: Place) -> str:
    new = rendered(words, place)
    if new is None:
        raise EditRefused("unwritable")
    return new
