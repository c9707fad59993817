"""A policy as its reader sees it; the disciplinary rules with their matrices."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rolebook.model.acknowledgement import acknowledgement_due
from rolebook.model.policy import (
    AdoptionStep,
    AnyPolicy,
    ApprovalMatrix,
    Discipline,
    EvaluationCycle,
    ImprovementPlan,
    Process,
    Threshold,
)
from rolebook.model.role import Limit
from rolebook.view.anchors import with_single_ids
from rolebook.view.clauses import free_section, step_entry
from rolebook.view.discipline import discipline_sections
from rolebook.view.in_jurisdiction import in_place
from rolebook.view.reader import Reader
from rolebook.view.sections import (
    entries,
    entry,
    legal_basis,
    paragraphs,
    record,
    section,
    sentence,
    word_of,
)
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


def policy_view(whole: AnyPolicy, reader: Reader) -> DocumentView:
    """The policy in the reader's language and place, with what the reader's audience may see."""
    reader = reader.reading(whole)
    policy = in_place(whole, reader.jurisdiction)
    return DocumentView(
        kind="policy",
        id=policy.id,
        title=reader.prose(policy.title),
        language=reader.language.tag,
        summary=reader.flow(policy.purpose),
        essentials=tuple(_essentials(policy, reader)),
        sections=_sections(policy, reader),
        record=record(reader, policy),
        fallbacks=frozenset(reader.fallbacks),
        borrowed=tuple(reader.borrowed.values()),
        outdated=frozenset(reader.outdated),
    )


def _essentials(policy: AnyPolicy, reader: Reader) -> Iterator[Fact]:
    if policy.scope:
        yield reader.fact("field-scope", *_scope(policy, reader))
    if policy.owner:
        yield reader.fact("field-owner", reader.post(policy.owner))
    if policy.approver:
        yield reader.fact("field-approver", reader.post(policy.approver))
    if policy.acknowledgement:
        yield reader.fact("field-acknowledgement", *_acknowledgement(policy, reader))


def _scope(policy: AnyPolicy, reader: Reader) -> Iterator[Prose]:
    scope = policy.scope
    if scope is None:
        return
    if scope.everyone:
        yield words(reader.word("everyone"))
    yield from (
        reader.prose(department.name)
        for name in scope.departments
        if (department := reader.handbook.departments.get(name))
    )
    yield from reader.posts(scope.roles)
    yield from (reader.prose(entity.name) for name in scope.entities if (entity := reader.handbook.entities.get(name)))
    yield from (words(reader.place(code)) for code in scope.jurisdictions)
    if scope.text:
        yield reader.prose(scope.text)


def _acknowledgement(policy: AnyPolicy, reader: Reader) -> Iterator[Prose]:
    asked = policy.acknowledgement
    if asked is None:
        return
    yield words(reader.word(f"acknowledge-{asked.form}"))
    before = _known_before_the_contract(policy, reader)
    if before:
        yield words(before)
    if asked.within:
        when = "acknowledge-revision" if before else "acknowledge-within"
        yield words(reader.word(when, duration=reader.duration(asked.within)))
    if asked.renew:
        yield words(reader.word("acknowledge-renew", duration=reader.duration(asked.renew)))
    if asked.text:
        yield reader.prose(asked.text)


def _known_before_the_contract(policy: AnyPolicy, reader: Reader) -> str:
    """What says that the law wants it known before the contract: on a paper of its employer's, else by employer."""
    book, here = reader.handbook, reader.entity
    employers = [here] if here else list(book.entities_of(policy))
    before = [one for one in employers if acknowledgement_due(book, policy, one).before_contract]
    if not before:
        return ""
    if len(before) == len(employers):
        return reader.word("due-contract")
    names = [reader.plain(one.name) for one in before]
    return reader.word("due-contract-at", employers=reader.language.listed(names))


def _sections(policy: AnyPolicy, reader: Reader) -> tuple[Section, ...]:
    """The sections with single ids, which are given in the order of papers so that no address depends on the page's."""
    parts = tuple(map(tuple, _parts(policy, reader)))
    told = iter(with_single_ids(one for part in parts for one in part))
    definitions, discipline, free, rest = (tuple(islice(told, len(part))) for part in parts)
    if reader.entity is not None:
        return (*definitions, *discipline, *free, *rest)
    # A page begins with the principles and the case, which protect the employee; a paper keeps its numbers' order.
    ids = [one.id for one in parts[1]]
    places = sorted(range(len(ids)), key=lambda at: _PROTECTING.get(ids[at], len(_PROTECTING)))
    return (*definitions, *free, *(discipline[at] for at in places), *rest)


_PROTECTING = {"offences": 0, "procedure": 1, "sanctions": 2}


