"""Files of hand-written pages: a title or body put in, everything else as it was; a new language's file made."""

import json
from pathlib import Path

from rolebook.model.handbook import Guide
from rolebook.model.reading.load import FRONT_MATTER
from rolebook.source import EditRefused, TextChange, edit_texts, read_yaml


def edited_page(root: Path, guide: Guide, language: str, words: dict[str, str]) -> tuple[str, str]:
    """Path and text of a page in a language with a new `title` or `body`."""
    page = guide.pages.get(language)
    if page is None:
        return _new_page(guide, language, words)
    text = (root / page.path).read_bytes().decode("utf-8")
    matter = FRONT_MATTER.match(text.removeprefix("\ufeff"))
    start = len(text) - len(text.removeprefix("\ufeff")) + (matter.end() if matter else 0)
    head, body = text[:start], text[start:]
    if "title" in words and matter:
        head = head.replace(matter[1], _titled(matter[1], page.path, words["title"]), 1)
    return page.path, head + (_as_set(words["body"], body) if "body" in words else body)


def _new_page(guide: Guide, language: str, words: dict[str, str]) -> tuple[str, str]:
    """What the source has is kept where there are no words yet: as missing as before, and told so."""
    source = guide.pages[guide.title.source]
    title = words.get("title", source.title)
    order = f"order: {source.order}\n"
    head = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n{order}---\n"
    body = _as_set(words.get("body", source.markdown), source.markdown)
    return f"content/pages/{language}/{guide.name}.md", head + body


def _titled(matter: str, path: str, title: str) -> str:
    tree, _ = read_yaml(matter, path)
    span = tree.values_at["title"]
    try:
        return edit_texts(matter, path, [TextChange(span.line, span.column, "title", {"title": title})])
    except EditRefused:
        return matter


def _as_set(words: str, like: str) -> str:
    """The words with the line ends around and inside them that the old ones had."""
    core = like.strip("\r\n")
    before, _, behind = like.partition(core) if core else ("\n", "", "\n")
    ends = "\r\n" if "\r\n" in like else "\n"
    return before + words.strip("\n").replace("\n", ends) + (behind or ends)
