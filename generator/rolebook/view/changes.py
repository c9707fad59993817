"""Two revisions of a document compared in words: what was added, removed, and changed within a text."""

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rolebook.model.release import Content, Release
from rolebook.model.words.inline import Reference, inline_of, plain, runs_in
from rolebook.model.words.parser import parse

Act = Literal["same", "added", "removed"]

_PIECE = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]|[^\W_]+|\s+|.", re.UNICODE)
_STOP = re.compile(r"[.!?…][\"'»”’)]*\s|[。！？；]|\n")
_FEW, _SHORT = 2, 3
"""So many words of so many letters between two changes belong to the changes."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words that stands in both revisions, in the new one only, or in the old one only."""

    act: Act
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one place: its passages in reading order; values are compared whole."""

    place: str
    act: Literal["same", "added", "removed", "changed"]
    passages: tuple[Passage, ...]


def differences(
    old: Release,
    new: Release,
    language: str,
    told: Callable[[str, str], str] | None = None,
    *,
    with_unchanged: bool = False,
) -> tuple[Difference, ...]:
    """What differs in a language, in the order of the new revision; what is gone comes last.

    `told` says what is written at a place in words; by default references are told by their ids. `with_unchanged` gives
    everything in the new revision, what stayed as `same`.
    """
    before = {**old.words.get(language, {}), **old.values}
    after = {**new.words.get(language, {}), **new.values}
    values = frozenset(new.values) | frozenset(old.values)
    found = _differences(before, after, values, told or (lambda _, written: _plain(written)))
    return tuple(one for one in found if with_unchanged or one.act != "same")


def is_editorial(old: Release, new: Release) -> bool:
    """Whether only wording differs: no item, value, number or reference was added, removed or changed."""
    if old.values != new.values:
        return False
    for language in old.words.keys() & new.words.keys():
        before, after = old.words[language], new.words[language]
        if before.keys() != after.keys():
            return False
        if any(_substance(before[place]) != _substance(after[place]) for place in before):
            return False
    return True


def _differences(
    before: Content, after: Content, values: frozenset[str], told: Callable[[str, str], str]
) -> Iterator[Difference]:
    for place, written in after.items():
        if place not in before:
            yield Difference(place, "added", (Passage("added", told(place, written)),))
        elif before[place] != written:
            compared = _whole if place in values else phrases_between
            yield Difference(place, "changed", tuple(compared(told(place, before[place]), told(place, written))))
        else:
            yield Difference(place, "same", (Passage("same", told(place, written)),))
    for place, written in before.items():
        if place not in after:
            yield Difference(place, "removed", (Passage("removed", told(place, written)),))


def _whole(old: str, new: str) -> Iterator[Passage]:
    yield Passage("removed", old)
    yield Passage("added", new)


def passages_between(old: str, new: str) -> Iterator[Passage]:
    """Yields the words of two texts in reading order: those of both, of the old one alone, of the new one alone."""
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for act, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if act == "equal":
            yield from _passage("same", before[old_start:old_end])
        else:
            yield from _passage("removed", before[old_start:old_end])
            yield from _passage("added", after[new_start:new_end])


def phrases_between(old: str, new: str) -> Iterator[Passage]:
    """Yields the same with changes as whole phrases: few short words between two changes are part of both.

    A change never goes on beyond the end of a sentence that stands in both.
    """
    runs: list[tuple[str, str, str]] = []
    """What stands in both and is kept, then what the old text has alone, then what the new one has."""
    for kept, gone, come in _runs(old, new):
        runs.append((kept, gone, come))
        while len(runs) > 1 and _joins(runs[-2], runs[-1]):
            (before, gone_first, come_first), (between, gone_last, come_last) = runs[-2:]
            runs[-2:] = [(before, gone_first + between + gone_last, come_first + between + come_last)]
    for kept, gone, come in runs:
        parts: tuple[tuple[Act, str], ...] = (("same", kept), ("removed", gone), ("added", come))
        yield from (Passage(act, text) for act, text in parts if text)


def _runs(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """Triples of what stands in both, what only the old text has after it, and what only the new one has."""
    kept, gone, come = "", "", ""
    for one in passages_between(old, new):
        if one.act == "same":
            if kept or gone or come:
                yield kept, gone, come
            kept, gone, come = one.text, "", ""
        elif one.act == "removed":
            gone += one.text
        else:
            come += one.text
    yield kept, gone, come


def _joins(first: tuple[str, str, str], second: tuple[str, str, str]) -> bool:
    """Whether what stands between two changes is too little for a reader to hold them apart."""
    between, sizes = second[0], [max(len(one[1].strip()), len(one[2].strip())) for one in (first, second)]
    if not all(sizes) or _STOP.search(between):
        return False
    words = [one for one in _PIECE.findall(between) if one[0].isalnum()]
    short = len(words) <= _FEW and all(len(one) <= _SHORT for one in words)
    return short or len(between.strip()) <= min(sizes)


def _passage(act: Act, pieces: Sequence[str]) -> Iterator[Passage]:
    if pieces:
        yield Passage(act, "".join(pieces))


def _plain(written: str) -> str:
    """Words without their markup; references by the writer's own words, else by id."""
    return " ".join(plain(inline_of(parse(written, lists=True)[0])).split())


def _substance(written: str) -> tuple[tuple[str, ...], tuple[tuple[str, str, str], ...]]:
    """The numbers and references of a text: what an editorial change leaves alone."""
    blocks, _ = parse(written, lists=True)
    references = (run for run in runs_in(blocks) if isinstance(run, Reference))
    return tuple(_NUMBER.findall(written)), tuple(sorted((one.kind, one.id, one.fragment) for one in references))