def _parts(policy: AnyPolicy, reader: Reader) -> Iterator[Iterable[Section]]:
    """Definitions, what only disciplinary rules have, free sections, and the rest."""
    definitions = (Entry(one.id, reader.flow(one.text), heading=reader.prose(one.term)) for one in policy.definitions)
    yield section(reader, "definitions", Entries(tuple(definitions)))
    yield discipline_sections(policy, reader) if isinstance(policy, Discipline) else ()
    yield (free_section(one, reader) for one in policy.sections)
    yield _further(policy, reader)


def _further(policy: AnyPolicy, reader: Reader) -> Iterator[Section]:
    yield from (_process(process, reader) for process in policy.process)
    yield from (_cycle(cycle, reader) for cycle in policy.evaluation)
    yield from (_plan(plan, reader) for plan in policy.improvement)
    yield from (_matrix(matrix, reader) for matrix in policy.approvals)
    yield from section(reader, "thresholds", Entries(tuple(_threshold(one, reader) for one in policy.thresholds)))
    yield from section(
        reader,
        "adoption",
        Entries(tuple(_adoption(one, reader) for one in policy.adoption if _adopted_here(one, reader))),
    )
    yield from section(reader, "legal-basis", legal_basis(reader, policy.legal_basis))


def _process(process: Process, reader: Reader) -> Section:
    steps = Entries(tuple(step_entry(step, reader) for step in process.steps), ordered=True)
    return Section(process.id, reader.prose(process.heading), (*paragraphs(reader, process.text), steps))


def _cycle(cycle: EvaluationCycle, reader: Reader) -> Section:
    criteria = tuple(
        entry(reader, one, marks=(reader.language.percent(one.weight),) if one.weight else ()) for one in cycle.criteria
    )
    parts = (
        *section(reader, "criteria", Entries(criteria)),
        *section(reader, "scale", entries(reader, cycle.scale)),
    )
    below = tuple(Section(f"{cycle.id}-{part.id}", part.title, part.blocks) for part in parts)
    marks = word_of(reader, "frequency", cycle.frequency)
    return Section(cycle.id, reader.prose(cycle.heading), paragraphs(reader, cycle.text), below, marks=marks)


def _plan(plan: ImprovementPlan, reader: Reader) -> Section:
    facts = list(reader.facts(plan, "gap", "support"))
    if plan.deadline:
        facts.append(reader.fact("field-deadline", reader.duration(plan.deadline)))
    facts += reader.facts(plan, "review")
    note = sentence(reader.word("no-sanction"))
    return Section(plan.id, reader.prose(plan.heading), (*paragraphs(reader, plan.text), Facts(tuple(facts)), note))


def _matrix(matrix: ApprovalMatrix, reader: Reader) -> Section:
    rows = tuple(
        Row(
            row.id,
            (
                (reader.prose(row.text),),
                (words(reader.limit(row.up_to)),) if row.up_to else (),
                (reader.post(row.approver),),
            ),
            share=share,
        )
        for row, share in zip(matrix.rows, _shares([row.up_to for row in matrix.rows]), strict=True)
    )
    table = Table(tuple(reader.word(f"column-{name}") for name in ("matter", "up-to", "approver")), rows)
    return Section(matrix.id, reader.prose(matrix.heading), (*paragraphs(reader, matrix.text), table))


def _shares(limits: Sequence[Limit | None]) -> list[float | None]:
    """How large each limit is beside the largest; None for all where they cannot be compared."""
    given = [one for one in limits if one]
    sizes = [float(one.percent if one.percent is not None else one.amount or 0) for one in given]
    units = {one.currency if one.percent is None else "%" for one in given}
    if len(given) < 2 or len(units) > 1 or max(sizes) <= 0:
        return [None] * len(limits)
    left = iter(sizes)
    return [round(next(left) / max(sizes), 4) if one else None for one in limits]


def _threshold(one: Threshold, reader: Reader) -> Entry:
    facts: list[Fact] = []
    if one.limit:
        facts.append(reader.fact("field-limit", reader.limit(one.limit)))
    if one.above:
        facts.append(reader.fact("field-above", reader.post(one.above)))
    return entry(reader, one, *facts)


def _adopted_here(one: AdoptionStep, reader: Reader) -> bool:
    return reader.entity is None or not one.entities or reader.entity.id in one.entities


def _adoption(one: AdoptionStep, reader: Reader) -> Entry:
    facts: list[Fact] = []
    if one.by:
        facts.append(reader.fact("field-by", reader.post(one.by)))
    if one.date:
        facts.append(reader.fact("field-date", reader.date(one.date)))
    facts += reader.facts(one, "reference")
    listed = one.entities if reader.entity is None else ()
    entities = [reader.handbook.entities[name] for name in listed if name in reader.handbook.entities]
    marks = tuple(reader.plain(entity.name) for entity in entities)
    return Entry(
        one.id,
        (sentence(reader.word(f"adoption-{one.act}")),),
        facts=tuple(facts),
        marks=marks,
        employers=reader.only_for(entity.id for entity in entities) if entities else None,
    )
