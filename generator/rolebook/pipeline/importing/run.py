"""`rolebook import`: documents to files of the handbook, each on its own; a fault of one stops no other."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rolebook.checks.importing import IMPORT_TARGET_EXISTS, NO_DESCRIPTION, UNREADABLE_DOCUMENT
from rolebook.diagnostics import Location, UserError
from rolebook.exchange.documents import read_document
from rolebook.exchange.documents.blocks import UnreadableDocumentError
from rolebook.language.comparison import folded
from rolebook.model.base import is_id
from rolebook.model.handbook import Handbook
from rolebook.model.headings import OwnHeadings
from rolebook.model.reading.load import DISCIPLINE
from rolebook.pipeline.importing.columns import remember_columns, remembered_columns
from rolebook.pipeline.importing.comments import comments_of, head_of
from rolebook.pipeline.importing.draft import Draft
from rolebook.pipeline.importing.drafts import Reading, fold_drafts, read_drafts
from rolebook.pipeline.importing.earlier import texts_by_id
from rolebook.pipeline.importing.findings import findings_about
from rolebook.pipeline.importing.ids import Ids
from rolebook.pipeline.importing.languages import language_of
from rolebook.pipeline.importing.lexicon import Lexicon, lexicon_of
from rolebook.pipeline.importing.links import refer_to_imports
from rolebook.pipeline.importing.order import ImportedFile, ImportOrder, Outcome
from rolebook.pipeline.importing.own_headings import own_headings
from rolebook.pipeline.importing.pair import join_drafts
from rolebook.pipeline.importing.posts import KnownPosts, known_posts
from rolebook.pipeline.importing.sources import Source, Sources, name_digest
from rolebook.pipeline.reading.handbook import require_handbook
from rolebook.source import today, write_yaml
from rolebook.store import read_bytes, write_new, write_text

_FOLDERS = {"role": "roles", "policy": "policies"}
_USUAL = "imported"
_HINTS = {
    "old-word": "document-old-word",
    "encrypted-document": "document-encrypted-document",
    "scan": "document-scan",
    "picture": "document-scan",
    "broken-document": "document-broken-document",
    "too-large": "document-too-large",
    "too-deep": "document-too-large",
    "has-entities": "document-has-entities",
    "unknown-encoding": "document-unknown-encoding",
    "unknown-language": "document-unknown-language",
    "other-program": "document-other-program",
}


@dataclass(slots=True)
class _Waiting:
    """A document that was read, its lexicon and the ids of what it makes."""

    path: Path
    name: str
    reading: Reading
    lexicon: Lexicon
    ids: list[str] = field(default_factory=list)
    others: "list[_Waiting]" = field(default_factory=list)
    """The same document in other languages."""


class Importer:
    """Imports documents into the handbook in `root`."""

    def __init__(self, root: Path, order: ImportOrder) -> None:
        self._root, self._order = root, order
        self._handbook: Handbook = require_handbook(root)
        self._sources = Sources(root)
        self._posts: KnownPosts = known_posts(self._handbook)
        self._ids = Ids(taken={*self._handbook.roles, *self._handbook.policies, *self._handbook.families})
        self._columns = {**remembered_columns(root), **order.columns}
        if not order.dry_run:
            remember_columns(root, order.columns)
        self._files: dict[str, str] = {}
        """What links may lead to: `policy:leave` by the names of files."""
        self._lexicons: dict[str, Lexicon | None] = {}
        languages = self._handbook.settings.languages
        if order.into and (not order.into.startswith(("roles/", "policies/")) or ".." in order.into.split("/")):
            raise UserError("import-into", folder=order.into)
        if order.language and order.language not in languages:
            raise UserError("not-a-language", tag=order.language, languages=", ".join(languages))

    def run(self, progress: Callable[[int], None] = lambda _: None) -> Iterator[ImportedFile]:
        """Reads all documents, then writes their files: superiors may be imported with those below them."""
        waiting: list[_Waiting] = []
        for count, (path, name) in enumerate(documents_in(self._order.files), 1):
            if before := self._unchanged(path, name):
                yield from (ImportedFile(path, "unchanged", one.path) for one in before)
            elif isinstance(read := self._read(path, name), ImportedFile):
                yield read
            else:
                waiting.append(read)
            progress(count)
        for one in self._paired(waiting) if self._order.pair else waiting:
            yield from self._written(one)

    def _paired(self, waiting: Sequence[_Waiting]) -> list[_Waiting]:
        """One document with its other languages; the handbook's own first."""
        tags = [one.lexicon.language for one in waiting]
        shapes = {(one.reading.kind, len(one.ids)) for one in waiting}
        if not waiting:
            return []
        if len(set(tags)) < max(len(tags), 2) or len(shapes) != 1:
            raise UserError("no-pair", languages=", ".join(tags))
        first, *others = sorted(waiting, key=lambda one: one.lexicon.language != self._handbook.settings.language)
        first.others = others
        return [first]

    def _unchanged(self, path: Path, name: str) -> list[Source]:
        """What a document made that is as it was, and whose files are all there."""
        if self._order.replace or not path.is_file():
            return []
        before = self._sources.unchanged_entries(name, hashlib.sha256(read_bytes(path)).hexdigest())
        return before if all((self._root / one.path).is_file() for one in before) else []

    def _read(self, path: Path, name: str) -> "_Waiting | ImportedFile":
        try:
            document = read_document(path, self._order.language)
        except UnreadableDocumentError as error:
            return _refused(path, error.reason)
        tag = self._order.language or language_of(document, self._handbook.settings.languages)
        lexicon = self._lexicon(tag)
        if lexicon is None:
            return _refused(path, "unknown-language")
        reading = read_drafts(document, lexicon, self._order.kind, self._columns)
        if not reading.kind:
            hint = "document-no-columns" if document.form == "table" else None
            return ImportedFile(path, "refused", findings=(NO_DESCRIPTION.at(Location(str(path)), hint=hint),))
        found = _Waiting(path, name, reading, lexicon)
        for part, (_, title) in enumerate(reading.roles):
            before = self._sources.entry_of(name, part)
            found.ids.append(before.id if before else self._new_id(reading, title.text or path.stem))
            self._files.setdefault(Path(name).name.casefold(), f"{reading.kind}:{found.ids[-1]}")
            if title.text and reading.kind == "role":
                self._posts.roles.setdefault(folded(title.text), found.ids[-1])
        return found

    def _new_id(self, reading: Reading, words: str) -> str:
        if reading.kind == "policy" and reading.has_penalties and self._ids.is_free(DISCIPLINE):
            return self._ids.next(DISCIPLINE)
        name = self._ids.next(words)
        return name if is_id(name) and name != "index" else self._ids.next(f"role {words}")

    def _lexicon(self, tag: str) -> Lexicon | None:
        if tag not in self._lexicons:
            self._lexicons[tag] = lexicon_of(tag, self._own.get(tag)) if tag else None
        return self._lexicons[tag]

    @cached_property
    def _own(self) -> Mapping[str, OwnHeadings]:
        return own_headings(self._root)

    def _written(self, one: _Waiting) -> Iterator[ImportedFile]:
        """The files of one document; none of them where one may not be overwritten."""
        kind = "role" if one.reading.kind == "role" else "policy"
        folder = self._order.into or f"{_FOLDERS[kind]}/{_USUAL}"
        known = [self._sources.entry_of(one.name, part) for part in range(len(one.ids))]
        paths = [before.path if before else f"{folder}/{name}.yml" for before, name in zip(known, one.ids, strict=True)]
        there = [(self._root / path).is_file() for path in paths]
        texts = [texts_by_id(self._root / path) for path in paths]
        drafts = fold_drafts(one.reading, one.lexicon, self._posts, texts, one.ids)
        for draft in drafts:
            refer_to_imports(draft, one.reading.document, self._files)
        self._join_others(one, drafts)
        for place, (draft, path) in enumerate(zip(drafts, paths, strict=True)):
            findings = tuple(findings_about(one.reading.document, draft, first=place == 0))
            if there[place] and not self._order.replace:
                exists = IMPORT_TARGET_EXISTS.at(Location(str(one.path)), file=path)
                yield ImportedFile(one.path, "exists", path, draft, (exists, *findings))
                continue
            outcome: Outcome = "would-be-written" if self._order.dry_run else "written"
            if not self._order.dry_run:
                self._write(one, place, draft, path)
            yield ImportedFile(one.path, outcome, path, draft, findings)

    def _join_others(self, one: _Waiting, drafts: Sequence[Draft]) -> None:
        for other in one.others:
            folded_too = fold_drafts(other.reading, other.lexicon, self._posts, (), one.ids)
            for draft, partner in zip(drafts, folded_too, strict=True):
                join_drafts(draft, partner, one.lexicon.language, other.lexicon.language)

    def _write(self, one: _Waiting, place: int, draft: Draft, path: str) -> None:
        document, tag = one.reading.document, self._order.messages
        fields = dict(draft.fields)
        if one.lexicon.language != self._handbook.settings.language:
            fields = {"language": one.lexicon.language, **fields}
        day = today().isoformat()
        names = ", ".join(read.path.name for read in (one, *one.others))
        head = head_of(document, names, day, tag)
        text = write_yaml(fields, comments_of(draft, tag), head)
        write = write_text if self._order.replace else write_new
        self._sources.record(  # first: a run that ends here writes the same file next time, and no second one
            Source(read.reading.document.digest, name_digest(read.name), place, draft.kind, one.ids[place], path, day)
            for read in (one, *one.others)
        )
        write(self._root / path, text)


def _refused(path: Path, reason: str) -> ImportedFile:
    finding = UNREADABLE_DOCUMENT.at(Location(str(path)), reason=reason, hint=_HINTS.get(reason))
    return ImportedFile(path, "refused", findings=(finding,))


def documents_in(files: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Returns the files that are named and those in folders, with their names below these; hidden ones are left out."""
    for path in files:
        if path.is_dir():
            for inside in sorted(path.rglob("*")):
                below = inside.relative_to(path)
                if inside.is_file() and not any(part.startswith((".", "~$")) for part in below.parts):
                    yield inside, below.as_posix()
        else:
            yield path, path.name
