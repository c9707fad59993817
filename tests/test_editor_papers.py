"""The loop without a terminal, in a real browser: a roster, papers, scans, reminders, a release, the site."""

import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.register.issued_copies import issued_in
from rolebook.pipeline.register.personal_places import place_of
from rolebook.source import read_yaml
from tests.browser import PHONE, visit
from tests.editors import Client, Running, running
from tests.registers import HEAD, ONE, TWO, on_one_page, register_of, sheets_of, states


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    init_handbook(root, ("en", "es"), ("ES", "GB"))
    on_one_page(root)
    (tmp_path / "people.csv").write_text(HEAD + ONE + TWO, "utf-8")
    return root


@pytest.fixture
def root(shop: Path) -> Path:
    return shop


@pytest.fixture
def client(editor: Running) -> Client:
    return Client(editor)


@pytest.mark.parametrize("tag", ["en", "es", "ru"])
def test_the_example_of_a_list_is_read_as_it_comes(client: Client, tag: str) -> None:
    client.send("GET", f"/interface?tag={tag}&back=/")
    status, headers, content = client.ask("GET", "/people.csv")
    assert (status, headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert "Employee 001" in content.decode("utf-8-sig")
    assert client.upload("/people", content, "people.csv")[0] == 303
    page = client.get("/people")
    assert "Employee 001" in page
    assert "Employee 002" in page
    assert 'class="told-line tone-' not in page.partition('id="print"')[0], "every row was read"


def test_a_paper_is_printed_for_a_person_and_its_scan_confirmed(
    page: Page, editor: Running, shop: Path, tmp_path: Path
) -> None:
    page.get_by_role("link", name="Papers").click()
    page.set_input_files("input[name=roster]", tmp_path / "people.csv")
    page.get_by_role("button", name="Read the file").first.click()
    expect(page.locator("main")).to_contain_text("People: 2")
    page.get_by_label("Employee 001").check()
    page.get_by_role("button", name="Print for the chosen people").click()
    papers = register_of(shop) / "documents"
    assert not (shop / "documents").exists(), "nothing of people leaves the folder of the registers"
    (code,) = [one for one in issued_in([papers / "copies.jsonl"]).values() if one.document == "role/team-member"]
    (path,) = [papers / one.name for one in papers.glob("*team-member*.pdf")]
    link = page.locator("ul.index a", has_text="Team member")
    assert link.get_attribute("href") == f"/printed/{path.name}"
    with page.expect_response(re.compile("/printed/")) as sent:
        page.evaluate("href => fetch(href)", link.get_attribute("href"))
    assert sent.value.headers["content-type"] == "application/pdf"
    scan = tmp_path / "tray.pdf"
    pages = sheets_of(path, code, ["acknowledge"])
    pages[0].save(scan, save_all=True, append_images=pages[1:])
    page.locator("main").get_by_role("link", name="Scans and signatures").last.click()
    page.set_input_files("input[name=scans]", scan)
    page.get_by_role("button", name="Read the file").click()
    assert page.locator("img.line-picture").first.evaluate("one => one.naturalWidth") > 100
    assert not page.locator("fieldset input:checked").count(), "nothing is said before somebody looked"
    page.get_by_label("Signed", exact=True).first.check()
    page.get_by_role("button", name="Record the answers").click()
    expect(page.locator(".told-line")).to_have_count(1)
    expect(page.locator(".told-line")).to_contain_text("Employee 001, Team member: the signature is recorded.")
    assert states(shop)["E001", "role/team-member"] == "completed"
    page.goto(editor.base)
    expect(page.locator("section[aria-labelledby=owed] li").first).to_be_visible()
    page.goto(f"{editor.base}/unsigned")
    page.get_by_role("button", name="Write reminders").click()
    mail = page.locator("main li a").first
    expect(mail).to_have_text("Employee 001")
    assert Client(editor).send("GET", str(mail.get_attribute("href")))[0] == 200
    for one in (one for one in register_of(shop).rglob("*") if one.is_file() and one.name != ".gitignore"):
        assert place_of("register", one.relative_to(register_of(shop)).as_posix()), one
        assert one.stat().st_mode & 0o077 == 0, one
    assert not list((register_of(shop) / "scans").glob("[!.]*"))


def test_a_changed_role_is_released_with_its_redline(page: Page, editor: Running, shop: Path) -> None:
    def release(revision: str) -> None:
        page.goto(f"{editor.base}/redline/role/team-lead")
        page.fill("#revision", revision)
        page.select_option("#approver", "office:hr-office")
        page.fill("#note", "Said: more # clearly")
        page.get_by_role("button", name="Release").click()
        expect(page.get_by_role("status")).to_be_visible()

    release("1.0")
    page.goto(f"{editor.base}/edit/role/team-lead?lang=es")
    page.locator("textarea[name='v:purpose:en']").fill("Leads the whole team.")
    with page.expect_navigation():
        page.click("button.main")
    page.get_by_role("link", name="Release and publish").click()
    page.get_by_role("region", name="Releases").get_by_role("link", name="Team lead", exact=True).click()
    assert page.locator("ins").all_inner_texts()
    assert page.locator("del").all_inner_texts()
    changed = page.locator("p", has_text="Changed since the last release")
    assert "English 1" in changed.inner_text()
    assert changed.locator("a").all_inner_texts() == ["English"]
    release("1.1")
    released = sorted(path.name for path in (shop / "content" / "releases" / "role" / "team-lead").iterdir())
    assert released == ["1.0.json", "1.1.json"]
    found = json.loads((shop / "content/releases/role/team-lead/1.1.json").read_text("utf-8"))
    assert (found["approver"], found["note"]) == ("office:hr-office", {"en": "Said: more # clearly"})
    tree, _ = read_yaml((shop / "roles" / "team-lead.yml").read_text("utf-8"), "x")
    assert tree["revision"] == "1.1"
    page.goto(f"{editor.base}/redline/role/team-lead")
    assert page.input_value("#approver") == "office:hr-office"
    page.goto(f"{editor.base}/history")
    told = page.locator("ol.items > li").all_inner_texts()
    assert ["released Team lead 1.1" in told[0], "released Team lead 1.0" in told[-1]] == [True, True]


def test_a_release_counts_whatever_the_clock_said_before(page: Page, editor: Running, shop: Path) -> None:
    for revision in ("1.0", "1.1"):
        page.goto(f"{editor.base}/redline/role/team-lead")
        page.fill("#revision", revision)
        page.select_option("#approver", "office:hr-office")
        page.get_by_role("button", name="Release").click()
        expect(page.get_by_role("status")).to_be_visible()
        path = shop / "content" / "releases" / "role" / "team-lead" / f"{revision}.json"
        told = json.loads(path.read_text("utf-8"))
        if revision == "1.0":
            path.write_text(json.dumps({**told, "released": "2099-01-01"}), "utf-8")
    page.goto(f"{editor.base}/releases")
    row = page.locator("#live-releases tr", has_text="Team lead")
    assert row.locator("td").all_inner_texts()[1:] == ["1.1", "1.1", "–"]
    page.locator("#live-releases tr", has_text="Team member").get_by_role("link", name="Release").click()
    expect(page.locator("#revision")).to_be_visible()


def test_what_stands_in_the_way_is_said_before(page: Page, editor: Running, shop: Path) -> None:
    page.goto(f"{editor.base}/scans")
    assert not page.locator("input[type=file]").count()
    page.locator("main").get_by_role("link", name="People").last.click()
    expect(page.get_by_role("button", name="Read the file").first).to_be_visible()
    page.goto(f"{editor.base}/unsigned")
    assert not page.get_by_role("button", name="Ask everybody").count(), "there is nobody to ask"
    page.goto(f"{editor.base}/people")
    help_there = page.locator("form.boxed").inner_text()
    assert "“entity” (the employer)" in help_there
    employers = read_yaml((shop / "content" / "handbook.yml").read_text("utf-8"), "x")[0]["entities"]
    assert all(one["name"]["en"] in help_there for one in employers)
    page.goto(f"{editor.base}/redline/role/team-lead")
    assert not page.get_by_role("note").count()
    role = shop / "roles" / "team-lead.yml"
    role.write_text(f"{role.read_text('utf-8')}\ndeputies: [nobody-at-all]\n", "utf-8")
    page.goto(f"{editor.base}/redline/role/team-lead")
    expect(page.locator("[data-checking]")).to_have_count(0, timeout=20_000)
    page.reload()
    expect(page.get_by_role("note")).to_contain_text("errors")


def test_the_site_is_published_with_what_changed(page: Page, editor: Running, shop: Path) -> None:
    def publish() -> None:
        page.goto(f"{editor.base}/releases")
        page.get_by_role("button", name="Publish the site").click()
        expect(page.locator("#publish .tone-done")).to_be_visible(timeout=120_000)

    page.goto(f"{editor.base}/releases")
    expect(page.locator("#publish")).to_contain_text("not published yet")
    publish()
    assert (shop / "site" / "en" / "roles" / "team-lead.html").is_file()
    expect(page.locator("#publish")).to_contain_text("by tester")
    expect(page.locator("#publish")).to_contain_text("Nothing changed since")
    page.goto(f"{editor.base}/edit/role/team-lead?lang=es")
    page.locator("textarea[name='v:purpose:en']").fill("Leads the whole team.")
    with page.expect_navigation():
        page.click("button.main")
    page.goto(f"{editor.base}/releases")
    assert page.locator("#live-publish > ul a").all_inner_texts() == ["Team lead"]
    publish()
    told = page.locator("#publish details li").all_text_contents()
    assert any("en/roles/team-lead.html" in one for one in told)
    assert not any("team-member" in one for one in told)
    with running(shop, "es") as later:
        known = Client(later).get("/releases")
        assert "por <bdi>tester</bdi>" in known, "another editor of the same handbook knows it, too"
        assert "en/roles/team-lead.html" in known
        (shop / "site").rename(shop / "away")
        assert "todavía no se ha publicado" in Client(later).get("/releases")
        (shop / "site").mkdir()
        elsewhere = Client(later).get("/releases")
        assert "no con el editor" in elsewhere
        assert "<bdi>tester</bdi>" not in elsewhere.partition('id="live-publish"')[2].partition("</section>")[0]


def test_publishing_is_followed_without_script(browser: Browser, editor: Running, shop: Path) -> None:
    with visit(browser, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(editor.opening())
        page.goto(f"{editor.base}/releases")
        page.get_by_role("button", name="Publish the site").click()
        shown = page.locator("#publish")
        assert "Step" in shown.inner_text()
        assert page.locator("progress").count() == 1
        assert not page.get_by_role("button", name="Publish the site").count()
        heading, header = page.locator("#publish h2").bounding_box(), page.locator("header").bounding_box()
        assert heading
        assert header
        assert heading["y"] >= max(0, header["y"] + header["height"]), "its title is not under the header"
        expect(page.locator("#publish .tone-done")).to_be_visible(timeout=120_000)
        assert (shop / "site").is_dir()
        assert not page.locator("meta[http-equiv=refresh]").count()


def test_a_publication_with_errors_says_so_and_keeps_the_last(client: Client, shop: Path) -> None:
    role = shop / "roles" / "team-lead.yml"
    role.write_text(f"{role.read_text('utf-8')}\ndeputies: [nobody-at-all]\n", "utf-8")
    assert client.post("/publish")[0] == 303
    while "data-publishing" in (page := client.get("/releases")):
        time.sleep(0.2)
    assert "Not published" in page
    assert not (shop / "site").exists()


def test_a_draft_of_the_paper_is_shown(page: Page, editor: Running, shop: Path) -> None:
    page.goto(f"{editor.base}/edit/role/team-lead?lang=es")
    page.get_by_role("link", name="Preview of the paper").click()
    page.select_option("#in", "GB")
    page.select_option("#lang", "en")
    page.get_by_role("button", name="Show").last.click()
    shown = page.locator("img.paper-page")
    assert shown.count() >= 1
    assert shown.first.evaluate("one => one.complete && one.naturalWidth") > 400
    assert not (shop / "documents").exists()


def test_files_are_taken_where_they_are_asked_for_and_in_bounds(shop: Path, editor: Running) -> None:
    client = Client(editor)

    def send(path: str, name: str, content: bytes, csrf: str = "") -> int:
        head = '--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n' + (csrf or client.csrf) + "\r\n"
        head += f'--b\r\nContent-Disposition: form-data; name="f"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + b"\r\n--b--\r\n"
        return client.send("POST", path, body, Content_Type="multipart/form-data; boundary=b")[0]

    assert send("/people", "../../people.exe", b"MZ") == 400
    assert send("/people", "people.csv", HEAD.encode(), csrf="guess") == 403
    assert send("/save", "people.csv", HEAD.encode()) in (400, 403)
    assert (
        client.send("POST", "/people", b"", Content_Length="999999999", Content_Type="multipart/form-data; boundary=b")[
            0
        ]
        == 413
    )
    assert client.send("POST", "/people", b"--c\r\n", Content_Type="multipart/form-data; boundary=b")[0] in (400, 403)
    assert send("/people", "../../../etc/people.csv", (HEAD + ONE).encode()) == 303
    assert [path.name for path in (register_of(shop) / "roster").glob("[!.]*")] == ["roster.csv"]
    assert send("/scans", "tray.exe", b"MZ") == 400
    for name in ("..%2f..%2fpeople.csv", "%00", "roster.csv", "copies.jsonl", "none.pdf"):
        assert client.send("GET", f"/printed/{name}")[0] == 404
    assert client.post("/print", person="E999")[0] == 400
    assert client.post("/lines")[0] == 400
