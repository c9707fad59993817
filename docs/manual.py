"""MkDocs' hooks that make a site of this documentation, in the theme of handbooks: `make manual`.

README and its neighbours stand above `docs/`; they become pages like the others, with their links mended.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from html import unescape
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from rolebook.language import language_for
from rolebook.pipeline.site.build import CONTENT_SECURITY_POLICY, theme_frame
from rolebook.pipeline.site.search import Engine, write_search
from rolebook.render.kinds import KINDS, Kind
from rolebook.render.search import Searchable, passages

LANGUAGE = language_for("en")
ABOVE = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
}
NAVIGATION = (
    ("tutorial", "Tutorial"),
    ("format", "Format"),
    ("site", "Site"),
    ("documents", "Documents"),
    ("signing", "Signing"),
    ("translation", "Translation"),
    ("register", "Register"),
    ("performance", "Performance"),
    ("architecture", "Architecture"),
)
_FENCE = re.compile(r"^([ ]*`{3,})(\w+) .*$", re.MULTILINE)
"""A fence that says more than its language: in cases, the file it is or whether it is good."""
_found: list[Searchable] = []


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Tells the theme what its frame says."""
    config.extra["rolebook"] = {
        "base": "/",
        "kinds": {"manual": asdict(Kind(contents=True)), **{name: asdict(kind) for name, kind in KINDS.items()}},
        "policy": CONTENT_SECURITY_POLICY,
        "public": True,
        "feeds": False,
        "search": Engine.SMALL.value,
        "languages": [{"tag": LANGUAGE.tag, "name": LANGUAGE.name, "dir": LANGUAGE.direction}],
        "brand": {},
        "frames": {LANGUAGE.tag: theme_frame(LANGUAGE, "Rolebook", NAVIGATION)},
        "kept": {},
    }
    _found.clear()
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages that stand above, and a beginning that leads to where the theme has pages: a language's folder."""
    above = Path(config.docs_dir).parent
    for name, page in ABOVE.items():
        text = (above / name).read_text("utf-8")
        files.append(File.generated(config, page, content=re.sub(r"\]\((?:docs/)?([\w/.-]+\.\w+)", _mended, text)))
    for file in files:
        if file.src_uri.endswith((".md", ".png", ".json")):
            file.dest_uri = f"{LANGUAGE.tag}/{file.dest_uri}"
    start = File.generated(
        config, "start.md", content=f"# Rolebook\n\n[Documentation](index.md){{: hreflang={LANGUAGE.tag} }}\n"
    )
    start.dest_uri = "index.html"
    files.append(start)
    return files


def _mended(link: re.Match[str]) -> str:
    return f"]({ABOVE.get(link[1], link[1])}"


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Gives a page what the theme knows of a handbook's."""
    start = page.file.src_uri == "start.md"
    key = page.file.src_uri.removesuffix(".md")
    kind = "chooser" if start else "manual"
    page.meta.update(kind=kind, lang=LANGUAGE.tag, dir=LANGUAGE.direction, key=key, languages=[LANGUAGE.tag])
    return _FENCE.sub(r"\1\2", markdown)


def on_page_content(html: str, page: Page, **_: Any) -> str:
    """Keeps what can be searched, and lets wide tables and examples scroll for themselves, by keyboard, too."""
    if page.meta["kind"] == "manual":
        for heading in _all(page.toc):
            heading.title = unescape(heading.title)  # the theme escapes
        _found.append(Searchable(page.meta["key"], "manual", page.title or "", passages(html)))
    table = '<div class="table" tabindex="0" role="region" aria-label="Table"><table>'
    scrolling = html.replace("<table>", table).replace("</table>", "</table></div>")
    return scrolling.replace("<pre>", '<pre tabindex="0" role="region" aria-label="Example">')


def _all(headings: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for one in headings:
        yield one
        yield from _all(one.children)


def on_post_build(config: MkDocsConfig) -> None:
    """Writes the search."""
    write_search(Path(config.site_dir), Engine.SMALL, {LANGUAGE.tag: _found}, {})
