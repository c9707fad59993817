"""Duties and other tasks of a role as their reader sees them."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from rolebook.model.base import Frequency
from rolebook.model.role import Duty, DutyGroup, DutyOrGroup, Role
from rolebook.view.reader import Reader
from rolebook.view.sections import entry, paragraphs, section, sentence, word_of
from rolebook.view.sentence import says_rhythm, unsaid
from rolebook.view.tree import Block, Entries, Entry, Prose, Section


def duties(role: Role, reader: Reader) -> Iterator[Section]:
    """The section of duties: those before the first group, then groups in the order of the file."""
    runs = [tuple(run) for _, run in groupby(role.duties, key=lambda one: isinstance(one, DutyGroup))]
    first = [_loose(runs.pop(0), role, reader)] if runs and isinstance(runs[0][0], Duty) else []
    yield from section(reader, "duties", *first, sections=tuple(_grouped(runs, role, reader)))


def other_tasks(role: Role, reader: Reader) -> Iterator[Block]:
    """Which further tasks may be given."""
    if role.other_tasks:
        yield sentence(reader.word("other-tasks", kinds=_kinds(role, reader)))
        yield from paragraphs(reader, role.other_tasks.text)


def rhythm_marks(main: Frequency | None, others: Iterable[Frequency], text: str, reader: Reader) -> tuple[str, ...]:
    """The rhythms of an item in words, those left out that its text says itself."""
    rhythms = dict.fromkeys((*((main,) if main else ()), *others))
    unsaid_ = (one for one in rhythms if not says_rhythm(text, one, reader.language))
    return tuple(word for one in unsaid_ for word in word_of(reader, "frequency", one))


def _grouped(runs: Iterable[tuple[DutyOrGroup, ...]], role: Role, reader: Reader) -> Iterator[Section]:
    """Groups in the order of the file; duties between and behind them go on without a heading."""
    for run in runs:
        if isinstance(run[0], Duty):
            yield Section("", Prose(()), (_loose(run, role, reader),))
        else:
            yield from (_group(group, role, reader) for group in run if isinstance(group, DutyGroup))


def _loose(duties: Iterable[DutyOrGroup], role: Role, reader: Reader) -> Entries:
    return Entries(tuple(_duty(one, role, reader) for one in duties if isinstance(one, Duty)), ordered=True)


def _kinds(role: Role, reader: Reader) -> str:
    kinds = role.other_tasks.kinds if role.other_tasks else ()
    return reader.language.listed([reader.word(f"other-tasks-{kind}") for kind in kinds])


def _group(group: DutyGroup, role: Role, reader: Reader) -> Section:
    share = (reader.language.percent(group.time_share),) if group.time_share else ()
    duties = Entries(tuple(_duty(duty, role, reader) for duty in group.items), ordered=True)
    return Section(group.id, reader.prose(group.heading), (duties,), marks=share)


def _duty(duty: Duty, role: Role, reader: Reader) -> Entry:
    mode = duty.mode if duty.mode != "does" else None  # the usual case needs no mark
    text = reader.plain(duty.text)
    marks = [*word_of(reader, "mode", mode), *rhythm_marks(duty.frequency, duty.rhythms, text, reader)]
    marks += [reader.word("essential")] if duty.essential else []
    marks += [reader.language.percent(duty.time_share)] if duty.time_share else []
    facts = list(reader.facts(duty, "when", "result"))
    measured = [one for one in role.indicators if one.id in duty.indicators]
    if measured:
        facts.append(reader.fact("field-indicators", *(reader.prose(one.text) for one in measured)))
    steps = tuple(entry(reader, step) for step in duty.steps)
    return Entry(
        duty.id,
        reader.flow(duty.text),
        marks=tuple(unsaid(marks, text, reader.language)),
        facts=tuple(facts),
        entries=(*steps, *(_duty(below, role, reader) for below in duty.items)),
    )
