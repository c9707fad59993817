"""Pages as Chromium shows them: on a phone and a desk, by mouse, keyboard and touch, without scripts, on paper."""

import io
import re
from pathlib import Path
from unicodedata import normalize

import pypdf
import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.browser import DESKTOP, PHONE, SMALL, visit
from tests.conftest import LANGUAGES

KINDS = (
    "index",
    "404",
    "roles/index",
    "roles/sales-manager",
    "policies/index",
    "policies/discipline",
    "policies/credit-and-receivables",
    "organisation",
    "competencies",
    "glossary",
    "guide/who-to-ask",
    "my/index",
    "my/sales-manager",
    "news",
    "first-days",
)


NEXT_STOP = """() => {
  const now = document.activeElement;
  if (now && now !== document.body && window.stops.has(now)) return false;
  if (now && now !== document.body) window.stops.add(now);
  return window.stops.size === 0 || now !== document.body;
}"""
"""Whether the keyboard is at a place where it has not been: it comes back to the first one, or leaves the page."""


def test_these_are_all_kinds_of_pages(site: Path) -> None:
    def kinds(pages: list[Path]) -> set[str]:
        return {re.findall(r'<body class="kind-([a-z-]+)', page.read_text("utf-8"))[0] for page in pages}

    assert kinds([site / "en" / f"{key}.html" for key in KINDS]) == kinds(list((site / "en").rglob("*.html")))


def test_no_page_scrolls_sideways_on_the_narrowest_phone(browser: Browser, address: str) -> None:
    wide = []
    with visit(browser, viewport=SMALL) as page:
        for target in ["index.html#choose", *(f"{tag}/{key}.html" for tag in LANGUAGES for key in KINDS)]:
            page.goto(address + target)
            if page.evaluate("document.documentElement.scrollWidth") > SMALL["width"]:
                wide.append(target)
    assert not wide


def test_letters_grow_with_the_readers_own_size(browser: Browser, address: str) -> None:
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(f"{address}en/roles/sales-manager.html")
        parts = ["body", "h1", "h2", ".mark", "footer", ".search input"]
        sizes = f"{parts}.map(one => getComputedStyle(document.querySelector(one)).fontSize)"
        before = page.evaluate(sizes)
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        after = page.evaluate(sizes)
    assert all(float(new[:-2]) >= 1.5 * float(old[:-2]) for old, new in zip(before, after, strict=True))


def test_light_and_dark_follow_the_system_and_then_the_reader(browser: Browser, address: str) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    with visit(browser, color_scheme="dark") as page:
        page.goto(f"{address}en/index.html")
        dark = page.evaluate(paper)
        page.locator(".colours").click()
        light = page.evaluate(paper)
        assert light != dark
        page.goto(f"{address}ru/glossary.html")
        assert page.evaluate(paper) == light
        page.emulate_media(color_scheme="light")
        page.locator(".colours").press("Enter")
        assert page.evaluate(paper) == dark


def test_the_address_of_a_clause_is_copied_and_said(browser: Browser, address: str) -> None:
    with visit(browser, viewport=DESKTOP, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"{address}vi/policies/trade-secrets.html")
        page.locator("#marking > .permalink").focus()
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.querySelector('.toast').textContent")
        assert page.evaluate("navigator.clipboard.readText()") == f"{address}vi/policies/trade-secrets.html#marking"
        assert page.url.endswith("#marking")


def test_every_clause_heading_and_row_can_be_linked_to(browser: Browser, address: str) -> None:
    with visit(browser) as page:
        for key in ("roles/sales-manager", "policies/discipline", "policies/pricing-and-discounts", "glossary"):
            page.goto(f"{address}en/{key}.html")
            addressed = "main li.entry[id], main tr[id], main .glossary > div, main h2:not([id^='_']), main h3"
            held = "(one.matches('summary > *') ? one.closest('details') : one)"
            linked = (
                f"all => all.map(one => [one.id, {held}.querySelector(`.permalink[href='#${{one.id}}']`) !== null])"
            )
            found = page.eval_on_selector_all(addressed, linked)
            assert len(found) > 20
            assert [name for name, has_link in found if not has_link] == []


