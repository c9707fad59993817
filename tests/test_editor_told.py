"""What the editor tells: what waits, what was changed, where one is after a change, what is not released."""

import re
import time
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from rolebook.language.editor_words import editor_words
from rolebook.pipeline.desk.papers import choose_roster
from rolebook.pipeline.edit.word_changes import changed_words
from rolebook.pipeline.translate.accept import accept
from rolebook.source import read_yaml
from rolebook.store.together import journal_of
from tests.browser import PHONE, visit
from tests.conftest import LANGUAGES
from tests.editors import Client, Running

DUTY = {"document": "role/head-chef", "at": "duties", "model": "0", "shown": "en"}


@pytest.fixture
def client(editor: Running) -> Client:
    return Client(editor)


FOLD = '<details id="fold-.*?</details>'


def settled(client: Client, path: str) -> str:
    """Returns a page once the check is done."""
    while "data-checking" in (page := client.get(path)):
        pass
    return page


def test_findings_of_one_kind_are_one_line_that_opens(client: Client, root: Path) -> None:
    settled(client, "/")
    path = root / "roles" / "post-1.yml"
    bad = "".join(f"  - id: x{number}\n    text: Knows sauce number {number}.\n" for number in range(5))
    path.write_text(f"{path.read_text('utf-8')}requirements:\n{bad}", "utf-8")
    page = settled(client, "/")
    (group,) = [one for one in re.findall(FOLD, page, re.DOTALL) if "requirements" in one]
    summary, _, lines = group.partition("</summary>")
    assert "is missing" in summary
    assert "5 in all" in summary
    assert len(re.findall(r'href="/edit/role/post-1\?at=requirements/x\d#f-kind"', lines)) == 5
    path.write_text(path.read_text("utf-8").replace(bad, bad[: bad.index("  - id: x3")]), "utf-8")
    assert "requirements" not in "".join(re.findall(FOLD, settled(client, "/"), re.DOTALL))


def test_changes_are_told_by_label_in_words(client: Client) -> None:
    place = {"document": "role/head-chef", "at": "", "shown": "en"}
    client.post("/save", **place, v__title__en="Chef", b__title__en="Head chef")
    client.post("/save", **place, v__department="", b__department='"kitchen"')
    service = {**DUTY, "at": "service_levels", "order": "[]"}
    client.send_form("/insert", [("v:respond_within", "2"), ("v:respond_within", "days")], **service, v__text__en="Go.")
    page = client.get("/history")
    assert "<del>Head chef</del> <ins>Chef</ins>" in page
    assert "<del>Kitchen</del>" in page
    assert "<ins>Go.</ins>" in page
    assert not re.search("<(del|ins)>[^<]*(department:|kitchen|en:|id:)", page)
    assert client.post("/undo", id="all")[0] == 303
    assert "<del>Chef</del> <ins>Head chef</ins>" in client.get("/history")


@pytest.mark.parametrize("way", ["script", "plain"])
def test_the_focus_goes_with_an_item(browser: Browser, editor: Running, way: str) -> None:
    script = way == "script"
    with visit(browser, viewport=PHONE, java_script_enabled=script) as page:
        page.goto(editor.opening())
        page.goto(f"{editor.base}/add/role/head-chef?at=duties&model=0")
        page.fill("textarea[name='v:text:en']", "Orders fish.")
        page.click("button.main")
        expect(page.get_by_role("status").first).to_contain_text("Added.")
        assert page.url.endswith("#f-duties/orders-fish")
        item = page.locator("[id='f-duties/orders-fish']")
        if script:
            expect(item.locator("a").first).to_be_focused()
        item.get_by_role("button", name="Move up").click()
        expect(page.get_by_role("status").first).to_contain_text("Moved.")
        assert page.url.endswith("#f-duties/orders-fish")
        item.get_by_role("button", name="Remove").click()
        expect(page.get_by_role("status").first).to_contain_text("Removed.")
        assert page.url.endswith("#f-duties/taste")
        if script:
            expect(page.locator("[id='f-duties/taste'] a").first).to_be_focused()
        else:
            page.keyboard.press("Tab")
            assert page.locator("[id='f-duties/taste']").is_visible()


