"""Looks for the words of the wording rules. All texts of one language and context are searched at once, rule by rule,
so the time is that of reading the texts, however many there are.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import get_args

from rolebook.model.law.pack import Attribute
from rolebook.model.law.wording_rules import OwnWording, Sentences, Wording, WordingRule
from rolebook.source import read_own_yaml

_SENTENCE_ENDS = ".!?;。！？；"
_CLAUSE_ENDS = f"{_SENTENCE_ENDS},:，、：\n"
_REACH, _CLAUSE_REACH, _DENIAL_REACH = 300, 40, 12
"""Signs around a find that `unless` looks at, that its clause has before it, and between it and its denial."""


@dataclass(frozen=True, slots=True)
class FoldedLine:
    """A text in one language, folded for searching, and the context it is read in."""

    words: str
    language: str
    context: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that a rule found: which text of those searched, and what exactly."""

    line: int
    rule: WordingRule
    words: str
    beyond: bool = False
    """Whether the text stands outside the contexts that the rule names."""


PROTECTED = frozenset(get_args(Attribute))
_BEYOND = frozenset({"consequence", "text"})
"""Contexts where what the law protects is looked for as well: hiring rules are written into policies and on pages."""


def folded(words: str) -> str:
    """Words as the rules see them: NFC, small letters, single spaces, no sign at the end."""
    return " ".join(unicodedata.normalize("NFC", words).casefold().split()).strip(" .。;；")


def hits_in(
    lines: Sequence[FoldedLine], own: Mapping[str, OwnWording] | None = None, *, everywhere: bool = False
) -> Iterator[Hit]:
    """What the rules find. With `everywhere`, each rule looks into every text, whatever its context."""
    groups: dict[tuple[str, str], list[int]] = {}
    for number, line in enumerate(lines):
        groups.setdefault((line.language, "any" if everywhere else line.context), []).append(number)
    for (language, context), numbers in groups.items():
        starts, corpus = _joined([lines[number].words for number in numbers])
        for rule, search in _searches(language, own):
            within = everywhere or context in rule.where or "any" in rule.where
            if within or (context in _BEYOND and search.guards is not None):
                for start, found in search.finds_in(corpus, context, beyond=not within):
                    yield Hit(numbers[bisect_right(starts, start) - 1], rule, found, not within)


def wording_of(language: str, own: Mapping[str, OwnWording] | None = None) -> Wording:
    """The rules of a language or its parent, with what a handbook says otherwise; empty for unknown ones."""
    said = (own or {}).get(language)
    brought = brought_wording(language)
    if said is None:
        return brought
    rules = {rule.id: rule for rule in brought.rules}
    rules |= {rule.id: WordingRule(**rule.model_dump()) for rule in said.rules}
    kept = {field: getattr(said.sentences, field) for field in said.sentences.model_fields_set}
    return brought.model_copy(
        update={
            "rules": tuple(rules.values()),
            "abbreviations": (*brought.abbreviations, *said.abbreviations),
            "sentences": brought.sentences.model_copy(update=kept) if kept else brought.sentences,
        }
    )


@cache
def brought_wording(language: str) -> Wording:
    """The rules that come with Rolebook."""
    resource = files("rolebook") / "wording" / f"{language}.yml"
    if not resource.is_file():
        parent = language.rpartition("-")[0]
        return brought_wording(parent) if parent else Wording(sentences=Sentences())
    return Wording.model_validate(read_own_yaml(resource))


