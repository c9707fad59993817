"""Documents that come in through the editor, new roles and policies, in a real browser."""

import json
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
        left.locator("select").select_option("list:duties")
        left.get_by_role("button").click()
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
        "list:purpose",
        "list:sections",
        "list:duties/0",
        "text:duties",
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


def waiting_in(page: str) -> dict[str, str]:
    """The words that wait for a place, by their numbers."""
    return dict(re.findall(r'id="left-(\d+)"><div class="item"><span dir="auto">(.*?)</span>', page))


def test_a_sentence_is_placed_in_every_kind_of_list_at_once(editor: Running, root: Path, tmp_path: Path) -> None:
    client = Client(editor)
    page = imported_waiter(client, tmp_path)
    (path,) = (root / "roles" / "imported").iterdir()
    targets = dict(re.findall(r'<option value="([^"]+)">([^<]+)</option>', page))
    assert {"list:duties", "list:requirements", "list:rights", "list:prohibitions"} <= targets.keys()
    (section,) = [one for one in targets if "sections/" in one]
    assert targets[section] == "Sections › Parking spaces"
    assert targets["sections"] == "Sections, new …", "what needs more than a sentence says so, and has a form"
    first, *_ = (one["doubt"] for one in forms_of(page, "/place") if "doubt" in one)
    said = re.findall(rf'id="doubt-{first}"><div class="item"><span dir="auto">(.*?)</span>', page)[0]
    assert client.post("/place", document="role/head-waiter", doubt=first, to=section)[0] == 303
    tree, _ = read_yaml(path.read_text("utf-8"), "x")
    (kept,) = tree["sections"]
    assert said in str(kept), "the section that the words go to stays although they were alone in it"
    status, headers, _ = client.post("/place", document="role/head-waiter", doubt="0", to="sections")
    assert status == 303
    assert headers["location"].startswith(("/add/", "/imported/"))


def test_a_requirement_is_read_as_its_words_say(editor: Running, root: Path) -> None:
    client = Client(editor)
    text = "Job description\nStoker\nDuties:\n1) Feeds the oven.\n\nZyx:\nA driving licence of class B.\n"
    assert client.upload("/import", text.encode(), "stoker.txt")[0] == 303
    page = client.get("/imported/role/stoker")
    (path,) = (root / "roles" / "imported").iterdir()
    number = next(
        number for number, said in re.findall(r'id="doubt-(\d+)"><div class="item"><span dir="auto">(.*?)</span>', page)
        if "licence" in said
    )  # fmt: skip
    assert client.post("/place", document="role/stoker", doubt=number, to="list:requirements")[0] == 303
    tree, _ = read_yaml(path.read_text("utf-8"), "x")
    (one,) = tree["requirements"]
    assert one["text"] == {"en": "A driving licence of class B."}
    assert one["kind"] == "certificate"
    assert not [one for one in check_handbook(root).findings if one.severity == "error" and "stoker" in str(one)]


def test_words_in_a_text_can_be_moved_out_of_it(editor: Running, root: Path) -> None:
    client = Client(editor)
    stray = "The clerk wears safety shoes in the warehouse at all times."
    text = f"Warehouse clerk\n\nPurpose\n{stray}\n\nDuties\n1) Books goods in.\n"
    assert client.upload("/import", text.encode(), "clerk.txt")[0] == 303
    (path,) = (root / "roles" / "imported").iterdir()
    record = working_folder(root) / "import" / "warehouse-clerk.json"
    told = json.loads(record.read_text("utf-8"))
    where = {"part": "", "paragraph": 4, "start": 0, "end": 1}
    told["doubtful"] = [{"path": ["purpose"], "reason": "likeness", "where": where, "words": stray, "candidates": ""}]
    record.write_text(json.dumps(told), "utf-8")
    form = {"document": "role/warehouse-clerk", "at": "", "shown": "en"}
    more = f"Keeps the stock in order. {stray}"
    assert client.post("/save", **form, v__purpose__en=more, b__purpose__en=stray)[0] == 303
    page = client.get("/imported/role/warehouse-clerk")
    assert [one["doubt"] for one in forms_of(page, "/place") if "doubt" in one] == ["0"]
    stays = client.post("/place", document="role/warehouse-clerk", doubt="0", to="text:purpose")
    assert stays[0] == 303
    status, headers, _ = client.post("/place", document="role/warehouse-clerk", doubt="0", to="list:duties")
    assert status == 303
    tree, _ = read_yaml(path.read_text("utf-8"), "x")
    assert tree["purpose"] in ("Keeps the stock in order.", {"en": "Keeps the stock in order."})
    assert tree["duties"][-1]["text"] == {"en": stray}
    after = client.get(headers["location"].partition("#")[0])
    assert 'id="doubt-0"' not in after
    (undone,) = [one["id"] for one in forms_of(after, "/undo")]
    status, headers, _ = client.post("/undo", id=undone, back="/imported/role/warehouse-clerk?told=placed-told")
    assert headers["location"] == "/imported/role/warehouse-clerk?told=undone"
    assert 'id="doubt-0"' in client.get("/imported/role/warehouse-clerk"), "what is taken back waits again"
    assert client.post("/undo", id="0" * 16, **{"with": "yes"})[0] == 400


