"""MkDocs: four hooks and the theme. The plugin writes the docs tree; MkDocs makes the site from it."""

import logging
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import config_options, load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.pages import Page

from rolebook.diagnostics import Diagnostic, Severity, UserError
from rolebook.diagnostics.text import as_text
from rolebook.language import phrasebook, say
from rolebook.pipeline.checking import Report
from rolebook.pipeline.site import TEMPLATES, theme_context, write_docs
from rolebook.store import claim, exchange, mark, remove_leftovers

CONFIG_FILE = "mkdocs.yml"
DOCS = Path("build", "docs")
# A block of HTML as our templates write it: from a tag at a line's start to the next empty line.
_HTML_BLOCK = re.compile(r"(?<=\n\n)<.+?(?=\n\n|\n?\Z)", re.DOTALL)
_MARK = "rolebook-html-block"
_MARKED = re.compile(f"<p>{_MARK}</p>")
WATCHED = ("content", "roles", "policies", TEMPLATES)

log = logging.getLogger("mkdocs.plugins.rolebook")


class RolebookConfig(Config):  # type: ignore[no-untyped-call]
    """Options of the plugin in `mkdocs.yml`."""

    languages = config_options.ListOfItems(config_options.Type(str), default=[])
    docs = config_options.Type(str, default="")
    audience = config_options.Choice(("public", "staff", "managers"), default="staff")
    messages = config_options.Type(str, default="en")
    strict = config_options.Type(bool, default=False)


class RolebookPlugin(BasePlugin[RolebookConfig]):  # type: ignore[no-untyped-call]
    """Checks the handbook, writes its pages and tells the theme about its languages."""

    report: Report | None = None

    def __init__(self) -> None:
        super().__init__()
        self._blocks: list[str] = []

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Writes the docs tree and points MkDocs at it; errors in the handbook end the build."""
        root = Path(config.config_file_path).parent
        languages = tuple(self.config.languages)
        docs = (
            Path(self.config.docs) if self.config.docs else root / DOCS / "-".join((self.config.audience, *languages))
        )
        try:
            tree = write_docs(root, docs, languages, self.config.audience, strict=self.config.strict)
        except UserError as error:
            raise PluginError(say(error, self.config.messages)) from error
        self.report = tree.report
        self._tell(tree.report.findings)
        handbook = tree.report.handbook
        if handbook is None or tree.report.failed:
            raise PluginError(f"the handbook has {tree.report.count(Severity.ERROR)} error(s)")
        config.docs_dir = str(docs)
        config.use_directory_urls = False
        config.site_url = (config.site_url or handbook.settings.url).rstrip("/") + "/"
        config.markdown_extensions = [*dict.fromkeys([*config.markdown_extensions, "attr_list"])]
        config.extra["rolebook"] = theme_context(handbook, languages)
        return config

    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> str:
        """Takes finished HTML out of a page: Python-Markdown would parse it tag by tag to change nothing."""
        if page.meta.get("kind") in (None, "guide"):
            return markdown
        self._blocks = _HTML_BLOCK.findall(markdown)
        return _HTML_BLOCK.sub(_MARK, markdown)

    def on_page_content(self, html: str, **_: Any) -> str:
        """Puts it back."""
        blocks = iter(self._blocks)
        self._blocks = []
        return _MARKED.sub(lambda _: next(blocks), html)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, **_: Any) -> LiveReloadServer:
        """Watches what people write instead of what was made from it."""
        root = Path(config.config_file_path).parent
        server.unwatch(config.docs_dir)
        for folder in WATCHED:
            if (root / folder).is_dir():
                server.watch(str(root / folder))
        return server

    def _tell(self, findings: list[Diagnostic]) -> None:
        phrase = phrasebook(self.config.messages)
        for finding in findings:
            level = logging.ERROR if finding.severity is Severity.ERROR else logging.INFO
            log.log(level, as_text([finding], phrase).rstrip())


def build(
    root: Path, output: Path, languages: tuple[str, ...] = (), messages: str = "en", *, strict: bool = False
) -> Report:
    """Builds the whole site and publishes it at `output` in one step.

    With `strict`, warnings are errors, and so is a string that is missing, unconfirmed or stale. Returns the check's
    report; nothing is published when it has errors. Raises UserError when MkDocs fails, and for an `output` that holds
    anything but a site of ours.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(output)
    prefix = f".{output.name}.{os.getpid()}."
    with tempfile.TemporaryDirectory(prefix=prefix, dir=output.parent) as folder, _warnings() as told:
        made = Path(folder) / "site"
        options: dict[str, Any] = {"docs": str(Path(folder) / "docs"), "messages": messages, "strict": strict}
        plugin: RolebookPlugin | None = None
        try:
            plugins = _plugins(root, languages, options)
            config = load_config(config_file=str(root / CONFIG_FILE), plugins=plugins, site_dir=str(made), strict=True)
            plugin = cast("RolebookPlugin", config.plugins["rolebook"])
            mkdocs_build(config)
        except (Abort, MkDocsException) as error:
            if plugin and plugin.report and plugin.report.failed:
                return plugin.report
            raise UserError("build-failed", reason="; ".join(told) or str(error)) from error
        if output.exists():
            claim(output)
        mark(made)
        exchange(made, output)
        if plugin.report is None:
            raise AssertionError("MkDocs built without the plugin")
        return plugin.report


def serve(root: Path, languages: tuple[str, ...] = (), address: str = "127.0.0.1:8000") -> None:
    """Serves the site and rebuilds it on every change, until interrupted."""
    options: dict[str, Any] = {"plugins": _plugins(root, languages, {})} if languages else {}
    try:
        mkdocs_serve(config_file=str(root / CONFIG_FILE), dev_addr=address, **options)
    except (Abort, MkDocsException, OSError) as error:
        raise UserError("build-failed", reason=str(error)) from error


def _plugins(root: Path, languages: tuple[str, ...], options: dict[str, Any]) -> list[Any]:
    """The plugins of the handbook's own configuration, ours with the command's options."""
    configured = load_config(config_file=str(root / CONFIG_FILE)).plugins
    if "rolebook" not in configured:
        raise UserError("no-plugin", file=CONFIG_FILE)
    ours = options | ({"languages": list(languages)} if languages else {})
    return [
        {name: {**plugin.config, **ours} if name == "rolebook" else dict(plugin.config)}
        for name, plugin in configured.items()
    ]


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Keeps MkDocs quiet and collects what it warns of; our own findings are told by the command."""
    told: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: None if record.name == log.name else told.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield told
    finally:
        logger.removeHandler(handler)
        logger.propagate = True
