"""`rolebook schema`: JSON Schema (draft 2020-12) of every kind of file, made from the model."""

import copy
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from rolebook.model.headings import OwnHeadings
from rolebook.model.law.agreement import Agreement
from rolebook.model.law.pack import Pack
from rolebook.model.law.wording_rules import OwnWording
from rolebook.model.library import Competencies, Glossary
from rolebook.model.policy import Discipline, Policy
from rolebook.model.settings import Settings
from rolebook.model.variant import RoleFile
from rolebook.model.words.text import LANGUAGE_PATTERN, TRANSLATIONS_MARK, TRANSLATIONS_SCHEMA
from rolebook.store import write_text

KINDS: dict[str, type[BaseModel]] = {
    "handbook": Settings,
    "role": RoleFile,
    "policy": Policy,
    "discipline": Discipline,
    "competencies": Competencies,
    "glossary": Glossary,
    "jurisdiction": Pack,
    "agreement": Agreement,
    "wording": OwnWording,
    "import": OwnHeadings,
}


def schemas() -> dict[str, str]:
    """The schema of each kind as JSON text."""
    return {kind: json.dumps(_schema(model), ensure_ascii=False, indent=2) + "\n" for kind, model in KINDS.items()}


def write_schemas(folder: Path) -> list[Path]:
    """Writes every schema as `<kind>.json`; returns the paths."""
    paths = []
    for kind, text in schemas().items():
        path = folder / f"{kind}.json"
        write_text(path, text)
        paths.append(path)
    return paths


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = _with_translations(model.model_json_schema(by_alias=True))
    definitions = schema.setdefault("$defs", {})
    definitions["Translations"] = TRANSLATIONS_SCHEMA
    if "Additions" in definitions:
        _admit_positions(definitions)
    if model is not Settings:
        schema["properties"].pop("id", None)
        schema["required"] = [name for name in schema.get("required", []) if name != "id"]
        schema["properties"]["language"] = {"type": "string", "pattern": f"^{LANGUAGE_PATTERN}$"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _with_translations(node: Any) -> Any:
    if node == TRANSLATIONS_MARK:
        return {"$ref": "#/$defs/Translations"}
    if isinstance(node, dict):
        return {key: _with_translations(below) for key, below in node.items()}
    return [_with_translations(below) for below in node] if isinstance(node, list) else node


def _admit_positions(definitions: dict[str, Any]) -> None:
    """Added items may say `in` and `after`; the same items elsewhere may not."""
    for field in definitions["Additions"]["properties"].values():
        for holder in _references(field["items"]):
            name = holder["$ref"].rsplit("/", 1)[1]
            added = copy.deepcopy(definitions[name])
            added["properties"] |= {"in": {"type": "string"}, "after": {"type": "string"}}
            definitions[f"Added{name}"] = added
            holder["$ref"] = f"#/$defs/Added{name}"


def _references(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        here = [node] if "$ref" in node else []
        return here + [found for below in node.values() for found in _references(below)]
    return [found for below in node for found in _references(below)] if isinstance(node, list) else []
