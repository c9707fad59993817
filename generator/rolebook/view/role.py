"""A role as its reader sees it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, get_args

from rolebook.model.base import Worded
from rolebook.model.policy import AnyPolicy
from rolebook.model.role import (
    Authority,
    ExpectedCompetency,
    Headed,
    Indicator,
    Relation,
    Role,
    ServiceLevel,
)
from rolebook.model.sections import RolePart
from rolebook.view.anchors import with_single_ids
from rolebook.view.clauses import free_section
from rolebook.view.duties import duties, other_tasks, rhythm_marks
from rolebook.view.employment import employment, pay
from rolebook.view.in_jurisdiction import in_place
from rolebook.view.post import appointment, career, conditions, dimensions
from rolebook.view.reader import Reader
from rolebook.view.requirements import requirements
from rolebook.view.sections import (
    entry,
    legal_basis,
    listed,
    record,
    section,
    sentence,
)
from rolebook.view.sentence import unsaid
from rolebook.view.tree import (
    Block,
    DocumentView,
    Entries,
    Entry,
    Fact,
    Facts,
    Prose,
    Row,
    Section,
    Table,
    words,
)

SectionMaker = Callable[[Role, Reader], Iterator[Section]]
FREE = "section-"
"""With this begin the ids of free sections, so that none can be taken for a part's."""


def role_view(whole: Role, reader: Reader) -> DocumentView:
    """The role in the reader's language and place, with what the reader's audience may see."""
    reader = reader.reading(whole)
    role = in_place(whole, reader.jurisdiction)
    return DocumentView(
        kind="role",
        id=role.id,
        title=reader.prose(role.title),
        language=reader.language.tag,
        summary=reader.flow(role.purpose),
        essentials=tuple(_essentials(role, reader)),
        sections=with_single_ids(_sections(role, reader)),
        record=(*record(reader, role), *_occupation(role, reader)),
        fallbacks=frozenset(reader.fallbacks),
        borrowed=tuple(reader.borrowed.values()),
        outdated=frozenset(reader.outdated),
    )


def _essentials(role: Role, reader: Reader) -> Iterator[Fact]:
    yield from _position(role, reader)
    if role.territory:
        yield reader.fact("field-territory", reader.prose(role.territory))
    if role.grade:
        yield reader.fact("field-grade", role.grade)
    if role.headcount is not None:
        yield reader.fact("field-headcount", reader.language.number(role.headcount))
    if role.alternative_titles:
        yield reader.fact("field-alternative-titles", *listed(reader, role.alternative_titles))


def _position(role: Role, reader: Reader) -> Iterator[Fact]:
    if families := reader.handbook.families_of(role):
        yield reader.fact("field-family", *(reader.prose(one.title) for one in families))
    department = reader.handbook.departments.get(role.department or "")
    if department:
        yield reader.fact("field-department", reader.prose(department.name))
    if role.reports_to:
        yield reader.fact("field-reports-to", reader.role(role.reports_to))
    if role.reports_to_functionally:
        yield reader.fact("field-reports-to-functionally", *reader.posts(role.reports_to_functionally))
    if below := reader.handbook.reports.get(role.id):
        yield reader.fact("field-direct-reports", *reader.posts(one.id for one in below))
    if role.deputised_by:
        yield reader.fact("field-deputised-by", *reader.posts(role.deputised_by))
    if role.deputising:
        yield reader.fact("field-deputising", reader.prose(role.deputising))
    if role.deputises_for:
        yield reader.fact("field-deputises-for", *reader.posts(role.deputises_for))


def _occupation(role: Role, reader: Reader) -> Iterator[Fact]:
    codes = role.occupation
    named = (("ISCO-08", codes.isco), ("ESCO", codes.esco), ("O*NET-SOC", codes.onet)) if codes else ()
    told = [f"{name} {code}" for name, code in named if code]
    if told:
        yield reader.fact("field-occupation", *told)


def _sections(role: Role, reader: Reader) -> Iterator[Section]:
    """The parts in their order, each followed by the free sections that name it."""
    for part in get_args(RolePart):
        own = getattr(role.headings, part, None)
        for made in _PARTS[part](role, reader) if part in _PARTS else ():
            yield replace(made, title=reader.prose(own)) if own else made
        for one in role.sections:
            if one.after == part:
                free = free_section(one, reader)
                yield replace(free, id=f"{FREE}{free.id}")


def _service_level(level: ServiceLevel, reader: Reader) -> Entry:
    facts: list[Fact] = []
    if level.respond_within:
        clock = reader.word(f"clock-{level.clock}", duration=reader.duration(level.respond_within))
        facts.append(replace(reader.fact("field-respond-within", clock), time=level.respond_within.iso))
    if level.channels:
        facts.append(reader.fact("field-channels", *listed(reader, level.channels)))
    facts += reader.facts(level, "otherwise")
    steps = tuple(entry(reader, priority) for priority in level.priorities)
    priorities = (Entry("", (sentence(reader.word("field-priorities")),), entries=steps),) if steps else ()
    return Entry(level.id, reader.flow(level.text), facts=tuple(facts), entries=priorities)


