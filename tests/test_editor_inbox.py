"""Documents that come in through the editor, new roles and policies, in a real browser."""

import re
from pathlib import Path

from docx import Document
from playwright.sync_api import Page, expect

from rolebook.pipeline.check.check import check_handbook
from rolebook.source import read_yaml
from rolebook.store.working_folder import working_folder
from tests.editors import Client, Running

DUTIES = ("Receives guests at the door.", "Keeps the list of tables.", "Answers the telephone: politely # always.")


def word_file(path: Path) -> Path:
    document = Document()
    document.add_heading("Head waiter", 0)
    document.add_heading("Purpose", 1)
    document.add_paragraph("Makes guests feel welcome.")
    document.add_heading("Duties", 1)
    for one in DUTIES:
        document.add_paragraph(one, style="List Bullet")
    document.add_heading("Parking spaces", 1)
    document.add_paragraph("Number of parking spaces: four, behind the house.")
    document.add_paragraph("Form 17, printed on green paper.")
    document.save(str(path))
    return path


def test_a_word_file_is_imported_and_its_leftovers_find_a_place(
    page: Page, root: Path, tmp_path: Path, editor: Running
) -> None:
    page.get_by_role("link", name="Import").click()
    page.set_input_files("input[type=file]", word_file(tmp_path / "Head waiter.docx"))
    page.get_by_role("button", name="Read the file").click()
    if page.get_by_role("link", name="Back").count():
        page.goto(f"{editor.base}/import")
        page.get_by_role("link", name="Head waiter").first.click()
    (path,) = (root / "roles" / "imported").iterdir()
    words = " ".join(page.locator(".source-lines li").all_inner_texts())
    assert all(one in words for one in DUTIES)
    fields = page.locator("section[aria-labelledby=fields]").inner_text()
    assert "Makes guests feel welcome." in fields
    before = page.locator("[id^=left-]").count()
    assert before >= 2, page.locator("main").inner_text()
    settled = page.locator("details:has([id^=left-])")
    expect(settled.locator("summary")).to_contain_text(f"{settled.locator('[id^=left-]').count()} in all")
    unplaced = page.locator("section[aria-labelledby=left] li")
    assert not [one for one in unplaced.all_inner_texts() if "became a field" in one]
    for _ in range(2):
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        left = page.locator("[id^=left-] form").first
        said = page.locator("[id^=left-]:has(form) .item > span").first.inner_text()
        left.locator("select").select_option("duties")
        left.get_by_role("button").click()
        expect(page.locator("textarea[name='v:text:en']")).to_have_value(said)
        page.click("button.main")
        expect(page.get_by_role("status")).to_be_visible()
        assert said in path.read_text("utf-8").replace("\\", "")
    assert page.locator("[id^=left-] form").count() == before - 2
    tree, _ = read_yaml(path.read_text("utf-8"), "x")
    assert len(tree["duties"]) == len(DUTIES) + 2
    kept = [one for one in (working_folder(root) / "import").rglob("*") if one.is_file()]
    assert not [one for one in kept if one.suffix == ".docx"]
    assert all(one.stat().st_mode & 0o077 == 0 for one in kept)


def forms_of(page: str, action: str) -> list[dict[str, str]]:
    """The hidden fields of each form that leads to an address."""
    found = re.findall(rf'<form method="post" action="{action}"[^>]*>(.*?)</form>', page, re.DOTALL)
    return [dict(re.findall(r'name="(\w+)" value="([^"]*)"', one)) for one in found]


def imported_waiter(client: Client, tmp_path: Path) -> str:
    content = word_file(tmp_path / "waiter.docx").read_bytes()
    assert client.upload("/import", content, "waiter.docx")[0] in (200, 303)
    return client.get("/imported/role/head-waiter")


def test_words_are_placed_in_texts_too_and_each_place_is_offered(editor: Running, root: Path, tmp_path: Path) -> None:
    client = Client(editor)
    page = imported_waiter(client, tmp_path)
    for label in ("Purpose", "Working conditions › Hours", "Career path", "Duties", "Rights"):
        assert re.search(rf">{label}</option>", page), label
    for never in ("Title", "Headings", "Appointed by", "Dismissed by"):
        assert not re.search(rf">{never}</option>", page)
    (path,) = (root / "roles" / "imported").iterdir()
    doubts = [one for one in forms_of(page, "/place") if "doubt" in one]
    words = {
        one["doubt"]: re.search(rf'id="doubt-{one["doubt"]}"><div class="item"><span dir="auto">(.*?)</span>', page)
        for one in doubts
    }
    number, said = next((number, found[1]) for number, found in words.items() if found)
    assert client.post("/place", document="role/head-waiter", doubt=number, to="text:conditions/hours")[0] == 303
    tree, _ = read_yaml(path.read_text("utf-8"), "x")
    assert tree["conditions"]["hours"] == {"en": said} or tree["conditions"]["hours"] == said
    assert path.read_text("utf-8").replace("\\", "").count(said) == 1, "it is moved, not copied"
    once = path.read_bytes()
    assert client.post("/place", document="role/head-waiter", doubt=number, to="text:purpose")[0] == 303
    assert path.read_bytes() == once, "it has a place already"
    after = client.get("/imported/role/head-waiter")
    assert f'id="doubt-{number}"' not in after
    for other in [one["doubt"] for one in forms_of(after, "/place") if "doubt" in one]:
        assert client.post("/place", document="role/head-waiter", doubt=other, to="text:purpose")[0] == 303
    tree, _ = read_yaml(path.read_text("utf-8"), "x")
    assert "sections" not in tree or not tree["sections"], "nothing was left below its heading"
    for wrong in (
        "",
        "text:appointment/text",
        "text:title",
        "text:nothing",
        "text:headings/duties",
        "text:",
        "nothing",
        "../x",
    ):
        left = client.post("/place", document="role/head-waiter", doubt=number, to=wrong)[0]
        assert left in (303, 404), wrong
    assert read_yaml(path.read_text("utf-8"), "x")[0] == tree


