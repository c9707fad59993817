"""Releases from the editor: what is to be released, what changed since, and the release itself."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.model.handbook import Document
from rolebook.model.release import Change as Weight
from rolebook.model.release import words_in
from rolebook.model.role import Role
from rolebook.model.translation.units import unreliable
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Change, Door
from rolebook.pipeline.edit.parts import title_of
from rolebook.pipeline.edit.undo import undo
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.pipeline.release.release import CHANGED, Decision, draft_of, release_documents
from rolebook.source import today
from rolebook.source.editing import SetValue
from rolebook.view.changes import Difference, differences

_LAST_NUMBER = re.compile(r"[0-9]{1,9}\Z")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A role or policy with its revision, the last that was released, and whether it changed since."""

    document: DocumentId
    title: str
    revision: str
    released: str
    is_changed: bool
    known: frozenset[str] = frozenset()
    in_force: date | None = None
    """From when the released revision is in force."""

    @property
    def is_due(self) -> bool:
        """Whether there is something to release."""
        return self.is_changed or self.revision != self.released or not self.revision

    @property
    def proposed(self) -> str:
        """The revision to release: the document's, or where that is released, the next one that was not."""
        revision = self.revision
        while revision in self.known and (number := _LAST_NUMBER.search(revision)):
            revision = f"{revision[: number.start()]}{int(number[0]) + 1}"
        return revision


@dataclass(frozen=True, slots=True)
class ReleaseOrder:
    """What somebody releases: a document under a revision, who approves it, how much it changes, a note, and from when
    it is in force (an ISO day; empty leaves what the document says)."""

    document: DocumentId
    revision: str
    approver: str
    change: Weight
    note: str
    effective: str = ""


def release_lines(snapshot: Snapshot, language: str) -> list[ReleaseLine]:
    """Returns every role and policy, those with something to release first."""
    handbook = snapshot.handbook
    if handbook is None:
        return []
    changed = {one.document for one in snapshot.known_findings if one.finding.code == CHANGED}
    found = []
    for one in (*handbook.roles.values(), *handbook.policies.values()):
        document, releases = _id_of(one), handbook.releases_of(one)
        released, known = releases[-1].revision if releases else "", frozenset(each.revision for each in releases)
        if one.revision in known:
            released = one.revision or released  # also where the clock stood elsewhere when another was released
        title = title_of(one, language) or one.id
        day = next((each.effective for each in reversed(releases) if each.revision == released), None)
        found.append(ReleaseLine(document, title, one.revision or "", released, document in changed, known, day))
    return sorted(found, key=lambda line: (not line.is_due, line.title.casefold()))


def redlines(snapshot: Snapshot, document: DocumentId) -> Mapping[str, tuple[Difference, ...]]:
    """Returns what differs from the last release, by the languages where something does; empty without a release.

    The last one is that of the revision that the document says, also where the clock stood elsewhere at another's.
    """
    handbook = snapshot.handbook
    known = _document(snapshot, document) if handbook else None
    if handbook is None or known is None or not (releases := handbook.releases_of(known)):
        return {}
    words = {tag: words_in(known, tag) for tag in snapshot.languages}  # also where a translation is not confirmed yet
    draft = replace(draft_of(handbook, known), words=words)
    last = next((one for one in releases if one.revision == known.revision), releases[-1])
    found = {tag: differences(last, draft, tag) for tag in snapshot.languages}
    return {tag: several for tag, several in found.items() if several}


def strings_behind(snapshot: Snapshot, document: DocumentId) -> Mapping[str, int]:
    """Returns how many strings of a document are missing or not confirmed, by the languages left out."""
    known, translations = _document(snapshot, document), snapshot.translations
    if known is None or translations is None:
        return {}
    counts = {tag: len(unreliable(translations.of(known, tag))) for tag in snapshot.languages}
    return {tag: count for tag, count in counts.items() if count}


def approvers(snapshot: Snapshot) -> list[str]:
    """Returns who approved releases before, the latest first."""
    releases = snapshot.handbook.releases if snapshot.handbook else ()
    latest = sorted(releases, key=lambda one: one.released, reverse=True)
    return list(dict.fromkeys(one.approver for one in latest if one.approver))


def release(door: Door, snapshot: Snapshot, order: ReleaseOrder) -> tuple[Report, Sequence[Path]]:
    """Gives a document its revision and releases it; the report says what keeps it from being released.

    What was written is taken back where it is not released. Raises UserError without an approver, for a revision that
    was released, for a day that is none, and where languages are not ready.
    """
    known = _document(snapshot, order.document)
    if known is None:
        raise UserError("edit-no-document", id=order.document.name)
    if not order.approver.strip():
        raise UserError("edit-no-approver")
    assert snapshot.handbook is not None  # noqa: S101  `_document` found something in it
    if order.revision in {one.revision for one in snapshot.handbook.releases_of(known)}:
        raise UserError("edit-released", id=order.document.name, revision=order.revision)
    values = {"revision": (known.revision or "", order.revision), "effective": (_day(known), order.effective)}
    if order.effective and not _is_day(order.effective):
        raise UserError("edit-no-value", value=order.effective[:40])
    edits = [SetValue((name,), new) for name, (old, new) in values.items() if new and new != old]
    written = door.write([Change(order.document, one) for one in edits]) if edits else ""
    note = {snapshot.origin(order.document): order.note} if order.note else {}
    decision = Decision(" ".join(order.approver.split()), today(), order.change, (order.document.name,), note)
    released: Sequence[Path] = ()
    try:
        report, released = release_documents(snapshot.root, decision)
        return report, released
    finally:
        if written and not released:
            undo(door, written, {"refused": True})


def day_in_force(snapshot: Snapshot, document: DocumentId) -> str:
    """Returns from when a document's next revision may be in force: the day that it says, or one after the last's.

    Empty where neither says a day.
    """
    known = _document(snapshot, document)
    if known is None or snapshot.handbook is None:
        return ""
    days = [one.effective for one in snapshot.handbook.releases_of(known) if one.effective]
    if not days or (known.effective and known.effective > max(days)):
        return _day(known)
    return str(max(max(days) + timedelta(days=1), today()))


def last_to_come(snapshot: Snapshot, document: DocumentId) -> tuple[str, date] | None:
    """Returns the released revision of a document that comes into force last, and its day; None once all are."""
    known = _document(snapshot, document)
    several = snapshot.handbook.releases_of(known) if known and snapshot.handbook else ()
    days = [(one.effective, one.revision) for one in several if one.effective and one.effective > today()]
    return (max(days)[1], max(days)[0]) if days else None


def _day(document: Document) -> str:
    return str(document.effective) if document.effective else ""


def _is_day(words: str) -> bool:
    try:
        return bool(_ISO_DAY.fullmatch(words) and date.fromisoformat(words))
    except ValueError:
        return False


def _id_of(document: Document) -> DocumentId:
    return DocumentId("role" if isinstance(document, Role) else "policy", document.id)


def _document(snapshot: Snapshot, document: DocumentId) -> Document | None:
    handbook = snapshot.handbook
    if handbook is None:
        return None
    return (handbook.roles if document.kind == "role" else handbook.policies).get(document.name)
