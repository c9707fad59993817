"""`rolebook register assign`: a roster to what each person must acknowledge; run again, it adds what is new only."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from rolebook.checks.engine import FIXED
from rolebook.diagnostics import Diagnostic, Severity
from rolebook.exchange.tables import read_table
from rolebook.model.acknowledgement import AcknowledgementDue, acknowledgements_due
from rolebook.model.handbook import Handbook
from rolebook.model.people.person import Person
from rolebook.model.people.roster import RosterRows
from rolebook.model.settings import Entity
from rolebook.model.succession import asks_again, counts_from
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.print.acknowledged_text import AcknowledgedText, Texts
from rolebook.pipeline.register.current import Current, current_of
from rolebook.pipeline.register.folder import register_folder
from rolebook.pipeline.register.roster_difference import RosterDifference, roster_difference, withdraw_gone
from rolebook.register import Book, Writer, entities_in
from rolebook.source import today
from rolebook.store import shared_by

Progress = Callable[[int], None]
_PROGRESS_EVERY = 1000


@dataclass(slots=True)
class Assigned:
    """What a run came to: people, and entries by what they are. `held` are documents that cannot be signed now.

    `begun` is the folder of the registers where this run made the first of them. `faulty` are rows that were passed
    over; nothing is assigned where there are any, unless that is asked for, and `skippable` says that it can be.
    `later` are documents that are released only on a day to come, by their name and employer. Where `shown`, the
    difference was only shown; `shared` is what shares the registers' folder with other machines.
    """

    report: Report
    begun: Path | None = None
    faulty: int = 0
    skippable: bool = False
    people: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    held: dict[tuple[str, str, str], tuple[Diagnostic, ...]] = field(default_factory=dict)
    later: dict[tuple[str, str], date] = field(default_factory=dict)
    difference: RosterDifference | None = None
    shown: bool = False
    shared: str = ""
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A document that somebody was asked to acknowledge by this run, why, and by when."""

    entity: str
    person: str
    name: str
    document: str
    reason: str
    due: date


@dataclass(frozen=True, slots=True)
class Assigning:
    """How a roster is taken: into a register inside a repository, in spite of faulty rows, with who is gone withdrawn.

    With `show`, nothing is recorded. `agree` is asked with the difference before anything is, and may say no. Where
    there are `people`, nothing changes for anybody else. `tell` hears of each document that somebody is asked for.
    Without `later`, nobody is asked for what is released only on a day to come; they are when somebody assigns again.
    """

    in_repository: bool = False
    skip_faulty: bool = False
    withdraw_gone: bool = False
    show: bool = False
    agree: Callable[[RosterDifference], bool] = lambda _: True
    columns: tuple[str, ...] = ()
    people: frozenset[str] = frozenset()
    later: bool = True
    tell: Callable[[Asked], None] = lambda _: None


def assign(
    root: Path,
    roster: Path,
    folder: Path | None = None,
    progress: Progress = lambda _: None,
    how: Assigning = Assigning(),
) -> Assigned:
    """Gives everybody on a roster the documents that their roles, scopes and places demand.

    Nothing is assigned while files of the handbook cannot be understood. A document that could not be printed for
    signature in a language, or whose revision is not released yet, is held back and told. One transaction an entity.
    `how.columns` says which headings are which of ours, as `theirs=ours`. A faulty row keeps everybody from being
    assigned; with `skip_faulty`, only the people of that row, for whom nothing changes. People who are gone from the
    roster are told, and withdrawn on demand.
    """
    report = check_handbook(root)
    errors = [one for one in report.findings if one.severity is Severity.ERROR]
    if report.handbook is None or any(one.code in FIXED for one in errors):
        return Assigned(Report(report.handbook, errors))
    table, findings = read_table(roster)
    rows = RosterRows(table, report.handbook, how.columns) if table is not None else None
    findings += rows.findings if rows else []
    done = Assigned(Report(report.handbook, findings))
    if rows is None or not rows.by_entity:
        return done
    done.skippable = rows.usable
    faults = [one for one in findings if one.severity is Severity.ERROR]
    if faults and not (how.skip_faulty and done.skippable):
        return done
    done.faulty = len({one.location.line for one in faults} | rows.lines_of(rows.faulty))
    private = register_folder(root, folder, create=not how.show, in_repository=how.in_repository, missing=how.show)
    done.folder, done.shared = private, shared_by(private)
    done.difference = roster_difference(private, rows)
    if how.show or not how.agree(done.difference):
        done.shown = True
        return done
    done.begun = None if entities_in(private) else private
    _assign_rows(Texts(report.handbook, errors), rows, private, done, progress=progress, how=how)
    if how.withdraw_gone:
        _withdraw_gone(private, done)
    return done


def _assign_rows(  # noqa: PLR0913  whom, what, where, how
    texts: Texts, rows: RosterRows, private: Path, done: Assigned, *, progress: Progress, how: Assigning
) -> None:
    for entity in texts.handbook.settings.entities:
        everybody = (rows.person(row) for row in rows.by_entity.get(entity.id, ()))  # they may be a hundred thousand
        own = (one for one in everybody if not how.people or one.id in how.people)
        first = next(own, None)
        if first is not None:
            with Book(private, entity.id) as book, book.writing() as writer:
                _Run(texts, entity, book, writer, done, how=how).over(chain((first,), own), progress)