def test_an_empty_queue_leads_to_the_languages_that_wait(client: Client, root: Path) -> None:
    accept(root, (), ("es",), "translated")
    settled(client, "/")
    page = client.get("/translate?lang=en&show=review")
    ((tag, count),) = re.findall(r'<li><a href="/translate\?lang=(\w+)&amp;show=review">[^<]*</a> (\d+)', page)
    assert tag == "es"
    full = client.get("/translate?lang=es&show=review")
    assert f">{count} in all<" in full
    assert "Other languages" not in full
    assert "Other languages" not in client.get("/translate?lang=es")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_competency_is_named_first_and_its_level_after(client: Client, tag: str) -> None:
    assert client.send("GET", f"/interface?tag={tag}")[0] == 303
    page = client.get("/add/role/head-chef?at=competencies&model=0")
    assert 0 < page.index('id="f-id"') < page.index('id="f-level"')


def test_a_text_that_is_not_released_is_named_before_and_after_printing(client: Client, root: Path) -> None:
    people = "person,name,role,entity,language\nE001,Employee 001,head-chef,{},en\n"
    entity = re.findall(
        r"id: ([\w-]+)", (root / "content" / "handbook.yml").read_text("utf-8").partition("entities:")[2]
    )[0]
    choose_roster(root, "people.csv", people.format(entity).encode())
    page = settled(client, "/people")
    before = page.partition('role="note"')[2]
    assert 'href="/redline/role/head-chef"' in before
    assert 'href="/releases"' in before
    status, _, printed = client.post("/print", person="E001")
    assert status == 200
    after = printed.partition('role="note"')[2].partition("</div>")[0]
    assert 'href="/redline/role/head-chef"' in after
    assert "post-1" not in after  # not among what was printed
    assert "printed papers:" in client.get("/history")
    assert "Employee" not in client.get("/history")


@pytest.mark.parametrize(
    ("kind", "other", "folder"), [("role", "head-chef", "roles"), ("policy", "hygiene", "policies")]
)
def test_a_document_begins_as_a_copy(client: Client, root: Path, kind: str, other: str, folder: str) -> None:
    before = (root / folder / f"{other}.yml").read_bytes()
    first = read_yaml(before.decode(), "x")[0]
    new = {"kind": kind, "title": "Night: #1", "name": "night", "copy": other}
    assert client.post("/create", **new)[0] == 303
    made = read_yaml((root / folder / "night.yml").read_text("utf-8"), "x")[0]
    assert made["title"] == {"en": "Night: #1"}
    assert made["revision"] == "1.0"
    assert not {"formerly", "effective", "review", "adoption"} & made.keys()
    same = made.keys() - {"title", "revision"}
    assert len(same) > 2
    assert {name: made[name] for name in same} == {name: first[name] for name in same}
    assert (root / folder / f"{other}.yml").read_bytes() == before
    assert client.post("/create", **{**new, "name": "other", "copy": "../../etc"})[0] == 404
    assert client.post("/undo", id="all")[0] == 303
    assert not (root / folder / "night.yml").exists()


def test_what_was_undone_is_named_and_days_have_no_seconds(client: Client) -> None:
    place = {"document": "role/head-chef", "at": "", "shown": "en"}
    client.post("/save", **place, v__title__en="Chief of the kitchen", b__title__en="Head chef")
    client.post("/undo", id="all")
    first = client.get("/history").partition('<ol class="items">')[2].partition("</li>")[0]
    assert "undid: " in first
    assert "Title" in first
    assert re.search(r"\d{4}, \d\d?:\d\d\W[AP]M ·", unescape(first))


LONG = "The chef tastes every dish. {} Nobody serves what was not tasted. The chef notes what was wrong. {}"


def test_of_a_long_text_only_the_sentences_that_changed_are_shown(client: Client) -> None:
    place = {"document": "role/head-chef", "at": "", "shown": "en"}
    first, second = LONG.format("Plates are warm.", "Then we close."), LONG.format("Plates are hot.", "Then we close.")
    base = re.findall(r'name="b:purpose:en" value="([^"]*)"', client.get("/edit/role/head-chef?lang=en"))[0]
    client.post("/save", **place, v__purpose__en=first, b__purpose__en=unescape(base))
    client.post("/save", **place, v__purpose__en=second, b__purpose__en=first)
    latest = client.get("/history").partition('<ol class="items">')[2].partition("</li>")[0]
    assert "… Plates are <del>warm</del> <ins>hot</ins>. …" in latest
    assert "Nobody serves" not in latest
    assert "tastes every dish" not in latest


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "New words.", [("added", "New words.")]),
        ("Old words.", "", [("removed", "Old words.")]),
        ("One two.", "Three four five six.", [("removed", "One two."), ("added", "Three four five six.")]),
        (
            "先说一句。然后洗手三次。最后离开。",
            "先说一句。然后洗手五次。最后离开。",
            [("same", "… 然后洗手"), ("removed", "三"), ("added", "五"), ("same", "次。 …")],
        ),
        (
            "Aa bb cc. Dd ee ff. Gg hh ii. Jj kk ll.",
            "Aa bb xx. Dd ee ff. Gg hh ii. Jj kk yy.",
            [
                ("same", "Aa bb "), ("removed", "cc"), ("added", "xx"), ("same", ". … Jj kk "),
                ("removed", "ll"), ("added", "yy"), ("same", "."),
            ],
        ),
        ("Same.", "Same.", []),
    ],
)  # fmt: skip
def test_changed_words_are_in_their_sentence(old: str, new: str, told: list[tuple[str, str]]) -> None:
    assert [(one.act, one.text) for one in changed_words(old, new)] == told


