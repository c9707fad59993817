"""What repeats, said once: findings of which the same is said, together."""

from collections.abc import Callable, Hashable, Iterable, Sized
from typing import TypeVar

_Finding = TypeVar("_Finding")
_Words = TypeVar("_Words", bound=Hashable)

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