def test_terms_explain_themselves_to_mouse_keyboard_and_touch(browser: Browser, address: str) -> None:
    with visit(browser, viewport=PHONE, has_touch=True) as page:
        page.goto(f"{address}en/policies/credit-and-receivables.html")
        page.evaluate("() => document.fonts.ready")  # a line that moves takes the pointer from its term
        term = page.locator("main a.term").first
        note = page.locator(".explained")
        seen = """one => ({words: one.innerText, left: one.getBoundingClientRect().left, id: one.id,
            right: one.getBoundingClientRect().right,
            described: document.querySelector("main a.term").getAttribute("aria-describedby")})"""
        for begin in (term.hover, term.focus, term.tap):
            begin()
            told = note.evaluate(seen)  # in one step: it goes when the pointer does
            assert len(told["words"]) > 20
            assert told["described"] == told["id"]
            assert told["left"] >= 0
            assert told["right"] <= PHONE["width"]
            page.keyboard.press("Escape")
            assert note.count() == 0
            page.locator("h1").click()
        term.tap()
        term.tap()
        page.wait_for_url("**/en/glossary.html#*")


def test_everything_is_reached_by_keyboard(browser: Browser, address: str) -> None:
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(f"{address}en/roles/sales-manager.html")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "_content"
        page.keyboard.press("/")
        page.keyboard.type("discount")
        page.wait_for_selector(".found[data-query=discount] .found-page")
        page.keyboard.press("ArrowDown")
        field = page.locator("form.search input")
        chosen = field.get_attribute("aria-activedescendant")
        assert chosen is not None
        assert page.evaluate("document.activeElement.name") == "q"
        target = page.evaluate("id => document.getElementById(id).href", chosen)
        page.keyboard.press("Enter")
        page.wait_for_url(target)


