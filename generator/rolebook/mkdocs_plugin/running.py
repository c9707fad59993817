"""`rolebook build`: MkDocs run with our options, and the finished site put in place."""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, cast

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import BasePlugin

from rolebook.diagnostics import UserError
from rolebook.mkdocs_plugin.plugin import Commission, Progress, RolebookPlugin
from rolebook.mkdocs_plugin.watching import log
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.print.cluster import cluster_at
from rolebook.pipeline.site.offered_documents import OfferedDocuments
from rolebook.pipeline.site.search import Engine
from rolebook.store import claim, exchange, mark, refuse_in_use, remove_leftovers, turn

CONFIG_FILE = "mkdocs.yml"

Plugins = dict[str, dict[str, Any]]


def build(  # noqa: PLR0913  one for each option of the command
    root: Path,
    output: Path,
    languages: tuple[str, ...] = (),
    messages: str = "en",
    *,
    audiences: tuple[str, ...] = (),
    strict: bool = False,
    search: bool = True,
    documents: bool = True,
    cluster: str = "",
    progress: Progress = lambda *_: None,
) -> Report:
    """Builds the whole site and publishes it at `output` in one step.

    One of `audiences` is the site's instead of the configured one; of several, each gets a site of its own in a
    folder of its name, to be hosted apart, and all are published together. Without `documents` the site offers none;
    a `cluster` makes them where one is named.
    With `strict`, warnings are errors, and so is a string that is missing, unconfirmed or stale. Without `search`, the
    site has none, whatever its configuration says. `progress` hears which step begins and how many it did of
    all. Returns the check's report; nothing is published when it has errors. Raises UserError when MkDocs fails, and
    for an `output` that holds anything but a site of ours.
    """
    _require_usable(root, output)
    prefix = f".{output.name}.{os.getpid()}."
    with (
        turn(root / "build") if documents else nullcontext(),  # builds share the folder of documents
        _names_the(output),
        tempfile.TemporaryDirectory(prefix=prefix, dir=output.parent) as folder,
        _warnings() as told,
    ):
        made, none_there = Path(folder) / "site", Path(folder) / "docs"
        options = {"messages": messages, "strict": strict} | ({} if search else {"search": Engine.NONE.value})
        progress("check", 0, 0)
        checked = check_handbook(root)
        blanks = _blanks(root, checked, languages, cluster, progress) if documents else None
        for audience in audiences or ("",):
            own = options | {"docs": str(none_there)} | ({"audience": audience} if audience else {})
            place, plugins = Path(audience if len(audiences) > 1 else ""), plugins_of(root, languages, own)
            commission = Commission(checked, blanks, output / place, progress)
            report = _built(root, made / place, plugins, commission, told)
            if report.failed:
                return report
        _put(made, output, progress)
        return report


def _put(made: Path, output: Path, progress: Progress) -> None:
    """Puts a finished site in the place of the one that is there."""
    progress("place", 0, 0)
    if output.exists():
        claim(output)
    mark(made)
    exchange(made, output)


def _require_usable(root: Path, output: Path) -> None:
    """Names a configuration or folder that cannot be used before any work is done, and clears an earlier try away."""
    configuration(root)
    output.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(output)
    refuse_in_use(output)


def _blanks(
    root: Path, report: Report, languages: tuple[str, ...], cluster: str, progress: Progress
) -> OfferedDocuments | None:
    from rolebook.pipeline.site.make_documents import make_blanks  # noqa: PLC0415  what prints takes long to import

    progress("documents", 0, 0)
    if not cluster:
        return make_blanks(root, report, languages, progress=partial(progress, "documents"))
    with cluster_at(cluster) as executor:
        return make_blanks(root, report, languages, executor, partial(progress, "documents"))


def _built(root: Path, site: Path, plugins: Plugins, commission: Commission, told: list[str]) -> Report:
    """One site, and the check's report."""
    plugin: RolebookPlugin | None = None
    try:
        config = configuration(root, plugins=plugins, site_dir=str(site), strict=True)
        plugin = cast("RolebookPlugin", config.plugins["rolebook"])
        plugin.commission = commission
        mkdocs_build(config)
    except (Abort, MkDocsException) as error:
        if plugin and plugin.report and plugin.report.failed:
            return plugin.report
        raise UserError("build-failed", reason="; ".join(told) or str(error)) from error
    finally:
        if plugin:
            plugin.commission = None  # MkDocs keeps plugins for the next build of the process
    if plugin.report is None:
        raise AssertionError("MkDocs built without the plugin")
    return plugin.report


def configuration(root: Path, **options: Any) -> MkDocsConfig:
    """MkDocs' configuration of the handbook; raises UserError where it cannot be read."""
    with _warnings() as told:
        try:
            return load_config(config_file=str(root / CONFIG_FILE), **options)
        except (Abort, MkDocsException) as error:
            reason = " ".join((*told, *str(error).split()))
            raise UserError("unusable-configuration", file=CONFIG_FILE, reason=reason) from error


def plugins_of(root: Path, languages: tuple[str, ...], options: dict[str, Any]) -> Plugins:
    """The plugins of the handbook's own configuration, ours with the command's options.

    As a map: of a list, MkDocs takes the entries out as it reads them, and reads it again for each build of `serve`.
    """
    configured = configuration(root).plugins
    if "rolebook" not in configured:
        raise UserError("no-plugin", file=CONFIG_FILE)
    ours = options | ({"languages": list(languages)} if languages else {})
    return {
        name: {**plugin.config, **ours} if name == "rolebook" else dict(plugin.config)
        for name, plugin in configured.items()
        if isinstance(plugin, BasePlugin)  # hooks are read once more from the configuration
    }


@contextmanager
def _names_the(output: Path) -> Iterator[None]:
    """A full disk does not say which file; whoever asked for a build knows its output."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(output)
        raise


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Keeps MkDocs quiet and collects what it warns of; our own findings are told by the command."""
    told: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: None if record.name == log.name else told.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    before, logger.propagate = logger.propagate, False
    try:
        yield told
    finally:
        logger.removeHandler(handler)
        logger.propagate = before
