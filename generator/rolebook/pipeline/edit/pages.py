"""Hand-written pages in a form: a title and a text in each language, and the place among the others."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.language.editor_words import EditorWords
from rolebook.model.base import is_id
from rolebook.model.handbook import Guide, Page
from rolebook.model.reading.load import FRONT_MATTER, LIST_PAGE
from rolebook.model.translation.units import UNRELIABLE
from rolebook.pipeline.edit.documents import DocumentId, text_of
from rolebook.pipeline.edit.door import Change, Collision, Door
from rolebook.pipeline.edit.finding_lines import FindingLine, finding_lines
from rolebook.pipeline.edit.own_words import Written
from rolebook.pipeline.edit.versions import plain
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.pipeline.translate.page_files import edited_page
from rolebook.source.editing import EditRefused, SetText, SetValue, edit_file
from rolebook.store.together import FileChange

FIELDS = ("title", "body")
_FOLDER = "content/pages"
_ORDER = re.compile(r"[0-9]{1,4}\Z")


def page_lines(snapshot: Snapshot, language: str) -> list[tuple[str, str]]:
    """Returns the pages by their place: name and title."""
    guides = snapshot.handbook.guides if snapshot.handbook else ()
    ordered = sorted(guides, key=lambda one: (_order(one), one.name))
    return [(one.name, one.title.values[one.title.language_for(language)]) for one in ordered]


def waiting_pages(snapshot: Snapshot, language: str, words: EditorWords) -> list[tuple[str, str]]:
    """Returns the pages with something to translate or confirm in a language: name and title."""
    units = snapshot.translations.units(language) if snapshot.translations else ()
    names = {one.place.split("/")[1] for one in units if one.place.startswith("page/") and one.state in UNRELIABLE}
    return [one for one in page_lines(snapshot, words.tag) if one[0] in names]


def require_page(snapshot: Snapshot, name: str) -> Guide:
    """Returns a page in all its languages. Raises UserError for one that is not there."""
    guides = snapshot.handbook.guides if snapshot.handbook else ()
    found = next((one for one in guides if one.name == name), None)
    if found is None:
        raise UserError("edit-no-document", id=name[:40])
    return found


def page_fields(snapshot: Snapshot, guide: Guide, words: EditorWords, tags: Sequence[str]) -> dict[str, Any]:
    """Returns the title and the text of a page as fields of a form, and its place among the others."""
    units = {
        (one.placed.field, tag): one
        for tag in tags
        for one in (snapshot.translations.units(tag) if snapshot.translations else ())
        if one.placed.part == guide
    }
    lines = [line for line in finding_lines(snapshot, words) if _names_page(line, guide)]
    fields = []
    for name in FIELDS:
        texts = []
        for tag in tags:
            said, unit = _words_in(guide.pages.get(tag), name), units.get((name, tag))
            rows = 1 if name == "title" else min(30, 6 + said.count("\n") + len(said) // 70)
            state, place = (str(unit.state), unit.place if said else "") if unit else ("", "")
            texts.append({"tag": tag, "words": said, "state": state, "place": place, "rows": rows})
        label = words.label("title") if name == "title" else words.screen("page-text")
        field = {"name": name, "kind": "text", "label": label, "help": "", "required": True, "texts": texts}
        if name == "body":
            field["help"] = words.screen("page-text-help")
        fields.append({**field, "findings": [one for one in lines if _field_of(one, guide) == name]})
    return {"fields": fields, "findings": lines, "order": str(_order(guide))}


def save_page(door: Door, snapshot: Snapshot, guide: Guide, said: Iterable[Written], order: tuple[str, str]) -> bool:
    """Writes what differs from what was shown, with `order` as shown and as it is to be; returns whether anything does.

    Raises Collision where somebody changed the same words since, and UserError for a place that is no number.
    """
    wanted: dict[str, dict[str, str]] = {}
    told = []
    for one in said:
        now = _words_in(guide.pages.get(one.tag), one.name)
        if one.name not in FIELDS or plain(one.words) in (plain(now), plain(one.seen)):
            continue
        if plain(one.seen) != plain(now):
            edit = SetText((one.name,), one.tag, one.words, "")
            raise Collision(Change(DocumentId("page", guide.name), edit, field=f"v:{one.name}:{one.tag}"), plain(now))
        if one.name == "title" and not one.words:
            raise UserError("edit-page-title")
        wanted.setdefault(one.tag, {})[one.name] = one.words
        told.append([one.name, one.tag, plain(now), one.words])
    files = {tag: _edited(snapshot, guide, tag, words) for tag, words in wanted.items()}
    if order[1] != order[0]:
        if not _ORDER.match(order[1]):
            raise UserError("edit-no-value", value=order[1][:40])
        for tag in guide.pages.keys() | files.keys():
            files[tag] = _ordered(snapshot, guide.pages.get(tag), files.get(tag), int(order[1]))
    if files:
        door.write_files(files.values(), {"page": ["page", guide.name], "said": told})
    return bool(files)


def create_page(door: Door, snapshot: Snapshot, name: str, title: str) -> None:
    """Adds a page with a title in the handbook's language. Raises UserError for a name that is taken or cannot be."""
    if not is_id(name) or name == LIST_PAGE:
        raise UserError("invalid-id", id=name)
    path = f"{_FOLDER}/{snapshot.languages_source}/{name}.md"
    if any(one == name for one, _ in page_lines(snapshot, snapshot.languages_source)):
        raise UserError("file-exists", file=path)
    last = max((_order(one) for one in (snapshot.handbook.guides if snapshot.handbook else ())), default=0)
    text = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\norder: {min(last + 1, 9999)}\n---\n\n{title}\n"
    door.write_files([FileChange(path, None, text)], {"created": ["page", name]})