@pytest.mark.parametrize("width", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("longest", ["policies/discipline", "roles/sales-manager"])
def test_the_longest_pages_take_few_steps_by_keyboard(
    browser: Browser, address: str, longest: str, width: ViewportSize
) -> None:
    with visit(browser, viewport=width) as page:
        for tag in ("en", "ru"):
            page.goto(f"{address}{tag}/{longest}.html")
            page.evaluate("window.stops = new Set()")
            steps = 0
            while page.evaluate(NEXT_STOP) and steps < 150:
                page.keyboard.press("Tab")
                steps += 1
            assert 20 < steps <= 120, (tag, steps)


def test_a_table_is_reached_by_keyboard_by_its_name_where_it_is_wider_than_its_place(
    browser: Browser, address: str
) -> None:
    attributes = "one => ['tabindex', 'role', 'aria-label'].map(name => one.getAttribute(name))"
    with visit(browser, viewport={"width": 900, "height": 768}) as page:
        page.goto(f"{address}en/roles/sales-manager.html")
        tables = page.locator(".table")
        assert tables.count() > 1
        for at in range(tables.count()):
            one = tables.nth(at)
            assert one.evaluate("one => one.scrollWidth > one.clientWidth") == (one.get_attribute("tabindex") == "0")
        one = tables.nth(1)
        assert one.evaluate(attributes) == [None, None, None]
        one.evaluate("one => { one.querySelector('table').style.minWidth = '3000px'; one.style.width = '500px'; }")
        page.wait_for_function("() => document.querySelectorAll('.table')[1].tabIndex === 0")
        _, role, name = one.evaluate(attributes)
        assert (role, name) == ("region", "Works with")
        one.evaluate("one => one.querySelector('table').createCaption().append('Who with whom')")
        one.evaluate("one => { one.removeAttribute('tabindex'); one.style.width = '400px'; }")
        page.wait_for_function("() => document.querySelectorAll('.table')[1].ariaLabel === 'Who with whom'")
        one.evaluate("one => { one.querySelector('table').style.minWidth = ''; one.style.width = ''; }")
        page.wait_for_function("() => !document.querySelectorAll('.table')[1].hasAttribute('tabindex')")


def test_arrows_lead_from_one_permalink_to_the_next(browser: Browser, address: str) -> None:
    at = "document.activeElement.matches('.permalink') ? document.activeElement.getAttribute('href') : null"
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(f"{address}en/policies/discipline.html")
        page.locator("main h1").evaluate("one => { one.tabIndex = -1; one.focus(); }")
        while page.evaluate(at) is None:
            page.keyboard.press("Tab")
        first = page.evaluate(at)
        assert page.locator(".toast").inner_text() == "Arrow keys: links to other points"
        page.keyboard.press("ArrowDown")
        second = page.evaluate(at)
        page.keyboard.press("ArrowDown")
        assert len({first, second, page.evaluate(at)}) == 3
        page.keyboard.press("ArrowUp")
        assert page.evaluate(at) == second
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(at) == second, "the keyboard comes back to where it was"
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        assert page.evaluate(at) == first, "there is none before the first"
        page.keyboard.press("Enter")
        assert page.url.endswith(str(first))


def test_pages_work_without_scripts(browser: Browser, address: str) -> None:
    with visit(browser, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(f"{address}index.html")
        page.locator("a[hreflang=es]").click()
        assert page.locator("form.search").is_hidden()
        assert page.locator(".colours").is_hidden()
        page.locator(".languages summary").click()
        page.locator(".languages a[hreflang=ru]").click()
        page.goto(f"{address}ru/policies/credit-and-receivables.html")
        assert page.locator(".contents li a").first.is_visible()
        assert page.locator("a.term").first.get_attribute("title")


def test_a_language_from_right_to_left_is_mirrored(browser: Browser, address: str) -> None:
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(f"{address}en/roles/sales-manager.html")
        left = page.locator(".contents").bounding_box()
        page.evaluate("document.documentElement.dir = 'rtl'")
        mirrored = page.locator(".contents").bounding_box()
        assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]
    assert left is not None
    assert mirrored is not None
    assert abs(left["x"] - (DESKTOP["width"] - mirrored["x"] - mirrored["width"])) < 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_printed_page_is_a_document(browser: Browser, address: str, language: str) -> None:
    with visit(browser, color_scheme="dark") as page:
        page.goto(f"{address}{language}/policies/credit-and-receivables.html")
        left_out = [page.locator(one).first.inner_text() for one in (".sections a", ".languages summary", "footer")]
        title = page.locator("h1").inner_text()
        pdf = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    text = normalize("NFKC", "\n".join(one.extract_text() for one in pdf.pages))  # fonts share glyphs: ⽤ is 用
    squeezed = re.sub(r"\s", "", text)
    assert re.sub(r"\s", "", title) in squeezed
    assert re.search(r"^\s*2\s", text, re.MULTILINE)  # a stored number of a section
    assert not [words for words in left_out if re.search(rf"^{re.escape(words)}", text.strip()[:200])]
    assert "#" not in text
    assert 2 <= len(pdf.pages) <= 6


def test_another_language_opens_at_the_clause_that_is_read(browser: Browser, address: str) -> None:
    chosen = "tag => document.querySelector(`.languages a[hreflang=${tag}]`).click()"  # a mouse here would scroll
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(f"{address}en/policies/discipline.html#harassment")
        page.evaluate(chosen, "ru")
        page.wait_for_url("**/ru/policies/discipline.html#*")
        assert page.url.endswith("#harassment")
        assert 0 <= page.locator("#harassment").evaluate("one => one.getBoundingClientRect().top") < 200
        page.goto(f"{address}en/policies/discipline.html")
        page.evaluate("document.querySelector('#appeal').scrollIntoView()")
        page.evaluate(chosen, "es")
        page.wait_for_url("**/es/policies/discipline.html#appeal")
        page.goto(f"{address}en/policies/discipline.html")
        page.evaluate(chosen, "zh")
        page.wait_for_url("**/zh/policies/discipline.html")


def test_the_header_hides_nothing_that_a_link_leads_to(browser: Browser, address: str) -> None:
    for tag in ("en", "ru", "vi"):
        with visit(browser, viewport={"width": 900, "height": 768}) as page:
            page.goto(f"{address}{tag}/policies/information-security.html")
            page.goto(f"{address}{tag}/policies/information-security.html#lost")
            page.wait_for_timeout(150)
            page.evaluate("location.hash = ''; location.hash = '#lost'")
            top = page.locator("#lost").evaluate("one => one.getBoundingClientRect().top")
            assert top >= page.locator(".bar").evaluate("one => one.offsetHeight"), tag
