"""What is known of the law of a place, in words: facts with their articles, and what is not looked at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from rolebook.checks.lexicon import brought_wording
from rolebook.diagnostics import Message, UserError
from rolebook.language import known_languages, language_for, say, word_of
from rolebook.model.base import walk
from rolebook.model.handbook import Handbook
from rolebook.model.law.citation import source_of
from rolebook.model.law.cited import Cited
from rolebook.model.law.figures import FigureTopic
from rolebook.model.law.merge import Packed, is_verified, known_packs, pack_for
from rolebook.model.law.pack import Attribute, ClauseTopic, Pack
from rolebook.pipeline.law.agreement_words import AgreementWords
from rolebook.pipeline.law.facts import LawFact, fact_sections
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
    pack = require_pack(place, folder)
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
    for section in fact_sections(pack, tag):
        yield from _section(section.title, (_line(fact, tag) for fact in section.facts))
    yield from _agreements(place, pack, folder, tag)
    yield from _section(say(Message("law-not"), tag), [word_of(key, tag) for key in _unlisted(pack)])
    spoken = [one for one in known_languages() if brought_wording(one).rules]
    yield from _section(say(Message("law-languages"), tag), spoken)
    yield from _section(say(Message("law-sources"), tag), _sources(pack, tag))


def require_pack(place: str, folder: Path) -> Pack:
    """The pack of a place, or of the layer above, with what the handbook around a folder brings.

    Raises UserError where neither has one.
    """
    at_hand = _packs_at_hand(folder)
    pack = pack_for(at_hand, place)
    if pack is None:
        known = ", ".join(sorted({*known_packs(), *at_hand.jurisdictions}))
        raise UserError("law-unknown", place=place, known=known)
    return pack


def _agreements(place: str, pack: Pack, folder: Path, tag: str) -> Iterator[str]:
    """What the agreements of the handbook around a folder say that hold in a place."""
    handbook = _handbook_around(folder)
    for agreement in handbook.agreements.values() if handbook else ():
        if handbook and agreement.holds_in(place):
            titled = AgreementWords(agreement, pack, tag)
            yield from _section(titled.title(handbook), titled.facts())


def _packs_at_hand(folder: Path) -> Packed:
    """The packs of the handbook around a folder, beside ours; ours alone outside a handbook."""
    return _handbook_around(folder) or _NoPacks()


def _handbook_around(folder: Path) -> Handbook | None:
    try:
        root = find_root(folder)
    except UserError:
        return None
    files, refused, _ = read_files(root)
    return load_files(root, files, refused)[0]


def _unlisted(pack: Pack) -> Iterator[str]:
    """What other packs list and this one does not, by the keys of its words."""
    listed: set[str] = {one.id for one in pack.protected if one.weight != "off"}
    listed |= {one.id for one in pack.void_clauses if one.weight != "off"}
    yield from (f"attribute-{one}" for one in (*get_args(Attribute), *get_args(ClauseTopic)) if one not in listed)
    compared = {one.id for one in pack.figures if one.has_bounds}
    yield from (f"figure-{one}" for one in get_args(FigureTopic) if one not in compared)


def _sources(pack: Pack, tag: str) -> Iterator[str]:
    cited = {source_of(fact.article) for fact in walk(pack) if isinstance(fact, Cited) and fact.article}
    for source in pack.sources:
        if source.id in cited:
            title = source.title.values[source.title.language_for(tag)]
            facts = (source.url, source.edition, str(source.checked or ""), source.confidence)
            yield " · ".join((title, *filter(None, facts)))


def _line(fact: LawFact, tag: str) -> str:
    """A fact with its article, which is marked where nobody read it at its source."""
    doubt = "" if fact.is_read else word_of("not-verified", tag)
    return f"{fact.words} [{fact.article}]{doubt}" if fact.article else f"{fact.words}{doubt}"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    listed = list(lines)
    if listed:
        yield from ("", f"{title}:", *(f"  - {line}" for line in listed))
