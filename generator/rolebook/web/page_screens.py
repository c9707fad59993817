"""Hand-written pages: what there is, one more, and each as a form in two languages."""

from starlette.responses import Response

from rolebook.pipeline.desk.naming import short_name_for
from rolebook.pipeline.edit.confirm import WordsChanged, confirm
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Collision
from rolebook.pipeline.edit.own_words import Written
from rolebook.pipeline.edit.pages import (
    FIELDS,
    create_page,
    delete_page,
    page_fields,
    page_lines,
    require_page,
    save_page,
)
from rolebook.pipeline.edit.parts import links_for
from rolebook.pipeline.edit.versions import plain
from rolebook.web.answers import Visit, goes_to
from rolebook.web.collisions import collided


def show_pages(visit: Visit) -> Response:
    """The pages that somebody wrote by hand, and the form for one more."""
    rows = page_lines(visit.snapshot, visit.words.tag)
    return visit.screen("pages", "library", rows=rows, source=visit.snapshot.languages_source)


def show_page(visit: Visit) -> Response:
    """The form of a page."""
    guide = require_page(visit.snapshot, visit.request.path_params["name"])
    shown = visit.languages(DocumentId("handbook"))
    return visit.screen(
        "page",
        "library",
        name=guide.name,
        title=guide.title.values[guide.title.language_for(visit.words.tag)],
        languages=visit.snapshot.languages,
        shown=shown,
        links=links_for(visit.snapshot.handbook, visit.words.tag),
        **page_fields(visit.snapshot, guide, visit.words, shown),
    )


def change_page(visit: Visit) -> Response:
    """Saves what differs from what the form showed, or confirms one of its translations."""
    guide = require_page(visit.snapshot, visit.field("name"))
    tags = [tag for tag in visit.form.get("shown", []) if tag in visit.snapshot.languages]
    said = [
        Written(name, tag, plain(visit.field(f"v:{name}:{tag}")), plain(visit.field(f"b:{name}:{tag}")))
        for tag in tags
        for name in FIELDS
        if f"b:{name}:{tag}" in visit.form
    ]
    told = "unchanged"
    try:
        if visit.field("confirm"):
            return _confirmed(visit, said, guide.name)
        order = plain(visit.field("b:order")), plain(visit.field("v:order"))
        if save_page(visit.door, visit.snapshot, guide, said, order):
            told = "saved"
    except Collision as collision:
        field = collision.change.field
        return collided(visit, collision, field, f"b{field[1:]}", "/page")
    return goes_to(f"/page/{guide.name}", told, lang=tags[-1] if tags else "")


def _confirmed(visit: Visit, said: list[Written], page: str) -> Response:
    place, tag, name = (*visit.field("confirm").split(" "), "", "")[:3]
    seen = {one.tag: one.words for one in said if one.name == name}
    try:
        confirm(visit.door, place, tag, seen, "translated")
    except WordsChanged:
        return visit.refusal(visit.words.screen("collision"), visit.words.screen("words-changed"), status=409)
    return goes_to(f"/page/{page}", "confirmed", lang=tag)


def add_page(visit: Visit) -> Response:
    """Adds a page, or takes one out."""
    if visit.field("do") == "delete":
        delete_page(visit.door, visit.snapshot, require_page(visit.snapshot, visit.field("name")))
        return goes_to("/pages", "removed-told")
    title = plain(visit.field("title"))
    name = visit.field("name").strip() or short_name_for(visit.snapshot, title)
    create_page(visit.door, visit.snapshot, name, title or name)
    return goes_to(f"/page/{name}", "added")
