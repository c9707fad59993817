"""The hooks: the docs tree is written, our pages are made from it, and what they hold is made searchable."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from rolebook.checks.lifecycle import CHANGED
from rolebook.diagnostics import Diagnostic, Severity, UserError
from rolebook.diagnostics.text import as_text
from rolebook.language import phrasebook, say
from rolebook.mkdocs_plugin.page import HandbookPage
from rolebook.mkdocs_plugin.preview import CompiledTemplates, LastBuild, PageFile, works_alone
from rolebook.mkdocs_plugin.watching import log, watch
from rolebook.model.handbook import Handbook
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.site.build import DocsTree, docs_of, theme_context
from rolebook.pipeline.site.offered_documents import Downloads, OfferedDocuments
from rolebook.pipeline.site.pictures import put_brand, put_pictures
from rolebook.pipeline.site.search import Engine, best_engine, write_search
from rolebook.render.kinds import KINDS
from rolebook.render.search import Searchable, passages
from rolebook.store import keep_file, write_tree
from rolebook.view import Audience

DOCS = Path("build", "docs")
_NOTED = 3
"""So many errors are told on the pages of whoever writes."""


def _sort_key(path: str) -> list[tuple[bool, bool, str]]:
    """A folder's files before its folders, its index before its other files."""
    *folders, name = path.split("/")
    return [*((True, False, folder) for folder in folders), (False, not name.startswith("index."), name)]


class RolebookConfig(Config):  # type: ignore[no-untyped-call]
    """Options of the plugin in `mkdocs.yml`."""

    languages = config_options.ListOfItems(config_options.Type(str), default=[])
    docs = config_options.Type(str, default="")
    audience = config_options.Choice(("public", "staff", "managers"), default="staff")
    messages = config_options.Type(str, default="en")
    strict = config_options.Type(bool, default=False)
    search = config_options.Choice(("auto", *Engine), default="auto")


Progress = Callable[[str, int, int], None]
"""Hears which step of a build begins (`check`, `documents`, `copies`, `pages`, `place`), and how many it did of all."""


@dataclass(frozen=True, slots=True)
class Commission:
    """What `rolebook build` hands over, and plain MkDocs has not: the checked handbook, documents to offer, the site as
    it was, whose pages may be taken over, and who hears how far it is."""

    checked: Report
    blanks: OfferedDocuments | None
    former: Path
    progress: Progress = lambda *_: None


