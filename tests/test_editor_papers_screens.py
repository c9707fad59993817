"""The screens of papers in a real browser: the task walked and counted, by keyboard alone, and for everybody."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.register.issued_copies import issued_in
from tests.browser import DESKTOP, PHONE, visit
from tests.conftest import LANGUAGES
from tests.editors import Client, Running
from tests.registers import HEAD, ONE, TWO, on_one_page, register_of, sheets_of, states
from tests.test_editor_browser import press_until
from tests.test_site_accessibility import violations

BAD = (
    f"E003,{'Employee' * 12} 003,x@example.com,en,employer-gb,Team lead,2026-11-28\n"
    "E004,<i>עובד</i> 004,,es,employer-es,Integrante del equipo,2026-11-28\n"
    "E005,Employee 005,x@example.com,en,employer-gb,Team laed,2026-11-28\n"
)
ACTIONS = 12
"""So many actions the task takes, with the PDF opened to be printed."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    init_handbook(root, ("en", "es"), ("ES", "GB"))
    on_one_page(root)
    (tmp_path / "people.csv").write_text(HEAD + ONE + TWO + BAD, "utf-8")
    return root


def scan_of(root: Path, person: str, name: str) -> Path:
    """What comes back from somebody, signed: every page of every paper in one file."""
    pages = []
    for copy in issued_in([register_of(root) / "documents" / "copies.jsonl"]).values():
        if copy.person == person:
            pages += sheets_of(copy.files[-1].path, copy, ["acknowledge"])
    path = root.parent / name
    pages[0].save(path, save_all=True, append_images=pages[1:])
    return path


def test_the_task_from_a_list_to_a_signature_is_walked(page: Page, root: Path, tmp_path: Path) -> None:
    done: list[str] = []

    def click(role: str, name: str) -> None:
        page.locator("main, nav.sections").get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        done.append(name)

    def choose(field: str, file: Path) -> None:
        page.set_input_files(f"input[name={field}]", file)
        done.append(file.name)

    click("link", "Papers")
    choose("roster", tmp_path / "people.csv")
    click("button", "Read the file")
    page.get_by_label("Employee 001").check()
    done.append("Employee 001")
    click("button", "Print for the chosen people")
    with page.context.expect_page():
        page.locator("main .button").first.click()
    done.append("All papers in one file")
    page.bring_to_front()
    click("link", "Scans and signatures")
    choose("scans", scan_of(root, "E001", "tray.pdf"))
    click("button", "Read the files")
    expect(page.locator("#outcome ~ [role=status]")).to_have_text("To look at: 2")
    page.get_by_label("Signed", exact=True).first.check()
    done.append("Signed")
    click("button", "Record the answers")
    expect(page.locator("#outcome ~ [role=status]")).to_have_text("Signatures recorded: 1")
    expect(page.locator("fieldset.look")).to_have_count(1)
    click("link", "Who has not signed")
    assert len(done) == ACTIONS, done
    expect(page.locator(".told-line")).to_contain_text("wait for you to look at them: 1")
    told = page.locator("main").inner_text()
    assert "has signed" not in told, "one paper waits for somebody to look"
    assert "E001" not in told
    page.locator(".told-line a").click()
    page.get_by_label("Not signed", exact=True).check()
    click("button", "Record the answers")
    click("link", "Who has not signed")
    assert page.locator("tbody td").all_inner_texts()[2:] == ["30 November 2026", "overdue"]
    assert sorted(states(root).values()) == ["completed", "overdue"]


def test_lines_are_looked_at_by_keyboard_alone(browser: Browser, editor: Running, root: Path, tmp_path: Path) -> None:
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(editor.opening())
        page.goto(f"{editor.base}/people")
        page.set_input_files("input[name=roster]", tmp_path / "people.csv")
        page.get_by_role("button", name="Read the file").first.click()
        page.get_by_label("Employee 001").check()
        page.get_by_role("button", name="Print for the chosen people").click()
        page.goto(f"{editor.base}/scans")
        page.set_input_files("input[name=scans]", scan_of(root, "E001", "tray.pdf"))
        page.locator("#choose button").click()
        expect(page.locator("fieldset.look")).to_have_count(2)
        press_until(page, "Tab", "line:")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        press_until(page, "Tab", "Record the answers")
        page.keyboard.press("Enter")
        expect(page.locator(".tone-done")).to_have_count(1)
        expect(page.locator("fieldset.look")).to_have_count(1)
        press_until(page, "Tab", "line:")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page.locator(".tone-done")).to_have_count(1)
        expect(page.locator("fieldset.look")).to_have_count(0)
    assert states(root)["E001", "role/team-member"] == states(root)["E001", "policy/working-together"] == "completed"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_screen_of_papers_is_for_everybody(
    browser: Browser, editor: Running, root: Path, tmp_path: Path, tag: str
) -> None:
    size, scheme = (PHONE, "dark") if tag in ("zh", "es") else (DESKTOP, "light") if tag == "en" else (PHONE, "light")
    bad: dict[str, list[str]] = {}

    def look(name: str) -> None:
        page.wait_for_load_state("load")
        expect(page.locator("html")).to_have_attribute("lang", tag)
        wide = [] if page.evaluate("document.documentElement.scrollWidth <= innerWidth") else ["wider than the window"]
        if found := [*wide, *violations(page)]:
            bad[name] = found[:3]

    with visit(browser, viewport=size, color_scheme=scheme) as page:
        page.goto(editor.opening())
        page.goto(f"{editor.base}/interface?tag={tag}&back=/people")
        page.set_input_files("input[name=roster]", tmp_path / "people.csv")
        page.click("form.boxed button")
        look("read")
        for person in ("E001", "E003", "E004"):
            page.check(f"input[value={person}]")
        page.click("form[action='/print'] button.main")
        look("printed")
        (tmp_path / "letter.docx").write_bytes(b"PK")
        page.goto(f"{editor.base}/scans")
        look("scans")
        files = [scan_of(root, "E001", "tray.pdf"), tmp_path / "letter.docx", scan_of(root, "E003", "other.pdf")]
        page.set_input_files("input[name=scans]", files)
        page.click("#choose button")
        assert page.locator(".told-line").count() >= 3
        look("scanned")
        page.locator("fieldset.look input[value=yes]").first.check()
        page.locator("fieldset.look input[value=no]").last.check()
        page.locator("form[action='/lines'] button").click()
        look("looked")
        page.goto(f"{editor.base}/unsigned")
        look("unsigned")
        page.click("form[action='/remind'] button")
        look("reminders")
        page.goto(f"{editor.base}/unsigned")
        page.click("form[action='/assign'] button")
        look("asked")
        assert page.locator("main b").first.is_visible() or page.locator("main h2").first.is_visible()
        page.select_option("#interface", "en" if tag != "en" else "es")
        page.wait_for_url("**/unsigned")
        assert Client(editor).get("/unsigned")
    assert not bad, bad
