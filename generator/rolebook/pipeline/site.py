"""The handbook as a docs tree on disk, for MkDocs to build and serve."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.model.handbook import Handbook
from rolebook.pipeline.checking import Report, check_handbook, strictly
from rolebook.render import SiteOptions, render_site
from rolebook.store import write_tree
from rolebook.view import Audience, Reader

NAVIGATION = ("index", "roles/index", "policies/index", "organisation", "competencies", "glossary")
_WORDS = {
    "index": "site-home",
    "roles/index": "site-roles",
    "policies/index": "site-policies",
    "organisation": "site-organisation",
    "competencies": "site-competencies",
    "glossary": "site-glossary",
}
TEMPLATES = "templates"


@dataclass(frozen=True, slots=True)
class DocsTree:
    """What was checked and, unless there were errors, written."""

    report: Report
    written: int = 0


def write_docs(
    root: Path, folder: Path, languages: tuple[str, ...] = (), audience: str = "staff", *, strict: bool = False
) -> DocsTree:
    """Checks the handbook and, when it has no errors, makes `folder` hold its pages. Touches only what changed."""
    report = check_handbook(root)
    known = report.handbook.settings.languages if report.handbook else languages
    for tag in languages:
        if tag not in known:
            raise UserError("not-a-language", tag=tag, languages=", ".join(known))
    if strict:
        report = strictly(report, languages)
    if report.handbook is None or report.failed:
        return DocsTree(report)
    own = root / TEMPLATES
    options = SiteOptions(Audience.of(audience), languages, own if own.is_dir() else None)
    pages = ((page.path, page.text) for page in render_site(report.handbook, options))
    return DocsTree(report, write_tree(folder, pages))


def theme_context(handbook: Handbook, languages: tuple[str, ...] = ()) -> dict[str, Any]:
    """What the theme's frame around each page says, by language."""
    tags = languages or handbook.settings.languages
    return {
        "languages": [
            {"tag": tag, "name": reader.language.name, "dir": reader.language.direction}
            for tag in tags
            for reader in [Reader(handbook, tag)]
        ],
        "frames": {tag: _frame(Reader(handbook, tag)) for tag in tags},
    }


def _frame(reader: Reader) -> dict[str, Any]:
    shown = {"competencies": bool(reader.handbook.library), "glossary": bool(reader.handbook.terms)}
    organisation = reader.plain(reader.handbook.settings.organisation.name)
    return {
        "organisation": organisation,
        "navigation": [(key, reader.word(_WORDS[key])) for key in NAVIGATION if shown.get(key, True)],
        "footer": reader.word("site-footer", organisation=organisation),
        "words": {
            name: reader.word(f"site-{name}")
            for name in ("skip", "language", "menu", "on-this-page", "not-found", "not-found-text", "home")
        },
    }
