"""Pages as Chromium shows them: on a phone and a desk, by mouse, keyboard and touch, without scripts, on paper."""

from playwright.sync_api import Browser

from tests.browser import SMALL, visit

LANGUAGES = ("en", "es", "zh", "vi", "ru")
KINDS = (
    "index",
    "roles/index",
    "roles/sales-manager",
    "policies/index",
    "policies/discipline",
    "policies/credit-and-receivables",
    "organisation",
    "competencies",
    "glossary",
    "guide/who-to-ask",
)


def test_no_page_scrolls_sideways_on_the_narrowest_phone(browser: Browser, address: str) -> None:
    with visit(browser, viewport=SMALL) as page:
        for language in LANGUAGES:
            for key in KINDS:
                page.goto(f"{address}{language}/{key}.html")
                width = page.evaluate("document.documentElement.scrollWidth")
                assert width <= SMALL["width"], f"{language}/{key}"
