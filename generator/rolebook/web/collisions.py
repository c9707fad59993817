"""What somebody gets who saved what another one changed meanwhile: both texts, and the choice between them."""

import json

from starlette.responses import Response

from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Collision
from rolebook.pipeline.edit.history import field_at, last_writer, value_in_words
from rolebook.pipeline.edit.place_words import place_in_words
from rolebook.pipeline.edit.titles import title_of_document
from rolebook.pipeline.edit.versions import plain
from rolebook.pipeline.edit.word_changes import marked_words
from rolebook.source.editing import Edit, SetText, SetValue
from rolebook.web.answers import Visit


def collided(visit: Visit, collision: Collision, name: str = "", base: str = "", action: str = "/save") -> Response:
    """Yours, theirs and what was there before both; the form comes again with theirs as what was seen."""
    change = collision.change
    seen = change.seen or change.edit
    field = name or change.field or _field_name(seen)
    base_name = base or f"{'m' if change.field else 'b'}{field[1:]}"
    is_value = isinstance(seen, SetValue) and not change.field
    rest = {**visit.form, base_name: [collision.theirs]}
    kept = [(key, value) for key, values in rest.items() if is_value or key != field for value in values]
    back = visit.request.headers.get("referer", "/")
    label = next((str(step) for step in reversed(seen.path) if visit.words.has_label(str(step))), "")
    yours, theirs, before = plain(visit.field(field)), collision.theirs, visit.field(base_name)
    if is_value:
        said = [json.dumps(one) for one in visit.form.get(field, []) if one]
        yours = ", ".join(_in_words(visit, change.document, seen, one) for one in said)
        theirs, before = (_in_words(visit, change.document, seen, one) for one in (theirs, before))
    tag = seen.language if isinstance(seen, SetText) else ""
    heading, is_own = _heading(visit, change.document)
    answer = visit.screen(
        "collision",
        "",
        heading=heading,
        is_own=is_own,
        where=" › ".join(filter(None, _where(visit, change.document, seen))),
        language=visit.words.language(tag) if tag else "",
        action=action,
        kept=kept,
        name=field,
        label=visit.words.label(label) if label else "",
        yours=yours,
        marked_yours=marked_words(yours, theirs),
        marked_theirs=marked_words(theirs, yours),
        base=before,
        is_value=is_value,
        back=back if back.startswith(f"http://{visit.request.headers['host']}/") else "/",
    )
    answer.status_code = 409
    return answer


def _heading(visit: Visit, document: DocumentId) -> tuple[str, bool]:
    """Who changed it meanwhile, and when, as far as anybody knows; whether that was the one who writes now."""
    writer, at = last_writer(visit.snapshot, document, visit.words)
    if not at:
        return visit.words.screen("collision-elsewhere"), False
    if writer == visit.session.actor:
        return visit.words.screen("collision-own", at=at), True
    return visit.words.screen("collision-by", person=writer, at=at), False


def _where(visit: Visit, document: DocumentId, edit: Edit) -> tuple[str, str]:
    """The document and the place in it that an edit is about, in words."""
    place = place_in_words(visit.snapshot, document, edit.path, visit.words)
    return title_of_document(visit.snapshot, document, visit.words.tag), place


def _in_words(visit: Visit, document: DocumentId, edit: Edit, version: str) -> str:
    """A value as its version says it, by the titles and labels of what it names."""
    value = json.loads(version) if version else None
    return value_in_words(visit.snapshot, field_at(document, list(edit.path)), {"value": value}, visit.words)


def _field_name(edit: Edit) -> str:
    return f"v:{edit.path[-1]}:{edit.language}" if isinstance(edit, SetText) else f"v:{edit.path[-1]}"
