"""The screens: each answers a GET and changes nothing."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse, RedirectResponse, Response

from rolebook.diagnostics import Message, UserError
from rolebook.language.editor_words import editor_languages
from rolebook.model.form_fields import field_of
from rolebook.pipeline.desk.answers import count_unsigned
from rolebook.pipeline.edit.documents import ONLY_WORDS, DocumentId
from rolebook.pipeline.edit.excerpts import Excerpts
from rolebook.pipeline.edit.file_text import file_text, is_mended_as_text
from rolebook.pipeline.edit.finding_lines import FindingLine, address_of_words, finding_lines
from rolebook.pipeline.edit.history import last_changes
from rolebook.pipeline.edit.last_screen import last_screen, remember_screen
from rolebook.pipeline.edit.next_finding import next_finding
from rolebook.pipeline.edit.pages import waiting_pages
from rolebook.pipeline.edit.part_screen import PartScreen
from rolebook.pipeline.edit.parts import PartHere, options_for, part_at, path_of, words_of
from rolebook.pipeline.edit.preview import page_of
from rolebook.pipeline.edit.reviews import worked_on
from rolebook.pipeline.edit.sanctions import sanction_table
from rolebook.pipeline.edit.screens import (
    document_list,
    library_list,
    most_waiting,
    queue_of,
    waiting,
    waiting_elsewhere,
)
from rolebook.pipeline.edit.titles import title_of_document
from rolebook.pipeline.edit.versions import order_of, value_at
from rolebook.pipeline.init.scaffold import subjects_in
from rolebook.render.editor import finished_html
from rolebook.web.answers import Visit, document_of, goes_to, is_own_address

_RECENT = 5
_SAVED = ("saved", "confirmed", "unchanged")
"""After these notices somebody goes on to the next finding."""
_SECTIONS = {"role": "roles", "policy": "policies"}


def show_waiting(visit: Visit) -> Response:
    """What waits: findings by weight, strings by language."""
    root, interface = visit.workspace.root, visit.session.interface
    changes = last_changes(visit.snapshot, visit.words, visit.session.actor, _RECENT)
    values = {**waiting(visit.snapshot, visit.words), "owed": count_unsigned(root), "changes": changes}
    kept = last_screen(root, interface) if visit.checking and not visit.workspace.was_checked else None
    if kept is not None:
        values |= {name: kept[name] for name in ("weights", "strings")}
        return visit.screen("home", "waits", **values, known_at=visit.words.moment(kept["at"]))
    if not visit.checking:
        remember_screen(root, interface, {**values, "organisation": visit.organisation})
    return visit.screen("home", "waits", **values, known_at="")


def show_list(visit: Visit) -> Response:
    """Roles, policies, or what there is one of."""
    kind = visit.request.path_params["kind"]
    query = visit.field("q")
    rows = []
    if kind in _SECTIONS:
        rows = document_list(visit.snapshot, kind, visit.words, query)
    elif kind == "library":
        rows = library_list(visit.snapshot, visit.words)
    else:
        raise UserError("edit-no-document", id=kind)
    asked = ("extends", "department", "reports_to") if kind == "role" else ("owner",)
    choices = [(name, _options(visit, kind, name)) for name in asked] if kind in _SECTIONS else []
    unwatched = [tag for tag in visit.snapshot.languages if DocumentId("wording", tag) not in visit.snapshot.documents]
    copies = document_list(visit.snapshot, kind, visit.words, "") if kind in _SECTIONS else []
    places = options_for(visit.snapshot.handbook, "place", visit.words.tag) if kind == "library" else []
    entities = visit.snapshot.handbook.settings.entities if visit.snapshot.handbook else ()
    used = [one.jurisdiction for one in entities[:1]]
    shown = {
        "rows": rows,
        "copies": copies,
        "subjects": subjects_in(visit.words.tag) if kind == "policy" else [],
        "kind": kind,
        "query": query,
        "choices": choices,
        "unwatched": unwatched,
        "places": places,
        "used": used,
        "chart": f"/preview/{visit.read_in}/organisation.html" if kind == "role" else "",
    }
    return visit.screen("list", _SECTIONS.get(kind, "library"), source=visit.snapshot.languages_source, **shown)


def _options(visit: Visit, kind: str, name: str) -> list[tuple[str, str]]:
    field = field_of(DocumentId(kind, "x").model, name)
    return options_for(visit.snapshot.handbook, field.refers_to, visit.words.tag) if field else []


def show_part(visit: Visit) -> Response:
    """The form of a document, or of a part of it; the text of a file that no form can show."""
    document = document_of(visit.request.path_params["place"])
    if is_mended_as_text(visit.snapshot, document):
        file, findings = file_text(visit.snapshot, document), finding_lines(visit.snapshot, visit.words, document)
        section = _SECTIONS.get(document.kind, "library")
        lines = [*file.text.split("\n"), ""]  # the end of the file may be where something is missing
        return visit.screen("mend", section, document=document, file=file, findings=findings, lines=lines)
    if document.kind in ONLY_WORDS and document in visit.snapshot.documents:
        return RedirectResponse(address_of_words(document), 303)
    part = part_at(visit.snapshot, document, path_of(visit.field("at")))
    shown = visit.languages(document)
    return visit.screen(
        "part",
        _SECTIONS.get(document.kind, "library"),
        document=document,
        at=words_of(part.path),
        title=_title(visit, part),
        crumbs=_crumbs(visit, document, part) if part.path else [],
        languages=visit.snapshot.languages,
        read_in=visit.read_in,
        shown=shown,
        next_finding=_next_finding(visit, document) if visit.field("told") in _SAVED else None,
        sanctions=sanction_table(visit.snapshot, part, visit.words, visit.words.tag),
        **PartScreen(visit.snapshot, part, visit.words, shown).values(),
    )


def _next_finding(visit: Visit, document: DocumentId) -> FindingLine | None:
    """Where somebody goes on after saving; the field that was saved is looked at again by the check."""
    left = path_of(visit.field("saved")) if visit.field("saved") else ()
    return next_finding(visit.snapshot, visit.words, document, left)


def show_addition(visit: Visit) -> Response:
    """The form of a new item."""
    document = document_of(visit.request.path_params["place"])
    part, order = new_item(visit, document)
    values = PartScreen(visit.snapshot, part, visit.words, visit.languages(document)).empty(visit.field("words"))
    return addition_screen(visit, part, order, values)


def addition_screen(visit: Visit, part: PartHere, order: str, values: Mapping[str, Any]) -> Response:
    """The form of a new item with the values of its fields; what an import left over or doubts may be in it."""
    document = part.document
    imported = {name: visit.field(name) for name in ("left", "doubt")}
    comes_in = any(imported.values())
    back = f"/imported/{document.place}" if comes_in else f"/edit/{document.place}?at={words_of(part.path[:-2])}"
    return visit.screen(
        "add",
        "import" if comes_in else _SECTIONS.get(document.kind, "library"),
        whole=title_of_document(visit.snapshot, document, visit.words.tag),
        document=document,
        at=words_of(part.path[:-1]),
        model=visit.field("model"),
        title=visit.words.screen("add-to", list=visit.words.label(part.holder.label if part.holder else "items")),
        order=order,
        back=back,
        imported=imported,
        shown=visit.languages(document),
        **values,
    )


def new_item(visit: Visit, document: DocumentId) -> tuple[PartHere, str]:
    """Returns an empty item for the list that a form or address names, with a path behind its last, and the order."""
    path = path_of(visit.field("at"))
    holder = part_at(visit.snapshot, document, path[:-1])
    field = field_of(holder.model, str(path[-1])) if path else None
    number = visit.field("model") or "0"
    if field is None or field.kind != "items" or not number.isdecimal() or int(number) >= len(field.models):
        raise UserError("edit-no-place", file=visit.snapshot.documents[document])
    items = value_at(visit.snapshot.tree(document), path)
    index = len(items) if isinstance(items, list) else 0
    return PartHere(document, (*path, index), field.models[int(number)], {}, field), order_of(items)


def show_queue(visit: Visit) -> Response:
    """The strings that wait in a language."""
    return queue_screen(visit)


def queue_screen(visit: Visit, lacking: str = "") -> Response:
    """The strings that wait in a language; `lacking` is the place of one that somebody left empty."""
    known = visit.snapshot.languages
    asked = visit.worked_in(visit.field("lang")) or visit.session.beside
    lang = asked if asked in known else most_waiting(visit.snapshot)
    review = visit.field("show") == "review"
    queue = queue_of(visit.snapshot, lang, visit.words, review=review)
    elsewhere = [] if queue.total else waiting_elsewhere(visit.snapshot, lang, review=review)
    if elsewhere and not visit.field("lang"):  # nobody asked for a language in which nothing waits
        lang = max(elsewhere, key=lambda one: one[1])[0]
        queue, elsewhere = queue_of(visit.snapshot, lang, visit.words, review=review), []
    pages = [] if review else waiting_pages(visit.snapshot, lang, visit.words)
    shown = {"pages": pages, "queue": queue, "lang": lang, "languages": known, "review": review, "elsewhere": elsewhere}
    places = [str(one["place"]) for one in queue.strings] if review else []
    own = worked_on(visit.snapshot, visit.session.actor, places, lang)
    queue.strings.sort(key=lambda one: one["place"] in own)  # what this person may review comes first
    own_review = visit.words.say(Message("edit-own-review"))
    return visit.screen("queue", "translate", **shown, own=own, own_review=own_review, lacking=lacking)


def show_history(visit: Visit) -> Response:
    """The last changes, with what can be undone."""
    changes = last_changes(visit.snapshot, visit.words, visit.session.actor)
    return visit.screen("history", "history", changes=changes)


def show_preview(visit: Visit) -> Response:
    """A page of the site as its readers would see it."""
    asked = visit.request.path_params
    key = asked["key"].removesuffix(".html")
    page = page_of(visit.snapshot, asked["lang"], key)
    kinds = {"roles": "role", "policies": "policy"}
    folder, _, name = key.partition("/")
    back = f"/edit/{kinds[folder]}/{name}" if folder in kinds and name != "index" else "/list/role"
    shown = finished_html(page) if page else ""
    return visit.screen(
        "preview",
        _SECTIONS.get(kinds.get(folder, ""), ""),
        page=shown,
        lang=asked["lang"],
        back=back,
        key=key,
        languages=visit.snapshot.languages,
    )


def choose_preview(visit: Visit) -> Response:
    """The same page in another language."""
    lang = visit.worked_in(visit.field("lang")) or visit.read_in
    return goes_to(f"/preview/{lang}/{visit.field('page')}.html")


def tell_whether_checked(visit: Visit) -> Response:
    """Whether the check is done, for the script of a page that shows what was known before."""
    return JSONResponse({"checking": visit.workspace.is_checking})


def change_interface(visit: Visit) -> Response:
    """Another language of the screens."""
    tag, back = visit.field("tag"), visit.field("back")
    if tag in editor_languages():
        visit.session.interface = tag
    return RedirectResponse(back if is_own_address(back) else "/", 303)


def _title(visit: Visit, part: PartHere) -> str:
    if not part.path:
        return title_of_document(visit.snapshot, part.document, visit.words.tag) or visit.words.screen(
            part.document.kind
        )
    if part.holder is not None and part.holder.kind == "items":
        return Excerpts(visit.snapshot.handbook, visit.words.tag)(part.value) or visit.words.label(part.holder.label)
    if part.holder is not None and part.holder.kind == "parts":
        return _key_title(visit, part.holder.name, str(part.path[-1]))
    return visit.words.label(str(part.path[-1]))


def _key_title(visit: Visit, name: str, key: str) -> str:
    return visit.words.language(key) if name == "translation" else visit.words.territory(key)


def _crumbs(visit: Visit, document: DocumentId, part: PartHere) -> list[tuple[str, str]]:
    base = f"/edit/{document.place}"
    title = title_of_document(visit.snapshot, document, visit.words.tag) or visit.words.screen(document.kind)
    crumbs = [(base, title)]
    for end in range(1, len(part.path)):
        above = part.path[:end]
        value = value_at(visit.snapshot.tree(document), above)
        if isinstance(value, dict):
            last = str(above[-1])
            name = Excerpts(visit.snapshot.handbook, visit.words.tag)(value) or visit.words.label(last)
            if len(above) > 1 and above[-2] in ("overrides", "translation"):
                name = _key_title(visit, str(above[-2]), last)
            crumbs.append((f"{base}?at={words_of(above)}", name[:40]))
    return crumbs
