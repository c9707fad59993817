"""What the pack of a place says, in the reader's words: terms, articles, time limits, steps, and what it is worth.

Nothing of it enters a fingerprint: it is the law beside the text, not the text, and a new edition of a pack must not
make anyone sign again.
"""

from collections.abc import Iterable, Iterator

from rolebook.language import Language
from rolebook.model.law.cited import Cited
from rolebook.model.law.jurisdiction import applies_in
from rolebook.model.law.merge import citations, is_verified
from rolebook.model.law.pack import Ground, Pack, TimeLimit
from rolebook.model.policy import Discipline
from rolebook.model.words.text import chain_of
from rolebook.view.clauses import deadline
from rolebook.view.in_jurisdiction import offence_in
from rolebook.view.reader import Reader
from rolebook.view.tree import Block, Entries, Entry, Fact, Facts, Pointer, Prose, Row, Section, Table, words

SHOWN_STANDINGS = frozenset({"permitted", "conditional", "needs-agreement", "needs-rules"})


def standing(language: Language, pack: Pack) -> str:
    """Of which day the pack is, who reviewed it, and that it is no advice; for all that rests on it."""
    as_of = language.date(pack.as_of) if pack.as_of else "?"
    reviewed = (
        language.word("pack-reviewed", name=pack.reviewed_by)
        if pack.status == "lawyer-reviewed" and pack.reviewed_by
        else language.word("pack-not-reviewed")
    )
    return f"{language.word('pack-as-of', date=as_of)} {reviewed} {language.word('pack-no-advice')}"


def looked_at(reader: Reader, jurisdiction: str) -> str:
    """What of the law of a place was looked at: its own pack, its country's, a layer alone, or nothing.

    Collective agreements that its employers name are told beside the pack.
    """
    pack = reader.handbook.packs.get(jurisdiction)
    if pack is None:
        return reader.word("pack-none")
    told = " ".join((standing(reader.language, pack), *_agreements(reader, jurisdiction)))
    if pack.id == jurisdiction:
        return told
    borrowed = "pack-country-only" if jurisdiction.startswith(f"{pack.id}-") else "pack-layer-only"
    return f"{reader.word(borrowed, place=reader.place(pack.id))} {told}"


def _agreements(reader: Reader, jurisdiction: str) -> Iterator[str]:
    """The collective agreements that hold beside the law of a place, each once, with the last day."""
    entities = reader.handbook.entities
    agreed = reader.handbook.agreed.items()
    for one in {one.id: one for entity, one in agreed if entities[entity].jurisdiction == jurisdiction}.values():
        title = reader.plain(one.title)
        if one.valid_until:
            date = reader.language.date(one.valid_until)
            yield reader.word("pack-agreement-until", agreement=title, date=date)
        else:
            yield reader.word("pack-agreement", agreement=title)


def sanction_name(reader: Reader, sanction: str, pack: Pack | None) -> str:
    """The legal term of a sanction in a place, else the common word for it; as it begins a cell."""
    rule = pack.sanction(sanction) if pack else None
    known = rule is not None and rule.term is not None and rule.term.has(reader.language.tag)
    name = reader.plain(rule.term) if known and rule and rule.term else reader.word(f"sanction-{sanction}")
    return f"{name[:1].upper()}{name[1:]}"


def severity_name(reader: Reader, severity: str, packs: Iterable[Pack | None]) -> str:
    """What all these places call a severity; the common word where they differ or have none of their own."""
    tag = reader.language.tag
    terms = [pack.severity(severity) if pack else None for pack in packs]
    named = {reader.plain(one) if one and one.has(tag) else "" for one in terms}
    return next(iter(named)) if len(named) == 1 and named != {""} else reader.word(f"severity-{severity}")


def ground_article(reader: Reader, pack: Pack | None, sanction: str, ground: str | None) -> str:
    """The article of a sanction's statutory ground; empty where none is named or known."""
    named = _ground(pack, sanction, ground)
    return article_of(reader, pack, named) if pack and named else ""