class RolebookPlugin(BasePlugin[RolebookConfig]):  # type: ignore[no-untyped-call]
    """Checks the handbook, writes its pages and tells the theme about its languages."""

    report: Report | None = None
    commission: Commission | None = None

    def __init__(self) -> None:
        super().__init__()
        self._engine = Engine.NONE
        self._serving = False
        self._notice = ""
        self._said: set[str] = set()
        self._downloads: Downloads | None = None
        self._pages: Mapping[str, str] = {}
        self._searchable: dict[str, tuple[str, Searchable] | None] = {}
        self._last: LastBuild | None = None
        self._files: Files | None = None
        self._written = self._of = 0
        self._compiled = CompiledTemplates()

    def on_startup(self, *, command: str, dirty: bool, **_: Any) -> None:
        """Remembers whether somebody is writing: the small index is then enough, and made at once."""
        self._serving, self.report = command == "serve", None
        self._last = LastBuild() if dirty else None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Makes the docs tree and points MkDocs at it; errors in the handbook end the build."""
        root = Path(config.config_file_path).parent
        languages = tuple(self.config.languages)
        docs = (
            Path(self.config.docs) if self.config.docs else root / DOCS / "-".join((self.config.audience, *languages))
        )
        try:
            tree = docs_of(
                root,
                self.commission.checked if self.commission else check_handbook(root),
                languages,
                self.config.audience,
                strict=self.config.strict,
                blanks=self.commission.blanks if self.commission else None,
                drafting=self._serving,
                progress=partial(self.commission.progress, "copies") if self.commission else lambda *_: None,
            )
            if self._on_disk:
                write_tree(docs, tree.files)
            handbook = self._taken(tree)
        except UserError as error:
            handbook = self._as_before(say(error.message, self.config.messages))
        if self._serving:
            docs.mkdir(parents=True, exist_ok=True)  # MkDocs watches it before it asks us
        config.docs_dir = str(docs)
        config.use_directory_urls = False
        config.site_url = (config.site_url or handbook.settings.url).rstrip("/") + "/"
        config.markdown_extensions = [*dict.fromkeys([*config.markdown_extensions, "attr_list"])]
        self._engine = self._chosen_engine()
        config.extra["rolebook"] = {
            **theme_context(handbook, config.site_url, languages, self.config.audience, previewed=self._serving),
            "search": self._engine.value,
            "notice": self._notice,
        }
        return config

    def _taken(self, tree: DocsTree) -> Handbook:
        """The handbook whose pages are shown: while somebody writes, the last one that had no errors."""
        self._tell(tree.report.findings)
        if tree.report.handbook is not None and not tree.report.failed:
            self.report, self._downloads, self._pages = tree.report, tree.downloads, tree.files
            if self._notice:
                log.warning("the handbook has no errors; the pages are new again")
            self._notice = ""
            return tree.report.handbook
        if not self._serving:
            self.report = tree.report
        errors = [finding for finding in tree.report.findings if finding.severity is Severity.ERROR]
        notice = as_text(errors[:_NOTED], phrasebook(self.config.messages))
        return self._as_before(f"the handbook has {len(errors)} error(s)", notice)

    def _as_before(self, told: str, notice: str = "") -> Handbook:
        """The handbook as it was, for somebody who writes, with what is wrong now; raises PluginError for others."""
        if not self._serving or self.report is None or self.report.handbook is None:
            raise PluginError(told)
        self._notice = notice or told
        log.error("%s; the pages are those from before", told)
        return self.report.handbook

    def on_files(self, files: Files, **arguments: Any) -> Files:
        """Makes the pages ours, and brings those that no disk has, in the order MkDocs would have found them in."""
        config = arguments["config"]
        if not self._on_disk:
            for file in [*files]:
                if file.src_dir == config.docs_dir:  # plain MkDocs put it there, who knows when
                    files.remove(file)
            for path in sorted(self._pages, key=_sort_key):
                files.append(PageFile.generated(config, path, content=self._pages[path]))
        for file in files.documentation_pages():
            HandbookPage(None, file, config)
        if self._last:
            self._last.mark_standing(files, config, self._frame(config))
        standing = {file.src_uri for file in files if isinstance(file, PageFile) and file.stands}
        known = self._searchable
        self._searchable = {path: known.get(path) if path in standing else None for path in files.src_uris}
        self._files, self._written, self._of = files, 0, len(files.documentation_pages())
        return files

    @staticmethod
    def _frame(config: MkDocsConfig) -> object:
        """All that a page shows beside its own content."""
        return config.site_url, {name: said for name, said in config.extra["rolebook"].items() if name != "kept"}

    def on_env(self, env: Environment, **_: Any) -> Environment:
        """Every build has an environment of its own, while somebody writes one after another."""
        env.bytecode_cache = self._compiled
        return env

    def on_page_content(self, html: str, *, page: Page, **_: Any) -> str:
        """Keeps what can be searched."""
        kind = page.meta.get("kind", "")
        if self._engine is not Engine.NONE and kind in KINDS and KINDS[kind].searched:
            found = Searchable(page.meta["key"], kind, page.meta["title"], passages(html), KINDS[kind].weight)
            self._searchable[page.file.src_uri] = (page.meta["lang"], found)
        return html

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig, **_: Any) -> str:
        """Leaves out a page that is as it was; MkDocs writes none that is empty, others may."""
        if self.commission is not None:
            self._written += 1
            self.commission.progress("pages", self._written, self._of)
        if self.commission is None or not works_alone(config):
            return output
        content = output.encode("utf-8", "xmlcharrefreplace")  # as MkDocs writes it
        kept = keep_file(self.commission.former / page.file.dest_uri, content, Path(page.file.abs_dest_path))
        return "" if kept else output

    def on_post_build(self, *, config: MkDocsConfig, **_: Any) -> None:
        """Writes the search, and brings the documents and pictures."""
        if self._downloads:
            self._downloads.put_into(Path(config.site_dir))
        if self.report is None or self.report.handbook is None:
            return
        put_brand(self.report.handbook, Path(config.site_dir))
        put_pictures(self.report.handbook, Audience.of(self.config.audience), Path(config.site_dir))
        try:
            write_search(Path(config.site_dir), self._engine, self._by_language(), self.report.handbook.languages)
        except UserError as error:
            raise PluginError(say(error.message, self.config.messages)) from error
        if self._last and self._files:
            self._last.keep(self._files, config)

    def _by_language(self) -> Mapping[str, Iterable[Searchable]]:
        """What can be searched, in the order of the pages."""
        found: dict[str, list[Searchable]] = defaultdict(list)
        for language, searchable in filter(None, self._searchable.values()):
            found[language].append(searchable)
        return found

    @event_priority(100)  # what others watch, they tell the new observer
    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, **_: Any) -> LiveReloadServer:
        """Watches what people write, more often than MkDocs does."""
        watch(server, config)
        return server

    def on_shutdown(self, **_: Any) -> None:
        """MkDocs keeps the plugin for the next build of the process, which is another's."""
        self._serving, self._last = False, None

    @property
    def _on_disk(self) -> bool:
        """Whether pages are put on disk as Markdown, for people and other tools to see; thousands take their time."""
        return self.commission is None and not self._serving

    def _chosen_engine(self) -> Engine:
        engine = best_engine(self._pages) if self.config.search == "auto" else Engine(self.config.search)
        return Engine.SMALL if self._serving and engine is Engine.PAGEFIND else engine

    def _tell(self, findings: list[Diagnostic]) -> None:
        """Says every finding; while somebody writes, what was not said of the save before, errors last."""
        phrase, said = phrasebook(self.config.messages), set()
        for finding in sorted(findings, key=lambda one: one.severity is Severity.ERROR):
            drafted = self._serving and finding.code == CHANGED.code
            weighty = logging.ERROR if finding.severity is Severity.ERROR else logging.INFO
            level = logging.WARNING if drafted else weighty
            if log.isEnabledFor(level):
                words = as_text([finding], phrase).rstrip()
                said.add(words)
                if level == logging.ERROR or words not in self._said:
                    log.log(level, words)
        self._said = said if self._serving else set()
