"""A role as its reader sees it."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from rolebook.model.policy import AnyPolicy
from rolebook.model.role import (
    Appointment,
    Authority,
    Duty,
    DutyGroup,
    DutyOrGroup,
    ExpectedCompetency,
    Indicator,
    Relation,
    Role,
    ServiceLevel,
)
from rolebook.view.anchors import with_single_ids
from rolebook.view.in_jurisdiction import in_place
from rolebook.view.reader import Reader
from rolebook.view.requirements import requirements
from rolebook.view.sections import (
    entries,
    entry,
    legal_basis,
    listed,
    paragraphs,
    record,
    section,
    sentence,
    word_of,
)
from rolebook.view.sentence import says_rhythm, unsaid
from rolebook.view.tree import (
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
    if role.deputises_for:
        yield reader.fact("field-deputises-for", *reader.posts(role.deputises_for))


def _occupation(role: Role, reader: Reader) -> Iterator[Fact]:
    codes = role.occupation
    named = (("ISCO-08", codes.isco), ("ESCO", codes.esco), ("O*NET-SOC", codes.onet)) if codes else ()
    told = [f"{name} {code}" for name, code in named if code]
    if told:
        yield reader.fact("field-occupation", *told)


def _sections(role: Role, reader: Reader) -> Iterator[Section]:
    yield from _duties(role, reader)
    yield from section(reader, "service-levels", _service_levels(role.service_levels, reader))
    yield from section(reader, "requirements", sections=tuple(requirements(role, reader)))
    yield from section(reader, "competencies", *_competencies(role.competencies, reader))
    yield from section(reader, "rights", entries(reader, role.rights))
    yield from section(reader, "authority", Entries(tuple(_authority(one, reader) for one in role.authority)))
    yield from section(reader, "prohibitions", entries(reader, role.prohibitions))
    yield from section(reader, "liability", entries(reader, role.liability))
    yield from section(reader, "indicators", Entries(tuple(_indicator(one, reader) for one in role.indicators)))
    yield from section(reader, "relations", *_relations(role.relations, reader))
    yield from section(reader, "dimensions", Facts(tuple(_dimensions(role, reader))))
    yield from section(reader, "conditions", Facts(tuple(_conditions(role, reader))))
    yield from section(reader, "appointment", Facts(tuple(_appointment(role, reader))))
    yield from section(reader, "career", Facts(tuple(_career(role, reader))))
    yield from section(reader, "policies", Entries(tuple(_policies(role, reader))))
    yield from section(reader, "legal-basis", legal_basis(reader, role.legal_basis))


def _duties(role: Role, reader: Reader) -> Iterator[Section]:
    runs = [tuple(run) for _, run in groupby(role.duties, key=lambda one: isinstance(one, DutyGroup))]
    first = [_loose(runs.pop(0), role, reader)] if runs and isinstance(runs[0][0], Duty) else []
    others = [sentence(reader.word("other-tasks", kinds=_kinds(role, reader)))] if role.other_tasks else []
    text = paragraphs(reader, role.other_tasks.text) if role.other_tasks else ()
    yield from section(reader, "duties", *first, sections=tuple(_grouped(runs, role, reader)))
    yield from section(reader, "other-tasks", *others, *text)


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
    told = duty.frequency and not says_rhythm(text, duty.frequency, reader.language)
    marks = [*word_of(reader, "mode", mode), *(word_of(reader, "frequency", duty.frequency) if told else ())]
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


def _service_levels(levels: tuple[ServiceLevel, ...], reader: Reader) -> Entries:
    return Entries(tuple(_service_level(level, reader) for level in levels))


def _service_level(level: ServiceLevel, reader: Reader) -> Entry:
    facts: list[Fact] = []
    if level.respond_within:
        clock = reader.word(f"clock-{level.clock}", duration=reader.duration(level.respond_within))
        facts.append(reader.fact("field-respond-within", clock))
    if level.channels:
        facts.append(reader.fact("field-channels", *listed(reader, level.channels)))
    facts += reader.facts(level, "otherwise")
    steps = tuple(entry(reader, priority) for priority in level.priorities)
    priorities = (Entry("", (sentence(reader.word("field-priorities")),), entries=steps),) if steps else ()
    return Entry(level.id, reader.flow(level.text), facts=tuple(facts), entries=priorities)


def _competencies(expected: tuple[ExpectedCompetency, ...], reader: Reader) -> Iterator[Table]:
    rows = tuple(_competency(one, reader) for one in expected if one.id in reader.handbook.library)
    if rows:
        yield Table(tuple(reader.word(f"column-{name}") for name in ("competency", "level", "expected")), rows)


def _competency(one: ExpectedCompetency, reader: Reader) -> Row:
    competency = reader.handbook.library[one.id]
    level = next((level for level in reader.handbook.competencies.levels if level.id == one.level), None)
    described = next((level for level in competency.levels if level.id == one.level), None)
    name = reader.prose(level.name) if level else words(one.level)
    return Row(
        f"competency-{one.id}",
        ((reader.prose(competency.name),), (name,), (reader.prose(described.text),) if described else ()),
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
    told = one.period and not says_rhythm(text, one.period, reader.language)
    marks = word_of(reader, "frequency", one.period) if told else ()
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


def _dimensions(role: Role, reader: Reader) -> Iterator[Fact]:
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


def _conditions(role: Role, reader: Reader) -> Iterator[Fact]:
    conditions = role.conditions
    if conditions is None:
        return
    yield from reader.facts(conditions, "workplace", "hours", "travel")
    if conditions.travel_share:
        yield reader.fact("field-travel-share", reader.language.percent(conditions.travel_share))
    yield from reader.facts(conditions, "shifts", "dress", "physical_demands", "hazards")


def _appointment(role: Role, reader: Reader) -> Iterator[Fact]:
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


def _career(role: Role, reader: Reader) -> Iterator[Fact]:
    if role.career is None:
        return
    if role.career.from_:
        yield reader.fact("field-career-from", *reader.posts(role.career.from_))
    if role.career.to:
        yield reader.fact("field-career-to", *reader.posts(role.career.to))
    if role.career.text:
        yield reader.fact("field-career-text", reader.prose(role.career.text))


def _policies(role: Role, reader: Reader) -> Iterator[Entry]:
    for policy in reader.handbook.policies_of(role):
        yield _policy(policy, role, reader)


def _policy(policy: AnyPolicy, role: Role, reader: Reader) -> Entry:
    why = "policy-by-scope" if reader.handbook.binds(policy, role) else "policy-by-role"
    marks = [reader.word(why)]
    if policy.acknowledgement:
        marks.append(reader.word(f"acknowledge-{policy.acknowledgement.form}"))
    return Entry(f"policy-{policy.id}", (), heading=reader.policy(policy.id), marks=tuple(marks))
