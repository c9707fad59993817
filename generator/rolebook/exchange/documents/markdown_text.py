"""Markdown as blocks: CommonMark with tables becomes a web page, which is read like any other."""

import re

from markdown_it import MarkdownIt

from rolebook.exchange.documents.blocks import Document
from rolebook.exchange.documents.plain_text import decoded_text
from rolebook.exchange.documents.web_page import read_web_page

_MARKED = re.compile(r"^(?:#{1,6} \S|\|.*\|\s*$|\|?\s*:?-{3,}|```)", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def is_markdown(head: str) -> bool:
    """Whether a text has headings, tables or code as Markdown writes them; lists alone are any text's."""
    return bool(_MARKED.search(head))


def read_markdown(data: bytes, file: str, digest: str, language: str) -> Document:
    """Returns the blocks of a Markdown text; raises UnreadableDocumentError."""
    text = _FRONT_MATTER.sub("", decoded_text(data, language).words)
    page = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").render(text)
    found = read_web_page(f"<body>{page}</body>".encode(), file, digest)
    return Document(file, "markdown", digest, found.blocks)
