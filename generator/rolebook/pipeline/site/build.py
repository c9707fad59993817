"""The handbook as a docs tree, for MkDocs to build and serve."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rolebook.checks.lifecycle import CHANGED
from rolebook.diagnostics import Diagnostic, Severity, UserError
from rolebook.language import Language
from rolebook.model.handbook import Handbook
from rolebook.pipeline.check.check import strictly
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.site.offered_documents import Downloads, OfferedDocuments
from rolebook.pipeline.site.pages import make_pages
from rolebook.pipeline.site.wayfinding import wayfinding
from rolebook.pipeline.site.whom_to_ask import mail_of, whom_to_ask
from rolebook.render import SiteOptions
from rolebook.render.brand import brand_addresses
from rolebook.render.kinds import KINDS
from rolebook.store.cache import this_cache
from rolebook.view import Audience, Reader, shown_to

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
# No script or style but the site's own files; WebAssembly is Pagefind's, and nothing may be sent anywhere.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
    "style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
_PREVIEW_POLICY = CONTENT_SECURITY_POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
_FRAME_WORDS = (
    "skip",
    "language",
    "menu",
    "on-this-page",
    "not-found",
    "not-found-text",
    "home",
    "colours",
    "copied",
    "permalink-keys",
    "news",
    "shown-for",
    "all-employers",
    "choose-employer",
    "kept-here",
    "elsewhere",
    "you-are-here",
    "in-this-section",
    "previous",
    "next",
    "to-top",
    "narrow",
    "filter-count",
    "question",
    "suggest",
)
_COUNTED = frozenset({"elsewhere", "filter-count"})
_SEARCH_WORDS = ("search", "search-hint", "search-kinds", "search-found")
_SEARCH_LABELS = {
    "results": "search-results",
    "none": "search-none",
    "nearest": "search-nearest",
    "whom": "search-ask",
    "every": "search-every",
    "more": "search-more",
    "running": "search-running",
    "failed": "search-failed",
}
_KIND_WORDS = {"role": "roles", "policy": "policies", "guide": "guide", "glossary": "glossary"}


@dataclass(frozen=True, slots=True)
class DocsTree:
    """What was checked and, unless there were errors, the files MkDocs is to be given, by path.

    `downloads` is what the site offers beside its pages, if documents were made.
    """

    report: Report
    files: Mapping[str, str] = field(default_factory=dict)
    downloads: Downloads | None = None


def docs_of(  # noqa: PLR0913  one for each option of the plugin
    root: Path,
    report: Report,
    languages: tuple[str, ...] = (),
    audience: str = "staff",
    *,
    strict: bool = False,
    blanks: OfferedDocuments | None = None,
    drafting: bool = False,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> DocsTree:
    """Makes the pages of a handbook that was checked, when it has no errors; writes nothing.

    Pages lead to those of the `blanks` that the audience may have; `progress` hears how many copies to read are there.
    With `drafting`, text that is no longer that of its
    released revision is shown with a warning: whoever writes looks at it first.
    """
    if drafting:
        report = report.telling([_as_draft(finding) for finding in report.findings])
    known = report.handbook.settings.languages if report.handbook else languages
    for tag in languages:
        if tag not in known:
            raise UserError("not-a-language", tag=tag, languages=", ".join(known))
    if strict:
        report = strictly(report, languages)
    if report.handbook is None or report.failed:
        return DocsTree(report)
    own = root / TEMPLATES
    readers = Audience.of(audience)
    downloads = blanks.downloads(root, report.handbook, readers, languages, progress) if blanks else None
    papers, sizes = (downloads.papers, downloads.sizes) if downloads else (None, {})
    options = SiteOptions(readers, languages, own if own.is_dir() else None, papers, sizes)
    if report.keys is None:
        raise AssertionError("a handbook without errors has keys")
    bundle = this_cache().bundle("pages", str(root.resolve()), audience, *languages)
    pages = make_pages(report.handbook, options, report.keys, bundle)
    return DocsTree(report, {page.path: page.text for page in pages}, downloads)


def _as_draft(finding: Diagnostic) -> Diagnostic:
    return finding.weighing(Severity.WARNING) if finding.code == CHANGED.code else finding


def theme_context(
    handbook: Handbook,
    address: str,
    languages: tuple[str, ...] = (),
    audience: str = "staff",
    *,
    previewed: bool = False,
) -> dict[str, Any]:
    """What the theme's frame around each page says, by language; `address` is the site's, with a `/` at its end.

    Pages that are `previewed` let MkDocs put a script in, which loads them again after a save.
    """
    tags, shown = languages or handbook.settings.languages, shown_to(handbook, Audience.of(audience))
    return {
        "base": urlsplit(address).path or "/",
        "kinds": {name: asdict(kind) for name, kind in KINDS.items()},
        "policy": _PREVIEW_POLICY if previewed else CONTENT_SECURITY_POLICY,
        "public": Audience.of(audience) is Audience.PUBLIC,
        "feeds": True,
        "languages": [
            {"tag": tag, "name": reader.language.name, "dir": reader.language.direction}
            for tag in tags
            for reader in [Reader(handbook, tag)]
        ],
        "frames": {tag: _frame(Reader(shown, tag)) for tag in tags},
        "brand": brand_addresses(handbook),
        "edit_url": handbook.settings.edit_url or "",
        "kept": {},  # what many pages say alike, made by the first
    }


def _frame(reader: Reader) -> dict[str, Any]:
    shown = {"competencies": bool(reader.handbook.library), "glossary": bool(reader.handbook.terms)}
    organisation = reader.plain(reader.handbook.settings.organisation.name)
    navigation = [(key, reader.word(_WORDS[key])) for key in NAVIGATION if shown.get(key, True)]
    return theme_frame(reader.language, organisation, navigation, whom_to_ask(reader)) | wayfinding(reader)


def theme_frame(
    language: Language,
    organisation: str,
    navigation: Sequence[tuple[str, str]],
    ask: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What a page's frame says in one language; `navigation` leads to pages by their key, with their names.

    `ask` is whom a reader may ask, as `whom_to_ask` returns it.
    """
    asked = ask or {"name": "", "contacts": {}}
    return {
        "name": language.name,
        "organisation": organisation,
        "navigation": dict(navigation),
        "footer": language.word("site-footer", organisation=organisation),
        "words": {name: _frame_word(language, name) for name in (*_FRAME_WORDS, *_SEARCH_WORDS)},
        "places": {},
        "employers": [],
        "mails": mail_of(asked),
        "search": json.dumps(_search_words(language) | {"ask": asked}, ensure_ascii=False),
    }


def _frame_word(language: Language, name: str) -> str:
    """A word of the frame; a script fills in what is counted."""
    return language.word(f"site-{name}", count="{count}") if name in _COUNTED else language.word(f"site-{name}")


def _search_words(language: Language) -> dict[str, Any]:
    """What the search says; its arguments are filled in where it runs."""
    kept = {name: f"{{{name}}}" for name in ("count", "query", "name", "contact")}
    told: dict[str, Any] = {name: language.word(f"site-{word}", **kept) for name, word in _SEARCH_LABELS.items()}
    kinds = {kind: language.word(f"site-{word}") for kind, word in _KIND_WORDS.items()}
    weights = {name: kind.weight for name, kind in KINDS.items() if kind.searched}
    return told | {"kinds": kinds, "weights": weights}
