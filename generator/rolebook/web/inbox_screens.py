"""Documents that come in: chosen, imported, and shown beside their source until every word has a place."""

from starlette.responses import RedirectResponse, Response

from rolebook.diagnostics import Message
from rolebook.pipeline.desk.inbox import (
    Imported,
    import_files,
    imported_document,
    imports_of,
    lists_to_place_in,
    problems_of,
)
from rolebook.pipeline.edit.part_screen import PartScreen
from rolebook.pipeline.edit.parts import part_at
from rolebook.pipeline.edit.titles import title_of_document
from rolebook.pipeline.importing.findings import PERSONAL, UNSEEN
from rolebook.web.answers import Visit, document_of, goes_to

_MOST, _NAMED = 100, 5


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
    if written:
        visit.door.note({"imported": ["", *(one.path for one in written[:_NAMED])]})
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
    values = PartScreen(visit.snapshot, part, visit.words, (visit.snapshot.origin(document),)).values()
    return visit.screen(
        "imported",
        "import",
        document=document,
        found=found,
        title=title_of_document(visit.snapshot, document, visit.words.tag),
        reasons=_reasons(visit, found),
        doubts=[(at, _reason(visit, f"unsure-{why}"), words) for at, why, words in found.doubts],
        targets=[(one.name, visit.words.label(one.name)) for one in lists_to_place_in(part)],
        fields=values["fields"],
        below=values["below"],
    )


def lead_to_list(visit: Visit) -> Response:
    """The form of a new item of a list, with leftover words in it."""
    found = imported_document(visit.snapshot, document_of(visit.field("document")))
    number = visit.field("number")
    left = next((one for one in found.leftovers if str(one.number) == number), None)
    if left is None:
        return RedirectResponse("/import", 303)
    asked = {"at": visit.field("to"), "model": "0", "words": left.text, "left": number}
    return goes_to(f"/add/{found.document.place}", **asked)


def _reasons(visit: Visit, found: Imported) -> dict[int, str]:
    return {left.number: _reason(visit, _key_of(left.reason)) for left in found.leftovers}


def _key_of(reason: str) -> str:
    return reason if reason in PERSONAL else f"unseen-{reason}" if reason in UNSEEN else f"left-{reason}"


def _reason(visit: Visit, key: str) -> str:
    return visit.words.say(Message("import-reason", reason=key))
