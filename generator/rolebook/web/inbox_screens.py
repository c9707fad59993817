"""Documents that come in: chosen, imported, and shown beside their source until every word has a place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from rolebook.diagnostics import Message
from rolebook.pipeline.desk.inbox import (
    Doubtful,
    Imported,
    import_files,
    imported_document,
    imports_of,
    mark_placed,
    mark_right,
    problems_of,
)
from rolebook.pipeline.desk.placing import (
    LIST,
    TEXT,
    item_with,
    placed_in,
    targets_of,
    text_with,
    without_item,
    without_words,
)
from rolebook.pipeline.edit.door import Change, Collision
from rolebook.pipeline.edit.part_screen import PartScreen
from rolebook.pipeline.edit.parts import part_at, path_of, words_of
from rolebook.pipeline.edit.place_words import place_in_words
from rolebook.pipeline.edit.titles import title_of_document
from rolebook.pipeline.importing.findings import PERSONAL, UNSEEN
from rolebook.web.answers import Visit, document_of, goes_to

_MOST, _IN_LIST = 100, 2
_WHOLE = 100_000
"""Signs of an item: beside its source all of them, or some would look lost."""


def show_inbox(visit: Visit) -> Response:
    """What was imported, and the form for more."""
    rows = [
        (
            one,
            title_of_document(visit.snapshot, one.document, visit.words.tag),
            len(one.waiting),
        )
        for one in imports_of(visit.snapshot)
    ]
    return visit.screen("import", "import", rows=rows, lines=[])


def take_documents(visit: Visit) -> Response:
    """Imports documents and leads to the only one, or to the list of all."""
    files = [(file.name, file.content) for file in visit.files]
    done = import_files(visit.workspace.root, files, visit.field("kind"), visit.words.tag)
    written = [one for one in done.files if one.outcome in ("written", "unchanged")]
    if made := [one.path for one in done.files if one.outcome == "written"]:
        titles = {one.path: one.draft.title for one in done.files if one.draft}
        visit.door.note_new_files(made, {"imported": ["", *made], "titles": titles})
    problems = [visit.words.phrase(one) for one in problems_of(done)]
    if problems or len(written) != 1:
        counts = {name: sum(one.outcome == name for one in done.files) for name in ("written", "unchanged")}
        refused = sum(one.outcome in ("refused", "exists") for one in done.files)
        summary = visit.words.say(Message("import-summary", **counts, refused=refused))
        lines = [f"{one.message}{f' ({one.hint})' if one.hint else ''}" for one in problems[:_MOST]]
        return visit.screen("outcome", "import", lines=[summary, *lines], back="/import")
    found = next(
        (one for one in imports_of(visit.snapshot) if visit.snapshot.documents[one.document] == written[0].path), None
    )
    return goes_to(f"/imported/{found.document.place}" if found else "/import")


def show_imported(visit: Visit) -> Response:
    """The source on one side, the fields on the other, and what found no place below."""
    document = document_of(visit.request.path_params["place"])
    found = imported_document(visit.snapshot, document)
    part = part_at(visit.snapshot, document, ())
    values = PartScreen(visit.snapshot, part, visit.words, (visit.snapshot.origin(document),), _WHOLE).values()
    return visit.screen(
        "imported",
        "import",
        document=document,
        found=found,
        title=title_of_document(visit.snapshot, document, visit.words.tag),
        reasons=_reasons(visit, found),
        doubts=list(_doubts(visit, found)),
        targets=targets_of(part, visit.words),
        fields=values["fields"],
        below=values["below"],
    )


def place_words(visit: Visit) -> Response:
    """Puts leftover or doubtful words where they go, or leads to the form of an item that needs more than them."""
    found = imported_document(visit.snapshot, document_of(visit.field("document")))
    number, target = visit.field("number"), visit.field("to")
    doubt = next((one for one in found.doubts if str(one.number) == visit.field("doubt")), None)
    left = next((one for one in found.leftovers if str(one.number) == number and not one.is_placed), None)
    words = doubt.words if doubt else left.text if left else ""
    if not words or not target or (doubt and path_of(target.partition(":")[2]) == doubt.path):  # it is there already
        return RedirectResponse(f"/imported/{found.document.place}", 303)
    if not target.startswith((TEXT, LIST)):
        whose = {"doubt": str(doubt.number)} if doubt else {"left": number}
        return goes_to(f"/add/{found.document.place}", at=target, model="0", words=words, **whose)
    try:
        done = visit.door.write(
            [placed_in(visit.snapshot, found.document, target, words), *removal_of(visit, doubt, target)]
        )
    except Collision:
        return visit.refusal(visit.words.screen("collision"), visit.words.screen("not-written"), "/import", 409)
    settle(visit, found, done)
    return goes_to(f"/imported/{found.document.place}", "placed-told", "doubts" if doubt else "left", undo=done)


def look_at_doubt(visit: Visit) -> Response:
    """Notes that a doubtful value is right as it is."""
    found = imported_document(visit.snapshot, document_of(visit.field("document")))
    settle(visit, found)
    return goes_to(f"/imported/{found.document.place}", "saved", "doubts")


def settle(visit: Visit, found: Imported, edit: str = "") -> None:
    """Notes what the form named, a leftover or a doubt, as done: by an edit, as long as nobody takes that back."""
    if visit.field("doubt").isdecimal():
        mark_right(visit.workspace.root, found.document, int(visit.field("doubt")), edit)
    number = visit.field("number") or visit.field("left")
    if number.isdecimal():
        mark_placed(visit.workspace.root, found.document, int(number), edit)


def removal_of(visit: Visit, doubt: Doubtful | None, target: str = "") -> Iterator[Change]:
    """The change that takes a doubtful item from where it is to a target; none where it is not there any more."""
    document = document_of(visit.field("document"))
    if doubt is None:
        return
    if path := item_with(visit.snapshot, document, doubt.path, doubt.words):
        yield without_item(visit.snapshot, document, path, target)
    elif path := text_with(visit.snapshot, document, doubt.path, doubt.words):
        yield without_words(visit.snapshot, document, path, doubt.words)


@dataclass(frozen=True, slots=True)
class _DoubtLine:
    """A doubtful value as the screen shows it: where it is in words, the way to it, and whether it can be moved."""

    number: int
    why: str
    words: str
    paragraph: int
    where: str
    href: str
    can_move: bool


def _doubts(visit: Visit, found: Imported) -> Iterator[_DoubtLine]:
    for one in found.doubts:
        item = item_with(visit.snapshot, found.document, one.path, one.words)
        is_text = text_with(visit.snapshot, found.document, one.path, one.words) is not None
        if one.words and not item and not is_text and _holds_words(one.path):
            continue  # somebody moved, changed or removed it since: it is no longer a doubt of the import's
        place = item[:-2] if item and len(item) > _IN_LIST else one.path[:1]
        where = place_in_words(visit.snapshot, found.document, place, visit.words)
        href = f"/edit/{found.document.place}?at={words_of(item)}" if item else _field_of(found, one.path)
        why = _reason(visit, f"unsure-{one.reason}")
        yield _DoubtLine(one.number, why, one.words, one.paragraph, where, href, item is not None or is_text)


def _holds_words(path: Sequence[str | int]) -> bool:
    """Whether a doubt is about words of its own: an item, or a text that takes sentences."""
    return len(path) > 1 or path[:1] in (("purpose",), ("scope",))


def _field_of(found: Imported, path: Sequence[str | int]) -> str:
    return f"/edit/{found.document.place}#f-{path[0]}" if path else f"/edit/{found.document.place}"


def _reasons(visit: Visit, found: Imported) -> dict[int, str]:
    return {left.number: _reason(visit, _key_of(left.reason)) for left in found.leftovers}


def _key_of(reason: str) -> str:
    return reason if reason in PERSONAL else f"unseen-{reason}" if reason in UNSEEN else f"left-{reason}"


def _reason(visit: Visit, key: str) -> str:
    return visit.words.say(Message("import-reason", reason=key))
