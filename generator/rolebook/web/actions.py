"""What forms do: each answers a POST, writes through the door, and leads to the screen that shows it."""

from collections.abc import Mapping
from dataclasses import replace

from starlette.responses import Response

from rolebook.diagnostics import UserError
from rolebook.model.form_fields import field_of
from rolebook.model.translation.lock import LockState
from rolebook.pipeline.desk.inbox import imported_document
from rolebook.pipeline.desk.naming import short_name_for
from rolebook.pipeline.edit.confirm import WordsChanged, confirm
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Change, Collision
from rolebook.pipeline.edit.file_text import write_file_text
from rolebook.pipeline.edit.forms import FilledForm
from rolebook.pipeline.edit.inherited import here_only
from rolebook.pipeline.edit.part_screen import PartScreen
from rolebook.pipeline.edit.parts import part_at, path_of, words_of
from rolebook.pipeline.edit.reviews import has_worked_on
from rolebook.pipeline.edit.strings import string_change
from rolebook.pipeline.edit.versions import plain
from rolebook.pipeline.edit.whole_files import Beginning, create, create_agreement, create_wording, delete, rename
from rolebook.source.editing import Insert, Move, Remove
from rolebook.source.editing import Path as TreePath
from rolebook.web.answers import Visit, document_of, goes_to
from rolebook.web.collisions import collided
from rolebook.web.inbox_screens import removal_of, settle
from rolebook.web.screens import addition_screen, new_item, queue_screen

_SUBJECT, _DIGITS = "subject:", 5
_STEPS: dict[str, tuple[LockState | None, str, str]] = {
    "confirm": ("translated", "confirmed", ""),
    "review": ("reviewed", "answered", "review"),
}
"""What a button of the queue records, what the next screen says, and which queue it shows."""


def save_part(visit: Visit) -> Response:
    """Saves what differs from what the form showed."""
    document = document_of(visit.field("document"))
    part = part_at(visit.snapshot, document, path_of(visit.field("at")))
    form = FilledForm(part, visit.form, _shown(visit), visit.snapshot.origin(document))
    try:
        changes = form.changes()
        done = visit.door.write(changes) if changes else ""
    except Collision as collision:
        added = collision.change.field.startswith("n:")
        return _refused(visit, "collision") if added else collided(visit, collision)
    return _back_to_part(visit, "saved" if done else "unchanged", changes[0].edit.path if changes else (), done)


def mend_file(visit: Visit) -> Response:
    """Saves the text of a file that no form can show."""
    document = document_of(visit.field("document"))
    write_file_text(visit.door, document, visit.field("text").replace("\r\n", "\n"), visit.field("digest"))
    return goes_to(f"/edit/{document.place}", "saved")


def insert_item(visit: Visit) -> Response:
    """Adds an item to a list."""
    document = document_of(visit.field("document"))
    part, _ = new_item(visit, document)
    siblings = part_at(visit.snapshot, document, part.path[:-2]).value.get(str(part.path[-2])) or []
    taken = [str(one.get("id")) for one in siblings if isinstance(one, dict)]
    form = FilledForm(part, {**visit.form, "taken": taken}, _shown(visit))
    if lacking := form.lacking():
        return _asked_again(visit, form, lacking)
    insertion = form.insertion(part.path[:-1], len(siblings), visit.field("order"))
    asked = [visit.field(name) for name in ("left", "doubt") if visit.field(name).isdecimal()]
    found = imported_document(visit.snapshot, document) if asked else None
    doubt = next((one for one in found.doubtful if str(one.number) == visit.field("doubt")), None) if found else None
    try:
        done = visit.door.write([insertion, *removal_of(visit, doubt)])
    except Collision:
        return _refused(visit, "collision")
    if found is not None:
        settle(visit, found, done)
        return goes_to(f"/imported/{document.place}", "placed-told", "doubts" if doubt else "left", undo=done)
    name = _name(insertion.edit.value, len(siblings)) if isinstance(insertion.edit, Insert) else None
    return _back_to_list(document, part.path[:-1], name, "added", done)


