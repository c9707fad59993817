"""The journal for people: what was changed, by its label, in the words from before and after."""

from collections.abc import Iterator
from typing import Any

from rolebook.language import Duration, language_for
from rolebook.language.editor_words import EditorWords
from rolebook.model.base import Part
from rolebook.model.form_fields import FormField, field_of
from rolebook.model.translation.text_addresses import document_of
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.excerpts import Excerpts
from rolebook.pipeline.edit.parts import options_for
from rolebook.pipeline.edit.titles import title_of_document
from rolebook.pipeline.edit.word_changes import changed_words
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.store.together import journal_of

_MOST, _PIECES, _NAMED = 100, 20, 5
_OF_DOCUMENTS = ("page", "created", "deleted", "renamed", "released")
_PICTURES = ("picture-removed", "picture-replaced", "picture")
_OTHER = ("imported", "published", *_OF_DOCUMENTS)
_KINDS = (*_PICTURES, "page", "reviewed", "confirmed", "mended", "printed", "asked", "signed", "reminded", *_OTHER)
"""What a record of the journal may tell, beside single changes."""


def last_changes(snapshot: Snapshot, words: EditorWords, actor: str, most: int = _MOST) -> list[dict[str, Any]]:
    """Returns the journal for people, the latest first; those of the actor that were not undone can be."""
    records = _without_refused(journal_of(snapshot.root))
    undone = {record.get("undoes") for record in records}
    by_id = {record["id"]: record for record in records}
    lines = []
    for record in reversed(records[-most:]):
        own = record["actor"] == actor and "undoes" not in record and record["id"] not in undone and record["files"]
        told = _headline(snapshot, record, words)
        if before := by_id.get(record.get("undoes", "")):
            told = words.screen("change-undone", places=_headline(snapshot, before, words))
        at = words.moment(record["at"])
        line = {"id": record["id"], "at": at, "actor": record["actor"], "told": told, "own": own}
        pieces = list(_pieces(snapshot, record, words))
        if "undoes" in record and "changes" not in record:
            taken_back = _pieces(snapshot, by_id.get(record["undoes"], {}), words)
            pieces = [(where, new, old) for where, old, new in taken_back]
        shown = [(where, changed_words(old, new)) for where, old, new in pieces[:_PIECES] if old or new]
        lines.append({**line, "pieces": shown})
    return lines


def _without_refused(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records without those of a release that was refused: what it wrote was taken back at once."""
    refused = {record["undoes"] for record in records if record.get("refused")}
    return [one for one in records if not one.get("refused") and one["id"] not in refused]


def _headline(snapshot: Snapshot, record: dict[str, Any], words: EditorWords) -> str:
    return words.screen(f"change-{_kind_of(record)}", places=", ".join(_places_of(snapshot, record, words)))


def _pieces(snapshot: Snapshot, record: dict[str, Any], words: EditorWords) -> Iterator[tuple[str, str, str]]:
    """Where, the words before and the words after; of a file that was mended as text, its lines."""
    if "mended" in record:
        for file in record["files"]:
            yield "", file["old"] or "", file["new"] or ""
    for name, tag, old, new in record.get("said", ()):
        label = words.label("title") if name == "title" else words.screen("page-text")
        yield f"{label} · {words.language(tag)}", old, new
    for change in record.get("changes", ()):
        document, edit = DocumentId(*change["document"]), change["edit"]
        language = words.language(edit["language"]) if edit.get("language") else ""
        where = " · ".join(filter(None, (_label(snapshot, document, edit["path"], words), language)))
        field = field_at(document, edit["path"])
        old, new = (value_in_words(snapshot, field, one, words) for one in (change["inverse"], edit))
        yield where, old, new


def value_in_words(snapshot: Snapshot, field: FormField | None, edit: dict[str, Any], words: EditorWords) -> str:
    """Returns what an edit as a record says, by titles and labels where it names something."""
    value = edit.get("words", edit.get("value"))
    if isinstance(value, bool):
        return words.screen("yes" if value else "no")
    if isinstance(value, list):
        return ", ".join(value_in_words(snapshot, field, {"value": one}, words) for one in value)
    if field is not None and isinstance(value, str) and field.refers_to:
        return dict(options_for(snapshot.handbook, field.refers_to, words.tag)).get(value, value)
    if field is not None and isinstance(value, str) and field.choices:
        return words.choice(field.name, value)
    if field is not None and field.kind == "duration" and isinstance(value, str):
        try:
            return language_for(words.tag).duration(Duration.parse(value))
        except ValueError:
            return value
    return (
        Excerpts(snapshot.handbook, words.tag)(value)
        if isinstance(value, dict)
        else ""
        if value is None
        else str(value)
    )


def field_at(document: DocumentId, path: list[str | int]) -> FormField | None:
    """Returns the field of the model that a path ends at or in; ids and numbers of items are passed over."""
    models: tuple[type[Part], ...] = (document.model,)
    found: FormField | None = None
    for step in path:
        known = next((one for model in models if (one := field_of(model, str(step)))), None)
        found, models = (known, known.models or models) if known else (found, models)
    return found


def _label(snapshot: Snapshot, document: DocumentId, path: list[str | int], words: EditorWords) -> str:
    title = title_of_document(snapshot, document, words.tag) or words.screen(document.kind)
    labels = [words.label(one) for one in path if isinstance(one, str) and words.has_label(one)]
    return " › ".join((title, *labels))


def _kind_of(record: dict[str, Any]) -> str:
    return next((kind for kind in _KINDS if kind in record), "set")


def _places_of(snapshot: Snapshot, record: dict[str, Any], words: EditorWords) -> Iterator[str]:
    kind = next((one for one in _KINDS if one in record), None)
    if kind == "confirmed":
        place, language, _ = record[kind]
        document = DocumentId(*document_of(place).split("/"))
        path = place.removeprefix(document_of(place)).split("/")
        yield f"{_label(snapshot, document, path, words)} · {words.language(language)}"
    elif kind in _OF_DOCUMENTS:
        document, more = DocumentId(*record[kind][:2]), record[kind][2:]
        title = title_of_document(snapshot, document, words.tag)
        named = [document.name, *more] if kind == "renamed" else [title, *more]
        named = [title, " → ".join(named)] if kind == "renamed" and title not in named else named
        yield (" " if kind == "released" else ": " if kind == "renamed" and title in named else ", ").join(
            dict.fromkeys(named)
        )
    elif kind in _PICTURES:
        yield str(record[kind][1]).rpartition("/")[2]
    elif kind == "reviewed":
        yield words.territory(str(record[kind][1]))
    elif kind is not None:
        known = {path: document for document, path in snapshot.documents.items()}
        for one in record[kind][1 : _NAMED + 1]:
            document = known.get(str(one))  # type: ignore[assignment]
            yield (
                title_of_document(snapshot, document, words.tag) or words.screen(document.kind)
                if document
                else record.get("titles", {}).get(one, str(one))
            )
        if len(record[kind]) > _NAMED + 1:
            yield words.screen("more", count=len(record[kind]) - _NAMED - 1)
    for change in record.get("changes", ())[:5]:
        yield _label(snapshot, DocumentId(*change["document"]), change["edit"]["path"], words)
