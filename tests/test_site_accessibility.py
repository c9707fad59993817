"""axe-core finds nothing against WCAG 2.2 A and AA: all kinds of pages, every language, light and dark, any width.

Every kind of page is looked at in one of the languages, and in the first frame every page that has an element of a
kind not seen before; with more effort all pages in all frames.
An element's kind is its name and classes and those of what it is in: by these the theme gives it colours and sizes.
"""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser import DESKTOP, PHONE, visit
from tests.conftest import EFFORT
from tests.test_site_reading import KINDS, LANGUAGES

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response
    assert found["testEngine"]["name"] == "axe-core"
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


UNDER = """over => {
  const note = document.querySelector(over).getBoundingClientRect();
  const meets = box => box.right > note.left && box.left < note.right && box.bottom > note.top && box.top < note.bottom;
  return [...document.querySelectorAll("main a")].filter(link => [...link.getClientRects()].some(meets))
    .map(link => link.outerHTML.slice(0, 120));
}"""


def beside(page: Page, over: str) -> list[str]:
    """What is wrong but for the links that something covers in part until Escape takes it away."""
    under = page.evaluate(UNDER, over)
    return [one for one in violations(page) if one.partition(": ")[2] not in under]


KINDS_OF_ELEMENTS = """() => {
  const kind = one => one
    ? [one.localName, one.getAttribute("class"), one.getAttribute("role"), one.type].join(".")
    : "";
  return [...new Set([...document.querySelectorAll("*")].map(one =>
    [one, one.parentElement, one.closest("[class^=kind-] > *")].map(kind).join("<")))];
}"""


class Looked:
    """The kinds of elements that were looked at so far."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def has_new(self, page: Page) -> bool:
        """Whether the page has an element of a new kind; from now on its kinds are known."""
        kinds = set(page.evaluate(KINDS_OF_ELEMENTS))
        new = kinds - self._known
        self._known |= kinds
        return bool(new)


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_kind_of_page_violates_wcag(browser: Browser, address: str, width: dict[str, int], colours: str) -> None:
    bad, looked, first = {}, Looked(), (width, colours) == (PHONE, "light")
    every = [f"{LANGUAGES[at % len(LANGUAGES)]}/{key}.html" for at, key in enumerate(KINDS)]
    pages = [f"{tag}/{key}.html" for tag in LANGUAGES for key in KINDS] if first or EFFORT > 1 else every
    with visit(browser, viewport=width, color_scheme=colours, bypass_csp=True) as page:
        for target in ["index.html#choose", "404.html", *pages]:
            page.goto(address + target)
            if (looked.has_new(page) or (first and target in every) or EFFORT > 1) and (found := violations(page)):
                bad[target] = found[:3]
    assert not bad, json.dumps(bad, ensure_ascii=False, indent=1)


def test_a_page_is_looked_at_again_for_an_element_of_a_new_kind_only(browser: Browser, address: str) -> None:
    looked = Looked()
    with visit(browser, bypass_csp=True) as page:
        page.goto(f"{address}en/glossary.html")
        assert looked.has_new(page)
        page.goto(f"{address}es/glossary.html")
        assert not looked.has_new(page)
        page.evaluate("document.querySelector('main p').classList.add('pale')")
        assert looked.has_new(page)


def test_what_opens_on_a_page_does_not_either(browser: Browser, address: str) -> None:
    with visit(browser, viewport=DESKTOP, bypass_csp=True) as page:
        page.goto(f"{address}en/policies/credit-and-receivables.html")
        page.locator(".languages summary").click()
        assert violations(page) == []
        page.locator("a.term").first.focus()
        page.wait_for_selector(".explained")
        assert beside(page, ".explained") == []
        page.locator("form.search input").fill("discounts")
        page.wait_for_selector(".found-list mark")
        page.evaluate("scrollTo(0, 0)")  # no link is half below the bar then
        assert beside(page, ".found") == []


def test_the_check_finds_what_is_wrong(browser: Browser, address: str) -> None:
    with visit(browser, bypass_csp=True) as page:
        page.goto(f"{address}en/glossary.html")
        page.evaluate("document.querySelector('.brand').textContent = ''; document.documentElement.lang = ''")
        assert {one.partition(":")[0] for one in violations(page)} == {"link-name", "html-has-lang"}