def pattern_of(rule: WordingRule, *, boundaries: bool) -> re.Pattern[str] | None:
    """One expression of all that a rule looks for; None for a rule without words."""
    alternatives = [*rule.any, *(re.escape(folded(word)) for word in rule.words)]
    if not alternatives:
        return None
    joined = "|".join(alternatives)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)" if boundaries else f"(?:{joined})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Guards:
    """What a language says when words about a person ask nothing of staff."""

    negation: re.Pattern[str] | None
    protective: re.Pattern[str] | None
    others: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Search:
    """What a rule looks for, what lets a find pass in its sentence, and what in its clause.

    `guards` belong to rules about what the law protects; others have none.
    """

    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    negation: re.Pattern[str] | None
    guards: _Guards | None

    def finds_in(self, corpus: str, context: str, *, beyond: bool) -> Iterator[tuple[int, str]]:
        """Where finds begin, and their words; `beyond` the contexts of the rule more lets a find pass."""
        passes = [self.unless] if self.unless else []
        if self.guards and (beyond or context == "duties"):
            passes += [one for one in (self.guards.others, self.guards.protective if beyond else None) if one]
        for match in self.pattern.finditer(corpus):
            start, end = match.span()
            if self.negation and _is_denied(self.negation, corpus, start, _next_word(corpus, end)):
                continue
            if (
                beyond
                and self.guards
                and self.guards.negation
                and _is_denied(self.guards.negation, corpus, start, start)
            ):
                continue  # what a rule bans is part of the find itself
            if not passes:
                yield start, match[0]
                continue
            around = _sentence_around(corpus, start, end)
            if not any(one.search(corpus, *around) for one in passes):
                yield start, match[0]


_Searches = Iterable[tuple[WordingRule, _Search]]


def _searches(language: str, own: Mapping[str, OwnWording] | None) -> _Searches:
    return compiled(wording_of(language, own)) if own and language in own else _brought_searches(language)


@cache
def _brought_searches(language: str) -> tuple[tuple[WordingRule, _Search], ...]:
    return tuple(compiled(brought_wording(language)))


def compiled(wording: Wording) -> _Searches:
    """Each rule of a language with what searches for it; rules without words are left out."""
    negation, protective, others = (
        re.compile(words) if words else None for words in (wording.negation, wording.protective, wording.others)
    )
    guards = _Guards(negation, protective, others)
    for rule in wording.rules:
        pattern = pattern_of(rule, boundaries=wording.boundaries)
        if pattern is not None:
            unless = re.compile(rule.unless, re.MULTILINE) if rule.unless else None
            guarded = guards if rule.about in PROTECTED and rule.strength == "explicit" else None
            yield rule, _Search(pattern, unless, negation if rule.unless_negated else None, guarded)


def _joined(words: Iterable[str]) -> tuple[list[int], str]:
    """All texts in one, and where each begins."""
    starts, length, parts = [], 0, []
    for text in words:
        starts.append(length)
        parts.append(text)
        length += len(text) + 1
    return starts, "\n".join(parts)


def _clause_start(corpus: str, start: int) -> int:
    """Where the clause of a find begins, within a reach."""
    first = max(0, start - _CLAUSE_REACH)
    return max(first, *(corpus.rfind(sign, first, start) + 1 for sign in _CLAUSE_ENDS))


def _is_denied(negation: re.Pattern[str], corpus: str, start: int, end: int) -> bool:
    """Whether a denial is close before a find, or behind its start: `is never fined`, `штрафы не применяются`."""
    found = negation.finditer(corpus, _clause_start(corpus, start), end)
    return any(match.end() >= start - _DENIAL_REACH for match in found)


def _next_word(corpus: str, end: int) -> int:
    """Just behind the word after a find, if one of a few letters follows in the same clause."""
    return min((place for sign in _CLAUSE_ENDS if (place := corpus.find(sign, end, end + 4)) >= 0), default=end + 4)


def _sentence_around(corpus: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that holds a find, within its own text and a reach, so that searching stays linear."""
    first = max(corpus.rfind("\n", max(0, start - _REACH), start) + 1, start - _REACH, 0)
    last = corpus.find("\n", end, end + _REACH)
    last = min(end + _REACH, len(corpus)) if last < 0 else last
    before = max(corpus.rfind(sign, first, start) for sign in _SENTENCE_ENDS)
    after = min((place for sign in _SENTENCE_ENDS if (place := corpus.find(sign, end, last)) >= 0), default=last)
    return max(before + 1, first), after
