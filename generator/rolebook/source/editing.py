"""Edits of texts in YAML: the words change, everything around them survives byte for byte.

An edit splices new scalars into the text at the parser's marks. The result is read again and must say just what was
meant and nothing else; an edit that cannot be made so is refused.
"""

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rolebook.source.scalar_style import Place, Written, rendered
from rolebook.source.tree import Mapping as Map
from rolebook.source.tree import Sequence, Span, Value
from rolebook.source.yaml_reader import read_yaml

_EMPTY_LINES = re.compile(r"(?:[ \t]*\r?\n)*")
_ANCHOR = re.compile(r"[&!]\S*\s*")
STEP = 2
"""Columns that a new level of a block is set in by."""


@dataclass(frozen=True, slots=True)
class TextChange:
    """New words for the text whose value stands at a line and column; `origin` is the language of a plain string."""

    line: int
    column: int
    origin: str
    words: Mapping[str, str]


class EditRefused(Exception):
    """The text cannot be edited so; nothing was changed."""


class _Spot(NamedTuple):
    """A value in the tree: its holder, its key there, where it stands, and what surrounds it."""

    holder: Map | Sequence
    key: str | int
    span: Span
    flow: bool
    indent: int


class _Splice(NamedTuple):
    start: int
    end: int
    text: str


def edit_texts(text: str, file: str, changes: Iterable[TextChange]) -> str:
    """The YAML text with the changes made; raises EditRefused where one cannot be made without touching more."""
    tree, findings = read_yaml(text, file)
    if findings or not isinstance(tree, Map):
        raise EditRefused
    spots = {(spot.span.line, spot.span.column): spot for spot in _spots(tree, text, flow=False)}
    wanted = copy.deepcopy(tree)
    meant = {(spot.span.line, spot.span.column): spot for spot in _spots(wanted, text, flow=False)}
    splices: list[_Splice] = []
    for change in changes:
        spot = spots.get((change.line, change.column))
        if spot is None:
            raise EditRefused
        splices += _splices(text, spot, change, meant[change.line, change.column])
    result = _spliced(text, splices)
    read, findings = read_yaml(result, file)
    if findings or read != wanted:
        raise EditRefused
    return result


def _spots(node: Value, text: str, *, flow: bool) -> Iterator[_Spot]:
    """Every value that is held by something, with its surroundings."""
    if isinstance(node, Map):
        inside = flow or text.startswith("{", _content(text, node.span.start))
        for key, value in node.items():
            indent = node.keys_at[key].column - 1
            yield _Spot(node, key, node.values_at[key], inside, indent)
            yield from _spots(value, text, flow=inside)
    elif isinstance(node, Sequence):
        inside = flow or text.startswith("[", _content(text, node.span.start))
        for index, value in enumerate(node):
            span = node.values_at[index]
            yield _Spot(node, index, span, inside, max(span.column - 1 - STEP, 0))
            yield from _spots(value, text, flow=inside)


def _splices(text: str, spot: _Spot, change: TextChange, meant: _Spot) -> Iterator[_Splice]:
    """The splices of one change; `meant` is the spot's twin in the tree that shall come out."""
    value = spot.holder[spot.key]  # type: ignore[index]
    if isinstance(value, Map):
        twin: Map = meant.holder[meant.key]  # type: ignore[index]
        yield from _in_map(text, value, change.words, twin, flow=spot.flow)
    elif isinstance(value, str) and change.words.keys() == {change.origin}:
        words = _as_long(change.words[change.origin], value)
        meant.holder[meant.key] = words  # type: ignore[index]
        yield _replacement(text, spot.span, words, Place(spot.flow, spot.indent))
    elif isinstance(value, str):
        yield _to_map(text, spot, value, change, meant)
    else:
        raise EditRefused


def _in_map(text: str, map_: Map, words: Mapping[str, str], twin: Map, *, flow: bool) -> Iterator[_Splice]:
    inside = flow or text.startswith("{", _content(text, map_.span.start))
    indent = next(iter(map_.keys_at.values())).column - 1
    place = Place(inside, indent)
    added = []
    for tag, told in words.items():
        if tag in map_:
            if not isinstance(map_[tag], str):
                raise EditRefused
            twin[tag] = _as_long(told, map_[tag])
            yield _replacement(text, map_.values_at[tag], twin[tag], place)
        else:
            twin[tag] = told
            added.append(f"{tag}: {_new(told, place)}")
    if not added:
        return
    last = list(map_)[-1]
    end = _end(text, map_.values_at[last])
    if inside:
        yield _Splice(end, end, "".join(f", {entry}" for entry in added))
    else:
        yield _below(text, end, _keeps_ends(text, map_.values_at[last]), " " * indent, added)


