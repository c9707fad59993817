"""Papers and what comes back: people, printing, who has not signed, scans, reminders, drafts to look at."""

from base64 import b64encode
from collections.abc import Collection, Iterable

from starlette.responses import PlainTextResponse, Response

from rolebook.diagnostics import Diagnostic, Message
from rolebook.pipeline.desk.answers import (
    assign_roster,
    has_register,
    lines_waiting,
    record_looks,
    take_scans,
    unsigned_lists,
    write_reminders,
)
from rolebook.pipeline.desk.papers import (
    choose_roster,
    choose_signatories,
    chosen_roster,
    chosen_signatories,
    draft_of,
    print_for,
    printed_documents,
    printed_file,
)
from rolebook.pipeline.desk.releases import ReleaseLine, release_lines
from rolebook.pipeline.edit.parts import options_for, title_of
from rolebook.pipeline.register.answers import Outcome
from rolebook.web.answers import Visit, document_of, goes_to

_MOST = 100


def show_people(visit: Visit) -> Response:
    """The roster that was chosen, and for whom to print."""
    handbook, tag = visit.snapshot.handbook, visit.words.tag
    roster = chosen_roster(visit.workspace.root, handbook)
    unit, rows = visit.field("unit"), []
    for one in roster.people if handbook else ():
        roles = [role for name in one.roles if (role := handbook.roles.get(name))]  # type: ignore[union-attr]
        units = {role.department or "" for role in roles}
        if not unit or unit in units:
            titles = ", ".join(title_of(role, tag) for role in roles)
            entity = title_of(handbook.entities.get(one.entity), tag) if handbook else ""
            rows.append({"id": one.id, "name": one.name, "titles": titles, "entity": entity or one.entity})
    departments = handbook.departments.items() if handbook else ()
    signatories = chosen_signatories(visit.workspace.root, handbook)
    posts = dict(options_for(handbook, "post", tag))
    return visit.screen(
        "people",
        "papers",
        rows=rows,
        chosen=roster.path is not None,
        employers=[title for _, title in options_for(handbook, "entity", tag)],
        unit=unit,
        units=[(name, title_of(one, tag)) for name, one in departments],
        unreleased=_unreleased(visit) if roster.path is not None else [],
        signers=[(posts.get(one.post, one.post), one.name) for one in signatories.signers],
        faults=_phrases(visit, (*roster.findings, *signatories.findings)),
    )


def take_roster(visit: Visit) -> Response:
    """Another roster instead of the one before."""
    keep = choose_signatories if visit.field("as") == "signatories" else choose_roster
    for file in visit.files[:1]:
        keep(visit.workspace.root, file.name, file.content)
    return goes_to("/people", "saved" if visit.files else "")


def print_papers(visit: Visit) -> Response:
    """Papers to sign for the people that were ticked; those of the roster alone are known."""
    printed = print_for(visit.snapshot, visit.form.get("person", []))
    if printed.files:
        visit.door.note({"printed": ["", len(printed.files)]})
    return visit.screen(
        "printed",
        "papers",
        files=[path.name for path in printed.files],
        unreleased=_unreleased(visit, printed_documents(visit.workspace.root, printed.files)),
        refused=[(one.name, _phrases(visit, one.findings)) for one in printed.refused],
        faults=_phrases(visit, printed.report.findings),
    )


def send_paper(visit: Visit) -> Response:
    """A printed paper."""
    content = printed_file(visit.workspace.root, visit.request.path_params["name"])
    return _pdf(content) if content else PlainTextResponse("", 404)


def show_unsigned(visit: Visit) -> Response:
    """Who has not signed yet, a list for each employer and department."""
    lists = unsigned_lists(visit.workspace.root, visit.snapshot.handbook, visit.words.tag)
    return visit.screen("unsigned", "papers", lists=lists)


