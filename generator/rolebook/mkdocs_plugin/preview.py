"""What a rebuild need not make again while somebody writes: pages that would come out as they stand."""

from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from rolebook.mkdocs_plugin.page import HandbookPage


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

    def standing(self, files: Files, config: MkDocsConfig, frame: object) -> frozenset[str]:
        """Marks the pages that stand, tells their paths, and takes those off the site that are no more.

        A theme, plugin or hook of somebody's own may show anything anywhere: beside one, no page stands.
        """
        alone = len(config.plugins) == 1 and not config.theme.custom_dir  # a hook is a plugin, too
        pages, same = self._pages, alone and frame == self._frame
        self._frame, self._pages = frame, {}
        found = set()
        for file in files.documentation_pages():
            text, meta = pages.get(file.src_uri, (None, {}))
            if same and text == file.content_string and isinstance(file, PageFile) and file.page:
                file.stands, file.page.meta = True, meta
                found.add(file.src_uri)
        written = {file.dest_uri for file in files if isinstance(file, PageFile)}
        for gone in self._written - written:
            Path(config.site_dir, gone).unlink(missing_ok=True)
        self._written = written
        return frozenset(found)

    def keep(self, files: Files) -> None:
        """Remembers what was built. A page with Markdown may show what other files hold, and is made each time."""
        self._pages = {
            file.src_uri: (file.content_string, dict(file.page.meta))
            for file in files.documentation_pages()
            if isinstance(file.page, HandbookPage) and (file.page.finished or not file.is_modified())
        }


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
