"""A page of ours in MkDocs: its front matter is one line of JSON a field, and its HTML is finished."""

import json
import re
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from rolebook.render.finished import Heading, finished

_FRONT = re.compile(r"---\n(.*?)\n---\n\n", re.DOTALL)


class HandbookPage(Page):
    """Spares YAML and Markdown parsers what holds neither; they took most of a build. The rest goes MkDocs' way."""

    is_finished = False
    """Whether it was made of finished HTML alone."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Reads the front matter that `render/site.py` writes."""
        text = self.file.content_string
        matter = _FRONT.match(text)
        if matter is None:
            super().read_source(config)
            return
        fields = (line.partition(": ") for line in matter[1].split("\n"))
        self.meta = {name: json.loads(value) for name, _, value in fields}
        self.markdown = text[matter.end() :]

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Takes finished pages as they are."""
        page = finished(self.markdown or "")
        if page is None:
            super().render(config, files)
            return
        self.is_finished = True
        self.content = page.html
        self.toc = get_toc(_nested(page.headings))
        self.present_anchor_ids = set()


def _nested(headings: tuple[Heading, ...]) -> list[Any]:
    """Headings as Python-Markdown's contents list would have them."""
    top: list[Any] = []
    open_ones: list[Any] = []
    for heading in headings:
        token = {"level": heading.level, "id": heading.id, "name": heading.words, "children": []}
        while open_ones and open_ones[-1]["level"] >= heading.level:
            open_ones.pop()
        (open_ones[-1]["children"] if open_ones else top).append(token)
        open_ones.append(token)
    return top
