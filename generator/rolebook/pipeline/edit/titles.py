"""What documents are called on screens."""

from collections.abc import Mapping
from typing import Any

from rolebook.language.editor_words import editor_words
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.parts import title_of
from rolebook.pipeline.edit.workspace import Snapshot


def title_of_document(snapshot: Snapshot, document: DocumentId, language: str) -> str:
    """Returns what a document is called on screens."""
    handbook = snapshot.handbook
    if document.kind == "wording":
        return f"{editor_words(language).screen('wording')}: {editor_words(language).language(document.name)}"
    if document.kind == "jurisdiction":
        return editor_words(language).screen("law-words", place=editor_words(language).territory(document.name))
    if document.kind == "language":
        words = editor_words(language)
        return f"{words.screen('interface-words')}: {words.language(document.name)}"
    if document.kind == "page":
        pages = {one.name: one for one in handbook.guides} if handbook else {}
        return title_of(pages.get(document.name), language) or document.name
    known: Mapping[str, Any] = {}
    if handbook is not None and document.name:
        several = {"role": handbook.described, "agreement": handbook.agreements}
        known = several.get(document.kind, handbook.policies)
    return title_of(known.get(document.name), language) or document.name