def _asked_again(visit: Visit, form: FilledForm, lacking: frozenset[str]) -> Response:
    """The form with what was typed, and beside each field that must not be empty that it is."""
    part = replace(form.part, value=form.value())
    shown = visit.languages(part.document)
    values = PartScreen(visit.snapshot, part, visit.words, shown).empty(lacking=lacking)
    answer = addition_screen(visit, part, visit.field("order"), values)
    answer.status_code = 400
    return answer


def change_items(visit: Visit) -> Response:
    """Moves an item up, down, to a position or to another list, or removes it."""
    document, path = document_of(visit.field("document")), path_of(visit.field("at"))
    part = part_at(visit.snapshot, document, path)
    siblings = part_at(visit.snapshot, document, path[:-2]).value[str(path[-2])]
    index = next(at for at, one in enumerate(siblings) if one == part.value)
    shown, told = path[:-1], "moved"
    step = {"up": -1, "down": 1}.get(visit.field("do"))
    if visit.field("do") == "place":
        step = int(place) - 1 - index if (place := visit.field("place")).isdecimal() and len(place) < _DIGITS else 0
    if visit.field("do") == "move":
        shown = path_of(visit.field("to"))
        target = len(part_at(visit.snapshot, document, shown[:-1]).value.get(str(shown[-1]), ()))
        name: str | int | None = _name(part.value, target)
        change = Change(document, Move(path, shown, target), visit.field("order"))
    elif step is None:
        left = [one for at, one in enumerate(siblings) if at != index]
        neighbour = min(index, len(left) - 1)
        name, told = _name(left[neighbour], neighbour) if left else None, "removed-told"
        change = Change(document, Remove(path), visit.field("base"))
    else:
        target = min(max(index + step, 0), len(siblings) - 1)
        if target == index:
            return _back_to_list(document, shown, _name(part.value, index), "unchanged", "")
        name = _name(part.value, target)
        change = Change(document, Move(path, path[:-1], target), visit.field("order"))
    try:
        done = visit.door.write([change])
    except Collision:
        return _refused(visit, "collision")
    return _back_to_list(document, shown, name, told, done)


def _name(value: Mapping[str, object], index: int) -> str | int:
    name = value.get("id")
    return name if isinstance(name, str) else index


def _back_to_list(document: DocumentId, holder: TreePath, name: str | int | None, told: str, done: str) -> Response:
    """The page of a list, with the focus on an item of it, or on the list once nothing is in it."""
    anchor = words_of((*holder, name)) if name is not None else str(holder[-1])
    return goes_to(f"/edit/{document.place}", told, f"f-{anchor}", at=words_of(holder[:-1]), undo=done)


def confirm_string(visit: Visit) -> Response:
    """Saves what differs from what the form showed, and confirms a translation beside its source."""
    place, tag, name = (*visit.field("confirm").split(" "), "", "")[:3]
    document = document_of(visit.field("document"))
    part = part_at(visit.snapshot, document, path_of(visit.field("at")))
    form = FilledForm(part, visit.form, _shown(visit), visit.snapshot.origin(document))
    seen = {one: plain(visit.field(f"v:{name}:{one}")) for one in _shown(visit)}
    try:
        if changes := form.changes():
            visit.door.write(changes)
        confirm(visit.door, place, tag, seen, "translated")
    except Collision as collision:
        return collided(visit, collision)
    except WordsChanged:
        return _refused(visit, "words-changed")
    return _back_to_part(visit, "confirmed", (*path_of(visit.field("at")), name))


def translate_string(visit: Visit) -> Response:
    """Saves a string of the queue and, if asked, confirms it."""
    place, tag, words = visit.field("place"), visit.field("lang"), plain(visit.field("words"))
    base, source = plain(visit.field("base")), plain(visit.field("source"))
    words = plain(visit.field("take")) or words
    state, told, show = _STEPS.get(visit.field("do"), (None, "saved", ""))
    if not words:
        answer = queue_screen(visit, place)
        answer.status_code = 400
        return answer
    if state == "reviewed" and (words != base or has_worked_on(visit.snapshot, visit.session.actor, place, tag)):
        raise UserError("edit-own-review")
    try:
        if words != base:
            visit.door.write([string_change(visit.snapshot, place, tag, words, base)])
        if state is not None:
            confirm(visit.door, place, tag, {visit.field("source_language"): source, tag: words}, state)
    except Collision as collision:
        return collided(visit, collision, "words", "base", "/translate")
    except WordsChanged:
        return _refused(visit, "words-changed")
    at = visit.field("number")
    return goes_to("/translate", told, f"t-{at}" if at.isdecimal() else "", lang=tag, show=show)


