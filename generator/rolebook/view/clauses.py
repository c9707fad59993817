"""Clauses and steps, in policies and in the disciplinary rules alike."""

from rolebook.model.policy import Step
from rolebook.model.sections import Clause, PolicySection
from rolebook.view.blocks import content_blocks
from rolebook.view.reader import Reader
from rolebook.view.sections import entry, paragraphs, word_of
from rolebook.view.tree import Entries, Entry, Fact, Pointer, Prose, Section, words


def clause_entry(clause: Clause, number: str, reader: Reader) -> Entry:
    """A clause with its number, its kind and the breach it is."""
    marks = (*word_of(reader, "clause", clause.kind), *reader.places(clause.jurisdictions))
    facts = (reader.fact("field-offence", offence_link(clause.offence, reader)),) if clause.offence else ()
    return Entry(
        clause.id,
        reader.flow(clause.text),
        number=number,
        marks=marks,
        facts=facts,
        entries=tuple(entry(reader, item) for item in clause.items),
        blocks=tuple(content_blocks(clause.blocks, reader)),
        employers=reader.employers_in(clause.jurisdictions),
    )


def free_section(shown: PolicySection, reader: Reader) -> Section:
    """A section under its own heading, as it is in the reader's place; numbers that are not stored come on paper."""
    clauses = tuple(clause_entry(one, one.number or "", reader) for one in shown.clauses)
    blocks = (*paragraphs(reader, shown.text), *content_blocks(shown.blocks, reader))
    listed = (Entries(clauses),) if clauses else ()
    return Section(shown.id, reader.prose(shown.heading), (*blocks, *listed), number=shown.number or "")


def offence_link(offence_id: str, reader: Reader) -> Prose:
    """A breach of the disciplinary rules by its heading, or its bare id where it is not shown."""
    rules = reader.handbook.discipline
    offence = next((one for one in rules.offences if one.id == offence_id), None) if rules else None
    if rules is None or offence is None:
        return words(offence_id)
    return Prose((Pointer("policy", rules.id, offence_id, reader.plain(offence.heading)),))


def deadline(step: Step, reader: Reader) -> tuple[Fact, ...]:
    """The time that a step may take, in working days where it says so; none where it has no limit."""
    if step.within is None:
        return ()
    span = reader.duration(step.within)
    told = reader.word("working-time-span", span=span) if step.working_days else span
    return (reader.fact("field-within", told),)


def step_entry(step: Step, reader: Reader) -> Entry:
    """A step with who does it, by when, and where it holds."""
    facts: list[Fact] = []
    if step.by:
        facts.append(reader.fact("field-by", reader.post(step.by)))
    facts += deadline(step, reader)
    facts += reader.facts(step, "result")
    heading = reader.prose(step.heading) if step.heading else None
    places = getattr(step, "jurisdictions", ())
    return Entry(
        step.id,
        reader.flow(step.text),
        heading=heading,
        facts=tuple(facts),
        marks=reader.places(places),
        employers=reader.employers_in(places),
    )
