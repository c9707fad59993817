"""The journal for people: what was changed, by its label, in the words from before and after."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from rolebook.language import Duration, language_for
from rolebook.language.editor_words import EditorWords
from rolebook.model.base import Part
from rolebook.model.form_fields import FormField, field_of
from rolebook.model.translation.text_addresses import document_of
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.excerpts import Excerpts
from rolebook.pipeline.edit.parts import options_for
from rolebook.pipeline.edit.place_words import shortened
from rolebook.pipeline.edit.titles import title_of_document, written_title
from rolebook.pipeline.edit.undo import edits_to_undo_at_once
from rolebook.pipeline.edit.versions import value_at
from rolebook.pipeline.edit.word_changes import changed_words
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.source import read_yaml
from rolebook.store.together import content_now, digest_of, journal_of

_MOST, _PIECES, _NAMED = 100, 20, 5
_OF_DOCUMENTS = ("page", "created", "deleted", "renamed", "released")
_PICTURES = ("picture-removed", "picture-replaced", "picture")
_OTHER = ("imported", "published", *_OF_DOCUMENTS)
_KINDS = (*_PICTURES, "page", "reviewed", "confirmed", "mended", "printed", "asked", "signed", "reminded", *_OTHER)
"""What a record of the journal may tell, beside single changes."""
_ITEMS = {"Insert": "added", "Remove": "removed", "Move": "moved"}
"""What changes of a list are called."""


def last_changes(snapshot: Snapshot, words: EditorWords, actor: str, most: int = _MOST) -> list[dict[str, Any]]:
    """Returns the journal for people, the latest first; those of the actor that were not undone can be."""
    return _lines(snapshot, words, actor, lambda records: records[-most:])


def last_writer(snapshot: Snapshot, document: DocumentId, words: EditorWords) -> tuple[str, str]:
    """Returns who changed a document last in the editor, and when; empty where its file was changed otherwise since."""
    path = snapshot.documents.get(document)
    for record in reversed(journal_of(snapshot.root)):
        for file in record["files"]:
            if file["path"] == path:
                is_its = digest_of(content_now(snapshot.root, file)) == file["after"]
                return (record["actor"], words.moment(record["at"])) if is_its else ("", "")
    return "", ""


def change_lines(snapshot: Snapshot, words: EditorWords, actor: str, wanted: Sequence[str]) -> list[dict[str, Any]]:
    """Returns some of the changes as `last_changes` does, in the order that is asked for."""
    lines = _lines(snapshot, words, actor, lambda records: [one for one in records if one["id"] in wanted])
    return sorted(lines, key=lambda one: wanted.index(one["id"]))


def _lines(
    snapshot: Snapshot,
    words: EditorWords,
    actor: str,
    choose: Callable[[list[dict[str, Any]]], list[dict[str, Any]]],
) -> list[dict[str, Any]]:
    records = _without_refused(journal_of(snapshot.root))
    undone = {record.get("undoes") for record in records}
    by_id = {record["id"]: record for record in records}
    teller = _Teller(snapshot, words, records)
    mine = {one["id"] for one in edits_to_undo_at_once(snapshot.root, actor)}
    lines = []
    for record in reversed(choose(records)):
        own = record["id"] in mine  # what was released since is what people may have signed
        told = teller.headline(record)
        if before := by_id.get(record.get("undoes", "")):
            told = words.screen("change-undone", places=teller.headline(before))
        at = words.moment(record["at"])
        line = {"id": record["id"], "at": at, "actor": record["actor"], "told": told, "own": own}
        line["is_undone"] = record["id"] in undone
        pieces = list(teller.pieces(record))
        if "undoes" in record and "changes" not in record:
            taken_back = teller.pieces(by_id.get(record["undoes"], {}))
            pieces = [(where, new, old) for where, old, new in taken_back]
        shown = [(where, changed_words(old, new)) for where, old, new in pieces[:_PIECES] if old or new]
        lines.append({**line, "pieces": shown})
    return lines


def _without_refused(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records without those of a release that was refused: what it wrote was taken back at once."""
    refused = {record["undoes"] for record in records if record.get("refused")}
    return [one for one in records if not one.get("refused") and one["id"] not in refused]


