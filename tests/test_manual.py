"""The documentation as a site: whole links, found words, nothing wide, nothing against WCAG."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import FRAMES, served, visit
from tests.conftest import ROOT
from tests.test_site_accessibility import Looked, violations
from tests.test_site_search import ask


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("manual") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", "mkdocs-docs.yml", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="module")
def manual_address(manual: Path) -> Iterator[str]:
    with served(manual) as address:
        yield address


def test_every_text_of_the_documentation_is_a_page(manual: Path) -> None:
    texts = {path.relative_to(ROOT / "docs").with_suffix(".html").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    pages = {path.relative_to(manual / "en").as_posix() for path in (manual / "en").rglob("*.html")}
    assert pages == texts | {f"{name}.html" for name in ("index", "contributing", "changelog", "security")}


@pytest.mark.parametrize(("width", "colours"), FRAMES, ids=["phone-light", "desktop-dark"])
def test_the_documentation_is_read_by_everyone(
    browser: Browser, manual: Path, manual_address: str, width: dict[str, int], colours: str
) -> None:
    looked, pages = Looked(), sorted((manual / "en").rglob("*.html"))
    if (width, colours) != FRAMES[0]:  # a generated page of each folder has the elements of the others
        pages = [path for path in pages if path.parent.name == "en" or path == min(path.parent.iterdir())]
    with visit(browser, viewport=width, color_scheme=colours, bypass_csp=True) as page:
        for path in pages:
            page.goto(f"{manual_address}{path.relative_to(manual).as_posix()}")
            assert not looked.has_new(page) or violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width["width"], path


def test_the_documentation_is_found_from_its_beginning_and_by_searching(browser: Browser, manual_address: str) -> None:
    with visit(browser, locale="zh-CN") as page:
        page.goto(manual_address)
        page.wait_for_url("**/en/index.html")
        assert f"{manual_address}en/signing.html" in [link for link, _ in ask(page, "trusted root")[:3]]
