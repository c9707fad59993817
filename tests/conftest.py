"""Shared fixtures: the repository's handbook, a small firm, and `--update-golden`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page

from rolebook.language import known_languages
from rolebook.model.handbook import Handbook
from rolebook.pipeline.check.check import check_handbook
from rolebook.store import turn
from tests.browser import DESKTOP, chromium, served, visit

if TYPE_CHECKING:
    from tests.editors import Running

ROOT = Path(__file__).parent.parent
FIRM = Path(__file__).parent / "firm"
LANGUAGES = known_languages()
EFFORT = int(os.environ.get("ROLEBOOK_EFFORT", "1"))
"""How many times the tries of CI the long tests make: `ROLEBOOK_EFFORT=10 make test` by hand, before a release."""


TODAY = datetime(2026, 12, 1, tzinfo=UTC)
os.environ["SOURCE_DATE_EPOCH"] = str(int(TODAY.timestamp()))  # for processes started by tests, too
os.environ["ROLEBOOK_CACHE"] = "off"  # each test works for itself; those of the cache say otherwise


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected files anew")


@pytest.fixture(scope="session")
def sample() -> Handbook:
    """The repository's own handbook."""
    handbook = check_handbook(ROOT).handbook
    assert handbook is not None
    return handbook


@pytest.fixture(scope="session")
def firm() -> Handbook:
    """The small firm under `tests/firm`."""
    handbook = check_handbook(FIRM).handbook
    assert handbook is not None
    return handbook


@pytest.fixture
def firm_copy(tmp_path: Path) -> Path:
    """A copy of the small firm to change."""
    shutil.copytree(FIRM, tmp_path / "firm", ignore=shutil.ignore_patterns("build", "site"))
    return tmp_path / "firm"


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Returns a folder that the first of all processes of a run makes, and that none of them changes."""
    shared = factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    folder = shared / f"once-{name}"
    folder.mkdir(exist_ok=True)
    with turn(folder):
        if not (folder / "done").exists():
            make(folder)
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample handbook, built in a copy."""
    return once(tmp_path_factory, "sample", _build_sample) / "site"


def _build_sample(root: Path) -> None:
    for name in ("content", "roles", "policies"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    command = [sys.executable, "-m", "rolebook", "build", "--no-documents"]
    built = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The sample's site on a web server."""
    with served(site) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a module: while Playwright runs, nothing else in the process can run a loop."""
    with chromium() as found:
        yield found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small firm with more in it, to edit."""
    from tests.edits import grown_firm  # noqa: PLC0415  which needs this module

    return grown_firm(tmp_path / "firm")


@pytest.fixture
def editor(root: Path) -> Iterator["Running"]:
    """An editor of the handbook in `root`."""
    from tests.editors import running  # noqa: PLC0415  only the tests of the editor need a server

    with running(root) as editor:
        yield editor


@pytest.fixture
def page(browser: Browser, editor: "Running") -> Iterator[Page]:
    """The editor's first screen on a desk."""
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(editor.opening())
        yield page
