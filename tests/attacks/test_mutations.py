"""A thousand broken handbooks: each ends in findings that stand inside their files, or is a site and papers.

`python -m tests.attacks.test_mutations 1000` tries all of them; CI the first thirty.
"""

import json
import random
import re
import shutil
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from rolebook.diagnostics import UserError
from rolebook.diagnostics.text import as_text
from rolebook.language import phrasebook
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.run import print_papers
from rolebook.render import render_site
from rolebook.source import read_yaml
from tests.attacks.payloads import payloads
from tests.conftest import FIRM, LANGUAGES, ROOT

IN_CI = 30
SECONDS = 6.0
VALUES: tuple[Any, ...] = (
    *(
        None,
        "",
        " ",
        "\t",
        True,
        False,
        0,
        -1,
        1e308,
        -1e308,
        10**17,
        0.1,
        [],
        {},
        [[]],
        [None],
        {"en": None},
        {"": ""},
    ),
    *("9999-12-31", "0000-00-00", "2026-02-30", "P999999999Y", "P0D", "PT1S", "role:", "office:nobody", "policy:x#y"),
    *(
        "[[role:nobody]]",
        "[[policy:hygiene#nothing]]",
        "{holder}",
        "{",
        "[[",
        "**",
        "- - - -",
        "a" * 5000,
        "\u202e",
        "😀",
    ),
    *(
        [{"id": "same", "text": "a"}] * 3,
        {"en": "a", "es": "b", "xx-Yyyy": "c"},
        {"<<": {"a": 1}},
        "&a *a",
        "!!binary x",
    ),
)
TEXTS = (
    "a: &a [*a]\n",
    "a: &a {b: 1}\nc: {<<: *a}\n",
    "\0",
    "---\n---\n",
    "\ufeff",
    "%YAML 9.9\n",
    "? a\n: b\n",
    "!!set {a}\n",
)


def mutate(root: Path, draw: random.Random) -> None:
    """Changes up to five things of a handbook: values, keys, ids, or the bytes of a file."""
    files = sorted(path for path in root.rglob("*") if path.suffix in (".yml", ".md", ".json", ".lock"))
    for _ in range(draw.randint(1, 5)):
        path = draw.choice(files)
        if path.suffix == ".yml" and draw.random() < 0.75:
            tree, _ = read_yaml(path.read_text("utf-8", "replace"), path.name)
            if isinstance(tree, dict) and tree:
                _change(tree, draw)
                path.write_text(json.dumps(tree, ensure_ascii=False, indent=draw.choice((None, 1))), "utf-8")
                continue
        _damage(path, draw)


def _places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for key, value in below for found in _places(value, (*path, key)))]


def _change(tree: Any, draw: random.Random) -> None:
    *above, last = draw.choice([found for found in _places(tree) if found])
    holder = tree
    for key in above:
        holder = holder[key]
    match draw.choice(("remove", "value", "value", "text", "text", "double", "rename", "nest", "type")):
        case "remove":
            del holder[last]
        case "double" if isinstance(holder, list):
            holder.extend([holder[last]] * draw.choice((1, 1, 50)))
        case "rename" if isinstance(holder, dict):
            holder[draw.choice((f"{last}x", "id", "text", "items", "extends", "<<", ""))] = holder.pop(last)
        case "nest":
            for _ in range(draw.choice((1, 3, 45))):
                holder[last] = [holder[last]] if draw.random() < 0.5 else {"items": holder[last]}
        case "type":
            holder[last] = str(holder[last]) if not isinstance(holder[last], str) else [holder[last]]
        case "text":
            holder[last] = draw.choice(payloads())
        case _:
            holder[last] = draw.choice(VALUES)


def _damage(path: Path, draw: random.Random) -> None:
    data = path.read_bytes()
    place = draw.randrange(len(data) + 1)
    match draw.choice(("cut", "byte", "encoding", "insert", "remove", "swap", "empty")):
        case "cut":
            data = data[:place]
        case "byte":
            data = data[:place] + bytes([draw.randrange(256)]) + data[place + 1 :]
        case "encoding":
            data = data.decode("utf-8", "replace").encode(
                draw.choice(("utf-16", "utf-32-le", "cp1251", "gb18030")), "replace"
            )
        case "insert":
            data = data[:place] + draw.choice(TEXTS).encode() + data[place:]
        case "swap":
            lines = data.splitlines(keepends=True)
            draw.shuffle(lines)
            data = b"".join(lines)
        case "empty":
            data = b""
        case _:
            path.unlink()
            path.parent.joinpath("left.txt").write_text("x")
            path.write_bytes(b"")
            return
    path.write_bytes(data)


def handbook(root: Path, seed: int) -> Path:
    """A copy of the small firm; every tenth, of the sample."""
    if seed % 10:
        shutil.copytree(FIRM, root)
    else:
        for folder in ("content", "roles", "policies"):
            shutil.copytree(ROOT / folder, root / folder)
    return root


def outcome(seed: int, folder: Path) -> str:
    """Mutates, checks and makes pages and papers; tells what it came to, AssertionError where that may not be."""
    root, draw = handbook(folder / "handbook", seed), random.Random(seed)
    mutate(root, draw)
    start = time.process_time()
    report = check_handbook(root)
    seconds = time.process_time() - start
    assert seconds < SECONDS * (1 if seed % 10 else 5), f"{seconds:.1f} s"
    as_text(report.findings[:200], phrasebook(draw.choice(LANGUAGES)))
    for finding in report.findings:
        _inside(root, finding.location.file, finding.location.line, finding.location.column)
    if report.handbook is None or report.failed:
        assert any(finding.severity.value == "error" for finding in report.findings)
        if report.handbook is not None and seed % 10:
            _papers(root, folder)
        return "findings"
    assert list(render_site(report.handbook))
    _papers(root, folder)
    return "pages"


def _papers(root: Path, folder: Path) -> None:
    """Papers are made or refused, also where another document has errors."""
    try:
        print_papers(root, Order(output=folder / "out", word=True, documents=(), languages=()))
    except UserError as refused:
        assert refused.code  # noqa: PT017


def _inside(root: Path, file: str, line: int, column: int) -> None:
    path = root / file
    if not path.is_file():
        assert (line, column) == (1, 1), file
        return
    try:
        lines = re.split(r"\r\n|\n", path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        lines = path.read_bytes()[: error.start].decode("utf-8-sig", "replace").split("\n")
    assert 1 <= line <= len(lines), (file, line, column)
    assert 1 <= column <= len(lines[line - 1]) + 1, (file, line, column)


@pytest.mark.parametrize("some", range(5))
def test_a_mutated_handbook_gives_findings_inside_its_files_or_pages_and_papers(some: int, tmp_path: Path) -> None:
    came_to = Counter(outcome(seed, tmp_path / str(seed)) for seed in range(some, IN_CI, 5))
    assert came_to["findings"] > 2


def main(most: int) -> None:
    """All of them, by hand: tells each that is not as it must be, and what the others came to."""
    came_to: Counter[str] = Counter()
    for seed in range(most):
        with TemporaryDirectory(prefix="rolebook-mutation-") as folder:
            try:
                came_to[outcome(seed, Path(folder) / "x")] += 1
            except Exception as error:
                came_to["defects"] += 1
                sys.stdout.write(f"{seed}: {type(error).__name__}: {error}\n"[:400])
                sys.stdout.flush()
    sys.stdout.write(f"{dict(came_to)}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
