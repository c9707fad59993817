"""What comes back: who was asked to sign, who has not signed, reminders, scans, and lines that somebody looks at."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from starlette.responses import PlainTextResponse, Response

from rolebook.pipeline.desk.answers import (
    ask_to_sign,
    count_unsigned,
    has_register,
    lines_waiting,
    record_looks,
    take_scans,
    unsigned_lists,
    write_reminders,
    written_mail,
)
from rolebook.pipeline.desk.called import Called, people_in
from rolebook.pipeline.desk.later import later_of, signed_from
from rolebook.pipeline.desk.outcome_lines import RECORDED, OutcomeLine, outcome_lines, unread_sheets, weights_of
from rolebook.pipeline.desk.papers import chosen_roster
from rolebook.pipeline.register.answers import Outcome
from rolebook.pipeline.register.assign import Asked
from rolebook.render.contact import GROUPS, ContactLine
from rolebook.web.answers import Visit
from rolebook.web.paper_lines import held_back, later_lines, phrases

_AT_ONCE = 20
"""So many lines are looked at on one screen."""
_MOST = 100
_COUNTED = ("changed", "language", "renewed", "kept", "withdrawn")


def show_unsigned(visit: Visit) -> Response:
    """Who has not signed yet, a list for each employer and department."""
    root, handbook = visit.workspace.root, visit.snapshot.handbook
    lists = unsigned_lists(root, handbook, visit.words.tag)
    called = Called(root, handbook, visit.words, people_in(one.person for own in lists for one in own.lines))
    roster, shown = chosen_roster(root, handbook), []
    for own in lists:
        rows = [
            {
                "name": called.named(one.person, one.name),
                "title": called.document(one.document),
                "due": called.day(one.due, one.entity),
                "state": one.state,
                "counts_from": called.day(day, one.entity)
                if (day := signed_from(handbook, one.document, one.revision))
                else "",
            }
            for one in own.lines
        ]
        shown.append({"employer": own.employer, "department": own.department, "rows": rows})
    return visit.screen(
        "unsigned",
        "papers",
        lists=shown,
        waiting=count_unsigned(root).get("awaiting-review", 0),
        has_register=has_register(root),
        has_roster=roster.path is not None,
        later=bool(handbook and later_of(handbook, roster.people)),
    )


def assign_papers(visit: Visit) -> Response:
    """Notes in the register what everybody on the roster, or some of them, must acknowledge."""
    root, handbook = visit.workspace.root, visit.snapshot.handbook
    later = bool(visit.field("later"))
    told = ask_to_sign(root, handbook, [one for one in visit.form.get("person", []) if one], later=later)
    if told.asked:
        visit.door.note({"asked": ["", len(told.asked)]})
    called = Called(root, handbook, visit.words, people_in(one.person for one in told.asked))
    people = []
    for _, several in groupby(told.asked, key=lambda one: (one.entity, one.person)):
        own = list(several)
        papers = [
            (called.document(one.document), called.day(one.due, one.entity), one.reason, _from(visit, called, one))
            for one in own
        ]
        people.append((called.named(own[0].person, own[0].name), papers))
    return visit.screen(
        "asked",
        "papers",
        total=told.done.people,
        count=len(told.asked),
        people=people[:_MOST],
        more=max(len(people) - _MOST, 0),
        counts=[(name, told.done.counts[name]) for name in _COUNTED if told.done.counts[name]],
        skipped=told.done.faulty,
        held=held_back(visit, called, told.done),
        later=[] if later else later_lines(called, told.done),
        faults=[] if told.done.people else phrases(visit, told.done.report.findings),
        here="/unsigned",
    )


def _from(visit: Visit, called: Called, one: Asked) -> str:
    """From when a document can be signed, where that is a day to come."""
    day = signed_from(visit.snapshot.handbook, one.document)
    return called.day(day, one.entity) if day else ""


def remind_people(visit: Visit) -> Response:
    """Mails as files; nothing is sent."""
    root = visit.workspace.root
    done = write_reminders(root)
    if done.mails:
        visit.door.note({"reminded": ["", len(done.mails)]})
    mentioned = people_in((one.person for one in done.mails), done.unreachable, (one for one, _ in done.unsendable))
    called = Called(root, visit.snapshot.handbook, visit.words, mentioned)
    mails = [
        (called.person(one.person), quote(one.path.name), one.papers, called.day(one.due, one.entity))
        for one in done.mails
    ]
    return visit.screen(
        "reminders",
        "papers",
        mails=mails,
        unreachable=[called.person(one) for one in done.unreachable],
        unsendable=[(called.person(one), mail) for one, mail in done.unsendable],
        here="/unsigned",
    )


def send_mail(visit: Visit) -> Response:
    """A reminder as a file that mail programs open."""
    name = visit.request.path_params["name"]
    content = written_mail(visit.workspace.root, name)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type="message/rfc822", headers=headers) if content else PlainTextResponse("", 404)


def show_scans(visit: Visit) -> Response:
    """The signature lines to look at, and where scans are chosen."""
    return _scans_screen(visit)


def _scans_screen(visit: Visit, outcomes: Sequence[OutcomeLine] = (), refused: str = "") -> Response:
    root, handbook = visit.workspace.root, visit.snapshot.handbook
    waiting, total = lines_waiting(root, _AT_ONCE)
    waiting.sort(key=lambda line: (GROUPS.index(line.group), line.name, line.title))
    called = Called(root, handbook, visit.words, people_in(one.person for one in waiting))
    return visit.screen(
        "scans",
        "papers",
        outcomes=outcomes,
        weights=weights_of(outcomes),
        lines=[_shown(visit, called, one) for one in waiting],
        total=total,
        has_register=has_register(root),
        refused=refused,
        here="/scans",
    )


def _shown(visit: Visit, called: Called, line: ContactLine) -> dict[str, Any]:
    where = [visit.words.screen("line-at", file=name, page=sheet) if sheet else name for name, sheet in line.sheets]
    title, name = called.document(line.document), called.named(line.person, line.name)
    known = {"entry": line.entry, "group": line.group, "sources": line.sources}
    return {**known, "name": name, "title": title, "where": ", ".join(where)}


def read_scans(visit: Visit) -> Response:
    """Reads scans, says what became of each copy, and goes on to the lines to look at."""
    root = visit.workspace.root
    if not has_register(root):
        answer = _scans_screen(visit)
        answer.status_code = 400
        return answer
    done = take_scans(root, [(file.name, file.content) for file in visit.files])
    _note_recorded(visit, done.outcomes)
    lines = [*_outcome_lines(visit, done.outcomes), *unread_sheets(done.sheets, done.blank)]
    answer = _scans_screen(visit, lines)
    if lines and all(one.weight == "refused" for one in lines) and not done.sheets:
        answer.status_code = 400
    return answer


def answer_lines(visit: Visit) -> Response:
    """Records what somebody saw on signature lines, in the name of who looked, and shows those that are left."""
    looks = {name.removeprefix("line:"): told[0] for name, told in visit.form.items() if name.startswith("line:")}
    if not any(looks.values()):
        answer = _scans_screen(visit, refused=visit.words.screen("nothing-said"))
        answer.status_code = 400
        return answer
    outcomes = record_looks(visit.workspace.root, looks, visit.session.actor)
    _note_recorded(visit, outcomes)
    return _scans_screen(visit, _outcome_lines(visit, outcomes))


def _note_recorded(visit: Visit, outcomes: Sequence[Outcome]) -> None:
    """Writes down how many answers are new in the registers; whose they are, only the registers know."""
    if count := sum(one.code in RECORDED for one in outcomes):
        visit.door.note({"signed": ["", count]})


def _outcome_lines(visit: Visit, outcomes: Sequence[Outcome]) -> list[OutcomeLine]:
    mentioned = people_in(str(one.arguments.get("person", "")) for one in outcomes)
    called = Called(visit.workspace.root, visit.snapshot.handbook, visit.words, mentioned)
    return outcome_lines(outcomes, called, visit.words)
