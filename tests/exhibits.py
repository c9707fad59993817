"""What today's code says of the pieces in `tests/museum/`, as plain data to compare with the record there."""

import hashlib
import json
import types
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import pypdf
import yaml
from babel import Locale
from pydantic.fields import FieldInfo

import rolebook
from rolebook.language import Duration
from rolebook.model.base import Part
from rolebook.model.handbook import Handbook
from rolebook.model.law.jurisdiction import layers_of
from rolebook.model.law.pack import Pack
from rolebook.model.law.wording_rules import OwnWording
from rolebook.model.library import Competencies, FrontMatter, Glossary, LanguageFile
from rolebook.model.policy import Discipline, Policy
from rolebook.model.settings import Settings
from rolebook.model.translation.units import Translations
from rolebook.model.variant import RoleFile
from rolebook.model.words.canonical import plain_data
from rolebook.model.words.parser import parse
from rolebook.model.words.text import Text
from rolebook.pipeline.register.issued_copies import Issued
from rolebook.pipeline.register.sheets import ScanPart, read_part
from rolebook.scan import sheets_in
from rolebook.view import fingerprint, identities_of
from rolebook.view.copies.code import copy_code
from rolebook.view.copies.mark import Mark, decode, encode

MUSEUM = Path(__file__).parent / "museum"
DIGESTS = "record/digests.json"
ABOUT = "README.md"
Model = type[Part]
KINDS: dict[str, Model] = {
    "handbook": Settings,
    "competencies": Competencies,
    "glossary": Glossary,
    "role": RoleFile,
    "policy": Policy,
    "discipline": Discipline,
    "page": FrontMatter,
    "language": LanguageFile,
    "jurisdiction": Pack,
    "wording": OwnWording,
}
"""The kinds of files a handbook has, and what each is read as."""
ISSUES = (1, 2)


def digests() -> dict[str, str]:
    """SHA-256 of every file in the museum by path, but of this list itself and of what the museum says about itself."""
    files = sorted(path for path in MUSEUM.rglob("*") if path.is_file())
    named = {path.relative_to(MUSEUM).as_posix(): path for path in files}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in named.items()
        if name not in (DIGESTS, ABOUT)
    }


def record(name: str) -> Any:
    """What the museum's record says."""
    return json.loads((MUSEUM / "record" / f"{name}.json").read_text("utf-8"))


def documents(handbook: Handbook) -> dict[str, dict[str, str]]:
    """Fingerprint, codes of two copies for nobody in particular and mark, by document, employer and language."""
    found = {}
    for document in (*handbook.roles.values(), *handbook.policies.values()):
        for language in handbook.settings.languages:
            for one in identities_of(handbook, document, language):
                told = fingerprint(handbook, document, one)
                codes = [copy_code(one, None, issue) for issue in ISSUES]
                mark = encode(Mark(one, told, codes[0]))
                assert list(decode(mark)) == [Mark(one, told, codes[0])]
                name = f"{one.kind}/{one.id} {one.entity} {one.language}"
                found[name] = {"fingerprint": told, "codes": " ".join(codes), "mark": mark}
    return found


def personal_codes(handbook: Handbook, people: dict[str, dict[str, str]]) -> dict[str, str]:
    """The codes of two copies of every document of their employer, in their language, for each person."""
    found = {}
    for person, row in people.items():
        for document in (*handbook.roles.values(), *handbook.policies.values()):
            for one in identities_of(handbook, document, row["language"]):
                if one.entity == row["entity"]:
                    codes = [copy_code(one, person, issue) for issue in ISSUES]
                    found[f"{person} {one.kind}/{one.id} {one.revision}"] = " ".join(codes)
    return found


def translations(handbook: Handbook) -> list[str]:
    """A line a string and language: place, language, fingerprints of source and translation, state."""
    units = Translations(handbook)
    return sorted(
        f"{one.place} {one.language} {one.source_fingerprint} {one.target_fingerprint or '-'} {one.state}"
        for language in handbook.settings.languages
        for one in units.units(language)
    )


def tree(text: str, *, lists: bool) -> dict[str, Any]:
    """A text as the parser reads it: its canonical tree, and what is wrong in it."""
    blocks, faults = parse(text, lists=lists)
    return {
        "text": text,
        "lists": lists,
        "tree": plain_data(blocks, lambda _, name: name),
        "faults": [[fault.code, fault.markup] for fault in faults],
    }


def places() -> list[str]:
    """Every country that CLDR names, and a subdivision of some."""
    countries = [code for code in Locale("en").territories if len(code) == 2 and code.isalpha()]
    return sorted([*countries, "CN-GD", "CN-SH", "US-CA", "ES-CT", "RU-MOW", "GB-SCT", "MX-CMX", "DE-BY", "FR-75C"])


def layers(codes: Iterable[str]) -> dict[str, str]:
    """The layers of places, nearest first."""
    return {code: " ".join(layers_of(code)) for code in codes}


