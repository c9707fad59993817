"""Looks for the words of the wording rules. All texts of one language and context are searched at once, rule by rule,
so the time is that of reading the texts, however many there are.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import get_args

from rolebook.checks.denials import Guards, is_next_in_list, joined, sentence_around, text_at
from rolebook.model.law.pack import Attribute
from rolebook.model.law.wording_rules import OwnWording, Sentences, Wording, WordingRule
from rolebook.source import read_own_yaml


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


_PLACEHOLDER = re.compile(r"\{number\}|\(([^()|]+(?:\|[^()|]+)+)\)|(?<=\w)\*(?!\w)")
_NUMBER, _ENDING = r"\d{1,6}", r"\w{0,12}"


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
        starts, corpus = joined([lines[number].words for number in numbers])
        for rule, search in _searches(language, own):
            within = everywhere or context in rule.where or "any" in rule.where
            if within or (context in _BEYOND and search.protected):
                for start, found in search.finds_in(corpus, context, beyond=not within):
                    yield Hit(numbers[text_at(starts, start)], rule, found, not within)


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
    alternatives = [*rule.any, *(_written_out(folded(words)) for words in rule.words)]
    return _either(alternatives, boundaries=boundaries) if alternatives else None


def _either(alternatives: Iterable[str], *, boundaries: bool) -> re.Pattern[str]:
    joined = "|".join(alternatives)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)" if boundaries else f"(?:{joined})", re.MULTILINE)


def _written_out(words: str) -> str:
    """Words as a pattern: `{number}` is any number, `(a|b)` either, `word*` any ending."""
    parts, last = [], 0
    for match in _PLACEHOLDER.finditer(words):
        parts.append(re.escape(words[last : match.start()]))
        choices = match[1].split("|") if match[1] else ()
        either = "|".join(_written_out(choice.strip()) for choice in choices)
        parts.append(f"(?:{either})" if choices else _NUMBER if match[0] == "{number}" else _ENDING)
        last = match.end()
    return "".join(parts) + re.escape(words[last:])


@dataclass(frozen=True, slots=True)
class _Search:
    """What a rule looks for, and what lets a find pass in its sentence or its clause."""

    pattern: re.Pattern[str]
    beside: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None
    guards: Guards
    unless_negated: bool
    protected: bool
    """Whether the rule is about what the law protects, in plain words."""

    def finds_in(self, corpus: str, context: str, *, beyond: bool) -> Iterator[tuple[int, str]]:
        """Where finds begin, and their words; `beyond` the contexts of the rule more lets a find pass."""
        guards, denied = self.guards, -1
        passes, needed = self._around(context, beyond=beyond)
        deniable = self.unless_negated or (beyond and self.protected)
        for match in self.pattern.finditer(corpus):
            start, end = match.span()
            around = sentence_around(corpus, start, end) if passes or needed or deniable or self.beside else (start, end)
            if not all(one.search(corpus, *around) for one in self.beside):
                continue
            if deniable and (self._is_denied(corpus, start, end) or is_next_in_list(corpus, denied, start)):
                denied = end
                continue
            if deniable and guards.nobody and guards.nobody.search(corpus, around[0], start):
                continue
            if not any(one.search(corpus, *around) for one in passes) and (
                needed is None or needed.search(corpus, *around)
            ):
                yield start, match[0]

    def _is_denied(self, corpus: str, start: int, end: int) -> bool:
        if self.unless_negated:
            return self.guards.denies(corpus, start, end)
        return self.guards.denies_before(corpus, start)

    def _around(self, context: str, *, beyond: bool) -> tuple[list[re.Pattern[str]], re.Pattern[str] | None]:
        """What lets a find pass in its sentence, and what its sentence needs.

        A duty asks something of staff only where it speaks of hiring; elsewhere it speaks of customers.
        """
        guards = self.guards
        passes = [self.unless] if self.unless else []
        if self.protected and (beyond or context == "duties"):
            passes += [one for one in (guards.others, guards.protective if beyond else None) if one]
        return passes, guards.hiring if self.protected and context == "duties" else None


_Searches = Iterable[tuple[WordingRule, _Search]]


def _searches(language: str, own: Mapping[str, OwnWording] | None) -> _Searches:
    return compiled(wording_of(language, own)) if own and language in own else _brought_searches(language)


@cache
def _brought_searches(language: str) -> tuple[tuple[WordingRule, _Search], ...]:
    return tuple(compiled(brought_wording(language)))


def compiled(wording: Wording) -> _Searches:
    """Each rule of a language with what searches for it; rules without words are left out."""
    guards = Guards.of(wording)
    for rule in wording.rules:
        pattern = pattern_of(rule, boundaries=wording.boundaries)
        if pattern is not None:
            unless = re.compile(rule.unless, re.MULTILINE) if rule.unless else None
            protected = rule.about in PROTECTED and rule.strength == "explicit"
            beside = tuple(_either([one], boundaries=wording.boundaries) for one in rule.beside)
            yield rule, _Search(pattern, beside, unless, guards, rule.unless_negated, protected)
