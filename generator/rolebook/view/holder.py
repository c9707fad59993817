"""What concerns the holder of a post, gathered: what to read and sign by when, what binds and why, what follows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rolebook.model.acknowledgement import WITHIN, acknowledgement_due
from rolebook.model.handbook import Document, Handbook
from rolebook.model.policy import AnyPolicy
from rolebook.model.role import Role
from rolebook.view.anchors import with_single_ids
from rolebook.view.contacts import complaint_facts
from rolebook.view.reader import Reader
from rolebook.view.sections import section, sentence
from rolebook.view.tree import DocumentView, Fact, Facts, Flow, Pointer, Prose, Row, Section, Table, words

_WORKS_WITH, _EXPECTED = "relations", "competencies"


@dataclass(frozen=True, slots=True)
class HolderView:
    """One page for the holder of a role; `papers` are the policies to read or sign, the most urgent first."""

    summary: tuple[Flow, ...]
    essentials: tuple[Fact, ...]
    sections: tuple[Section, ...]
    papers: tuple[AnyPolicy, ...]
    fallbacks: frozenset[str]
    outdated: frozenset[str]


def holder_view(role: Role, reader: Reader, whole: DocumentView) -> HolderView:
    """What the holder of a role must know, sign and keep to, as far as the reader's handbook shows it.

    `whole` is the role as the same reader sees it.
    """
    reader = reader.reading(role)
    bound = reader.handbook.policies_of(role)
    papers = tuple(sorted((one for one in bound if one.acknowledgement), key=_urgency))
    told = {one.id: one for one in whole.sections}
    parts = (
        *section(reader, "to-acknowledge", *_to_sign(papers, reader, role)),
        *section(reader, "my-policies", *_binding(bound, role, reader)),
        *(told[name] for name in (_WORKS_WITH, _EXPECTED) if name in told),
        *_sanctions(role, reader),
    )
    return HolderView(
        whole.summary,
        whole.essentials,
        with_single_ids(parts),
        papers,
        frozenset(whole.fallbacks | reader.fallbacks),
        frozenset(whole.outdated | reader.outdated),
    )


def newcomer_sections(reader: Reader) -> tuple[Section, ...]:
    """What everybody reads and signs, the most urgent first."""
    everyone = (one for one in reader.handbook.policies.values() if one.acknowledgement and _binds_all(one))
    table = _to_sign(tuple(sorted(everyone, key=_urgency)), reader)
    return tuple(Section("_sign", words(reader.word("site-sign-first")), (one,)) for one in table)


def signs(handbook: Handbook, role: Role) -> bool:
    """Whether the holder signs the role's own description."""
    return any(step.by == "holder" for step in handbook.sign_off(role))


def _binds_all(policy: AnyPolicy) -> bool:
    scope = policy.scope
    return scope is not None and (scope.everyone or not (scope.departments or scope.roles))


def _urgency(policy: AnyPolicy) -> tuple[bool, int, str]:
    asked = policy.acknowledgement
    within = asked.within if asked else None
    return within is None, within.minutes if within else 0, policy.id


def _to_sign(papers: Iterable[AnyPolicy], reader: Reader, role: Role | None = None) -> Iterator[Table]:
    rows = [_paper(policy, reader) for policy in papers]
    if role is not None and signs(reader.handbook, role):
        cells = (reader.role(role.id), words(reader.word("acknowledge-read-and-sign")))
        rows.insert(0, Row("sign-own", (*((one,) for one in cells), _due(role, reader), ())))
    if rows:
        columns = ("column-document", "column-how", "column-by-when", "column-again")
        yield Table(tuple(map(reader.word, columns)), tuple(rows))


def _paper(policy: AnyPolicy, reader: Reader) -> Row:
    asked = policy.acknowledgement
    if asked is None:
        raise AssertionError(policy.id)
    again = (words(reader.word("due-again", duration=reader.duration(asked.renew))),) if asked.renew else ()
    extra = (reader.prose(asked.text),) if asked.text else ()
    how = words(reader.word(f"acknowledge-{asked.form}"))
    return Row(f"sign-{policy.id}", ((reader.policy(policy.id),), (how, *extra), _due(policy, reader), again))


def _due(document: Document, reader: Reader) -> tuple[Prose, ...]:
    """By when it must be acknowledged, as the register reckons it: where the law says so, before the contract."""
    book = reader.handbook
    demands = [(one, acknowledgement_due(book, document, one)) for one in book.entities_of(document)]
    before = [reader.plain(one.name) for one, asked in demands if asked.before_contract]
    if demands and len(before) == len(demands):
        return (words(reader.word("due-contract")),)
    start = words(reader.word("due-start", duration=reader.duration(demands[0][1].within if demands else WITHIN)))
    if not before:
        return (start,)
    return start, words(reader.word("due-contract-at", employers=reader.language.listed(before)))


def _binding(bound: Iterable[AnyPolicy], role: Role, reader: Reader) -> Iterator[Table]:
    rows = tuple(
        Row(f"why-{one.id}", ((reader.policy(one.id),), tuple(map(words, _reasons(one, role, reader)))))
        for one in bound
    )
    if rows:
        yield Table((reader.word("column-document"), reader.word("column-why")), rows)


def _reasons(policy: AnyPolicy, role: Role, reader: Reader) -> Iterator[str]:
    handbook, scope = reader.handbook, policy.scope
    if scope is not None and handbook.binds(policy, role):
        if _binds_all(policy):
            yield reader.word("why-everyone")
        if handbook.names_role(scope, role):
            yield reader.word("why-role")
        units = [name for name in handbook.units_of(role) if name in scope.departments]
        if units:
            names = [reader.plain(handbook.departments[name].name) for name in units]
            yield reader.word("why-department", names=reader.language.listed(names))
    if policy.id in role.policies:
        yield reader.word("why-named")


def _sanctions(role: Role, reader: Reader) -> Iterator[Section]:
    """Where the rules of each employer's place stand."""
    rules = reader.handbook.discipline
    if rules is None or not rules.offences or rules not in reader.handbook.policies_of(role):
        return
    held = {entity.id for entity in reader.handbook.entities_of(rules)}
    rows = tuple(
        Row(
            f"employer-{entity.id}",
            ((reader.prose(entity.name),), (_matrix(rules, entity.jurisdiction, reader),)),
            employers=reader.only_for([entity.id]),
        )
        for entity in reader.handbook.entities_of(role)
        if entity.id in held
    )
    if rows:
        table = Table((reader.word("field-entity"), reader.word("column-rules")), rows)
        channels = Facts(tuple(complaint_facts(reader, [entity.id for entity in reader.handbook.entities_of(role)])))
        yield from section(reader, "my-sanctions", sentence(reader.word("my-sanctions-note")), table, channels)


def _matrix(rules: AnyPolicy, jurisdiction: str, reader: Reader) -> Prose:
    place = reader.place(jurisdiction)
    text = f"{reader.title(rules)}: {place}"
    return Prose((Pointer("policy", rules.id, f"sanctions-{jurisdiction.lower()}", text),))
