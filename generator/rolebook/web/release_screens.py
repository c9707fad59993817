"""Releases and publishing: what is to be released, how it differs, and the site in its folder."""

from starlette.responses import Response

from rolebook.diagnostics import Severity, UserError
from rolebook.pipeline.desk.outside import those_to_ask
from rolebook.pipeline.desk.releases import ReleaseOrder, approvers, redlines, release, release_lines
from rolebook.pipeline.edit.parts import options_for
from rolebook.pipeline.edit.titles import title_of_document
from rolebook.web.answers import Visit, document_of, goes_to
from rolebook.web.publishing import Publisher


def show_releases(visit: Visit) -> Response:
    """Every role and policy with its revision, and what was published last."""
    lines = release_lines(visit.snapshot, visit.words.tag)
    state = publisher_of(visit).state()
    return visit.screen("releases", "publish", lines=lines, publication=state)


def show_redline(visit: Visit) -> Response:
    """What differs from the last release in a language, and the form of the next one."""
    document, known = document_of(visit.request.path_params["place"]), visit.snapshot.languages
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
        differences=[(_where(visit, one.place), one.passages) for one in found.get(lang, ())],
        lang=lang,
        languages=known,
        changed=[(tag, len(several)) for tag, several in found.items()],
        asked=those_to_ask(visit.snapshot.handbook, visit.words.tag) if document.kind == "policy" else [],
        employers=options_for(visit.snapshot.handbook, "entity", visit.words.tag),
        approver=before[0] if before else "",
        has_errors=any(one.finding.severity is Severity.ERROR for one in visit.snapshot.known_findings),
        approvers=[*((one, one) for one in before if ":" not in one), *posts],
    )


def release_document(visit: Visit) -> Response:
    """Releases a document, or says what keeps it from being released."""
    document = document_of(visit.field("document"))
    if visit.field("change") not in ("editorial", "substantive"):
        raise UserError("edit-no-value", value=visit.field("change")[:40])
    weight = "editorial" if visit.field("change") == "editorial" else "substantive"
    approver = visit.field("approver_other").strip() or visit.field("approver")
    revision, note = visit.field("revision").strip(), visit.field("note").strip()
    order = ReleaseOrder(document, revision, approver, weight, note)  # type: ignore[arg-type]
    report, paths = release(visit.door, visit.snapshot, order)
    if report.failed:
        return visit.refusal(visit.words.screen("error-title"), visit.words.screen("has-errors"), "/")
    if paths:
        visit.door.note({"released": [document.kind, document.name, revision]})
    return goes_to("/releases", "released" if paths else "unchanged")


def publish(visit: Visit) -> Response:
    """Begins to build the site; the screen says when it is there and what is otherwise than before."""
    publisher_of(visit).begin(visit.session.interface, visit.door)
    return goes_to("/releases", fragment="publish")


def publisher_of(visit: Visit) -> Publisher:
    """Returns who publishes for this editor."""
    publisher: Publisher = visit.request.app.state.publisher
    return publisher


def _where(visit: Visit, place: str) -> str:
    steps = [visit.words.label(one) if visit.words.has_label(one) else one for one in place.split("/")]
    return " › ".join(steps)
