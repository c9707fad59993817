"""What a rebuild need not make again while somebody writes: pages that would come out as they stand."""

from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from rolebook.mkdocs_plugin.page import HandbookPage


def works_alone(config: MkDocsConfig) -> bool:
    """Whether nothing but this plugin and its theme makes the site.

    Another theme may show all pages on each; a folder over ours, a plugin, or a hook, which is a plugin, too, anything.
    """
    return len(config.plugins) == 1 and config.theme.name == "rolebook" and not config.theme.custom_dir


class PageFile(File):
    """A page that no disk has. MkDocs' "dirty" build passes over one that `stands` on the site as it is."""

    stands = False

    def is_modified(self) -> bool:
        """What MkDocs asks before it makes the page."""
        return not self.stands


class LastBuild:
    """The pages of the build before, in the frame they had; of a build that failed, none."""

    def __init__(self) -> None:
        self._frame: object = None
        self._pages: dict[str, tuple[str, dict[str, Any]]] = {}
        self._written: set[str] = set()
        self._theme: list[str] = []

    def mark_standing(self, files: Files, config: MkDocsConfig, frame: object) -> None:
        """Marks the pages whose text and frame are what they were; of a build that does not come to `keep`, none is."""
        pages, same = self._pages, works_alone(config) and frame == self._frame
        self._frame, self._pages = frame, {}
        for file in files.documentation_pages():
            text, meta = pages.get(file.src_uri, (None, {}))
            if same and text == file.content_string and isinstance(file, PageFile) and file.page:
                file.stands, file.page.meta = True, meta
        if self._theme and self._theme != config.theme.dirs:
            for file in files:
                if not file.is_documentation_page():
                    Path(file.abs_dest_path).unlink(missing_ok=True)  # MkDocs copies only what is newer than its copy
        self._theme = list(config.theme.dirs)

    def keep(self, files: Files, config: MkDocsConfig) -> None:
        """Remembers what was built, and takes off the site what is no more.

        A page with Markdown may show what other files hold, and is made each time.
        """
        pages = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        self._pages = {
            file.src_uri: (file.content_string, dict(file.page.meta))
            for file in pages
            if isinstance(file.page, HandbookPage) and (file.page.is_finished or not file.is_modified())
        }
        others = (file for file in files if isinstance(file, PageFile) and not file.is_documentation_page())
        written = {file.dest_uri for file in (*pages, *others)}
        for gone in self._written - written:
            Path(config.site_dir, gone).unlink(missing_ok=True)
        self._written = written


class CompiledTemplates(BytecodeCache):
    """Templates compiled once a process; MkDocs compiles its theme's for each build."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Gives what was compiled of just this source."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps what was compiled."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code