def create_document(visit: Visit) -> Response:
    """Adds a role, policy, agreement or file of words to watch."""
    kind, title = visit.field("kind"), plain(visit.field("title"))
    if kind == "wording":
        create_wording(visit.door, visit.field("name"))
        return goes_to(f"/edit/wording/{visit.field('name')}", "created")
    if kind not in ("role", "policy", "agreement"):
        raise UserError("edit-no-document", id=kind)
    document = DocumentId(kind, visit.field("name").strip() or short_name_for(visit.snapshot, title))
    if kind == "agreement":
        beginning = Beginning(title, visit.snapshot.languages_source)
        create_agreement(visit.door, document.name, visit.field("place"), beginning)
        return goes_to(f"/edit/{document.place}", "created")
    given = {name: value for name in ("department", "reports_to", "owner") if (value := visit.field(name))}
    fields = {name: value for name, value in given.items() if field_of(document.model, name)}
    extends = visit.field("extends") if kind == "role" else ""
    subject, copied = visit.field("copy").partition(_SUBJECT)[2], visit.field("copy")
    first = Beginning(title, visit.snapshot.languages_source, fields, extends, "" if subject else copied, subject)
    create(visit.door, document, first if title else None)
    return goes_to(f"/edit/{document.place}", "created")


def rename_document(visit: Visit) -> Response:
    """Gives a role or policy another short name."""
    document, name = _whole(visit), visit.field("name")
    rename(visit.door, document, name)
    return goes_to(f"/edit/{document.kind}/{name}", "saved")


def delete_document(visit: Visit) -> Response:
    """Deletes a role, policy or agreement that nothing refers to."""
    document = _whole(visit, "agreement")
    delete(visit.door, document)
    return goes_to(f"/list/{'library' if document.kind == 'agreement' else document.kind}", "saved")


def replace_here(visit: Visit) -> Response:
    """Copies an inherited item into the variant, to be changed there alone."""
    document, parent = document_of(visit.field("document")), document_of(visit.field("parent"))
    list_name, item = visit.field("list"), visit.field("item")
    changes = here_only(visit.workspace.root, document, parent, list_name, item)
    if changes:
        visit.door.write(changes)
    return goes_to(f"/edit/{document.place}", "saved", at=f"replace/{list_name}/{item}")


def _whole(visit: Visit, *more: str) -> DocumentId:
    document = document_of(visit.field("document"))
    if document.kind not in ("role", "policy", *more):
        raise UserError("edit-no-document", id=document.kind)
    return document


def _shown(visit: Visit) -> tuple[str, ...]:
    return tuple(tag for tag in visit.form.get("shown", []) if tag in visit.snapshot.languages)


def _back_to_part(visit: Visit, told: str, saved: TreePath = (), done: str = "") -> Response:
    """The form again, at the first field that was saved."""
    second = _shown(visit)[-1] if _shown(visit) else ""
    document, at = document_of(visit.field("document")), visit.field("at")
    own = saved[: len(path_of(at)) + 1]
    anchor = f"f-{own[-1]}" if len(own) > len(path_of(at)) else ""
    return goes_to(f"/edit/{document.place}", told, anchor, at=at, lang=second, saved=words_of(own), undo=done)


def _refused(visit: Visit, key: str) -> Response:
    words = visit.words
    text = words.screen("not-written" if key == "collision" else key)
    back = visit.request.headers.get("referer", "/")
    back = back if back.startswith(f"http://{visit.request.headers['host']}/") else "/"
    return visit.refusal(words.screen("collision"), text, back, 409)
