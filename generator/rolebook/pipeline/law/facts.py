"""What a pack says of the law, fact by fact, in a language: what `rolebook law` prints and a lawyer reviews."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rolebook.diagnostics import Message
from rolebook.language import say
from rolebook.model.law.citation import source_of
from rolebook.model.law.cited import Cited
from rolebook.model.law.merge import citations, is_verified
from rolebook.model.law.pack import Pack, SanctionModel
from rolebook.model.words.canonical import digest
from rolebook.pipeline.law.fact_words import FactWords

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
    """Kinds of facts with their headings; together they are everything in the pack that may cite an article."""
    words = FactWords(pack, tag)

    def kind(key: str, told: Iterable[_Worded]) -> tuple[str, str, Iterable[_Worded]]:
        return key, say(Message(key), tag), told

    if pack.sanction_model != SanctionModel():
        yield kind("law-listing", words.listing(pack.sanction_model))
    for key, wanted in (("law-possible", False), ("law-forbidden", True)):
        rules = [rule for rule in pack.sanctions if (rule.standing == "forbidden") is wanted]
        yield kind(key, [(rule, words.sanction(rule)) for rule in rules])
    for rule in pack.sanctions:
        title = say(Message("law-grounds", term=words.terms(rule.id)), tag)
        yield f"law-grounds {rule.id}", title, [(one, words.ground(one)) for one in rule.grounds]
    yield kind("law-regimes", [(one, words.regime(one)) for one in pack.regimes])
    yield kind("law-steps", [(one, words.step(one)) for one in pack.procedure])
    yield kind("law-limits", [(one, words.limit(one)) for one in pack.limits])
    yield kind("law-made-known", [(one, words.acknowledgement(one)) for one in pack.acknowledgements])
    yield kind("law-rules", _rules(pack, words))
    yield kind("law-employees", [(one, words.employees(one)) for one in pack.protected_employees])
    yield kind("law-protected", [(one, words.topic(one)) for one in pack.protected if one.weight != "off"])
    yield kind("law-clauses", [(one, words.topic(one)) for one in pack.void_clauses if one.weight != "off"])
    yield kind("law-figures", [(one, words.figure(one)) for one in pack.figures])


def _rules(pack: Pack, words: FactWords) -> Iterator[_Worded]:
    if pack.work_rules.article or pack.work_rules.term:
        yield pack.work_rules, words.work_rules()
    yield from ((one, words.adoption(one)) for one in pack.work_rules.adoption)
    if pack.work_rules.language.languages:
        yield pack.work_rules.language, words.rules_language(pack.work_rules.language)
    if pack.extra_work.article:
        yield pack.extra_work, words.extra_work()


def _fact(pack: Pack, kind: str, fact: Cited, words: str, tag: str) -> LawFact:
    key = digest([kind, fact.model_dump(mode="json", exclude_defaults=True)])[:_KEY]
    told = citations(pack, fact)
    found = pack.source(source_of(fact.article)) if fact.article else None
    source = " · ".join(filter(None, (found.url, found.edition, str(found.checked or "")))) if found else ""
    return LawFact(key, words, told.get(tag) or told.get("en", ""), source, is_verified(pack, fact))