def assign_papers(visit: Visit) -> Response:
    """Notes in the register what everybody on the roster must acknowledge."""
    done = assign_roster(visit.workspace.root, visit.snapshot.handbook)
    counts = {name: done.counts[name] for name in ("new", "changed", "language", "renewed", "kept", "withdrawn")}
    lines = [visit.words.say(Message("register-assigned", people=done.people, **counts))]
    for (document, entity, language), findings in done.held.items():
        about = {"document": document, "entity": entity, "language": language}
        lines += [visit.words.say(Message("register-held-back", **about)), *_phrases(visit, findings)]
    return visit.screen("outcome", "papers", lines=[*lines, *_phrases(visit, done.report.findings)], back="/unsigned")


def remind_people(visit: Visit) -> Response:
    """Mails as files; nothing is sent."""
    done = write_reminders(visit.workspace.root)
    lines = [str(path) for path in done.files] or [visit.words.say(Message("register-nobody-due"))]
    if done.unreachable:
        lines.append(visit.words.say(Message("register-unreachable", people=", ".join(done.unreachable))))
    lines += [visit.words.say(Message("register-unsendable", person=one, email=mail)) for one, mail in done.unsendable]
    return visit.screen("outcome", "papers", lines=lines, back="/unsigned")


def show_scans(visit: Visit) -> Response:
    """The signature lines to look at."""
    root = visit.workspace.root
    return visit.screen("scans", "papers", lines=lines_waiting(root), has_register=has_register(root))


def read_scans(visit: Visit) -> Response:
    """Reads scans, and says what became of each copy."""
    done = take_scans(visit.workspace.root, [(file.name, file.content) for file in visit.files])
    told = visit.words.say(Message("register-scanned", sheets=done.sheets, blank=done.blank))
    return visit.screen("outcome", "papers", lines=[told, *_outcome_lines(visit, done.outcomes)], back="/scans")


def answer_lines(visit: Visit) -> Response:
    """Records what somebody saw on signature lines, in the name of who looked."""
    looks = {name.removeprefix("line:"): told[0] for name, told in visit.form.items() if name.startswith("line:")}
    outcomes = record_looks(visit.workspace.root, looks, visit.session.actor)
    return visit.screen("outcome", "papers", lines=_outcome_lines(visit, outcomes), back="/scans")


def show_draft(visit: Visit) -> Response:
    """A role or policy as it would be printed, as pictures of its pages."""
    document = document_of(visit.request.path_params["place"])
    handbook = visit.snapshot.handbook
    places = list(dict.fromkeys(one.jurisdiction for one in handbook.settings.entities)) if handbook else []
    known = visit.snapshot.languages
    lang = visit.field("lang") if visit.field("lang") in known else known[0]
    place = visit.field("in") if visit.field("in") in places else ""
    draft = draft_of(visit.snapshot, document, lang, place)
    return visit.screen(
        "draft",
        "papers",
        document=document,
        places=places,
        place=place,
        lang=lang,
        languages=known,
        pages=[f"data:image/png;base64,{b64encode(one).decode()}" for one in draft.pages],
        faults=_phrases(visit, draft.findings),
    )


def _unreleased(visit: Visit, places: Collection[str] | None = None) -> list[ReleaseLine]:
    """The documents, or those of some places, whose text no release has."""
    lines = release_lines(visit.snapshot, visit.words.tag)
    return [one for one in lines if one.is_due and (places is None or one.document.place in places)]


def _outcome_lines(visit: Visit, outcomes: Iterable[Outcome]) -> list[str]:
    return [visit.words.say(Message(f"register-{one.code}", source=one.source, **one.arguments)) for one in outcomes]


def _phrases(visit: Visit, findings: Iterable[Diagnostic]) -> list[str]:
    return list(dict.fromkeys(visit.words.phrase(one).message for one in findings))[:_MOST]


def _pdf(content: bytes) -> Response:
    return Response(content, media_type="application/pdf", headers={"Content-Disposition": "inline"})
