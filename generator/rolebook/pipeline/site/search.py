"""Search of a built site: Pagefind where it is installed, and always a small index that needs nothing."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.language.search_words import search_words_for
from rolebook.render.search import Searchable, index_script, indexable
from rolebook.render.search_words import words_script
from rolebook.store import write_text

FOLDER = "search"


class Engine(StrEnum):
    """What answers a reader's search. Pages opened from a disk ask the small index in any case."""

    PAGEFIND = "pagefind"
    SMALL = "small"
    NONE = "none"


def best_engine() -> Engine:
    """Pagefind if its package is installed."""
    return Engine.PAGEFIND if find_spec("pagefind") else Engine.SMALL


def write_search(
    site: Path, engine: Engine, pages: Mapping[str, Iterable[Searchable]], own: Mapping[str, Mapping[str, Any]]
) -> None:
    """Writes the indexes of a built site, `pages` by language; raises UserError when Pagefind fails.

    What is there of languages that are no more is removed. `own` is what a handbook says of its languages, in the shape
    of data files.
    """
    for old in (site / FOLDER).glob("*.js"):
        if engine is Engine.NONE or old.name.partition(".")[0] not in pages:
            old.unlink()
    if engine is Engine.NONE:
        return
    words = {language: search_words_for(language, own.get(language)) for language in pages}
    for language, found in pages.items():
        script = words_script(language, words[language], words.values(), found)
        write_text(site / FOLDER / f"{language}.js", index_script(found) + script)
        if engine is Engine.PAGEFIND:
            write_text(site / FOLDER / f"{language}.words.js", script)
    if engine is Engine.PAGEFIND:
        with TemporaryDirectory(prefix="rolebook-search-") as folder:
            _write_indexable(Path(folder), pages)
            _run_pagefind(Path(folder), site / engine.value)


def _write_indexable(folder: Path, pages: Mapping[str, Iterable[Searchable]]) -> None:
    """What Pagefind reads: a plain page for each of ours."""
    for language, found in pages.items():
        for page in found:
            path = folder / language / f"{page.key}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(indexable(page, language), "utf-8")


def _run_pagefind(source: Path, output: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(source), "--output-path", str(output), "--silent"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise UserError("build-failed", reason=f"Pagefind: {done.stderr.strip() or done.stdout.strip()}")
    entry = output / "pagefind-entry.json"  # its languages come in another order each time
    entry.write_text(json.dumps(json.loads(entry.read_text("utf-8")), sort_keys=True, separators=(",", ":")), "utf-8")
    for unused in (*output.glob("pagefind-*ui.*"), output / "pagefind-highlight.js"):
        unused.unlink(missing_ok=True)  # its own interface, 400 KB that no page loads
