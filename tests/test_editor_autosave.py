"""Saving by itself: what was typed is in the file, nothing half composed is, and nobody's words are overwritten."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rolebook.source import read_yaml
from rolebook.store.together import journal_of
from tests.editors import Client, Running

TITLE = "textarea[name='v:title:en']"
SAVED = "#live-told .told"


@pytest.fixture
def page(page: Page, editor: Running) -> Page:
    page.goto(f"{editor.base}/edit/role/head-chef?lang=es")
    return page


def title(root: Path) -> dict[str, str]:
    return dict(read_yaml((root / "roles" / "head-chef.yml").read_text("utf-8"), "x")[0]["title"])


def test_what_was_typed_is_saved_by_itself_and_again(page: Page, root: Path) -> None:
    page.fill(TITLE, "Chef: #1")
    expect(page.locator(SAVED)).to_be_visible(timeout=20_000)
    assert title(root)["en"] == "Chef: #1"
    page.fill(TITLE, "Chef: #2")
    page.select_option("select[name='v:department']", "")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**told=*")
    expect(page.locator(TITLE)).to_have_value("Chef: #2")
    assert title(root)["en"] == "Chef: #2"
    assert len(journal_of(root)) <= 3


def test_findings_come_beside_the_field_while_the_page_stays(page: Page) -> None:
    page.fill("textarea[name='v:purpose:en']", "Leads [[role:nobody]].")
    expect(page.locator("#e-purpose .finding").first).to_be_visible(timeout=20_000)
    expect(page.locator("textarea[name='v:purpose:en']")).to_be_focused()


def test_half_a_composed_character_is_not_saved(page: Page, root: Path) -> None:
    text = page.locator(TITLE)
    text.focus()
    for word in ("z", "zh", "zhu"):
        page.evaluate(
            """word => {
              const field = document.activeElement;
              field.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
              field.value = word;
              field.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true}));
            }""",
            word,
        )
    page.wait_for_timeout(3500)
    assert title(root)["en"] == "Head chef"
    page.evaluate(
        """() => {
          document.activeElement.value = "主厨";
          document.activeElement.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true}));
        }"""
    )
    expect(page.locator(SAVED)).to_be_visible(timeout=20_000)
    assert title(root)["en"] == "主厨"


def test_a_text_that_somebody_else_changed_meanwhile_is_not_overwritten(
    browser: Browser, root: Path, editor: Running
) -> None:
    with browser.new_context() as context:  # the answer 409 is an error to a console
        page = context.new_page()
        page.goto(editor.opening())
        page.goto(f"{editor.base}/edit/role/head-chef?lang=es")
        collide(page, root, Client(editor, "other"))


def collide(page: Page, root: Path, other: Client) -> None:
    told = {"document": "role/head-chef", "at": "", "shown": "es"}
    page.fill(TITLE, "Mine")
    expect(page.locator(SAVED)).to_be_visible(timeout=20_000)
    assert other.post("/save", **told, v__title__es="Suyo", b__title__es="Jefatura de cocina")[0] == 303
    page.fill(TITLE, "Mine again")
    page.wait_for_function("() => document.querySelector('form[data-autosave]').saved.includes('Mine again')")
    assert title(root) | {"no": ""} == {"en": "Mine again", "es": "Suyo", "no": ""}, (
        "a text that I did not touch keeps their words"
    )
    page.fill("textarea[name='v:title:es']", "Mío")
    page.wait_for_selector("#yours")
    assert title(root)["es"] == "Suyo"


def test_an_entry_of_a_map_is_saved_by_itself_shown_and_changed_again(page: Page, root: Path) -> None:
    def seen() -> dict[str, str]:
        said = read_yaml((root / "roles" / "head-chef.yml").read_text("utf-8"), "x")[0]
        return dict(said.get("field_visibility") or {})

    page.get_by_text("Add a field").first.click()
    page.select_option("select[name='k0:field_visibility']", "grade")
    page.wait_for_timeout(1200)
    assert seen() == {}  # half an entry is none
    page.select_option("select[name='n:field_visibility']", "managers")
    row = page.locator("select[name='v:field_visibility:grade']")
    expect(row).to_have_value("managers", timeout=20_000)
    assert seen() == {"grade": "managers"}
    expect(page.locator("select[name='k0:field_visibility']")).to_have_value("")
    row.select_option("public")
    page.wait_for_timeout(600)
    page.fill(TITLE, "Chef of all")
    page.wait_for_function("() => document.querySelector('form[data-autosave]').saved.includes('Chef of all')")
    assert seen() == {"grade": "public"}
    row.select_option("")
    expect(row).to_have_count(0, timeout=20_000)
    assert seen() == {}
    assert title(root)["en"] == "Chef of all"
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Somebody else")
