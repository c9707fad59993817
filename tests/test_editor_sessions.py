"""Several editors in one browser, and pages of sessions that have ended: nobody is thrown out, no words go unseen."""

import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import visit
from tests.editors import Client, Running, running

TYPED = 'Words that nobody saved, "quoted" & <b>marked</b>'


@pytest.fixture
def client(editor: Running) -> Client:
    return Client(editor)


def test_a_second_editor_in_the_browser_leaves_the_first_alone(browser: Browser, editor: Running, root: Path) -> None:
    other = root.parent / "other"
    shutil.copytree(root, other)
    with running(other) as second, visit(browser) as page:
        page.goto(editor.opening())
        page.goto(second.opening())
        page.goto(f"{editor.base}/edit/role/cook")
        expect(page.get_by_role("heading", level=1)).to_have_text("Cook")
        page.fill("textarea[name='v:title:en']", "Cook of the first")
        page.click("button.main")
        expect(page.get_by_role("status").first).to_contain_text("Saved.")
        page.goto(f"{second.base}/edit/role/cook")
        expect(page.get_by_role("heading", level=1)).to_have_text("Cook")
    assert "Cook of the first" in (root / "roles" / "cook.yml").read_text("utf-8")
    assert "Cook of the first" not in (other / "roles" / "cook.yml").read_text("utf-8")


def test_cookies_have_the_port_in_their_names(client: Client) -> None:
    assert client.cookie.startswith(f"rolebook-editor-{client.editor.port}=")
    name, _, value = client.cookie.partition("=")
    assert client.send("GET", "/", Cookie=f"rolebook-editor={value}")[0] == 303
    assert client.send("GET", "/", Cookie=f"rolebook-editor-1={value}; {name}={value}")[0] == 200


@pytest.mark.parametrize("how", ["cookie", "token"])
def test_a_form_of_an_ended_session_shows_what_was_typed(client: Client, root: Path, how: str) -> None:
    before = (root / "roles" / "cook.yml").read_bytes()
    told = {"csrf": client.csrf if how == "cookie" else "old", "document": "role/cook", "shown": "en", "at": ""}
    told |= {"v:title:en": TYPED, "b:title:en": "Cook", "v:department": "kitchen", "b:department": '"kitchen"'}
    headers = {"Cookie": "rolebook-editor-1=x"} if how == "cookie" else {}
    status, answer, page = client.send("POST", "/save", urlencode(told).encode(), **headers)
    assert status == 403
    assert answer["content-security-policy"].startswith("default-src 'none'")
    assert "<b>marked" not in page
    assert [unescape(one) for one in re.findall(r"<textarea readonly[^>]*>\n(.*?)</textarea>", page)] == [TYPED]
    assert "rolebook edit" in page
    assert client.csrf not in page
    assert (root / "roles" / "cook.yml").read_bytes() == before


def test_a_stranger_gets_nothing_but_the_closed_page(client: Client) -> None:
    status, _, page = client.send("GET", "/closed", Cookie="")
    assert status == 403
    assert "This page is closed" in page
    assert "<nav" not in page
    told = urlencode({"v:title:en": TYPED}).encode()
    assert client.send("POST", "/save", told, Cookie="", Origin="http://evil.example")[0] == 403
    assert TYPED[:10] not in client.send("POST", "/save", told, Cookie="", Origin="http://evil.example")[2]
    assert client.send("POST", "/save", b"x" * (1024 * 1024 + 1), Cookie="")[0] == 413
    media = "multipart/form-data; boundary=b"
    assert client.send("POST", "/pictures", b"--b--", Cookie="", Content_Type=media)[0] == 403


def test_words_stay_on_the_page_when_the_editor_has_ended(browser: Browser, root: Path) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        with running(root) as editor:
            page.goto(editor.opening())
            page.goto(f"{editor.base}/edit/role/cook")
            page.locator("[data-checking]").wait_for(state="detached", timeout=60_000)
        page.fill("textarea[name='v:title:en']", TYPED)
        alert = page.get_by_role("alert")
        expect(alert).to_be_visible(timeout=10_000)  # it saves by itself, and cannot
        expect(alert).to_contain_text("copy it")
        page.click("button.main")
        expect(page.locator("textarea[name='v:title:en']")).to_have_value(TYPED)
        assert page.url.startswith(editor.base)
    assert TYPED not in (root / "roles" / "cook.yml").read_text("utf-8")


def test_the_address_leads_back_to_an_open_editor_and_says_where_else_it_is_open(client: Client) -> None:
    key = client.editor.opening().removeprefix(client.editor.base)
    other = client.cookie
    status, told, _ = client.send("GET", key, Cookie="")
    assert status == 303
    mine = told["set-cookie"].partition(";")[0]
    for cookie in (mine, other):
        status, told, _ = client.send("GET", key, Cookie=cookie)
        assert (status, told["location"], told.get("set-cookie")) == (303, "/", None)
    assert client.send("GET", key, Cookie="")[1]["location"] == "/closed?used"
    status, _, page = client.send("GET", "/closed?used", Cookie="")
    assert status == 403
    assert "open in another window" in page
    assert client.send("GET", "/?key=other", Cookie="")[1]["location"] == "/closed"
    assert client.send("GET", "/?key=other", Cookie=mine)[1]["location"] == "/"
    assert client.send("GET", "/?key=%00%ff", Cookie="")[1]["location"] == "/closed"
