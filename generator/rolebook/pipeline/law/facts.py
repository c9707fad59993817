"""What a pack says of the law, fact by fact, in a language: what `rolebook law` prints and a lawyer reviews."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rolebook.checks.cases import sanction_terms
from rolebook.diagnostics import Message
from rolebook.language import language_for, say, word_of
from rolebook.model.law.citation import source_of
from rolebook.model.law.cited import Cited
from rolebook.model.law.figures import StatutoryFigure
from rolebook.model.law.merge import citations, is_verified
from rolebook.model.law.pack import Pack, Protected, SanctionRule, TimeLimit, VoidClause

_KEY = 12
_Worded = tuple[Cited, str]


@dataclass(frozen=True, slots=True)
class LawFact:
    """One fact. `key` is the same in every language, and another as soon as the fact is.

    `article` is empty where none is cited; `source` is where it is published and the day it was read there.
    """

    key: str
    words: str
    article: str
    source: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class FactSection:
    """Facts of one kind below their heading."""

    title: str
    facts: tuple[LawFact, ...]


def fact_sections(pack: Pack, tag: str) -> Iterator[FactSection]:
    """Returns what a pack says, in a language, without kinds of which it says nothing."""
    for kind, title, told in _kinds(pack, tag):
        facts = tuple(_fact(pack, kind, one, words, tag) for one, words in told)
        if facts:
            yield FactSection(title, facts)


def _kinds(pack: Pack, tag: str) -> Iterator[tuple[str, str, Iterable[_Worded]]]:
    """Kinds of facts with their headings."""

    def kind(key: str, told: Iterable[_Worded]) -> tuple[str, str, Iterable[_Worded]]:
        return key, say(Message(key), tag), told

    for key, wanted in (("law-possible", False), ("law-forbidden", True)):
        rules = [rule for rule in pack.sanctions if (rule.standing == "forbidden") is wanted]
        yield kind(key, [(rule, _sanction(pack, rule, tag)) for rule in rules])
    for rule in pack.sanctions:
        title = say(Message("law-grounds", term=sanction_terms(pack, [rule.id]).in_language(tag)), tag)
        grounds = [(one, f"{one.term.values[one.term.language_for(tag)]} (`{one.id}`)") for one in rule.grounds]
        yield f"law-grounds {rule.id}", title, grounds
    yield kind("law-steps", [(step, word_of(f"step-{step.id}", tag)) for step in pack.procedure])
    yield kind("law-limits", [(one, _limit(one, tag)) for one in pack.limits])
    yield kind("law-protected", _topics(pack.protected, tag))
    yield kind("law-clauses", _topics(pack.void_clauses, tag))
    yield kind("law-figures", [(one, _figure(one, tag)) for one in pack.figures])


def _fact(pack: Pack, kind: str, fact: Cited, words: str, tag: str) -> LawFact:
    said = json.dumps([kind, fact.model_dump(mode="json")], sort_keys=True, ensure_ascii=False)
    key = hashlib.sha256(said.encode()).hexdigest()[:_KEY]
    told = citations(pack, fact)
    found = pack.source(source_of(fact.article)) if fact.article else None
    source = " · ".join(filter(None, (found.url, found.edition, str(found.checked or "")))) if found else ""
    return LawFact(key, words, told.get(tag) or told.get("en", ""), source, is_verified(pack, fact))


def _sanction(pack: Pack, rule: SanctionRule, tag: str) -> str:
    needed = () if rule.standing in {"permitted", "conditional", "forbidden"} else (rule.standing,)
    conditions = [word_of(f"condition-{kind}", tag) for kind in (*needed, *(one.kind for one in rule.conditions))]
    bound = [f"≤ {language_for(tag).duration(rule.max)}"] if rule.max else []
    term = sanction_terms(pack, [rule.id]).in_language(tag)
    return "; ".join((f"{term} (`{rule.id}`)", *bound, *conditions))


def _limit(limit: TimeLimit, tag: str) -> str:
    language = language_for(tag)
    span = language.duration(limit.value)
    span = language.word("working-time-span", span=span) if limit.working_days else span
    about = word_of(f"severity-{limit.severity}", tag) if limit.severity else ""
    bound = language.word(limit.bound, span=span)
    return f"{language.word(f'limit-{limit.kind}')}{about}: {bound}"


def _figure(figure: StatutoryFigure, tag: str) -> str:
    spans = [f"{sign} {language_for(tag).duration(one)}" for sign, one in (("≤", figure.max), ("≥", figure.min)) if one]
    shares = [f"{sign} {one:g} %" for sign, one in (("≤", figure.max_share), ("≥", figure.min_share)) if one]
    return f"{word_of(f'figure-{figure.id}', tag)}: {', '.join((*spans, *shares))}"


def _topics(rules: Iterable[Protected | VoidClause], tag: str) -> list[_Worded]:
    return [(one, _weighed(one, tag)) for one in rules if one.weight != "off"]


def _weighed(rule: Protected | VoidClause, tag: str) -> str:
    return f"{word_of(f'attribute-{rule.id}', tag)}: {word_of(f'weight-{rule.weight}', tag)}"