def test_times_are_as_the_language_writes_them_and_where_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        at = "2026-11-30T20:05:59+00:00"
        told = {tag: " ".join(editor_words(tag).moment(at).split()) for tag in LANGUAGES}
    finally:
        monkeypatch.undo()
        time.tzset()
    assert told["ru"] == "1 декабря 2026 г., 04:05"
    assert told["zh"] == "2026年12月1日, 04:05"
    assert told["es"] == "1 de diciembre de 2026, 4:05"
    assert not [one for one in told.values() if "+00:00" in one or ":59" in one]


def test_a_release_that_is_refused_is_no_change(client: Client, root: Path) -> None:
    path = root / "roles" / "post-0.yml"
    path.write_text(path.read_text("utf-8").replace("[[role:cook]]", "[[role:nobody]]"), "utf-8")
    before = path.read_bytes()
    form = {"document": "role/post-0", "approver": "role:head-chef", "change": "substantive", "note": "N"}
    assert client.post("/release", **form, revision="7.0")[0] == 400
    assert path.read_bytes() == before
    assert len(journal_of(root)) == 2  # written, and taken back
    assert "<ins>" not in client.get("/history")
    assert 'action="/undo"' not in client.get("/history")


def test_who_collides_sees_with_whom_and_the_words_that_differ(client: Client, editor: Running, root: Path) -> None:
    colleague = Client(editor, "colleague")
    place = {"document": "role/head-chef", "at": "", "shown": "en"}
    client.post("/save", **place, v__title__en="Chef of the kitchen", b__title__en="Head chef")
    status, _, page = client.post("/save", **place, v__title__en="Chef of the bakery", b__title__en="Head chef")
    assert status == 409
    assert "Chef of the <mark>kitchen</mark>" in page
    assert "Chef of the <mark>bakery</mark>" in page
    assert "Take the text of the other window" in page
    assert "saves nothing: that text stays" in page
    assert "You changed this yourself in another window" in page
    texts = {"v__title__en": "Chef of the bakery", "b__title__en": "Head chef"}
    theirs = colleague.post("/save", **place, **texts)[2]
    assert "tester changed this while you were writing" in theirs
    assert "Take theirs" in theirs
    assert "saves nothing: their text stays" in theirs
    path = root / "roles" / "head-chef.yml"
    path.write_text(path.read_text("utf-8") + "# by hand\n", "utf-8")
    assert "changed this outside the editor" in client.post("/save", **place, **texts)[2]
    stale = {"v__department": "", "b__department": '"service"'}
    status, _, page = client.post("/save", **{**place, "document": "role/post-0"}, **stale)
    assert status == 409
    shown = page.partition("<fieldset")[2].partition("</fieldset>")[0]
    assert "<mark>Kitchen</mark>" in shown
    assert "&#34;" not in shown
    stale = {"v__reports_to": "cook", "b__reports_to": '"post-1"'}
    status, _, page = client.post("/save", **{**place, "document": "role/post-0"}, **stale)
    assert status == 409
    assert "<mark>Cook</mark>" in page
    assert "Post 1" in page
    assert re.search('name="v:reports_to" value="cook"', page)


def test_what_was_done_to_items_and_what_was_undone_is_said(client: Client) -> None:
    order = re.findall('name="order" value="([^"]*)"', client.get("/edit/role/head-chef"))[0]
    move = {"document": "role/head-chef", "order": unescape(order), "at": "duties/taste"}
    assert client.post("/items", **move, do="up")[0] == 303
    done = client.get("/history")
    assert re.search("moved in Head chef › Duties: “[^”]+”", unescape(done))
    (wanted, *_) = re.findall('name="id" value="([0-9a-f]+)"', done)
    assert client.post("/undo", id=wanted)[0] == 303
    after = client.get("/history")
    assert '<span class="mark">undone</span>' in after
    assert "moved in Head chef" in after