def test_what_somebody_changed_otherwise_is_no_doubt_any_more(editor: Running, root: Path, tmp_path: Path) -> None:
    client = Client(editor)
    page = imported_waiter(client, tmp_path)
    before = [one["doubt"] for one in forms_of(page, "/looked")]
    (path,) = (root / "roles" / "imported").iterdir()
    path.write_text(path.read_text("utf-8").replace("Number of parking spaces: four", "Parking: five"), "utf-8")
    after = [one["doubt"] for one in forms_of(client.get("/imported/role/head-waiter"), "/looked")]
    assert len(after) == len(before) - 1


def test_beside_the_source_a_part_says_all_that_is_in_it(editor: Running, tmp_path: Path) -> None:
    client = Client(editor)
    page = imported_waiter(client, tmp_path)
    first, second = [one["doubt"] for one in forms_of(page, "/place") if "doubt" in one][:2]
    assert client.post("/place", document="role/head-waiter", doubt=first, to="text:conditions/hours")[0] == 303
    assert client.post("/place", document="role/head-waiter", doubt=second, to="text:conditions/dress")[0] == 303
    said = re.findall(r'id="doubt-\d+"><div class="item"><span dir="auto">(.*?)</span>', page)
    for shown in (client.get("/imported/role/head-waiter"), client.get("/edit/role/head-waiter")):
        own = shown.partition('class="said-by"')[2].partition("</dl>")[0]
        assert all(words in own for words in said[:2])
        assert "<dt>Hours</dt>" in own


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


def undo_of(history: str) -> str:
    """The latest change that can be taken back."""
    return next(one["id"] for one in forms_of(history, "/undo") if one["id"] != "all")


def test_an_import_is_taken_back_with_what_its_reader_did_since(editor: Running, root: Path, tmp_path: Path) -> None:
    client = Client(editor)
    before = {one: one.read_bytes() for one in root.rglob("*.yml")}
    page = imported_waiter(client, tmp_path)
    brought = undo_of(client.get("/history"))
    doubts = [one["doubt"] for one in forms_of(page, "/place") if "doubt" in one][:2]
    for number, to in zip(doubts, ("list:duties", "text:purpose"), strict=True):
        assert client.post("/place", document="role/head-waiter", doubt=number, to=to)[0] == 303
    status, _, asked = client.post("/undo", id=brought)
    assert status == 409
    assert "Undo later changes, too?" in asked
    assert asked.count("changed Head waiter") == 2
    assert "imported Head waiter" in asked
    assert "Undo all 3" in asked
    assert {one: one.read_bytes() for one in root.rglob("*.yml")} != before, "nothing was taken back yet"
    status, headers, _ = client.post("/undo", id=brought, **{"with": "yes"})
    assert status == 303
    assert "Changes undone: 3." in client.get(headers["location"])
    assert {one: one.read_bytes() for one in root.rglob("*.yml")} == before
    history = client.get("/history")
    assert "head-waiter" not in history.replace("/head-waiter", ""), "what is gone is called by its title"


def test_what_others_changed_since_is_never_taken_back(editor: Running, root: Path, tmp_path: Path) -> None:
    client, other = Client(editor), Client(editor, "colleague")
    page = imported_waiter(client, tmp_path)
    brought = undo_of(client.get("/history"))
    (number, *_) = [one["doubt"] for one in forms_of(page, "/place") if "doubt" in one]
    assert other.post("/place", document="role/head-waiter", doubt=number, to="text:purpose")[0] == 303
    texts = {one: one.read_bytes() for one in root.rglob("*.yml")}
    for more in ({}, {"with": "yes"}):
        status, _, said = client.post("/undo", id=brought, **more)
        assert status == 409
        assert {one: one.read_bytes() for one in root.rglob("*.yml")} == texts
    assert "colleague changed the same place later" in client.post("/undo", id=brought)[2]
    status, _, said = client.post("/take-out", document="role/head-waiter", back="/import")
    assert status == 409
    assert "colleague" in said


def test_a_document_is_taken_out_from_the_list_and_beside_its_source(editor: Running, root: Path) -> None:
    client = Client(editor)
    before = {one: one.read_bytes() for one in root.rglob("*.yml")}
    for name in ("stoker", "warden"):
        text = f"Job description\n{name.title()}\nDuties:\n1) Feeds the oven of {name}.\n"
        assert client.upload("/import", text.encode(), f"{name}.txt")[0] in (200, 303)
    listed = client.get("/import")
    assert [one["document"] for one in forms_of(listed, "/take-out")] == ["role/stoker", "role/warden"]
    assert forms_of(client.get("/imported/role/stoker"), "/take-out")
    status, headers, _ = client.post("/take-out", document="role/stoker", back="/import")
    assert status == 303
    assert headers["location"].startswith("/import")
    assert [one["document"] for one in forms_of(client.get("/import"), "/take-out")] == ["role/warden"]
    assert client.post("/take-out", document="role/warden", back="//evil")[1]["location"].startswith("/history")
    assert {one: one.read_bytes() for one in root.rglob("*.yml")} == before
    assert client.post("/take-out", document="role/warden")[0] in (400, 404)
    assert client.post("/take-out", document="handbook")[0] in (400, 404)
    assert {one: one.read_bytes() for one in root.rglob("*.yml")} == before


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
