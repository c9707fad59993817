"""Which file of the handbook says what a page shows, for whoever suggests a change."""

from collections.abc import Mapping
from typing import Any

from rolebook.model.handbook import Handbook


def source_of(handbook: Handbook, key: str, language: str, context: Mapping[str, Any]) -> str:
    """The file's path from the handbook's folder; empty for a page that many files or none make.

    `key` is the page's, `context` what its template is given.
    """
    if document := context.get("document"):
        return str(document.at().file)
    if key.startswith("guide/"):
        own = {page.language: page.path for page in handbook.pages if key == f"guide/{page.name}"}
        return own.get(language) or own.get(handbook.settings.language, "")
    parts = {
        "index": handbook.settings,
        "organisation": handbook.settings,
        "competencies": handbook.competencies,
        "glossary": handbook.glossary,
    }
    return str(parts[key].at().file) if key in parts else ""