def _withdraw_gone(private: Path, done: Assigned) -> None:
    for entity, gone in done.difference.gone.items() if done.difference else ():
        with Book(private, entity) as book, book.writing() as writer:
            done.counts["withdrawn"] += withdraw_gone(book, writer, gone)


class _Run:
    """One entity's people, in one transaction."""

    def __init__(  # noqa: PLR0913  whom, what, where, and how
        self,
        texts: Texts,
        entity: Entity,
        book: Book,
        writer: Writer,
        done: Assigned,
        *,
        how: Assigning,
    ) -> None:
        self._texts, self._entity, self._book, self._writer, self._done = texts, entity, book, writer, done
        self._how = how
        self._today = today()
        self._demands: dict[str, tuple[AcknowledgementDue, ...]] = {}
        self._digests: dict[str, str] = {}

    @property
    def _handbook(self) -> Handbook:
        return self._texts.handbook

    def over(self, people: Iterable[Person], progress: Progress) -> None:
        for person in people:
            self._person(person)
            self._done.people += 1
            if self._done.people % _PROGRESS_EVERY == 0:
                progress(self._done.people)

    def _person(self, person: Person) -> None:
        subject = self._writer.know(facts_of(person))
        current = dict(current_of(self._book, subject))
        gone = person.end is not None and person.end < self._today
        demanded = {} if gone else {one.key: one for role in person.roles for one in self._of_role(role)}
        for key, demand in demanded.items():
            self._demand(person, subject, demand, current.get(key))
        for key, standing in current.items():
            if key not in demanded and not standing.closed and standing.answered is None:
                reason = "left" if gone else "not-demanded"
                self._writer.add("withdraw", {"reason": reason}, subject=subject, about=standing.number)
                self._done.counts["withdrawn"] += 1

    def _of_role(self, role: str) -> tuple[AcknowledgementDue, ...]:
        if role not in self._demands:
            self._demands[role] = tuple(acknowledgements_due(self._handbook, self._handbook.roles[role], self._entity))
        return self._demands[role]

    def _demand(self, person: Person, subject: str, demand: AcknowledgementDue, current: Current | None) -> None:
        language = self._handbook.language_for(demand.document, self._entity, person.language)
        shown = self._texts.text_for(demand.document, self._entity, language)
        since = self._reason(demand, current, language)
        if since is None:
            self._done.counts["kept"] += 1
        elif shown.unreleased or shown.obstacles:
            self._done.held[(demand.key, self._entity.id, language)] = shown.obstacles
        elif (later := self._later(demand)) and not self._how.later:
            return
        else:
            reason, expired = since
            begins = max(filter(None, (shown.effective, later)), default=None)
            due = demand.within.after(expired) if expired else demand.due(person.start, begins, self._today)
            self._writer.add(
                "assign",
                self._facts(demand, shown, reason, due),
                subject=subject,
                about=current.number if current else None,
            )
            self._done.counts[reason] += 1
            self._how.tell(Asked(self._entity.id, person.id, person.name, demand.key, reason, due))

    def _later(self, demand: AcknowledgementDue) -> date | None:
        """From when a document can be signed, if that is a day to come; it is told."""
        day = counts_from(self._handbook, demand.document, self._today)
        if day is not None:
            self._done.later[(demand.key, self._entity.id)] = day
        return day

    def _reason(
        self, demand: AcknowledgementDue, current: Current | None, language: str
    ) -> tuple[str, date | None] | None:
        """Why a document is assigned (anew), and since when an acknowledgement is too old; None where it is not."""
        if current is None or (current.closed and current.answered is None):
            return "new", None
        body = current.body
        told = self._texts.text_for(demand.document, self._entity, body["language"])
        changed = told.fingerprint != body["fingerprint"] and asks_again(
            self._handbook, demand.document, body["revision"], body["language"]
        )
        if changed:
            return "changed", None
        if current.answered is None:
            return ("language", None) if body["language"] != language else None
        expires = demand.renew.after(current.answered) if demand.renew else None
        return ("renewed", expires) if expires and expires <= self._today else None

    def _facts(self, demand: AcknowledgementDue, shown: AcknowledgedText, reason: str, due: date) -> dict[str, Any]:
        if shown.fingerprint not in self._digests:
            self._digests[shown.fingerprint] = self._book.evidence.keep(shown.text.encode())
        return {
            "document": demand.key,
            "jurisdiction": shown.identity.jurisdiction,
            "language": shown.identity.language,
            "revision": shown.identity.revision,
            "fingerprint": shown.fingerprint,
            "text": self._digests[shown.fingerprint],
            "title": shown.title,
            "methods": list(demand.methods),
            "due": due.isoformat(),
            "day": self._today.isoformat(),
            "reason": reason,
        }


def facts_of(person: Person) -> dict[str, Any]:
    """What the register keeps of a person, beside the chain."""
    told = {
        "person": person.id,
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "roles": list(person.roles),
        "manager": person.manager,
        "start": person.start.isoformat() if person.start else "",
        "end": person.end.isoformat() if person.end else "",
        "certificate": person.certificate,
    }
    return {name: value for name, value in told.items() if value}
