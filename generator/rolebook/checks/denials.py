"""What lets words pass that a wording rule finds: a denial beside them, or a sentence that speaks of somebody else."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, fields

from rolebook.model.law.wording_rules import Wording

_SENTENCE_ENDS = ".!?;。！？；"
_SENTENCE_END = re.compile(r"[!?;。！？；]|\.(?=\s|$)")
"""A full stop within a number or an abbreviation, as in 500.000, ends no sentence."""
_CLAUSE_ENDS = f"{_SENTENCE_ENDS},:，、：\n"
_REACH, _CLAUSE_REACH, _DENIAL_REACH, _AFTER_REACH = 300, 40, 12, 30
"""Signs that `sentence_around` looks at, that a clause has before a find, between it and its denial, and behind it."""
_IN_A_LIST = re.compile(r"\W{0,3}(?:\w{1,4}\W)?")
"""What is between two items of one list: a comma, `or`, `и`, `hoặc`."""


@dataclass(frozen=True, slots=True)
class Guards:
    """The expressions by which one language denies or speaks of others; None where it has none."""

    negation: re.Pattern[str] | None
    bans: re.Pattern[str] | None
    denied_after: re.Pattern[str] | None
    nobody: re.Pattern[str] | None
    protective: re.Pattern[str] | None
    others: re.Pattern[str] | None
    hiring: re.Pattern[str] | None

    @classmethod
    def of(cls, wording: Wording) -> "Guards":
        """Compiles the expressions of a language."""
        given = {field.name: getattr(wording, field.name) for field in fields(cls)}
        return cls(**{name: re.compile(words) if words else None for name, words in given.items()})

    def denies(self, corpus: str, start: int, end: int) -> bool:
        """Whether the clause of a find denies it: `is never fined`, `штрафы не применяются`, `prohibido multar`."""
        first = _clause_start(corpus, start)
        if self.negation and _close(self.negation, corpus, first, start, _next_word(corpus, end)):
            return True
        if self.bans and _close(self.bans, corpus, first, start, start):
            return True
        return bool(self.denied_after and self.denied_after.search(corpus, end, _clause_end(corpus, end)))

    def denies_before(self, corpus: str, start: int) -> bool:
        """Whether a denial is close before a find; a ban is part of the find itself."""
        return bool(self.negation and _close(self.negation, corpus, _clause_start(corpus, start), start, start))


def is_next_in_list(corpus: str, end: int, start: int) -> bool:
    """Whether a find that begins at `start` is the next item of a list after one that ended at `end`."""
    return end >= 0 and bool(_IN_A_LIST.fullmatch(corpus, end, start))


def sentence_around(corpus: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that holds a find, within its own text and a reach, so that searching stays linear."""
    first = max(corpus.rfind("\n", max(0, start - _REACH), start) + 1, start - _REACH, 0)
    last = corpus.find("\n", end, end + _REACH)
    last = min(end + _REACH, len(corpus)) if last < 0 else last
    ends = [match.end() for match in _SENTENCE_END.finditer(corpus, first, last)]
    before = max((place for place in ends if place <= start), default=first)
    return before, min((place for place in ends if place > end), default=last)


def joined(words: Iterable[str]) -> tuple[list[int], str]:
    """All texts in one, and where each begins."""
    starts, length, parts = [], 0, []
    for text in words:
        starts.append(length)
        parts.append(text)
        length += len(text) + 1
    return starts, "\n".join(parts)


def text_at(starts: list[int], place: int) -> int:
    """The number of the text that a place of `joined` texts belongs to."""
    return bisect_right(starts, place) - 1


def _close(pattern: re.Pattern[str], corpus: str, first: int, start: int, end: int) -> bool:
    return any(match.end() >= start - _DENIAL_REACH for match in pattern.finditer(corpus, first, end))


def _clause_start(corpus: str, start: int) -> int:
    """Where the clause of a find begins, within a reach."""
    first = max(0, start - _CLAUSE_REACH)
    return max(first, *(corpus.rfind(sign, first, start) + 1 for sign in _CLAUSE_ENDS))


def _clause_end(corpus: str, end: int) -> int:
    last = min(len(corpus), end + _AFTER_REACH)
    return min((place for sign in _CLAUSE_ENDS if (place := corpus.find(sign, end, last)) >= 0), default=last)


def _next_word(corpus: str, end: int) -> int:
    """Just behind the word after a find, if one of a few letters follows in the same clause."""
    return min((place for sign in _CLAUSE_ENDS if (place := corpus.find(sign, end, end + 4)) >= 0), default=end + 4)
