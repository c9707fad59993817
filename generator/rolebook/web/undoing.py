"""What takes changes back: one, one with what its writer changed after it, all of one person's, a whole import."""

from collections.abc import Sequence

from starlette.responses import Response

from rolebook.diagnostics import UserError
from rolebook.pipeline.desk.pictures import is_still_shown
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Collision
from rolebook.pipeline.edit.history import change_lines
from rolebook.pipeline.edit.undo import edits_to_undo, edits_to_undo_at_once, since, undo
from rolebook.pipeline.edit.whole_files import delete
from rolebook.web.answers import Visit, document_of, goes_back, is_own_address

_HISTORY = "/history"


def undo_edits(visit: Visit) -> Response:
    """Takes back one edit, or all of this person's."""
    wanted = visit.field("id")
    if wanted == "all":
        return _several(visit, [one["id"] for one in edits_to_undo_at_once(visit.workspace.root, visit.session.actor)])
    if wanted in _released_since(visit):
        return visit.refusal(visit.words.screen("error-title"), visit.words.screen("undo-released"), _back(visit), 409)
    if shown := is_still_shown(visit.snapshot, wanted, visit.words):
        places = ", ".join(one.where for one in shown.uses)
        raise UserError("edit-picture-used", file=shown.name, places=places)
    return _single(visit, wanted)


def _released_since(visit: Visit) -> set[str]:
    """The edits of this person whose documents were released since: people may have signed what they say."""
    root, actor = visit.workspace.root, visit.session.actor
    at_once = {one["id"] for one in edits_to_undo_at_once(root, actor)}
    return {one["id"] for one in edits_to_undo(root, actor)} - at_once


def take_out(visit: Visit) -> Response:
    """Takes an imported document out of the handbook again."""
    document = document_of(visit.field("document"))
    if document.kind not in ("role", "policy"):
        raise UserError("edit-no-document", id=document.kind)
    brought = _import_of(visit, document)
    if brought:
        return _single(visit, brought)
    delete(visit.door, document)
    return goes_back(_back(visit), "taken-out")


def _import_of(visit: Visit, document: DocumentId) -> str:
    """The import that brought a document and nothing else, while it can be taken back; else nothing."""
    path = visit.snapshot.documents.get(document)
    mine = edits_to_undo(visit.workspace.root, visit.session.actor)
    return next((str(one["id"]) for one in mine if one.get("imported", [])[1:] == [path]), "")


def _single(visit: Visit, wanted: str) -> Response:
    """Takes one edit back; asks first where others of the same person came after it and go with it."""
    if visit.field("with"):
        return _several(visit, [*since(visit.workspace.root, visit.session.actor, wanted).own, wanted])
    try:
        undo(visit.door, wanted)
    except (Collision, UserError) as refused:
        if isinstance(refused, UserError) and refused.code == "edit-no-edit":
            raise
        return _stands_between(visit, wanted, refused)
    return goes_back(_back(visit), "undone")


def _stands_between(visit: Visit, wanted: str, refused: Collision | UserError) -> Response:
    """What was changed since, and by whom; with the way to take it back where it is one's own."""
    between = since(visit.workspace.root, visit.session.actor, wanted)
    words = visit.words
    if between.others:
        last = change_lines(visit.snapshot, words, visit.session.actor, between.others[:1])[0]
        text = words.screen("undo-others", person=last["actor"], at=last["at"], change=last["told"])
        return visit.refusal(words.screen("error-title"), text, _back(visit), 409)
    if not between.own:
        if isinstance(refused, UserError):
            raise refused
        return visit.refusal(words.screen("error-title"), words.screen("undo-elsewhere"), _back(visit), 409)
    lines = change_lines(visit.snapshot, words, visit.session.actor, [wanted, *between.own])
    shown = {"wanted": wanted, "lines": lines, "action": visit.request.url.path, "document": visit.field("document")}
    answer = visit.screen("undo", "history", **shown, back=_back(visit))
    answer.status_code = 409
    return answer


def _several(visit: Visit, edits: Sequence[str]) -> Response:
    """Takes edits back in their order; what others changed since stays, and is counted."""
    left = 0
    for one in edits:
        try:
            undo(visit.door, one)
        except (Collision, UserError):
            left += 1
    if not left:
        return goes_back(_back(visit), "undone-of", count=str(len(edits)))
    done = visit.words.screen("undone-of", count=len(edits) - left)
    stays = visit.words.screen("not-undone", count=left)
    return visit.refusal(visit.words.screen("undone-partly"), f"{done} {stays}", _back(visit), 409)


def _back(visit: Visit) -> str:
    back = visit.field("back")
    return back if is_own_address(back) else _HISTORY
