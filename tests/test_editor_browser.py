"""The editor in a real browser: tasks by keyboard, two people at once, without script, and for everybody."""

import random
import re
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rolebook.pipeline.check.check import check_handbook
from rolebook.source import read_yaml
from tests.browser import DESKTOP, PHONE, visit
from tests.conftest import EFFORT, LANGUAGES
from tests.editors import Client, Running, running
from tests.test_site_accessibility import violations

SCREENS = (
    "/",
    "/list/role",
    "/list/library",
    "/edit/role/head-chef?lang=es",
    "/edit/role/night-chef?lang=es",
    "/edit/role/head-chef?at=duties/planning/items/rota&lang=es",
    "/add/role/head-chef?at=duties&model=0",
    "/edit/policy/discipline",
    "/edit/handbook",
    "/translate?lang=es",
    "/history",
    "/preview/es/roles/head-chef.html",
    "/draft/role/cook?lang=en",
    "/translate?lang=es&show=review",
    "/people",
    "/unsigned",
    "/scans",
    "/releases",
    "/redline/role/head-chef",
    "/redline/policy/hygiene",
    "/import",
    "/pictures",
    "/law",
    "/pages",
    "/page/welcome?lang=es",
    "/law-words?place=ES&lang=en",
    "/interface-words?topic=sanction&lang=en",
    "/edit/handbook?at=brand",
    "/edit/glossary?at=terms/rota",
    "/edit/wording/en",
)
WHOLLY = ("zh",)
"""In this language every screen is looked at; words alone differ in the others, so a few of them will do."""


def chef(root: Path) -> dict[str, object]:
    tree, findings = read_yaml((root / "roles" / "head-chef.yml").read_text("utf-8"), "x")
    assert not findings
    return dict(tree)


def press_until(page: Page, key: str, words: str, most: int = 120) -> None:
    """Presses a key until what has the focus says the words: how somebody without a mouse gets there."""
    for _ in range(most):
        page.keyboard.press(key)
        if words in page.evaluate("document.activeElement.textContent || document.activeElement.name || ''"):
            return
    raise AssertionError(words)


def test_a_finding_is_mended_by_keyboard_alone(browser: Browser, editor: Running, root: Path) -> None:
    for name in ("post-1", "head-chef"):
        path = root / "roles" / f"{name}.yml"
        path.write_text(path.read_text("utf-8").replace("department: kitchen", "department: kitchn"), "utf-8")
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(editor.opening())
        page.locator("[data-checking]").wait_for(state="detached", timeout=60_000)  # the list changes until then
        press_until(page, "Tab", "Department")
        page.keyboard.press("Enter")
        expect(page.locator("select[name='v:department']")).to_be_focused()
        page.keyboard.type("Kitchen")
        press_until(page, "Tab", "Save")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_be_visible()
        page.wait_for_timeout(300)  # what is said aloud comes anew, and its link with it
        page.get_by_role("link", name="Next finding").click()
        page.wait_for_url("**/edit/role/*")
    assert chef(root)["department"] == "kitchen"


def test_a_duty_is_added_and_moved_by_keyboard_alone(browser: Browser, editor: Running, root: Path) -> None:
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(editor.opening())
        page.goto(f"{editor.base}/add/role/head-chef?at=duties&model=0")
        press_until(page, "Tab", "v:text:en")
        page.keyboard.type('Says: "no" # to bad fish')
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("status")).to_be_visible()
        press_until(page, "Shift+Tab", "Move up", 400)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_be_visible()
    assert check_handbook(root).handbook is not None
    duties = chef(root)["duties"]
    assert isinstance(duties, list)
    assert len(duties) == 3
    assert 'Says: "no" # to bad fish' in [one["text"]["en"] for one in duties if "text" in one]


def test_strings_are_translated_by_keyboard_alone(browser: Browser, editor: Running, root: Path) -> None:
    told = {"document": "role/head-chef", "at": "", "shown": "en"}
    Client(editor).post("/save", **told, v__territory__en="The whole house.", b__territory__en="")
    with visit(browser, viewport=PHONE) as page:
        page.goto(editor.opening())
        page.goto(f"{editor.base}/translate?lang=es")
        row = page.locator("form.string", has_text="The whole house.").locator("textarea")
        first = page.locator("form.string textarea").first
        first.focus()
        for _ in range(page.locator("form.string textarea").count()):
            if row.evaluate("one => one === document.activeElement"):
                break
            page.keyboard.press("Alt+ArrowDown")
        expect(row).to_be_focused()
        page.keyboard.type("Toda la casa.")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("status")).to_be_visible()
    assert chef(root)["territory"] == {"en": "The whole house.", "es": "Toda la casa."}
    assert "role/head-chef/territory es" in (root / "content" / "translations.lock").read_text("utf-8")


