"""The system's Chromium and a web server for built sites, as the tests of the site use them."""

import functools
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import rendercv_fonts
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, SMALL, DESKTOP = (
    {"width": 390, "height": 844},
    {"width": 320, "height": 640},
    {"width": 1280, "height": 900},
)
FRAMES = ((SMALL, "light"), (DESKTOP, "dark"))
"""Each width and each scheme of colours once: in the theme they do not act on each other. The pages of the handbook
itself are looked at in all four."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The installed browser, headless, with a fresh profile."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "Chromium is missing: sh .ci/programs"
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        told = {**os.environ, "FONTCONFIG_FILE": str(_with_chinese(Path(folder)))}
        browser = driver.chromium.launch(executable_path=found, args=list(QUIET), env=told)
        yield browser
        browser.close()


def _with_chinese(folder: Path) -> Path:
    """The system's fonts, and the Chinese ones that documents are set in: the system may have none."""
    for font in Path(rendercv_fonts.__file__).parent.rglob("NotoSansSC-*.ttf"):
        (folder / font.name).symlink_to(font)
    settings = folder / "fonts.conf"
    system = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    settings.write_text(f"<fontconfig>{system}<dir>{folder}</dir></fontconfig>", "utf-8")
    return settings


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class _InPieces(_Quiet):
    def copyfile(self, source: Any, outputfile: Any) -> None:
        while piece := source.read(1500):
            outputfile.write(piece)
            time.sleep(0.03)


@contextmanager
def served(folder: Path, *, in_pieces: bool = False) -> Iterator[str]:
    """A web server for a folder; gives its address, which ends in `/`. Pieces come like a weak connection's."""
    handler = _InPieces if in_pieces else _Quiet
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def visit(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page of a new visitor. Faults of scripts, refused loads and requests to other hosts fail the test."""
    context: BrowserContext = browser.new_context(**options)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    page.on("request", lambda sent: faults.append(sent.url) if not _ours(sent.url) else None)
    try:
        yield page
    finally:
        context.close()
    assert not faults, faults


def _ours(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "file://", "data:", "blob:http://127.0.0.1:"))
