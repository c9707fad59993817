"""Texts of files to a handbook, with every fault of shape found on the way.

## duplicate-id
**Meaning.** Two items of one list, or two files of one kind, have the same id.
**Why.** A reference, a translation or a signature could mean either.
```yaml bad
rights: [{id: refuse, text: May refuse.}, {id: refuse, text: May stop the line.}]
```
```yaml good
rights: [{id: refuse, text: May refuse.}, {id: stop, text: May stop the line.}]
```

## missing-settings
**Meaning.** There is no `content/handbook.yml`.
**Why.** Without it nobody knows whose handbook this is and in which languages.
```text bad
a folder without content/handbook.yml
```
```text good
the same after `rolebook init`
```

## misplaced-page
**Meaning.** A page is not at `content/pages/<language>/<name>.md`.
**Why.** Its language and its sister pages are found by its place.
```text bad
content/pages/welcome.md
```
```text good
content/pages/en/welcome.md
```

## unknown-file
**Meaning.** A file under `content/` that no part of the handbook reads.
**Why.** What it says would silently be missing; often the name is misspelt.
```text bad
content/glosary.yml
```
```text good
content/glossary.yml
```
"""

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel

from rolebook.diagnostics import Diagnostic, Location, Rule, Severity
from rolebook.language import misfits
from rolebook.model.base import is_id, is_jurisdiction
from rolebook.model.handbook import Handbook, Page
from rolebook.model.headings import OwnHeadings
from rolebook.model.inheritance import MISSING_FIELD, resolve_roles
from rolebook.model.law.agreement import Agreement
from rolebook.model.law.pack import Pack
from rolebook.model.law.wording_rules import OwnWording
from rolebook.model.library import Competencies, FrontMatter, Glossary, LanguageFile
from rolebook.model.policy import AnyPolicy, Discipline, Policy
from rolebook.model.reading.read_part import M, PartReading, Read, read_map, read_part, understood
from rolebook.model.reading.shape_rules import (
    INVALID_ID,
    INVALID_JURISDICTION,
    INVALID_LANGUAGE,
    TANGLED_TEXT,
    UNKNOWN_ARGUMENT,
    UNKNOWN_KEY,
    WRONG_TYPE,
)
from rolebook.model.release import Release, read_release
from rolebook.model.settings import Settings
from rolebook.model.translation.lock import PATH as LOCK
from rolebook.model.translation.lock import Lock, read_lock
from rolebook.model.variant import RoleFile
from rolebook.model.words.parse_cost import is_tangled
from rolebook.model.words.text import LANGUAGE_PATTERN, is_language_tag
from rolebook.source import Mapping, SourceFile, locate
from rolebook.source.direction import direction_faults, may_turn
from rolebook.source.merge_markers import merge_markers_in

DUPLICATE_ID = Rule("duplicate-id")
MISSING_SETTINGS = Rule("missing-settings")
MISPLACED_PAGE = Rule("misplaced-page")
UNKNOWN_FILE = Rule("unknown-file", Severity.WARNING)

RULES = (DUPLICATE_ID, MISSING_SETTINGS, MISPLACED_PAGE, UNKNOWN_FILE)

SETTINGS = "content/handbook.yml"
DISCIPLINE = "discipline"
LIST_PAGE = "index"
"""No id of a document: the page that lists all documents of a kind has this name."""

_DOCUMENTS = {"roles/": "role", "policies/": "policy", "content/agreements/": "agreement"}
_PAGE = re.compile(r"content/pages/([^/]+)/([^/]+)\.md\Z")
FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*\r?\n?", re.DOTALL | re.MULTILINE)


def load(
    files: Iterable[SourceFile], refused: Iterable[str] = (), read: Read = read_part
) -> tuple[Handbook | None, list[Diagnostic]]:
    """The handbook that the files make; None without usable settings.

    Files that cannot be understood are left out, but they are there: what refers to them is not at fault. `refused`
    are the paths of files that could not even be read. `read` comes by what `read_part` makes of a file, perhaps by a
    shorter way.
    """
    loader = _Loader(read)
    for path in refused:
        loader.miss(path)
    for file in sorted(files, key=lambda file: (file.path != SETTINGS, file.path)):
        loader.take(file)
    return loader.handbook(), loader.findings