class _Teller:
    """Says in words what records of the journal tell; what is gone is called as it was when it was there."""

    def __init__(self, snapshot: Snapshot, words: EditorWords, records: Sequence[dict[str, Any]]) -> None:
        self._snapshot, self._words, self._records = snapshot, words, records

    def headline(self, record: dict[str, Any]) -> str:
        """Returns what was done, and where."""
        return self._words.screen(f"change-{_kind_of(record)}", places=", ".join(self._places_of(record)))

    def pieces(self, record: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
        """Yields where, the words before and the words after; of a file that was mended as text, its lines."""
        words = self._words
        if "mended" in record:
            for file in record["files"]:
                yield "", file["old"] or "", file["new"] or ""
        for name, tag, old, new in record.get("said", ()):
            label = words.label("title") if name == "title" else words.screen("page-text")
            yield f"{label} · {words.language(tag)}", old, new
        for change in record.get("changes", ()):
            document, edit = DocumentId(*change["document"]), change["edit"]
            language = words.language(edit["language"]) if edit.get("language") else ""
            where = " · ".join(filter(None, (self._label(document, edit["path"]), language)))
            field = field_at(document, edit["path"])
            old, new = (value_in_words(self._snapshot, field, one, words) for one in (change["inverse"], edit))
            yield where, old, new

    def _label(self, document: DocumentId, path: list[str | int]) -> str:
        title = self._title(document) or self._words.screen(document.kind)
        labels = [self._words.label(one) for one in path if isinstance(one, str) and self._words.has_label(one)]
        return " › ".join((title, *labels))

    def _moved(self, document: DocumentId, edit: dict[str, Any]) -> str:
        """The first words of an item that was moved, if it is where it was moved to."""
        if edit["kind"] != "Move" or document not in self._snapshot.documents:
            return ""
        value = value_at(self._snapshot.tree(document), (*edit["to"], edit["path"][-1]))
        words = shortened(Excerpts(self._snapshot.handbook, self._words.tag)(value))
        return f": {self._words.quoted(words)}" if words else ""

    def _title(self, document: DocumentId) -> str:
        title = title_of_document(self._snapshot, document, self._words.tag)
        is_gone = title == document.name and title and document not in self._snapshot.documents
        return (self._titles_of_gone.get(title) or title) if is_gone else title

    @cached_property
    def _titles_of_gone(self) -> dict[str, str]:
        """The titles of documents by the names of their files, as these were when they came or went as a whole."""
        found: dict[str, str] = {}
        for file in (file for record in self._records for file in record["files"]):
            text = (
                file.get("new") if file["before"] is None else file.get("old") if file["after"] is None else ""
            ) or ""
            title = written_title(read_yaml(text, file["path"])[0], self._words.tag) if text else ""
            if title:
                found[PurePosixPath(file["path"]).stem] = title
        return found

    def _places_of(self, record: dict[str, Any]) -> Iterator[str]:
        kind = next((one for one in _KINDS if one in record), None)
        if kind == "confirmed":
            place, language, _ = record[kind]
            document = DocumentId(*document_of(place).split("/"))
            path = place.removeprefix(document_of(place)).split("/")
            yield f"{self._label(document, path)} · {self._words.language(language)}"
        elif kind in _OF_DOCUMENTS:
            document, more = DocumentId(*record[kind][:2]), record[kind][2:]
            title = self._title(document)
            named = [document.name, *more] if kind == "renamed" else [title, *more]
            named = [title, " → ".join(named)] if kind == "renamed" and title not in named else named
            yield (" " if kind == "released" else ": " if kind == "renamed" and title in named else ", ").join(
                dict.fromkeys(named)
            )
        elif kind in _PICTURES:
            yield str(record[kind][1]).rpartition("/")[2]
        elif kind == "reviewed":
            yield self._words.territory(str(record[kind][1]))
        elif kind is not None:
            known = {path: document for document, path in self._snapshot.documents.items()}
            for one in record[kind][1 : _NAMED + 1]:
                document = known.get(str(one))  # type: ignore[assignment]
                yield (
                    self._title(document) or self._words.screen(document.kind)
                    if document
                    else record.get("titles", {}).get(one, str(one))
                )
            if len(record[kind]) > _NAMED + 1:
                yield self._words.screen("more", count=len(record[kind]) - _NAMED - 1)
        for change in record.get("changes", ())[:_NAMED]:
            document = DocumentId(*change["document"])
            yield f"{self._label(document, change['edit']['path'])}{self._moved(document, change['edit'])}"


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
    if field is not None and field.kind == "date" and isinstance(value, str):
        try:
            return words.day(date.fromisoformat(value))
        except ValueError:
            return value
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


def _kind_of(record: dict[str, Any]) -> str:
    edits = {change["edit"]["kind"] for change in record.get("changes", ())}
    only = _ITEMS.get(edits.pop(), "set") if len(edits) == 1 else "set"
    return next((kind for kind in _KINDS if kind in record), only)
