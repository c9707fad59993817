"""Whatever is in the files, the answer is findings with places or a clean handbook, never a traceback."""

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from rolebook.diagnostics import Severity
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.check.report import Report
from rolebook.render import render_site
from rolebook.source import read_yaml
from tests.conftest import FIRM

HOSTILE: list[Any] = [
    None,
    "",
    " ",
    0,
    -1,
    3.5,
    True,
    [],
    {},
    [[]],
    [None],
    {"en": None},
    {"": "x"},
    {"id": "x"},
    "no",
    "[[",
    "]]",
    "{",
    "}}",
    "[[role:]]",
    "[[policy:discipline#]]",
    "**",
    "`",
    "<script>",
    "../..",
    "\u202e",
    "a" * 300,
    "[x](y",
    "* a\n* b",
    "2026-02-30",
    "P0D",
    "role:nobody",
    "office:nobody",
]


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for key, value in below for found in places(value, (*path, key)))]


def mutate(tree: Any, draw: random.Random) -> None:
    """Removes, replaces, doubles or misspells one thing of a tree."""
    path = draw.choice([found for found in places(tree) if found])
    holder = tree
    for key in path[:-1]:
        holder = holder[key]
    last = path[-1]
    action = draw.choice(["remove", "replace", "replace", "double", "misspell"])
    if action == "remove":
        del holder[last]
    elif action == "double" and isinstance(holder, list):
        holder.append(holder[last])
    elif action == "misspell" and isinstance(holder, dict):
        holder[f"{last}x"] = holder.pop(last)
    else:
        holder[last] = draw.choice(HOSTILE)


def mutated(seed: int, root: Path) -> Report:
    """The small firm with up to four things changed in its files, checked."""
    draw = random.Random(seed)
    shutil.copytree(FIRM, root)
    files = sorted(root.rglob("*.yml"))
    for _ in range(draw.randint(1, 4)):
        path = draw.choice(files)
        tree, _ = read_yaml(path.read_text("utf-8"), path.name)
        mutate(tree, draw)
        path.write_text(json.dumps(tree, ensure_ascii=False, indent=1), "utf-8")
    return check_handbook(root)


@pytest.mark.parametrize("seed", range(150))
def test_a_mutated_handbook_gives_findings_with_places_or_renders(seed: int, tmp_path: Path) -> None:
    root = tmp_path / "firm"
    report = mutated(seed, root)
    for finding in report.findings:
        file = root / finding.location.file
        assert file.is_file(), finding
        lines = file.read_text("utf-8").split("\n")
        assert 1 <= finding.location.line <= len(lines), finding
        assert 1 <= finding.location.column <= len(lines[finding.location.line - 1]) + 1, finding
    if report.handbook is None:
        assert report.failed
        return
    errors = {finding.location.file for finding in report.findings if finding.severity is Severity.ERROR}
    lost = {path.stem for path in (root / "roles").glob("*.yml")} - report.handbook.roles.keys()
    assert not lost or any(file.startswith("roles/") for file in errors), "a role is gone and nothing says why"
    if not report.failed:
        assert list(render_site(report.handbook))


def test_many_mutations_leave_something_to_render(tmp_path: Path) -> None:
    """Else the test above would only ever look at broken handbooks."""
    reports = [mutated(seed, tmp_path / str(seed)) for seed in range(150)]
    assert sum(not report.failed for report in reports) >= 5
