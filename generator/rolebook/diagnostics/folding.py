"""What repeats, said once: findings of which the same is said, together."""

from collections.abc import Callable, Hashable, Iterable, Sequence, Sized
from itertools import takewhile
from typing import TypeVar

_Finding = TypeVar("_Finding")
_Words = TypeVar("_Words", bound=Hashable)

_MOST_LISTED, _LONGEST_LISTED = 6, 40
_FOLDED = 3
"""More places than these of which the same is said are one finding to a person, with its places."""


def alike(findings: Iterable[_Finding], said: Callable[[_Finding], _Words]) -> dict[_Words, list[_Finding]]:
    """Returns findings by what is said of them, in the order of the first of each."""
    found: dict[_Words, list[_Finding]] = {}
    for finding in findings:
        found.setdefault(said(finding), []).append(finding)
    return found


def is_folded(places: Sized) -> bool:
    """Whether so many places are shown as one finding."""
    return len(places) > _FOLDED


def joined_where_they_differ(messages: Sequence[str]) -> str:
    """Returns a few messages as one that lists what differs between them; empty unless that is one short place."""
    split = [one.split(" ") for one in messages]
    head = _alike_at_first(split)
    rest = [one[head:] for one in split]
    tail = _alike_at_first([one[::-1] for one in rest])
    differing = [" ".join(one[: len(one) - tail]) for one in rest]
    if not all(differing) or len(differing) > _MOST_LISTED or max(map(len, differing)) > _LONGEST_LISTED:
        return ""
    return " ".join((*split[0][:head], ", ".join(differing), *split[0][len(split[0]) - tail :]))


def _alike_at_first(several: Sequence[Sequence[str]]) -> int:
    """How many of the first words all have."""
    return sum(1 for _ in takewhile(lambda words: len(set(words)) == 1, zip(*several, strict=False)))
