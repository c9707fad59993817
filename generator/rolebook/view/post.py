"""The facts of a post as their reader sees them: its size, conditions, appointment and career path."""

from collections.abc import Iterator

from rolebook.model.role import Appointment, Role
from rolebook.view.reader import Reader
from rolebook.view.tree import Fact, Prose, words


def dimensions(role: Role, reader: Reader) -> Iterator[Fact]:
    """The size of the post."""
    size = role.dimensions
    if size is None:
        return
    for field in ("direct_reports", "indirect_reports"):
        if (count := getattr(size, field)) is not None:
            yield reader.fact(f"field-{field.replace('_', '-')}-count", reader.language.number(count))
    if size.budget:
        yield reader.fact("field-budget", reader.limit(size.budget))
    if size.text:
        yield reader.fact("field-scale", reader.prose(size.text))


def conditions(role: Role, reader: Reader) -> Iterator[Fact]:
    """Where, when and how the work is done."""
    conditions = role.conditions
    if conditions is None:
        return
    yield from reader.facts(conditions, "workplace", "hours", "travel")
    if conditions.travel_share:
        yield reader.fact("field-travel-share", reader.language.percent(conditions.travel_share))
    yield from reader.facts(conditions, "shifts", "dress", "physical_demands", "hazards")


def appointment(role: Role, reader: Reader) -> Iterator[Fact]:
    """Who appoints and dismisses."""
    for key, act in (("field-appointment", role.appointment), ("field-dismissal", role.dismissal)):
        if act:
            yield reader.fact(key, *_acted_by(act, reader))


def _acted_by(act: Appointment, reader: Reader) -> Iterator[Prose]:
    yield reader.post(act.by)
    if act.proposed_by:
        proposer = reader.post(act.proposed_by)
        yield Prose((*words(f"{reader.word('proposed-by')} ").runs, *proposer.runs), proposer.language)
    if act.text:
        yield reader.prose(act.text)


def career(role: Role, reader: Reader) -> Iterator[Fact]:
    """Where holders come from and go to."""
    if role.career is None:
        return
    if role.career.from_:
        yield reader.fact("field-career-from", *reader.posts(role.career.from_))
    if role.career.to:
        yield reader.fact("field-career-to", *reader.posts(role.career.to))
    if role.career.text:
        yield reader.fact("field-career-text", reader.prose(role.career.text))
