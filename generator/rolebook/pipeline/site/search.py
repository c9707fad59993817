"""Search of a built site: always a small index that needs nothing, and Pagefind for large handbooks."""

import json
import subprocess
import sys
from collections import defaultdict
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
LARGE = 8_000_000
"""Signs of one language's pages from which the small index is no longer the faster one: four times the sample's.

There, compressed, it weighs what the parts weigh that Pagefind loads for a first search, in forty requests instead of
one; and a question of seven words takes a slowed phone longer than a quarter of a second.
"""


class Engine(StrEnum):
    """What answers a reader's search. Pages opened from a disk ask the small index in any case."""

    PAGEFIND = "pagefind"
    SMALL = "small"
    NONE = "none"


def best_engine(pages: Mapping[str, str]) -> Engine:
    """Returns Pagefind for a large handbook, if its package is installed; `pages` are the site's sources, by path."""
    sizes: dict[str, int] = defaultdict(int)
    for path, text in pages.items():
        sizes[path.partition("/")[0]] += len(text)
    large = max(sizes.values(), default=0) > LARGE
    return Engine.PAGEFIND if large and find_spec("pagefind") else Engine.SMALL


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