class _Loader:
    def __init__(self, read: Read) -> None:
        self._reader = read
        self.findings: list[Diagnostic] = []
        self.settings: Settings | None = None
        self.settings_seen = False
        self.competencies, self.glossary = Competencies(), Glossary()
        self.roles: dict[str, RoleFile] = {}
        self.written: dict[str, frozenset[str]] = {}
        self.policies: dict[str, AnyPolicy] = {}
        self.pages: list[Page] = []
        self.unreadable: set[tuple[str, str]] = set()
        self.files: dict[tuple[str, str], str] = {}
        self.languages: dict[str, dict[str, Any]] = {}
        self.lock: Lock | None = None
        self.jurisdictions: dict[str, Pack] = {}
        self.agreements: dict[str, Agreement] = {}
        self.releases: list[Release] = []
        self.wording: dict[str, OwnWording] = {}

    @property
    def _folders(self) -> dict[str, Callable[[SourceFile], None]]:
        return {
            "content/pages/": self._take_page,
            "content/languages/": self._take_language,
            "content/jurisdictions/": self._take_pack,
            "content/releases/": self._take_release,
            "content/wording/": lambda file: self._take_by_language(file, OwnWording, self.wording),
            "content/import/": lambda file: self._take_by_language(file, OwnHeadings, {}),
        }

    def take(self, file: SourceFile) -> None:
        """Adds what one file says; its path tells what it is."""
        if file.path == SETTINGS:
            self.settings_seen = True
            self.settings = self._read(file, Settings, "")
        elif file.path == "content/competencies.yml":
            self.competencies = self._read(file, Competencies, "") or self._missed(file.path, self.competencies)
        elif file.path == "content/glossary.yml":
            self.glossary = self._read(file, Glossary, "") or self._missed(file.path, self.glossary)
        elif file.path == LOCK:
            self.lock, findings = read_lock(file.text)
            self.findings.extend(findings)
        elif take := next((take for prefix, take in self._folders.items() if file.path.startswith(prefix)), None):
            take(file)
        elif kind := _document_kind(file.path):
            self._take_document(file, kind)
        else:
            self.findings.append(UNKNOWN_FILE.at(Location(file.path)))

    def handbook(self) -> Handbook | None:
        """What was taken so far, inheritance resolved."""
        if self.settings is None:
            if not self.settings_seen:
                self.findings.append(MISSING_SETTINGS.at(Location(SETTINGS)))
            return None
        roles, findings = resolve_roles(self.roles, self.written)
        self.findings.extend(findings)
        self.unreadable |= {("role", name) for name in self.written if name not in roles}
        return Handbook(
            self.settings,
            {name: role for name, role in roles.items() if not role.abstract},
            self.policies,
            self.competencies,
            self.glossary,
            tuple(sorted(self.pages, key=lambda page: (page.order, page.name))),
            frozenset(self.unreadable),
            self.languages,
            self.lock,
            self.jurisdictions,
            tuple(sorted(self.releases, key=lambda one: (one.kind, one.id, one.released, one.revision))),
            self.wording,
            {name: role for name, role in roles.items() if role.abstract},
            agreements=self.agreements,
        )

    def _take_release(self, file: SourceFile) -> None:
        release, findings = read_release(file.text, file.path)
        self.findings.extend(list(merge_markers_in(file.text, file.path)) or findings)
        self.releases += [release] if release else []

    def _take_document(self, file: SourceFile, kind: str) -> None:
        name = PurePosixPath(file.path).stem
        if not is_id(name) or name == LIST_PAGE:
            hint = "taken-file-name" if name == LIST_PAGE else "invalid-file-name"
            self.findings.append(INVALID_ID.at(Location(file.path), id=name, hint=hint))
            return
        if (kind, name) in self.files:
            first = self.files[kind, name]
            self.findings.append(DUPLICATE_ID.at(Location(file.path), id=name, first=first))
            return
        self.files[kind, name] = file.path
        if kind == "role":
            self.written[name] = frozenset()
            self._keep(self.roles, kind, name, self._read(file, RoleFile, name))
        elif kind == "agreement":
            self._keep(self.agreements, kind, name, self._read(file, Agreement, name))
        else:
            self._keep(self.policies, kind, name, self._read(file, Discipline if name == DISCIPLINE else Policy, name))

    def _keep(self, store: dict[str, Any], kind: str, name: str, part: BaseModel | None) -> None:
        if part is None:
            self.unreadable.add((kind, name))
        else:
            store[name] = part

    def miss(self, path: str) -> None:
        """Notes a file that is there but cannot be read."""
        kind, name = _document_kind(path) or "library", PurePosixPath(path).stem
        self.settings_seen = self.settings_seen or path == SETTINGS
        if kind == "role":
            self.written[name] = frozenset()
        self.unreadable.add((kind, name))

    def _missed(self, path: str, empty: M) -> M:
        self.miss(path)
        return empty

    def _read(self, file: SourceFile, model: type[M], name: str) -> M | None:
        reading = self._reader(file, model, name, self.settings.language if self.settings else "en")
        if model is RoleFile:
            self.written[name] = reading.given
        return self._understood(reading)

    def _understood(self, reading: PartReading[M]) -> M | None:
        self.findings.extend(reading.findings)
        self.unreadable |= {("item", name) for name in reading.lost}
        return reading.part

    def _map_of(self, text: str, path: str, model: type[BaseModel]) -> Mapping | None:
        raw, findings = read_map(text, path, model)
        self.findings.extend(findings)
        return raw

    def _take_page(self, file: SourceFile) -> None:
        place = _PAGE.match(file.path)
        if not place or not is_id(place[2]) or not re.fullmatch(LANGUAGE_PATTERN, place[1]):
            self.findings.append(MISPLACED_PAGE.at(Location(file.path)))
            return
        matter = FRONT_MATTER.match(file.text)
        front = self._front_matter(matter[1] if matter else "", file.path)
        body = file.text[matter.end() :] if matter else file.text
        line = file.text.count("\n", 0, matter.end()) + 1 if matter else 1
        self.findings.extend(merge_markers_in(file.text, file.path))
        if may_turn(body):
            span = (len(file.text) - len(body), len(file.text))
            self.findings.extend(direction_faults(file.text, file.path, [span], html=True))
        if is_tangled(body):
            self.findings.append(TANGLED_TEXT.at(Location(file.path, line)))
            return
        title, order = (front.title, front.order) if front else (place[2], 0)
        self.pages.append(Page(place[2], place[1], title, order, body, file.path, line))

    def _front_matter(self, text: str, path: str) -> FrontMatter | None:
        if not text.strip():
            self.findings.append(MISSING_FIELD.at(Location(path), field="title", hint="front-matter"))
            return None
        raw = self._map_of(f"\n{text}", path, FrontMatter)  # the line of `---` comes before it
        return self._understood(understood(raw, FrontMatter, "en")) if raw is not None else None

    def _take_language(self, file: SourceFile) -> None:
        raw = self._map_of(file.text, file.path, LanguageFile)
        if raw is None or self._understood(understood(raw, LanguageFile, "en")) is None:
            return
        faults = dict(misfits(raw))
        for key, fault in faults.items():
            self.findings.append(_misfit(raw, key, fault))
        self.languages[PurePosixPath(file.path).stem] = {
            **raw,
            "words": {key: word for key, word in (raw.get("words") or {}).items() if key not in faults},
        }

    def _take_pack(self, file: SourceFile) -> None:
        code = PurePosixPath(file.path).stem
        if not is_jurisdiction(code):
            self.findings.append(INVALID_JURISDICTION.at(Location(file.path), code=code))
        elif pack := self._read(file, Pack, code):
            self.jurisdictions[code] = pack

    def _take_by_language(self, file: SourceFile, model: type[M], into: dict[str, M]) -> None:
        tag = PurePosixPath(file.path).stem
        if not is_language_tag(tag):
            self.findings.append(INVALID_LANGUAGE.at(Location(file.path), tag=tag))
        elif part := self._read(file, model, ""):
            into[tag] = part


def _document_kind(path: str) -> str:
    return next((kind for folder, kind in _DOCUMENTS.items() if path.startswith(folder)), "")


def _misfit(raw: Mapping, key: str, fault: str) -> Diagnostic:
    told = raw["words"][key]
    place = locate(raw, ("words", key), key=fault == "unknown-key")
    match fault:
        case "unknown-key":
            return UNKNOWN_KEY.at(place, key=key)
        case "wrong-type":
            kinds = ("map", "text") if isinstance(told, Mapping) else ("text", "map")
            return WRONG_TYPE.at(place, field=key, found=kinds[0], expected=kinds[1])
        case _:
            return UNKNOWN_ARGUMENT.at(place, found=str(told))
