"""Papers for people of the roster: what each still has to sign is printed, and where that is wanted, asked for."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from rolebook.checks.signable import INCOMPLETE
from rolebook.diagnostics import Diagnostic, UserError
from rolebook.model.acknowledgement import acknowledgements_due
from rolebook.model.handbook import Document, Handbook
from rolebook.model.people.person import Person
from rolebook.pipeline.desk.answers import AskedToSign, ask_to_sign, has_register
from rolebook.pipeline.desk.later import everything_of, place_of, signed_from
from rolebook.pipeline.desk.papers import chosen_roster, print_for, printed_copies
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.pipeline.print.run import PrintRun
from rolebook.pipeline.register.status import StatusLine, Wanted, lines
from rolebook.register.states import OPEN

Standing = Mapping[tuple[str, str], StatusLine]
"""How people stand, by person and the document's name for good."""


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """A printed document by its place, its file, and by when it is to be signed; `due` is empty where nobody asked.

    `counts_from` is the day of its release where that is still to come: no signature counts before.
    """

    document: str
    file: str
    due: str = ""
    state: str = ""
    counts_from: str = ""


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """A document that is not printed, and why."""

    document: str
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class PrintedFor:
    """What was printed for somebody; `whole` is the file of all of it. `has_signed` where everything is signed or waits
    for somebody to look. `later` are documents that were left out, because they can be signed only from a day to come.
    """

    person: Person
    papers: tuple[PrintedPaper, ...]
    whole: str = ""
    refused: tuple[NotPrinted, ...] = ()
    has_signed: bool = False
    later: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What is printed for people: what they still have to sign, or `everything` that applies to them; without `later`,
    what can be signed only from a day to come is left out. `ask` notes that they are asked to sign."""

    people: Collection[str]
    ask: bool = False
    everything: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True)
class Printing:
    """What an order of the editor came to: papers by person, who was asked to sign, and what is wrong with tables."""

    people: tuple[PrintedFor, ...]
    asked: AskedToSign | None
    findings: tuple[Diagnostic, ...]

    @property
    def files(self) -> list[str]:
        """The names of the files of single papers."""
        return [paper.file for one in self.people for paper in one.papers]

    @property
    def documents(self) -> frozenset[str]:
        """The places of the documents that were printed."""
        return frozenset(paper.document for one in self.people for paper in one.papers)


def print_papers_for(snapshot: Snapshot, order: PrintOrder) -> Printing:
    """Prints for people of the roster what was ordered, and asks them to sign where that is wanted.

    Nobody is asked of whom no paper could be printed; what is asked for anew is printed, too. Raises UserError where
    nobody was chosen.
    """
    handbook = snapshot.handbook
    chosen = [one for one in chosen_roster(snapshot.root, handbook).people if one.id in order.people]
    if handbook is None or not chosen:
        raise UserError("edit-nobody")
    known, asked = _standing(snapshot, chosen), None
    wanted = {one.id: _to_print(handbook, one, known, order) for one in chosen}
    runs = _print(snapshot, wanted)
    files = printed_copies(snapshot.root, [path for run in runs for path in run.files])
    with_paper = {person for person, _ in files.values()} | {person for person, own in wanted.items() if own is None}
    if order.ask and with_paper:
        asked = ask_to_sign(snapshot.root, handbook, with_paper, later=order.later)
        known = _standing(snapshot, chosen)
        again = {one.id: _to_print(handbook, one, known, order) for one in chosen}
        runs += _print(snapshot, {person: own for person, own in again.items() if own != wanted[person]})
        files |= printed_copies(snapshot.root, [path for run in runs for path in run.files])
        wanted |= again
    told = tuple(
        _printed_for(handbook, one, files, known=known, refused=tuple(_refused(runs, one.id)), wanted=wanted[one.id])
        for one in chosen
    )
    if not order.later:
        told = tuple(replace(one, later=_left_out(handbook, one.person, known, order)) for one in told)
    return Printing(told, asked, tuple(dict.fromkeys(one for run in runs for one in run.report.findings)))


def _print(snapshot: Snapshot, wanted: Mapping[str, tuple[str, ...] | None]) -> list[PrintRun]:
    """Prints the documents by people's ids, people with the same ones together; nothing for whom there is nothing."""
    return [
        print_for(snapshot, [name for name, own in wanted.items() if own == documents], documents, joined=True)
        for documents in dict.fromkeys(own for own in wanted.values() if own)
    ]


