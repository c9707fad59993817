"""How the words of one wording rule are searched for, and many rules at once."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import get_args

from rolebook.checks.denials import Guards, is_next_in_list, sentence_around
from rolebook.model.law.pack import Attribute
from rolebook.model.law.wording_rules import WordingRule

PROTECTED = frozenset(get_args(Attribute))
_BEYOND = frozenset({"consequence", "text"})
"""Contexts where what the law protects is looked for as well: hiring rules are written into policies and on pages."""
_TOGETHER = 12
"""Rules that are searched for at once. With fewer, texts are read more often; with more, a find costs more rules."""

Span = tuple[int, int]


def either(alternatives: Iterable[str], *, boundaries: bool) -> re.Pattern[str]:
    """One expression of several; with `boundaries` what it finds begins and ends no longer word."""
    joined = "|".join(alternatives)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)" if boundaries else f"(?:{joined})", re.MULTILINE)


@dataclass(frozen=True)
class Search:
    """What a rule looks for, and what lets a find pass in its sentence or its clause."""

    rule: WordingRule
    alternatives: tuple[str, ...]
    guards: Guards
    boundaries: bool

    @property
    def protected(self) -> bool:
        """Whether the rule is about what the law protects, in plain words."""
        return self.rule.about in PROTECTED and self.rule.strength == "explicit"

    def finds_in(
        self, corpus: str, context: str, *, beyond: bool, spans: Sequence[Span] = ()
    ) -> Iterator[tuple[int, str]]:
        """Where finds begin, and their words; `beyond` the contexts of the rule more lets a find pass."""
        denied, deniable = -1, self.rule.unless_negated or (beyond and self.protected)
        passes, needed = self._around(context, beyond=beyond)
        for match in self._matches(corpus, spans):
            start, end = match.span()
            around = sentence_around(corpus, start, end)
            if not all(one.search(corpus, *around) for one in needed):
                continue
            if deniable and (self._is_denied(corpus, start, end) or is_next_in_list(corpus, denied, start)):
                denied = end
                continue
            nobody = self.guards.nobody if deniable else None
            if not (nobody and nobody.search(corpus, around[0], start)) and not any(
                one.search(corpus, *around) for one in passes
            ):
                yield start, match[0]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return either(self.alternatives, boundaries=self.boundaries)

    @cached_property
    def _beside(self) -> list[re.Pattern[str]]:
        return [either([one], boundaries=self.boundaries) for one in self.rule.beside]

    @cached_property
    def _unless(self) -> list[re.Pattern[str]]:
        return [re.compile(self.rule.unless, re.MULTILINE)] if self.rule.unless else []

    def _matches(self, corpus: str, spans: Sequence[Span]) -> Iterator[re.Match[str]]:
        for first, last in spans or ((0, len(corpus)),):
            yield from self._pattern.finditer(corpus, first, last)

    def _is_denied(self, corpus: str, start: int, end: int) -> bool:
        if self.rule.unless_negated:
            return self.guards.denies(corpus, start, end)
        return self.guards.denies_before(corpus, start)

    def _around(self, context: str, *, beyond: bool) -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
        """What lets a find pass in its sentence, and what its sentence needs.

        A duty asks something of staff only where it speaks of hiring; elsewhere it speaks of customers.
        """
        guards, passes, needed = self.guards, [*self._unless], [*self._beside]
        if self.protected and (beyond or context == "duties"):
            passes += [one for one in (guards.others, guards.protective if beyond else None) if one]
        if self.protected and context == "duties" and guards.hiring:
            needed.append(guards.hiring)
        return passes, needed


@dataclass(frozen=True)
class SearchGroup:
    """Several searches, each perhaps beyond the contexts of its rule, that first look together where anything is."""

    searches: tuple[tuple[Search, bool], ...]

    def matching_texts(self, corpus: str) -> list[Span]:
        """Where the texts of a corpus are that any of the searches may find something in."""
        spans, place = [], 0
        while match := self._pattern.search(corpus, place):
            first = corpus.rfind("\n", place, match.start()) + 1 or place
            last = corpus.find("\n", match.end())
            place = len(corpus) if last < 0 else last
            spans.append((first, place))
            if last < 0:
                break
        return spans

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        alternatives = (one for search, _ in self.searches for one in search.alternatives)
        return either(alternatives, boundaries=self.searches[0][0].boundaries)


def grouped(searches: Iterable[Search], context: str, *, everywhere: bool) -> Iterator[SearchGroup]:
    """The searches that look into a context, a few at a time; with `everywhere` all of them."""
    chosen = []
    for search in searches:
        within = everywhere or context in search.rule.where or "any" in search.rule.where
        if within or (context in _BEYOND and search.protected):
            chosen.append((search, not within))
    rest = iter(chosen)
    while some := tuple(islice(rest, _TOGETHER)):
        yield SearchGroup(some)
