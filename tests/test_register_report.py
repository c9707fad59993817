"""The report for HR: accessible, loading nothing, sortable, legible on a phone, never within the site."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import DESKTOP, PHONE, visit
from tests.registers import command, open_shop
from tests.test_site_accessibility import violations


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with overdue acknowledgements, in Spanish."""
    root = open_shop(tmp_path_factory.mktemp("report"))
    return Path(command(root, "report", "--language", "es", "--today", "2027-06-01").stdout.strip())


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_report_violates_no_wcag(browser: Browser, report: Path, width: dict[str, int], colours: str) -> None:
    asked: list[str] = []
    with visit(browser, viewport=width, color_scheme=colours, bypass_csp=True) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(report.as_uri())
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert asked == [report.as_uri()]


def test_its_tables_sort_under_its_own_policy(browser: Browser, report: Path) -> None:
    with visit(browser) as page:
        page.goto(report.as_uri())
        table = page.locator("table").first
        head = table.locator("th").nth(1)
        people = "table.tBodies[0].rows"
        for order in ("ascending", "descending"):
            head.locator("button").click()
            assert head.get_attribute("aria-sort") == order
            told = table.evaluate(f"table => [...{people}].map(row => row.cells[1].textContent)")
            assert told == sorted(told, reverse=order == "descending")
        assert len(set(told)) == 2
