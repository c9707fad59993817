"""What is known of the law of a place, in words: facts with their articles, and what is not looked at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from rolebook.checks.cases import sanction_terms
from rolebook.checks.lexicon import brought_wording
from rolebook.diagnostics import Message, UserError
from rolebook.language import known_languages, language_for, say, word_of
from rolebook.model.base import walk
from rolebook.model.law.citation import source_of
from rolebook.model.law.cited import Cited
from rolebook.model.law.figures import FigureTopic, StatutoryFigure
from rolebook.model.law.merge import Packed, citations, is_verified, known_packs, pack_for
from rolebook.model.law.pack import Attribute, ClauseTopic, Pack, Protected, SanctionRule, TimeLimit, VoidClause
from rolebook.pipeline.reading.files import read_files
from rolebook.pipeline.reading.handbook import load_files
from rolebook.source import find_root
from rolebook.view.law import standing


@dataclass(frozen=True, slots=True)
class _NoPacks:
    """What is at hand outside a handbook: the packs of Rolebook alone."""

    jurisdictions: Mapping[str, Pack] = field(default_factory=dict)


def describe_law(place: str, folder: Path, tag: str) -> Iterator[str]:
    """Lines in a language about the pack of a place; raises UserError where neither it nor a layer above has one."""
    at_hand = _packs_at_hand(folder)
    pack = pack_for(at_hand, place)
    if pack is None:
        known = ", ".join(sorted({*known_packs(), *at_hand.jurisdictions}))
        raise UserError("law-unknown", place=place, known=known)
    language = language_for(tag)
    name = pack.name.values[pack.name.language_for(tag)] if pack.name else pack.id
    shown = name if pack.id == place else language.territory(place)
    yield say(Message("law-place", place=place if shown == place else f"{shown}, {place}"), tag)
    if pack.id != place:
        borrowed = "covered-by-country" if place.startswith(f"{pack.id}-") else "covered-by-layer"
        yield "  " + say(Message(borrowed, what=f"{name}, {pack.id}"), tag)
    yield f"  {standing(language, pack)}"
    facts = [fact for fact in walk(pack) if isinstance(fact, Cited) and fact.article]
    unread = sum(not is_verified(pack, fact) for fact in facts)
    yield "  " + say(Message("law-unverified", unverified=str(unread), all=str(len(facts))), tag)
    yield from _sanctions(pack, tag)
    steps = (_line(pack, step, word_of(f"step-{step.id}", tag), tag) for step in pack.procedure)
    yield from _section("law-steps", steps, tag)
    yield from _section("law-limits", (_limit(pack, one, tag) for one in pack.limits), tag)
    yield from _section("law-protected", _topics(pack, pack.protected, tag), tag)
    yield from _section("law-clauses", _topics(pack, pack.void_clauses, tag), tag)
    yield from _section("law-figures", (_figure(pack, one, tag) for one in pack.figures), tag)
    yield from _section("law-not", [word_of(key, tag) for key in _unlisted(pack)], tag)
    yield from _section("law-languages", [one for one in known_languages() if brought_wording(one).rules], tag)
    yield from _section("law-sources", _sources(pack, tag), tag)


def _packs_at_hand(folder: Path) -> Packed:
    """The packs of the handbook around a folder, beside ours; ours alone outside a handbook."""
    try:
        root = find_root(folder)
    except UserError:
        return _NoPacks()
    files, refused, _ = read_files(root)
    return load_files(root, files, refused)[0] or _NoPacks()


def _sanctions(pack: Pack, tag: str) -> Iterator[str]:
    for key, wanted in (("law-possible", False), ("law-forbidden", True)):
        rules = [rule for rule in pack.sanctions if (rule.standing == "forbidden") is wanted]
        yield from _section(key, (_line(pack, rule, _sanction(pack, rule, tag), tag) for rule in rules), tag)
    for rule in pack.sanctions:
        if rule.grounds:
            grounds = [
                _line(pack, one, f"{one.term.values[one.term.language_for(tag)]} (`{one.id}`)", tag)
                for one in rule.grounds
            ]
            title = say(Message("law-grounds", term=sanction_terms(pack, [rule.id]).in_language(tag)), tag)
            yield from ("", f"{title}:", *(f"  - {one}" for one in grounds))


def _sanction(pack: Pack, rule: SanctionRule, tag: str) -> str:
    needed = () if rule.standing in {"permitted", "conditional", "forbidden"} else (rule.standing,)
    conditions = [word_of(f"condition-{kind}", tag) for kind in (*needed, *(one.kind for one in rule.conditions))]
    bound = [f"≤ {language_for(tag).duration(rule.max)}"] if rule.max else []
    term = sanction_terms(pack, [rule.id]).in_language(tag)
    return "; ".join((f"{term} (`{rule.id}`)", *bound, *conditions))


def _limit(pack: Pack, limit: TimeLimit, tag: str) -> str:
    language = language_for(tag)
    span = language.duration(limit.value)
    span = language.word("working-time-span", span=span) if limit.working_days else span
    about = word_of(f"severity-{limit.severity}", tag) if limit.severity else ""
    bound = language.word(limit.bound, span=span)
    return _line(pack, limit, f"{language.word(f'limit-{limit.kind}')}{about}: {bound}", tag)


def _figure(pack: Pack, figure: StatutoryFigure, tag: str) -> str:
    spans = [f"{sign} {language_for(tag).duration(one)}" for sign, one in (("≤", figure.max), ("≥", figure.min)) if one]
    shares = [f"{sign} {one:g} %" for sign, one in (("≤", figure.max_share), ("≥", figure.min_share)) if one]
    return _line(pack, figure, f"{word_of(f'figure-{figure.id}', tag)}: {', '.join((*spans, *shares))}", tag)


def _unlisted(pack: Pack) -> Iterator[str]:
    """What other packs list and this one does not, by the keys of its words."""
    listed: set[str] = {one.id for one in pack.protected if one.weight != "off"}
    listed |= {one.id for one in pack.void_clauses if one.weight != "off"}
    yield from (f"attribute-{one}" for one in (*get_args(Attribute), *get_args(ClauseTopic)) if one not in listed)
    compared = {one.id for one in pack.figures}
    yield from (f"figure-{one}" for one in get_args(FigureTopic) if one not in compared)


def _sources(pack: Pack, tag: str) -> Iterator[str]:
    cited = {source_of(fact.article) for fact in walk(pack) if isinstance(fact, Cited) and fact.article}
    for source in pack.sources:
        if source.id in cited:
            title = source.title.values[source.title.language_for(tag)]
            facts = (source.url, source.edition, str(source.checked or ""), source.confidence)
            yield " · ".join((title, *filter(None, facts)))


def _topics(pack: Pack, rules: Iterable[Protected | VoidClause], tag: str) -> Iterator[str]:
    yield from (_line(pack, one, _weighed(one.id, one.weight, tag), tag) for one in rules if one.weight != "off")


def _weighed(topic: str, weight: str, tag: str) -> str:
    return f"{word_of(f'attribute-{topic}', tag)}: {word_of(f'weight-{weight}', tag)}"


def _line(pack: Pack, fact: Cited, words: str, tag: str) -> str:
    """A fact with its article, which is marked where nobody read it at its source."""
    told = citations(pack, fact)
    article = told.get(tag) or told.get("en", "")
    doubt = "" if is_verified(pack, fact) else word_of("not-verified", tag)
    return f"{words} [{article}]{doubt}" if article else f"{words}{doubt}"


def _section(key: str, lines: Iterable[str], tag: str) -> Iterator[str]:
    listed = list(lines)
    if listed:
        yield from ("", f"{say(Message(key), tag)}:", *(f"  - {line}" for line in listed))
