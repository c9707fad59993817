"""A handbook whose every text says what is tried against pages: the sample, with payloads in the place of its words."""

import json
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

from rolebook.model.handbook import Guide
from rolebook.model.translation.text_addresses import texts_of
from rolebook.pipeline.check.check import check_handbook
from rolebook.source import read_yaml
from tests.attacks.payloads import payloads, texts, turning_removed
from tests.conftest import ROOT

WEIGHED_LESS = (
    "broken-page-link",
    "draft-pack",
    "malformed-reference",
    "unknown-role",
    "unknown-term",
    "unsafe-link",
)
BETWEEN = " ¦ "
Kind = tuple[str, str]


def hostile(root: Path) -> dict[Kind, set[str]]:
    """Makes the handbook in `root`; tells which payloads each kind of field got: class and name of the field.

    A kind of field with many instances has them spread over these; one with a single instance has all in one text.
    """
    for folder in ("content", "roles", "policies"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("releases", "*.lock", "languages"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    handbook = check_handbook(root).handbook
    assert handbook is not None
    by_kind: dict[Kind, list[tuple[str, int, int]]] = defaultdict(list)
    for placed in texts_of(handbook):
        if not isinstance(placed.part, Guide):
            where = placed.part.at(placed.field)
            by_kind[type(placed.part).__name__, placed.field].append((where.file, where.line, where.column))
    wanted: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    given: dict[Kind, set[str]] = {}
    for kind, instances in by_kind.items():
        tried = texts()
        places = sorted(set(instances))
        for number, (file, line, column) in enumerate(places):
            wanted[file][line, column] = BETWEEN.join(tried[number :: len(places)] or tried[:3])
        given[kind] = set(tried)
    for file, changed in wanted.items():
        tree, _ = read_yaml((root / file).read_text("utf-8"), file)
        (root / file).write_text(json.dumps(_changed(tree, changed), ensure_ascii=False), "utf-8")
    _settings(root)
    _pages(root)
    return given


def _changed(node: Any, changed: dict[tuple[int, int], str]) -> Any:
    """The tree with payloads at the places of its texts."""
    if isinstance(node, dict):
        items = [(key, value, node.values_at[key]) for key, value in node.items()]  # type: ignore[attr-defined]
        return {key: _at(span, value, changed) for key, value, span in items}
    if isinstance(node, list):
        return [_at(span, value, changed) for value, span in zip(node, node.values_at, strict=True)]  # type: ignore[attr-defined]
    return node


def _at(span: Any, value: Any, changed: dict[tuple[int, int], str]) -> Any:
    told = changed.get((span.line, span.column))
    if told is None:
        return _changed(value, changed)
    return {"en": told} if isinstance(value, dict) else told


def _settings(root: Path) -> None:
    path = root / "content" / "handbook.yml"
    settings = json.loads(path.read_text("utf-8"))
    settings["organisation"]["contact"] = "<img src=x onerror=hit() data-hit>@evil.example"
    settings["languages"] = ["en"]
    settings.pop("prevails", None)
    settings["severities"] = dict.fromkeys(WEIGHED_LESS, "info")  # so that even what is refused is shown
    for entity in settings["entities"]:
        entity["languages"] = ["en"]
        entity.pop("prevails", None)
    path.write_text(json.dumps(settings, ensure_ascii=False), "utf-8")


def _pages(root: Path) -> None:
    shutil.rmtree(root / "content" / "pages")
    folder = root / "content" / "pages" / "en"
    folder.mkdir(parents=True)
    every = [turning_removed(payload) for payload in payloads()]
    for number, payload in enumerate(every):
        if number % 15 == 0:
            body = "\n\n".join(f"{text}\n" for text in every[number : number + 15])
            title = json.dumps(payload, ensure_ascii=False)
            (folder / f"p{number}.md").write_text(f"---\ntitle: {title}\norder: {number}\n---\n\n{body}", "utf-8")