def pack_ids() -> dict[str, dict[str, list[str]]]:
    """The sanctions that each shipped pack names, each with its grounds, former ids beside present ones."""
    folder = Path(rolebook.__file__).parent / "jurisdictions"
    packs = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.glob("*.yml"))}
    return {
        code: {
            name: sorted(known for ground in sanction.get("grounds", ()) for known in _names(ground))
            for sanction in pack.get("sanctions", ())
            for name in _names(sanction)
        }
        for code, pack in packs.items()
    }


def _names(item: dict[str, Any]) -> list[str]:
    return [item["id"], *item.get("formerly", ())]


def marks_of(pdf: Path) -> list[str]:
    """The marks in a PDF's keywords, written anew."""
    metadata = pypdf.PdfReader(pdf).metadata
    assert metadata is not None
    return [encode(mark) for mark in decode(str(metadata.get("/Keywords", "")))]


def scanned(path: Path, issued: dict[str, Issued]) -> list[dict[str, Any]]:
    """The pages of copies in a scan, and what is seen on the signature lines of each."""
    _, sheets = read_part(ScanPart(path, 0, sheets_in(path.read_bytes())), issued)
    assert sheets is not None
    found = []
    for page in (page for sheet in sheets for page in sheet):
        proven = [reading for reading in page.readings if reading.proven]
        (reading,) = proven or page.readings[-1:]
        marks = {name: line.mark for name, line in reading.lines.items()}
        found.append({"code": page.copy.code, "page": page.copy.page, "marks": marks})
    return found


# --- the fields of the format


def format_fields() -> dict[str, dict[str, Any]]:
    """Every field of every model that a file can hold: by the shortest path to the model, and what it may be."""
    found: dict[str, dict[str, Any]] = {}
    waiting, seen = list(KINDS.items()), set(KINDS.values())
    while waiting:
        path, model = waiting.pop(0)
        for name, field in model.model_fields.items():
            here = f"{path}.{field.alias or name}"
            found[here] = _described(field)
            for below in _models_of(field.annotation):
                if below not in seen:
                    seen.add(below)
                    waiting.append((f"{here}.*" if found[here]["shape"] == "map" else here, below))
    return found


def fields_at(path: str) -> dict[str, Any] | None:
    """The same of one field at a path; None where there is none any more."""
    kind, *steps = path.split(".")
    models: list[Model] = [KINDS[kind]]
    field: FieldInfo | None = None
    for step in steps:
        if step == "*":
            continue
        named = [one for model in models for name, one in model.model_fields.items() if step == (one.alias or name)]
        if not named:
            return None
        field = named[-1]
        models = [model for one in named for model in _models_of(one.annotation)]
    return _described(field) if field else None


def paths_used(root: Path) -> set[str]:
    """The paths of all fields that a handbook's files give."""
    maps = {path for path in format_fields() if ".*." in path}
    held = {path.rpartition(".*.")[0] for path in maps}
    return {path for kind, data in _files(root) for path in _paths(data, kind, held)}


def _files(root: Path) -> Iterator[tuple[str, Any]]:
    folders = {"languages": "language", "jurisdictions": "jurisdiction", "wording": "wording"}
    for path in sorted(root.rglob("*.yml")):
        kind = folders.get(path.parent.name, "role" if "roles" in path.parts else path.stem)
        yield (
            "policy" if path.parent.name == "policies" and kind != "discipline" else kind,
            _yaml(path.read_text("utf-8")),
        )
    for path in sorted(root.rglob("*.md")):
        yield "page", _yaml(path.read_text("utf-8").split("---")[1])


def _yaml(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)


def _paths(value: Any, path: str, maps: set[str]) -> Iterator[str]:
    if isinstance(value, dict):
        for key, below in value.items():
            here = f"{path}.*" if path in maps else f"{path}.{key}"
            yield here
            yield from _paths(below, here, maps)
    elif isinstance(value, list):
        for below in value:
            yield from _paths(below, path, maps)


def _described(field: FieldInfo) -> dict[str, Any]:
    return {
        "shape": _shape(field.annotation),
        "required": field.is_required(),
        "default": "" if field.is_required() else _default(field.get_default(call_default_factory=True)),
        "choices": sorted(_choices(field.annotation)),
    }


def _default(value: Any) -> str:
    """A default in words that outlive the names of classes."""
    if isinstance(value, Part):
        return "part"
    return value.iso if isinstance(value, Duration) else repr(value)


def _shape(annotation: Any) -> str:
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        inner = {_shape(one) for one in get_args(annotation) if one is not type(None)}
        return "/".join(sorted(inner))
    if origin is tuple:
        return "list"
    if origin is dict:
        return "map"
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return "part"
    if isinstance(annotation, type) and issubclass(annotation, Text):
        return "text"
    return _shape(get_args(annotation)[0]) if hasattr(annotation, "__metadata__") else "value"


def _choices(annotation: Any) -> set[str]:
    if get_origin(annotation) is Literal:
        return set(map(str, get_args(annotation)))
    return {choice for one in get_args(annotation) for choice in _choices(one)}


def _models_of(annotation: Any) -> list[Model]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return [annotation]
    return [model for one in get_args(annotation) for model in _models_of(one)]


def names_of(model: Any) -> list[str]:
    """The names of a dataclass's fields, in their order."""
    return [field.name for field in fields(model)]
