"""The disciplinary rules: breaches, and for each place its own matrix under its own law."""

from collections.abc import Iterator, Sequence

from rolebook.model.law.pack import Pack
from rolebook.model.policy import Consequence, Discipline, Offence
from rolebook.view.clauses import clause_entry, offence_link, step_entry
from rolebook.view.contacts import complaint_facts
from rolebook.view.in_jurisdiction import added_in, offence_in
from rolebook.view.law import ground_article, law_sections, looked_at, sanction_name, severity_name
from rolebook.view.reader import Reader
from rolebook.view.sections import paragraphs, section, sentence
from rolebook.view.tree import Block, Entries, Entry, Facts, Prose, Row, Section, Table, words


def discipline_sections(rules: Discipline, reader: Reader) -> Iterator[Section]:
    """Breaches, what follows in each place by its law, the procedure, and the regimes that are no sanctions."""
    packs = tuple(reader.handbook.packs.get(code) for code in _jurisdictions(rules, reader))
    offences = Entries(tuple(_offence(offence, packs, reader) for offence in rules.offences))
    yield from section(reader, "offences", offences)
    matrices = tuple(_sanctions(rules, code, reader) for code in _jurisdictions(rules, reader))
    yield from section(reader, "sanctions", sentence(reader.word("sanctions-note")), sections=matrices)
    yield from section(
        reader, "procedure", Entries(tuple(step_entry(step, reader) for step in rules.procedure), ordered=True)
    )
    for key, clauses in (
        ("damage-recovery", rules.damage_recovery),
        ("bonus-rules", rules.bonus_rules),
        ("rewards", rules.rewards),
    ):
        listed = tuple(clause_entry(clause, clause.number or "", reader) for clause in clauses)
        yield from section(reader, key, Entries(listed))


def _jurisdictions(rules: Discipline, reader: Reader) -> tuple[str, ...]:
    if reader.jurisdiction:
        return (reader.jurisdiction,)
    return tuple(dict.fromkeys(entity.jurisdiction for entity in reader.handbook.entities_of(rules)))


def _offence(offence: Offence, packs: Sequence[Pack | None], reader: Reader) -> Entry:
    facts = (reader.fact("field-counting", *_counting(offence, reader)),) if offence.counting else ()
    added = added_in(offence, reader.jurisdiction) if reader.jurisdiction else None
    return Entry(
        offence.id,
        (*paragraphs(reader, offence.text), *paragraphs(reader, added)),
        heading=reader.prose(offence.heading),
        marks=(severity_name(reader, offence.severity, packs),),
        facts=facts,
        fold="on-phones",
    )


def _counting(offence: Offence, reader: Reader) -> Iterator[Prose]:
    for window in offence.counting:
        span = reader.duration(window.within)
        times = reader.language.repeated(window.count, window.unit, in_a_row=window.in_a_row)
        yield words(reader.word("counting", times=times, span=span))


def _sanctions(rules: Discipline, jurisdiction: str, reader: Reader) -> Section:
    pack = reader.handbook.packs.get(jurisdiction)
    offences = tuple(offence_in(offence, jurisdiction) for offence in rules.offences)
    last = max((one.occurrence for offence in offences for one in offence.consequences), default=1)
    columns = (
        reader.word("column-offence"),
        *(reader.word("column-occurrence", n=n) for n in range(1, last + 1)),
    )
    rows = tuple(
        Row(
            f"{jurisdiction.lower()}-{offence.id}",
            (
                (offence_link(offence.id, reader),),
                *(tuple(_consequences(offence, n, pack, reader)) for n in range(1, last + 1)),
            ),
        )
        for offence in offences
    )
    differing = tuple(
        Entries((entry,)) for offence in rules.offences if (entry := _differing(offence, jurisdiction, reader))
    )
    blocks: tuple[Block, ...] = (Table(columns, _ladder(rows, offences, reader)),)
    place = jurisdiction.lower()
    below = tuple(law_sections(reader, rules, jurisdiction, pack)) if pack else ()
    if reader.jurisdiction:
        blocks = (*blocks, *differing)
    else:
        blocks = (*blocks, sentence(looked_at(reader, jurisdiction)))
        if differing:
            title = words(reader.word("section-differs"))
            below = (Section(f"differs-{place}", title, differing, fold="always"), *below)
    here = tuple(one.id for one in reader.handbook.entities_of(rules) if one.jurisdiction == jurisdiction)
    complaints = tuple(complaint_facts(reader, here))
    asked = (Facts(complaints),) if complaints else ()
    return Section(
        f"sanctions-{place}",
        words(reader.place(jurisdiction)),
        (*blocks, *asked),
        below,
        employers=reader.only_for(here),
    )


def _ladder(rows: tuple[Row, ...], offences: tuple[Offence, ...], reader: Reader) -> tuple[Row, ...]:
    """Breaches with the same consequences in one row: the ladder of most of them first, then the exceptions.

    On a paper, a row with a length or words of its own stays by itself: each of these must be there as often as in
    the text.
    """
    alike: dict[object, list[Row]] = {}
    for row, offence in zip(rows, offences, strict=True):
        own = reader.entity is not None and any(one.length or one.text for one in offence.consequences)
        alike.setdefault(row.id if own else row.cells[1:], []).append(row)
    several = sorted(alike.values(), key=lambda same: -len(same))
    return tuple(
        Row(
            same[0].id,
            (tuple(prose for row in same for prose in row.cells[0]), *same[0].cells[1:]),
            also=tuple(row.id for row in same[1:]),
        )
        for same in several
    )


def _differing(general: Offence, jurisdiction: str, reader: Reader) -> Entry | None:
    """What a breach or its counting is here, where that differs from the general rule."""
    here = offence_in(general, jurisdiction)
    text = paragraphs(reader, here.text) if here.text != general.text else ()
    if not reader.jurisdiction:  # for one place alone, the breach itself says it
        text = (*text, *paragraphs(reader, added_in(general, jurisdiction)))
    counted = here.counting != general.counting
    facts = (reader.fact("field-counting", *_counting(here, reader)),) if counted else ()
    if not text and not facts:
        return None
    name = f"{jurisdiction.lower()}-{general.id}-differs"
    return Entry(name, text, heading=reader.prose(general.heading), facts=facts)


def _consequences(offence: Offence, occurrence: int, pack: Pack | None, reader: Reader) -> Iterator[Prose]:
    alternatives = [one for one in offence.consequences if one.occurrence == occurrence]
    for place, one in enumerate(alternatives):
        told = _consequence(one, pack, reader)
        either = words(f"{reader.word('or')} ").runs if place else ()
        yield Prose((*either, *told.runs), told.language)


def _consequence(one: Consequence, pack: Pack | None, reader: Reader) -> Prose:
    """The sanction by the term of the place, how long, on which ground, and what the rules add."""
    name = sanction_name(reader, one.sanction, pack)
    if one.length:
        name = f"{name}, {reader.word('at-most', span=reader.duration(one.length))}"
    if article := ground_article(reader, pack, one.sanction, one.ground):
        name = f"{name}{reader.language.typography.aside(article)}"
    if one.text is None:
        return words(name)
    told = reader.prose(one.text)
    return Prose((*words(f"{name}: ").runs, *told.runs), told.language)
