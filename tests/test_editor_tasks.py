"""Tasks of HR in a real browser, one after another in one handbook, and what two browsers and hostile words do."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from rolebook.model.translation.units import State, Translations
from rolebook.pipeline.check.check import check_handbook
from rolebook.source import read_yaml
from tests.browser import DESKTOP, PHONE, visit
from tests.conftest import EFFORT
from tests.editors import Client, Running, running
from tests.edits import files, grown_firm

HOSTILE = "\"><img src=x onerror='window.owned=1'></textarea><script>window.owned=1</script>{{7*7}}"
SCREENS = (
    "/",
    "/list/role",
    "/list/policy",
    "/edit/role/head-chef?lang=es",
    "/edit/policy/hygiene?lang=es",
    "/edit/policy/discipline",
    "/edit/handbook",
    "/edit/glossary",
    "/translate?lang=es",
    "/translate?lang=es&show=review",
    "/history",
    "/preview/es/roles/head-chef.html",
    "/releases",
    "/redline/role/head-chef",
    "/redline/policy/hygiene",
    "/people",
    "/import",
    "/pictures",
    "/law",
    "/pages",
    "/law-words?place=ES&lang=en",
    "/interface-words?topic=sanction&lang=en",
    "/edit/glossary?at=terms/rota",
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return grown_firm(tmp_path_factory.mktemp("tasks") / "firm")


@pytest.fixture(scope="module")
def editor(root: Path) -> Iterator[Running]:
    with running(root) as editor:
        yield editor


def role(root: Path, name: str) -> dict[str, Any]:
    return dict(read_yaml((root / "roles" / f"{name}.yml").read_text("utf-8"), "x")[0])


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#live-told .told")).to_be_visible(timeout=20_000)


def wait_for_check(page: Page) -> None:
    expect(page.locator("[data-checking]")).to_have_count(0, timeout=60_000)


def test_three_findings_are_mended(browser: Browser, editor: Running, root: Path) -> None:
    chef = root / "roles" / "head-chef.yml"
    chef.write_text(chef.read_text("utf-8").replace("department: kitchen", "department: kitchn"), "utf-8")
    for number, words in (("1", "[[role:cuk]]"), ("2", "{entiti}")):
        post = root / "roles" / f"post-{number}.yml"
        post.write_text(re.sub(r"en: Does work \d\.", f'en: "{words} works."', post.read_text("utf-8")), "utf-8")
    mends = {
        "Head chef › Department": lambda page: page.select_option("select[name='v:department']", "kitchen"),
        "Post 1 › Purpose": lambda page: page.fill("textarea[name='v:purpose:en']", "Works with [[role:cook]]."),
        "Post 2 › Purpose": lambda page: page.fill("textarea[name='v:purpose:en']", "Works."),
    }
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(editor.opening())
        wait_for_check(page)
        errors = page.locator("section[aria-labelledby=w-error] .finding").count()
        assert errors >= 3
        for name, mend in mends.items():
            page.goto(editor.base)
            wait_for_check(page)
            page.locator("section[aria-labelledby=w-error]").get_by_role("link", name=name).first.click()
            mend(page)
            save(page)
        page.goto(editor.base)
        wait_for_check(page)
        assert page.locator("section[aria-labelledby=w-error] .finding").count() <= errors - 3


def test_five_strings_are_translated_and_a_colleague_reviews_one(browser: Browser, editor: Running, root: Path) -> None:
    client = Client(editor, "author")
    for number, field in enumerate(("territory", "schedule", "replaced_by", "headings", "grade")[:1] * 3):
        words = f"Area {number}."
        told = {"document": f"role/post-{number}", "at": "", "shown": "en"}
        client.post("/save", **told, **{f"v__{field}__en": words, f"b__{field}__en": ""})
    with visit(browser, viewport=PHONE) as page:
        page.goto(editor.opening("translator"))
        page.goto(f"{editor.base}/translate?lang=es")
        for number in range(5):
            first = page.locator("form.string").first
            place = first.locator("input[name=place]").input_value()
            area = first.locator("textarea")
            if not area.input_value():
                area.fill(f"Texto {number}.")
            with page.expect_navigation():
                first.get_by_role("button", name="Confirm the translation").click()
            expect(page.locator("#live-told .told")).to_be_visible(timeout=20_000)
            assert state_of(root, place) is State.TRANSLATED
    with visit(browser, viewport=PHONE) as page:
        page.goto(editor.opening("reviewer"))
        page.goto(f"{editor.base}/translate?lang=es")
        page.get_by_role("link", name="Confirmed, not reviewed yet").click()
        form = page.locator(f"form.string:has(input[name=place][value='{place}'])")
        form.get_by_role("button", name="Mark as reviewed").click()
        expect(page.locator("#live-told .told")).to_be_visible(timeout=20_000)
    assert state_of(root, place) is State.REVIEWED


def test_what_was_typed_at_other_strings_stays(browser: Browser, editor: Running, root: Path) -> None:
    client = Client(editor, "author")
    for number in range(2):
        told = {"document": f"role/post-{number}", "at": "", "shown": "en"}
        client.post("/save", **told, v__territory__en=f"Area {number}.", b__territory__en="")
    with visit(browser) as page:
        page.goto(editor.opening("translator"))
        page.goto(f"{editor.base}/translate?lang=es")
        forms = [
            page.locator(f"form.string:has(input[name=place][value='role/post-{number}/territory'])")
            for number in range(2)
        ]
        for number, form in enumerate(forms):
            form.locator("textarea").fill(f"Zona {number}.")
        forms[0].get_by_role("button", name="Confirm the translation").click()
        expect(page.locator("#live-told .told")).to_be_visible(timeout=20_000)
        expect(forms[1].locator("textarea")).to_have_value("Zona 1.")
        forms[1].get_by_role("button", name="Confirm the translation").click()
        expect(forms[1]).to_have_count(0, timeout=20_000)
    assert state_of(root, "role/post-1/territory") is State.TRANSLATED


def state_of(root: Path, place: str) -> State:
    handbook = check_handbook(root).handbook
    assert handbook is not None
    return next(one.state for one in Translations(handbook).units("es") if one.place == place)


def test_a_post_is_hung_elsewhere_and_a_policy_begun(browser: Browser, editor: Running, root: Path) -> None:
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(editor.opening("boss"))
        page.get_by_role("link", name="Roles").click()
        page.fill("#q", "Post 0")
        page.get_by_role("link", name="Post 0").click()
        page.select_option("select[name='v:reports_to']", "cook")
        save(page)
        assert role(root, "post-0")["reports_to"] == "cook"
        page.get_by_role("link", name="Policies").click()
        page.fill("#new-title", "Wine: rules # 1")
        page.get_by_role("button", name="Create").click()
        expect(page.get_by_role("heading", name="Wine: rules # 1", level=1)).to_be_visible()
        page.get_by_role("link", name="Last changes").click()
        page.locator("summary", has_text="Undo all of my changes").click()
        page.get_by_role("button", name="Undo all of my changes").click()
        expect(page.locator("#live-told .told")).to_be_visible(timeout=20_000)
    assert role(root, "post-0")["reports_to"] == "head-chef"
    assert not list((root / "policies").glob("wine*"))


RACE = """async ([tag, who, count]) => {
  const csrf = document.querySelector("input[name=csrf]").value;
  let base = document.querySelector(`input[name="b:title:${tag}"]`).value;
  const done = {written: [], collided: 0, other: []};
  for (let turn = 0; turn < count; turn++) {
    const words = `${who} ${turn}: # ${tag}`;
    const body = new URLSearchParams({csrf, document: "role/head-chef", at: "", shown: tag});
    body.append(`v:title:${tag}`, words); body.append(`b:title:${tag}`, base);
    const answer = await fetch("/save", {method: "POST", body, redirect: "manual"});
    if (answer.type === "opaqueredirect") { done.written.push([base, words]); base = words; }
    else if (answer.status === 409) {
      done.collided++;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      base = page.querySelector(`input[name="b:title:${tag}"]`).value;
    } else done.other.push(answer.status);
  }
  return done;
}"""


def test_of_edits_by_two_browsers_at_once_none_is_lost_or_merged(browser: Browser, editor: Running, root: Path) -> None:
    count = 12 * EFFORT
    first = role(root, "head-chef")["title"]["en"]
    with browser.new_context() as one, browser.new_context() as other:
        pages = [context.new_page() for context in (one, other)]
        for number, page in enumerate(pages):
            page.goto(editor.opening(f"racer-{number}"))
            page.goto(f"{editor.base}/edit/role/head-chef?lang=es")
            page.evaluate(f"window.race = ({RACE})(['en', 'racer {number}', {count}])")
        done = [page.evaluate("window.race") for page in pages]
    assert not [one["other"] for one in done if one["other"]]
    written = [tuple(pair) for one in done for pair in one["written"]]
    following = dict(written)
    assert len(following) == len(written), "two edits were made of one text"
    words, seen = first, 0
    while words in following:
        words, seen = following[words], seen + 1
    assert seen == len(written)
    assert role(root, "head-chef")["title"]["en"] == words
    assert len(written) + sum(one["collided"] for one in done) == 2 * count
    assert all(one["written"] for one in done)


def test_hostile_words_in_every_field_stay_words(browser: Browser, editor: Running, root: Path) -> None:
    client, filled = Client(editor, "hostile"), 0
    before = {path: path.read_bytes() for path in files(root)}
    for document in ("role/head-chef", "role/cook", "policy/hygiene", "policy/discipline", "glossary", "handbook"):
        for at in ("", *parts_of(client, document)):
            filled += fill_all(client, document, at)
    assert filled > 60
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(editor.opening("looker"))
        for screen in SCREENS:
            page.goto(editor.base + screen)
            assert page.evaluate("window.owned === undefined"), screen
            assert not page.evaluate("document.querySelector('img[src=x], script:not([src])')"), screen
            assert "49" not in page.title()
    for path, content in before.items():
        path.write_bytes(content)


def parts_of(client: Client, document: str) -> list[str]:
    """The first levels of parts and items below a document."""
    page = client.get(f"/edit/{document}")
    found = re.findall(rf'href="/edit/{document}\?at=([^&"#]+)', page)
    return list(dict.fromkeys(unescape(one).replace("%2F", "/") for one in found))[: 12 * EFFORT]


def fill_all(client: Client, document: str, at: str) -> int:
    """Writes hostile words into every text of a form, one form at once, and returns how many there were."""
    page = client.get(f"/edit/{document}?at={at}")
    names = re.findall(r'<textarea[^>]* name="(v:[^"]+)"', page)
    bases = {name: unescape(base) for name, base in re.findall(r'name="(b:[^"]+:[^"]+)" value="([^"]*)"', page)}
    fields = {name.replace(":", "__"): HOSTILE for name in names}
    fields |= {f"b{name[1:]}".replace(":", "__"): bases.get(f"b{name[1:]}", "") for name in names}
    shown = [("shown", tag) for tag in re.findall('name="shown" value="([^"]+)"', page)]
    status = client.send_form("/save", shown, document=document, at=at, **fields)
    assert status == 303, (document, at, status)
    return len(names)
