"""Documents that come in through the editor, new roles and policies, in a real browser."""

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


def test_numbers_typed_before_duties_are_no_words_without_a_place(editor: Running) -> None:
    client = Client(editor)
    text = "Job description\nStoker\nDuties:\n1) Feeds the oven.\n2) Clears the ashes.\n* Locks the yard.\n"
    assert client.upload("/import", text.encode(), "stoker.txt")[0] == 303
    shown = client.get("/imported/role/stoker")
    assert 'aria-labelledby="left"' not in shown
    assert all(words in shown for words in (">1)<", ">2)<", "Words that found a place"))


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