def test_a_term_is_picked_from_a_list(browser: Browser, editor: Running) -> None:
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(editor.opening())
        page.goto(f"{editor.base}/edit/role/head-chef?lang=es")
        text = page.locator("textarea[name='v:purpose:en']")
        text.fill("Keeps the ")
        text.press("End")
        page.keyboard.type("[[")
        expect(page.locator("#link")).to_be_focused()
        page.keyboard.type("rota]] for all.")  # as somebody types who looks at the keys
        expect(text).to_be_focused()
        expect(text).to_have_value("Keeps the [[rota]] for all.")
        page.keyboard.type(" [[")
        title = str(page.locator("#links option[data-link='[[rota]]']").get_attribute("value"))
        page.keyboard.type(title.upper())
        page.keyboard.press("Enter")
        expect(text).to_have_value("Keeps the [[rota]] for all. [[rota]]")
        assert page.evaluate("document.querySelector('#link').closest('.field').contains(document.activeElement)")
        page.click("button.main")
        expect(page.get_by_role("status")).to_be_visible()


def test_two_editors_collide_and_see_both_texts(browser: Browser, editor: Running, root: Path) -> None:
    with browser.new_context() as first, browser.new_context() as second:  # the answer 409 is an error to a console
        one, other = first.new_page(), second.new_page()
        title = "textarea[name='v:title:en']"
        for page, actor in ((one, "one"), (other, "other")):
            page.goto(editor.opening(actor))
            page.goto(f"{editor.base}/edit/role/head-chef?lang=es")
        one.fill(title, "Theirs")
        one.click("button.main")
        other.fill(title, "Mine")
        with other.expect_navigation() as answered:
            other.click("button.main")
        assert answered.value.status == 409
        expect(other.locator("#yours")).to_have_value("Mine")
        assert other.locator(".source").all_inner_texts() == ["Mine", "Theirs", "Head chef"]
        assert chef(root)["title"]["en"] == "Theirs"  # type: ignore[index]
        other.click("button.main")
        assert chef(root)["title"]["en"] == "Mine"  # type: ignore[index]


def test_everything_works_without_script(browser: Browser, editor: Running, root: Path) -> None:
    with visit(browser, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(editor.opening())
        page.goto(f"{editor.base}/edit/role/head-chef?lang=es")
        page.fill("textarea[name='v:title:es']", "Jefa")
        page.click("button.main")
        expect(page.get_by_role("status")).to_be_visible()
        page.get_by_role("button", name=re.compile("Move down")).first.click()
        page.select_option("#interface", "ru")
        page.locator("header button").click()
        expect(page.locator("html")).to_have_attribute("lang", "ru")
        page.goto(f"{editor.base}/history")
        with page.expect_navigation():
            page.locator("#all summary").click()
            page.locator("#all button").click()
    assert chef(root)["title"]["es"] == "Jefatura de cocina"  # type: ignore[index]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_screen_violates_wcag(browser: Browser, root: Path, tag: str) -> None:
    width, colours = (PHONE, "dark") if tag in ("zh", "ru") else (DESKTOP, "light")
    bad = {}
    with running(root, tag) as editor, visit(browser, viewport=width, color_scheme=colours, bypass_csp=True) as page:
        page.goto(editor.opening())
        place = {"document": "role/head-chef", "at": "", "shown": "en"}
        faulty = {**place, "v__department": "nowhere", "b__department": '"kitchen"'}
        for screen in SCREENS if tag in WHOLLY else SCREENS[3:6]:
            if screen == SCREENS[3]:
                Client(editor).post("/save", **faulty)
                Client(editor).post("/create", kind="wording", name="en")
                about = {"k0__severities": "near-duplicate-duty", "n__severities": "off"}
                Client(editor).post("/save", document="handbook", at="", shown="en", **about)
            page.goto(editor.base + screen)
            assert page.evaluate("document.documentElement.lang") == tag
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), screen
            if found := violations(page):
                bad[screen] = found[:3]
    assert not bad, bad


def test_of_edits_by_two_at_once_none_is_lost_or_merged(editor: Running, root: Path) -> None:
    places = {"en": "Head chef", "es": "Jefatura de cocina"}
    written: dict[str, list[tuple[str, str]]] = {tag: [] for tag in places}
    collided: list[str] = []

    def edit(number: int) -> None:
        client, draw = Client(editors[number], f"person-{number}"), random.Random(number)
        for turn in range(15 * EFFORT):
            tag = draw.choice(list(places))
            page = client.get("/edit/role/head-chef?lang=es")
            base = re.findall(rf'name="b:title:{tag}" value="([^"]*)"', page)[0]
            words = f"{draw.choice(['Chef: #', 'Шеф ', '厨师 - '])}{number}.{turn}"
            fields = {"document": "role/head-chef", "at": "", f"v__title__{tag}": words, f"b__title__{tag}": base}
            status = client.send_form("/save", [("shown", "en"), ("shown", "es")], **fields)
            if status == 303:
                written[tag].append((base, words))
            else:
                assert status == 409
                collided.append(words)

    with running(root) as second:
        editors = (editor, second)
        threads = [threading.Thread(target=edit, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    title = chef(root)["title"]
    assert isinstance(title, dict)
    for tag, first in places.items():
        following = dict(written[tag])
        assert len(following) == len(written[tag]), "two edits were made of one text"
        words, seen = first, 0
        while words in following:
            words, seen = following[words], seen + 1
        assert seen == len(written[tag])
        assert title[tag] == words
    assert sum(map(len, written.values())) + len(collided) == 30 * EFFORT
