"""Papers to sign: the people of the roster, printing for them, and drafts to look at."""

from base64 import b64encode
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from starlette.responses import PlainTextResponse, Response

from rolebook.diagnostics import UserError
from rolebook.model.handbook import Handbook
from rolebook.pipeline.desk.answers import has_register
from rolebook.pipeline.desk.called import Called
from rolebook.pipeline.desk.later import later_of
from rolebook.pipeline.desk.papers import (
    ChosenRoster,
    choose_roster,
    choose_signatories,
    chosen_roster,
    chosen_signatories,
    draft_of,
    example_roster,
    printed_file,
)
from rolebook.pipeline.desk.printing import NotPrinted, PrintedFor, PrintOrder, print_papers_for
from rolebook.pipeline.desk.roster_read import roster_read
from rolebook.pipeline.edit.parts import options_for, title_of
from rolebook.pipeline.register.status import Wanted, lines
from rolebook.register.states import OPEN
from rolebook.web.answers import Visit, document_of, goes_to
from rolebook.web.paper_lines import held_back, phrases, unreleased, waits_for_release


def show_people(visit: Visit, refused: str = "") -> Response:
    """The roster that was chosen, what was read in it, and for whom to print."""
    handbook, tag = visit.snapshot.handbook, visit.words.tag
    root = visit.workspace.root
    roster, called = chosen_roster(root, handbook), Called(root, handbook, visit.words)
    signatories, posts = chosen_signatories(root, handbook), dict(options_for(handbook, "post", tag))
    unit = visit.field("unit")
    return visit.screen(
        "people",
        "papers",
        rows=_rows(visit, handbook, roster, called, unit) if handbook else [],
        read=roster_read(root, handbook, roster, called, visit.words) if handbook and roster.path else None,
        is_new=visit.field("told") == "list-read",
        employers=[title for _, title in options_for(handbook, "entity", tag)],
        unit=unit,
        units=[(name, title_of(one, tag)) for name, one in (handbook.departments.items() if handbook else ())],
        unreleased=unreleased(visit) if roster.path is not None else [],
        later=_days(called, later_of(handbook, roster.people)) if handbook else [],
        signers=[(posts.get(one.post, one.post), one.name) for one in signatories.signers],
        faults=phrases(visit, signatories.findings),
        refused=refused,
        here="/people",
    )


def _rows(
    visit: Visit, handbook: Handbook, roster: ChosenRoster, called: Called, unit: str
) -> list[dict[str, str | int]]:
    """The people of the roster, or of one department, with how much each has to sign."""
    root, rows = visit.workspace.root, list[dict[str, str | int]]()
    open_states = Wanted(states=(*OPEN, "awaiting-review"))
    owed = Counter((one.entity, one.person) for one in lines(root, open_states)) if has_register(root) else Counter()
    for one in roster.people:
        if unit and unit not in _units(handbook, one.roles):
            continue
        titles = ", ".join(title_of(handbook.roles[name], visit.words.tag) for name in one.roles)
        who = {"id": one.id, "name": called.named(one.id, one.name), "titles": titles}
        rows.append({**who, "entity": called.employer(one.entity), "owed": owed[one.entity, one.id]})
    return rows


def _units(handbook: Handbook, roles: Iterable[str]) -> set[str]:
    return {handbook.roles[name].department or "" for name in roles}


def take_roster(visit: Visit) -> Response:
    """Another roster instead of the one before."""
    keep = choose_signatories if visit.field("as") == "signatories" else choose_roster
    for file in visit.files[:1]:
        keep(visit.workspace.root, file.name, file.content)
    return goes_to("/people", "list-read" if visit.files else "")


