"""Releases and publishing: what is to be released, how it differs, and the site in its folder."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from rolebook.diagnostics import Diagnostic, Severity, UserError
from rolebook.pipeline.desk.called import Called
from rolebook.pipeline.desk.outside import those_to_ask
from rolebook.pipeline.desk.publishing import last_publication
from rolebook.pipeline.desk.releases import (
    ReleaseOrder,
    approvers,
    day_in_force,
    last_to_come,
    redlines,
    release,
    release_lines,
    strings_behind,
)
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.finding_lines import finding_lines, line_of
from rolebook.pipeline.edit.parts import options_for
from rolebook.pipeline.edit.place_words import place_in_words
from rolebook.pipeline.edit.titles import title_of_document
from rolebook.pipeline.edit.workspace import PlacedFinding
from rolebook.pipeline.release.release import CHANGED
from rolebook.view.changes import Passage
from rolebook.web.answers import Visit, document_of, goes_to
from rolebook.web.publishing import STEPS, Publisher

_WRITTEN = ("revision", "approver", "approver_other", "change", "note", "effective")
_FIELDS = {
    "edit-no-approver": "approver",
    "edit-released": "revision",
    "no-revision": "revision",
    "edit-no-value": "effective",
    "effective-overtaken": "effective",
    "not-editorial": "change",
}
"""The field of the form that says otherwise what a release is refused for."""
_ID = re.compile(r"\b[a-z]+(?:-[a-z0-9]+)+\b")
_ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_MOST = 10
"""So many reasons are listed; who mends them finds the others on the list of what waits."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not released: the words, and where that is mended: at a field of the form, or elsewhere."""

    words: str
    where: str = ""
    href: str = ""
    field: str = ""


def show_releases(visit: Visit) -> Response:
    """Every role and policy with its revision, and what was published last."""
    lines = release_lines(visit.snapshot, visit.words.tag)
    publisher, documents = publisher_of(visit), visit.snapshot.documents
    last = last_publication(visit.workspace.root, publisher.site, documents)
    since = [
        (one.place, title_of_document(visit.snapshot, one, visit.words.tag) or visit.words.screen(one.kind))
        for one in (last.since if last else ())
    ]
    at = last.at.astimezone() if last else None
    called = Called(visit.workspace.root, visit.snapshot.handbook, visit.words)
    return visit.screen(
        "releases",
        "publish",
        lines=lines,
        publication=publisher.state(),
        steps=len(STEPS),
        blocked=_documents_with_errors(visit, to_release=True),
        last=last,
        since=since,
        days={one.document.place: called.day(one.in_force) for one in lines if one.in_force},
        day=called.day(at.date()) if at else "",
        time=f"{at:%H:%M}" if at else "",
        folder=str(publisher.site),
    )


def show_redline(visit: Visit) -> Response:
    """What differs from the last release in a language, and the form of the next one."""
    return _redline_screen(visit, document_of(visit.request.path_params["place"]))


def _redline_screen(visit: Visit, document: DocumentId, refused: Sequence[Reason] = ()) -> Response:
    """What differs, and the form; why a release was refused, with what was written in the form."""
    known = visit.snapshot.languages
    line = next((one for one in release_lines(visit.snapshot, visit.words.tag) if one.document == document), None)
    if line is None:
        raise UserError("edit-no-document", id=document.name)
    lang = visit.field("lang") if visit.field("lang") in known else visit.snapshot.origin(document)
    before, found = approvers(visit.snapshot), redlines(visit.snapshot, document)
    posts = options_for(visit.snapshot.handbook, "post", visit.words.tag)
    return visit.screen(
        "redline",
        "publish",
        line=line,
        document=document,
        title=title_of_document(visit.snapshot, document, visit.words.tag),
        differences=[(_where(visit, document, one.place), _called(visit, one.passages)) for one in found.get(lang, ())],
        behind=[(tag, count) for tag, count in strings_behind(visit.snapshot, document).items() if line.is_due],
        lang=lang,
        languages=known,
        changed=[(tag, len(several)) for tag, several in found.items()],
        asked=those_to_ask(visit.snapshot.handbook, visit.words.tag) if document.kind == "policy" else [],
        employers=options_for(visit.snapshot.handbook, "entity", visit.words.tag),
        approver=before[0] if before else "",
        faulty=_documents_with_errors(visit),
        approvers=[*((one, one) for one in before if ":" not in one), *posts],
        refused=refused,
        faulty_fields=list(dict.fromkeys(one.field for one in refused if one.field)),
        said={name: visit.field(name) if refused else "" for name in _WRITTEN},
        effective=day_in_force(visit.snapshot, document),
        last_in_force=_last_in_force(visit, document),
        adopted=_adopted(visit, document) if line.is_due and line.released else [],
    )