def delete_page(door: Door, snapshot: Snapshot, guide: Guide) -> None:
    """Takes a page out of the handbook in all its languages."""
    changes = [FileChange(one.path, text_of(snapshot.root, one.path), None) for one in guide.pages.values()]
    door.write_files(changes, {"deleted": ["page", guide.name]})


def _names_page(line: FindingLine, guide: Guide) -> bool:
    return line.finding is not None and line.finding.location.file in {one.path for one in guide.pages.values()}


def _field_of(line: FindingLine, guide: Guide) -> str:
    firsts = {one.path: one.first_line for one in guide.pages.values()}
    return "body" if line.finding and line.line >= firsts.get(line.finding.location.file, 0) else "title"


def _words_in(page: Page | None, name: str) -> str:
    return "" if page is None else page.title if name == "title" else plain(page.markdown)


def _order(guide: Guide) -> int:
    return min(one.order for one in guide.pages.values())


def _edited(snapshot: Snapshot, guide: Guide, tag: str, words: Mapping[str, str]) -> FileChange:
    path, after = edited_page(snapshot.root, guide, tag, dict(words))
    return FileChange(path, text_of(snapshot.root, path) if tag in guide.pages else None, after)


def _ordered(snapshot: Snapshot, page: Page | None, change: FileChange | None, order: int) -> FileChange:
    """A page's file at another place among the pages, with what else changes in it."""
    before = text_of(snapshot.root, page.path) if page else None
    after = str(change.after) if change else before or ""
    path = change.path if change else page.path if page else ""
    mark = after[: len(after) - len(after.removeprefix("\ufeff"))]
    matter = FRONT_MATTER.match(after.removeprefix("\ufeff"))
    if matter is None:
        raise UserError("edit-page-title")
    try:
        head = edit_file(matter[1], path, [SetValue(("order",), order, ("title", "order"))])
    except EditRefused as refused:
        raise UserError(f"edit-{refused.reason}", file=path) from None
    return FileChange(path, before, mark + matter[0].replace(matter[1], head, 1) + after[len(mark) + matter.end() :])