def _standing(snapshot: Snapshot, people: Iterable[Person]) -> Standing:
    """How people stand; the latest assignment of each document counts."""
    if not has_register(snapshot.root):
        return {}
    wanted = Wanted(people=tuple(one.id for one in people))
    places = {one.id: one.entity for one in people}
    return {
        (one.person, one.document): one for one in lines(snapshot.root, wanted) if places.get(one.person) == one.entity
    }


def _to_print(handbook: Handbook, person: Person, known: Standing, order: PrintOrder) -> tuple[str, ...] | None:
    """The ids of what was ordered for somebody; their roles where nothing is to be signed.

    None if all is signed, and nothing at all where all that is left can be signed only later.
    """
    if order.everything:
        every = everything_of(handbook, person) or [handbook.roles[name] for name in person.roles]
        return tuple(one.id for one in every if order.later or not _is_later(handbook, one))
    due = _due_of(handbook, person)
    left = [one for key, one in due.items() if not _is_signed(known.get((person.id, key)))]
    if due and not left:
        return None
    if not due:
        left = [handbook.roles[name] for name in person.roles]
    return tuple(one.id for one in left if order.later or not _is_later(handbook, one))


def _due_of(handbook: Handbook, person: Person) -> Mapping[str, Document]:
    entity = handbook.entities[person.entity]
    roles = [handbook.roles[name] for name in person.roles]
    return {one.key: one.document for role in roles for one in acknowledgements_due(handbook, role, entity)}


def _left_out(handbook: Handbook, person: Person, known: Standing, order: PrintOrder) -> Mapping[str, date]:
    """What was left out, by its place, with the day from which it can be signed; the earliest first."""
    wanted = _to_print(handbook, person, known, replace(order, later=True)) or ()
    every = (*everything_of(handbook, person), *_due_of(handbook, person).values())
    days = {place_of(one): signed_from(handbook, place_of(one)) for one in every if one.id in wanted}
    return dict(sorted(((place, day) for place, day in days.items() if day), key=lambda item: (item[1], item[0])))


def _is_later(handbook: Handbook, document: Document) -> bool:
    return signed_from(handbook, place_of(document)) is not None


def _is_signed(line: StatusLine | None) -> bool:
    return line is not None and line.state in ("completed", "refused", "awaiting-review")


def _printed_for(  # noqa: PLR0913  whom, what came of it, and how they stand
    handbook: Handbook,
    person: Person,
    files: Mapping[str, tuple[str, str]],
    *,
    known: Standing,
    refused: tuple[NotPrinted, ...],
    wanted: tuple[str, ...] | None,
) -> PrintedFor:
    own = {file: document for file, (name, document) in files.items() if name == person.id}
    papers = tuple(
        PrintedPaper(document, file, *_due(handbook, known, person.id, document), _counts_from(handbook, document))
        for file, document in own.items()
        if document
    )
    whole = next((file for file, document in own.items() if not document), "") if len(papers) > 1 else ""
    return PrintedFor(person, papers, whole, refused, wanted is None)


def _due(handbook: Handbook, known: Standing, person: str, document: str) -> tuple[str, str]:
    kind, _, name = document.partition("/")
    line = known.get((person, f"{kind}/{handbook.first_id(kind, name)}"))
    return (line.due, line.state) if line is not None and line.state in OPEN else ("", "")


def _counts_from(handbook: Handbook, document: str) -> str:
    day = signed_from(handbook, document)
    return day.isoformat() if day else ""


def _refused(runs: Iterable[PrintRun], person: str) -> Iterator[NotPrinted]:
    for run in runs:
        for one in run.refused:
            if one.person == person and any(finding.code != INCOMPLETE.code for finding in one.findings):
                yield NotPrinted(one.document, one.findings)
