"""Texts of files to a handbook, with every fault of shape found on the way."""

import copy
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from rolebook.diagnostics import Diagnostic, Location, Rule
from rolebook.model.base import Item, is_id
from rolebook.model.faults import INVALID_ID, INVALID_LANGUAGE, WRONG_TYPE, findings_of
from rolebook.model.handbook import Handbook, Page
from rolebook.model.inheritance import MISSING_FIELD, resolve_roles
from rolebook.model.library import Competencies, Glossary
from rolebook.model.policy import AnyPolicy, Discipline, Policy
from rolebook.model.settings import Settings
from rolebook.model.text import LANGUAGE_PATTERN
from rolebook.model.variant import RoleFile
from rolebook.source import Mapping, Sequence, SourceFile, read_yaml

DUPLICATE_ID = Rule("duplicate-id")
MISSING_SETTINGS = Rule("missing-settings")
MISPLACED_PAGE = Rule("misplaced-page")

RULES = (DUPLICATE_ID, MISSING_SETTINGS, MISPLACED_PAGE)

M = TypeVar("M", bound=BaseModel)

SETTINGS = "content/handbook.yml"
DISCIPLINE = "discipline"
_ROUNDS = 5
_PAGE = re.compile(r"content/pages/([^/]+)/([^/]+)\.md\Z")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*\r?\n?", re.DOTALL | re.MULTILINE)


def load(files: Iterable[SourceFile]) -> tuple[Handbook | None, list[Diagnostic]]:
    """The handbook that the files make; None without usable settings. Files that cannot be understood are left out."""
    loader = _Loader()
    listed = sorted(files, key=lambda file: (file.path != SETTINGS, file.path))
    for file in listed:
        loader.take(file)
    return loader.handbook(), loader.findings