def article_of(reader: Reader, pack: Pack, rule: Cited) -> str:
    """The article a rule rests on, cited in the reader's language; marked where it was not read at its source."""
    told = citations(pack, rule)
    chosen = next((told[tag] for tag in (*chain_of(reader.language.tag), "en") if tag in told), "")
    cited = chosen or next(iter(told.values()), "")
    return cited if is_verified(pack, rule) or not cited else reader.word("article-unverified", article=cited)


def law_sections(reader: Reader, rules: Discipline, code: str, pack: Pack) -> Iterator[Section]:
    """The sanctions used here with what the law says of them, the time limits, and the steps of a case."""
    place = code.lower()
    if rows := tuple(_sanctions(reader, rules, code, pack)):
        columns = tuple(reader.word(f"column-{name}") for name in ("sanction", "standing", "lapse", "law"))
        grounds = Facts(tuple(_grounds(reader, rules, code, pack)))
        blocks: tuple[Block, ...] = (Table(columns, rows), grounds) if grounds.rows else (Table(columns, rows),)
        yield Section(f"law-{place}", words(reader.word("section-law")), blocks, fold="always")
    if limits := tuple(_limit(reader, limit, pack) for limit in pack.limits if limit.kind != "lapse"):
        yield Section(f"limits-{place}", words(reader.word("section-limits")), (Facts(limits),), fold="always")
    if reader.jurisdiction is None and (steps := tuple(_steps(reader, rules, code))):
        title = words(reader.word("section-steps"))
        yield Section(f"steps-{place}", title, (Entries(steps, ordered=True),), fold="always")


def _sanctions(reader: Reader, rules: Discipline, code: str, pack: Pack) -> Iterator[Row]:
    used = {one.sanction for offence in rules.offences for one in offence_in(offence, code).consequences}
    for rule in pack.sanctions:
        if rule.id in used and rule.standing in SHOWN_STANDINGS:
            lapse = next((one for one in pack.limits if one.kind == "lapse" and rule.id in one.sanctions), None)
            cap = f", {reader.word('at-most', span=reader.duration(rule.max))}" if rule.max else ""
            yield Row(
                f"{code.lower()}-law-{rule.id}",
                (
                    (words(sanction_name(reader, rule.id, pack)),),
                    (words(f"{reader.word(f'standing-{rule.standing}')}{cap}"),),
                    (words(reader.duration(lapse.value)),) if lapse else (),
                    (words(article_of(reader, pack, rule)),),
                ),
            )


def _grounds(reader: Reader, rules: Discipline, code: str, pack: Pack) -> Iterator[Fact]:
    """The statutory grounds that the rules name here, each once."""
    said = [one for offence in rules.offences for one in offence_in(offence, code).consequences]
    for sanction, name in dict.fromkeys((one.sanction, one.ground) for one in said):
        if ground := _ground(pack, sanction, name):
            yield Fact(reader.plain(ground.term), (words(article_of(reader, pack, ground)),))


def _ground(pack: Pack | None, sanction: str, name: str | None) -> Ground | None:
    rule = pack.sanction(sanction) if pack else None
    return rule.ground(name) if rule else None


def _limit(reader: Reader, limit: TimeLimit, pack: Pack) -> Fact:
    aside = reader.language.typography.aside
    label = reader.word(f"limit-{limit.kind}")
    about = [reader.word(f"limit-only-{limit.only}")] if limit.only else []
    about += [severity_name(reader, limit.severity, (pack,))] if limit.severity else []
    span = reader.language.working_time(limit.value) if limit.working_days else reader.duration(limit.value)
    span = reader.word(limit.bound, span=span)
    article = article_of(reader, pack, limit)
    return Fact(
        f"{label}{aside(', '.join(about))}" if about else label,
        (words(f"{span}{aside(article)}" if article else span),),
    )


def _steps(reader: Reader, rules: Discipline, code: str) -> Iterator[Entry]:
    for step in rules.procedure:
        if applies_in(step.jurisdictions, code):
            told = reader.plain(step.heading or step.text)
            heading = Prose((Pointer("policy", rules.id, step.id, told),))
            yield Entry("", (), heading=heading, facts=deadline(step, reader))
