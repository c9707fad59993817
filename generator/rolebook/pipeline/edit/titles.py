"""What documents are called on screens."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from rolebook.language.editor_words import EditorWords, editor_words
from rolebook.model.base import is_jurisdiction
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.parts import title_of
from rolebook.pipeline.edit.workspace import Snapshot

_ABOUT_IDS = ("invalid-", "unknown-", "duplicate-id", "shared-id", "id-reused", "ids-differ", "unportable", "file-")
"""How codes of messages begin that are about ids themselves."""
_GONE = {"unknown-role": ("role",), "unknown-policy": ("policy",), "unknown-release": ("role", "policy")}
"""Messages about ids that nothing has, and the kinds of what may have had it."""
_NAMING = frozenset(
    "id other first post role roles policy offence entity department document owner by approver suggestion".split()  # noqa: SIM905
)
"""Arguments of messages that may be ids of what has a title."""


class Titles:
    """What things of a handbook are called in a language, for messages that name them by their ids."""

    def __init__(self, snapshot: Snapshot, words: EditorWords) -> None:
        self._snapshot, self.words = snapshot, words

    def __call__(self, code: str, key: str, value: str) -> str:
        """Returns the title of what an argument of a message names, in quotation marks; empty where it has none."""
        if key in ("place", "code") and is_jurisdiction(value):
            return self.words.territory(value)
        if key == "field":
            return self.words.quoted(self.words.label(value)) if self.words.has_label(value) else ""
        if key in ("file", "first") and "/" in value:
            document = next((one for one, path in self._snapshot.documents.items() if path == value), None)
            title = title_of_document(self._snapshot, document, self.words.tag) if document else ""
            return self.words.quoted(title) if document and title != document.name else ""
        if key not in (*_NAMING, "place"):
            return ""
        if key in ("roles",):
            several = [self._title(one) for one in value.split(", ")]
            return ", ".join(several) if all(several) else ""
        if key == "id" and code in _GONE:
            titles = {_released_title(self._snapshot, DocumentId(kind, value), self.words.tag) for kind in _GONE[code]}
            return self.words.quoted(next(iter(titles - {""}))) if len(titles - {""}) == 1 else ""
        if code.startswith(_ABOUT_IDS) and key != "suggestion" and "/" not in value:
            return ""
        return self._title(value)

    def _title(self, value: str) -> str:
        head, sep, rest = value.partition("/")
        if sep and head in ("role", "policy", "agreement", "page"):
            name, *steps = rest.split("/")
            title = title_of_document(self._snapshot, DocumentId(head, name), self.words.tag)
            labels = [self.words.label(one) for one in steps if self.words.has_label(one)]
            return " › ".join((self.words.quoted(title), *labels)) if title != name else ""
        found = self._index.get(value, set())
        return self.words.quoted(next(iter(found))) if len(found) == 1 else ""

    @cached_property
    def _index(self) -> Mapping[str, set[str]]:
        """The titles that an id may stand for; posts by their kinds, too."""
        handbook, index = self._snapshot.handbook, dict[str, set[str]]()
        if handbook is None:
            return index
        settings, rules = handbook.settings, handbook.discipline
        several: list[tuple[str, Iterable[Any]]] = [
            ("role", handbook.titled.values()),
            ("policy", handbook.policies.values()),
            ("office", settings.offices),
            ("body", settings.bodies),
            ("entity", settings.entities),
            ("department", settings.departments),
            ("competency", handbook.library.values()),
            ("agreement", handbook.agreements.values()),
            ("offence", rules.offences if rules else ()),
        ]
        for kind, parts in several:
            for part in parts:
                if title := title_of(part, self.words.tag):
                    index.setdefault(part.id, set()).add(title)
                    index.setdefault(f"{kind}:{part.id}", set()).add(title)
        return index


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
    part = known.get(document.name)
    if part is None and document not in snapshot.documents:  # it may have another short name by now
        part = next((one for one in known.values() if document.name in getattr(one, "formerly", ())), None)
    written = title_of(part, language) or _written_title(snapshot, document, language)
    return written or _released_title(snapshot, document, language) or document.name


def _released_title(snapshot: Snapshot, document: DocumentId, language: str) -> str:
    """The title that a document had which is gone, as it was released last."""
    releases = snapshot.handbook.releases if snapshot.handbook else ()
    words = [one.words for one in releases if (one.kind, one.id) == (document.kind, document.name)]
    told = words[-1].get(language) or next(iter(words[-1].values()), {}) if words else {}
    return told.get("title", "")


def _written_title(snapshot: Snapshot, document: DocumentId, language: str) -> str:
    """The title in the file of a document that has errors."""
    return written_title(snapshot.tree(document) if document in snapshot.documents else None, language)


def written_title(tree: Any, language: str) -> str:
    """Returns the title that a document's tree says; empty for none."""
    told = tree.get("title") if isinstance(tree, dict) else None
    if isinstance(told, dict):
        told = told.get(language) or next(iter(told.values()), "")
    return told if isinstance(told, str) else ""