class _Loader:
    def __init__(self) -> None:
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

    def take(self, file: SourceFile) -> None:
        """Adds what one file says; its path tells what it is."""
        folder = file.path.split("/", 1)[0]
        if file.path == SETTINGS:
            self.settings_seen = True
            self.settings = self._read(file, Settings, "")
        elif file.path == "content/competencies.yml":
            self.competencies = self._read(file, Competencies, "") or self.competencies
            self._miss_if_empty("competencies", self.competencies.competencies)
        elif file.path == "content/glossary.yml":
            self.glossary = self._read(file, Glossary, "") or self.glossary
            self._miss_if_empty("glossary", self.glossary.terms)
        elif file.path.startswith("content/pages/"):
            self._take_page(file)
        elif file.path.startswith("content/languages/"):
            self._take_language(file)
        elif folder in ("roles", "policies"):
            self._take_document(file, "role" if folder == "roles" else "policy")

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
            roles,
            self.policies,
            self.competencies,
            self.glossary,
            tuple(sorted(self.pages, key=lambda page: (page.order, page.name))),
            frozenset(self.unreadable),
            self.languages,
        )

    def _take_document(self, file: SourceFile, kind: str) -> None:
        name = PurePosixPath(file.path).stem
        if not is_id(name):
            self.findings.append(INVALID_ID.at(Location(file.path), id=name, hint="invalid-file-name"))
            return
        if (kind, name) in self.files:
            first = self.files[kind, name]
            self.findings.append(DUPLICATE_ID.at(Location(file.path), id=name, first=first))
            return
        self.files[kind, name] = file.path
        if kind == "role":
            self.written[name] = frozenset()
            self._keep(self.roles, kind, name, self._read(file, RoleFile, name))
        else:
            model: type[AnyPolicy] = Discipline if name == DISCIPLINE else Policy
            self._keep(self.policies, kind, name, self._read(file, model, name))

    def _keep(self, store: dict[str, Any], kind: str, name: str, part: BaseModel | None) -> None:
        if part is None:
            self.unreadable.add((kind, name))
        else:
            store[name] = part

    def _miss_if_empty(self, name: str, items: tuple[Item, ...]) -> None:
        """A library that could not be understood is not empty: what refers to it is not at fault."""
        if not items:
            self.unreadable.add(("library", name))

    def _read(self, file: SourceFile, model: type[M], name: str) -> M | None:
        raw = self._mapping(file.text, file.path)
        if raw is None:
            return None
        language = self._language_of(raw, model)
        if model is RoleFile:
            self.written[name] = frozenset(raw)
        if name and "id" in model.model_fields:
            raw = _with_id(raw, name)
        return self._validated(raw, model, language)

    def _mapping(self, text: str, path: str) -> Mapping | None:
        raw, findings = read_yaml(text, path)
        self.findings.extend(findings)
        if findings and raw is None:
            return None
        if not isinstance(raw, Mapping):
            found = "list" if isinstance(raw, Sequence) else "text"
            self.findings.append(WRONG_TYPE.at(Location(path), field=path, expected="map", found=found))
            return None
        return raw

    def _language_of(self, raw: Mapping, model: type[BaseModel]) -> str:
        default = self.settings.language if self.settings else "en"
        if "language" not in raw:
            return default
        tag = raw["language"] if model is Settings else raw.pop("language")
        if isinstance(tag, str) and re.fullmatch(LANGUAGE_PATTERN, tag):
            return tag
        if model is not Settings:
            span = raw.values_at["language"]
            self.findings.append(INVALID_LANGUAGE.at(Location(raw.file, *span[:2]), tag=str(tag)))
        return default

    def _validated(self, raw: Mapping, model: type[M], language: str) -> M | None:
        """The model of a map. Faults are reported once, cut out, and the rest is tried again."""
        context = {"language": language}
        for turn in range(_ROUNDS):
            try:
                return model.model_validate(raw, context=context)
            except ValidationError as error:
                if turn == 0:
                    self.findings.extend(findings_of(error, raw, model))
                faulty = {_existing(raw, detail["loc"]) for detail in error.errors(include_url=False)} - {()}
                if not faulty:
                    return None
                raw = _without(raw, faulty)
        return None

    def _take_page(self, file: SourceFile) -> None:
        place = _PAGE.match(file.path)
        if not place or not is_id(place[2]) or not re.fullmatch(LANGUAGE_PATTERN, place[1]):
            self.findings.append(MISPLACED_PAGE.at(Location(file.path)))
            return
        matter = _FRONT_MATTER.match(file.text)
        front: dict[str, Any] = (self._mapping(f"\n{matter[1]}", file.path) if matter else None) or {}
        if not front.get("title"):
            self.findings.append(MISSING_FIELD.at(Location(file.path), field="title", hint="front-matter"))
        title, order = str(front.get("title") or place[2]), front.get("order", 100)
        body = file.text[matter.end() :] if matter else file.text
        line = file.text.count("\n", 0, matter.end()) + 1 if matter else 1
        self.pages.append(
            Page(place[2], place[1], title, order if isinstance(order, int) else 100, body, file.path, line)
        )

    def _take_language(self, file: SourceFile) -> None:
        raw = self._mapping(file.text, file.path)
        if raw is not None:
            self.languages[PurePosixPath(file.path).stem] = raw


def _with_id(raw: Mapping, name: str) -> Mapping:
    """The map with the id that its file's name gives it."""
    raw["id"] = name
    raw.keys_at["id"] = raw.values_at["id"] = raw.span
    return raw


def _without(raw: Mapping, paths: Iterable[tuple[str | int, ...]]) -> Mapping:
    """A copy without the values at the paths, so that one fault does not hide what else the file says."""
    rest = copy.deepcopy(raw)
    last_first = sorted(paths, key=lambda path: [(str(type(part)), part) for part in path], reverse=True)
    for path in last_first:
        holder: Any = rest
        for element in path[:-1]:
            holder = holder[element]
        del holder[path[-1]]
        if isinstance(holder, Sequence):
            del holder.values_at[int(path[-1])]
    return rest


def _existing(raw: Mapping, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The part of an error's path that the tree has."""
    node: Any = raw
    found: list[str | int] = []
    for element in path:
        in_map = isinstance(node, Mapping) and element in node
        in_list = isinstance(node, Sequence) and isinstance(element, int) and element < len(node)
        if in_map or in_list:
            found.append(element)
            node = node[element]
    return tuple(found)