def _competencies(expected: tuple[ExpectedCompetency, ...], reader: Reader) -> Iterator[Table]:
    """A table for each group of the library; without groups, one."""
    columns = tuple(reader.word(f"column-{name}") for name in ("competency", "level", "expected"))
    for group, members in reader.handbook.competencies.by_group():
        ids = {one.id for one in members}
        rows = tuple(_competency(one, reader) for one in expected if one.id in ids)
        if rows:
            yield Table(columns, rows, reader.prose(group.name) if group else None)


def _competency(one: ExpectedCompetency, reader: Reader) -> Row:
    competency = reader.handbook.library[one.id]
    levels = reader.handbook.competencies.levels_of(competency)
    level = next((level for level in levels if level.id == one.level), None)
    described = next((level for level in competency.levels if level.id == one.level), None)
    name = reader.prose(level.name) if level else words(one.level)
    return Row(
        f"competency-{one.id}",
        ((reader.prose(competency.name),), (name,), (reader.prose(described.text),) if described else ()),
        level=(len(levels) - levels.index(level), len(levels)) if level else None,
    )


def _authority(one: Authority, reader: Reader) -> Entry:
    facts: list[Fact] = []
    if one.limit:
        facts.append(reader.fact("field-limit", reader.limit(one.limit)))
    if one.above:
        facts.append(reader.fact("field-above", reader.post(one.above)))
    return entry(reader, one, *facts, marks=(reader.word(f"authority-{one.kind}"),))


def _indicator(one: Indicator, reader: Reader) -> Entry:
    facts = reader.facts(one, "target")
    text = reader.plain(one.text)
    marks = rhythm_marks(one.period, one.rhythms, text, reader)
    return entry(reader, one, *facts, marks=tuple(unsaid(marks, text, reader.language)))


def _relations(relations: tuple[Relation, ...], reader: Reader) -> Iterator[Table]:
    if relations:
        columns = tuple(reader.word(f"column-{name}") for name in ("with", "gives", "gets"))
        named = [relation for relation in relations if relation.with_ or relation.text]
        yield Table(columns, tuple(_relation(one, reader) for one in named))


def _relation(one: Relation, reader: Reader) -> Row:
    partner: list[Prose] = [reader.role(one.with_)] if one.with_ else []
    partner += [reader.prose(one.text)] if one.text else []
    gives = (reader.prose(one.gives),) if one.gives else ()
    gets = (reader.prose(one.gets),) if one.gets else ()
    return Row(f"relation-{one.id}", (tuple(partner), gives, gets))


def _policies(role: Role, reader: Reader) -> Iterator[Entry]:
    for policy in reader.handbook.policies_of(role):
        yield _policy(policy, role, reader)


def _policy(policy: AnyPolicy, role: Role, reader: Reader) -> Entry:
    why = "policy-by-scope" if reader.handbook.binds(policy, role) else "policy-by-role"
    marks = [reader.word(why)]
    if policy.acknowledgement:
        marks.append(reader.word(f"acknowledge-{policy.acknowledgement.form}"))
    return Entry(f"policy-{policy.id}", (), heading=reader.policy(policy.id), marks=tuple(marks))


def _blocks_of(field: str, made: Callable[[Role, Reader], Iterable[Block]]) -> SectionMaker:
    """A section that holds blocks."""
    return lambda role, reader: section(reader, field.replace("_", "-"), *made(role, reader))


def _entries_of(field: str, made: Callable[[Any, Reader], Entry]) -> SectionMaker:
    """A section that lists the items of a field."""
    return _blocks_of(field, lambda role, reader: (Entries(tuple(made(one, reader) for one in getattr(role, field))),))


def _facts_of(field: str, made: Callable[[Role, Reader], Iterator[Fact]]) -> SectionMaker:
    """A section of labelled facts."""
    return _blocks_of(field, lambda role, reader: (Facts(tuple(made(role, reader))),))


def _plain(one: Worded, reader: Reader) -> Entry:
    heading = reader.prose(one.heading) if isinstance(one, Headed) and one.heading else None
    return replace(entry(reader, one), heading=heading)


_PARTS: Mapping[RolePart, SectionMaker] = {
    "outcomes": _entries_of("outcomes", _plain),
    "duties": duties,
    "other_tasks": _blocks_of("other_tasks", other_tasks),
    "service_levels": _entries_of("service_levels", _service_level),
    "requirements": lambda role, reader: section(reader, "requirements", sections=tuple(requirements(role, reader))),
    "competencies": _blocks_of("competencies", lambda role, reader: _competencies(role.competencies, reader)),
    "behaviours": _entries_of("behaviours", _plain),
    "rights": _entries_of("rights", _plain),
    "authority": _entries_of("authority", _authority),
    "prohibitions": _entries_of("prohibitions", _plain),
    "liability": _entries_of("liability", _plain),
    "indicators": _entries_of("indicators", _indicator),
    "relations": _blocks_of("relations", lambda role, reader: _relations(role.relations, reader)),
    "dimensions": _facts_of("dimensions", dimensions),
    "conditions": _facts_of("conditions", conditions),
    "pay": _facts_of("pay", pay),
    "employment": _facts_of("employment", employment),
    "appointment": _facts_of("appointment", appointment),
    "career": _facts_of("career", career),
    "policies": _blocks_of("policies", lambda role, reader: (Entries(tuple(_policies(role, reader))),)),
    "legal_basis": _blocks_of("legal_basis", lambda role, reader: (legal_basis(reader, role.legal_basis),)),
}
"""How each part of a role becomes a section; the purpose is the page's summary."""
