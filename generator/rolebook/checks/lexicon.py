"""Looks for the words of the wording rules. All texts of one language and context are searched at once, a few rules
together, so the time is that of reading the texts, however many there are.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rolebook.checks.denials import Guards, joined, text_at
from rolebook.checks.word_search import Search, SearchGroup, grouped
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
        for group in _groups(language, own, context, everywhere=everywhere):
            spans = group.matching_texts(corpus)
            for search, beyond in group.searches if spans else ():
                for start, found in search.finds_in(corpus, context, beyond=beyond, spans=spans):
                    yield Hit(numbers[text_at(starts, start)], search.rule, found, beyond)


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


def compiled(wording: Wording) -> Iterator[Search]:
    """What searches for each rule of a language; rules without words are left out."""
    guards = Guards.of(wording)
    for rule in wording.rules:
        alternatives = (*rule.any, *(_written_out(folded(words)) for words in rule.words))
        if alternatives:
            yield Search(rule, alternatives, guards, wording.boundaries)


def _groups(
    language: str, own: Mapping[str, OwnWording] | None, context: str, *, everywhere: bool
) -> Iterable[SearchGroup]:
    if own and language in own:
        return grouped(compiled(wording_of(language, own)), context, everywhere=everywhere)
    return _brought_groups(language, context, everywhere=everywhere)


@cache
def _brought_searches(language: str) -> tuple[Search, ...]:
    return tuple(compiled(brought_wording(language)))


@cache
def _brought_groups(language: str, context: str, *, everywhere: bool) -> tuple[SearchGroup, ...]:
    return tuple(grouped(_brought_searches(language), context, everywhere=everywhere))