def _below(text: str, end: int, keeps: bool, lead: str, entries: list[str]) -> _Splice:  # noqa: FBT001
    """New lines below a scalar; empty lines that belong to its words come first."""
    rows = [lead + _ended(entry, text) for entry in entries]
    line_end = _line_end(text, end)
    gap = _EMPTY_LINES.match(text, line_end)
    if not keeps or not gap or not gap[0]:
        return _Splice(line_end, line_end, "".join(f"{_newline(text)}{row}" for row in rows))
    return _Splice(gap.end(), gap.end(), "".join(f"{row}{_newline(text)}" for row in rows))


def _to_map(text: str, spot: _Spot, value: str, change: TextChange, meant: _Spot) -> _Splice:
    """A plain string becomes a map: the old words under their language, the new ones beside them."""
    words = {change.origin: value, **change.words}
    meant.holder[meant.key] = dict(words)  # type: ignore[index]
    start, end = _content(text, spot.span.start), _end(text, spot.span)
    if start != spot.span.start:  # an anchor: others share the string
        raise EditRefused
    place = Place(spot.flow, spot.indent + STEP, _commented(text, end))
    kept = None if "\n" in text[start:end] else text[start:end]
    told = {tag: kept if kept and said == value else _new(said, place) for tag, said in words.items()}
    if spot.flow or isinstance(spot.key, int):
        return _Splice(start, end, "{" + ", ".join(f"{tag}: {said}" for tag, said in told.items()) + "}")
    gap = _newline(text) + " " * place.indent
    while text[start - 1] == " ":
        start -= 1
    return _Splice(start, end, "".join(f"{gap}{tag}: {_ended(said, text)}" for tag, said in told.items()))


def _replacement(text: str, span: Span, words: str, place: Place) -> _Splice:
    start, end = _content(text, span.start), _end(text, span)
    new = rendered(words, place._replace(commented=_commented(text, end)), like=Written(text[start:end]))
    if new is None:
        raise EditRefused
    return _Splice(start, end, _ended(new.rstrip("\n"), text))  # the line ends behind a block stand there already


def _new(words: str, place: Place) -> str:
    new = rendered(words, place)
    if new is None:
        raise EditRefused
    return new


def _as_long(words: str, old: str) -> str:
    """The words with as many line ends behind them as the old ones: a matter of the style, not of what is said."""
    return words.rstrip("\n") + old[len(old.rstrip("\n")) :]


def _spliced(text: str, splices: Iterable[_Splice]) -> str:
    """The text with every splice made; two may not overlap."""
    parts: list[str] = []
    done = 0
    for splice in sorted(splices):
        if splice.start < done:
            raise EditRefused
        parts += [text[done : splice.start], splice.text]
        done = splice.end
    return "".join([*parts, text[done:]])


def _content(text: str, start: int) -> int:
    """Where a node's content begins, behind its anchor."""
    while anchor := _ANCHOR.match(text, start):
        start = anchor.end()
    return start


def _end(text: str, span: Span) -> int:
    """Where a scalar's last sign ends; a block's trailing line ends belong to what follows."""
    start = _content(text, span.start)
    end = start + len(text[start : span.end].rstrip())
    return (
        _line_end(text, end) if text.startswith(("|", ">"), start) else end
    )  # a block's last line is its own to the end


def _keeps_ends(text: str, span: Span) -> bool:
    """Whether a scalar is a block whose trailing line ends are words of it."""
    start = _content(text, span.start)
    return text.startswith(("|", ">"), start) and "+" in text[start : start + 3]


def _commented(text: str, end: int) -> bool:
    """Whether something stands behind a scalar in its line."""
    return _line_end(text, end) > end


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" else end


def _newline(text: str) -> str:
    end = text.find("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def _ended(scalar: str, text: str) -> str:
    """The scalar with the line ends that its file has."""
    return scalar.replace("\n", _newline(text))
