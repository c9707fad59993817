"""Peers that build a site of the same Markdown: MkDocs and Material, Zensical, Hugo; what is missing is left out."""

import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from bench.measure import Job, files_in
from bench.row import HUGO, MATERIAL, MKDOCS, ZENSICAL

_MKDOCS = """\
site_name: Bench
site_dir: site
use_directory_urls: false
theme: {theme}
plugins: []
"""
_HUGO = """\
title = "Bench"
baseURL = "https://bench.example/"
publishDir = "site"
disableKinds = ["taxonomy", "term", "RSS"]
[markup.goldmark.renderer]
unsafe = true
"""
_LAYOUT = """\
<!doctype html><html lang="{{ .Params.lang }}"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><nav>{{ range .Site.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
<aside>{{ .TableOfContents }}</aside><main>{{ .Content }}</main></body></html>
"""


def peers_of(docs: Path, folder: Path, failed: Callable[[str], object]) -> Iterator[Job]:
    """Jobs that build the Markdown under `docs`, each in a folder of its own; `failed` is told of those that cannot."""
    python = sys.executable
    default = _MKDOCS.format(theme="{name: mkdocs, highlightjs: false}")
    pruned = _MKDOCS.format(theme="{name: material, font: false, features: [navigation.prune]}")
    shown = _MKDOCS.format(theme="{font: false, features: [navigation.prune]}")
    mkdocs = (python, "-m", "mkdocs", "build", "-q")
    yield _project(MKDOCS, docs, folder / "mkdocs", default, mkdocs)
    if find_spec("material"):
        yield _project(MATERIAL, docs, folder / "material", pruned, mkdocs)
    else:
        failed(f"{MATERIAL}: mkdocs-material is not installed")
    if zensical := shutil.which("zensical", path=str(Path(python).parent)):
        yield _project(ZENSICAL, docs, folder / "zensical", shown, (zensical, "build", "--clean"))
    else:
        failed(f"{ZENSICAL}: not installed")
    if hugo := shutil.which("hugo"):
        yield _hugo(docs, folder / "hugo", hugo)
    else:
        failed(f"{HUGO}: not installed; it is a package of the system")


def _project(name: str, docs: Path, folder: Path, settings: str, command: tuple[str, ...]) -> Job:
    shutil.copytree(docs, folder / "docs")
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    return _job(name, command, folder)


def _hugo(docs: Path, folder: Path, command: str) -> Job:
    """Pages that list others have another name there."""
    for path in docs.rglob("*.md"):
        name = "_index.md" if path.name == "index.md" else path.name
        target = folder / "content" / path.relative_to(docs).with_name(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    (folder / "config.toml").write_text(_HUGO, "utf-8")
    for name in ("single", "list"):
        layout = folder / "layouts" / "_default" / f"{name}.html"
        layout.parent.mkdir(parents=True, exist_ok=True)
        layout.write_text(_LAYOUT, "utf-8")
    return _job(HUGO, (command, "--quiet"), folder)


def _job(name: str, command: tuple[str, ...], folder: Path) -> Job:
    site = folder / "site"

    def anew() -> None:
        shutil.rmtree(site, ignore_errors=True)

    return Job(name, command, folder, anew, lambda: files_in(site, "*.html"), peer=True)