def test_a_doubtful_line_is_said_to_be_right(editor: Running, root: Path, tmp_path: Path) -> None:
    client = Client(editor)
    page = imported_waiter(client, tmp_path)
    before = [one["doubt"] for one in forms_of(page, "/looked")]
    assert before
    (path,) = (root / "roles" / "imported").iterdir()
    text = path.read_bytes()
    assert client.post("/looked", document="role/head-waiter", doubt=before[0])[0] == 303
    assert [one["doubt"] for one in forms_of(client.get("/imported/role/head-waiter"), "/looked")] == before[1:]
    assert path.read_bytes() == text
    assert client.post("/looked", document="role/head-waiter", doubt="999")[0] == 303
    assert client.post("/looked", document="role/cook", doubt="0")[0] == 404


def test_an_import_is_taken_back_while_nobody_changed_what_it_made(editor: Running, root: Path, tmp_path: Path) -> None:
    client = Client(editor)
    before = {one: one.read_bytes() for one in root.rglob("*.yml")}
    imported_waiter(client, tmp_path)
    history = client.get("/history")
    assert "imported Head waiter" in history
    (wanted,) = [one["id"] for one in forms_of(history, "/undo") if one["id"] != "all"][:1]
    assert client.post("/undo", id=wanted)[0] == 303
    assert {one: one.read_bytes() for one in root.rglob("*.yml")} == before
    assert "Head waiter" in client.get("/history")
    imported_waiter(client, tmp_path)
    (path,) = (root / "roles" / "imported").iterdir()
    path.write_text(path.read_text("utf-8") + "grade: K9\n", "utf-8")
    (wanted,) = [one["id"] for one in forms_of(client.get("/history"), "/undo") if one["id"] != "all"][:1]
    assert client.post("/undo", id=wanted)[0] in (400, 409)
    assert "K9" in path.read_text("utf-8")


def test_numbers_typed_before_duties_are_no_words_without_a_place(editor: Running) -> None:
    client = Client(editor)
    text = "Job description\nStoker\nDuties:\n1) Feeds the oven.\n2) Clears the ashes.\n* Locks the yard.\n"
    assert client.upload("/import", text.encode(), "stoker.txt")[0] == 303
    shown = client.get("/imported/role/stoker")
    assert 'aria-labelledby="left"' not in shown
    assert all(words in shown for words in (">1)<", ">2)<", "Headings, numbers and names that became fields"))


def test_what_is_no_document_is_said_and_changes_nothing(
    root: Path, editor: Running, page: Page, tmp_path: Path
) -> None:
    before = sorted(root.rglob("*.yml"))
    (tmp_path / "a.docx").write_bytes(b"MZ\0\1")
    page.goto(f"{editor.base}/import")
    page.set_input_files("input[type=file]", tmp_path / "a.docx")
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator("main .finding")).to_have_count(2)
    assert sorted(root.rglob("*.yml")) == before
    assert Client(editor).send("GET", "/imported/role/cook")[0] == 404


def test_a_role_begins_with_its_title_and_place(page: Page, root: Path, editor: Running) -> None:
    page.get_by_role("link", name="Roles").click()
    page.fill("#new-title", 'Wine: "the" steward # 1')
    page.select_option("#new-department", "kitchen")
    page.select_option("#new-reports_to", "head-chef")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("status")).to_be_visible()
    (path,) = (root / "roles").glob("wine*.yml")
    tree, findings = read_yaml(path.read_text("utf-8"), "x")
    assert not findings
    assert tree["title"] == {"en": 'Wine: "the" steward # 1'}
    assert (tree["department"], tree["reports_to"]) == ("kitchen", "head-chef")
    page.goto(f"{editor.base}/list/role")
    page.fill("#new-title", "Night wine steward")
    page.select_option("#new-extends", path.stem)
    page.get_by_role("button", name="Create").click()
    (variant,) = (root / "roles").glob("night*wine*.yml")
    assert set(read_yaml(variant.read_text("utf-8"), "x")[0]) == {"extends", "title", "revision"}
    handbook = check_handbook(root).handbook
    assert handbook is not None
    assert handbook.described[variant.stem].reports_to == "head-chef"


def test_a_policy_begins_in_any_script(root: Path, editor: Running) -> None:
    client = Client(editor)
    assert client.post("/create", kind="policy", title="Правила кухни", name="")[0] == 303
    assert client.post("/create", kind="policy", title="  ", name="")[0] == 400
    assert client.post("/create", kind="role", title="x", name="", reports_to="nobody: [")[0] in (303, 400)
    (path,) = (root / "policies").glob("pravila*.yml")
    assert read_yaml(path.read_text("utf-8"), "x")[0]["title"] == {"en": "Правила кухни"}
