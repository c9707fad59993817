"""Documents of the site: for each audience its own, the print center, refusals, the ledger, and sites apart."""

import json
import re
import zipfile
from pathlib import Path
from unicodedata import normalize

import pypdf
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from rolebook.mkdocs_plugin import build
from rolebook.pipeline.print.run import LEDGER
from tests.browser import FRAMES, PHONE, served, visit
from tests.test_site import MKDOCS
from tests.test_site_accessibility import Looked, violations
from tests.test_site_reading import LANGUAGES
from tests.test_visibility import HIDDEN_WORD, handbook, write

AUDIENCES = ("public", "staff", "managers")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three sites of a handbook whose clerk has a grade, whose owner a blank, and where one post is hidden."""
    root = handbook(tmp_path_factory.mktemp("office"), {"grade": HIDDEN_WORD}, {"visibility": "managers"})
    settings = json.loads((root / "content" / "handbook.yml").read_text("utf-8"))
    settings["entities"].append({"id": "empresa", "name": "Empresa", "jurisdiction": "ES", "languages": ["es", "en"]})
    write(root, "content/handbook.yml", {**settings, "languages": list(LANGUAGES)})
    chief = json.loads((root / "roles" / "chief.yml").read_text("utf-8"))
    write(root, "roles/chief.yml", {**chief, "title": f"{HIDDEN_WORD} chief"})
    work = {"purpose": "Works.", "duties": [{"id": "work", "text": "Works."}]}
    write(root, "roles/porter.yml", {"title": "Porter", **work, "entities": ["firm"]})
    write(root, "roles/guard.yml", {"title": "Guard", **work, "prohibitions": [{"id": "late", "text": "After ____."}]})
    (root / "mkdocs.yml").write_text(MKDOCS)
    report = build(root, root / "site", audiences=AUDIENCES)
    assert not report.failed, report.findings
    return root


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    return path.read_bytes().decode("utf-8", "ignore")


def test_no_file_of_a_lower_audience_tells_what_is_hidden(office: Path) -> None:
    for audience in AUDIENCES[:2]:
        files = [path for path in (office / "site" / audience).rglob("*") if path.is_file()]
        assert len(files) > 15
        assert [path for path in files if HIDDEN_WORD in text_of(path)] == []
    told = [
        path.suffix
        for path in (office / "site" / "managers").rglob("*")
        if HIDDEN_WORD in path.name + (text_of(path) if path.is_file() else "")
    ]
    assert {".pdf", ".html"} <= set(told)


def test_only_the_public_site_may_be_indexed(office: Path) -> None:
    for audience in AUDIENCES:
        page = (office / "site" / audience / "en" / "index.html").read_text("utf-8")
        assert ('content="noindex"' in page) == (audience != "public")


def test_the_print_center_is_for_managers_and_leads_to_files_that_are_there(office: Path) -> None:
    assert not (office / "site" / "staff" / "en" / "print.html").exists()
    path = office / "site" / "managers" / "en" / "print.html"
    page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    links = [tag["href"] for tag in page.select("a.file")]
    assert len(links) == 2 * len(page.select("tbody tr:has(a.file)")) == 14
    assert all((path.parent / link).is_file() for link in links)


def test_a_refusal_says_why_whose_job_it_is_and_what_may_be_signed(office: Path) -> None:
    page = BeautifulSoup((office / "site" / "managers" / "en" / "print.html").read_text("utf-8"), "html.parser")
    row = next(tag for tag in page.select("tbody tr") if "Guard" in tag.get_text())
    told = row.get_text(" ")
    assert "____" in told
    assert "Whose job: whoever keeps the document" in told
    assert "roles/guard.yml" in told
    assert "No released revision may be signed meanwhile." in told
    assert not row.select("a.file")


def test_a_manager_finds_a_document_by_post_employer_and_language_on_a_disk(browser: Browser, office: Path) -> None:
    with visit(browser, viewport=PHONE, accept_downloads=True) as page:
        page.goto((office / "site" / "managers" / "es" / "print.html").as_uri())
        rows, choices = page.locator("#_papers tbody tr:visible"), page.locator(".filters select")
        everything = rows.count()
        choices.nth(0).select_option("Porter")
        choices.nth(1).select_option("Firm Ltd")
        assert rows.count() == 1
        assert page.locator(".filters output").inner_text().endswith("1")
        assert choices.nth(1).locator("option", has_text="Empresa").is_disabled()  # she has no such post there
        with page.expect_download() as found:
            rows.locator("a.file[href$='.docx']").click()
        assert found.value.suggested_filename == "porter.firm.en.docx"
        choices.nth(0).select_option("")
        choices.nth(1).select_option("Empresa")
        choices.nth(2).select_option("Español")
        assert 1 < rows.count() < everything
        assert set(rows.locator("td:nth-child(3)").all_inner_texts()) == {"Español"}
        shown = rows.count()
        rows.first.locator("th a").click()
        page.go_back()
        assert choices.nth(1).input_value() == "Empresa", "who comes back finds the choice as it was"
        assert rows.count() == shown
        posts = choices.nth(0).locator("option").all_inner_texts()[1:]
        assert posts == sorted(posts)


@pytest.mark.parametrize(("width", "colours"), FRAMES, ids=["phone-light", "desktop-dark"])
def test_pages_that_only_managers_have_are_read_by_everyone(
    browser: Browser, office: Path, width: dict[str, int], colours: str
) -> None:
    managers, looked = served(office / "site" / "managers"), Looked()
    with managers as address, visit(browser, viewport=width, color_scheme=colours, bypass_csp=True) as page:
        for language in LANGUAGES:
            for key in ("print", "documents", "roles/guard", "my/guard"):
                page.goto(f"{address}{language}/{key}.html")
                assert not looked.has_new(page) or violations(page) == []
                assert page.evaluate("document.documentElement.scrollWidth") <= width["width"]


def test_the_holder_of_a_post_with_a_grade_is_told_whom_to_ask(office: Path) -> None:
    page = BeautifulSoup((office / "site" / "staff" / "en" / "my" / "clerk.html").read_text("utf-8"), "html.parser")
    assert "clerk.firm.en.pdf" not in str(page)
    assert "is not handed out here. Ask" in page.get_text()
    porter = (office / "site" / "staff" / "en" / "my" / "porter.html").read_text("utf-8")
    assert 'href="../../documents/porter.firm.en.pdf"' in porter


def test_copies_are_recorded_outside_the_sites(office: Path) -> None:
    recorded = [json.loads(line)["file"] for line in (office / "documents" / LEDGER).read_text("utf-8").splitlines()]
    made = {path.name for path in (office / "site" / "managers" / "documents").iterdir()}
    assert set(recorded) == made
    assert not list((office / "site").rglob("*.jsonl"))


READING = {
    "en": "Reading copy",
    "es": "Copia de lectura",
    "ru": "Копия для чтения",
    "vi": "Bản để đọc",
    "zh": "阅读本",
}


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", normalize("NFKC", text))  # fonts share glyphs: ⽤ is 用


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_page_of_a_post_has_a_copy_to_read_and_nothing_to_sign(office: Path, audience: str) -> None:
    site = office / "site" / audience
    posts = {path.stem for path in (site / "en" / "roles").glob("*.html")} - {"index"}
    copies = {path.name for path in (site / "reading").glob("*")}
    assert "chief" in posts or audience != "managers"
    posts -= {"chief"}  # staff do not know of this post
    assert copies == {f"{post}.{tag}.pdf" for post in posts for tag in LANGUAGES}
    assert bool(copies) == (audience != "public"), "no post of this handbook is public"
    for post in posts:
        for tag in LANGUAGES:
            for key in ("roles", "my"):
                page = (site / tag / key / f"{post}.html").read_text("utf-8")
                assert f'href="../../reading/{post}.{tag}.pdf"' in page
            pdf = pypdf.PdfReader(site / "reading" / f"{post}.{tag}.pdf")
            told = [page.extract_text() for page in pdf.pages]
            assert all(squeezed(one).count(squeezed(READING[tag])) >= 2 for one in told), "across the page and below it"
            assert not pdf.get_fields()
            assert not (pdf.metadata or {}).get("/Keywords"), "no mark"
            assert "rb1:" not in "".join(told), "no fingerprint"
            assert not [image for page in pdf.pages for image in page.images], "no symbol"


def test_managers_hand_out_the_copies_that_staff_may_see(office: Path) -> None:
    for path in (office / "site" / "staff" / "reading").iterdir():
        assert path.read_bytes() == (office / "site" / "managers" / "reading" / path.name).read_bytes()
    assert HIDDEN_WORD in text_of(office / "site" / "managers" / "documents" / "clerk.firm.en.pdf")


def test_one_page_and_one_file_hold_all_documents_of_a_language(office: Path) -> None:
    for audience in AUDIENCES[1:]:
        site = office / "site" / audience
        for tag in LANGUAGES:
            page = BeautifulSoup((site / tag / "documents.html").read_text("utf-8"), "html.parser")
            linked = {(site / tag / str(one["href"])).resolve() for one in page.select("main a.file")}
            assert {path.relative_to(site.resolve()).parts[0] for path in linked} <= {"documents", "reading"}
            own = {path.resolve() for path in (site / "documents").glob(f"*.{tag}.*")}
            assert linked == own | {path.resolve() for path in (site / "reading").glob(f"*.{tag}.pdf")}
            with zipfile.ZipFile(site / tag / "documents.zip") as archive:
                assert archive.testzip() is None
                assert archive.namelist() == sorted(archive.namelist())
                held = {name.rpartition("/")[2]: archive.read(name) for name in archive.namelist()}
            assert held == {path.name: path.read_bytes() for path in linked}
            assert page.select_one("a[href='documents.zip'][download]")
    staff = office / "site" / "staff" / "en"
    assert "clerk.en.pdf" in (staff / "documents.html").read_text("utf-8")
    assert "clerk.firm.en.pdf" not in (staff / "documents.html").read_text("utf-8")
    assert 'href="../documents.html"' in (staff / "my" / "porter.html").read_text("utf-8")


def test_the_file_of_all_documents_is_the_same_every_time(office: Path, tmp_path: Path) -> None:
    before = (office / "site" / "staff" / "es" / "documents.zip").read_bytes()
    build(office, tmp_path / "again", audiences=("staff",), search=False)
    found = tmp_path / "again" / "es" / "documents.zip"
    assert found.read_bytes() == before
    with zipfile.ZipFile(found) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_without_documents_there_is_nothing_to_take_along(office: Path, tmp_path: Path) -> None:
    build(office, tmp_path / "bare", audiences=("staff",), search=False, documents=False)
    assert not list((tmp_path / "bare").rglob("*.zip"))
    assert not (tmp_path / "bare" / "reading").exists()
    assert not (tmp_path / "bare" / "en" / "documents.html").exists()
    for path in (tmp_path / "bare").rglob("*.html"):
        text = path.read_text("utf-8")
        assert "/reading/" not in text
        assert "documents.html" not in text


def test_what_did_not_change_is_not_made_again(office: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (office / "build" / "documents").iterdir()}
    build(office, office / "site", audiences=("staff",), search=False)
    assert {path: path.stat().st_mtime_ns for path in (office / "build" / "documents").iterdir()} == before
    assert (office / "site" / "en" / "index.html").is_file()
    assert not (office / "site" / "managers").exists()