def send_example(visit: Visit) -> Response:
    """A list of people to fill in; the mark at its beginning tells table programs its encoding."""
    handbook = visit.snapshot.handbook
    if handbook is None:
        raise UserError("unreadable-handbook")
    tag = visit.words.tag if visit.words.tag in visit.snapshot.languages else visit.snapshot.languages_source
    content = f"\ufeff{example_roster(handbook, tag)}".encode()
    told = {"Content-Disposition": 'attachment; filename="people.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=told)


def print_papers(visit: Visit) -> Response:
    """Papers to sign for the people that were ticked, or all that were shown; those of the roster alone are known."""
    handbook, root = visit.snapshot.handbook, visit.workspace.root
    people: Collection[str] = visit.form.get("person", [])
    if visit.field("everybody") and handbook is not None:
        unit = visit.field("unit")
        known = chosen_roster(root, handbook).people
        people = [one.id for one in known if not unit or unit in _units(handbook, one.roles)]
    if not people:
        answer = show_people(visit, visit.words.screen("nobody-chosen"))
        answer.status_code = 400
        return answer
    order = PrintOrder(
        people,
        ask=bool(visit.field("ask")),
        everything=visit.field("what") == "everything",
        later=bool(visit.field("later")),
    )
    printed = print_papers_for(visit.snapshot, order)
    if printed.files:
        visit.door.note({"printed": ["", len(printed.files)]})
    if printed.asked and printed.asked.asked:
        visit.door.note({"asked": ["", len(printed.asked.asked)]})
    called = Called(root, handbook, visit.words, people)
    held = held_back(visit, called, printed.asked.done) if printed.asked else []
    not_asked = {one["place"] for one in held}
    refused = {paper.document for one in printed.people for paper in one.refused}
    return visit.screen(
        "printed",
        "papers",
        people=[_printed(visit, called, one, not_asked) for one in printed.people],
        asked=len(printed.asked.asked) if printed.asked else 0,
        was_asked=bool(visit.field("ask")),
        nobody_asked=bool(visit.field("ask")) and printed.asked is None,
        held=[one for one in held if one["place"] not in refused],
        unreleased=unreleased(visit, printed.documents - not_asked),
        faults=phrases(visit, printed.findings),
        here="/people",
    )


def _printed(visit: Visit, called: Called, one: PrintedFor, not_asked: Collection[str]) -> dict[str, Any]:
    """What was printed for somebody, in words."""
    papers = [
        {
            "title": called.document(paper.document),
            "file": paper.file,
            "counts_from": called.day(paper.counts_from, one.person.entity) if paper.counts_from else "",
            "due": called.day(paper.due, one.person.entity) if paper.due else "",
            "state": visit.words.word(f"state-{paper.state}") if paper.state == "overdue" else "",
        }
        for paper in one.papers
    ]
    refused = [
        {
            "title": called.document(paper.document) if paper.document else "",
            "reasons": phrases(visit, paper.findings),
            "is_asked": paper.document not in not_asked,
            **_way_out(visit, called, paper),
        }
        for paper in one.refused
    ]
    name = called.named(one.person.id, one.person.name)
    told = {"name": name, "whole": one.whole, "papers": papers, "refused": refused, "has_signed": one.has_signed}
    return told | {"later": _days(called, one.later, one.person.entity)}


def _days(called: Called, later: Mapping[str, date], entity: str = "") -> list[tuple[str, str]]:
    """Documents by title, with the day from which each can be signed."""
    return [(called.document(place), called.day(day, entity)) for place, day in later.items()]


def _way_out(visit: Visit, called: Called, paper: NotPrinted) -> dict[str, Any]:
    """Where that is put right: the release of a document that changed, its form, or nowhere in the handbook."""
    place = called.place_of(paper.document)
    if place and waits_for_release(paper.findings):
        return {"href": f"/redline/{place}", "is_unreleased": True}
    return {"href": f"/edit/{place}" if place and _is_in_document(visit, paper) else "", "is_unreleased": False}


def _is_in_document(visit: Visit, paper: NotPrinted) -> bool:
    """Whether the handbook is where that is put right, not the roster."""
    files = set(visit.snapshot.documents.values())
    return any(one.location.file in files for one in paper.findings)


def send_paper(visit: Visit) -> Response:
    """A printed paper."""
    content = printed_file(visit.workspace.root, visit.request.path_params["name"])
    return _pdf(content) if content else PlainTextResponse("", 404)


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
        faults=phrases(visit, draft.findings),
    )


def _pdf(content: bytes) -> Response:
    return Response(content, media_type="application/pdf", headers={"Content-Disposition": "inline"})