def _called(visit: Visit, passages: Sequence[Passage]) -> list[Passage]:
    """Passages of a release with roles and policies by their titles, where the release has their ids."""
    titles = {one.document.name: one.title for one in release_lines(visit.snapshot, visit.words.tag)}
    return [replace(one, text=_ID.sub(lambda found: titles.get(found[0], found[0]), one.text)) for one in passages]


def _adopted(visit: Visit, document: DocumentId) -> list[str]:
    """What was done to put a policy in force, as the paper will say it, with its days."""
    handbook = visit.snapshot.handbook
    policy = handbook.policies.get(document.name) if handbook and document.kind == "policy" else None
    called = Called(visit.workspace.root, handbook, visit.words)
    steps = [(visit.words.choice("act", one.act), one.date) for one in (policy.adoption if policy else ())]
    return [f"{act}, {called.day(day)}" if day else act for act, day in steps]


def _last_in_force(visit: Visit, document: DocumentId) -> tuple[str, str] | None:
    """The revision that a new one comes after, and from when it is in force, while that is still to come."""
    last = last_to_come(visit.snapshot, document)
    called = Called(visit.workspace.root, visit.snapshot.handbook, visit.words)
    return (last[0], called.day(last[1])) if last else None


def release_document(visit: Visit) -> Response:
    """Releases a document, or says what keeps it from being released."""
    document = document_of(visit.field("document"))
    if visit.field("change") not in ("editorial", "substantive"):
        raise UserError("edit-no-value", value=visit.field("change")[:40])
    weight = "editorial" if visit.field("change") == "editorial" else "substantive"
    approver = visit.field("approver_other").strip() or visit.field("approver")
    revision, note = visit.field("revision").strip(), visit.field("note").strip()
    order = ReleaseOrder(document, revision, approver, weight, note, visit.field("effective").strip())  # type: ignore[arg-type]
    try:
        report, paths = release(visit.door, visit.snapshot, order)
    except UserError as error:
        said = _with_days(visit, visit.words.say(error.message))
        return _refused(visit, document, [Reason(said, field=_FIELDS.get(error.code, ""))])
    if report.failed:
        errors = [one for one in report.findings if one.severity is Severity.ERROR]
        return _refused(visit, document, [_reason(visit, one) for one in errors[:_MOST]])
    if paths:
        visit.door.note({"released": [document.kind, document.name, revision]})
    return goes_to("/releases", "released", of=document.place) if paths else goes_to("/releases", "unchanged")


def _reason(visit: Visit, error: Diagnostic) -> Reason:
    """An error with the document that it is in, and where it is mended."""
    known = {path: document for document, path in visit.snapshot.documents.items()}
    line = line_of(visit.snapshot, PlacedFinding(error, known.get(error.location.file)), visit.words)
    said = _with_days(visit, f"{line.message}{f' ({line.hint})' if line.hint else ''}")
    return Reason(said, line.where, line.href, _FIELDS.get(error.code, ""))


def _with_days(visit: Visit, said: str) -> str:
    """A message with its days as the place writes them."""
    called = Called(visit.workspace.root, visit.snapshot.handbook, visit.words)
    return _ISO_DAY.sub(lambda day: called.day(day[0]), said)


def _refused(visit: Visit, document: DocumentId, reasons: Sequence[Reason]) -> Response:
    answer = _redline_screen(visit, document, reasons)
    answer.status_code = 400
    return answer


def publish(visit: Visit) -> Response:
    """Begins to build the site; the screen says when it is there and what is otherwise than before."""
    publisher_of(visit).begin(visit.session.interface, visit.door, visit.snapshot.documents)
    return goes_to("/releases", fragment="publish")


def publisher_of(visit: Visit) -> Publisher:
    """Returns who publishes for this editor."""
    publisher: Publisher = visit.request.app.state.publisher
    return publisher


def _where(visit: Visit, document: DocumentId, place: str) -> str:
    """A place of a document by labels, and by the first words of its items."""
    return place_in_words(visit.snapshot, document, place, visit.words) or visit.words.screen("document")


def _documents_with_errors(visit: Visit, *, to_release: bool = False) -> list[tuple[str, str]]:
    """The documents that have errors, with where each is mended; what belongs to no document is on the list of all.

    `to_release` counts those whose text waits for a release, too.
    """
    found = finding_lines(visit.snapshot, visit.words)
    lines = [line for line in reversed(found) if line.finding and line.finding.severity == Severity.ERROR]
    lines = [line for line in lines if to_release or line.code != CHANGED]
    return list({line.where: line.release or line.href or "/" for line in lines}.items())[:_MOST]
