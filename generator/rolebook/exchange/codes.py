"""What a translator must not change inside a string, told apart from the words: blanks, references, marks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rolebook.model.words.inline import PLACEHOLDERS


@dataclass(frozen=True, slots=True)
class InlineCode:
    """Something that stands alone: `{entity}`, `[[warm-lead]]`, code."""

    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Something around words: emphasis, a link, a reference with words of its own."""

    start: str
    inside: "Pieces"
    end: str


Pieces = tuple[str | InlineCode | Pair, ...]

_CODES = re.compile(
    r"\\.|\{\{|\}\}"
    r"|(?P<alone>`[^`\n]+`|\{(?:" + "|".join(sorted(PLACEHOLDERS)) + r")\}|\[\[[^\[\]|\n]+\]\])"
    r"|(?P<open>\[\[[^\[\]|\n]+\|)(?P<shown>[^\[\]|\n]+)(?P<close>\]\])"
    r"|(?P<link>\[)(?P<said>[^\[\]\n]+)(?P<target>\]\([^()\s]+\))"
    r"|(?P<strong>\*\*)(?=\S)(?P<loud>[^\n]+?)(?<=\S)\*\*"
    r"|(?P<emphasis>\*)(?=[^\s*])(?P<stressed>[^*\n]+?)(?<=[^\s*])\*(?!\*)"
)


def pieces_of(words: str) -> Pieces:
    """The words and codes of a string; joined again they are the string."""
    return tuple(_joined(_pieces(words)))


def texts_of(pieces: Iterable[str | InlineCode | Pair]) -> Iterator[str]:
    """The codes of a string in order."""
    for piece in pieces:
        if isinstance(piece, InlineCode):
            yield piece.text
        elif isinstance(piece, Pair):
            yield piece.start
            yield from texts_of(piece.inside)
            yield piece.end


def _pieces(words: str) -> Iterator[str | InlineCode | Pair]:
    done = 0
    for match in _CODES.finditer(words):
        piece = _piece(match)
        if piece is not None:
            yield words[done : match.start()]
            yield piece
            done = match.end()
    yield words[done:]


def _piece(match: re.Match[str]) -> InlineCode | Pair | None:
    if match["alone"]:
        return InlineCode(match["alone"])
    if match["open"]:
        return Pair(match["open"], pieces_of(match["shown"]), match["close"])
    if match["link"]:
        return Pair(match["link"], pieces_of(match["said"]), match["target"])
    if match["strong"]:
        return Pair("**", pieces_of(match["loud"]), "**")
    if match["emphasis"]:
        return Pair("*", pieces_of(match["stressed"]), "*")
    return None


def _joined(pieces: Iterable[str | InlineCode | Pair]) -> Iterator[str | InlineCode | Pair]:
    return (piece for piece in pieces if piece != "")


class Numbers:
    """Numbers for codes: a translation's code has the number that the same code has in its source."""

    def __init__(self, source: Pieces) -> None:
        self._free: dict[tuple[str, str], list[int]] = {}
        self._next = 1
        for piece in _nested(source):
            self._free.setdefault(_key(piece), []).append(self._next)
            self._next += 1

    def take(self, piece: InlineCode | Pair) -> int:
        """The number of a code; a new one where the source has no more like it."""
        free = self._free.get(_key(piece))
        if free:
            return free.pop(0)
        self._next += 1
        return self._next - 1


def _nested(pieces: Pieces) -> Iterator[InlineCode | Pair]:
    for piece in pieces:
        if isinstance(piece, str):
            continue
        yield piece
        if isinstance(piece, Pair):
            yield from _nested(piece.inside)


def _key(piece: InlineCode | Pair) -> tuple[str, str]:
    return (piece.text, "") if isinstance(piece, InlineCode) else (piece.start, piece.end)
