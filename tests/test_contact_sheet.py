"""Every scanned line is shown to a person on one sheet, and what they answer is recorded, of each line by itself."""

import csv
import io
import json
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser

from rolebook.pipeline.register.issued_copies import issued_in
from rolebook.register import Book
from tests.messages import says
from tests.registers import HEAD, ONE, open_shop, printed, register_of, run, sheets_of, states

DOCUMENT = "role/team-member"
WAITING = "awaiting-review"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Three people on one sheet: the first signed, the second did not, on the line of the third is a blot."""
    root = open_shop(tmp_path)
    people = HEAD + "".join(ONE.replace("001", number) for number in ("001", "003", "005"))
    (tmp_path / "people.csv").write_text(people, "utf-8")
    assert run(root, "assign", tmp_path / "people.csv").returncode == 0
    whose = ("--as", "sheet", "--language", "es", "--jurisdiction", "ES")
    path, issued = printed(root, tmp_path, "team-member", *whose)
    (copy,) = issued.values()
    (page,) = sheets_of(path, copy, ["E001"])
    _, (left, top, right, bottom) = copy.latest.fields["E005"]
    scale = page.width / copy.latest.printed.width
    middle = ((left + right) / 2 * scale, (top + bottom) / 2 * scale)
    page.paste(30, tuple(round(edge + step) for step in (-6, 6) for edge in middle))
    (tmp_path / "scans").mkdir()
    page.save(tmp_path / "scans" / "sheet.png")
    run(root, "scan", tmp_path / "scans")
    return root


def answers_in(shop: Path) -> tuple[Path, list[dict[str, str]]]:
    assert run(shop, "confirm").returncode == 0
    path = register_of(shop) / "to-look-at" / "answers.csv"
    return path, list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def answered(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


def test_lines_are_sorted_and_only_those_with_marks_wait(shop: Path) -> None:
    _, rows = answers_in(shop)
    assert [(row["person"], row["sorted"]) for row in rows] == [("E001", "seen"), ("E005", "unsure"), ("E003", "none")]
    found = states(shop)
    assert [found[one, DOCUMENT] for one in ("E001", "E005")] == [WAITING, WAITING]
    assert found["E003", DOCUMENT] != WAITING


def test_answers_are_recorded_under_the_name_of_who_looked(shop: Path) -> None:
    path, rows = answers_in(shop)
    for row, answer in zip(rows, ("yes", "нет", "Sí"), strict=True):
        row |= {"answer": answer, "by": "Employee 009"}
    done = run(shop, "confirm", "--accept", answered(path, rows))
    assert (done.returncode, done.stderr) == (0, "")
    found = states(shop)
    assert [found[one, DOCUMENT] == "completed" for one in ("E001", "E003", "E005")] == [True, True, False]
    assert found["E005", DOCUMENT] != WAITING
    with Book(register_of(shop), "employer-es") as book:
        names = {book.personal(row.number)["by"] for row in book.rows("kind IN ('acknowledge', 'reject')")}
    assert len(names) == 1
    assert names.pop().startswith("Employee 009 (")
    assert run(shop, "verify").returncode == 0
    assert not path.exists(), "personal data are not left lying about"


def test_what_is_not_answered_waits_and_a_second_time_is_told(shop: Path) -> None:
    path, rows = answers_in(shop)
    rows[0]["answer"], rows[1]["answer"] = "yes", "perhaps"
    file = answered(path.with_name("mine.csv"), rows)
    text = file.read_text("utf-8")
    done = run(shop, "confirm", "--accept", file)
    assert (done.returncode, says(done.stderr, "register-answer-unclear", answer="perhaps")) == (1, True)
    assert states(shop)["E005", DOCUMENT] == WAITING
    again = path.parent.parent / "again.csv"
    again.write_text(text.replace("perhaps", ""), "utf-8")
    assert says(run(shop, "confirm", "--accept", again).stderr, "register-answer-settled")
    other = again.with_name("other.csv")
    other.write_text("entry,answer\nemployer-es:3:00000000,yes\n", "utf-8")
    unknown = run(shop, "confirm", "--accept", other).stderr
    assert says(unknown, "register-answer-settled", entry="employer-es:3:00000000")
    other.write_text("person,answer\nE001,yes\n", "utf-8")
    assert run(shop, "confirm", "--accept", other).returncode == 2


def test_answers_typed_into_the_file_outlive_another_listing(shop: Path) -> None:
    path, rows = answers_in(shop)
    rows[1]["answer"] = "no"
    answered(path, rows)
    _, again = answers_in(shop)
    assert [row["answer"] for row in again] == ["", "no", ""]


def test_an_empty_line_is_not_confirmed_with_the_others(shop: Path) -> None:
    run(shop, "confirm", "--all")
    assert states(shop)["E003", DOCUMENT] != "completed"
    _, rows = answers_in(shop)
    assert [row["person"] for row in rows] == ["E003"]


def test_the_page_saves_answers_that_are_taken_back(shop: Path, tmp_path: Path, browser: Browser) -> None:
    path, _ = answers_in(shop)
    page = browser.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto((path.parent / "contact-sheet.html").as_uri())
    assert page.locator("img").count() == 3
    assert page.locator("img").evaluate_all("all => all.every(one => one.naturalWidth > 100 && one.alt)")
    page.locator("section button").first.click()
    page.locator("fieldset").nth(1).get_by_label("Not signed").check()
    page.locator("#by").fill("Employee 009")
    with page.expect_download() as saving:
        page.locator(".save button").click()
    saving.value.save_as(tmp_path / "answers.csv")
    page.close()
    assert faults == []
    done = run(shop, "confirm", "--accept", tmp_path / "answers.csv")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2)
    assert states(shop)["E001", DOCUMENT] == "completed"


def test_forty_lines_are_on_a_printed_page(tmp_path: Path) -> None:
    root = open_shop(tmp_path)
    people = HEAD + "".join(ONE.replace("001", f"{number:03}") for number in range(100, 145))
    (tmp_path / "people.csv").write_text(people, "utf-8")
    assert run(root, "assign", tmp_path / "people.csv").returncode == 0
    whose = ("--as", "sheet", "--language", "es", "--jurisdiction", "ES")
    path, issued = printed(root, tmp_path, "team-member", *whose)
    (copy,) = issued.values()
    pages = sheets_of(path, copy, copy.latest.fields)
    (tmp_path / "scans").mkdir()
    pages[0].save(tmp_path / "scans" / "sheets.pdf", save_all=True, append_images=pages[1:])
    run(root, "scan", tmp_path / "scans")
    run(root, "confirm")
    reader = pypdf.PdfReader(register_of(root) / "to-look-at" / "contact-sheet.pdf")
    assert [len(page.images) for page in reader.pages] == [40, 5]


def test_a_copy_printed_twice_is_judged_by_the_edition_that_fits(tmp_path: Path) -> None:
    root = open_shop(tmp_path)
    first, issued = printed(root, tmp_path, "team-member", "--person", "E001")
    (copy,) = issued.values()
    old = sheets_of(first, copy, ["acknowledge"])
    ledger = root / "documents" / "copies.jsonl"
    line = json.loads(ledger.read_text("utf-8"))
    moved = [[name, page, left, low + 60, right, up + 60] for name, page, left, low, right, up in line["fields"]]
    later = line | {"fields": moved, "sha256": "0" * 64, "fingerprints": ["rb1:" + "0" * 64]}
    ledger.write_text(json.dumps(line) + "\n" + json.dumps(later) + "\n", "utf-8")
    (both,) = issued_in([ledger]).values()
    assert len(both.editions) == 2
    (tmp_path / "scans").mkdir()
    for number, sheet in enumerate(old):
        sheet.save(tmp_path / "scans" / f"old-{number}.png")
    run(root, "scan", tmp_path / "scans")
    with Book(register_of(root), "employer-es") as book:
        (row,) = book.rows("kind = 'review'")
    assert (row.body["ink"], row.body["edition"]) == ("seen", line["sha256"])


def test_two_printings_that_no_sheet_tells_apart_are_one_edition_of_unknown_words(tmp_path: Path) -> None:
    root = open_shop(tmp_path)
    printed(root, tmp_path, "team-member", "--person", "E001")
    ledger = root / "documents" / "copies.jsonl"
    line = json.loads(ledger.read_text("utf-8"))
    again, other = line | {"sha256": "0" * 64}, {"fingerprints": ["rb1:" + "0" * 64]}
    for later, words in ((again, tuple(line["fingerprints"])), (again | other, ())):
        ledger.write_text("".join(json.dumps(one) + "\n" for one in (line, later)), "utf-8")
        (copy,) = issued_in([ledger]).values()
        (edition,) = copy.editions
        assert (edition.fingerprints, len(edition.files)) == (words, 2)
        assert len(edition.printed.corners) == 3
    for corners in (line["corners"][:2], [], None):
        ledger.write_text(json.dumps(line | {"corners": corners or []}) + "\n", "utf-8")
        (copy,) = issued_in([ledger]).values()
        assert copy.latest.printed.corners == ()


def test_a_copy_that_fits_no_edition_is_for_a_person(tmp_path: Path) -> None:
    root = open_shop(tmp_path)
    path, issued = printed(root, tmp_path, "team-member", "--person", "E001")
    (copy,) = issued.values()
    signed = sheets_of(path, copy, ["acknowledge"])
    ledger = root / "documents" / "copies.jsonl"
    line = json.loads(ledger.read_text("utf-8"))
    lines = [
        line
        | {"sha256": f"{by:064}", "fields": [[*one[:3], one[3] + by, one[4], one[5] + by] for one in line["fields"]]}
        for by in (40, 60)
    ]
    ledger.write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    (tmp_path / "scans").mkdir()
    for number, sheet in enumerate(signed):
        sheet.save(tmp_path / "scans" / f"page-{number}.png")
    run(root, "scan", tmp_path / "scans")
    with Book(register_of(root), "employer-es") as book:
        (row,) = book.rows("kind = 'review'")
    assert (row.body["ink"], "edition" in row.body) == ("unsure", False)


def test_every_file_that_is_not_read_is_named(shop: Path, tmp_path: Path) -> None:
    scans = tmp_path / "tray"
    scans.mkdir()
    for name in ("page.docx", "page.heic", "page.webp", "page"):
        (scans / name).write_bytes(b"no picture")
    (scans / ".DS_Store").write_bytes(b"")
    done = run(shop, "scan", scans)
    assert done.returncode == 1
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [
        "page",
        "page.docx",
        "page.heic",
        "page.webp",
    ]
